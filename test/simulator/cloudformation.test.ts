import {
  CloudFormationClient,
  DescribeStackDriftDetectionStatusCommand,
  DescribeStackResourceDriftsCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  DetectStackDriftCommand,
  DetectStackResourceDriftCommand,
  GetTemplateCommand,
  paginateListStackResources,
  paginateListStacks,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import type { WorldRole, WorldStack } from '../../src/simulator/world.ts';
import { failure, MANAGEMENT, settings, simulate, smallWorld, trusting } from './support.ts';

const TRUST = trusting({ AWS: '999900001001' });

function stackOf(changes: Partial<WorldStack> = {}): WorldStack {
  return {
    name: 'access',
    region: 'us-east-1',
    template: '{"Resources":{}}',
    originalTemplate: '{"Transform":"Macro","Resources":{}}',
    parameters: [{ key: 'ExternalId', value: 'secret-id', noEcho: true }],
    resources: [
      {
        logicalId: 'Role',
        physicalId: 'Vendor',
        type: 'AWS::IAM::Role',
        declared: { AssumeRolePolicyDocument: structuredClone(TRUST) },
      },
      { logicalId: 'Policy', physicalId: 'acc-Poli-1', type: 'AWS::IAM::Policy' },
      { logicalId: 'Topic', physicalId: 'topic', type: 'AWS::SNS::Topic', declared: { DisplayName: 'one' } },
    ],
    ...changes,
  };
}

async function cloudFormation(
  stacks: WorldStack[],
  role: WorldRole = { name: 'Vendor', trustPolicy: TRUST },
) {
  const world = smallWorld({}, { contents: { roles: [role], stacks } });
  return new CloudFormationClient(settings(await simulate({ world })));
}

/** The drift status of the stack's role, found by looking at it alone. */
async function roleDrift(stacks: WorldStack[], role?: WorldRole) {
  const client = await cloudFormation(stacks, role);
  const detect = new DetectStackResourceDriftCommand({ StackName: 'access', LogicalResourceId: 'Role' });
  return (await client.send(detect)).StackResourceDrift;
}

describe('stacks', () => {
  test('are paged, filtered by status, and shown with the parents of nested ones', async () => {
    const stacks = [
      ...Array.from({ length: 6 }, (_, i) => stackOf({ name: `s${i}` })),
      stackOf({ name: 'child', parent: 's0' }),
      stackOf({ name: 'gone', status: 'DELETE_COMPLETE' }),
      stackOf({ name: 'abroad', region: 'eu-west-1' }),
    ];
    const client = await cloudFormation(stacks);
    const found = [];
    let pages = 0;
    for await (const page of paginateListStacks({ client }, { StackStatusFilter: ['CREATE_COMPLETE'] })) {
      pages++;
      found.push(...(page.StackSummaries ?? []));
    }
    expect(pages).toBe(2);
    expect(found.map(({ StackName }) => StackName)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5', 'child']);
    expect(found[6]).toMatchObject({
      ParentId: found[0]?.StackId,
      DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
    });
  });

  test('hide NoEcho parameters, and give the template of either stage', async () => {
    const client = await cloudFormation([stackOf()]);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'access' }));
    expect(Stacks?.[0]?.Parameters).toMatchObject([{ ParameterKey: 'ExternalId', ParameterValue: '****' }]);
    const original = await client.send(new GetTemplateCommand({ StackName: 'access' }));
    expect(original.TemplateBody).toContain('Macro');
    const processed = await client.send(
      new GetTemplateCommand({ StackName: 'access', TemplateStage: 'Processed' }),
    );
    expect(processed.TemplateBody).toBe('{"Resources":{}}');
    const none = client.send(new GetTemplateCommand({ StackName: 'none' }));
    expect(await failure(none)).toMatchObject({ name: 'ValidationError', status: 400 });
  });

  test('are found by the physical id of a resource, and their absence is an answer', async () => {
    const client = await cloudFormation([stackOf()]);
    const find = (PhysicalResourceId: string) =>
      client.send(new DescribeStackResourcesCommand({ PhysicalResourceId }));
    const { StackResources } = await find('Vendor');
    expect(StackResources).toMatchObject([{ LogicalResourceId: 'Role', StackName: 'access' }, {}, {}]);
    expect(await failure(find('Other'))).toMatchObject({
      name: 'ValidationError',
      message: 'Stack for Other does not exist',
    });
  });

  test('describe 100 resources at most, and list them all in pages', async () => {
    const resources = Array.from({ length: 105 }, (_, i) => ({
      logicalId: `T${i}`,
      type: 'AWS::SNS::Topic',
    }));
    const client = await cloudFormation([stackOf({ resources })]);
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'access' }));
    expect(StackResources).toHaveLength(100);
    let listed = 0;
    for await (const page of paginateListStackResources({ client }, { StackName: 'access' })) {
      listed += page.StackResourceSummaries?.length ?? 0;
    }
    expect(listed).toBe(105);
  });
});

describe('drift of a resource', () => {
  test('is IN_SYNC when what the template declares is there', async () => {
    expect(await roleDrift([stackOf()])).toMatchObject({
      StackResourceDriftStatus: 'IN_SYNC',
      PropertyDifferences: [],
    });
  });

  test('does not see policies that were added by hand and are not declared', async () => {
    const role: WorldRole = {
      name: 'Vendor',
      trustPolicy: TRUST,
      inlinePolicies: { Added: { Statement: [] } },
      attachedPolicies: ['arn:aws:iam::aws:policy/AdministratorAccess'],
    };
    expect(await roleDrift([stackOf()], role)).toMatchObject({ StackResourceDriftStatus: 'IN_SYNC' });
  });

  test('shows a trust policy that was changed by hand', async () => {
    const trustPolicy = trusting({ AWS: ['999900001001', '999900002001'] });
    expect(await roleDrift([stackOf()], { name: 'Vendor', trustPolicy })).toMatchObject({
      StackResourceDriftStatus: 'MODIFIED',
      PropertyDifferences: [
        {
          PropertyPath: '/AssumeRolePolicyDocument/Statement/0/Principal/AWS',
          ExpectedValue: '999900001001',
          ActualValue: '["999900001001","999900002001"]',
          DifferenceType: 'NOT_EQUAL',
        },
      ],
    });
  });

  test('takes a value and a list of that value for different, as CloudFormation does', async () => {
    const declared = { AssumeRolePolicyDocument: trusting({ AWS: ['999900001001'] }) };
    const [role, ...others] = stackOf().resources;
    const resources = role ? [{ ...role, declared }, ...others] : [];
    expect(await roleDrift([stackOf({ resources })])).toMatchObject({ StackResourceDriftStatus: 'MODIFIED' });
  });

  test('is DELETED when the role is gone', async () => {
    const other = { name: 'Other', trustPolicy: TRUST };
    expect(await roleDrift([stackOf()], other)).toMatchObject({ StackResourceDriftStatus: 'DELETED' });
  });

  test('is refused for types that are not supported and for stacks that are changing', async () => {
    const client = await cloudFormation([stackOf(), stackOf({ name: 'busy', status: 'UPDATE_IN_PROGRESS' })]);
    const detect = (StackName: string, LogicalResourceId: string) =>
      client.send(new DetectStackResourceDriftCommand({ StackName, LogicalResourceId }));
    expect((await failure(detect('access', 'Policy'))).message).toContain('does not support drift detection');
    expect((await failure(detect('busy', 'Role'))).message).toContain('UPDATE_IN_PROGRESS');
    expect((await failure(detect('access', 'None'))).name).toBe('ValidationError');
  });
});

describe('drift of a stack', () => {
  const drifted = (): WorldStack => {
    const stack = stackOf();
    const [role, policy, topic] = stack.resources;
    if (topic) topic.live = { DisplayName: 'two' };
    return { ...stack, resources: [role, policy, topic].flatMap((each) => each ?? []) };
  };

  async function detect(client: CloudFormationClient) {
    const { StackDriftDetectionId } = await client.send(new DetectStackDriftCommand({ StackName: 'access' }));
    const statuses: Array<string | undefined> = [];
    for (let poll = 0; poll < 10; poll++) {
      const status = await client.send(
        new DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
      );
      statuses.push(status.DetectionStatus);
      if (status.DetectionStatus !== 'DETECTION_IN_PROGRESS') return { statuses, status };
    }
    throw new Error('The detection never ended.');
  }

  test('takes some polls, and is then on the stack and on its resources', async () => {
    const client = await cloudFormation([drifted()]);
    const { statuses, status } = await detect(client);
    expect(statuses).toEqual(['DETECTION_IN_PROGRESS', 'DETECTION_IN_PROGRESS', 'DETECTION_COMPLETE']);
    expect(status).toMatchObject({ StackDriftStatus: 'DRIFTED', DriftedStackResourceCount: 1 });
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'access' }));
    expect(Stacks?.[0]?.DriftInformation).toMatchObject({
      StackDriftStatus: 'DRIFTED',
      LastCheckTimestamp: expect.any(Date),
    });
    const { StackResourceDrifts } = await client.send(
      new DescribeStackResourceDriftsCommand({ StackName: 'access' }),
    );
    expect(
      StackResourceDrifts?.map((each) => [each.LogicalResourceId, each.StackResourceDriftStatus]),
    ).toEqual([
      ['Role', 'IN_SYNC'],
      ['Topic', 'MODIFIED'],
    ]);
    const modified = await client.send(
      new DescribeStackResourceDriftsCommand({
        StackName: 'access',
        StackResourceDriftStatusFilters: ['MODIFIED'],
      }),
    );
    expect(modified.StackResourceDrifts).toHaveLength(1);
  });

  test('runs once at a time', async () => {
    const client = await cloudFormation([drifted()]);
    await client.send(new DetectStackDriftCommand({ StackName: 'access' }));
    const second = client.send(new DetectStackDriftCommand({ StackName: 'access' }));
    expect((await failure(second)).message).toContain('already in progress');
  });

  test('that fails still carries what could be read', async () => {
    const client = await cloudFormation([{ ...drifted(), detectionFailures: { Role: 'Rate exceeded' } }]);
    const { status } = await detect(client);
    expect(status).toMatchObject({ DetectionStatus: 'DETECTION_FAILED', StackDriftStatus: 'DRIFTED' });
    expect(status.DetectionStatusReason).toContain('Role');
    const { StackResourceDrifts } = await client.send(
      new DescribeStackResourceDriftsCommand({ StackName: 'access' }),
    );
    expect(StackResourceDrifts?.map((each) => each.StackResourceDriftStatus)).toEqual([
      'UNKNOWN',
      'MODIFIED',
    ]);
  });

  test('is written by a look at one resource too, and is NOT_CHECKED before', async () => {
    const client = await cloudFormation([drifted()]);
    const before = await client.send(new DescribeStackResourceDriftsCommand({ StackName: 'access' }));
    expect(before.StackResourceDrifts).toEqual([]);
    await client.send(
      new DetectStackResourceDriftCommand({ StackName: 'access', LogicalResourceId: 'Topic' }),
    );
    const { Stacks } = await client.send(new DescribeStacksCommand({}));
    expect(Stacks?.[0]?.DriftInformation?.StackDriftStatus).toBe('DRIFTED');
    const { StackResources } = await client.send(new DescribeStackResourcesCommand({ StackName: 'access' }));
    expect(StackResources?.map((each) => each.DriftInformation?.StackResourceDriftStatus)).toEqual([
      'NOT_CHECKED',
      'NOT_CHECKED',
      'MODIFIED',
    ]);
  });

  test('is known from before where the world says that someone looked', async () => {
    const client = await cloudFormation([{ ...drifted(), lastDriftCheckAt: '2025-12-24T00:00:00Z' }]);
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: 'access' }));
    expect(Stacks?.[0]?.DriftInformation).toEqual({
      StackDriftStatus: 'DRIFTED',
      LastCheckTimestamp: new Date('2025-12-24T00:00:00Z'),
    });
  });
});

test('a stack is known by its ARN', async () => {
  const client = await cloudFormation([stackOf()]);
  const { Stacks } = await client.send(new DescribeStacksCommand({}));
  expect(Stacks?.[0]?.StackId).toMatch(
    new RegExp(`^arn:aws:cloudformation:us-east-1:${MANAGEMENT}:stack/access/`),
  );
  const again = await client.send(new DescribeStacksCommand({ StackName: Stacks?.[0]?.StackId }));
  expect(again.Stacks?.[0]?.StackName).toBe('access');
});
