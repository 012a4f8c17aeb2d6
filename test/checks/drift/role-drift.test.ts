import { describe, expect, test } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import type { ManagedPolicy, Role } from '../../../src/model/facts/authorization-details.ts';
import type { ResourceDrift, StackDrift } from '../../../src/model/facts/drift.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import {
  ACCOUNT,
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
  statuses,
} from './facts.ts';

function judge(
  resources: ResourceDrift[],
  live: Partial<Role> = {},
  policies: ManagedPolicy[] = [],
  parameters = {},
) {
  const facts = {
    'authorization-details': { roles: [role(live)], policies },
    stacks: stacksIn(),
    'role-stacks': owning('vendor'),
    'stack-templates': perResource<StackTemplate>(),
    drift: driftOf(resources),
  };
  return { facts, outcomes: roleDrift.evaluate(facts, contextFor(roleDrift, parameters)) };
}

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '999988887777' }, Action: ['sts:AssumeRole'] }],
};

function modified(
  property: string,
  expected: unknown,
  actual: unknown,
  path = `/${property}`,
): ResourceDrift {
  return resourceDrift({
    status: 'MODIFIED',
    differences: [{ propertyPath: path, expected: 'e', actual: 'a', differenceType: 'NOT_EQUAL' }],
    expectedProperties: JSON.stringify({ [property]: expected }),
    actualProperties: JSON.stringify({ [property]: actual }),
  });
}

describe('PASS', () => {
  test('in sync', () => {
    expect(statuses(judge([resourceDrift()]).outcomes)).toEqual(['PASS']);
  });

  test.each<[string, ResourceDrift]>([
    [
      'a trust policy with one value against a list of one',
      modified(
        'AssumeRolePolicyDocument',
        DOCUMENT,
        { Statement: { ...DOCUMENT.Statement[0], Action: 'STS:AssumeRole' } },
        '/AssumeRolePolicyDocument/Statement/0/Action',
      ),
    ],
    ['managed policies in another order', modified('ManagedPolicyArns', ['a', 'b'], ['b', 'a'])],
    [
      'tags in another order',
      modified(
        'Tags',
        [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '2' },
        ],
        [
          { Value: '2', Key: 'b' },
          { Key: 'a', Value: 1 },
        ],
      ),
    ],
    ['a number as text', modified('MaxSessionDuration', 3600, '3600')],
    [
      'inline policies in another order',
      modified(
        'Policies',
        [
          { PolicyName: 'a', PolicyDocument: DOCUMENT },
          { PolicyName: 'b', PolicyDocument: DOCUMENT },
        ],
        [
          { PolicyName: 'b', PolicyDocument: { ...DOCUMENT, Statement: DOCUMENT.Statement[0] } },
          { PolicyName: 'a', PolicyDocument: DOCUMENT },
        ],
      ),
    ],
    [
      'a document without the whole property',
      resourceDrift({
        status: 'MODIFIED',
        differences: [
          {
            propertyPath: '/AssumeRolePolicyDocument',
            expected: JSON.stringify(DOCUMENT),
            actual: JSON.stringify({ Statement: DOCUMENT.Statement }),
            differenceType: 'NOT_EQUAL',
          },
        ],
      }),
    ],
    [
      'a value inside a document without the whole property',
      resourceDrift({
        status: 'MODIFIED',
        differences: [
          {
            propertyPath: '/AssumeRolePolicyDocument/Statement/0/Action',
            expected: '["sts:AssumeRole"]',
            actual: 'sts:AssumeRole',
            differenceType: 'NOT_EQUAL',
          },
        ],
      }),
    ],
  ])('modified in writing only: %s', (_name, resource) => {
    expect(judge([resource]).outcomes).toMatchObject([
      { status: 'PASS', detail: expect.stringContaining('differ in writing only') },
    ]);
  });

  test('a managed policy in sync whose live document means the same', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/made`;
    const policy = resourceDrift({
      logicalId: 'Policy',
      physicalId: arn,
      type: 'AWS::IAM::ManagedPolicy',
      expectedProperties: JSON.stringify({ PolicyDocument: DOCUMENT }),
    });
    const { outcomes } = judge([resourceDrift(), policy], { attachedPolicies: [{ name: 'made', arn }] }, [
      { arn, name: 'made', document: JSON.stringify(DOCUMENT) },
    ]);
    expect(outcomes).toMatchObject([{ status: 'PASS' }, { status: 'PASS', resource: { arn } }]);
  });
});

describe('FAIL', () => {
  test.each<[string, string, unknown, unknown]>([
    ['high', 'AssumeRolePolicyDocument', DOCUMENT, { Statement: { Effect: 'Allow', Principal: '*' } }],
    ['high', 'ManagedPolicyArns', ['a'], ['a', 'b']],
    ['high', 'Policies', [{ PolicyName: 'a', PolicyDocument: DOCUMENT }], []],
    [
      'high',
      'Policies',
      [{ PolicyName: 'a', PolicyDocument: DOCUMENT }],
      [
        { PolicyName: 'a', PolicyDocument: DOCUMENT },
        { PolicyName: 'b', PolicyDocument: DOCUMENT },
      ],
    ],
    ['high', 'PermissionsBoundary', 'a', 'b'],
    ['medium', 'MaxSessionDuration', 3600, 43200],
    ['medium', 'Tags', [{ Key: 'a', Value: '1' }], []],
  ])('%s when %s differs', (severity, property, expected, actual) => {
    const { outcomes, facts } = judge([modified(property, expected, actual)]);
    expect(outcomes).toMatchObject([
      { status: 'FAIL', severity, discriminator: 'Role', detail: expect.stringContaining(property) },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('only differences of meaning are shown', () => {
    const resource = {
      ...modified('MaxSessionDuration', 3600, '3600'),
      differences: [
        {
          propertyPath: '/MaxSessionDuration',
          expected: '3600',
          actual: '3600',
          differenceType: 'NOT_EQUAL',
        },
        { propertyPath: '/Description', expected: 'a', actual: 'b', differenceType: 'NOT_EQUAL' },
      ],
    };
    const { outcomes } = judge([resource]);
    expect(outcomes).toMatchObject([
      {
        severity: 'medium',
        detail: expect.not.stringContaining('MaxSessionDuration'),
        evidence: [{ pointer: '/perResource/0/fact/value/resources/0/differences/1' }],
      },
    ]);
  });

  test('a difference that is an external ID is named and not shown', () => {
    const path = '/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/sts:ExternalId';
    const { outcomes, facts } = judge([
      resourceDrift({
        status: 'MODIFIED',
        differences: [
          { propertyPath: path, expected: 's3cret', actual: 'other', differenceType: 'NOT_EQUAL' },
        ],
      }),
    ]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', severity: 'high', evidence: [{ value: path }] }]);
    expect(JSON.stringify(outcomes)).not.toContain('s3cret');
    expectEvidence(outcomes, facts);
  });

  test('modified without a word on what', () => {
    const { outcomes, facts } = judge([resourceDrift({ status: 'MODIFIED' })]);
    expect(outcomes).toMatchObject([{ status: 'FAIL', severity: 'high' }]);
    expectEvidence(outcomes, facts);
  });

  test('a policy of the role was deleted; another role’s is left to stack-drift', () => {
    const policy = (logicalId: string, roleName: string) =>
      resourceDrift({
        logicalId,
        physicalId: `read|${roleName}`,
        type: 'AWS::IAM::RolePolicy',
        status: 'DELETED',
        expectedProperties: JSON.stringify({ PolicyName: 'read', RoleName: roleName }),
      });
    const { outcomes, facts } = judge([resourceDrift(), policy('Mine', 'vendor'), policy('Other', 'other')]);
    expect(outcomes).toMatchObject([
      { status: 'PASS' },
      {
        status: 'FAIL',
        severity: 'high',
        discriminator: 'Mine',
        resource: { arn: `aws:cloudformation:${STACK_ID}/Mine`, type: 'AWS::IAM::RolePolicy' },
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('a managed policy that CloudFormation calls in sync and that is another', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/made`;
    const { outcomes, facts } = judge(
      [
        resourceDrift(),
        resourceDrift({
          logicalId: 'Policy',
          physicalId: arn,
          type: 'AWS::IAM::ManagedPolicy',
          expectedProperties: JSON.stringify({ PolicyDocument: DOCUMENT }),
        }),
      ],
      { attachedPolicies: [{ name: 'made', arn }] },
      [{ arn, name: 'made', document: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' }],
    );
    expect(outcomes[1]).toMatchObject({ status: 'FAIL', severity: 'high', resource: { arn } });
    expectEvidence(outcomes, facts);
  });
});

describe('UNKNOWN', () => {
  test.each<[string, Partial<ResourceDrift>, string]>([
    ['not checked', { status: 'NOT_CHECKED', statusReason: 'The stack is busy.' }, 'The stack is busy'],
    ['unknown', { status: 'UNKNOWN' }, 'could not compare'],
    ['unsupported', { status: 'UNSUPPORTED' }, 'does not detect drift of AWS::IAM::Role'],
    ['in sync, but long ago', { checkedAt: '2026-07-30T11:00:00.000Z' }, 'more than 24 hours'],
    ['in sync, nobody knows when', { checkedAt: null }, 'does not say when'],
  ])('%s', (_name, changes, words) => {
    expect(judge([resourceDrift(changes)]).outcomes).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining(words) },
    ]);
  });

  test('the age that counts is configurable', () => {
    const old = resourceDrift({ checkedAt: '2026-07-30T11:00:00.000Z' });
    expect(statuses(judge([old], {}, [], { maxAgeHours: 48 }).outcomes)).toEqual(['PASS']);
  });

  test('an inline policy whose roles are not known', () => {
    const policy = resourceDrift({ logicalId: 'P', type: 'AWS::IAM::Policy', status: 'UNSUPPORTED' });
    expect(statuses(judge([resourceDrift(), policy]).outcomes)).toEqual(['PASS', 'UNKNOWN']);
  });

  test('a managed policy in sync that cannot be compared', () => {
    const arn = `arn:aws:iam::${ACCOUNT}:policy/made`;
    const policy = resourceDrift({ logicalId: 'P', physicalId: arn, type: 'AWS::IAM::ManagedPolicy' });
    const { outcomes } = judge([resourceDrift(), policy], { attachedPolicies: [{ name: 'made', arn }] });
    expect(statuses(outcomes)).toEqual(['PASS', 'UNKNOWN']);
  });

  test('no answer for the role, no drift of the stack, no owner', () => {
    expect(statuses(judge([]).outcomes)).toEqual(['UNKNOWN']);
    const { facts } = judge([]);
    const context = contextFor(roleDrift);
    const refused = perResource<StackDrift>([STACK_ID, denied('Detect was denied.')]);
    expect(roleDrift.evaluate({ ...facts, drift: refused }, context)).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('Detect was denied.') },
    ]);
    expect(statuses(roleDrift.evaluate({ ...facts, drift: perResource() }, context))).toEqual(['UNKNOWN']);
    expect(statuses(roleDrift.evaluate({ ...facts, 'role-stacks': perResource() }, context))).toEqual([
      'UNKNOWN',
    ]);
  });
});
