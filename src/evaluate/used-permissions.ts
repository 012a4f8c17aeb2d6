import type { FactRecord } from '../model/fact.ts';
import { type FactKey, type FactValues, isFact } from '../model/fact-values.ts';
import type { AuthorizationDetails, Role } from '../model/facts/authorization-details.ts';
import { parseJson } from '../model/json-text.ts';
import { newStudy } from '../model/study.ts';
import { holdsStandIn, isStandIn } from '../policy/external-ids/stand-in.ts';
import { isEmpty } from '../policy/permissions/catalogue.ts';
import { surroundingsOf } from '../policy/permissions/role-surroundings.ts';
import { periodBefore, serviceUse } from '../policy/permissions/service-use.ts';
import { inlineLength, LONGEST_INLINE, usedPolicy } from '../policy/permissions/used-policy.ts';

/** What a role used, as one policy. */
export interface UsedPermissions {
  policy: { Version: '2012-10-17'; Statement: object[] };
  /** The period that was looked at, ISO 8601 UTC. */
  since: string;
  until: string;
}

/**
 * The permissions of a role that it used in so many days, and those whose use nobody sees: never more than the role has. A
 * problem, one phrase in words, where the facts do not tell or it cannot be had in one inline policy.
 *
 * @param facts of the role's account
 */
export function usedPermissions(
  facts: readonly FactRecord[],
  arn: string,
  days: number,
): UsedPermissions | { problem: string } {
  const details = collected(facts, 'authorization-details');
  const role = details?.roles.find((one) => one.arn === arn);
  if (details === undefined || role === undefined) return { problem: 'the run knows no role of that ARN' };
  if (role.permissionsBoundaryArn !== null)
    return { problem: 'it has a permissions boundary, without which its policies would give more' };
  const reports = collected(facts, 'service-last-accessed')?.perResource ?? [];
  const report = reports.find(({ resource }) => resource === arn)?.fact;
  if (report?.status !== 'COLLECTED') return { problem: 'the run does not know what it used' };
  const since = periodBefore(report.value, days);
  const Statement = statementsUsed(role, details, (held) => serviceUse(report.value, held, since));
  const policy = { Version: '2012-10-17' as const, Statement };
  const text = JSON.stringify(policy);
  if (Statement.length === 0 || inlineLength([text]) > LONGEST_INLINE)
    return { problem: 'what it used cannot be had in one inline policy' };
  if (holdsStandIn(text) || isStandIn(text))
    return { problem: 'a policy of it holds an external ID, which the run does not show' };
  return { policy, since, until: report.value.completedAt };
}

function collected<K extends FactKey>(facts: readonly FactRecord[], key: K): FactValues[K] | undefined {
  for (const record of facts) if (isFact(record, key) && record.status === 'COLLECTED') return record.value;
  return undefined;
}

type Held = Parameters<typeof serviceUse>[1];

/** Of all policies of the role; none where that cannot be had. */
function statementsUsed(
  role: Role,
  details: AuthorizationDetails,
  useOf: (held: Held) => ReturnType<typeof serviceUse>,
): object[] {
  const { policies, held } = surroundingsOf(details, newStudy());
  const use = useOf(held(role));
  const reduced = usedPolicy(role, policies, use, '');
  if (reduced === undefined && (!isEmpty(use.idle) || held(role).permissions.problems.length > 0)) return [];
  const replaced = new Set(
    reduced?.replaces.map((one) => (one.kind === 'inline' ? `inline ${one.name}` : one.arn)),
  );
  const others = [
    ...role.inlinePolicies.flatMap(({ name, document }) =>
      replaced.has(`inline ${name}`) ? [] : [document],
    ),
    ...role.attachedPolicies.flatMap(({ arn }) =>
      replaced.has(arn) ? [] : (policies.get(arn)?.document ?? []),
    ),
  ];
  return [...(reduced?.document.Statement ?? []), ...others.flatMap(statementsOf)].map(withoutSid);
}

function statementsOf(document: string): object[] {
  const { Statement } = parseJson(document) as { Statement: object | object[] };
  return [Statement].flat();
}

/** In one policy, no two statements may have the same. */
function withoutSid(statement: object): object {
  const { Sid: _, ...rest } = statement as { Sid?: unknown };
  return rest;
}
