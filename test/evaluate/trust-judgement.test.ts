import { describe, expect, it } from 'vitest';
import type { AccountJudgement } from '../../src/evaluate/account.ts';
import { trustJudgement } from '../../src/evaluate/trust-judgement.ts';
import type { Check } from '../../src/model/check.ts';
import type { ThirdPartyRef } from '../../src/model/party.ts';

const HERE = '111122223333';
const THERE = '444455556666';
const ROLE = `arn:aws:iam::${HERE}:role/vendor`;
const ACME: ThirdPartyRef = { kind: 'registered', name: 'Acme', accountId: '555566667777' };
const ACME_ROOT = 'arn:aws:iam::555566667777:root';

function judgement({
  accountId = HERE,
  admits = [{ party: ACME, principal: ACME_ROOT }],
  trustPolicy = '{}',
  trustUnclear = false,
  auditorRoleArn,
  rolesRead = true,
}: {
  accountId?: string;
  admits?: Array<{ party: object; principal: string }>;
  trustPolicy?: string;
  trustUnclear?: boolean;
  auditorRoleArn?: string;
  rolesRead?: boolean;
} = {}): AccountJudgement {
  return {
    subject: { accountId, auditorRoleArn },
    inventory: rolesRead ? [{ roleArn: ROLE, admits }] : [],
    chainRoles: rolesRead ? [{ arn: ROLE, trustPolicy, trustUnclear }] : null,
  } as unknown as AccountJudgement;
}

function rules(ids: readonly string[], area: Check['area'] = 'trust') {
  return { checks: ids.map((id) => ({ id, area }) as Check), config: {} as never };
}

function trustOf(account: AccountJudgement, roleArn = ROLE, accountId = HERE) {
  const found = trustJudgement([account], { failures: [], unanswered: [] }, rules([]));
  return found.trustOf(roleArn, accountId);
}

function admitting(more: object, others: readonly object[] = []): string {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: ACME_ROOT },
    Action: 'sts:AssumeRole',
    ...more,
  };
  return JSON.stringify({ Version: '2012-10-17', Statement: [statement, ...others] });
}

/** What the trust policy is read to give Acme. */
function grantsOf(trustPolicy: string) {
  const read = trustOf(judgement({ trustPolicy }));
  return read.reading === 'understood' ? read.admits.flatMap(({ grants }) => grants) : read.reading;
}

describe('what a role’s trust policy is known to show', () => {
  it('is whom the inventory says it admits from outside, not one’s own', () => {
    const own = { kind: 'own', name: 'Tools', accountId: THERE };
    const admits = [
      { party: own, principal: `arn:aws:iam::${THERE}:root` },
      { party: ACME, principal: ACME_ROOT },
    ];
    expect(trustOf(judgement({ admits }))).toEqual({
      reading: 'understood',
      admits: [{ party: ACME, principal: ACME_ROOT, grants: [] }],
    });
  });

  it('is nobody, for a role of an account that was read and that is not in its inventory', () => {
    expect(trustOf(judgement(), `arn:aws:iam::${HERE}:role/other`)).toEqual({
      reading: 'understood',
      admits: [],
    });
  });

  it.each<[string, AccountJudgement, string]>([
    ['of an account that is not in the run', judgement({ accountId: THERE }), 'not read'],
    ['of an account whose roles were not read', judgement({ rolesRead: false }), 'not read'],
    ['that is the auditor’s own, which nothing judges', judgement({ auditorRoleArn: ROLE }), 'not read'],
    ['whose trust policy was not understood', judgement({ trustUnclear: true }), 'not understood'],
    ['beside the auditor’s', judgement({ auditorRoleArn: `${ROLE}-auditor` }), 'understood'],
  ])('of a role %s', (_what, account, reading) => {
    expect(trustOf(account).reading).toBe(reading);
  });

  it('is not understood where nobody from outside was found in what was not understood either', () => {
    const account = { ...judgement({ trustUnclear: true }), inventory: [] };
    expect(trustOf(account)).toEqual({ reading: 'not understood' });
  });

  it('is the same when asked again', () => {
    const found = trustJudgement(
      [judgement(), judgement({ accountId: THERE, trustUnclear: true })],
      { failures: [], unanswered: [] },
      rules([]),
    );
    expect(found.trustOf(ROLE, HERE)).toEqual(found.trustOf(ROLE, HERE));
    expect(found.trustOf(ROLE, THERE).reading).toBe('not understood');
  });
});

describe('a grant to a party', () => {
  const asking = { Condition: { StringEquals: { 'sts:ExternalId': 'x', 'aws:PrincipalTag/team': 'y' } } };

  it.each<[string, string, ReturnType<typeof grantsOf>]>([
    [
      'that asks for nothing',
      admitting({}),
      [{ actions: ['sts:AssumeRole'], conditionKeys: [], asksExternalId: false }],
    ],
    [
      'that asks for an external ID and more',
      admitting(asking),
      [
        {
          actions: ['sts:AssumeRole'],
          conditionKeys: ['sts:externalid', 'aws:principaltag/team'],
          asksExternalId: true,
        },
      ],
    ],
    [
      'that asks for something else',
      admitting({ Condition: { Bool: { 'aws:SecureTransport': 'true' } } }),
      [{ actions: ['sts:AssumeRole'], conditionKeys: ['aws:securetransport'], asksExternalId: false }],
    ],
    [
      'that asks for an external ID of those alone who bring one',
      admitting({ Condition: { StringEqualsIfExists: { 'sts:ExternalId': 'x' } } }),
      [{ actions: ['sts:AssumeRole'], conditionKeys: ['sts:externalid'], asksExternalId: false }],
    ],
    [
      'beside one to somebody else',
      admitting({}, [{ Effect: 'Allow', Principal: { AWS: THERE }, Action: 'sts:TagSession' }]),
      [{ actions: ['sts:AssumeRole'], conditionKeys: [], asksExternalId: false }],
    ],
  ])('%s', (_what, trustPolicy, grants) => {
    expect(grantsOf(trustPolicy)).toEqual(grants);
  });

  it('has the keys of a Deny too, which may narrow it and leave no condition on it', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: 'sts:TagSession',
      Condition: { StringEquals: { 'aws:RequestTag/Cost-Centre.x': 'z' } },
    };
    expect(grantsOf(admitting({}, [deny]))).toEqual([
      {
        actions: ['sts:AssumeRole'],
        conditionKeys: expect.arrayContaining(['aws:requesttag/cost-centre.x']),
        asksExternalId: false,
      },
    ]);
  });
});

describe('a party’s way in is answered for', () => {
  const FOR_ACCOUNTS = [
    'public-trust',
    'unregistered-third-party',
    'external-id-missing',
    'external-id-not-enforced',
    'third-party-admin',
  ];
  const FOR_PROVIDERS = ['public-trust', 'web-identity-subject', 'saml-audience', 'third-party-admin'];

  function isAnswered(
    ids: readonly string[],
    kind: ThirdPartyRef['kind'],
    unanswered: Array<{ checkId: string; accountId: string; resourceArn: string }> = [],
    area: Check['area'] = 'trust',
  ): boolean {
    const results = { failures: [], unanswered: unanswered as never };
    return trustJudgement([judgement()], results, rules(ids, area)).isAnswered(ROLE, HERE, kind);
  }

  it.each([
    ['registered', FOR_ACCOUNTS],
    ['identity-provider', FOR_PROVIDERS],
  ] as const)('of kind %s only where each check that decides on it was asked', (kind, ids) => {
    expect(isAnswered(ids, kind)).toBe(true);
    expect(isAnswered([...ids, 'owner-tag'], kind)).toBe(true);
    for (const left of ids)
      expect(
        isAnswered(
          ids.filter((id) => id !== left),
          kind,
        ),
        left,
      ).toBe(false);
  });

  it('by the checks of its own kind alone', () => {
    expect(isAnswered(FOR_PROVIDERS, 'registered')).toBe(false);
    expect(isAnswered(FOR_ACCOUNTS, 'identity-provider')).toBe(false);
  });

  it('by checks of trust policies, whatever others are called', () => {
    expect(isAnswered(FOR_ACCOUNTS, 'registered', [], 'drift')).toBe(false);
  });

  it.each<[string, { checkId?: string; accountId?: string; resourceArn?: string }, boolean]>([
    ['of the role', {}, false],
    ['of its whole account', { resourceArn: '' }, false],
    ['of another role', { resourceArn: `${ROLE}-2` }, true],
    ['of another account', { accountId: THERE, resourceArn: '' }, true],
    ['of a check that is not of trust', { checkId: 'role-drift' }, true],
  ])('when a check has no answer %s', (_what, more, answered) => {
    const one = { checkId: 'public-trust', accountId: HERE, resourceArn: ROLE, ...more };
    expect(isAnswered(FOR_ACCOUNTS, 'registered', [one])).toBe(answered);
  });
});
