/** Something in a file of a theme that is refused, and where. */
export interface ThemeProblem {
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
  /** What is wrong and what to write instead. */
  message: string;
}

/** The problem at an offset of a text. */
export function problemAt(text: string, offset: number, message: string): ThemeProblem {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n'), message };
}
