import { expect, it } from 'vitest';
import { externalAccessFinding } from '../../src/checks/access-analyzer/external-access-finding.ts';
import { fullAdminPolicy } from '../../src/checks/trust/full-admin-policy.ts';
import { publicTrust } from '../../src/checks/trust/public-trust.ts';
import { type Admitted, type Joined, joinWitnesses, type RoleTrust } from '../../src/evaluate/join.ts';
import type { Failure } from '../../src/evaluate/results.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { Check, Failed } from '../../src/model/check.ts';
import { ANYONE, type ThirdPartyRef } from '../../src/model/party.ts';

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

type Seen = NonNullable<Failed['witness']>;
const VENDOR_ROOT = 'arn:aws:iam::555566667777:root';
const VENDOR_ROLE = 'arn:aws:iam::555566667777:role/ci';
const evidenceOf = (fact: string) => [{ file: 'f', fact, region: 'global', accountId: null }] as never;

function join(trust: RoleTrust, seen: Partial<Seen>, others: readonly Failure[] = [], unanswered = '') {
  const parties = [{ party: REGISTERED, principal: VENDOR_ROOT, severity: 'low' as const }];
  const witness: Seen = { roleArn: ROLE, parties, ...seen };
  return joinWitnesses({
    failures: [...others, failure(externalAccessFinding, { witness, evidence: evidenceOf('seen') })],
    trustOf: () => trust,
    isAnswered: (_role, _account, kind) => kind !== unanswered,
    rules: { config: { checks: {} } as unknown as Rules['config'] },
  });
}

const becomes = (result: Joined) =>
  (['kept', 'folded', 'passed'] as const).find((kind) =>
    result[kind].some(({ check }) => check === externalAccessFinding),
  );

function admits(
  principal: string,
  party: ThirdPartyRef = REGISTERED,
  grants: Admitted['grants'] = [],
): RoleTrust {
  return { reading: 'understood', admits: [{ party, principal, grants }] };
}

it.each<[admitted: string, seen: string, shown: boolean]>([
  [VENDOR_ROOT, VENDOR_ROOT, true],
  [VENDOR_ROOT, VENDOR_ROLE, true],
  [VENDOR_ROLE, VENDOR_ROLE, true],
  [VENDOR_ROLE, VENDOR_ROOT, false],
  [VENDOR_ROLE, `${VENDOR_ROLE}2`, false],
])('where the policy admits %s and %s is seen, is that shown: %s', (admitted, principal, shown) => {
  const parties = [{ party: REGISTERED, principal, severity: 'low' as const }];
  const result = join(admits(admitted), { parties });
  expect(becomes(result)).toBe(shown ? 'passed' : 'kept');
});

it('takes another account of the same party for no access that is shown, and folds it into nothing', () => {
  const other = { ...REGISTERED, accountId: '666677778888' };
  const naming = failure(publicTrust, { thirdParty: REGISTERED, severity: 'high' });
  expect(becomes(join(admits(VENDOR_ROOT, other), {}, [naming]))).toBe('kept');
  expect(becomes(join(admits(VENDOR_ROOT), {}, [naming]))).toBe('folded');
  // What could not be read is not held against the finding that names the party.
  expect(becomes(join({ reading: 'not understood' }, {}, [naming]))).toBe('folded');
});

it.each<[trust: RoleTrust, unanswered: string, words: RegExp]>([
  [{ reading: 'not read' }, '', /So it is\. The role’s trust policy was not read or not judged/],
  [{ reading: 'not understood' }, '', /could not be understood in full/],
  [admits(VENDOR_ROLE), '', /as read, does not show this access/],
  [admits(VENDOR_ROOT), 'registered', /shows this access too; no trust finding on it weighs as much/],
])('says how the policy reads where what was seen stands: %#', (trust, unanswered, words) => {
  expect(join(trust, {}, [], unanswered).kept[0]?.outcome.detail).toMatch(words);
});

it('stands where one of two parties is shown, or has an answer', () => {
  const two = [REGISTERED, PROVIDER].map((party) => ({
    party,
    principal: party === REGISTERED ? VENDOR_ROOT : 'arn:aws:iam::111122223333:oidc-provider/p',
    severity: 'low' as const,
  }));
  const both = { reading: 'understood' as const, admits: two.map((one) => ({ ...one, grants: [] })) };
  expect(becomes(join(both, { parties: two }))).toBe('passed');
  expect(becomes(join(both, { parties: two }, [], 'identity-provider'))).toBe('kept');
  const result = join(admits(VENDOR_ROOT), { parties: two });
  expect(result.kept[0]?.outcome.detail).toContain('does not show this access');
});

it('adds its evidence to the finding that names the party, else to those that are of everybody', () => {
  const naming = failure(publicTrust, {
    thirdParty: REGISTERED,
    severity: 'low',
    evidence: evidenceOf('named'),
  });
  const ofAll = failure(publicTrust, { evidence: evidenceOf('all') });
  const factsOf = (result: Joined) =>
    result.kept.map(({ outcome }) => outcome.evidence.map(({ fact }) => fact).join());
  expect(factsOf(join(admits(VENDOR_ROOT), {}, [naming, ofAll]))).toEqual(['named,seen', 'all']);
  const alone = join(admits(VENDOR_ROOT), {}, [ofAll]);
  expect(factsOf(alone)).toEqual(['all,seen']);
  expect(alone.kept[0]?.outcome).toMatchObject({
    detail: 'So it is. IAM Access Analyzer reports this role as shared outside too.',
    evidence: [{ fact: 'all' }, { fact: 'seen', accountId: '111122223333' }],
  });
  const twice = join(admits(VENDOR_ROOT), {}, [
    ofAll,
    failure(externalAccessFinding, {
      witness: { roleArn: ROLE, parties: [{ party: REGISTERED, principal: VENDOR_ROOT, severity: 'low' }] },
      evidence: evidenceOf('first'),
    }),
  ]);
  expect(factsOf(twice)).toEqual(['all,first,seen']);
});

it.each<[words: string, conditionKeys: string[], grants: Admitted['grants'], shown: boolean]>([
  ['without keys, and one may ask for an ID', [], [grant(['sts:AssumeRole'], 'sts:externalid')], true],
  [
    'with other keys than the ID',
    ['aws:sourceip'],
    [grant(['sts:AssumeRole'], 'sts:externalid', 'aws:sourceip')],
    false,
  ],
  [
    'with such a key, of a grant without an ID',
    ['aws:sourceip'],
    [grant(['sts:AssumeRole'], 'aws:sourceip')],
    true,
  ],
  [
    'of one of two grants',
    ['aws:sourceip'],
    [grant(['sts:AssumeRole']), grant(['sts:ASSUMEROLE'], 'aws:sourceip')],
    true,
  ],
  ['of a grant of other actions', [], [grant(['sts:TagSession'])], false],
])('tells from the keys that were seen which grant it was: %s', (_words, conditionKeys, grants, shown) => {
  const ways = [{ actions: ['sts:AssumeRole', 'sts:SetSourceIdentity'], conditionKeys }];
  expect(becomes(join(admits(VENDOR_ROOT, REGISTERED, grants), { ways }))).toBe(shown ? 'passed' : 'kept');
});

function grant(actions: string[], ...conditionKeys: string[]): Admitted['grants'][number] {
  return { actions, asksExternalId: conditionKeys.includes('sts:externalid'), conditionKeys };
}
