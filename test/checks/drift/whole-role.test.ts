import { describe, expect, test } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import type { PerResource } from '../../../src/model/fact.ts';
import type { ManagedPolicy, Role } from '../../../src/model/facts/authorization-details.ts';
import type { ResourceDrift, StackDrift } from '../../../src/model/facts/drift.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import {
  ACCOUNT,
  collected,
  contextFor,
  denied,
  driftOf,
  expectEvidence,
  owning,
  perResource,
  resourceDrift,
  role,
  STACK_ID,
  stacksIn,
  stackTemplate,
  statuses,
} from './facts.ts';

const VENDOR = '999988887777';
const MADE = `arn:aws:iam::${ACCOUNT}:policy/made`;
const LIMIT = `arn:aws:iam::${ACCOUNT}:policy/limit`;
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const READ = { Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }] };
const WRITE = '{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}';

function trust(principal: unknown, condition?: object): object {
  const statement = { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
  return {
    Version: '2012-10-17',
    Statement: [condition ? { ...statement, Condition: condition } : statement],
  };
}

const ID = { StringEquals: { 'sts:ExternalId': { Ref: 'Hidden' } } };
const DECLARED = trust({ AWS: VENDOR });

interface World {
  properties?: object;
  others?: object;
  live?: Partial<Role>;
  policies?: ManagedPolicy[];
  drift?: PerResource<StackDrift>;
  status?: string;
  template?: Partial<StackTemplate>;
}

/** A role as its template declares it, but for what is given. */
function judge({ properties, others, live, policies = [], drift, status, template }: World) {
  const body = JSON.stringify({
    Parameters: { Hidden: { Type: 'String', NoEcho: 'true' } },
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { AssumeRolePolicyDocument: DECLARED, ...properties },
      },
      ...others,
    },
  });
  const resources = [
    { logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' },
    ...(others === undefined
      ? []
      : [{ logicalId: 'Policy', physicalId: MADE, type: 'AWS::IAM::ManagedPolicy' }]),
  ];
  const facts = {
    'authorization-details': {
      roles: [role({ trustPolicy: JSON.stringify(DECLARED), ...live })],
      policies,
    },
    stacks: stacksIn(status),
    'role-stacks': owning('vendor'),
    'stack-templates': perResource([
      STACK_ID,
      collected(
        stackTemplate(body, {
          resources,
          parameters: [{ key: 'Hidden', value: '****', resolvedValue: null }],
          ...template,
        }),
      ),
    ]),
    drift: drift ?? driftOf([resourceDrift()]),
  };
  return { facts, outcomes: roleDrift.evaluate(facts, contextFor(roleDrift)) };
}

/** What CloudFormation may have to say, all of which is no reason to believe that nothing changed. */
const WITNESSES: Array<[name: string, drift: PerResource<StackDrift>, beside: string[]]> = [
  ['in sync', driftOf([resourceDrift()]), []],
  ['unknown', driftOf([resourceDrift({ status: 'UNKNOWN' })]), ['UNKNOWN']],
  ['not checked', driftOf([resourceDrift({ status: 'NOT_CHECKED' })], { mode: 'last-known' }), ['UNKNOWN']],
  ['in sync long ago', driftOf([resourceDrift({ checkedAt: '2026-01-01T00:00:00.000Z' })]), ['UNKNOWN']],
  ['denied', perResource([STACK_ID, denied('DetectStackResourceDrift was refused.')]), ['UNKNOWN']],
  ['never asked', perResource<StackDrift>(), ['UNKNOWN']],
  ['silent about the role', driftOf([]), ['UNKNOWN']],
];

const CHANGES: Array<[name: string, world: World, discriminator: string]> = [
  [
    'the trust policy',
    { live: { trustPolicy: JSON.stringify(trust({ AWS: '*' })) } },
    'Role/AssumeRolePolicyDocument',
  ],
  ['the boundary, taken off', { properties: { PermissionsBoundary: LIMIT } }, 'Role/PermissionsBoundary'],
  [
    'the boundary, another',
    { properties: { PermissionsBoundary: LIMIT }, live: { permissionsBoundaryArn: READ_ONLY } },
    'Role/PermissionsBoundary',
  ],
  [
    'an attachment taken off',
    { properties: { ManagedPolicyArns: [READ_ONLY] } },
    `Role/ManagedPolicyArns/${READ_ONLY}`,
  ],
  [
    'an inline policy',
    {
      properties: { Policies: [{ PolicyName: 'read', PolicyDocument: READ }] },
      live: { inlinePolicies: [{ name: 'read', document: WRITE }] },
    },
    'Role/Policies/read',
  ],
];

describe.each(WITNESSES)('CloudFormation: %s', (_name, drift, beside) => {
  test.each(CHANGES)('%s is not as declared: FAIL', (_change, world, discriminator) => {
    const { outcomes, facts } = judge({ ...world, drift });
    expect(statuses(outcomes)).toEqual([...beside, 'FAIL']);
    expect(outcomes.at(-1)).toMatchObject({
      severity: 'high',
      discriminator,
      resource: { type: 'AWS::IAM::Role' },
    });
    expectEvidence(outcomes, facts);
  });

  test('all is as declared: never FAIL, and PASS only by its word', () => {
    const { outcomes } = judge({ drift });
    expect(statuses(outcomes)).toEqual(beside.length === 0 ? ['PASS'] : beside);
  });

  test('the stack’s managed policy is another: FAIL', () => {
    const { outcomes, facts } = judge({
      others: {
        Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: READ, Roles: ['vendor'] } },
      },
      live: { attachedPolicies: [{ name: 'made', arn: MADE }] },
      policies: [{ arn: MADE, name: 'made', document: WRITE }],
      drift: drift.perResource.length === 0 ? drift : withPolicy(drift),
    });
    expect(outcomes).toContainEqual(
      expect.objectContaining({ status: 'FAIL', resource: { arn: MADE, type: 'AWS::IAM::ManagedPolicy' } }),
    );
    expectEvidence(outcomes, facts);
  });
});

describe('what a role lost, or has in place of it, and how to put it back', () => {
  const PUBLIC = { trustPolicy: JSON.stringify(trust({ AWS: '*' })) };

  test.each<[says: string, world: World, words: string, commands: string[]]>([
    [
      'a boundary that was taken off',
      { properties: { PermissionsBoundary: LIMIT } },
      `role vendor lacks the permissions boundary ${LIMIT}`,
      [`aws iam put-role-permissions-boundary --role-name 'vendor' --permissions-boundary '${LIMIT}'`],
    ],
    [
      'another boundary',
      { properties: { PermissionsBoundary: LIMIT }, live: { permissionsBoundaryArn: READ_ONLY } },
      `role vendor has the permissions boundary ${READ_ONLY} in place of ${LIMIT}`,
      [`aws iam put-role-permissions-boundary --role-name 'vendor' --permissions-boundary '${LIMIT}'`],
    ],
    [
      'an attachment that was taken off',
      { properties: { ManagedPolicyArns: [READ_ONLY] } },
      `role vendor lacks the managed policy ${READ_ONLY}`,
      [`aws iam attach-role-policy --role-name 'vendor' --policy-arn '${READ_ONLY}'`],
    ],
    [
      'a boundary of which the template shows a part: no command is made up',
      { properties: { PermissionsBoundary: { 'Fn::Sub': `${LIMIT}-\${Hidden}` } } },
      `role vendor lacks the permissions boundary ${LIMIT}-*`,
      [],
    ],
    [
      'an attachment of which the template shows a part: no command is made up',
      { properties: { ManagedPolicyArns: [{ 'Fn::Sub': `${LIMIT}-\${Hidden}` }] } },
      `role vendor lacks the managed policy ${LIMIT}-*`,
      [],
    ],
    [
      'another trust policy',
      { live: PUBLIC },
      'the trust policy in force on role vendor is another',
      ["aws iam update-assume-role-policy --role-name 'vendor' --policy-document file://trust-policy.json"],
    ],
    [
      'a trust policy that the template shows in part',
      { properties: { AssumeRolePolicyDocument: trust({ AWS: VENDOR }, ID) }, live: PUBLIC },
      'the trust policy in force on role vendor is another',
      [],
    ],
  ])('%s', (_says, world, words, commands) => {
    const [found] = judge(world).outcomes;
    expect(found?.detail).toContain(words);
    const fixes = found?.status === 'FAIL' ? (found.fixes?.() ?? []) : [];
    expect(fixes.filter(({ kind }) => kind === 'cli').map(({ text }) => text)).toEqual(commands);
  });

  test('beside what is in force, should that be wanted', () => {
    const properties = { PermissionsBoundary: LIMIT };
    const [found] = judge({ properties, live: { permissionsBoundaryArn: READ_ONLY } }).outcomes;
    const fixes = found?.status === 'FAIL' ? (found.fixes?.() ?? []) : [];
    expect(fixes.find(({ kind }) => kind === 'cloudformation')?.text).toContain(READ_ONLY);
  });

  test('a trust policy as declared stands against the one in force', () => {
    const [found] = judge({ live: PUBLIC }).outcomes;
    const evidence = found?.status === 'FAIL' ? found.evidence : [];
    expect(evidence.map(({ comparison }) => comparison)).toEqual(
      ['expected', 'actual'].map((side) => ({ of: 'AssumeRolePolicyDocument', side })),
    );
  });

  test.each<[says: string, world: World]>([
    ['a boundary', { properties: { PermissionsBoundary: LIMIT }, live: { permissionsBoundaryArn: LIMIT } }],
    [
      'an attachment',
      {
        properties: { ManagedPolicyArns: [READ_ONLY] },
        live: { attachedPolicies: [{ name: 'ReadOnlyAccess', arn: READ_ONLY }] },
      },
    ],
    [
      'an inline policy',
      {
        properties: { Policies: [{ PolicyName: 'read', PolicyDocument: READ }] },
        live: { inlinePolicies: [{ name: 'read', document: JSON.stringify(READ) }] },
      },
    ],
    [
      'a boundary that may be the one that the template shows in part',
      {
        properties: { PermissionsBoundary: { 'Fn::Sub': `${LIMIT}-\${Hidden}` } },
        live: { permissionsBoundaryArn: `${LIMIT}-x` },
      },
    ],
    [
      'an attachment that may be the one that the template shows in part',
      {
        properties: { ManagedPolicyArns: [{ 'Fn::Sub': `${LIMIT}-\${Hidden}` }] },
        live: { attachedPolicies: [{ name: 'limit-x', arn: `${LIMIT}-x` }] },
      },
    ],
  ])('nothing, where it has what is declared: %s', (_says, world) => {
    expect(statuses(judge(world).outcomes)).toEqual(['PASS']);
  });
});

function withPolicy(drift: PerResource<StackDrift>): PerResource<StackDrift> {
  const policy: ResourceDrift = resourceDrift({
    logicalId: 'Policy',
    physicalId: MADE,
    type: 'AWS::IAM::ManagedPolicy',
  });
  return {
    perResource: drift.perResource.map((member) =>
      member.fact.status === 'COLLECTED'
        ? {
            ...member,
            fact: {
              ...member.fact,
              value: { ...member.fact.value, resources: [...member.fact.value.resources, policy] },
            },
          }
        : member,
    ),
  };
}

describe('what CloudFormation sees itself is one finding', () => {
  const modified = (property: string) =>
    driftOf([
      resourceDrift({
        status: 'MODIFIED',
        differences: [
          { propertyPath: `/${property}`, expected: 'a', actual: 'b', differenceType: 'NOT_EQUAL' },
        ],
      }),
    ]);
  const live = { trustPolicy: JSON.stringify(trust({ AWS: '*' })) };

  test('the same property', () => {
    const { outcomes } = judge({ live, drift: modified('AssumeRolePolicyDocument') });
    expect(outcomes).toMatchObject([{ status: 'FAIL', discriminator: 'Role' }]);
  });

  test('and what it does not name is another', () => {
    const { outcomes } = judge({ live, drift: modified('Description') });
    expect(outcomes).toMatchObject([
      { status: 'FAIL', severity: 'medium', discriminator: 'Role' },
      { status: 'FAIL', severity: 'high', discriminator: 'Role/AssumeRolePolicyDocument' },
    ]);
  });
});

const LIVE_ID = { StringEquals: { 'sts:ExternalId': 'agreed' } };
const ROOT = `arn:aws:iam::${VENDOR}:root`;

describe('a trust policy whose external ID the template hides is no false alarm', () => {
  test.each<[string, unknown, unknown]>([
    ['an account id, shown as its root', { AWS: VENDOR }, { AWS: ROOT }],
    ['a root, shown as the account id', { AWS: ROOT }, { AWS: VENDOR }],
    [
      'a root made by a function',
      { AWS: { 'Fn::Sub': `arn:\${AWS::Partition}:iam::${VENDOR}:root` } },
      { AWS: ROOT },
    ],
    [
      'the account itself, among others',
      { AWS: [VENDOR, { Ref: 'AWS::AccountId' }] },
      { AWS: [ROOT, `arn:aws:iam::${ACCOUNT}:root`] },
    ],
    ['a list in another order', { AWS: [VENDOR, ACCOUNT] }, { AWS: [`arn:aws:iam::${ACCOUNT}:root`, ROOT] }],
    ['one value against a list of one', { AWS: [VENDOR] }, { AWS: ROOT }],
    ['everyone, in short', '*', { AWS: '*' }],
    ['everyone, at length', { AWS: '*' }, '*'],
    ['an account that is hidden too', { AWS: { Ref: 'Hidden' } }, { AWS: ROOT }],
    ['an import', { AWS: { 'Fn::ImportValue': 'vendor' } }, { AWS: ROOT }],
    [
      'a role that was deleted since',
      { AWS: `arn:aws:iam::${VENDOR}:role/x` },
      { AWS: 'AROAEXAMPLE1234567890' },
    ],
  ])('%s', (_name, principal, live) => {
    const world = {
      properties: { AssumeRolePolicyDocument: trust(principal, ID) },
      live: { trustPolicy: JSON.stringify(trust(live, LIVE_ID)) },
    };
    expect(statuses(judge(world).outcomes)).toEqual(['PASS']);
    const denied = judge({ ...world, drift: perResource() });
    expect(denied.outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('could not tell of its trust policy') },
    ]);
  });

  test.each<[string, unknown, object | undefined]>([
    ['another account', { AWS: 'arn:aws:iam::123123123123:root' }, LIVE_ID],
    ['one account more', { AWS: [ROOT, 'arn:aws:iam::123123123123:root'] }, LIVE_ID],
    ['no external ID any more', { AWS: ROOT }, undefined],
    ['everyone', '*', LIVE_ID],
  ])('and yet a difference that no value explains is seen: %s', (_name, principal, condition) => {
    const { outcomes } = judge({
      properties: { AssumeRolePolicyDocument: trust({ AWS: VENDOR }, ID) },
      live: { trustPolicy: JSON.stringify(trust(principal, condition)) },
      drift: perResource(),
    });
    expect(statuses(outcomes)).toEqual(['UNKNOWN', 'FAIL']);
  });
});

test('a principal that was deleted since the template named it is not called a change', () => {
  const properties = { AssumeRolePolicyDocument: trust({ AWS: `arn:aws:iam::${VENDOR}:role/x` }) };
  const live = { trustPolicy: JSON.stringify(trust({ AWS: 'AROAEXAMPLE1234567890' })) };
  expect(judge({ properties, live, drift: perResource() }).outcomes).toMatchObject([
    { status: 'UNKNOWN', detail: expect.stringContaining('has been deleted since') },
  ]);
  const more = { trustPolicy: JSON.stringify(trust({ AWS: ['AROAEXAMPLE1234567890', ROOT] })) };
  expect(statuses(judge({ properties, live: more, drift: perResource() }).outcomes)).toContain('FAIL');
});

describe('UNKNOWN, with the reason, for what the template does not show', () => {
  test.each<[string, object]>([
    ['trust policy', { AssumeRolePolicyDocument: { 'Fn::Transform': {} } }],
    ['permissions boundary', { PermissionsBoundary: { 'Fn::ImportValue': 'limit' } }],
    ['managed policy', { ManagedPolicyArns: [{ 'Fn::ImportValue': 'policy' }] }],
    ['managed policy', { ManagedPolicyArns: [{ 'Fn::If': ['C', READ_ONLY, { Ref: 'AWS::NoValue' }] }] }],
  ])('%s', (what, properties) => {
    const { outcomes } = judge({ properties, drift: perResource() });
    expect(outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringMatching(`could not tell of its ${what}.*does not show`) },
    ]);
  });

  test('parameters that were not read, and those that name what they stand for', () => {
    const properties = { AssumeRolePolicyDocument: trust({ AWS: { Ref: 'Account' } }) };
    const Parameters = { Account: { Type: 'AWS::SSM::Parameter::Value<String>' } };
    const body = JSON.stringify({
      Parameters,
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties } },
    });
    for (const parameters of [[], [{ key: 'Account', value: '/vendor/account', resolvedValue: null }]]) {
      const { outcomes } = judge({ template: { body, parameters }, drift: perResource() });
      expect(statuses(outcomes)).toEqual(['UNKNOWN']);
    }
  });

  test.each(['UPDATE_IN_PROGRESS', 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'UPDATE_ROLLBACK_FAILED'])(
    'a difference while the stack is %s',
    (status) => {
      const live = { trustPolicy: JSON.stringify(trust({ AWS: '*' })) };
      expect(judge({ live, status, drift: perResource() }).outcomes).toMatchObject([
        { status: 'UNKNOWN', detail: expect.stringContaining(status) },
      ]);
    },
  );
});

const ONE_TEMPLATE = ['DELETE_FAILED', 'CREATE_FAILED', 'ROLLBACK_FAILED', 'ROLLBACK_COMPLETE'];

describe.each(ONE_TEMPLATE)('a stack that is %s has had one template', (status) => {
  test('so a trust policy that differs from it was changed', () => {
    const live = { trustPolicy: JSON.stringify(trust({ AWS: '*' })) };
    expect(judge({ live, status }).outcomes).toMatchObject([
      { status: 'FAIL', discriminator: 'Role/AssumeRolePolicyDocument' },
    ]);
  });

  test('though it may have made, or left, the rest of the role in part', () => {
    const properties = { ManagedPolicyArns: [READ_ONLY], PermissionsBoundary: LIMIT };
    const { outcomes } = judge({ properties, status, drift: perResource() });
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
  });
});

test('a managed policy of another stack is held against that stack', () => {
  const other = STACK_ID.replace('vendor-access', 'platform');
  const { facts } = judge({ live: { attachedPolicies: [{ name: 'made', arn: MADE }] } });
  const stack = { stackId: other, stackName: 'platform', logicalId: 'Policy', physicalId: MADE };
  const Properties = { PolicyDocument: READ, Roles: ['vendor'] };
  const body = JSON.stringify({ Resources: { Policy: { Type: 'AWS::IAM::ManagedPolicy', Properties } } });
  const resources = [{ logicalId: 'Policy', physicalId: MADE, type: 'AWS::IAM::ManagedPolicy' }];
  const [own] = stacksIn().stacks;
  const platform = { ...own, stackId: other, stackName: 'platform' } as NonNullable<typeof own>;
  const all = {
    ...facts,
    'authorization-details': {
      ...facts['authorization-details'],
      policies: [{ arn: MADE, name: 'made', document: WRITE }],
    },
    stacks: { stacks: [...facts.stacks.stacks, platform] },
    'role-stacks': {
      perResource: [...facts['role-stacks'].perResource, { resource: MADE, fact: collected(stack) }],
    },
    'stack-templates': {
      perResource: [
        ...facts['stack-templates'].perResource,
        { resource: other, fact: collected(stackTemplate(body, { stackName: 'platform', resources })) },
      ],
    },
  };
  const outcomes = roleDrift.evaluate(all, contextFor(roleDrift));
  expect(outcomes).toMatchObject([
    { status: 'PASS' },
    { status: 'FAIL', resource: { arn: MADE }, detail: expect.stringContaining('stack platform') },
  ]);
  expectEvidence(outcomes, all);
});
