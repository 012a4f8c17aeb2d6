import type { YAMLError } from 'yaml';

/** Levels of a file below which nothing is read. */
export const MAX_DEPTH = 24;
/** Said of every file that nests deeper, whether the parser or the reader found it: the stack of each Node differs. */
export const TOO_DEEP = `the file nests deeper than ${MAX_DEPTH} levels`;

const EXPLANATIONS: Partial<Record<YAMLError['code'], string>> = {
  TAB_AS_INDENT: 'a tab stands where YAML wants spaces: indent with spaces',
  MULTIPLE_DOCS: 'the file holds more than one YAML document: keep one, without "---" between',
  TAG_RESOLVE_FAILED: 'custom YAML tags ("!…") are not allowed: write plain text, numbers, lists and keys',
  BAD_INDENT:
    'the indentation does not fit the lines above: items of one list or mapping start in the same column',
  MISSING_CHAR: 'a closing quote or bracket, a colon or a comma is missing here',
  UNEXPECTED_TOKEN: 'this is not expected here: text that holds ": ", " #" or brackets needs quotes',
  BLOCK_AS_IMPLICIT_KEY: 'this line is read as a key: put quotes around text that holds ": "',
  MULTILINE_IMPLICIT_KEY: 'a key must stand in one line: is a colon missing?',
  BAD_DQ_ESCAPE: 'unknown escape after the backslash: write \\\\ for a backslash, or use single quotes',
};

/** A syntax error in words of our own where they help more than the parser's; the parser's, which quote little, elsewhere. */
export function explainSyntaxError(error: YAMLError): string {
  return EXPLANATIONS[error.code] ?? `this is not YAML: ${printable(error.message)}`;
}

function printable(message: string): string {
  return message.replace(/[^\x20-\x7e]/g, '?').slice(0, 160);
}
