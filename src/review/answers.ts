import { type Access, type Answer, DECISIONS, type ReviewSheet } from '../model/review.ts';
import type { RawAnswer } from './answer-file.ts';
import { cellText, FACT_COLUMNS } from './columns.ts';
import { readDay } from './days.ts';
import { LONGEST_NOTE, wordsProblem } from './words.ts';

/** A file of answers, by its name for messages. */
export interface NamedAnswers {
  file: string;
  answers: readonly RawAnswer[];
}

export interface CheckedAnswers {
  /** The sheets that the answers are of, each once. */
  sheets: ReviewSheet[];
  /** By the access's id. */
  decided: ReadonlyMap<string, Answer>;
  /** Accesses of these sheets that have no answer. */
  undecided: Access[];
  /** Everything that does not fit, in sentences. */
  problems: string[];
}

/** The last day that anything may be decided for: what is meant for ever is no decision. */
const FARTHEST_DAYS = 3 * 366;

/**
 * Holds answers against the sheets of the run: that each is of one of them, of an access that is on it, says all that is
 * asked, and leaves what the sheet says as it was.
 *
 * @param sheets all sheets of the run
 * @param today `2027-03-31`
 */
export function checkAnswers(
  files: readonly NamedAnswers[],
  sheets: readonly ReviewSheet[],
  today: string,
): CheckedAnswers {
  const byId = new Map(
    sheets.map((sheet) => [sheet.id, { sheet, on: new Map(sheet.accesses.map((one) => [one.id, one])) }]),
  );
  const problems: string[] = [];
  const used = new Map<string, ReviewSheet>();
  const decided = new Map<string, Answer>();
  const places = new Map<string, string>();
  for (const { file, answers } of files) {
    if (answers.length === 0) problems.push(`${file} holds no answer.`);
    for (const raw of answers) {
      const wrong = (problem: string) => void problems.push(`${file}, ${raw.place}: ${problem}`);
      const known = byId.get(raw.sheet);
      if (known === undefined) {
        wrong(
          `it is of another run, or of a sheet that was made from this one in another way (${named(raw.sheet)}).`,
        );
        continue;
      }
      const { sheet, on } = known;
      used.set(sheet.id, sheet);
      const access = on.get(raw.access);
      if (access === undefined) {
        wrong(`the sheet has no access ${named(raw.access)}.`);
        continue;
      }
      const altered = alteredColumns(raw, access, sheet);
      if (altered.length > 0)
        wrong(
          `${altered.join(', ')} of ${access.id} was altered. What is known of an access is not for the sheet to say.`,
        );
      if ([raw.decision, raw.until, raw.reason].every((text) => text.trim() === '')) continue;
      const answer = answerOf(raw, today);
      if (typeof answer === 'string') {
        wrong(answer);
        continue;
      }
      const before = places.get(access.id);
      if (before !== undefined) {
        wrong(`${access.id} has an answer already, in ${before}.`);
        continue;
      }
      places.set(access.id, `${file}, ${raw.place}`);
      decided.set(access.id, answer);
    }
  }
  const all = [...used.values()];
  const asked = new Map(all.flatMap(({ accesses }) => accesses.map((access) => [access.id, access])));
  const undecided = [...asked.values()].filter(({ id }) => !decided.has(id));
  return { sheets: all, decided, undecided, problems };
}

function alteredColumns({ facts }: RawAnswer, access: Access, sheet: ReviewSheet): string[] {
  if (facts === undefined) return [];
  return FACT_COLUMNS.flatMap(([name, cell]) =>
    bare(facts.get(name) ?? '') === bare(cellText(cell(access, sheet))) ? [] : [name],
  );
}

/** The mark before what a spreadsheet would run or round is taken away by some of them. */
function bare(text: string): string {
  return text.trim().replace(/^'/, '');
}

/** The answer; or what is wrong with it, in a sentence. */
function answerOf(raw: RawAnswer, today: string): Answer | string {
  const word = raw.decision.trim().toLowerCase();
  const decision = DECISIONS.find((one) => one === word);
  if (decision === undefined)
    return word === ''
      ? 'it has no decision.'
      : `${named(raw.decision)} is no decision: keep, reduce or remove.`;
  if (raw.until.trim() === '') return 'it does not say until when.';
  const until = readDay(raw.until);
  if (until === undefined)
    return `${named(raw.until)} is no day that can be told for certain: write it as "until 2027-03-31".`;
  if (until < today) return `${until} has passed.`;
  if (Date.parse(until) - Date.parse(today) > FARTHEST_DAYS * 86_400_000)
    return `${until} is more than three years away: what is meant for ever is to be decided again all the same.`;
  const reason = raw.reason.replace(/\s*[\r\n]+\s*/g, ' ').trim();
  const problem = wordsProblem(reason, LONGEST_NOTE);
  return problem === undefined ? { decision, until, reason } : `its reason ${problem}.`;
}

/** What a file says, as far as a message may: short, and between quotes. */
function named(text: string): string {
  return `"${text.length > 60 ? `${text.slice(0, 60)}…` : text}"`;
}
