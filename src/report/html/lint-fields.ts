import type { TemplateSources } from './environment.ts';
import {
  fieldName,
  isProblem,
  PAGE_HELPERS,
  parseTemplate,
  type Statement,
  statementsOf,
  type TemplateProblem,
} from './template-syntax.ts';

/** What a view holds at a place, as far as samples of it show. */
type Shape =
  | { kind: 'not shown' }
  | { kind: 'value' }
  | { kind: 'list'; item: Shape }
  | { kind: 'fields'; fields: ReadonlyMap<string, Shape> };

const NOT_SHOWN: Shape = { kind: 'not shown' };
const VALUE: Shape = { kind: 'value' };

/**
 * The fields that a page and its partials name and that no sample of its view has. `{{#if typo}}` is silently false
 * when it is rendered, so this is looked for before anything is. Where all samples hold nothing, nothing is refused.
 */
export function unknownFields(
  templates: TemplateSources,
  page: string,
  samples: readonly unknown[],
): TemplateProblem[] {
  const problems = new Map<string, TemplateProblem>();
  const seen = new Map<string, Set<Shape>>();
  const root = shapeOf(samples);

  function look(file: string, context: Shape): void {
    const shapes = seen.get(file) ?? new Set();
    if (shapes.has(context)) return;
    seen.set(file, shapes.add(context));
    const parsed = parseTemplate(file, (Object.hasOwn(templates, file) ? templates[file] : '') ?? '');
    if (!isProblem(parsed)) walk(statementsOf(parsed), [context], file);
  }

  function refuse(file: string, { start }: hbs.AST.SourceLocation, message: string): void {
    const problem = { file, line: start.line, column: start.column + 1, message };
    problems.set(JSON.stringify(problem), problem);
  }

  function walk(statements: readonly Statement[], contexts: readonly Shape[], file: string): void {
    for (const statement of statements) visit(statement, contexts, file);
  }

  function visit(statement: Statement, contexts: readonly Shape[], file: string): void {
    if (statement.type === 'MustacheStatement') output(statement, contexts, file);
    else if (statement.type === 'BlockStatement') block(statement, contexts, file);
    else if (statement.type === 'PartialStatement') partial(statement, contexts, file);
  }

  function output(
    { path, params, loc }: hbs.AST.MustacheStatement,
    contexts: readonly Shape[],
    file: string,
  ): void {
    const original = 'original' in path ? String(path.original) : '';
    if (params.length > 0) refuse(file, loc, `there is no helper ${original}: write a field alone`);
    else if (!PAGE_HELPERS.includes(original)) {
      const { kind } = resolve(path, contexts, file);
      if (kind === 'list' || kind === 'fields')
        refuse(file, loc, 'this is no text: name a field of it, or go through it with #each');
    }
  }

  function block(
    { path, params, program, inverse, loc }: hbs.AST.BlockStatement,
    contexts: readonly Shape[],
    file: string,
  ): void {
    const [param, ...others] = params;
    if (param === undefined || others.length > 0) refuse(file, loc, 'a block takes one field');
    else if (program?.blockParams !== undefined)
      refuse(file, loc, 'block parameters are not allowed: fields are named within the block');
    else {
      const shape = resolve(param, contexts, file);
      walk(statementsOf(program), within(path.original, shape, contexts), file);
      walk(statementsOf(inverse), contexts, file);
    }
  }

  function partial(
    { name, params, hash, loc }: hbs.AST.PartialStatement,
    contexts: readonly Shape[],
    file: string,
  ): void {
    const [param] = params;
    const partialFile = `partials/${fieldName(name) ?? ''}.hbs`;
    if (!Object.hasOwn(templates, partialFile)) refuse(file, loc, `there is no ${partialFile}`);
    else if (param === undefined || hash !== undefined)
      refuse(file, loc, 'a partial takes one field: {{> its-name field}}, or this for all');
    else look(partialFile, resolve(param, contexts, file));
  }

  function resolve(path: hbs.AST.Expression, contexts: readonly Shape[], file: string): Shape {
    if (path.type !== 'PathExpression') {
      refuse(file, path.loc, 'only a field may stand here');
      return NOT_SHOWN;
    }
    const { data, depth, parts, original } = path as hbs.AST.PathExpression;
    if (data && /^@(first|last|index|key)$/.test(original)) return VALUE;
    let shape = data ? root : contexts[contexts.length - 1 - depth];
    if (shape === undefined || (data && parts[0] !== 'root')) {
      refuse(file, path.loc, data ? `there is no ${original}` : '../ leads out of this file');
      return NOT_SHOWN;
    }
    for (const part of data ? parts.slice(1) : parts) {
      const next = memberOf(shape, part);
      if (next === undefined) {
        refuse(file, path.loc, `there is no field "${part}" here. ${fieldsOf(shape)}`);
        return NOT_SHOWN;
      }
      shape = next;
    }
    return shape;
  }

  look(`${page}.hbs`, root);
  return [...problems.values()];
}

/** The contexts within a block. */
function within(block: string, shape: Shape, contexts: readonly Shape[]): Shape[] {
  if (block === 'with') return [...contexts, shape];
  if (block !== 'each') return [...contexts];
  return [...contexts, shape.kind === 'list' ? shape.item : NOT_SHOWN];
}

function memberOf(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'not shown') return NOT_SHOWN;
  if (shape.kind === 'fields') return shape.fields.get(name);
  return shape.kind === 'list' && name === 'length' ? VALUE : undefined;
}

function fieldsOf(shape: Shape): string {
  if (shape.kind === 'fields') return `There are: ${[...shape.fields.keys()].join(', ')}`;
  return shape.kind === 'list' ? 'It is a list: go through it with #each' : 'It is a text';
}

/** What all samples of a place show together; absent and null ones show nothing. */
function shapeOf(samples: readonly unknown[]): Shape {
  const shown = samples.filter((sample) => sample !== null && sample !== undefined);
  if (shown.length === 0) return NOT_SHOWN;
  if (shown.every(Array.isArray)) return { kind: 'list', item: shapeOf(shown.flat(1)) };
  if (!shown.every((sample) => typeof sample === 'object')) return VALUE;
  const values = new Map<string, unknown[]>();
  for (const sample of shown) {
    for (const [key, value] of Object.entries(sample)) values.set(key, [...(values.get(key) ?? []), value]);
  }
  return { kind: 'fields', fields: new Map([...values].map(([key, value]) => [key, shapeOf(value)])) };
}
