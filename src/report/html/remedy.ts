/** A run of plain text or of code within a paragraph. */
export interface RemedyPiece {
  text: string;
  code: boolean;
}

/** A paragraph, or a block of code to copy; one of the two lists is empty. */
export interface RemedyPart {
  pieces: RemedyPiece[];
  lines: string[];
}

/** A line of a policy or a command, as checks write them below their sentences. */
const CODE_LINE = /^(\s|[{}[\]"]|aws |countersign |terraform )/;

/** A remediation as paragraphs and blocks of code; backticks within a paragraph mark code. */
export function remedyView(text: string): RemedyPart[] {
  const parts: RemedyPart[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const last = parts.at(-1);
    if (!CODE_LINE.test(line)) parts.push({ pieces: piecesOf(line), lines: [] });
    else if (last !== undefined && last.lines.length > 0) last.lines.push(line);
    else parts.push({ pieces: [], lines: [line] });
  }
  return parts;
}

/** Text between a pair of backticks is code; a backtick without a partner is text. */
function piecesOf(line: string): RemedyPiece[] {
  return line
    .split(/`([^`]+)`/)
    .map((text, index) => ({ text, code: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}
