import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { type Simulator, startSimulator } from '../../src/simulator/simulator.ts';
import { AWS_CLI, locate, missing } from './outsiders.ts';

/** The AWS CLI is a client that nobody here wrote: what it understands is AWS's protocol. */
const program = locate(AWS_CLI);
if (program === undefined) missing(AWS_CLI);

describe.runIf(program)('the AWS CLI reads', () => {
  const world = generateFleet({ accounts: 25, seed: 'cli', asOf: '2026-06-01T00:00:00.000Z' });
  const [management, , payments] = world.accounts;
  const auditor = `arn:aws:iam::${payments?.id}:role/CountersignAuditor`;
  let simulator: Simulator;
  let session: Record<string, string> = {};

  /** Runs the CLI, which pages by itself, and returns what its `--query` picks. */
  async function aws(command: string, query: string, credentials = session): Promise<unknown> {
    const { stdout } = await promisify(execFile)(
      program ?? '',
      [...command.split(' '), '--query', query, '--output', 'json'],
      {
        env: {
          PATH: process.env.PATH,
          HOME: '/nonexistent',
          AWS_ENDPOINT_URL: simulator.endpoint,
          AWS_REGION: 'us-east-1',
          AWS_DEFAULT_REGION: 'us-east-1',
          AWS_MAX_ATTEMPTS: '1',
          AWS_PAGER: '',
          ...credentials,
        },
      },
    );
    return JSON.parse(stdout);
  }

  function callerKeys(): Record<string, string> {
    const { accessKeyId, secretAccessKey } = simulator.credentials;
    return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  }

  function assumeAuditor(externalId: string | undefined): Promise<unknown> {
    const command = `sts assume-role --role-session-name cli --role-arn ${auditor} --external-id ${externalId}`;
    const names =
      '{AWS_ACCESS_KEY_ID:AccessKeyId,AWS_SECRET_ACCESS_KEY:SecretAccessKey,AWS_SESSION_TOKEN:SessionToken}';
    return aws(command, `Credentials.${names}`, callerKeys());
  }

  beforeAll(async () => {
    simulator = await startSimulator({ world, pageSize: 5 });
    session = (await assumeAuditor(world.auditor?.externalId)) as Record<string, string>;
  });
  afterAll(() => simulator?.close());

  test('sts get-caller-identity, as the user and in the session of assume-role', async () => {
    expect(await aws('sts get-caller-identity', 'Account', callerKeys())).toBe(management?.id);
    expect(await aws('sts get-caller-identity', 'Arn')).toBe(
      `arn:aws:sts::${payments?.id}:assumed-role/CountersignAuditor/cli`,
    );
  });

  test('sts assume-role, and its refusal', async () => {
    await expect(assumeAuditor('wrong')).rejects.toThrow(
      /\(AccessDenied\) when calling the AssumeRole operation/,
    );
  });

  test('iam get-account-authorization-details, all pages of it, documents decoded', async () => {
    const details = 'iam get-account-authorization-details';
    const roles = payments?.contents.roles ?? [];
    expect(await aws(details, 'RoleDetailList[].[RoleName,AssumeRolePolicyDocument]')).toEqual(
      roles.map(({ name, trustPolicy }) => [name, trustPolicy]),
    );
    expect(await aws(details, 'Policies[].PolicyName')).toEqual([
      'VendorBoundary',
      'OperationsBoundary',
      'AdministratorAccess',
      'SecurityAudit',
      'AWSOrganizationsServiceRolePolicy',
      'AWSSupportServiceRolePolicy',
      'AWSLambdaBasicExecutionRole',
    ]);
  });

  test('iam list-roles and list-account-aliases', async () => {
    expect(await aws('iam list-roles', 'length(Roles)')).toBe(payments?.contents.roles.length);
    expect(await aws('iam list-account-aliases', 'AccountAliases')).toEqual(['quillmarsh-payments-prod']);
  });

  test('iam generate-service-last-accessed-details, and the report in all its pages', async () => {
    const role = payments?.contents.roles.find(({ lastUsed, attachedPolicies = [] }) =>
      Boolean(lastUsed && attachedPolicies.some((arn) => arn.endsWith('/SecurityAudit'))),
    );
    const arn = `arn:aws:iam::${payments?.id}:role/${role?.name}`;
    const start = `iam generate-service-last-accessed-details --arn ${arn} --granularity ACTION_LEVEL`;
    const job = await aws(start, 'JobId');
    const read = `iam get-service-last-accessed-details --job-id ${job}`;
    const page = (await aws(`${read} --max-items 2`, '@')) as Record<string, unknown[]>;
    expect(page).toMatchObject({ JobStatus: 'COMPLETED', JobType: 'ACTION_LEVEL', IsTruncated: true });
    expect(page.ServicesLastAccessed?.[0]).toMatchObject({
      ServiceNamespace: 'access-analyzer',
      LastAuthenticatedEntity: arn,
      LastAuthenticatedRegion: 'us-east-1',
      TotalAuthenticatedEntities: 1,
    });
    await expect(aws(start.replace('role/', 'role/no-'), 'JobId')).rejects.toThrow(/\(NoSuchEntity\)/);
  });

  test('ram get-resource-shares, get-resource-share-associations, get-resource-share-invitations and list-resources', async () => {
    const shares = payments?.contents.shares ?? [];
    const here = (command: string, query: string) =>
      aws(`ram ${command} --region eu-west-1`, query, { ...session, AWS_REGION: 'eu-west-1' });
    expect(
      await here(
        'get-resource-shares --resource-owner SELF',
        'resourceShares[].[name,allowExternalPrincipals,status]',
      ),
    ).toEqual(shares.map(({ name }) => [name, true, 'ACTIVE']));
    const associations = 'get-resource-share-associations --association-type PRINCIPAL';
    expect(await here(associations, 'resourceShareAssociations[].[associatedEntity,status]')).toEqual(
      shares.flatMap(({ principals = [] }) =>
        principals.map(({ entity, status = 'ASSOCIATED' }) => [entity, status]),
      ),
    );
    expect(await here('list-resources --resource-owner SELF', 'resources[].arn')).toEqual(
      shares.flatMap(({ resources = [] }) => resources.map(({ entity }) => entity)),
    );
    expect(await here('get-resource-share-invitations', 'resourceShareInvitations')).toEqual([]);
    await expect(here('get-resource-shares --resource-owner ME', '@')).rejects.toThrow(
      /\(InvalidParameterException\)/,
    );
  });

  test('organizations list-accounts', async () => {
    expect(await aws('organizations list-accounts', 'Accounts[].Id', callerKeys())).toEqual(
      world.accounts.map(({ id }) => id),
    );
  });

  test('accessanalyzer list-analyzers, list-findings, list-findings-v2 and list-archive-rules', async () => {
    const arn = `arn:aws:access-analyzer:us-east-1:${payments?.id}:analyzer/account-analyzer`;
    const findings = payments?.contents.analyzers?.[0]?.findings ?? [];
    expect(await aws('accessanalyzer list-analyzers', 'analyzers[].[arn,type]')).toEqual([[arn, 'ACCOUNT']]);
    expect(await aws(`accessanalyzer list-findings --analyzer-arn ${arn}`, 'findings[].principal')).toEqual(
      findings.map(({ principal }) => principal),
    );
    expect(await aws(`accessanalyzer list-findings-v2 --analyzer-arn ${arn}`, 'findings[].resource')).toEqual(
      findings.map(({ resource }) => resource),
    );
    const rules = 'accessanalyzer list-archive-rules --analyzer-name account-analyzer';
    expect(await aws(rules, 'archiveRules[].ruleName')).toEqual(['ApprovedVendors']);
  });

  test('cloudformation list-stacks, describe-stack-resources and get-template', async () => {
    const here = (payments?.contents.stacks ?? []).filter(({ region }) => region === 'us-east-1');
    expect(await aws('cloudformation list-stacks', 'StackSummaries[].StackName')).toEqual(
      here.map(({ name }) => name),
    );
    const owner = 'cloudformation describe-stack-resources --physical-resource-id';
    expect(
      await aws(`${owner} DatadogIntegrationRole`, 'StackResources[0].[StackName,LogicalResourceId]'),
    ).toEqual(['datadog-integration', 'IntegrationRole']);
    await expect(aws(`${owner} nothing`, '@')).rejects.toThrow(
      /\(ValidationError\).*Stack for nothing does not exist/,
    );
    const template = 'cloudformation get-template --stack-name datadog-integration';
    expect(await aws(template, 'TemplateBody.Resources.IntegrationRole.Type')).toBe('AWS::IAM::Role');
  });

  test('cloudformation detect-stack-resource-drift and detect-stack-drift', async () => {
    const stack = '--stack-name datadog-integration';
    const one = `cloudformation detect-stack-resource-drift ${stack} --logical-resource-id IntegrationRole`;
    expect(
      await aws(one, 'StackResourceDrift.[StackResourceDriftStatus,PropertyDifferences[0].DifferenceType]'),
    ).toEqual(['MODIFIED', 'ADD']);
    const id = await aws(`cloudformation detect-stack-drift ${stack}`, 'StackDriftDetectionId');
    const poll = `cloudformation describe-stack-drift-detection-status --stack-drift-detection-id ${id}`;
    expect(await aws(poll, 'DetectionStatus')).toBe('DETECTION_IN_PROGRESS');
    expect(
      await aws(
        `cloudformation describe-stack-resource-drifts ${stack}`,
        'StackResourceDrifts[].LogicalResourceId',
      ),
    ).toEqual(['IntegrationRole']);
  });

  test('cloudformation list-stack-sets, describe-stack-set and list-stack-instances', async () => {
    const set = '--stack-set-name datadog-integration';
    const keys = callerKeys();
    expect(
      await aws('cloudformation list-stack-sets', 'Summaries[].[StackSetName,DriftStatus]', keys),
    ).toEqual([['datadog-integration', 'DRIFTED']]);
    const described = 'StackSet.[PermissionModel,StackSetDriftDetectionDetails.DriftedStackInstancesCount]';
    expect(await aws(`cloudformation describe-stack-set ${set}`, described, keys)).toEqual([
      'SERVICE_MANAGED',
      1,
    ]);
    const drifted = "Summaries[?DriftStatus=='DRIFTED'].Account";
    expect(await aws(`cloudformation list-stack-instances ${set}`, drifted, keys)).toEqual([payments?.id]);
    await expect(aws(`cloudformation describe-stack-set ${set}`, '@')).rejects.toThrow(
      /\(StackSetNotFoundException\)/,
    );
  });

  test('rolesanywhere list-trust-anchors, list-profiles and list-crls', async () => {
    const there = '--region eu-west-1';
    const anchors = `rolesanywhere list-trust-anchors ${there}`;
    expect(await aws(anchors, 'trustAnchors[].[name,source.sourceType]')).toEqual([
      ['card-terminals', 'CERTIFICATE_BUNDLE'],
      ['payment-network', 'AWS_ACM_PCA'],
    ]);
    expect(
      await aws(`rolesanywhere list-profiles ${there}`, 'profiles[].attributeMappings[].certificateField'),
    ).toEqual(['x509Issuer', 'x509SAN', 'x509Subject']);
    const anchor = await aws(anchors, 'trustAnchors[0].trustAnchorArn');
    expect(await aws(`rolesanywhere list-crls ${there}`, 'crls[].trustAnchorArn')).toEqual([anchor]);
  });

  test('iam list-delegation-requests', async () => {
    const requests = await aws('iam list-delegation-requests', 'DelegationRequests[].[State,RequestorName]');
    expect(requests).toEqual([['FINALIZED', 'Datadog']]);
  });

  test('account list-regions', async () => {
    const regions = await aws('account list-regions', 'Regions[].RegionName');
    expect(regions).toEqual(expect.arrayContaining(['us-east-1', 'eu-west-1']));
  });
});
