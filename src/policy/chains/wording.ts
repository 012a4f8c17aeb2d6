import type { ChainCondition } from './known-context.ts';

/** Keys whose values those who ask choose themselves, so that only a demand for one in particular holds them up. */
const CHOSEN_BY_THE_CALLER: ReadonlySet<string> = new Set([
  'aws:referer',
  'aws:tagkeys',
  'aws:useragent',
  'sts:durationseconds',
  'sts:externalid',
  'sts:rolesessionname',
  'sts:sourceidentity',
  'sts:transitivetagkeys',
]);

const SHOWN_VALUES = 3;

/** What whoever asks must bring: all conditions of one of these ways, whichever. */
export interface Demand {
  ways: ReadonlyArray<readonly ChainCondition[]>;
}

/** That one condition holds. */
export function demandFor(condition: ChainCondition): Demand {
  return { ways: [[condition]] };
}

/** Demands that are open in words, each once; those that any request can be made to meet are left out. */
export function demandsInWords(demands: readonly Demand[]): string[] {
  const speaking = new Map<string, number>();
  for (const { ways } of demands) {
    for (const key of new Set(ways.flat().map(({ keyLower }) => keyLower))) {
      speaking.set(key, (speaking.get(key) ?? 0) + 1);
    }
  }
  // What is chosen for one demand is no longer free for another on the same key.
  const isFree = (way: readonly ChainCondition[]) =>
    way.every(
      (condition, place) =>
        isChosen(condition) &&
        speaking.get(condition.keyLower) === 1 &&
        way.findIndex(({ keyLower }) => keyLower === condition.keyLower) === place,
    );
  const named = demands.filter(({ ways }) => !ways.some(isFree));
  return [...new Set(named.map(({ ways }) => oneOf(ways.map(allOf))))];
}

/** Whether those who ask meet the condition by leaving a value out, or by any but some. */
function isChosen({ keyLower, values, required }: ChainCondition): boolean {
  const chosen = CHOSEN_BY_THE_CALLER.has(keyLower) || keyLower.startsWith('aws:requesttag/');
  return chosen && !required && !values.some((value) => value.includes('${'));
}

function oneOf(ways: readonly string[]): string {
  const [only = '', ...others] = [...new Set(ways)];
  return others.length === 0 ? only : `one of: ${[only, ...others].join('; ')}`;
}

function allOf(way: readonly ChainCondition[]): string {
  return [...new Set(way.map(inWords))].join(' and ');
}

function inWords({ operator, key, keyLower, values }: ChainCondition): string {
  if (keyLower === 'sts:externalid') return 'the caller knows the external ID that the role asks for';
  const more = values.length > SHOWN_VALUES ? `, and ${values.length - SHOWN_VALUES} more` : '';
  return `${operator} on ${key} holds (${values.slice(0, SHOWN_VALUES).join(', ')}${more})`;
}
