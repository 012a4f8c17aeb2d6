import { type ExternalIdKey, externalIdMask } from '../masking/external-ids.ts';
import { maskExternalIds } from '../masking/mask-external-ids.ts';
import type { Check } from '../model/check.ts';
import { type Fault, type FaultPlace, faultOf } from '../model/fault.ts';
import { withoutKnownIds } from '../policy/external-ids/known-ids.ts';
import type { Rules } from './rules.ts';

/**
 * Notes what a check threw, and gives the words for its answer.
 *
 * @param ids the external IDs that may stand in what it says; asked for only here
 */
export function checkFault(
  error: unknown,
  check: Check,
  place: Pick<FaultPlace, 'accountId' | 'region'>,
  rules: Rules,
  ids: () => Iterable<string>,
): string {
  const fault = traceOf(error, { source: 'check', id: check.id, ...place }, rules.externalIdKey, ids);
  rules.noteFault?.(fault);
  return `The check ${check.id} failed to run: ${fault.message} This is a fault of the tool, not of the account.`;
}

/** A trace without external IDs, whatever reports show: nobody chose what an error says. */
export function traceOf(
  error: unknown,
  place: FaultPlace,
  key: ExternalIdKey | undefined,
  ids: () => Iterable<string>,
): Fault {
  return faultOf(error, place, (text) => {
    try {
      return hidden(text, [...ids()], externalIdMask(key));
    } catch {
      return 'withheld, since the external IDs of the account could not be told';
    }
  });
}

/** Shorter ones stand in any text by chance, and are no secret. */
const SHORTEST = 4;

function hidden(text: string, ids: readonly string[], mask: (id: string) => string): string {
  const telling = withoutKnownIds(ids, mask).inText(String(maskExternalIds(text, mask)));
  const short = ids.filter((id) => id.length >= SHORTEST && mask(id) !== id);
  // Each place once, the longest first: what stands in for one may hold another.
  const places = short.sort((a, b) => b.length - a.length).map((id) => id.replace(/[^\w]/g, '\\$&'));
  if (places.length === 0) return telling;
  return telling.replace(new RegExp(places.join('|'), 'g'), (id) => mask(id));
}
