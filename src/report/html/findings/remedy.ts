import type { Finding } from '../../../model/finding.ts';
import type { FixKind } from '../../../model/fix.ts';
import { shorten } from '../../visible.ts';
import { number } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';

/** A run of plain text or of code within a paragraph. */
export interface RemedyPiece {
  text: string;
  code: boolean;
}

/** Something to copy; it is shown whole or not at all, since half a policy is none. */
export interface FixView {
  language: string;
  title: string;
  lines: string[];
  /** Why it is not shown; null when it is. */
  withheld: string | null;
  /** Short enough to be seen without being asked for. */
  open: boolean;
}

export interface RemedyView {
  paragraphs: RemedyPiece[][];
  fixes: FixView[];
  leftOut: string | null;
}

/** A finding's remediation in paragraphs, in which backticks mark code, and its fixes. */
export function remedyView({
  remediation,
  fixes = [],
  roleFix,
  tightening,
}: Pick<Finding, 'remediation' | 'fixes' | 'roleFix' | 'tightening'>): RemedyView {
  const left = fixes.length - LIMITS.fixesPerFinding;
  return {
    paragraphs: shorten(remediation, LIMITS.remediation)
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map(piecesOf)
      .concat(
        tightening === undefined
          ? []
          : [[{ text: shorten(tightening.text, LIMITS.remediation), code: false }]],
      )
      .concat(roleFix === undefined ? [] : [pointerTo(roleFix)]),
    fixes: fixes.slice(0, LIMITS.fixesPerFinding).map(fixView),
    leftOut: left > 0 ? `${number(left)} more fixes are in report.json.` : null,
  };
}

const LANGUAGES = {
  policy: 'JSON',
  cli: 'Shell',
  cloudformation: 'YAML',
  configuration: 'YAML',
} as const satisfies Record<FixKind, string>;

/** Lines of a fix that stands open in the page. */
const OPEN_LINES = 4;

/** One thing to copy. */
export function fixView({ kind, title, text }: NonNullable<Finding['fixes']>[number]): FixView {
  const lines = text.split('\n');
  const isTooLong = lines.length > LIMITS.fixLines || lines.some((line) => line.length > LIMITS.fixLine);
  return {
    language: LANGUAGES[kind],
    title: shorten(title, 400),
    lines: isTooLong ? [] : lines,
    withheld: isTooLong
      ? `It is too long for this page (${number(lines.length)} lines): copy it from report.json.`
      : null,
    open: isTooLong || lines.length <= OPEN_LINES,
  };
}

/** Text between a pair of backticks is code; a backtick without a partner is text. */
function piecesOf(line: string): RemedyPiece[] {
  return line
    .split(/`([^`]+)`/)
    .map((text, index) => ({ text, code: index % 2 === 1 }))
    .filter(({ text }) => text !== '');
}

/** The one fix of a role clears all that it can at once, so that findings offer nothing beside it. */
function pointerTo(roleArn: string): RemedyPiece[] {
  return [
    { text: 'The one fix of its role clears this together with the role’s other findings: ', code: false },
    { text: `countersign fix RUN --role '${roleArn}' --out fixes`, code: true },
  ];
}
