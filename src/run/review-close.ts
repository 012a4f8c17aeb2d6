import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { REVIEWS } from '../evidence/reviews.ts';
import { makeStatement } from '../evidence/statement.ts';
import { type Access, type Review, reviewShape } from '../model/review.ts';
import { accountsWithUnreadRequests, unreadBills } from '../model/unread-agreements.ts';
import { accountsWithUnreadPeople } from '../model/unread-people.ts';
import { unreadAnchors, unreadResources, unreadShares } from '../model/unread-places.ts';
import { accountsWithUnreadRoles } from '../model/unread-roles.ts';
import { UserError } from '../model/user-error.ts';
import { accessesOf } from '../review/accesses.ts';
import { LONGEST_ANSWERS, readAnswerFile, TOO_LONG } from '../review/answer-file.ts';
import { checkAnswers, type NamedAnswers } from '../review/answers.ts';
import { reviewContent } from '../review/closing.ts';
import { LONGEST_NAME } from '../review/words.ts';
import { demandWords } from './attest.ts';
import { demandReport, everySheet } from './review-sheets.ts';
import { openSayableRun, type StatingRequest } from './state-on-run.ts';

export interface CloseReviewRequest extends StatingRequest {
  by: string;
  /** The files of answers. */
  answers: readonly string[];
  /** Leave what is not answered for another review. */
  partial: boolean;
  /** Seal a record that nobody signs, and that says so. */
  unsigned: boolean;
  version: string;
  now: Date;
}

/** A review that was sealed. */
export interface ClosedReview
  extends Pick<Review, 'runId' | 'by' | 'at' | 'sheets' | 'parties' | 'population'> {
  manifestSha256: string;
  keyid: string | null;
  decided: { keep: number; reduce: number; remove: number };
  undecided: number;
  files: string[];
}

/** What a review decides on is what there was: an older run is another population. A quarter has no more days. */
const OLDEST_DAYS = 92;

/** How many of the things that do not fit are told. */
const TOLD = 20;

/**
 * Reads answers back, holds them against the run, and seals them beside it as a statement over its manifest. Nothing is
 * sealed where anything does not fit. Throws `EvidenceDamaged` and `UserError`.
 */
export async function closeReview(request: CloseReviewRequest): Promise<ClosedReview> {
  const { by, partial, unsigned, version, now } = request;
  demandWords('--as', by, LONGEST_NAME);
  const answers = await readAnswers(request.answers);
  const run = await openSayableRun(request);
  try {
    const { manifest, signer, place } = run;
    if ((signer === undefined) !== unsigned)
      throw new UserError(
        'BAD_COMMAND_LINE',
        unsigned
          ? 'Give --unsigned or a key, and not both.'
          : 'A review is signed by the key of whoever closes it: give --key or --kms-key. --unsigned seals a record that says that nobody signed.',
      );
    const report = await demandReport(place.reader);
    if (now.getTime() - Date.parse(report.run.asOf) > OLDEST_DAYS * 86_400_000)
      throw new UserError(
        'OLD_RUN',
        `The run is of ${report.run.asOf.slice(0, 10)}, and what is there now may be something else. Open a review of a run that is not older than ${OLDEST_DAYS} days.`,
      );
    if (now.getTime() < Date.parse(report.run.asOf))
      throw new UserError(
        'BAD_CLOCK',
        `The run is of ${report.run.asOf}, and the clock of this machine says ${now.toISOString()}: a review that is dated before its run would not count. Set the clock.`,
      );
    const checked = checkAnswers(
      answers,
      everySheet(report, manifest.sha256),
      now.toISOString().slice(0, 10),
    );
    const { sheets, decided, undecided } = checked;
    const problems = [...checked.problems, ...missing(undecided, partial)];
    if (decided.size === 0 && problems.length === 0) problems.push('Nothing is decided.');
    if (problems.length > 0) throw new UserError('BAD_ANSWERS', inLines(problems));
    const population = accessesOf(report);
    const folder = `${REVIEWS}/${manifest.runId}`;
    const content = reviewContent(population, sheets, decided, {
      asOf: report.run.asOf,
      unreadAccounts: new Set([
        ...accountsWithUnreadRoles(report),
        ...unreadShares(report).accounts,
        ...accountsWithUnreadPeople(report),
        ...unreadAnchors(report).accounts,
        ...unreadResources(report).accounts,
        ...accountsWithUnreadRequests(report),
        ...unreadBills(report),
      ]).size,
    });
    const said = {
      ...{ runId: manifest.runId, by: by.trim(), at: now.toISOString() },
      tool: { name: 'countersign' as const, version },
      earlier: await run.earlier(folder, 'review', reviewShape),
      ...content,
    };
    const file = await makeStatement<Review>('review', manifest.sha256, said, signer);
    const files = await run.keep(folder, file);
    const count = (word: string) => content.decisions.filter(({ decision }) => decision === word).length;
    return {
      ...{ runId: said.runId, by: said.by, at: said.at },
      manifestSha256: manifest.sha256,
      keyid: signer?.keyid ?? null,
      ...{ sheets: content.sheets, parties: content.parties, population: content.population },
      decided: { keep: count('keep'), reduce: count('reduce'), remove: count('remove') },
      undecided: content.undecided.length,
      files,
    };
  } finally {
    run.close();
  }
}

async function readAnswers(paths: readonly string[]): Promise<NamedAnswers[]> {
  const all: NamedAnswers[] = [];
  for (const path of paths) {
    // Anything but a file could be without end, and a file can be longer than the memory.
    const found = await stat(path);
    if (!found.isFile()) throw new UserError('BAD_ANSWERS', `${path} is no file.`);
    const read = found.size > LONGEST_ANSWERS ? TOO_LONG : readAnswerFile(await readFile(path));
    if ('problem' in read) throw new UserError('BAD_ANSWERS', `${path} ${read.problem}.`);
    all.push({ file: basename(path), answers: read.answers });
  }
  return all;
}

function missing(undecided: readonly Access[], partial: boolean): string[] {
  const [first] = undecided;
  if (partial || first === undefined) return [];
  const more = undecided.length === 1 ? '' : ` and ${undecided.length - 1} more`;
  return [
    `There is no answer to ${first.party.name} into ${first.roleArn} (${first.id})${more}. --partial leaves them for another review.`,
  ];
}

function inLines(problems: readonly string[]): string {
  const rest = problems.length - TOLD;
  return [
    'The answers do not fit the run, so nothing is sealed:',
    ...problems.slice(0, TOLD).map((problem) => `  ${problem}`),
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ].join('\n');
}
