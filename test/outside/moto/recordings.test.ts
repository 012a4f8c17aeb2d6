import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask } from '../../simulator/raw.ts';
import { ACCOUNT, asRecording, EXCHANGES, recordingOf, STACK } from '../../simulator/recorded/exchanges.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { REGION, ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

const POLICY_ARN = `arn:aws:iam::${ACCOUNT}:policy/Reading`;
const TAGS = [{ Key: 'Owner', Value: 'platform' }];

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

/** What `test/simulator/recorded.test.ts` has as a world. */
async function makeWorld(endpoint: string): Promise<void> {
  const settings = { endpoint, region: REGION, credentials: ROOT_KEYS };
  const iam = new IAMClient(settings);
  const reading = policy({ Action: 's3:ListAllMyBuckets', Resource: '*' });
  await iam.send(
    new CreatePolicyCommand({ PolicyName: 'Reading', Description: 'Reads', PolicyDocument: reading }),
  );
  const trust = policy({
    Principal: { AWS: ACCOUNT },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': 'recorded-id' } },
  });
  const RoleName = 'Vendor';
  await iam.send(
    new CreateRoleCommand({
      RoleName,
      Description: 'Watches the shop',
      AssumeRolePolicyDocument: trust,
      PermissionsBoundary: POLICY_ARN,
      Tags: TAGS,
    }),
  );
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'read', PolicyDocument: reading }));
  await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: POLICY_ARN }));
  await new CloudFormationClient(settings).send(
    new CreateStackCommand({
      StackName: STACK,
      TemplateBody: JSON.stringify({
        Description: 'One topic',
        Parameters: { Name: { Type: 'String' } },
        Resources: { Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: { Ref: 'Name' } } } },
      }),
      Parameters: [{ ParameterKey: 'Name', ParameterValue: 'news' }],
      Tags: TAGS,
    }),
  );
  const organizations = new OrganizationsClient(settings);
  await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  await organizations.send(new CreateAccountCommand({ AccountName: 'member', Email: 'member@example.com' }));
}

/** `npx vitest run --project outside test/outside/moto/recordings.test.ts --update` records the answers anew. */
describe('the recordings of moto’s answers', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(program);
    await makeWorld(moto.endpoint);
  });
  afterAll(() => moto?.close());

  it.each(EXCHANGES.map((exchange) => [exchange.name, exchange] as const))('%s', async (_name, exchange) => {
    const answer = await ask(moto.endpoint, ROOT_KEYS, exchange.request);
    await expect(asRecording(answer)).toMatchFileSnapshot(recordingOf(exchange));
  });
});
