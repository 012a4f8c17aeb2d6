import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateAccountCommand,
  CreateOrganizationalUnitCommand,
  CreateOrganizationCommand,
  ListRootsCommand,
  MoveAccountCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

export const REGION = 'us-east-1';
export const AUDITOR = 'CountersignAuditor';
export const DATADOG = '464622532012';
export const STRANGER = '999988887777';
export const SHARED_ID = '3f1c6a52-9d0e-4c57-8f43-2b7a1f0c9e11';

export interface MotoFleet {
  organizationId: string;
  management: string;
  production: string;
  sandbox: string;
}

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string };

export const ROOT_KEYS: Credentials = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'not-a-secret' };

/** Makes an organization of three accounts in moto through the real SDK, with roles, policies and a stack. */
export async function makeFleet(endpoint: string): Promise<MotoFleet> {
  const common = { endpoint, region: REGION, credentials: ROOT_KEYS };
  const organizations = new OrganizationsClient(common);
  const { Organization } = await organizations.send(new CreateOrganizationCommand({ FeatureSet: 'ALL' }));
  const management = Organization?.MasterAccountId ?? '';
  const create = async (name: string) => {
    const input = { AccountName: name, Email: `${name}@example.com` };
    const { CreateAccountStatus } = await organizations.send(new CreateAccountCommand(input));
    return CreateAccountStatus?.AccountId ?? '';
  };
  const production = await create('production');
  const sandbox = await create('sandbox');
  const { Roots } = await organizations.send(new ListRootsCommand({}));
  const root = Roots?.[0]?.Id ?? '';
  const { OrganizationalUnit } = await organizations.send(
    new CreateOrganizationalUnitCommand({ ParentId: root, Name: 'Workloads' }),
  );
  const move = {
    AccountId: production,
    SourceParentId: root,
    DestinationParentId: OrganizationalUnit?.Id ?? '',
  };
  await organizations.send(new MoveAccountCommand(move));

  const iam = async (account: string) =>
    new IAMClient({
      ...common,
      credentials: account === management ? ROOT_KEYS : await enter(endpoint, account),
    });
  for (const account of [management, production, sandbox]) {
    const auditor = trust(
      { AWS: `arn:aws:iam::${management}:root` },
      { StringEquals: { 'sts:ExternalId': 'audit-1' } },
    );
    await role(await iam(account), AUDITOR, auditor);
  }
  const guarded = trust(
    { AWS: `arn:aws:iam::${DATADOG}:root` },
    { StringEquals: { 'sts:ExternalId': SHARED_ID } },
  );
  await role(await iam(management), 'datadog-billing', guarded);

  const productionIam = await iam(production);
  await role(productionIam, 'partner-open', trust({ AWS: `arn:aws:iam::${STRANGER}:root` }));
  await productionIam.send(
    new AttachRolePolicyCommand({
      RoleName: 'partner-open',
      PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  );
  await productionIam.send(
    new PutRolePolicyCommand({
      RoleName: 'partner-open',
      PolicyName: 'buckets',
      PolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
      }),
    }),
  );
  const cloudformation = new CloudFormationClient({
    ...common,
    credentials: await enter(endpoint, production),
  });
  const template = {
    Resources: {
      Monitor: {
        Type: 'AWS::IAM::Role',
        Properties: { RoleName: 'datadog-monitor', AssumeRolePolicyDocument: guarded },
      },
    },
  };
  await cloudformation.send(
    new CreateStackCommand({
      StackName: 'monitoring',
      TemplateBody: JSON.stringify(template),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
    }),
  );

  const sandboxIam = await iam(sandbox);
  await role(sandboxIam, 'web-server', trust({ Service: 'ec2.amazonaws.com' }));
  await role(sandboxIam, 'everyone', trust({ AWS: '*' }));
  return { organizationId: Organization?.Id ?? '', management, production, sandbox };
}

function trust(principal: object, condition?: object): object {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        ...(condition && { Condition: condition }),
      },
    ],
  };
}

async function role(iam: IAMClient, name: string, document: object): Promise<void> {
  await iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(document) }),
  );
}

/** Keys for working in a member account, as its administrator would have. */
async function enter(endpoint: string, account: string): Promise<Credentials> {
  const sts = new STSClient({ endpoint, region: REGION, credentials: ROOT_KEYS });
  const { Credentials: given } = await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${account}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'setup',
    }),
  );
  return {
    accessKeyId: given?.AccessKeyId ?? '',
    secretAccessKey: given?.SecretAccessKey ?? '',
    sessionToken: given?.SessionToken ?? '',
  };
}
