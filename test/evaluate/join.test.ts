import { expect, it } from 'vitest';
import { externalAccessFinding } from '../../src/checks/access-analyzer/external-access-finding.ts';
import { fullAdminPolicy } from '../../src/checks/trust/full-admin-policy.ts';
import { publicTrust } from '../../src/checks/trust/public-trust.ts';
import { joinWitnesses } from '../../src/evaluate/join.ts';
import type { Failure } from '../../src/evaluate/results.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { Check, Failed } from '../../src/model/check.ts';
import { ANYONE } from '../../src/model/party.ts';

const ROLE = 'arn:aws:iam::111122223333:role/r';

function failure(check: Check, more: Partial<Failed>): Failure {
  const outcome = {
    status: 'FAIL' as const,
    resource: { arn: ROLE, type: 'AWS::IAM::Role' },
    detail: 'So it is.',
    evidence: [],
    ...more,
  };
  return { check, accountId: '111122223333', region: 'global', outcome, evidenceAccountId: '111122223333' };
}

it.each([
  [publicTrust, 1],
  [fullAdminPolicy, 0],
] as const)('what an analyzer says of outsiders is folded into what speaks of them', (check, folded) => {
  const witness = {
    roleArn: ROLE,
    parties: [{ party: ANYONE, principal: '*', severity: 'critical' as const }],
  };
  const result = joinWitnesses({
    failures: [
      failure(check, { thirdParty: ANYONE, severity: 'critical' }),
      failure(externalAccessFinding, { witness }),
    ],
    trustOf: () => ({ reading: 'understood', admits: [{ party: ANYONE, principal: '*', grants: [] }] }),
    isAnswered: () => true,
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
  expect(result.folded).toHaveLength(folded);
  expect(result.kept).toHaveLength(2 - folded);
});

const REGISTERED = { kind: 'registered' as const, name: 'Acme', accountId: '555566667777' };

it.each<[actions: string[], conditionKeys: string[], passes: boolean]>([
  [['sts:AssumeRole'], [], true],
  [['sts:AssumeRole', 'sts:TagSession'], ['sts:externalid'], true],
  [['sts:AssumeRoleWithWebIdentity'], ['sts:externalid'], false],
  [['sts:AssumeRole'], ['aws:sourceip'], false],
])('a registered party is seen to do %j under conditions on %j', (actions, conditionKeys, passes) => {
  const principal = 'arn:aws:iam::555566667777:root';
  const severity = 'low' as const;
  const parties = [{ party: REGISTERED, principal, severity }];
  const witness = { roleArn: ROLE, ways: [{ actions, conditionKeys }], parties };
  const grants = [{ actions: ['sts:AssumeRole'], asksExternalId: true }];
  const { passed } = joinWitnesses({
    failures: [failure(externalAccessFinding, { witness })],
    trustOf: () => ({ reading: 'understood', admits: [{ party: REGISTERED, principal, grants }] }),
    isAnswered: () => true,
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
  expect(passed).toHaveLength(passes ? 1 : 0);
});
