import { GLOBAL } from '../model/fact.ts';
import type { Evidence } from '../model/finding.ts';
import type { AuthorizationDetails } from '../model/iam-facts.ts';
import { trustOf } from '../policy/access-role.ts';
import { withoutKnownIds } from '../policy/external-ids/texts.ts';
import { externalIdMask } from './external-ids.ts';
import type { FactIndex } from './fact-index.ts';
import { maskExternalIds } from './mask-external-ids.ts';
import type { Rules } from './rules.ts';

/**
 * The external IDs that an account's facts show as such: those that its policies compare with, whoever they let in or
 * keep out, and those of drifted properties.
 */
export function knownExternalIds(index: FactIndex): Set<string> {
  const known = new Set<string>();
  const details = index.get('authorization-details', GLOBAL);
  const { roles, policies, users, groups } =
    details?.status === 'COLLECTED'
      ? (details.value as AuthorizationDetails)
      : { roles: [], policies: [], users: [], groups: [] };
  const note = (value: string) => {
    known.add(value);
    return value;
  };
  for (const { inlinePolicies } of [...roles, ...(users ?? []), ...(groups ?? [])])
    for (const { document } of inlinePolicies) maskExternalIds(document, note);
  for (const { document } of policies) maskExternalIds(document, note);
  for (const role of roles) {
    // What is kept out is no grant.
    if (role.trustPolicy.includes('Deny')) maskExternalIds(role.trustPolicy, note);
    for (const { conditions } of trustOf(role).grants) {
      for (const { keyLower, values } of conditions)
        if (keyLower === 'sts:externalid') for (const value of values) known.add(value);
    }
  }
  for (const record of index.records) {
    if (record.fact !== 'drift' || record.status !== 'COLLECTED') continue;
    maskExternalIds(record.value, note);
  }
  return known;
}

/** How a text of the account is shown; as it is where external IDs are, or where the facts hold none. */
export function textShown(
  ids: Iterable<string>,
  { config, externalIdKey }: Pick<Rules, 'config' | 'externalIdKey'>,
) {
  return config.report.externalIds === 'full' || externalIdKey?.standIns === true
    ? (text: string) => text
    : withoutKnownIds(ids, externalIdMask(externalIdKey));
}

/** Facts in which people and services write what they like. */
const FREE_TEXT: ReadonlySet<string> = new Set(['role-settings', 'drift', 'stack-templates']);

/** Whether a piece of evidence holds texts in which an external ID may stand that is none by its place. */
export function holdsFreeText({ fact, pointer }: Pick<Evidence, 'fact' | 'pointer'>): boolean {
  return FREE_TEXT.has(fact) || /\/tags(?:\/|$)/.test(pointer);
}

/** The same value with every text in it as `show` has it; names of members stay. */
export function eachText(value: unknown, show: (text: string) => string): unknown {
  if (typeof value === 'string') return show(value);
  if (Array.isArray(value)) return value.map((item) => eachText(item, show));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, eachText(inner, show)]));
}
