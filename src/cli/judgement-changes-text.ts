import type { JudgedFinding, JudgementChanges } from '../run/judgement-changes.ts';
import { plural } from './progress-display.ts';
import { inert } from './terminal.ts';

/** How many changes of one kind are named before the rest is only counted. */
const SHOWN = 20;

/** What judging again changed, for a person at a terminal. */
export function judgementChangesText(changes: JudgementChanges | undefined): string {
  if (changes === undefined) return 'Judgement  the run’s own report cannot be read, so nothing was compared';
  const { gained, lost, changed } = changes;
  if (gained.length + lost.length + changed.length === 0) {
    return 'Judgement  the same findings as in the run’s own report';
  }
  return [
    `Judgement  against the run’s own report: ${plural(gained.length, 'finding')} gained, ${lost.length} lost, ${changed.length} changed`,
    ...some(gained.map((finding) => `  + ${words(finding)}`)),
    ...some(lost.map((finding) => `  - ${words(finding)}`)),
    ...some(
      changed.map(
        ({ before, after }) => `  ~ ${words(after)} (was ${inert(`${before.severity}, ${before.status}`)})`,
      ),
    ),
  ].join('\n');
}

function words({ severity, status, checkId, resourceArn }: JudgedFinding): string {
  return inert(`${severity} ${checkId} ${resourceArn}${status === 'OPEN' ? '' : ` ${status}`}`);
}

function some(lines: readonly string[]): string[] {
  const rest = lines.length - SHOWN;
  return rest > 0 ? [...lines.slice(0, SHOWN), `    and ${rest} more`] : [...lines];
}
