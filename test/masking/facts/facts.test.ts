import { describe, expect, it } from 'vitest';
import { registry } from '../../../src/checks/registry.ts';
import { toJudgement } from '../../../src/config/judgement.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { type AccountJudgement, judgeAccount } from '../../../src/evaluate/account.ts';
import { buildFindings } from '../../../src/evaluate/findings.ts';
import type { Rules } from '../../../src/evaluate/rules.ts';
import { rulesFor } from '../../../src/evaluate/rules-for-run.ts';
import { type ExternalIdKey, standInKey } from '../../../src/masking/external-ids.ts';
import { maskFacts } from '../../../src/masking/facts/facts.ts';
import { withoutKnownExternalIds } from '../../../src/masking/facts/known.ts';
import type { FactRecord } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { isNoSecret } from '../../../src/policy/external-ids/stand-in.ts';
import { allow, HERE, REGISTERED, role, STRANGER, UUID } from '../../checks/support/trust-fixtures.ts';
import { AS_OF } from '../../support/fixed-clock.ts';

const SUBJECT = { accountId: HERE, name: 'Payments', partition: 'aws', tags: {}, regions: ['eu-west-1'] };

/** A stand-in for HMAC that tells nothing and is the same for the same. */
const KEY: ExternalIdKey = {
  id: 'key',
  fingerprint: (value) =>
    isNoSecret(value)
      ? value
      : `id:${[...value]
          .reduce((sum, one) => (sum * 31n + BigInt(one.codePointAt(0) ?? 0)) % 2n ** 64n, 7n)
          .toString(16)
          .padStart(16, '0')}`,
};

const configs = new Map<string, ReturnType<typeof loadConfig>>();

/** A configuration is read once. */
function configWith(checks: object): ReturnType<typeof loadConfig> {
  const text = JSON.stringify(checks);
  const config = configs.get(text) ?? readConfig(checks);
  configs.set(text, config);
  return config;
}

function readConfig(checks: object): ReturnType<typeof loadConfig> {
  return loadConfig(
    JSON.stringify({
      accounts: [{ id: HERE }],
      thirdParties: [
        {
          name: 'Auditors Ltd',
          accountIds: [REGISTERED],
          owner: 'Jo Doe',
          justification: 'Yearly audit',
          externalIdFormat: 'aud-[0-9a-z]{32}',
        },
      ],
      checks,
    }),
    'test.yaml',
    {},
    registry,
  );
}

function rules(key: ExternalIdKey, checks: object = {}): Rules {
  const config = configWith(checks);
  const scope = { accountSource: 'test', accounts: [SUBJECT], excluded: [] };
  return rulesFor({ asOf: AS_OF, scope, judgement: toJudgement(config, []) }, [], { externalIdKey: key })
    .rules;
}

function factsOf(...roles: Role[]): FactRecord[] {
  const read = { region: 'global', status: 'COLLECTED' as const, collectedAt: AS_OF, source: 'test' };
  return [
    {
      fact: 'account-identity',
      ...read,
      value: { accountId: HERE, callerArn: 'arn:test', aliases: ['acme-pay'] },
    },
    { fact: 'authorization-details', ...read, value: { roles, policies: [] } },
    {
      fact: 'role-settings',
      ...read,
      value: {
        roles: roles.map(({ arn }) => ({ arn, maxSessionDuration: 3600, description: `For ${UUID}.` })),
      },
    },
  ];
}

/** What matters of a judgement: findings as the report shows them, counts, what has no answer, the inventory. */
function told(judgement: AccountJudgement, by: Rules) {
  const findings = buildFindings(judgement.results.failures, {
    rules: by,
    accountName: () => 'Payments',
    firstSeen: () => AS_OF,
    partiesOn: () => [],
  });
  return {
    findings,
    unanswered: judgement.results.unanswered,
    inventory: judgement.inventory,
  };
}

function both(...roles: Role[]) {
  const facts = factsOf(...roles);
  const inMaskedFacts = maskFacts(structuredClone(facts), KEY, SUBJECT, rules(KEY));
  const [full, masked] = [rules(KEY), rules(standInKey(KEY.id))];
  return {
    full: told(judgeAccount(SUBJECT, facts, full), full),
    masked: told(judgeAccount(SUBJECT, inMaskedFacts, masked), masked),
    text: JSON.stringify(inMaskedFacts),
    inMaskedFacts,
  };
}

const SECRET = 'tf/Xq81-kd0Zp2-Ww77';

function asking(condition: object, accountId = STRANGER): object {
  return allow(accountId, { Condition: condition });
}

function equals(value: unknown): object {
  return { StringEquals: { 'sts:ExternalId': value } };
}

describe('facts without external IDs are judged as those with them', () => {
  it.each<[string, object | object[] | string]>([
    ['a random one', asking(equals(UUID))],
    ['several', asking(equals([UUID, SECRET]))],
    ['one that follows the register', asking(equals(`aud-${UUID.replaceAll('-', '')}`), REGISTERED)],
    ['one that does not follow the register', asking(equals(SECRET), REGISTERED)],
    ['one that can be guessed', asking(equals('acme-payments-2024'))],
    ['the account’s own id', asking(equals(HERE))],
    ['nothing', asking(equals(''))],
    ['wildcards alone', asking({ StringLike: { 'sts:ExternalId': '*?' } })],
    ['a pattern', asking({ StringLike: { 'sts:ExternalId': `${SECRET}-*` } })],
    ['an asterisk that is meant', asking(equals('*'))],
    ['a value with an asterisk that is meant', asking(equals(`${SECRET}*`))],
    ['a policy variable', asking(equals(`${SECRET}-\${aws:PrincipalTag/x}`))],
    ['an escaped dollar', asking(equals(`${SECRET}-\${$}`))],
    ['a number', asking(equals(81726354819))],
    ['a boolean', asking(equals(true))],
    ['null', asking(equals(null))],
    ['an object', asking(equals({ id: SECRET }))],
    ['null among texts', asking(equals([SECRET, null]))],
    ['a negated operator', asking({ StringNotEquals: { 'sts:ExternalId': SECRET } })],
    ['IfExists', asking({ StringEqualsIfExists: { 'sts:ExternalId': SECRET } })],
    ['ForAllValues', asking({ 'ForAllValues:StringEquals': { 'sts:ExternalId': [SECRET] } })],
    ['case ignored', asking({ StringEqualsIgnoreCase: { 'STS:externalid': SECRET } })],
    ['presence alone', asking({ Null: { 'sts:ExternalId': 'false' } })],
    ['presence and a value', asking({ Null: { 'sts:ExternalId': ['false'] }, ...equals(SECRET) })],
    [
      'a Deny of everything else',
      [allow(STRANGER), { ...asking({ StringNotEquals: { 'sts:ExternalId': SECRET } }), Effect: 'Deny' }],
    ],
    [
      'a Deny of everything but a pattern',
      [allow(STRANGER), { ...asking({ StringNotLike: { 'sts:ExternalId': `${SECRET}*` } }), Effect: 'Deny' }],
    ],
    ['quotes and backslashes', asking(equals(`${SECRET}"\\"\u2028\ud800`))],
    ['a long one', asking(equals(SECRET.repeat(150)))],
    ['one too long for any policy', asking(equals(SECRET.repeat(1000)))],
    ['one too long for any document', asking(equals(SECRET.repeat(8000)))],
    [
      'a key given twice',
      `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"${STRANGER}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:ExternalId":"${SECRET}","sts:ExternalId":"*"}}}]}`,
    ],
    [
      'a key in other letters',
      `{"Statement":[{"Effect":"Allow","Principal":{"AWS":"${STRANGER}"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"sts:External\\u0049d":"${SECRET}"}}}]}`,
    ],
    ['a document that is none', `{"Statement":[{"Condition":{"StringEquals":{"sts:ExternalId":"${SECRET}"`],
    ['something written like a stand-in', asking(equals('id:0123456789abcdef (36 characters)'))],
  ])('%s', (name, statements) => {
    const { full, masked, text } = both(role(statements));
    // Of a document too long to be read, nothing is shown.
    const shown = name.startsWith('one too long') ? withoutEvidence : (said: typeof full) => said;
    expect(shown(masked)).toEqual(shown(full));
    expect(full.findings.length + full.inventory.length).toBeGreaterThan(0);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(JSON.stringify(SECRET).slice(1, -1));
  });

  function withoutEvidence({ findings, ...rest }: ReturnType<typeof told>) {
    return { ...rest, findings: findings.map((finding) => ({ ...finding, evidence: [] })), inventory: [] };
  }

  it('sees the same value again, in another role and another account', () => {
    const other = role(asking(equals(UUID), REGISTERED), { name: 'other' });
    const { inMaskedFacts } = both(role(asking(equals(UUID))), other);
    const again = both(role(asking(equals([SECRET, UUID])))).inMaskedFacts;
    const standIns = (facts: FactRecord[]) =>
      new Set(JSON.stringify(facts).match(/id:[0-9a-f]{16} \(36 characters\)/g));
    expect(standIns(inMaskedFacts).size).toBe(1);
    expect(standIns(again)).toEqual(standIns(inMaskedFacts));
  });
});

describe('what the facts no longer tell', () => {
  it('is no number, date or ARN: a condition that compares with one guards nothing', () => {
    const { full, masked, text } = both(role(asking({ NumericEquals: { 'sts:ExternalId': '81726354819' } })));
    expect(full.findings.map(({ checkId }) => checkId)).not.toContain('external-id-not-enforced');
    const finding = masked.findings.find(({ checkId }) => checkId === 'external-id-not-enforced');
    expect(finding?.detail).toContain('compares with a value that the evidence does not hold');
    expect(text).not.toContain('81726354819');
  });

  it('is UNKNOWN, never PASS, when rules ask what was not asked before', () => {
    const [asked] = [role(asking(equals(SECRET), REGISTERED))];
    const inMaskedFacts = maskFacts(factsOf(asked), KEY, SUBJECT, rules(KEY));
    for (const checkId of ['external-id-guessable', 'external-id-format']) {
      const later = rules(standInKey(KEY.id), { [checkId]: { words: ['Xq81'] } });
      const { results } = judgeAccount(SUBJECT, inMaskedFacts, later);
      const answer = results.unanswered.filter((one) => one.checkId === checkId);
      expect(answer, checkId).toEqual([
        expect.objectContaining({ status: 'UNKNOWN', detail: expect.stringContaining('was not asked') }),
      ]);
      expect(results.failures.filter(({ check }) => check.id === checkId)).toEqual([]);
    }
  });

  it('is still told when only a threshold has changed', () => {
    const inMaskedFacts = maskFacts(factsOf(role(asking(equals(UUID)))), KEY, SUBJECT, rules(KEY));
    const stricter = rules(standInKey(KEY.id), { 'external-id-guessable': { minimumBits: 129 } });
    const { failures } = judgeAccount(SUBJECT, inMaskedFacts, stricter).results;
    expect(failures.map(({ check }) => check.id)).toContain('external-id-guessable');
  });
});

describe('other places where an external ID may stand', () => {
  it('are descriptions and tags, where it is long enough to be told from other text', () => {
    const tags = [{ key: 'external-id', value: SECRET }];
    const { text } = both(role(asking(equals([UUID, SECRET])), { tags }));
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(UUID);
    expect(text).toMatch(/For id:[0-9a-f]{16} \(36 characters\)\./);
  });

  it('are tags of another account, but for those that conditions or the configuration ask for', () => {
    const document = JSON.stringify({
      Statement: {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringEquals: { 'aws:ResourceTag/Stage': 'tier-1' } },
      },
    });
    const tags = [
      { key: 'stage', value: 'tier-1' },
      { key: 'note', value: 'tier-1' },
      { key: 'made-by', value: 'robot-7' },
      { key: 'by', value: `robot-7, ${SECRET}` },
    ];
    const facts = factsOf(role(asking(equals(UUID)), { tags, inlinePolicies: [{ name: 'ask', document }] }));
    const config = rules(KEY, { 'unmanaged-role': { provisioningTags: ['made-by=robot-7'] } });
    const known = ['tier-1', 'robot-7', SECRET];
    const standIn = (id: string) => `<${id.length}>`;
    const replacing = { standIn, byPlace: standIn, rules: config };
    const { facts: inMaskedFacts, changed } = withoutKnownExternalIds(facts, known, replacing);
    expect(changed).toBe(true);
    const details = inMaskedFacts.find(({ fact }) => fact === 'authorization-details');
    expect(details).toMatchObject({
      value: {
        roles: [
          {
            inlinePolicies: [{ document }],
            tags: [{ value: 'tier-1' }, { value: '<6>' }, { value: 'robot-7' }, { value: '<7>, <19>' }],
          },
        ],
      },
    });
    expect(withoutKnownExternalIds(facts, ['none-of-1'], replacing)).toEqual({ facts, changed: false });
  });

  it('are no part of a policy that would then say something else', () => {
    const issuer = 'sts.windows.net/5e1f0a9c-77b3-4d7e-8e21-000000000001/';
    const path = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/';
    const conditions = {
      StringEquals: {
        [`${issuer}:aud`]: 'api-00000000-1111-2222',
        'aws:PrincipalOrgPaths': path,
        'aws:SourceVpc': 'vpc-0123456789abcdef0',
      },
      StringLike: { 'token.actions.githubusercontent.com:sub': 'repo:acme/*:ref:refs/heads/release-1' },
      IpAddress: { 'aws:SourceIp': ['203.0.113.128/25', '2001:db8:85a3::8a2e:370:7334/64'] },
    };
    const chosen = [
      '5e1f0a9c-77b3-4d7e-8e21-000000000001',
      path,
      'vpc-0123456789abcdef0',
      '*:ref:refs/heads/release-1',
      'repo:acme/*:ref:refs/heads/release-1',
      '203.0.113.128/25',
      '2001:db8:85a3::8a2e:370:7334/64',
    ];
    const facts = factsOf(role(allow(STRANGER, { Condition: conditions }))).filter(
      ({ fact }) => fact === 'authorization-details',
    );
    const standIn = (id: string) => `<${id.length}>`;
    const replacing = { standIn, byPlace: standIn, rules: rules(KEY) };
    expect(withoutKnownExternalIds(facts, chosen, replacing).facts).toEqual(facts);
    const { facts: masked } = withoutKnownExternalIds(
      facts,
      [...chosen, 'api-00000000-1111-2222'],
      replacing,
    );
    expect(JSON.stringify(masked)).toContain('<22>');
  });

  it('are permission policies that name the external ID to ask with', () => {
    const document = JSON.stringify({
      Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', Condition: equals(SECRET) },
    });
    const { full, masked, text } = both(
      role(asking(equals(UUID)), { inlinePolicies: [{ name: 'ask', document }] }),
    );
    expect(masked).toEqual(full);
    expect(text).not.toContain(SECRET);
  });
});

it('users and groups are kept, without external IDs in their policies', () => {
  const policy = JSON.stringify({
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*', Condition: equals(SECRET) }],
  });
  const holder = {
    name: 'ci',
    arn: `arn:aws:iam::${HERE}:user/ci`,
    inlinePolicies: [{ name: 'enter', document: policy }],
    attachedPolicies: [],
  };
  const facts = factsOf();
  const given = facts.map((record) =>
    record.fact === 'authorization-details' && record.status === 'COLLECTED'
      ? { ...record, value: { roles: [], policies: [], users: [holder], groups: [] } }
      : record,
  );
  const text = JSON.stringify(maskFacts(given, KEY, SUBJECT, rules(KEY)));
  expect(text).toContain('user/ci');
  expect(text).not.toContain(SECRET);
});
