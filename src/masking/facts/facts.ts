import type { AccountSubject } from '../../model/account.ts';
import type { CollectedRecord, FactRecord } from '../../model/fact.ts';
import { holds } from '../../model/fact-places.ts';
import { isFact } from '../../model/fact-values.ts';
import { isNoSecret } from '../../policy/external-ids/stand-in.ts';
import { excessOf } from '../../policy/statement.ts';
import { type ExternalIdKey, externalIdMask } from '../external-ids.ts';
import { maskExternalIds } from '../mask-external-ids.ts';
import { answersFor } from './answers.ts';
import { withoutKnownExternalIds } from './known.ts';
import type { FactsSetting } from './setting.ts';

/**
 * The facts of an account with a stand-in for every external ID, and with what has to be judged of the values kept
 * beside them. Where a value is an external ID by its place (a condition on `sts:ExternalId`, a drifted property, a
 * parameter of a template that becomes one) it is always replaced; in other texts, as `withoutKnownExternalIds` does.
 *
 * @param known takes the values that are external IDs by their place
 */
export function maskFacts(
  records: readonly FactRecord[],
  key: ExternalIdKey,
  subject: AccountSubject,
  rules: FactsSetting,
  known: Set<string> = new Set(),
): FactRecord[] {
  const own = new Set<string>();
  const standIn = externalIdMask(key);
  const mask = (value: string) => {
    if (!isNoSecret(value)) own.add(value);
    return standIn(value);
  };
  const externalIds = answersFor(records, standIn, subject, rules);
  const masked = records.map((record) => {
    if (record.status !== 'COLLECTED' || holds(record.fact, ['template'])) return record;
    // What a template is made of has places of its own.
    const value = maskExternalIds(withoutExcess(record), mask);
    return {
      ...record,
      value: isFact(record, 'authorization-details') ? { ...(value as object), externalIds } : value,
    };
  });
  const { facts } = withoutKnownExternalIds(masked, own, { standIn, byPlace: mask, rules });
  for (const id of own) known.add(id);
  return facts;
}

/** Trust policies that are too long to be read stay so, whatever is taken out of them. */
function withoutExcess(record: CollectedRecord): unknown {
  if (!isFact(record, 'authorization-details')) return record.value;
  const { roles, ...rest } = record.value;
  return {
    ...rest,
    roles: roles.map((role) =>
      excessOf(role.trustPolicy) === null
        ? role
        : {
            ...role,
            trustPolicy: 'too long for a trust policy: withheld'.padEnd(role.trustPolicy.length, '.'),
          },
    ),
  };
}
