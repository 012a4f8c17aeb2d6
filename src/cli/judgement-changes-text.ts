import { number } from '../report/html/support/format.ts';
import { lines, type ShownText, shown } from '../report/visible.ts';
import type { JudgedFinding, JudgementChanges } from '../run/judgement-changes.ts';
import { plural } from './progress-display.ts';
import { inert } from './terminal.ts';

/** How many changes of one kind are named before the rest is only counted. */
const SHOWN = 20;

/** What judging again changed, for a person at a terminal. */
export function judgementChangesText(changes: JudgementChanges | undefined): ShownText {
  if (changes === undefined)
    return shown`Judgement  the run’s own report cannot be read, so nothing was compared`;
  const { gained, lost, changed } = changes;
  if (gained.length + lost.length + changed.length === 0) {
    return shown`Judgement  the same findings as in the run’s own report`;
  }
  return lines([
    shown`Judgement  against the run’s own report: ${plural(gained.length, 'finding')} gained, ${lost.length} lost, ${changed.length} changed`,
    ...some(gained.map((finding) => shown`  + ${words(finding)}`)),
    ...some(lost.map((finding) => shown`  - ${words(finding)}`)),
    ...some(
      changed.map(
        ({ before, after }) =>
          shown`  ~ ${words(after)} (was ${inert(`${before.severity}, ${before.status}`)})`,
      ),
    ),
  ]);
}

function words({ severity, status, checkId, resourceArn }: JudgedFinding): ShownText {
  return inert(`${severity} ${checkId} ${resourceArn}${status === 'OPEN' ? '' : ` ${status}`}`);
}

function some(all: readonly ShownText[]): ShownText[] {
  const rest = all.length - SHOWN;
  return rest > 0 ? [...all.slice(0, SHOWN), shown`    and ${number(rest)} more`] : [...all];
}
