import { unusedServices } from '../checks/usage/unused-services.ts';
import { readFactsOf } from '../evidence/account-evidence.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import type { FactRecord } from '../model/fact.ts';
import { type FactKey, type FactValues, isFact } from '../model/fact-values.ts';
import type { AuthorizationDetails, Role } from '../model/facts/authorization-details.ts';
import { parseJson } from '../model/json-text.ts';
import { parametersOf } from '../model/parameters-of.ts';
import { newStudy } from '../model/study.ts';
import { isEmpty } from '../policy/permissions/catalogue.ts';
import { surroundingsOf } from '../policy/permissions/role-surroundings.ts';
import { periodBefore, serviceUse } from '../policy/permissions/service-use.ts';
import { inlineLength, LONGEST_INLINE, usedPolicy } from '../policy/permissions/used-policy.ts';
import { readRun } from './open-run.ts';

/** What a role of a run used, as one policy. */
export interface UsedPermissions {
  policy: { Version: '2012-10-17'; Statement: object[] };
  /** The period that was looked at, ISO 8601 UTC. */
  since: string;
  until: string;
}

/**
 * The permissions of a role that it used in the period of `unused-services`, and those whose use nobody sees: never more than
 * the role has. A problem, one phrase in words, where the run does not know it or it cannot be had in one inline policy.
 */
export async function usedPermissions(
  reader: EvidenceReader,
  arn: string,
): Promise<UsedPermissions | { problem: string }> {
  const [, , , , accountId = ''] = arn.split(':');
  const { scope, judgement } = await readRun(reader);
  if (!scope.accounts.some((account) => account.accountId === accountId))
    return { problem: 'its account is none of the run' };
  const facts = (await readFactsOf(reader, accountDirectory(accountId))) ?? [];
  const details = collected(facts, 'authorization-details');
  const role = details?.roles.find((one) => one.arn === arn);
  if (details === undefined || role === undefined) return { problem: 'the run knows no role of that ARN' };
  if (role.permissionsBoundaryArn !== null)
    return { problem: 'it has a permissions boundary, without which its policies would give more' };
  const reports = collected(facts, 'service-last-accessed')?.perResource ?? [];
  const report = reports.find(({ resource }) => resource === arn)?.fact;
  if (report?.status !== 'COLLECTED') return { problem: 'the run does not know what it used' };
  const since = periodBefore(report.value, parametersOf(unusedServices, judgement).days);
  const Statement = statementsUsed(role, details, (held) => serviceUse(report.value, held, since));
  const policy = { Version: '2012-10-17' as const, Statement };
  return Statement.length === 0 || inlineLength([JSON.stringify(policy)]) > LONGEST_INLINE
    ? { problem: 'what it used cannot be had in one inline policy' }
    : { policy, since, until: report.value.completedAt };
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
