import type { Activity } from '../../model/facts/activity.ts';
import type { CollectContext } from '../collector.ts';
import type { HeldRecord } from './held-record.ts';
import { entryRegions } from './lookup.ts';

const DAY_MS = 86_400_000;
const MOST_NAMED = 5;
/** Whoever scans calls in every account and Region: a quiet place is told from one that is not recorded by the scan after. */
export const OR_QUIET = 'or nobody used it until now: the next scan finds the calls of this one';

interface Looked {
  from: string;
  to: string;
  /** `The log files hold` */
  where: string;
  /** How many calls of the account there are that only read. */
  reads: number;
}

/** What of an account cannot be told from such a record, since it is not there. */
export function holesIn(
  context: Pick<CollectContext, 'regions' | 'account'>,
  { regions, days }: HeldRecord,
  looked: Looked,
): Activity['perResource'] {
  const { where, reads } = looked;
  const { accountId } = context.account;
  const hole = (region: string, part: string, message: string): Activity['perResource'][number] => ({
    resource: `aws:cloudtrail:${region}:${accountId}:${part}`,
    fact: { status: 'NOT_COLLECTED', reason: 'FAILED', message },
  });
  const since = looked.from.slice(0, 10);
  const missing = daysWithout(days, looked);
  return [
    ...(reads > 0
      ? []
      : [
          hole(
            '',
            'reads',
            `${where} no call of the account that only reads, as coming into a role does. Its trail takes writes alone, ${OR_QUIET}.`,
          ),
        ]),
    ...entryRegions(context)
      .filter((region) => (regions.get(region) ?? '') < since)
      .map((region) =>
        hole(
          region,
          'region',
          `${where} nothing in ${region} of any account that was looked for. What is read leaves the Region out, ${OR_QUIET}.`,
        ),
      ),
    ...(missing.length === 0
      ? []
      : [
          hole(
            '',
            'days',
            `${where} nothing on ${inWords(missing)} of any account that was looked for. Nothing was recorded then, it is not among what is read, or nobody called anything.`,
          ),
        ]),
  ];
}

/** Days in between that are not there. Where a record begins late or ends early it is said how long it is. */
function daysWithout(days: ReadonlySet<string>, { from, to }: Looked): string[] {
  const sorted = [...days].filter((day) => !Number.isNaN(Date.parse(day))).sort();
  const [first = '', last = ''] = [sorted[0], sorted.at(-1)];
  const begin = Math.max(Date.parse(first), Date.parse(from));
  const end = Math.min(Date.parse(last), Date.parse(to));
  const missing: string[] = [];
  for (let at = begin; at < end; at += DAY_MS) {
    const day = new Date(at).toISOString().slice(0, 10);
    if (!days.has(day)) missing.push(day);
  }
  return missing;
}

function inWords(days: readonly string[]): string {
  const named = days.slice(0, MOST_NAMED).join(', ');
  return days.length > MOST_NAMED ? `${named} and ${days.length - MOST_NAMED} more` : named;
}
