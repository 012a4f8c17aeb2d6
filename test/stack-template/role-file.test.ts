import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../src/stack-template/declared-roles.ts';
import { type RoleFile, readRoleFile } from '../../src/stack-template/role-file.ts';
import { oneIn } from '../support/thorough.ts';

const ACCOUNT = '111122223333';

function read(
  text: string | object,
  parameters: Record<string, string> = {},
): RoleFile | { problem: string } {
  const deployment: Deployment = {
    accountId: ACCOUNT,
    region: 'eu-west-1',
    partition: 'aws',
    stackName: 'vendor',
    parameters: new Map(Object.entries(parameters)),
    taken: new Set(['AWS::AccountId']),
  };
  return readRoleFile(typeof text === 'string' ? text : JSON.stringify(text), deployment, {
    name: 'file',
    admitted: '999988887777',
  });
}

function roles(text: string | object, parameters?: Record<string, string>): RoleFile {
  const file = read(text, parameters);
  if ('problem' in file) throw new Error(file.problem);
  return file;
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }],
};

/** A template whose one role has these properties. */
function template(properties: object, more: object = {}, others: object = {}) {
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, ...properties } },
      ...others,
    },
    ...more,
  };
}

/** What becomes of a value of a policy. */
function written(value: unknown, more: object = {}, parameters?: Record<string, string>) {
  const file = roles(
    template({ Policies: [{ PolicyName: 'p', PolicyDocument: { Version: value, Statement: [] } }] }, more),
    parameters,
  );
  const document = file.roles[0]?.inlinePolicies[0]?.document as { Version: unknown };
  return { value: document.Version, open: file.open };
}

const AT = 'Resources.Role.Properties.Policies[0].Version';
const WITH = {
  Mappings: { M: { a: { single: ['only'] } } },
  Parameters: {
    A: { Default: 'one' },
    L: { Type: 'CommaDelimitedList', Default: 'x,y' },
    N: {},
    Looked: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/vendor' },
    LookedList: { Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: '/vendors' },
    Star: { Default: '*' },
  },
};

describe('a value of a template, as IAM will be given it', () => {
  it.each<[name: string, value: unknown, becomes: unknown, open?: string[]]>([
    ['a text', 'a', 'a'],
    ['a parameter with a default', { Ref: 'A' }, 'one'],
    ['a list of texts', ['a', { Ref: 'A' }], ['a', 'one']],
    ['a parameter that is a list, in the place of one', { AWS: { Ref: 'L' } }, { AWS: ['x', 'y'] }],
    ['a parameter that is a list, in a list', { AWS: ['w', { Ref: 'L' }] }, { AWS: ['w', 'x', 'y'] }],
    [
      'a text put together',
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:${A}' },
      `arn:aws:iam::${ACCOUNT}:one`,
    ],
    ['a join', { 'Fn::Join': ['-', ['a', { Ref: 'A' }]] }, 'a-one'],
    ['a mapping of one', { 'Fn::FindInMap': ['M', 'a', 'single'] }, 'only'],
    [
      'a part that a macro fills in',
      { AWS: 'a', 'Fn::Transform': 'x' },
      { AWS: 'a', 'Fn::Transform': 'x' },
      [AT],
    ],
    ['what is not there', { AWS: 'a', Service: { Ref: 'AWS::NoValue' } }, { AWS: 'a' }],
    ['a parameter without a value', { Ref: 'N' }, '${…}', [AT]],
    [
      'a text around it',
      { AWS: { 'Fn::Sub': 'arn:aws:iam::${N}:root' } },
      { AWS: 'arn:aws:iam::${…}:root' },
      [`${AT}.AWS`],
    ],
    ['what another stack exports', { 'Fn::ImportValue': 'x' }, '${…}', [AT]],
    ['what Systems Manager holds', '{{resolve:ssm:/vendor/account}}', '${…}', [AT]],
    ['a text with a part of that', 'arn:{{resolve:secretsmanager:x}}:y', 'arn:${…}:y', [AT]],
    ['a parameter that is looked up there', { Ref: 'Looked' }, '${…}', [AT]],
    ['a list that is looked up there', [{ Ref: 'LookedList' }], ['${…}'], [`${AT}[0]`]],
    ['a parameter that is a star', { Ref: 'Star' }, '*'],
    ['a branch that is known', { 'Fn::If': ['IsOne', { AWS: 'a' }, { AWS: 'b' }] }, { AWS: 'a' }],
    ['a branch that is not known', { 'Fn::If': ['IsN', { AWS: 'a' }, { AWS: 'b' }] }, { AWS: 'a' }, [AT]],
  ])('%s', (_name, value, becomes, open = []) => {
    const more = {
      ...WITH,
      Conditions: {
        IsOne: { 'Fn::Equals': [{ Ref: 'A' }, 'one'] },
        IsN: { 'Fn::Equals': [{ Ref: 'N' }, 'n'] },
      },
    };
    expect(written(value, more)).toEqual({ value: becomes, open });
  });

  it('takes a value that is given before a default, and one that CloudFormation would hide', () => {
    const more = { Parameters: { A: { Default: 'one', NoEcho: true } } };
    expect([written({ Ref: 'A' }, more, { A: 'two' }).value, written({ Ref: 'A' }, more).value]).toEqual([
      'two',
      'one',
    ]);
  });

  it('keeps what is a statement of one branch out where that is not taken', () => {
    const statements = [{ 'Fn::If': ['IsN', { Sid: 'Wide' }, { Ref: 'AWS::NoValue' }] }, { Sid: 'Narrow' }];
    const sids = (n: string) => {
      const file = roles(
        template(
          { AssumeRolePolicyDocument: { Statement: statements } },
          { ...WITH, Conditions: { IsN: { 'Fn::Equals': [{ Ref: 'N' }, 'n'] } } },
        ),
        { N: n },
      );
      return file.roles[0]?.trustPolicy;
    };
    expect(sids('n')).toEqual({ Statement: [{ Sid: 'Wide' }, { Sid: 'Narrow' }] });
    expect(sids('m')).toEqual({ Statement: [{ Sid: 'Narrow' }] });
  });

  it('ends where a template refers to itself', () => {
    const text =
      'Resources: &r\n  Role:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: *r\n';
    const file = read(text);
    expect('problem' in file || file.open.length > 0).toBe(true);
  });

  oneIn(3)('ends where one part of a template holds itself in many places', () => {
    const text =
      'Resources:\n  Role:\n    Type: AWS::IAM::Role\n    Properties: &r\n      Tags: []\n      AssumeRolePolicyDocument: {a: *r, b: *r, c: *r}\n';
    expect(roles(text).open).not.toEqual([]);
  });
});

describe('a role of a template', () => {
  it('has the policies that it names and those that name it', () => {
    const document = (sid: string) => ({ Statement: [{ Sid: sid }] });
    const {
      roles: [role],
      policies,
      open,
    } = roles(
      template(
        {
          RoleName: 'Vendor',
          Path: '/vendors/',
          MaxSessionDuration: 7200,
          Description: 'for the vendor',
          Tags: [{ Key: 'Owner', Value: 'ana' }],
          PermissionsBoundary: 'arn:aws:iam::111122223333:policy/Boundary',
          Policies: [{ PolicyName: 'own', PolicyDocument: document('own') }],
          ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit', { Ref: 'Managed' }],
        },
        {},
        {
          Managed: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { ManagedPolicyName: 'M', PolicyDocument: document('managed') },
          },
          Inline: {
            Type: 'AWS::IAM::Policy',
            Properties: {
              PolicyName: 'beside',
              PolicyDocument: document('beside'),
              Roles: [{ Ref: 'Role' }],
            },
          },
          Other: {
            Type: 'AWS::IAM::Policy',
            Properties: { PolicyName: 'other', PolicyDocument: document('other'), Roles: ['Another'] },
          },
          Attached: {
            Type: 'AWS::IAM::ManagedPolicy',
            Properties: { PolicyDocument: document('attached'), Roles: [{ Ref: 'Role' }] },
          },
        },
      ),
    );
    expect(role).toEqual({
      logicalId: 'Role',
      name: 'Vendor',
      path: '/vendors/',
      trustPolicy: TRUST,
      inlinePolicies: [
        { name: 'own', document: document('own') },
        { name: 'beside', document: document('beside') },
      ],
      attachedPolicyArns: [
        'arn:aws:iam::aws:policy/SecurityAudit',
        'arn:aws:iam::111122223333:policy/M',
        'arn:aws:iam::111122223333:policy/Attached',
      ],
      permissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/Boundary',
      maxSessionDuration: 7200,
      description: 'for the vendor',
      tags: [{ key: 'Owner', value: 'ana' }],
    });
    expect(policies.map(({ arn }) => arn)).toEqual([
      'arn:aws:iam::111122223333:policy/M',
      'arn:aws:iam::111122223333:policy/Attached',
    ]);
    expect(open).toEqual([]);
  });

  it('is left out where its condition does not hold, and is there where nobody knows', () => {
    const made = (n: Record<string, string>) =>
      read(
        {
          ...WITH,
          Conditions: { IsN: { 'Fn::Equals': [{ Ref: 'N' }, 'n'] } },
          Resources: {
            Role: {
              Type: 'AWS::IAM::Role',
              Condition: 'IsN',
              Properties: { AssumeRolePolicyDocument: TRUST },
            },
          },
        },
        n,
      );
    expect(made({ N: 'm' })).toEqual({ problem: 'it makes no role (AWS::IAM::Role)' });
    expect(made({})).toMatchObject({ roles: [{ name: 'Role' }] });
  });

  it.each(['Ref', 'Fn::Sub'])('is not told by an account that nobody gave: %s', (call) => {
    const name = call === 'Ref' ? 'AWS::AccountId' : '-${AWS::AccountId}';
    const Conditions = {
      Real: { 'Fn::Not': [{ 'Fn::Equals': [{ [call]: name }, ACCOUNT] }] },
      Other: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] },
    };
    expect(roles(template({}, { Conditions })).open).toEqual(['Conditions.Real']);
    const looked = (key: string) => ({
      Description: { 'Fn::FindInMap': ['M', { Ref: key }, 'd', { DefaultValue: 'x' }] },
    });
    expect(roles(template(looked('AWS::AccountId'))).open).toEqual(['Resources.Role.Properties']);
    expect(roles(template(looked('AWS::Region'))).open).toEqual([]);
  });

  it.each<[name: string, properties: object, others: object, open: string]>([
    ['has no trust policy', { AssumeRolePolicyDocument: undefined }, {}, 'AssumeRolePolicyDocument'],
    ['is filled in later', { 'Fn::Transform': { Name: 'Include' } }, {}, ''],
    [
      'attaches what another stack exports',
      { ManagedPolicyArns: [{ 'Fn::ImportValue': 'x' }] },
      {},
      'ManagedPolicyArns',
    ],
    ['has policies that a macro makes', { Policies: { 'Fn::Transform': { Name: 'M' } } }, {}, 'Policies'],
    ['has a tag without a value', { Tags: [{ Key: 'Owner', Value: { Ref: 'N' } }] }, {}, 'Tags[0].Value'],
    ['has a policy without a document', { Policies: [{ PolicyName: 'p' }] }, {}, 'Policies[0]'],
  ])('says where it is open: %s', (_name, properties, others, open) => {
    const { open: places } = roles(template(properties, {}, others));
    expect(
      places.some((place) => place.startsWith(`Resources.Role.Properties${open === '' ? '' : `.${open}`}`)),
    ).toBe(true);
  });
});

describe('an external ID that is a parameter', () => {
  const trust = (key: string) => ({ Statement: [{ Condition: { StringEquals: { [key]: { Ref: 'Id' } } } }] });
  it.each<[name: string, parameter: object, more: object, assumed: string[]]>([
    ['without a value', {}, {}, ['Id']],
    ['with a default', { Default: 'abc' }, {}, []],
    ['of which only some values will do', { AllowedValues: ['abc', 'given'] }, {}, []],
    ['that is short', { MaxLength: 8 }, {}, []],
    ['that is a number', { Type: 'Number' }, {}, []],
    ['that is longer than a UUID', { MinLength: 40 }, {}, []],
    ['that is six digits', { AllowedPattern: '[0-9]{6}' }, {}, []],
    ['that has a part of a UUID in it', { AllowedPattern: '[0-9a-f]{8}' }, {}, []],
    ['whose pattern cannot be read', { AllowedPattern: '(?=' }, {}, []],
    ['whose pattern is long', { AllowedPattern: '.*'.repeat(1000) }, {}, []],
    ['that may be a UUID', { AllowedPattern: '^[0-9a-f-]{36}$', MinLength: 36 }, {}, ['Id']],
    ['that is anything', { AllowedPattern: '.+' }, {}, ['Id']],
    ['that is looked up', { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/id' }, {}, []],
    ['that is a name as well', {}, { RoleName: { 'Fn::Sub': 'vendor-${Id}' } }, []],
  ])('%s', (_name, parameter, more, assumed) => {
    const text = template(
      { AssumeRolePolicyDocument: trust('sts:externalid'), ...more },
      { Parameters: { Id: parameter } },
    );
    expect(roles(text).assumed).toEqual(assumed);
    expect(roles(text, { Id: 'given' })).toMatchObject({ assumed: [], unset: [] });
  });

  it('is the only one that the parameter may have, and open where it may have several', () => {
    const file = (AllowedValues: string[], given?: Record<string, string>) =>
      read(
        template(
          { AssumeRolePolicyDocument: trust('sts:ExternalId') },
          { Parameters: { Id: { AllowedValues } } },
        ),
        given,
      );
    expect(file(['shared'])).toMatchObject({
      roles: [
        { trustPolicy: { Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': 'shared' } } }] } },
      ],
      open: [],
      unset: [],
    });
    expect(file(['one', 'two'])).toMatchObject({
      open: [expect.stringContaining('sts:ExternalId')],
      unset: ['Id'],
    });
    expect(file(['one', 'two'], { Id: 'three' })).toEqual({
      problem: 'its parameter Id takes only some values, and not the one that was given',
    });
    expect(file(['one', 'two'], { Id: 'two' })).toMatchObject({ open: [] });
  });

  it('is a random one where a condition asks whether it was given', () => {
    const Condition = { 'Fn::If': ['Has', trust('sts:ExternalId').Statement[0]?.Condition, { Ref: 'No' }] };
    const file = roles(
      template(
        { AssumeRolePolicyDocument: { Statement: [{ Condition }] } },
        {
          Parameters: { Id: {} },
          Conditions: { Has: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Id' }, ''] }] } },
        },
      ),
    );
    expect([file.assumed, file.open]).toEqual([['Id'], []]);
  });

  it('is a random one in a policy that is its JSON text', () => {
    const read = (text: object) =>
      roles(
        template(
          { AssumeRolePolicyDocument: { 'Fn::Sub': JSON.stringify(text) } },
          { Parameters: { Id: {} } },
        ),
      );
    const Condition = { StringEquals: { 'sts:ExternalId': '${Id}' } };
    const { assumed, open, roles: made } = read({ Statement: [{ Condition }] });
    expect([assumed, open, made[0]?.trustPolicy]).toEqual([
      ['Id'],
      [],
      expect.stringMatching(/"sts:ExternalId":"[0-9a-f-]{36}"/),
    ]);
    expect(read({ Statement: [{ Condition, Principal: '${Id}' }] }).assumed).toEqual([]);
    expect(read({ Statement: [{ Condition, '${Id}': 'x' }] }).assumed).toEqual([]);
  });

  it('is that of the stack, where the template takes that', () => {
    const id = { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] };
    const statement = { Effect: 'Allow', Condition: { StringEquals: { 'sts:ExternalId': id } } };
    const file = roles(template({ AssumeRolePolicyDocument: { Statement: [statement] } }));
    expect([JSON.stringify(file.roles[0]?.trustPolicy), file.open]).toEqual([
      expect.stringMatching(/"sts:ExternalId":"[0-9a-f-]{36}"/),
      [],
    ]);
  });

  it('is a random one for nothing but that key', () => {
    const file = roles(
      template({ AssumeRolePolicyDocument: trust('aws:PrincipalArn') }, { Parameters: { Id: {} } }),
    );
    expect([file.assumed, file.unset, file.open.length]).toEqual([[], ['Id'], 1]);
  });
});

describe('an identity provider of the template', () => {
  it.each<[type: string, properties: object, ends: string]>([
    ['AWS::IAM::OIDCProvider', { Url: 'https://token.example.com/t' }, 'oidc-provider/token.example.com/t'],
    ['AWS::IAM::SAMLProvider', { Name: 'Sso' }, 'saml-provider/Sso'],
  ])('%s is known to the roles that trust it', (Type, Properties, ends) => {
    const by = (principal: unknown) => ({ Effect: 'Allow', Principal: { Federated: principal } });
    const file = roles(
      template(
        {
          AssumeRolePolicyDocument: { Statement: [by({ Ref: 'Idp' }), by({ 'Fn::GetAtt': ['Idp', 'Arn'] })] },
        },
        {},
        { Idp: { Type, Properties } },
      ),
    );
    const arn = `arn:aws:iam::${ACCOUNT}:${ends}`;
    expect(file).toMatchObject({ roles: [{ trustPolicy: { Statement: [by(arn), by(arn)] } }], open: [] });
  });
});

it('a parameter that the template does not have is told', () => {
  expect(read(template({}), { Exernal: 'x' })).toEqual({ problem: 'it has no parameter Exernal' });
});

const PERMISSIONS = { Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] };

it('what is looked up when a policy is used is open', () => {
  const Principal = { AWS: '{{resolve:ssm:/vendor}}' };
  expect(roles({ Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] })).toMatchObject({
    half: 'trust',
    open: ['Statement[0].Principal.AWS'],
  });
});

describe('what a file is', () => {
  it.each<[name: string, text: string | object, half: string]>([
    ['a template', template({}), 'whole'],
    ['a trust policy', TRUST, 'trust'],
    [
      'one that admits all but some',
      { Statement: { Effect: 'Allow', NotPrincipal: { AWS: 'a' }, Action: 'sts:*' } },
      'trust',
    ],
    ['a permission policy', PERMISSIONS, 'permissions'],
    [
      'what get-policy-version prints',
      { PolicyVersion: { Document: PERMISSIONS, VersionId: 'v1' } },
      'permissions',
    ],
    ['what get-role-policy prints', { RoleName: 'r', PolicyDocument: PERMISSIONS }, 'permissions'],
    ['what get-role prints', { Role: { AssumeRolePolicyDocument: TRUST, RoleName: 'r' } }, 'trust'],
    [
      'what the API answers',
      { Role: { AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(TRUST)) } },
      'trust',
    ],
    ['one in YAML', 'Statement:\n  - Effect: Allow\n    Action: s3:*\n    Resource: "*"\n', 'permissions'],
  ])('%s', (_name, text, half) => {
    expect(roles(text)).toMatchObject({ half, roles: [{}] });
  });

  it.each<[name: string, text: string, problem: RegExp]>([
    ['empty', '', /no Resources/],
    ['no YAML', 'a: [', /neither valid JSON nor valid YAML/],
    [
      'a policy that says two things, of which nobody knows which counts',
      '{"Statement": [{"Effect": "Deny"}], "State\\u006dent": [{"Effect": "Allow"}]}',
      /has a key twice/,
    ],
    ['something else', '{"a": 1}', /no policy with a Statement/],
    ['what get-policy prints', '{"Policy":{"Arn":"a","DefaultVersionId":"v1"}}', /get-policy-version/],
    ['a text for a policy', '{"PolicyVersion":{"Document":"none"}}', /no policy with a Statement/],
    ['a policy without a statement', '{"Statement":[]}', /no policy with a Statement/],
    [
      'the policy of a bucket',
      '{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}}',
      /only the policy of a resource/,
    ],
    [
      'one that admits somebody to something else',
      '{"Statement":[{"Effect":"Allow","principal":"*","Action":["s3:GetObject"]}]}',
      /only the policy of a resource/,
    ],
    [
      'more resources than there may be',
      JSON.stringify({ Resources: Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`R${i}`, {}])) }),
      /501 resources/,
    ],
    ['a template without roles', '{"Resources":{"B":{"Type":"AWS::S3::Bucket"}}}', /makes no role/],
    ['too deep', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, /neither valid|no Resources/],
  ])('is refused in words: %s', (_name, text, problem) => {
    expect(read(text)).toEqual({ problem: expect.stringMatching(problem) });
  });
});
