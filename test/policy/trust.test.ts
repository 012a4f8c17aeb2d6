// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables of IAM look like this.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Grant } from '../../src/model/grant.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { growth } from '../support/steps.ts';
import { oneIn, tries } from '../support/thorough.ts';

const VENDOR = '999988887777';
const VENDOR_ROOT = `arn:aws:iam::${VENDOR}:root`;
const VENDOR_ROLE = `arn:aws:iam::${VENDOR}:role/ci/scanner`;
const OTHER_ROLE = 'arn:aws:iam::555566667777:role/other';
const GITHUB = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
const OKTA = 'arn:aws:iam::111122223333:saml-provider/okta';

type Element = Record<string, unknown>;

function read(...statements: Element[]) {
  return readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: statements }));
}

function allow(more: Element = {}): Element {
  return { Effect: 'Allow', Principal: { AWS: VENDOR_ROOT }, Action: 'sts:AssumeRole', ...more };
}

function deny(more: Element = {}): Element {
  return { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', ...more };
}

/** `who: actions` for each grant. */
function summary(grants: Grant[]): string[] {
  return grants.map(({ principal, actions }) => `${principal.kind} ${principal.value}: ${actions.join(' ')}`);
}

/** `operator key=values` for each condition, with `!` before those that are required. */
function conditions(grants: Grant[]): string[] {
  return grants.flatMap((grant) =>
    grant.conditions.map(
      ({ operator, key, values, required }) => `${required ? '!' : ''}${operator} ${key}=${values.join('|')}`,
    ),
  );
}

describe('principals', () => {
  it.each<[string, unknown, string[]]>([
    ['an account by its root ARN', { AWS: VENDOR_ROOT }, [`account ${VENDOR_ROOT}`]],
    ['an account by its id', { AWS: VENDOR }, [`account ${VENDOR}`]],
    ['a bare account id as the whole element', VENDOR, [`account ${VENDOR}`]],
    ['a list', [VENDOR, VENDOR_ROLE], [`account ${VENDOR}`, `role ${VENDOR_ROLE}`]],
    ['one named twice', { AWS: [VENDOR, VENDOR] }, [`account ${VENDOR}`]],
    [
      'GovCloud',
      { AWS: 'arn:aws-us-gov:iam::999988887777:root' },
      ['account arn:aws-us-gov:iam::999988887777:root'],
    ],
    ['China', { AWS: 'arn:aws-cn:iam::999988887777:user/u' }, ['user arn:aws-cn:iam::999988887777:user/u']],
    [
      'a session',
      { AWS: 'arn:aws:sts::999988887777:assumed-role/r/s' },
      ['session arn:aws:sts::999988887777:assumed-role/r/s'],
    ],
    ['a unique id', { AWS: 'AROAEXAMPLE1234567890' }, ['unique-id AROAEXAMPLE1234567890']],
    ['anyone', '*', ['any *']],
    ['anyone of AWS', { AWS: '*' }, ['any *']],
    ['a service', { Service: 'ec2.amazonaws.com' }, ['service ec2.amazonaws.com']],
    ['a canonical user', { CanonicalUser: 'abc' }, ['other abc']],
  ])('%s', (_, Principal, expected) => {
    const { grants, problems } = read(allow({ Principal }));
    expect(grants.map(({ principal }) => `${principal.kind} ${principal.value}`)).toEqual(expected);
    expect(problems).toEqual([]);
  });

  it('gives each kind of principal only the actions that it can call', () => {
    const Principal = { AWS: VENDOR, Service: 'ec2.amazonaws.com', Federated: [GITHUB, OKTA] };
    expect(summary(read(allow({ Principal, Action: 'STS:*' })).grants)).toEqual([
      `account ${VENDOR}: sts:AssumeRole sts:TagSession sts:SetSourceIdentity`,
      'service ec2.amazonaws.com: sts:AssumeRole sts:TagSession sts:SetSourceIdentity',
      `web-identity ${GITHUB}: sts:AssumeRoleWithWebIdentity sts:TagSession sts:SetSourceIdentity`,
      `saml ${OKTA}: sts:AssumeRoleWithSAML sts:TagSession sts:SetSourceIdentity`,
    ]);
  });

  it('makes no grant of an action that lets nobody in', () => {
    expect(read(allow({ Action: ['sts:TagSession', 'iam:PassRole'] }))).toEqual({ grants: [], problems: [] });
    expect(read(allow({ Principal: { Federated: OKTA } })).grants).toEqual([]);
  });

  it('knows the providers that need no ARN', () => {
    const { grants } = read(
      allow({ Principal: { Federated: 'accounts.google.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
    );
    expect(grants[0]?.principal).toEqual({
      kind: 'web-identity',
      value: 'accounts.google.com',
      provider: 'accounts.google.com',
    });
  });

  it('reads an Allow with NotPrincipal as anyone but those', () => {
    const { grants } = read({
      Effect: 'Allow',
      NotPrincipal: { AWS: VENDOR_ROLE },
      Action: 'sts:AssumeRole',
    });
    expect(grants[0]?.principal).toEqual({ kind: 'any', value: 'NotPrincipal', except: [VENDOR_ROLE] });
  });
});

describe('actions', () => {
  it.each<[Element, boolean]>([
    [{ Action: '*' }, true],
    [{ Action: 'sts:Assume*' }, true],
    [{ Action: 'STS:ASSUMEROLE' }, true],
    [{ Action: ['s3:*', 'sts:AssumeRol?'] }, true],
    [{ Action: 'sts:AssumeRoleWithSAML' }, false],
    [{ Action: undefined, NotAction: 'sts:TagSession' }, true],
    [{ Action: undefined, NotAction: ['sts:assume*'] }, false],
  ])('%j lets an account in: %s', (actions, expected) => {
    expect(read(allow(actions)).grants.length > 0).toBe(expected);
  });
});

describe('required conditions', () => {
  it.each<[string, string, unknown, boolean]>([
    ['StringEquals', 'sts:ExternalId', 'x', true],
    ['StringEquals', 'STS:externalid', ['x', 'y'], true],
    ['StringEqualsIgnoreCase', 'sts:ExternalId', 'x', true],
    ['StringLike', 'sts:ExternalId', 'x*', true],
    ['StringLike', 'sts:ExternalId', '*', false],
    ['StringLike', 'sts:ExternalId', ['x', '?*'], false],
    ['StringEqualsIfExists', 'sts:ExternalId', 'x', false],
    ['StringNotEquals', 'sts:ExternalId', 'x', false],
    ['ForAllValues:StringEquals', 'sts:ExternalId', 'x', false],
    ['ForAnyValue:StringEquals', 'sts:ExternalId', 'x', true],
    ['ForAnyValue:StringNotEquals', 'sts:ExternalId', 'x', false],
    ['StringEquals', 'sts:ExternalId', [], false],
    ['StringEquals', 'sts:ExternalId', '${aws:PrincipalAccount}', false],
    ['StringEquals', 'sts:ExternalId', 'a${*}b', true],
    ['StringEquals', 'sts:ExternalId', 123456, true],
    ['Null', 'sts:ExternalId', 'false', false],
    ['Null', 'sts:ExternalId', true, false],
    ['Bool', 'aws:MultiFactorAuthPresent', true, true],
    ['Bool', 'aws:MultiFactorAuthPresent', ['true', 'false'], false],
    ['BoolIfExists', 'aws:MultiFactorAuthPresent', true, false],
    ['IpAddress', 'aws:SourceIp', '203.0.113.0/24', true],
    ['IpAddress', 'aws:SourceIp', ['203.0.113.0/24', '0.0.0.0/0'], false],
    ['IpAddress', 'aws:SourceIp', '::/0', false],
    ['NotIpAddress', 'aws:SourceIp', '203.0.113.0/24', false],
    ['DateLessThan', 'aws:CurrentTime', '2027-01-01T00:00:00Z', true],
    ['DateLessThan', 'aws:EpochTime', 1800000000, true],
    ['DateLessThan', 'aws:CurrentTime', 'soon', false],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', '3600', true],
    ['NumericLessThan', 'aws:MultiFactorAuthAge', 'old', false],
    ['ArnLike', 'aws:PrincipalArn', VENDOR_ROLE, true],
    ['ArnLike', 'aws:PrincipalArn', 'arn:*:*:*:*:*', false],
    ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-abc123/*', true],
    ['StringLike', 'aws:PrincipalOrgPaths', 'o-abc123/*', false],
  ])('%s %s %j requires: %s', (operator, key, values, expected) => {
    const { grants, problems } = read(allow({ Condition: { [operator]: { [key]: values } } }));
    const condition = grants[0]?.conditions[0];
    expect(condition?.required).toBe(expected);
    expect(condition?.loophole === null).toBe(expected);
    expect(condition?.keyLower).toBe(key.toLowerCase());
    expect(problems).toEqual([]);
  });

  it('takes an operator apart', () => {
    const { grants } = read(
      allow({ Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': ['a'] } } }),
    );
    expect(grants[0]?.conditions[0]).toMatchObject({
      base: 'StringLike',
      ifExists: true,
      set: 'ForAnyValue',
    });
  });
});

describe('Deny statements', () => {
  it('removes a grant that is denied without condition', () => {
    expect(read(allow(), deny()).grants).toEqual([]);
    expect(read(allow(), deny({ Principal: { AWS: '*' }, Action: 'sts:*' })).grants).toEqual([]);
    expect(read(allow(), deny({ Principal: { AWS: VENDOR } })).grants).toEqual([]);
    expect(
      read(allow({ Principal: { AWS: VENDOR_ROLE } }), deny({ Principal: { AWS: VENDOR } })).grants,
    ).toEqual([]);
  });

  it('leaves a grant that it does not surely cover', () => {
    expect(read(allow(), deny({ Principal: { AWS: VENDOR_ROLE } })).grants).toHaveLength(1);
    expect(read(allow(), deny({ Principal: { AWS: OTHER_ROLE } })).grants).toHaveLength(1);
    expect(read(allow(), deny({ Action: 'sts:AssumeRoleWithSAML' })).grants).toHaveLength(1);
    expect(read(allow({ Principal: '*' }), deny({ Principal: { AWS: VENDOR } })).grants).toHaveLength(1);
  });

  it('removes the sessions of a denied role', () => {
    const session = `arn:aws:sts::${VENDOR}:assumed-role/scanner/nightly`;
    expect(
      read(allow({ Principal: { AWS: session } }), deny({ Principal: { AWS: VENDOR_ROLE } })).grants,
    ).toEqual([]);
  });

  it('splits a grant of which only one action is denied', () => {
    expect(summary(read(allow({ Principal: '*', Action: 'sts:Assume*' }), deny()).grants)).toEqual([
      'any *: sts:AssumeRoleWithWebIdentity sts:AssumeRoleWithSAML',
    ]);
  });

  it('narrows anyone, or an account, to those whom a Deny with NotPrincipal leaves out', () => {
    const everyoneBut = { Effect: 'Deny', NotPrincipal: { AWS: [VENDOR_ROLE] }, Action: '*' };
    expect(summary(read(allow({ Principal: '*' }), everyoneBut).grants)).toEqual([
      `role ${VENDOR_ROLE}: sts:AssumeRole`,
    ]);
    expect(summary(read(allow(), everyoneBut).grants)).toEqual([`role ${VENDOR_ROLE}: sts:AssumeRole`]);
    expect(read(allow({ Principal: { AWS: OTHER_ROLE } }), everyoneBut).grants).toEqual([]);
  });

  it('does not let in by one NotPrincipal whom the other leaves out', () => {
    const everyoneBut = { Effect: 'Allow', NotPrincipal: { AWS: VENDOR_ROLE }, Action: 'sts:AssumeRole' };
    const onlySpared = { Effect: 'Deny', NotPrincipal: { AWS: VENDOR_ROLE }, Action: '*' };
    expect(read(everyoneBut, onlySpared).grants).toEqual([]);
  });

  it('counts every Deny for those whom a NotPrincipal spares, in whichever order they stand', () => {
    const spares = { Effect: 'Deny', NotPrincipal: { AWS: VENDOR_ROLE }, Action: '*' };
    const denies = deny({ Principal: { AWS: VENDOR_ROLE } });
    expect(read(allow({ Principal: '*' }), spares, denies).grants).toEqual([]);
    expect(read(allow({ Principal: '*' }), denies, spares).grants).toEqual([]);
  });

  it('knows that no session of a role is a user', () => {
    const session = `arn:aws:sts::${VENDOR}:assumed-role/scanner/nightly`;
    const onlyUser = { Effect: 'Deny', NotPrincipal: { AWS: `arn:aws:iam::${VENDOR}:user/jo` }, Action: '*' };
    expect(read(allow({ Principal: { AWS: session } }), onlyUser).grants).toEqual([]);
    const federated = `arn:aws:sts::${VENDOR}:federated-user/jo`;
    expect(read(allow({ Principal: { AWS: federated } }), onlyUser).grants).toHaveLength(1);
  });

  it.each<[string, Element, string[]]>([
    [
      'StringNotEquals holds when the key is absent',
      { StringNotEquals: { 'sts:ExternalId': 'x' } },
      ['!StringEquals sts:ExternalId=x'],
    ],
    [
      'StringNotEqualsIfExists does too',
      { StringNotEqualsIfExists: { 'sts:ExternalId': 'x' } },
      ['!StringEquals sts:ExternalId=x'],
    ],
    [
      'StringEquals asks for nothing',
      { StringEquals: { 'sts:ExternalId': 'x' } },
      ['StringNotEquals sts:ExternalId=x'],
    ],
    [
      'StringEqualsIfExists asks for some other value',
      { StringEqualsIfExists: { 'sts:ExternalId': 'x' } },
      ['StringNotEquals sts:ExternalId=x', 'Null sts:ExternalId=false'],
    ],
    [
      'StringNotLike with a wildcard',
      { StringNotLike: { 'sts:ExternalId': '*' } },
      ['StringLike sts:ExternalId=*'],
    ],
    ['Null true asks for the key', { Null: { 'sts:ExternalId': 'true' } }, ['Null sts:ExternalId=false']],
    [
      'ForAllValues of a negated operator',
      { 'ForAllValues:StringNotEquals': { 'sts:ExternalId': ['x', 'y'] } },
      ['!ForAnyValue:StringEquals sts:ExternalId=x|y'],
    ],
    [
      'ForAnyValue of a negated operator',
      { 'ForAnyValue:StringNotEquals': { 'sts:ExternalId': 'x' } },
      ['ForAllValues:StringEquals sts:ExternalId=x'],
    ],
    [
      'Bool false lets the absent key through',
      { Bool: { 'aws:MultiFactorAuthPresent': false } },
      ['BoolIfExists aws:MultiFactorAuthPresent=true'],
    ],
    [
      'BoolIfExists false does not',
      { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } },
      ['!Bool aws:MultiFactorAuthPresent=true'],
    ],
    [
      'NotIpAddress',
      { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      ['!IpAddress aws:SourceIp=203.0.113.0/24'],
    ],
    [
      'the time is always known',
      { DateGreaterThan: { 'aws:CurrentTime': '2027-01-01' } },
      ['!DateLessThanEquals aws:CurrentTime=2027-01-01'],
    ],
    [
      'a comparison lets the absent key through',
      { NumericGreaterThan: { 'aws:MultiFactorAuthAge': ['3600', '60'] } },
      [
        'NumericLessThanEqualsIfExists aws:MultiFactorAuthAge=3600',
        'NumericLessThanEqualsIfExists aws:MultiFactorAuthAge=60',
      ],
    ],
    [
      'several keys need not all be broken',
      { StringNotEquals: { 'sts:ExternalId': 'x', 'aws:PrincipalOrgID': 'o-abc123' } },
      ['StringEquals sts:ExternalId=x', 'StringEquals aws:PrincipalOrgID=o-abc123'],
    ],
    [
      'no AWS principal is an AWS service',
      {
        StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-abc123' },
        BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
      },
      ['!StringEquals aws:PrincipalOrgID=o-abc123'],
    ],
  ])('%s', (_, Condition, expected) => {
    const { grants, problems } = read(allow(), deny({ Condition }));
    expect(conditions(grants)).toEqual(expected);
    expect(grants[0]?.conditions.every(({ origin, statement }) => origin === 'deny' && statement === 1)).toBe(
      true,
    );
    expect(problems).toEqual([]);
  });

  it('guards only those whom it names', () => {
    const Condition = { StringNotEquals: { 'sts:ExternalId': 'x' } };
    const { grants } = read(
      allow({ Principal: { AWS: [VENDOR, '555566667777'] } }),
      deny({ Principal: { AWS: VENDOR }, Condition }),
    );
    expect(grants.map((grant) => grant.conditions.length)).toEqual([1, 0]);
  });

  it('guards nothing when it is not understood in full', () => {
    const { grants, problems } = read(
      allow(),
      deny({ Condition: { StringUnequal: { 'sts:ExternalId': 'x' } } }),
    );
    expect(grants[0]?.conditions).toEqual([]);
    expect(problems).toEqual(['statement 2: condition operator StringUnequal is not known']);
  });
});

describe('what cannot be understood', () => {
  it.each<[string, string, string]>([
    ['not JSON', '{', 'the document is not JSON'],
    ['empty', '', 'the document is not JSON'],
    ['a list', '[]', 'the document is not a JSON object'],
    ['no statement', '{}', 'the document has no Statement'],
    ['a statement that is text', '{"Statement":["x"]}', 'statement 1: it is not an object'],
    [
      'too much',
      JSON.stringify({ Statement: [allow({ Sid: 'x'.repeat(20_000) })] }),
      'the document holds more than 16384 characters, which no trust policy can',
    ],
    [
      'nested too deep',
      `${'['.repeat(8_000)}${']'.repeat(8_000)}`,
      'the document nests deeper than 100 levels, which no trust policy does',
    ],
    [
      'too long',
      `"${'x'.repeat(140_000)}"`,
      'the document is 140002 characters long, which no trust policy can be',
    ],
  ])('%s', (_, document, problem) => {
    expect(readTrustPolicy(document)).toEqual({ grants: [], problems: [problem] });
  });

  it.each<[string, Element, string]>([
    ['Effect', allow({ Effect: 'allow' }), 'statement 1: its Effect is neither Allow nor Deny'],
    [
      'principal type',
      allow({ Principal: { Robot: 'x' } }),
      'statement 1: principal type Robot is not known',
    ],
    ['no principal', allow({ Principal: undefined }), 'statement 1: it names no principal'],
    [
      'operator',
      allow({ Condition: { stringEquals: { 'sts:ExternalId': 'x' } } }),
      'statement 1: condition operator stringEquals is not known',
    ],
    ['element', allow({ Conditions: {} }), 'statement 1: element Conditions is not known'],
    [
      'principal',
      allow({ Principal: { AWS: 'arn:aws:iam::*:root' } }),
      'statement 1: principal arn:aws:iam::*:root is neither an account, a role, a user, a session nor a unique id',
    ],
  ])('names the unknown %s', (_, statement, problem) => {
    expect(read(statement).problems).toEqual([problem]);
  });

  it('reads a document that is long by white space alone', () => {
    const spaced = JSON.stringify({ Statement: allow() }, null, 10).replaceAll('\n', '\n'.repeat(2_000));
    expect(readTrustPolicy(spaced)).toMatchObject({ grants: [{ statement: 0 }], problems: [] });
  });

  oneIn(5)('holds each principal to each Deny once in the worst of documents', async () => {
    const Condition = { Bool: { a: 'false' } };
    const worst = (size: number) => {
      const many = Array.from({ length: 5 * size }, (_, index) => String(100_000_000_000 + index));
      const denies = Array.from({ length: size }, () => deny({ Condition }));
      return JSON.stringify({ Statement: [allow({ Principal: { AWS: many } }), ...denies] });
    };
    expect(readTrustPolicy(worst(80)).grants).toHaveLength(400);
    const load = () => import('../../src/policy/trust.ts');
    // Both are doubled.
    expect(await growth(load, (trust, size) => trust.readTrustPolicy(worst(size)), 20)).toBeLessThan(4.5);
  });

  it('never throws on any JSON value or text', () => {
    const names = [
      'Statement',
      'Effect',
      'Principal',
      'NotPrincipal',
      'Action',
      'Condition',
      'AWS',
      '__proto__',
    ];
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom('Allow', 'Deny', '*', VENDOR, 'sts:*', null, true, 1),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names, 'StringEquals', 'Null'), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          tree.map((value) => JSON.stringify(value)),
        ),
        (text) => {
          expect(readTrustPolicy(text)).toHaveProperty('grants');
        },
      ),
      tries(2_000, 1),
    );
  });
});
