import type { TemplateSources } from './environment.ts';
import { type HtmlReader, htmlReader } from './html-reader.ts';
import {
  BLOCKS,
  fieldName,
  isProblem,
  PAGE_HELPERS,
  parseTemplate,
  type Statement,
  statementsOf,
  type TemplateProblem,
} from './template-syntax.ts';

/**
 * Everything in templates that would let text from an account become more than text, or the page ask for something:
 * raw output, values without quotes, expressions inside tags, handlers, styles, addresses. Looks at the text alone;
 * fields are looked at by `unknownFields`.
 */
export function lintTemplates(templates: TemplateSources): TemplateProblem[] {
  return Object.entries(templates).flatMap(([file, text]) => {
    if (file.endsWith('.hbs')) return lintTemplate(file, text);
    return lintPlain(file, text, file.endsWith('.css') ? FORBIDDEN_IN_STYLES : FORBIDDEN_IN_SCRIPTS);
  });
}

const FORBIDDEN_IN_STYLES: ReadonlyArray<[RegExp, string]> = [
  [/<\/style/i, 'this would end the style sheet within the page'],
  [/@import/i, 'a page is one file: put the rules here instead of importing them'],
  [/url\(\s*["']?(?!#)/i, 'a page loads nothing: draw with CSS, or put an inline SVG into a template'],
];
const FORBIDDEN_IN_SCRIPTS: ReadonlyArray<[RegExp, string]> = [
  [/<\/script|<!--/i, 'this would end the script within the page, or hide its end'],
];

function lintPlain(
  file: string,
  text: string,
  forbidden: ReadonlyArray<[RegExp, string]>,
): TemplateProblem[] {
  return forbidden.flatMap(([pattern, message]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [{ file, ...placeIn(text, found.index, { line: 1, column: 0 }), message }];
  });
}

/** Looks at one template; a partial is taken to stand where text may stand. */
function lintTemplate(file: string, text: string): TemplateProblem[] {
  const parsed = parseTemplate(file, text);
  if (isProblem(parsed)) return [parsed];
  const problems: TemplateProblem[] = [];
  const reader = htmlReader();
  let hasPolicy = false;

  function refuse({ line, column }: hbs.AST.Position, message: string): void {
    problems.push({ file, line, column: column + 1, message });
  }

  function walk(statements: readonly Statement[]): void {
    for (const statement of statements) visit(statement);
  }

  function visit(statement: Statement): void {
    const { start } = statement.loc;
    switch (statement.type) {
      case 'CommentStatement':
        return;
      case 'ContentStatement':
        reader.text(statement.value, (offset, message) => {
          problems.push({ file, ...placeIn(statement.value, offset, start), message });
        });
        return;
      case 'MustacheStatement':
        if (!statement.escaped) refuse(start, 'raw output is not allowed: write {{…}}, which escapes');
        else output(statement, start);
        return;
      case 'PartialStatement':
        if (reader.place !== 'text') refuse(start, 'a partial may stand only where text may stand');
        return;
      case 'BlockStatement':
        block(statement, start);
        return;
      default:
        refuse(
          start,
          'this form of block is not allowed: write a file in partials/ and {{> its-name field}}',
        );
    }
  }

  function output({ path }: hbs.AST.MustacheStatement, start: hbs.AST.Position): void {
    const field = fieldName(path) ?? '';
    const original = 'original' in path ? String(path.original) : '';
    if (PAGE_HELPERS.includes(original)) {
      if (!isAtHome(original, reader))
        refuse(start, `{{${original}}} stands in the wrong place: ${HOME[original]}`);
      if (original === 'csp') hasPolicy = true;
      if (reader.place === 'value') reader.expression(field);
    } else if (reader.place === 'value') reader.expression(field);
    else if (reader.place !== 'text' && reader.place !== 'data') refuse(start, OUTSIDE[reader.place]);
  }

  function block({ path, program, inverse }: hbs.AST.BlockStatement, start: hbs.AST.Position): void {
    if (!BLOCKS.includes(path.original))
      refuse(start, `there is no block #${path.original}: write #if, #unless, #each or #with`);
    const before = reader.place;
    for (const branch of [program, inverse]) {
      walk(statementsOf(branch));
      if (reader.place === before) continue;
      refuse(start, 'a block must end where it began: what it opens, a tag or a quote, it must close');
      return;
    }
  }

  walk(statementsOf(parsed));
  if (reader.place !== 'text')
    problems.push({
      file,
      line: 1,
      column: 1,
      message: 'a tag, a quote or a comment is opened and not closed',
    });
  if (!file.includes('/') && !hasPolicy) {
    const message = `the page has no policy: ${HOME.csp} in its head, before everything else`;
    problems.push({ file, line: 1, column: 1, message });
  }
  return problems;
}

const HOME: Readonly<Record<string, string>> = {
  csp: 'write <meta http-equiv="Content-Security-Policy" content="{{csp}}">',
  stylesheet: 'write <style>{{stylesheet}}</style>',
  script: 'write <script>{{script}}</script>',
};

const OUTSIDE = {
  tag: 'this stands inside a tag and outside of quotes: put it into a quoted value',
  comment: 'this stands in a comment, which no reader sees: leave it out',
  raw: 'fields do not belong into a style sheet or script',
};

function isAtHome(helper: string, { place, element, attribute }: HtmlReader): boolean {
  if (helper === 'csp') return place === 'value' && element === 'meta' && attribute === 'content';
  return place === 'raw' && element === (helper === 'stylesheet' ? 'style' : 'script');
}

/** Line and column, from 1, of an offset in a text that begins at `start`, whose column counts from 0. */
function placeIn(text: string, offset: number, start: hbs.AST.Position): { line: number; column: number } {
  const before = text.slice(0, offset).split('\n');
  const last = before.at(-1)?.length ?? 0;
  return {
    line: start.line + before.length - 1,
    column: before.length === 1 ? start.column + last + 1 : last + 1,
  };
}
