import type { Grant, GrantCondition } from '../model/grant.ts';
import { isNeverPublic } from './address-space.ts';
import { conditionHolds, type RequestContext } from './request-conditions.ts';
import { ipRange } from './values.ts';

/** What is on record of an entry, as far as conditions ask for it. */
export interface RecordedEntry {
  accountId: string;
  /** The ARN of the role or user that asked; null where the record does not give it. */
  principalArn: string | null;
  address: string;
  /** Null where none was sent. */
  externalId: string | null;
  firstAt: string;
  lastAt: string;
}

/** `not-told`: the conditions ask for something that is not on record. */
export type WouldPass = 'yes' | 'no' | 'not-told';

/** Whether one of these grants would have let an entry in, as far as conditions go: the principals they name are not asked. */
export function wouldPass(grants: readonly Grant[], entry: RecordedEntry): WouldPass {
  let told: WouldPass = 'no';
  for (const { conditions } of grants) {
    const answers = conditions.map((condition) => holds(condition, entry));
    if (answers.every((answer) => answer === 'yes')) return 'yes';
    if (!answers.includes('no')) told = 'not-told';
  }
  return told;
}

function holds(condition: GrantCondition, entry: RecordedEntry): WouldPass {
  const { operator, key, keyLower, values, oneOf } = condition;
  // What a Deny with several keys asks for has other ways to be met.
  if (oneOf !== undefined || values.some((value) => value.includes('${'))) return 'not-told';
  const contexts = contextsOf(keyLower, entry);
  if (contexts === undefined) return 'not-told';
  const answers = new Set(contexts.map((context) => asked(operator, key, values, context)));
  return answers.size === 1 && !answers.has(undefined) ? (answers.has(true) ? 'yes' : 'no') : 'not-told';
}

function asked(
  operator: string,
  key: string,
  values: readonly string[],
  context: RequestContext,
): boolean | undefined {
  try {
    return conditionHolds(operator, key, values, context);
  } catch {
    // An operator that nobody knows.
    return undefined;
  }
}

/** The requests that an entry stands for, as far as this key goes; undefined for a key that is not on record. */
function contextsOf(keyLower: string, entry: RecordedEntry): RequestContext[] | undefined {
  const one = (value: string | null): RequestContext[] => [
    new Map(value === null ? [] : [[keyLower, [value]]]),
  ];
  switch (keyLower) {
    case 'sts:externalid':
      return one(entry.externalId);
    case 'aws:principalaccount':
      return one(entry.accountId);
    case 'aws:principalarn':
      return entry.principalArn === null ? undefined : one(entry.principalArn);
    case 'aws:currenttime':
      return [...one(entry.firstAt), ...one(entry.lastAt)];
    case 'aws:sourceip': {
      const range = ipRange(entry.address);
      return range === undefined || isNeverPublic(range) ? undefined : one(entry.address);
    }
    default:
      return undefined;
  }
}
