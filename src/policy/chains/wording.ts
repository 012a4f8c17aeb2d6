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

/** What whoever asks must bring for a condition that is open to hold, in words; null where any request will do. */
export function demandInWords(condition: ChainCondition): string | null {
  const { operator, key, keyLower, values, required } = condition;
  const chosen = CHOSEN_BY_THE_CALLER.has(keyLower) || keyLower.startsWith('aws:requesttag/');
  if (chosen && !required && !values.some((value) => value.includes('${'))) return null;
  if (keyLower === 'sts:externalid') return 'the caller knows the external ID that the role asks for';
  const more = values.length > SHOWN_VALUES ? `, and ${values.length - SHOWN_VALUES} more` : '';
  return `${operator} on ${key} holds (${values.slice(0, SHOWN_VALUES).join(', ')}${more})`;
}

/** The demands of these conditions, each once. */
export function demandsInWords(conditions: readonly ChainCondition[]): string[] {
  return [...new Set(conditions.map(demandInWords).filter((words) => words !== null))];
}
