import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { UnusedAccessFinding } from '../../model/facts/unused-access-findings.ts';
import type { Fix } from '../../model/fix.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import type { Severity } from '../../model/severity.ts';
import { findingCommand } from '../remedies/analyzer.ts';
import { command } from '../remedies/command.ts';
import { commandFixes } from '../remedies/fix.ts';
import { ANALYZER, placeOf, resourceOf } from './analyzers.ts';

export const unusedAccessFinding = accountCheck({
  id: 'unused-access-finding',
  area: 'access-analyzer',
  per: 'account',
  title: 'No unused access found by IAM Access Analyzer',
  failureTitle: 'Unused access, as IAM Access Analyzer reports',
  severity: 'medium',
  rationale:
    'Roles, keys, passwords and permissions that nobody uses are a risk without a benefit: whoever gets hold of them is not missed.',
  remediation:
    'Delete the unused role, key or password (`aws iam delete-role`, `aws iam delete-access-key`, `aws iam delete-login-profile`), or take the unused permissions out of the policy: `aws accessanalyzer generate-finding-recommendation --analyzer-arn ARN --id ID` proposes one.',
  cannotKnow:
    'Whether what is not used is needed, and what is unused within a shorter time than the analyzer’s period, which is 90 days unless it was changed. Analyzers are looked for in the scanned Regions and in the partition’s home Region; one that stands elsewhere is not seen. What an analyzer’s exclusions or archive rules leave out is not reported.',
  requires: ['unused-access-findings'],
  evaluate(facts, context) {
    const { analyzers, findings, perResource = [] } = facts['unused-access-findings'];
    if (analyzers.length === 0 && findings.length === 0) {
      return [
        {
          status: 'NOT_APPLICABLE',
          silent: true,
          resource: {
            arn: `aws:access-analyzer:global:${context.account.accountId}:unused-access`,
            type: ANALYZER,
          },
          detail:
            'The account has no active unused-access analyzer of its own in the Regions that were asked, so that no unused access is reported here. One in another Region is not seen.',
        },
      ];
    }
    const active = findings
      .map((finding, index) => ({ finding, index }))
      .filter(({ finding }) => finding.status === 'ACTIVE');
    const groups = groupedBy(
      active,
      ({ finding: { resource, resourceType, resourceOwnerAccount, findingType, error } }) =>
        JSON.stringify([resourceOwnerAccount, resource, resourceType, findingType, error !== null]),
    );
    const reported = new Set(active.map(({ finding }) => finding.analyzerArn));
    return [
      ...[...groups.values()].map((group) => judge(group, context)),
      ...analyzers
        .filter(({ arn }) => !reported.has(arn))
        .map(
          ({ arn }): Outcome => ({
            status: 'PASS',
            resource: { arn, type: ANALYZER },
            detail: 'The unused-access analyzer has no active finding.',
          }),
        ),
      ...perResource.map(
        // What it would report on is not known: any role or user of the account.
        ({ resource, fact: { message } }): Outcome => ({
          status: 'UNKNOWN',
          resource: { arn: '', type: ANALYZER },
          detail: `What ${resource} reports was not read: ${message}`,
        }),
      ),
    ];
  },
});

/** What each kind of finding is called and weighs; a kind that is new weighs little. */
const KINDS: ReadonlyMap<string, { words: string; severity: Severity }> = new Map([
  ['UnusedIAMRole', { words: 'the role is not used', severity: 'medium' }],
  ['UnusedIAMUserAccessKey', { words: 'the user has an access key that is not used', severity: 'medium' }],
  ['UnusedIAMUserPassword', { words: 'the user has a password that is not used', severity: 'medium' }],
  ['UnusedPermission', { words: 'it has permissions that are not used', severity: 'low' }],
]);

type Reported = { finding: UnusedAccessFinding; index: number };

function judge(group: readonly [Reported, ...Reported[]], context: CheckContext): Outcome {
  const [{ finding }] = group;
  const resource = resourceOf(finding);
  const place = placeOf(finding, context);
  if (finding.error !== null) {
    const detail = `Access Analyzer could not tell what is unused: ${finding.error}.`;
    return { ...place, status: 'UNKNOWN', resource, detail };
  }
  const kind = KINDS.get(finding.findingType);
  const since = group.map(({ finding: { createdAt } }) => createdAt).sort()[0] ?? finding.createdAt;
  const several = group.length === 1 ? '' : ` (${group.length} findings)`;
  return {
    ...place,
    status: 'FAIL',
    resource,
    severity: kind?.severity ?? 'low',
    discriminator: finding.findingType,
    detail: `Access Analyzer reports since ${since.slice(0, 10)} that ${kind?.words ?? `there is unused access (${finding.findingType})`}${several}.`,
    evidence: group.map(({ finding: value, index }) => ({
      fact: 'unused-access-findings',
      region: 'global',
      pointer: jsonPointer('findings', index),
      value,
      marks: ['/findingType'],
    })),
    fixes: () => nextSteps(finding),
  };
}

/** The key that is unused, and what hangs on a role, are not in the list of findings: those are looked up first. */
function nextSteps(finding: UnusedAccessFinding): Fix[] {
  const name = finding.resource?.split('/').at(-1) ?? '';
  switch (finding.findingType) {
    case 'UnusedPermission':
      return [
        ...findingCommand('get-finding-v2', finding, 'See with the AWS CLI which permissions are not used'),
        ...findingCommand('generate-finding-recommendation', finding, 'Have a narrower policy proposed'),
      ];
    case 'UnusedIAMUserPassword':
      return commandFixes('If nobody needs it: take the password away with the AWS CLI', [
        command`aws iam delete-login-profile --user-name ${name}`,
      ]);
    default:
      return findingCommand('get-finding-v2', finding, 'See the whole finding with the AWS CLI');
  }
}
