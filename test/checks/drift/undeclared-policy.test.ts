import { describe, expect, test } from 'vitest';
import { undeclaredPolicy } from '../../../src/checks/drift/undeclared-policy.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import { growth } from '../../support/steps.ts';
import { oneIn } from '../../support/thorough.ts';
import {
  ACCOUNT,
  collected,
  contextFor,
  denied,
  expectEvidence,
  owning,
  perResource,
  role,
  STACK_ID,
  stacksIn,
  stackTemplate,
  statuses,
} from './facts.ts';

const READ_ONLY = { name: 'ReadOnlyAccess', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
const ADMIN = { name: 'AdministratorAccess', arn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
const INLINE = { name: 'read', document: '{}' };

function judge(
  live: Partial<Role>,
  template: string | object,
  stack: Partial<StackTemplate> = {},
  roleStacks = owning('vendor'),
  status = 'CREATE_COMPLETE',
) {
  const body = typeof template === 'string' ? template : JSON.stringify(template);
  const facts = {
    'authorization-details': { roles: [role(live)], policies: [] },
    stacks: stacksIn(status),
    'role-stacks': roleStacks,
    'stack-templates': perResource([STACK_ID, collected(stackTemplate(body, stack))]),
  };
  return { facts, outcomes: undeclaredPolicy.evaluate(facts, contextFor(undeclaredPolicy)) };
}

function roleTemplate(properties: object, others: object = {}): object {
  return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: properties }, ...others } };
}

describe('PASS', () => {
  test('a role without policies', () => {
    expect(statuses(judge({}, roleTemplate({})).outcomes)).toEqual(['PASS']);
  });

  test('everything declared by the role itself, in YAML short forms', () => {
    const { outcomes } = judge(
      {
        inlinePolicies: [{ name: 'vendor-access-read', document: '{}' }],
        attachedPolicies: [READ_ONLY],
        permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/limit`,
      },
      `
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      PermissionsBoundary: !Sub arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/limit
      ManagedPolicyArns: [!Sub "arn:\${AWS::Partition}:iam::aws:policy/ReadOnlyAccess"]
      Policies:
        - PolicyName: !Join ["-", [!Ref AWS::StackName, read]]
          PolicyDocument: {}
`,
    );
    expect(outcomes).toMatchObject([{ status: 'PASS', detail: expect.stringContaining('3') }]);
  });

  test('declared by policies of the same stack that name the role by Ref or by name', () => {
    const { outcomes } = judge(
      {
        inlinePolicies: [INLINE, { name: 'write', document: '{}' }],
        attachedPolicies: [{ name: 'made', arn: `arn:aws:iam::${ACCOUNT}:policy/made` }],
      },
      roleTemplate(
        {},
        {
          A: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'read', Roles: [{ Ref: 'Role' }] } },
          B: { Type: 'AWS::IAM::RolePolicy', Properties: { PolicyName: 'write', RoleName: 'vendor' } },
          C: { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles: [{ 'Fn::Sub': '${Role}' }] } },
        },
      ),
      {
        resources: [
          { logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' },
          { logicalId: 'A', physicalId: 'vendo-A-1', type: 'AWS::IAM::Policy' },
          { logicalId: 'B', physicalId: 'write|vendor', type: 'AWS::IAM::RolePolicy' },
          {
            logicalId: 'C',
            physicalId: `arn:aws:iam::${ACCOUNT}:policy/made`,
            type: 'AWS::IAM::ManagedPolicy',
          },
        ],
      },
    );
    expect(statuses(outcomes)).toEqual(['PASS']);
  });
});

describe('FAIL', () => {
  test('each policy added by hand, with the policy and the stack as evidence', () => {
    const { outcomes, facts } = judge(
      {
        inlinePolicies: [INLINE, { name: 'backdoor/~', document: '{}' }],
        attachedPolicies: [READ_ONLY, ADMIN],
        permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/limit`,
      },
      roleTemplate({ Policies: [{ PolicyName: 'read' }], ManagedPolicyArns: [READ_ONLY.arn] }),
    );
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        discriminator: 'inline:backdoor/~',
        detail: expect.stringContaining('not by this stack'),
      },
      { status: 'FAIL', discriminator: `attached:${ADMIN.arn}` },
      { status: 'FAIL', discriminator: `boundary:arn:aws:iam::${ACCOUNT}:policy/limit` },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('a policy of the stack that names another role', () => {
    const { outcomes } = judge(
      { inlinePolicies: [INLINE] },
      roleTemplate(
        {},
        { A: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'read', Roles: ['other'] } } },
      ),
    );
    expect(statuses(outcomes)).toEqual(['FAIL']);
  });

  test('a declaration whose condition does not hold', () => {
    const { outcomes } = judge(
      { attachedPolicies: [ADMIN] },
      {
        Conditions: { Admin: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
        ...roleTemplate({
          ManagedPolicyArns: [{ 'Fn::If': ['Admin', ADMIN.arn, { Ref: 'AWS::NoValue' }] }],
        }),
      },
    );
    expect(statuses(outcomes)).toEqual(['FAIL']);
  });

  test('a name that an unknown part cannot turn into the live one', () => {
    const { outcomes } = judge(
      { inlinePolicies: [{ name: 'backdoor', document: '{}' }] },
      roleTemplate({ Policies: [{ PolicyName: { 'Fn::Sub': 'vendor-${Secret}' } }] }),
    );
    expect(statuses(outcomes)).toEqual(['FAIL']);
  });
});

describe('UNKNOWN', () => {
  test('a name that a hidden parameter may turn into the live one; the rest is still judged', () => {
    const { outcomes } = judge(
      { inlinePolicies: [{ name: 'vendor-x', document: '{}' }], attachedPolicies: [ADMIN] },
      roleTemplate({ Policies: [{ PolicyName: { 'Fn::Sub': 'vendor-${Secret}' } }] }),
      { parameters: [{ key: 'Secret', value: '****', resolvedValue: null }] },
    );
    expect(outcomes).toMatchObject([
      { status: 'FAIL', discriminator: `attached:${ADMIN.arn}` },
      { status: 'UNKNOWN', detail: expect.stringContaining('inline policy vendor-x') },
    ]);
  });

  test('a list that another stack exports', () => {
    const { outcomes } = judge(
      { attachedPolicies: [ADMIN] },
      roleTemplate({ ManagedPolicyArns: { 'Fn::Split': [',', { 'Fn::ImportValue': 'policies' }] } }),
    );
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
  });

  test('a policy of the stack that has not been made, as far as is known', () => {
    const { outcomes } = judge(
      { inlinePolicies: [INLINE] },
      roleTemplate(
        {},
        { A: { Type: 'AWS::IAM::Policy', Properties: { PolicyName: 'read', Roles: [{ Ref: 'Role' }] } } },
      ),
    );
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
  });

  test('properties that a transform fills in', () => {
    const { outcomes } = judge({ inlinePolicies: [INLINE] }, roleTemplate({ 'Fn::Transform': {} }));
    expect(statuses(outcomes)).toEqual(['UNKNOWN']);
  });

  test.each<[string, string | object]>([
    ['a template that cannot be parsed', '{ not a template'],
    ['a template without the role', { Resources: {} }],
  ])('%s', (_name, template) => {
    expect(statuses(judge({ inlinePolicies: [INLINE] }, template).outcomes)).toEqual(['UNKNOWN']);
  });

  test('a template, or an owner, that was not read, with its reason', () => {
    const facts = {
      'authorization-details': { roles: [role()], policies: [] },
      stacks: stacksIn(),
      'role-stacks': owning('vendor'),
      'stack-templates': perResource<StackTemplate>([STACK_ID, denied('GetTemplate was denied.')]),
    };
    const context = contextFor(undeclaredPolicy);
    expect(undeclaredPolicy.evaluate(facts, context)).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('GetTemplate was denied') },
    ]);
    const unread = perResource<never>([role().arn, denied('DescribeStackResources was denied.')]);
    expect(undeclaredPolicy.evaluate({ ...facts, 'role-stacks': unread }, context)).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('DescribeStackResources was denied') },
    ]);
    expect(statuses(undeclaredPolicy.evaluate({ ...facts, 'role-stacks': perResource() }, context))).toEqual([
      'UNKNOWN',
    ]);
    expect(
      statuses(undeclaredPolicy.evaluate({ ...facts, 'stack-templates': perResource() }, context)),
    ).toEqual(['UNKNOWN']);
  });
});

describe('the state of the stack', () => {
  const added = { attachedPolicies: [ADMIN] };
  const inState = (status: string) => judge(added, roleTemplate({}), {}, owning('vendor'), status).outcomes;

  test.each([
    'DELETE_FAILED',
    'DELETE_IN_PROGRESS',
    'UPDATE_COMPLETE',
    'CREATE_IN_PROGRESS',
    'ROLLBACK_COMPLETE',
  ])('%s: a policy added by hand is reported', (status) => {
    expect(inState(status)).toMatchObject([{ status: 'FAIL', discriminator: `attached:${ADMIN.arn}` }]);
  });

  test.each([
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    'UPDATE_FAILED',
    'IMPORT_IN_PROGRESS',
  ])('%s: it waits', (status) => {
    expect(inState(status)).toMatchObject([{ status: 'UNKNOWN', detail: expect.stringContaining(status) }]);
  });
});

describe('a managed policy that another stack owns', () => {
  const made = `arn:aws:iam::${ACCOUNT}:policy/made`;
  const other = STACK_ID.replace('vendor-access', 'platform');
  function judgeOther(Roles: unknown, template: Fact<StackTemplate> | undefined = undefined) {
    const { facts } = judge({ attachedPolicies: [{ name: 'made', arn: made }] }, roleTemplate({}));
    const stack = { stackId: other, stackName: 'platform', logicalId: 'Policy', physicalId: made };
    const Policy = { Type: 'AWS::IAM::ManagedPolicy', Properties: { Roles } };
    const read = stackTemplate(JSON.stringify({ Resources: { Policy } }), {
      resources: [{ logicalId: 'Policy', physicalId: made, type: 'AWS::IAM::ManagedPolicy' }],
    });
    const [own] = stacksIn().stacks;
    const all = {
      ...facts,
      stacks: { stacks: [own, { ...own, stackId: other }] as typeof facts.stacks.stacks },
      'role-stacks': {
        perResource: [...facts['role-stacks'].perResource, { resource: made, fact: collected(stack) }],
      },
      'stack-templates': {
        perResource: [
          ...facts['stack-templates'].perResource,
          { resource: other, fact: template ?? collected(read) },
        ],
      },
    };
    return undeclaredPolicy.evaluate(all, contextFor(undeclaredPolicy));
  }

  test('which attaches it to the role: PASS', () => {
    expect(judgeOther(['vendor'])).toMatchObject([
      { status: 'PASS', detail: expect.stringContaining('stack platform') },
    ]);
  });

  test('which attaches it to others: FAIL, and says whose it is', () => {
    expect(judgeOther(['worker'])).toMatchObject([
      { status: 'FAIL', detail: expect.stringContaining('belongs to stack platform') },
    ]);
  });

  test('of which that is not known: UNKNOWN', () => {
    expect(statuses(judgeOther({ 'Fn::Split': [',', { 'Fn::ImportValue': 'roles' }] }))).toEqual(['UNKNOWN']);
    expect(judgeOther([], denied('GetTemplate was refused.'))).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('GetTemplate was refused') },
    ]);
  });
});

describe('an inline policy that another stack declares', () => {
  const other = STACK_ID.replace('vendor-access', 'platform');
  const READ = { Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } };
  function judgeOther(properties: object, Type = 'AWS::IAM::RolePolicy', template?: Fact<StackTemplate>) {
    const inlinePolicies = [{ name: 'read', document: JSON.stringify(READ) }];
    const { facts } = judge({ inlinePolicies }, roleTemplate({}));
    const Properties = { PolicyName: 'read', PolicyDocument: READ, ...properties };
    const body = JSON.stringify({ Resources: { Policy: { Type, Properties } } });
    const resources = [{ logicalId: 'Policy', physicalId: 'read|vendor', type: Type }];
    const read = collected({ ...stackTemplate(body, { resources }), stackName: 'platform' });
    const { perResource: own } = facts['stack-templates'];
    const all = {
      ...facts,
      'stack-templates': { perResource: [...own, { resource: other, fact: template ?? read }] },
    };
    return { facts: all, outcomes: undeclaredPolicy.evaluate(all, contextFor(undeclaredPolicy)) };
  }

  test.each([
    ['AWS::IAM::RolePolicy', { RoleName: 'vendor' }],
    ['AWS::IAM::Policy', { Roles: ['worker', 'vendor'] }],
  ])('by %s, as it is in force: PASS', (type, names) => {
    expect(judgeOther(names, type).outcomes).toMatchObject([
      { status: 'PASS', detail: expect.stringContaining('stack platform') },
    ]);
  });

  test.each([
    ['another document', { RoleName: 'vendor', PolicyDocument: { Statement: [] } }, 'another document'],
    ['for another role', { RoleName: 'worker' }, 'another stack'],
    ['under another name', { RoleName: 'vendor', PolicyName: 'write' }, 'another stack'],
  ])('%s: FAIL', (_name, properties, words) => {
    const { facts, outcomes } = judgeOther(properties);
    expect(outcomes).toMatchObject([
      { status: 'FAIL', discriminator: 'inline:read', detail: expect.stringContaining(words) },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('for a role that the template does not show: UNKNOWN', () => {
    expect(judgeOther({ RoleName: { 'Fn::ImportValue': 'role' } }).outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('platform') },
    ]);
  });

  test('whose template was not read: FAIL, which does not say that it was added by hand', () => {
    const { outcomes } = judgeOther({}, 'AWS::IAM::RolePolicy', denied());
    expect(outcomes).toMatchObject([{ status: 'FAIL', detail: expect.stringContaining('another stack') }]);
    expect(JSON.stringify(outcomes)).not.toContain('by hand');
  });
});

test('roles that no stack owns, and roles of the account itself, are not judged', () => {
  const unowned = perResource<null>([role().arn, collected(null)]);
  expect(judge({}, roleTemplate({}), {}, unowned).outcomes).toEqual([]);
  const own = JSON.stringify({
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  });
  expect(judge({ trustPolicy: own }, roleTemplate({})).outcomes).toEqual([]);
});

function stackOf(count: number) {
  const names = Array.from({ length: count }, (_, index) => `role-${index}`);
  const resources: Record<string, object> = {};
  for (const name of names) {
    resources[name] = { Type: 'AWS::IAM::Role', Properties: {} };
    resources[`${name}-policy`] = {
      Type: 'AWS::IAM::Policy',
      Properties: { PolicyName: 'read', Roles: [{ Ref: name }] },
    };
  }
  return {
    'authorization-details': {
      roles: names.map((name) =>
        role({ name, arn: `arn:aws:iam::${ACCOUNT}:role/${name}`, inlinePolicies: [INLINE] }),
      ),
      policies: [],
    },
    stacks: stacksIn(),
    'role-stacks': owning(...names),
    'stack-templates': perResource([
      STACK_ID,
      collected(
        stackTemplate(JSON.stringify({ Resources: resources }), {
          resources: Object.keys(resources).map((logicalId) => ({
            logicalId,
            physicalId: logicalId,
            type: logicalId.endsWith('policy') ? 'AWS::IAM::Policy' : 'AWS::IAM::Role',
          })),
        }),
      ),
    ]),
  };
}

oneIn(5)('each role is held to each policy of its stack once, of which a stack has 500 at most', async () => {
  const outcomes = undeclaredPolicy.evaluate(stackOf(250), contextFor(undeclaredPolicy));
  expect(new Set(statuses(outcomes))).toEqual(new Set(['PASS']));
  expect(outcomes).toHaveLength(250);
  const load = () => import('../../../src/checks/drift/undeclared-policy.ts');
  const work = (check: Awaited<ReturnType<typeof load>>, count: number) =>
    check.undeclaredPolicy.evaluate(stackOf(count), contextFor(undeclaredPolicy));
  expect(await growth(load, work, 60)).toBeLessThan(4.2);
});
