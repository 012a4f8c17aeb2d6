import type { Command } from 'commander';
import {
  ACCESS_STATES,
  type AccessStanding,
  type ReviewCalendar,
  type ReviewStanding,
} from '../../model/review.ts';
import { signatureInWords } from '../../model/statement.ts';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { type ReviewStatus, reviewStatus } from '../../run/review-status.ts';
import { countersignatureLines } from '../countersignature-lines.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

/** How many accesses the text names; `--json` names all. */
const SHOWN = 20;

/** What `countersign review status` does. */
export async function run(
  location: string,
  options: { key?: string[]; config?: string; env: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { key, config, env } = options;
  const loaded = config === undefined ? undefined : await loadConfigFile(config, env, 'setup');
  const status = await reviewStatus({
    ...{ run: location, s3: await s3Setup(), now: new Date() },
    reviewers: loaded?.config.reviewers ?? [],
    ...(key === undefined ? {} : { runKeys: key }),
  });
  terminal.print(json ? jsonText(status, 2) : statusText(status, painter(terminal.colour)));
}

function statusText({ runId, standing, countersigned }: ReviewStatus, paint: Paint): ShownText {
  const { summary, reviews, problems, accesses, calendar } = standing;
  const counts = ACCESS_STATES.flatMap((state) =>
    summary[state] === 0 ? [] : [`${summary[state]} ${state}`],
  );
  const urgent = accesses.filter(({ state }) => !['kept', 'done', 'gone', 'pending'].includes(state));
  return lines([
    paint('bold', shown`Run ${inert(runId)}: ${plural(accesses.length, 'access', 'accesses')}`),
    inert(counts.join(' · ') || 'Nobody from outside has access that this run found.'),
    ...(problems.length === 0
      ? []
      : [
          paint('red', shown`Damaged, and nothing taken from it:`),
          ...problems.map(({ file, problem }) => inert(`  ${file}: ${problem}`)),
        ]),
    shown``,
    ...(reviews.length === 0 ? [shown`No review was sealed.`] : reviews.flatMap(reviewLines)),
    ...(countersigned === null
      ? [shown`Nobody has countersigned the run.`]
      : countersignatureLines(countersigned.signatures, paint)),
    ...(urgent.length === 0 ? [] : [shown``, shown`For a person to look at:`]),
    ...urgent.slice(0, SHOWN).map(accessLine),
    ...(urgent.length > SHOWN ? [shown`  and ${urgent.length - SHOWN} more; --json names all`] : []),
    shown``,
    ...calendar.flatMap(calendarLines),
  ]);
}

function reviewLines(review: ReviewStanding['reviews'][number]): ShownText[] {
  const { by, at, runId, decided, undecided, population, counts, why } = review;
  const left = undecided === 0 ? '' : `, ${undecided} left undecided`;
  const standing = counts ? '' : ` DOES NOT COUNT: ${why}`;
  return [
    inert(
      `Review by ${by} on ${at} of run ${runId}: ${decided} of ${population.accesses} decided${left}.${standing}`,
    ),
    inert(`  ${signatureInWords(review)}`),
  ];
}

function accessLine({ state, party, roleArn, name, detail }: AccessStanding): ShownText {
  const into = name === undefined ? roleArn : `what ${name} may enter`;
  return inert(`  ${state.toUpperCase().padEnd(9)}  ${party} into ${into}: ${detail}`);
}

function calendarLines({ control, every, periods, left }: ReviewCalendar): ShownText[] {
  return [
    inert(`${control}, by ${every}:`),
    ...periods.map(({ from, to, state, decided, accesses, unreadAccounts = 0, unchecked = 0 }) => {
      const what = [
        ...(accesses === 0 ? [] : [`${decided} of ${accesses} decided`]),
        ...(unreadAccounts === 0 ? [] : [`${plural(unreadAccounts, 'account')} not read in full`]),
        ...(unchecked === 0 ? [] : [`${plural(unchecked, 'review')} signed by no reviewer`]),
      ].join('; ');
      return inert(`  ${from} to ${to}  ${state}${what === '' ? '' : ` (${what})`}`);
    }),
    ...(left === 0 ? [] : [shown`  and ${left} earlier`]),
  ];
}
