import Handlebars from 'handlebars';

/** Something in a template that is refused, and where. */
export interface TemplateProblem {
  /** The path of the file below the folder of templates. */
  file: string;
  /** From 1. */
  line: number;
  /** From 1. */
  column: number;
  /** What is wrong and what to write instead. */
  message: string;
}

/** The statements that a template may be made of; others are named and refused. */
export type Statement =
  | hbs.AST.MustacheStatement
  | hbs.AST.BlockStatement
  | hbs.AST.PartialStatement
  | hbs.AST.ContentStatement
  | (hbs.AST.CommentStatement & { type: 'CommentStatement' })
  | { type: 'Decorator' | 'DecoratorBlock' | 'PartialBlockStatement'; loc: hbs.AST.SourceLocation };

/** Helpers that have a block. */
export const BLOCKS: readonly string[] = ['if', 'unless', 'each', 'with'];
/** What a page may ask for beside its fields. */
export const PAGE_HELPERS: readonly string[] = ['stylesheet', 'script', 'csp'];

/** Reads a template as it stands; a problem where it is none. */
export function parseTemplate(file: string, text: string): hbs.AST.Program | TemplateProblem {
  try {
    return Handlebars.parseWithoutProcessing(text);
  } catch (error) {
    return problemOf(file, error);
  }
}

export function isProblem(parsed: hbs.AST.Program | TemplateProblem): parsed is TemplateProblem {
  return 'message' in parsed;
}

export function statementsOf(program: hbs.AST.Program | undefined): Statement[] {
  return (program?.body ?? []) as Statement[];
}

/** A failure of Handlebars as a problem: its messages hold the place in one of two forms. */
export function problemOf(file: string, error: unknown): TemplateProblem {
  const message = error instanceof Error ? error.message : String(error);
  const [, line, column] = / - (\d+):(\d+)$/.exec(message) ?? / on line (\d+)/.exec(message) ?? [];
  const words =
    message
      .replace(/ - \d+:\d+$/, '')
      .split('\n')
      .at(-1) ?? '';
  return {
    file,
    line: Number(line ?? 1),
    column: Number(column ?? 0) + 1,
    message: `this cannot be read as a template: ${words}`,
  };
}

/** The last part of the field that an expression names; undefined for anything but a field. */
export function fieldName(path: hbs.AST.Expression): string | undefined {
  return path.type === 'PathExpression' ? (path as hbs.AST.PathExpression).parts.at(-1) : undefined;
}
