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
  // Another statement than the one that was read.
  [['sts:AssumeRole'], ['sts:externalid', 'aws:sourcearn'], true],
  [['sts:AssumeRole'], ['sts:externalid', 'aws:principalorgid'], false],
])('a registered party is seen to do %j under conditions on %j', (actions, conditionKeys, passes) => {
  const principal = 'arn:aws:iam::555566667777:root';
  const severity = 'low' as const;
  const parties = [{ party: REGISTERED, principal, severity }];
  const witness = { roleArn: ROLE, ways: [{ actions, conditionKeys }], parties };
  const grants = [
    { actions: ['sts:AssumeRole'], asksExternalId: true, conditionKeys: ['sts:externalid', 'aws:sourcearn'] },
  ];
  const { passed } = joinWitnesses({
    failures: [failure(externalAccessFinding, { witness })],
    trustOf: () => ({ reading: 'understood', admits: [{ party: REGISTERED, principal, grants }] }),
    isAnswered: () => true,
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
  expect(passed).toHaveLength(passes ? 1 : 0);
});

it.each([
  [['555566667777', '666677778888'], 'folded'],
  // What is wrong with one of them does not answer for the other.
  [['555566667777'], 'kept'],
  [[], 'passed'],
] as const)('two registered parties are seen at once, and trust findings are of %j', (found, becomes) => {
  const all = ['555566667777', '666677778888'].map((accountId) => ({
    party: { kind: 'registered' as const, name: accountId, accountId },
    principal: `arn:aws:iam::${accountId}:root`,
  }));
  const parties = all.map((one) => ({ ...one, severity: 'low' as const }));
  const seen = failure(externalAccessFinding, { witness: { roleArn: ROLE, parties } });
  const trust = all
    .filter(({ party }) => found.some((id) => id === party.accountId))
    .map(({ party }) => failure(publicTrust, { thirdParty: party, severity: 'low' }));
  const result = joinWitnesses({
    failures: [...trust, seen],
    trustOf: () => ({ reading: 'understood', admits: all.map((one) => ({ ...one, grants: [] })) }),
    isAnswered: () => true,
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
  const isIn = (some: readonly Failure[]) => some.some(({ check }) => check === seen.check);
  expect({ kept: isIn(result.kept), folded: isIn(result.folded), passed: isIn(result.passed) }).toEqual({
    ...{ kept: false, folded: false, passed: false },
    [becomes]: true,
  });
});

const PROVIDER = { kind: 'identity-provider' as const, name: 'token.actions.githubusercontent.com' };

it.each<[name: string, trust: Failure[], admitted: boolean, answered: boolean, becomes: string]>([
  ['the trust checks find nothing', [], true, true, 'passed'],
  [
    'the subject is not bound',
    [failure(publicTrust, { thirdParty: PROVIDER, severity: 'high' })],
    true,
    true,
    'folded',
  ],
  [
    'something smaller is wrong',
    [failure(publicTrust, { thirdParty: PROVIDER, severity: 'low' })],
    true,
    true,
    'kept',
  ],
  ['something else is wrong with the role', [failure(publicTrust, { severity: 'low' })], true, true, 'kept'],
  ['the trust policy does not show it', [], false, true, 'kept'],
  ['a check has no answer', [], true, false, 'kept'],
])('of an identity provider, where %s', (_, trust, admitted, answered, becomes) => {
  const principal = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const seen = failure(externalAccessFinding, {
    witness: { roleArn: ROLE, parties: [{ party: PROVIDER, principal, severity: 'high' }] },
  });
  const admits = admitted ? [{ party: PROVIDER, principal, grants: [] }] : [];
  const result = joinWitnesses({
    failures: [...trust, seen],
    trustOf: () => ({ reading: 'understood', admits }),
    isAnswered: (_role, _account, kind) => answered && kind === 'identity-provider',
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
  const isSeen = ({ check }: Failure) => check === externalAccessFinding;
  const found = Object.entries(result).find(([, failures]) => failures.some(isSeen));
  expect(found?.[0]).toBe(becomes);
});
