import type { AccountCheck, Outcome } from '../../../src/model/check.ts';
import type {
  AuthorizationDetails,
  ManagedPolicy,
  Role,
} from '../../../src/model/facts/authorization-details.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import { type Held, roleHolding } from '../../policy/permissions/roles.ts';
import { contextOf, type Given, role, withExternalId } from './trust-fixtures.ts';

/** A role that these accounts may assume with an external ID, holding these policies. */
export function partyRole(
  accounts: string | Array<string | object>,
  held: Held,
): { role: Role; policies: ManagedPolicy[] } {
  const trust =
    typeof accounts === 'string'
      ? accounts
      : accounts.map((account) => (typeof account === 'string' ? withExternalId(account) : account));
  const { role: permissions, policies } = roleHolding(held);
  return { role: role(trust, { ...permissions, trustPolicy: role(trust).trustPolicy }), policies };
}

/** Runs a check over roles with their policies; every pointer must lead to the value beside it. */
export function judgePermissions(
  // biome-ignore lint/suspicious/noExplicitAny: any check of an account's authorization details.
  check: AccountCheck<any, any>,
  given: Array<{ role: Role; policies: ManagedPolicy[] }>,
  context: Given = {},
  rest: Pick<AuthorizationDetails, 'users' | 'groups'> = {},
): Outcome[] {
  const unrelated: ManagedPolicy = { arn: 'arn:aws:iam::aws:policy/Other', name: 'Other', document: '{}' };
  const details = {
    ...rest,
    roles: given.map(({ role }) => role),
    policies: [unrelated, ...given.flatMap(({ policies }) => policies)],
  };
  const outcomes = check.evaluate({ 'authorization-details': details }, contextOf(context));
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { pointer, value } of outcome.evidence) {
      const found = resolvePointer(details, pointer);
      if (found === undefined || JSON.stringify(found) !== JSON.stringify(value)) {
        throw new Error(`${pointer} does not lead to its value`);
      }
    }
  }
  return outcomes;
}
