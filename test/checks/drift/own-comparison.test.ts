import { describe, expect, test } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import type { ResourceDrift } from '../../../src/model/facts/drift.ts';
import type { StackTemplate } from '../../../src/model/facts/stack-templates.ts';
import { growth } from '../../support/steps.ts';
import { oneIn, size } from '../../support/thorough.ts';
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

const READ = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
};
const READ_AS_TEXT = '{"Statement":{"Resource":["*"],"Action":["S3:getobject"],"Effect":"Allow"}}';
const WRITE_AS_TEXT = '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}';

const POLICY = resourceDrift({
  logicalId: 'Reading',
  physicalId: 'vendo-Read-1',
  type: 'AWS::IAM::Policy',
  status: 'UNSUPPORTED',
  checkedAt: null,
});

/** A role policy as CloudFormation answers of it. */
function rolePolicy(changes: Partial<ResourceDrift>): ResourceDrift {
  return resourceDrift({
    logicalId: 'Reading',
    physicalId: 'read|vendor',
    type: 'AWS::IAM::RolePolicy',
    expectedProperties: JSON.stringify({ PolicyName: 'read', RoleName: 'vendor' }),
    ...changes,
  });
}

function policyTemplate(properties: object = {}, type = 'AWS::IAM::Policy'): object {
  return {
    Resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: {} },
      Reading: {
        Type: type,
        Properties: { PolicyName: 'read', PolicyDocument: READ, Roles: [{ Ref: 'Role' }], ...properties },
      },
    },
  };
}

function judge(
  template: Fact<StackTemplate> | string | object,
  inlinePolicies: Role['inlinePolicies'],
  { drift = [resourceDrift(), POLICY], status = 'CREATE_COMPLETE' } = {},
) {
  const body = typeof template === 'string' ? template : JSON.stringify(template);
  const fact =
    typeof template === 'object' && 'status' in template
      ? (template as Fact<StackTemplate>)
      : collected(
          stackTemplate(body, {
            parameters: [{ key: 'Secret', value: '****', resolvedValue: null }],
            resources: [
              { logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' },
              { logicalId: 'Reading', physicalId: 'vendo-Read-1', type: 'AWS::IAM::Policy' },
            ],
          }),
        );
  const facts = {
    'authorization-details': { roles: [role({ inlinePolicies })], policies: [] },
    stacks: stacksIn(status),
    'role-stacks': owning('vendor'),
    'stack-templates': perResource([STACK_ID, fact]),
    drift: driftOf(drift),
  };
  return { facts, outcomes: roleDrift.evaluate(facts, contextFor(roleDrift)) };
}

describe('a policy resource that CloudFormation does not compare', () => {
  test('PASS when the inline policy in force means the same', () => {
    const { outcomes } = judge(policyTemplate(), [{ name: 'read', document: READ_AS_TEXT }]);
    expect(outcomes).toMatchObject([
      { status: 'PASS', resource: { type: 'AWS::IAM::Role' } },
      {
        status: 'PASS',
        resource: { arn: `aws:cloudformation:${STACK_ID}/Reading`, type: 'AWS::IAM::Policy' },
        detail: expect.stringContaining('Countersign compared the documents itself'),
      },
    ]);
  });

  test('PASS when functions of the template come to the same', () => {
    const document = {
      Statement: {
        'Fn::If': [
          'Always',
          [
            {
              Effect: 'Allow',
              Action: 's3:GetObject',
              Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:s3:::*' },
            },
          ],
          { Ref: 'AWS::NoValue' },
        ],
      },
    };
    const { outcomes } = judge(
      {
        Conditions: { Always: { 'Fn::Equals': [{ Ref: 'AWS::AccountId' }, ACCOUNT] } },
        ...policyTemplate({ PolicyDocument: document }),
      },
      [{ name: 'read', document: READ_AS_TEXT.replace('"*"', '"arn:aws:s3:::*"') }],
    );
    expect(statuses(outcomes)).toEqual(['PASS', 'PASS']);
  });

  test('FAIL when it means something else, with the template and the document as evidence', () => {
    const { outcomes, facts } = judge(policyTemplate(), [
      { name: 'other', document: READ_AS_TEXT },
      { name: 'read', document: WRITE_AS_TEXT },
    ]);
    expect(outcomes[1]).toMatchObject({
      status: 'FAIL',
      severity: 'high',
      discriminator: 'Reading',
      detail: expect.stringContaining('inline policy read in force on role vendor'),
      remediation: expect.stringContaining('aws iam put-role-policy'),
      evidence: [
        {
          fact: 'stack-templates',
          pointer: '/perResource/0/fact/value/body/Resources/Reading/Properties/PolicyDocument',
          value: READ,
        },
        { pointer: '/roles/0/inlinePolicies/1/document', value: WRITE_AS_TEXT },
      ],
    });
    expectEvidence(outcomes, facts);
  });

  test('FAIL when the role lacks it', () => {
    const { outcomes, facts } = judge(policyTemplate(), [{ name: 'other', document: READ_AS_TEXT }]);
    expect(outcomes[1]).toMatchObject({
      status: 'FAIL',
      severity: 'high',
      detail: expect.stringContaining('role vendor lacks the inline policy read'),
    });
    expectEvidence(outcomes, facts);
  });

  test('FAIL with the stack’s record of the resource, where no pointer leads into a YAML template', () => {
    const { outcomes, facts } = judge(
      `
Resources:
  Role: { Type: AWS::IAM::Role }
  Reading:
    Type: AWS::IAM::Policy
    Properties:
      PolicyName: read
      Roles: [!Ref Role]
      PolicyDocument:
        Statement: [{ Effect: Allow, Action: s3:GetObject, Resource: "*" }]
`,
      [{ name: 'read', document: WRITE_AS_TEXT }],
    );
    expect(outcomes[1]).toMatchObject({
      status: 'FAIL',
      evidence: [{ pointer: '/perResource/0/fact/value/resources/1' }, {}],
    });
    expectEvidence(outcomes, facts);
  });

  test.each<[string, object, string, string]>([
    [
      'a document with a hidden part that may make it equal',
      {
        PolicyDocument: {
          Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { Ref: 'Secret' } }],
        },
      },
      READ_AS_TEXT,
      'does not show',
    ],
    [
      'a document from elsewhere',
      { PolicyDocument: { 'Fn::Transform': {} } },
      WRITE_AS_TEXT,
      'does not show',
    ],
    [
      'roles that are not known',
      { Roles: { 'Fn::Split': [',', { 'Fn::ImportValue': 'roles' }] } },
      WRITE_AS_TEXT,
      'does not show',
    ],
    ['a document in force that is no policy', {}, '{', 'no policy'],
    ['a document in the template that is no policy', { PolicyDocument: {} }, READ_AS_TEXT, 'no policy'],
  ])('UNKNOWN: %s', (_name, properties, document, words) => {
    const { outcomes } = judge(policyTemplate(properties), [{ name: 'read', document }]);
    expect(outcomes).toMatchObject([
      { status: 'PASS' },
      { status: 'UNKNOWN', detail: expect.stringContaining(words) },
    ]);
  });

  test('FAIL all the same when no value of the hidden part makes it equal', () => {
    const document = {
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: { Ref: 'Secret' } }],
    };
    const { outcomes } = judge(policyTemplate({ PolicyDocument: document }), [
      { name: 'read', document: WRITE_AS_TEXT },
    ]);
    expect(statuses(outcomes)).toEqual(['PASS', 'FAIL']);
  });

  test('UNKNOWN for the policy alone when the template was not read or not understood', () => {
    const live = [{ name: 'read', document: READ_AS_TEXT }];
    expect(judge(denied('GetTemplate was denied.'), live).outcomes).toMatchObject([
      { status: 'PASS' },
      { status: 'UNKNOWN', detail: expect.stringContaining('GetTemplate was denied') },
    ]);
    expect(statuses(judge('{ no template', live).outcomes)).toEqual(['PASS', 'UNKNOWN']);
    expect(judge({ Resources: { Role: {} } }, live).outcomes).toMatchObject([
      { status: 'PASS' },
      { status: 'UNKNOWN', detail: expect.stringContaining('holds no such policy') },
    ]);
  });

  test.each([
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'UPDATE_ROLLBACK_FAILED',
    'ROLLBACK_COMPLETE',
  ])('UNKNOWN, not FAIL, when it differs while the stack is %s', (status) => {
    const { outcomes } = judge(policyTemplate(), [], { status });
    expect(outcomes[1]).toMatchObject({ status: 'UNKNOWN', detail: expect.stringContaining(status) });
  });

  test('NOT_APPLICABLE when it belongs to another role, or to none', () => {
    for (const properties of [{ Roles: ['worker'] }, { Roles: undefined, Users: ['someone'] }]) {
      const { outcomes } = judge(policyTemplate(properties), []);
      expect(statuses(outcomes)).toEqual(['PASS', 'NOT_APPLICABLE']);
    }
  });
});

test('a policy of several roles is one finding, which names the role that differs', () => {
  const names = ['vendor', 'other'];
  const template = {
    Resources: {
      vendor: { Type: 'AWS::IAM::Role' },
      other: { Type: 'AWS::IAM::Role' },
      Reading: {
        Type: 'AWS::IAM::Policy',
        Properties: { PolicyName: 'read', PolicyDocument: READ, Roles: names.map((Ref) => ({ Ref })) },
      },
    },
  };
  const resources = [
    ...names.map((name) => ({ logicalId: name, physicalId: name, type: 'AWS::IAM::Role' })),
    { logicalId: 'Reading', physicalId: 'vendo-Read-1', type: 'AWS::IAM::Policy' },
  ];
  const facts = {
    'authorization-details': {
      roles: [
        role({ inlinePolicies: [{ name: 'read', document: READ_AS_TEXT }] }),
        role({ name: 'other', inlinePolicies: [{ name: 'read', document: WRITE_AS_TEXT }] }),
      ],
      policies: [],
    },
    stacks: stacksIn(),
    'role-stacks': owning(...names),
    'stack-templates': perResource([
      STACK_ID,
      collected(stackTemplate(JSON.stringify(template), { resources })),
    ]),
    drift: driftOf([...names.map((name) => resourceDrift({ logicalId: name, physicalId: name })), POLICY]),
  };
  const outcomes = roleDrift.evaluate(facts, contextFor(roleDrift));
  expect(statuses(outcomes)).toEqual(['PASS', 'PASS', 'FAIL']);
  expect(outcomes[2]?.detail).toContain('role other');
  expect(outcomes[2]?.detail).not.toContain('role vendor');
  expectEvidence(outcomes, facts);
});

describe('a policy resource that CloudFormation compares', () => {
  const template = policyTemplate({ Roles: undefined, RoleName: 'vendor' }, 'AWS::IAM::RolePolicy');

  test('in sync, and yet surely another: FAIL', () => {
    const { outcomes, facts } = judge(template, [{ name: 'read', document: WRITE_AS_TEXT }], {
      drift: [resourceDrift(), rolePolicy({})],
    });
    expect(statuses(outcomes)).toEqual(['PASS', 'FAIL']);
    expectEvidence(outcomes, facts);
  });

  test('in sync stands when Countersign cannot tell', () => {
    const { outcomes } = judge(denied(), [], { drift: [resourceDrift(), rolePolicy({})] });
    expect(outcomes[1]).toMatchObject({ status: 'PASS', detail: expect.not.stringContaining('Countersign') });
  });

  test('not checked, and the same: PASS by Countersign’s own comparison', () => {
    const { outcomes } = judge(template, [{ name: 'read', document: READ_AS_TEXT }], {
      drift: [resourceDrift(), rolePolicy({ status: 'NOT_CHECKED' })],
    });
    expect(outcomes[1]).toMatchObject({ status: 'PASS', detail: expect.stringContaining('gave no answer') });
  });
});

describe('inline policies that the role declares itself', () => {
  function own(...Policies: object[]): object {
    return { Resources: { Role: { Type: 'AWS::IAM::Role', Properties: { Policies } } } };
  }
  const DECLARED = own({ PolicyName: 'read', PolicyDocument: READ });

  test.each<[string, Role['inlinePolicies'], string]>([
    ['another', [{ name: 'read', document: WRITE_AS_TEXT }], 'in force on role vendor'],
    ['gone', [], 'lacks the inline policy read'],
  ])('FAIL when one is %s, though CloudFormation calls the role in sync', (_name, live, words) => {
    const { outcomes, facts } = judge(DECLARED, live, { drift: [resourceDrift()] });
    expect(outcomes).toMatchObject([
      {
        status: 'FAIL',
        severity: 'high',
        discriminator: 'Role/Policies/read',
        resource: { type: 'AWS::IAM::Role' },
        detail: expect.stringContaining(words),
      },
    ]);
    expectEvidence(outcomes, facts);
  });

  test('PASS when they mean the same, or CloudFormation alone can tell', () => {
    const live = [{ name: 'read', document: READ_AS_TEXT }];
    const hidden = own({ PolicyName: { Ref: 'Secret' }, PolicyDocument: { Ref: 'Secret' } });
    for (const template of [DECLARED, hidden, denied()]) {
      expect(statuses(judge(template, live, { drift: [resourceDrift()] }).outcomes)).toEqual(['PASS']);
    }
  });

  test('one finding, CloudFormation’s, when it sees the change itself', () => {
    const modified = resourceDrift({ status: 'MODIFIED' });
    expect(statuses(judge(DECLARED, [], { drift: [modified] }).outcomes)).toEqual(['FAIL']);
  });

  test('FAIL beside the UNKNOWN of a role that CloudFormation did not compare', () => {
    const unchecked = resourceDrift({ status: 'NOT_CHECKED' });
    expect(statuses(judge(DECLARED, [], { drift: [unchecked] }).outcomes)).toEqual(['UNKNOWN', 'FAIL']);
  });
});

describe('a stack full of policies', () => {
  const load = () => import('../../../src/checks/drift/role-drift.ts');
  type RoleDrift = Awaited<ReturnType<typeof load>>;
  const honest = (count: number) => judgeFull(count, (name) => ({ Statement: [statement(name)] }));
  const hostile = (count: number) =>
    judgeFull(count, () => ({
      Statement: {
        Effect: 'Allow',
        Action: Array.from({ length: 4 * count }, () => ({ Ref: 'Secret' })),
        Resource: '*',
      },
    }));

  oneIn(3)('is judged, and so is a hostile one', () => {
    const count = size(498, 100);
    expect(new Set(statuses(honest(count).outcomes))).toEqual(new Set(['PASS']));
    expect(statuses(hostile(count).outcomes)).toHaveLength(count + 1);
  });

  oneIn(5)('takes steps that grow with it, and not with its square', async () => {
    const work = (of: typeof honest) => (check: RoleDrift, count: number) =>
      check.roleDrift.evaluate(of(count).facts, contextFor(roleDrift));
    expect(await growth(load, work(honest), 40)).toBeLessThan(2.5);
    // Its text grows by the square, since both the policies and their actions are doubled.
    expect(await growth(load, work(hostile), 20)).toBeLessThan(4.5);
  });
});

const statement = (name: string) => ({ Effect: 'Allow', Action: `s3:${name}`, Resource: '*' });

/** A role with so many policies, all of them declared in the stack as `document` says. */
function judgeFull(count: number, document: (name: string) => object) {
  const names = Array.from({ length: count }, (_, index) => `P${index}`);
  const resources = names.map((name) => ({ logicalId: name, physicalId: name, type: 'AWS::IAM::Policy' }));
  const template = collected(
    stackTemplate(
      JSON.stringify({
        Resources: {
          Role: { Type: 'AWS::IAM::Role' },
          ...Object.fromEntries(
            names.map((name) => [
              name,
              {
                Type: 'AWS::IAM::Policy',
                Properties: { PolicyName: name, PolicyDocument: document(name), Roles: [{ Ref: 'Role' }] },
              },
            ]),
          ),
        },
      }),
      { resources: [{ logicalId: 'Role', physicalId: 'vendor', type: 'AWS::IAM::Role' }, ...resources] },
    ),
  );
  const drift = [resourceDrift(), ...names.map((name) => ({ ...POLICY, logicalId: name }))];
  const live = names.map((name) => ({ name, document: JSON.stringify({ Statement: statement(name) }) }));
  return judge(template, live, { drift });
}
