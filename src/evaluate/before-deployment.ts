import { textShown } from '../masking/known-external-ids.ts';
import type { Check } from '../model/check.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import type { FactKey } from '../model/fact-values.ts';
import type { AccountIdentity } from '../model/facts/account-identity.ts';
import type { AuthorizationDetails } from '../model/facts/authorization-details.ts';
import type { RoleSettings } from '../model/facts/role-settings.ts';
import type { Finding } from '../model/finding.ts';
import { compareSeverity } from '../model/severity.ts';
import { judgeAccount } from './account.ts';
import { buildFindings } from './findings.ts';
import type { Rules } from './rules.ts';

/** What a role can be asked before anybody has deployed it. */
const KNOWN: ReadonlySet<FactKey> = new Set(['authorization-details', 'role-settings', 'account-identity']);

/** Those that ask what a role may do, and so nothing where its policies are not at hand. */
const OF_PERMISSIONS: ReadonlySet<string> = new Set([
  'third-party-admin',
  'third-party-privileges',
  'full-admin-policy',
]);

/** They compare with what was before, or ask how a role was used. */
const OF_LATER: ReadonlySet<string> = new Set([
  'stale-role',
  'external-id-change',
  'auditor-role',
  'overdue-review',
]);

/** They ask of what a role has besides its policies. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set(['owner-tag', 'session-duration']);

/** Which half of a role is at hand. */
export type Half = 'whole' | 'trust' | 'permissions';

export type TemplateFinding = Pick<
  Finding,
  'checkId' | 'severity' | 'status' | 'title' | 'resourceArn' | 'thirdParty' | 'detail' | 'remediation'
>;

export interface TemplateJudgement {
  /** The worst first. */
  findings: TemplateFinding[];
  unanswered: Array<{ checkId: string; resourceArn: string; detail: string }>;
  /** The ids of the checks that were asked. */
  asked: string[];
}

/** Judges roles that are not deployed yet by every check that needs no more than what a template says. */
export function judgeTemplate(
  facts: { details: AuthorizationDetails; settings: RoleSettings },
  where: { accountId: string; name: string; partition: string; region: string },
  half: Half,
  rules: Rules,
): TemplateJudgement {
  const checks = rules.checks.filter((check) => isAsked(check, half));
  const { accountId, name, partition, region } = where;
  const identity: AccountIdentity = {
    accountId,
    callerArn: `arn:${partition}:iam::${accountId}:root`,
    aliases: [],
  };
  const records = Object.entries({
    'account-identity': identity,
    'authorization-details': facts.details,
    'role-settings': facts.settings,
  }).map(
    ([fact, value]): FactRecord => ({
      fact,
      region: GLOBAL,
      status: 'COLLECTED',
      value,
      collectedAt: rules.asOf,
      source: 'template',
    }),
  );
  const { results, externalIds } = judgeAccount(
    { accountId, name, partition, tags: {}, regions: [region] },
    records,
    { ...rules, checks },
  );
  const knownIds = textShown(externalIds, rules);
  const findings = buildFindings(results.failures, {
    rules,
    knownIds,
    accountName: () => name,
    firstSeen: () => rules.asOf,
    partiesOn: () => [],
  });
  return {
    findings: findings
      .map(({ checkId, severity, status, title, resourceArn, thirdParty, detail, remediation }) => ({
        checkId,
        severity,
        status,
        title,
        resourceArn,
        ...(thirdParty === undefined ? {} : { thirdParty }),
        detail,
        remediation,
      }))
      .sort((one, other) => compareSeverity(one.severity, other.severity)),
    unanswered: results.unanswered.map(({ checkId, resourceArn, detail }) => ({
      checkId,
      resourceArn,
      detail: knownIds.inSentence(detail),
    })),
    asked: checks.map(({ id }) => id),
  };
}

function isAsked({ id, scope, requires }: Check, half: Half): boolean {
  if (scope !== 'account' || !requires.every((fact) => KNOWN.has(fact)) || OF_LATER.has(id)) return false;
  return half === 'whole' || (!OF_THE_WHOLE.has(id) && OF_PERMISSIONS.has(id) === (half === 'permissions'));
}
