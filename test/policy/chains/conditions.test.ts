import { describe, expect, it } from 'vitest';
import {
  A,
  admit,
  arn,
  assume,
  B,
  type LiteralRole,
  type LiteralWorld,
  ORGANIZATION,
  rootOf,
  VENDOR,
  vendorReach,
} from './world.ts';

const OTHER_ORGANIZATION = 'o-theirs12345';

/** What the way from a vendor's role into one of another account depends on; `stopped` where there is none. */
function demands(
  given: {
    trust?: object;
    principal?: string;
    ask?: object;
    first?: Partial<LiteralRole>;
    end?: Partial<LiteralRole>;
  },
  world: Partial<LiteralWorld> = {},
): string[] | 'stopped' {
  const first = {
    account: A,
    name: 'first',
    trust: [admit(rootOf(VENDOR))],
    may: [assume('*', given.ask === undefined ? {} : { Condition: given.ask })],
    ...given.first,
  };
  const trust = [admit(given.principal ?? rootOf(A), given.trust)];
  const roles = [first, { account: B, name: 'end', trust, ...given.end }];
  const [chain] = vendorReach({ ...world, roles }).chains;
  return chain === undefined ? 'stopped' : [...(chain[1]?.conditions ?? [])];
}

function equals(key: string, value: string | string[]): object {
  return { StringEquals: { [key]: value } };
}

describe('a condition of a trust policy that a role’s session cannot meet stops the chain:', () => {
  it.each<[string, object]>([
    ['another caller by ARN', { ArnLike: { 'aws:PrincipalArn': arn(A, 'someone-else') } }],
    ['another account', equals('aws:PrincipalAccount', '444444444444')],
    ['another organization', equals('aws:PrincipalOrgID', OTHER_ORGANIZATION)],
    [
      'a unit of another organization',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${OTHER_ORGANIZATION}/*` } },
    ],
    ['a user', equals('aws:PrincipalType', 'User')],
    ['a user by name', equals('aws:username', 'someone')],
    ['another role’s session', { StringLike: { 'aws:userid': 'AROASOMEONEELSE:*' } }],
    ['a session by a pattern where none is one', equals('aws:userid', 'AROA111111111111FIRST:*')],
    ['anyone but its own session', { StringNotLike: { 'aws:userid': 'AROA111111111111FIRST:*' } }],
    ['anyone but a role', { StringNotLike: { 'aws:userid': 'AROA*' } }],
    ['no user id', { Null: { 'aws:userid': 'true' } }],
    ['lasting credentials', { Null: { 'aws:TokenIssueTime': 'true' } }],
    [
      'units outside the organization',
      { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/*` } },
    ],
    ['no organization', { Null: { 'aws:PrincipalOrgPaths': 'true' } }],
    ['a tag that the role lacks', equals('aws:PrincipalTag/team', 'platform')],
    ['an AWS service', equals('aws:SourceAccount', A)],
    ['a day that has passed', { DateLessThan: { 'aws:CurrentTime': '2026-05-31T00:00:00Z' } }],
    ['a role of another organization', equals('aws:ResourceOrgID', OTHER_ORGANIZATION)],
  ])('%s', (_, trust) => {
    expect(demands({ trust })).toBe('stopped');
  });

  it('whoever is let in by name', () => {
    const trust = { ArnEquals: { 'aws:PrincipalArn': arn(A, 'first') } };
    expect(demands({ trust })).toEqual([]);
    expect(demands({ trust, principal: '*' })).toEqual([]);
  });
});

describe('a condition that is surely met is not spoken of:', () => {
  it.each<[string, object]>([
    ['the caller’s ARN', { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${A}:role/fir*` } }],
    ['the caller’s account', equals('aws:PrincipalAccount', [A, B])],
    ['the organization', equals('aws:PrincipalOrgID', ORGANIZATION)],
    ['the organization by variable', equals('aws:PrincipalOrgID', '$' + '{aws:ResourceOrgID}')],
    ['the sessions of the caller', { StringLike: { 'aws:userid': 'AROA111111111111FIRST:*' } }],
    ['no session of another', { StringNotLike: { 'aws:userid': ['AROAOTHER:*', 'AIDA*'] } }],
    ['not one session of another', { StringNotEquals: { 'aws:userid': 'AROAOTHER:deploy' } }],
    ['a user id, whichever', { Null: { 'aws:userid': 'false' } }],
    [
      'a unit of the organization, whichever',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/*` } },
    ],
    [
      'no unit of another organization',
      { 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': `${OTHER_ORGANIZATION}/*` } },
    ],
    ['a tag that the role has', equals('aws:PrincipalTag/Team', 'payments')],
    ['a day to come', { DateLessThan: { 'aws:CurrentTime': '2026-06-02T00:00:00Z' } }],
    ['some external ID, whichever', { Null: { 'sts:ExternalId': 'false' } }],
  ])('%s', (_, trust) => {
    expect(demands({ trust, first: { tags: { team: 'payments' } } })).toEqual([]);
  });
});

describe('a condition that may be met leaves the chain open, and is named:', () => {
  it.each<[string, object, string]>([
    [
      'an external ID',
      equals('sts:ExternalId', 'secret-id'),
      'the caller knows the external ID that the role asks for',
    ],
    [
      'an address',
      { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } },
      'IpAddress on aws:SourceIp holds (192.0.2.0/24)',
    ],
    [
      'MFA',
      { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
      'Bool on aws:MultiFactorAuthPresent holds (true)',
    ],
    [
      'a source identity',
      equals('aws:SourceIdentity', 'jo'),
      'StringEquals on aws:SourceIdentity holds (jo)',
    ],
    [
      'a unit of the organization',
      { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': `${ORGANIZATION}/r-1/ou-1/*` } },
      `ForAnyValue:StringLike on aws:PrincipalOrgPaths holds (${ORGANIZATION}/r-1/ou-1/*)`,
    ],
    [
      'a day from which on it holds',
      { DateGreaterThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' } },
      'DateGreaterThan on aws:CurrentTime holds (2027-01-01T00:00:00Z)',
    ],
    [
      'any name of the session but one',
      { StringNotLike: { 'aws:userid': '*:deploy' } },
      'StringNotLike on aws:userid holds (*:deploy)',
    ],
    [
      'the session’s own name in the user id',
      { StringLike: { 'aws:userid': 'AROA111111111111FIRST:deploy' } },
      'StringLike on aws:userid holds (AROA111111111111FIRST:deploy)',
    ],
  ])('%s', (_, trust, words) => {
    expect(demands({ trust })).toEqual([words]);
  });

  it('a session tag, where whoever comes in may choose it', () => {
    const tagging = { Effect: 'Allow', Principal: { AWS: rootOf(VENDOR) }, Action: 'sts:TagSession' };
    const first = { trust: [admit(rootOf(VENDOR)), tagging] };
    expect(demands({ trust: equals('aws:PrincipalTag/team', 'platform'), first })).toEqual([
      'StringEquals on aws:PrincipalTag/team holds (platform)',
    ]);
  });

  it('the organization, where it is not known whether the account belongs to it', () => {
    const trust = equals('aws:PrincipalOrgID', ORGANIZATION);
    for (const principal of [rootOf(A), '*']) {
      expect(demands({ trust, principal }, { inOrganization: false })).toEqual([
        `StringEquals on aws:PrincipalOrgID holds (${ORGANIZATION})`,
      ]);
    }
  });

  it('without showing an external ID anywhere', () => {
    const first = { account: A, name: 'first', trust: [admit(rootOf(VENDOR))], may: [assume()] };
    const end = { account: B, name: 'end', trust: [admit(rootOf(A), equals('sts:ExternalId', 'secret-id'))] };
    const [chain] = vendorReach({ roles: [first, end] }).chains;
    const words = chain?.map(({ statements: _, ...step }) => step);
    expect(JSON.stringify(words)).not.toContain('secret-id');
  });

  it('and a way without conditions is preferred to one with', () => {
    const end = { trust: [admit(rootOf(A), equals('sts:ExternalId', 'x')), admit(arn(A, 'first'))] };
    expect(demands({ end })).toEqual([]);
  });
});

describe('everyone in the organization', () => {
  const organization = equals('aws:PrincipalOrgID', ORGANIZATION);

  it('is admitted by a role that trusts it, given permission or in the same account', () => {
    expect(demands({ principal: '*', trust: organization })).toEqual([]);
    expect(demands({ principal: '*', trust: organization, first: { may: [] } })).toBe('stopped');
    const near = { account: A };
    expect(demands({ principal: '*', trust: organization, first: { may: [] }, end: near })).toEqual([]);
  });

  it('is not the vendor’s way into a role that admits everyone anyway', () => {
    expect(demands({ principal: '*' })).toBe('stopped');
  });
});

describe('a condition of the policy that lets a role ask', () => {
  it('stops the chain where the target does not meet it', () => {
    expect(demands({ ask: equals('aws:ResourceAccount', A) })).toBe('stopped');
    expect(demands({ ask: equals('aws:ResourceTag/open', 'yes') })).toBe('stopped');
    expect(demands({ ask: equals('aws:PrincipalTag/team', 'x') })).toBe('stopped');
  });

  it('is not spoken of where it is met', () => {
    expect(demands({ ask: equals('aws:ResourceAccount', B) })).toEqual([]);
    expect(demands({ ask: equals('aws:ResourceTag/open', 'yes'), end: { tags: { Open: 'yes' } } })).toEqual(
      [],
    );
  });

  it('is named where that is not known', () => {
    expect(demands({ ask: { IpAddress: { 'aws:SourceIp': '192.0.2.1/32' } } })).toEqual([
      'IpAddress on aws:SourceIp holds (192.0.2.1/32)',
    ]);
  });

  it('may stand in a Deny, which stops only what it surely hits', () => {
    const deny = (condition: object) => ({
      Effect: 'Deny',
      Action: 'sts:AssumeRole',
      Resource: '*',
      Condition: condition,
    });
    const may = (condition: object) => ({ first: { may: [assume(), deny(condition)] } });
    expect(demands(may({ StringNotEquals: { 'aws:ResourceAccount': A } }))).toBe('stopped');
    expect(demands(may({ StringNotEquals: { 'aws:ResourceAccount': B } }))).toEqual([]);
    expect(demands(may({ NotIpAddress: { 'aws:SourceIp': '192.0.2.1/32' } }))).toEqual([
      'statement 2 of inline policy onward does not deny it',
    ]);
  });
});

describe('a Deny of the trust policy', () => {
  const deny = (principal: object, condition?: object) => ({
    Effect: 'Deny',
    Action: 'sts:AssumeRole',
    ...principal,
    ...(condition === undefined ? {} : { Condition: condition }),
  });
  const trusting = (statement: object) => ({ end: { trust: [admit(rootOf(A)), statement] } });

  it('stops the role that it names, out of an account that is admitted', () => {
    expect(demands(trusting(deny({ Principal: { AWS: arn(A, 'first') } })))).toBe('stopped');
    expect(demands(trusting(deny({ Principal: { AWS: arn(A, 'other') } })))).toEqual([]);
  });

  it('stops all but those whom it spares', () => {
    const spared = (name: string) => ({ NotPrincipal: { AWS: [rootOf(A), arn(A, name)] } });
    expect(demands(trusting(deny(spared('first'))))).toEqual([]);
    expect(demands(trusting(deny({ NotPrincipal: { AWS: arn(A, 'other') } })))).toBe('stopped');
  });

  it('leaves the chain open where it speaks of one session, or under a condition that is not known', () => {
    const session = { Principal: { AWS: `arn:aws:sts::${A}:assumed-role/first/deploy` } };
    const words = ['statement 2 of the trust policy does not deny it'];
    expect(demands(trusting(deny(session)))).toEqual(words);
    const elsewhere = { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' } };
    expect(demands(trusting(deny({ Principal: { AWS: arn(A, 'first') } }, elsewhere)))).toEqual([
      'IpAddress on aws:SourceIp holds (192.0.2.0/24)',
    ]);
    const others = { ArnNotEquals: { 'aws:PrincipalArn': arn(A, 'first') } };
    expect(demands(trusting(deny({ Principal: '*' }, others)))).toEqual([]);
  });
});

describe('a Deny with several keys, of which a request need break only one,', () => {
  const everyone = { AWS: '*' };
  const perimeter = {
    StringNotEqualsIfExists: { 'aws:PrincipalOrgID': ORGANIZATION },
    BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
  };
  const mfaOrBreakGlass = {
    BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' },
    ArnNotLike: { 'aws:PrincipalArn': arn(A, 'break-glass') },
  };
  const officeOrBreakGlass = {
    NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
    StringNotEquals: { 'aws:PrincipalTag/break-glass': 'yes' },
  };
  const refusing = (Condition: object, Principal: object = everyone) => ({
    Effect: 'Deny',
    Principal,
    Action: 'sts:AssumeRole',
    Condition,
  });
  const target = (...conditions: object[]) => ({
    end: { trust: [admit(rootOf(A)), ...conditions.map((one) => refusing(one))] },
  });

  it.each<[string, object, string[] | 'stopped']>([
    ['the perimeter of the organization', perimeter, []],
    ['MFA or break-glass', mfaOrBreakGlass, ['Bool on aws:MultiFactorAuthPresent holds (true)']],
    ['an address or break-glass', officeOrBreakGlass, ['IpAddress on aws:SourceIp holds (192.0.2.0/24)']],
    [
      'an address or MFA',
      {
        NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
        BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' },
      },
      [
        'one of: IpAddress on aws:SourceIp holds (192.0.2.0/24); Bool on aws:MultiFactorAuthPresent holds (true)',
      ],
    ],
    [
      'an external ID or a role that this one is',
      { StringNotEquals: { 'sts:ExternalId': 'x' }, ArnNotEquals: { 'aws:PrincipalArn': arn(A, 'first') } },
      [],
    ],
    [
      'an external ID or a role that this one is not',
      { StringNotEquals: { 'sts:ExternalId': 'x' }, ArnNotEquals: { 'aws:PrincipalArn': arn(A, 'other') } },
      ['the caller knows the external ID that the role asks for'],
    ],
    [
      'two keys, neither of which it breaks',
      {
        ArnNotEquals: { 'aws:PrincipalArn': arn(A, 'other') },
        StringEquals: { 'aws:PrincipalOrgID': ORGANIZATION },
      },
      'stopped',
    ],
    [
      'a key for whose breach there are no words, or an address',
      {
        NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' },
        'ForAllValues:Bool': { 'aws:MultiFactorAuthPresent': ['true', 'false'] },
      },
      ['statement 2 of the trust policy does not deny it'],
    ],
    [
      'a session name that it may choose, or an address',
      { NotIpAddress: { 'aws:SourceIp': '192.0.2.0/24' }, StringLike: { 'sts:RoleSessionName': 'admin-*' } },
      [],
    ],
  ])('asks what is open: %s', (_, condition, expected) => {
    expect(demands(target(condition))).toEqual(expected);
    expect(demands({ ...target(condition), first: { may: [assume(arn(B, 'end'))] } })).toEqual(expected);
  });

  it('asks for each such statement by itself', () => {
    expect(demands(target(perimeter, officeOrBreakGlass, mfaOrBreakGlass))).toEqual([
      'IpAddress on aws:SourceIp holds (192.0.2.0/24)',
      'Bool on aws:MultiFactorAuthPresent holds (true)',
    ]);
  });

  it('names the organization where it is not known whether the account belongs to it', () => {
    expect(demands(target(perimeter), { inOrganization: false })).toEqual([
      `StringEquals on aws:PrincipalOrgID holds (${ORGANIZATION})`,
    ]);
  });

  it.each([perimeter, mfaOrBreakGlass, officeOrBreakGlass])(
    'costs an entrance nothing that lies behind it: %j',
    (condition) => {
      const trust = [admit(rootOf(VENDOR)), refusing(condition)];
      expect(demands({ first: { trust } })).toEqual([]);
      expect(
        demands({ first: { trust: [admit(rootOf(VENDOR)), refusing(condition, { AWS: rootOf(VENDOR) })] } }),
      ).toEqual([]);
    },
  );

  it('shuts an entrance where none of its keys can be broken', () => {
    const past = { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } };
    const roles = (condition: object) => [
      { account: A, name: 'first', trust: [admit(rootOf(VENDOR)), refusing(condition)] },
    ];
    const service = { Bool: { 'aws:PrincipalIsAWSService': 'false' } };
    expect(() => vendorReach({ roles: roles({ ...past, ...service }) })).toThrow('gets in nowhere');
    expect(vendorReach({ roles: roles({ ...past, ...officeOrBreakGlass }) }).direct).toHaveLength(1);
  });

  it('stands in an identity policy and in a boundary under the same rule', () => {
    const denying = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' };
    const of = (Condition: object) => ({ ...denying, Condition });
    const inPolicy = (condition: object) => demands({ first: { may: [assume(), of(condition)] } });
    const inBoundary = (condition: object) => demands({ first: { boundary: [assume(), of(condition)] } });
    expect(inPolicy(perimeter)).toEqual([]);
    expect(inBoundary(perimeter)).toEqual([]);
    expect(inPolicy(officeOrBreakGlass)).toEqual(['statement 2 of inline policy onward does not deny it']);
    expect(inBoundary(mfaOrBreakGlass)).toEqual([
      'statement 2 of permissions boundary boundary does not deny it',
    ]);
  });
});

describe('a Deny bound to time', () => {
  const until = (operator: string, date: string) => [
    admit(rootOf(A)),
    {
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 'sts:AssumeRole',
      Condition: { [operator]: { 'aws:CurrentTime': date } },
    },
  ];

  it.each<[string, string, string, string[] | 'stopped']>([
    ['that has ended', 'DateLessThan', '2026-01-01T00:00:00Z', []],
    ['that is yet to come', 'DateGreaterThan', '2027-01-01T00:00:00Z', []],
    ['that lasts', 'DateGreaterThan', '2026-01-01T00:00:00Z', 'stopped'],
    [
      'that ends some day',
      'DateLessThan',
      '2027-01-01T00:00:00Z',
      ['DateGreaterThanEquals on aws:CurrentTime holds (2027-01-01T00:00:00Z)'],
    ],
  ])('%s', (_, operator, date, expected) => {
    expect(demands({ end: { trust: until(operator, date) } })).toEqual(expected);
    const asking = { Effect: 'Deny', Action: 'sts:AssumeRole', Resource: '*' };
    const may = [assume(), { ...asking, Condition: { [operator]: { 'aws:CurrentTime': date } } }];
    const open = expected.length > 0 && expected !== 'stopped';
    expect(demands({ first: { may } })).toEqual(
      open ? ['statement 2 of inline policy onward does not deny it'] : expected,
    );
  });
});

describe('within one account', () => {
  const near = (...trust: object[]) => ({ first: { may: [] }, end: { account: A, trust } });
  const spared = (name: string) => ({
    Effect: 'Deny',
    NotPrincipal: { AWS: arn(A, name) },
    Action: 'sts:AssumeRole',
  });

  it('a role that a Deny spares still needs a permission where the account is admitted', () => {
    expect(demands(near(admit(rootOf(A)), spared('first')))).toBe('stopped');
    expect(demands({ ...near(admit(rootOf(A)), spared('first')), first: { may: [assume()] } })).toEqual([]);
  });

  it('a role that a Deny spares needs none where everybody is admitted', () => {
    const others = { Effect: 'Deny', NotPrincipal: { AWS: rootOf(A) }, Action: 'sts:AssumeRole' };
    expect(demands(near(admit('*'), others))).toEqual([]);
    expect(demands(near(admit('*'), spared('first')))).toEqual([]);
    expect(demands(near(admit('*'), spared('other')))).toBe('stopped');
  });

  it('an Allow for everyone but an account leaves out the roles of the account', () => {
    const but = (principal: string) => ({
      Effect: 'Allow',
      NotPrincipal: { AWS: principal },
      Action: 'sts:AssumeRole',
      Condition: equals('aws:PrincipalOrgID', ORGANIZATION),
    });
    for (const one of [rootOf(A), A, arn(A, 'first')]) expect(demands(near(but(one)))).toBe('stopped');
    expect(demands(near(but(rootOf(B))))).toEqual([]);
  });

  it('a session that a Deny spares is named', () => {
    const session = {
      Effect: 'Deny',
      NotPrincipal: { AWS: `arn:aws:sts::${A}:assumed-role/first/deploy` },
      Action: 'sts:AssumeRole',
    };
    expect(demands(near(admit(arn(A, 'first')), session))).toEqual([
      'statement 2 of the trust policy does not deny it',
    ]);
  });
});
