import type { AuditReport } from '../../src/model/report.ts';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { placeOf } from '../../src/simulator/fleet/place.ts';
import { visits } from '../../src/simulator/fleet/trail-events.ts';
import { DEFAULT_REGIONS } from '../../src/simulator/services/account/account.ts';
import type { SimulatorOptions } from '../../src/simulator/simulator.ts';
import type { Document, World, WorldResource, WorldRole, WorldStack } from '../../src/simulator/world.ts';
import { AS_OF } from './fixed-clock.ts';
import { scanFleet } from './fleet.ts';

export const VENDOR = '424242424242';
const REGIONS = ['us-east-1', 'eu-west-1'];

export const REGISTER = [
  {
    name: 'Tidewater Monitoring',
    accountIds: [VENDOR],
    owner: 'platform',
    justification: 'Watches the shop.',
    approvedBy: 'A. Rousseau',
    contractEnds: '2027-06-30',
    lastReviewed: '2026-09-01',
    reviewEveryDays: 180,
    allowedSourceIps: ['198.51.100.0/24'],
    accessHours: {
      zone: 'UTC',
      days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
      from: '08:00',
      to: '20:00',
    },
    users: [{ tag: 'vendor=tidewater' }],
    identityCenter: { domains: ['tidewater.example'], groups: ['Tidewater'] },
  },
];

const TRUST: Document = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${VENDOR}:role/collector` },
      Action: 'sts:AssumeRole',
      Condition: {
        StringEquals: { 'sts:ExternalId': '6f1c2b9e-5a37-4d0e-9a41-7d2f8c3b1e60' },
        IpAddress: { 'aws:SourceIp': '198.51.100.0/24' },
        DateLessThan: { 'aws:CurrentTime': '2027-06-30T00:00:00Z' },
      },
    },
  ],
};
const READING: Document = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' }],
};

const KEY = {
  createdAt: '2026-09-01T00:00:00Z',
  lastUsed: { at: '2026-10-30T00:00:00Z', region: 'us-east-1', service: 's3' },
};

/** A well guarded role for one vendor. */
function vendorRole(name: string, more: Partial<WorldRole> = {}): WorldRole {
  return {
    name,
    createdAt: '2026-03-01T00:00:00Z',
    trustPolicy: TRUST,
    inlinePolicies: { read: READING },
    tags: { Owner: 'platform', terraform: 'vendors/tidewater' },
    lastUsed: { at: '2026-10-30T00:00:00Z', region: 'us-east-1' },
    ...more,
  };
}

/** What IAM Identity Center makes of a permission set. */
function permissionSetRole(name: string, accountId: string): WorldRole {
  const Federated = `arn:aws:iam::${accountId}:saml-provider/AWSSSO_0123456789abcdef_DO_NOT_DELETE`;
  return {
    name: `AWSReservedSSO_${name}_0123456789abcdef`,
    path: '/aws-reserved/sso.amazonaws.com/',
    trustPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: { Federated }, Action: 'sts:AssumeRoleWithSAML' },
          Condition: { StringEquals: { 'SAML:aud': 'https://signin.aws.amazon.com/saml' } },
        },
      ],
    },
    inlinePolicies: { AwsSSOInlinePolicy: READING },
  };
}

/**
 * Two accounts in which nothing is wrong: an analyzer in each of two Regions, and in one of them well guarded roles for one
 * vendor, the keys that it had before put out of use, a young key of a release, and
 * a guest in IAM Identity Center, and shares that stay in the organization. One of those belongs to a stack that owns a managed policy too, so that there every action is called.
 */
export function tidyWorld(): World {
  const world = generateFleet({ accounts: 2, seed: '1', asOf: AS_OF });
  if (world.organization !== undefined) world.organization.billingTransfers = [];
  for (const account of world.accounts) {
    const { contents } = account;
    account.optedOutRegions = DEFAULT_REGIONS.filter((region) => !REGIONS.includes(region));
    contents.events = [];
    contents.trails = [{ name: 'all', region: 'us-east-1', multiRegion: true, validated: true }];
    contents.recorders = REGIONS.map((region) => ({ region }));
    contents.roles = contents.roles.filter(({ name }) => name === world.auditor?.roleName);
    contents.stacks = [];
    contents.shares = [];
    contents.receivedShares = [];
    contents.shareInvitations = [];
    contents.stackSets = [];
    contents.rolesAnywhere = {};
    contents.wellArchitected = {};
    contents.delegationRequests = [];
    contents.resources = [];
    delete contents.publicAccessBlock;
    contents.analyzers = REGIONS.flatMap((region) => [
      { name: 'external', region, type: 'ACCOUNT' },
      ...(region === 'us-east-1' ? [{ name: 'unused', region, type: 'ACCOUNT_UNUSED_ACCESS' }] : []),
    ]);
  }
  const entered = world.accounts[1];
  if (entered === undefined) throw new Error('The fleet has no second account.');
  const tags = { Owner: 'platform' };
  entered.contents.roles.push(
    vendorRole('tidewater-monitoring'),
    vendorRole('tidewater-of-a-stack', { tags }),
    permissionSetRole('Metrics', entered.id),
  );
  entered.contents.users = [
    { name: 'tidewater-before', tags: { vendor: 'tidewater' }, accessKeys: [{ ...KEY, inactive: true }] },
    { name: 'release', accessKeys: [KEY] },
  ];
  entered.contents.resources = tidyResources(entered.id);
  entered.contents.identityCenter = {
    region: 'us-east-1',
    ownerAccountId: world.organization?.managementAccountId ?? '',
    users: [{ userName: 'jo', email: 'jo@tidewater.example' }],
    groups: [{ name: 'Tidewater', members: ['jo'] }],
    assignments: [{ group: 'Tidewater', permissionSet: 'Metrics', accountId: entered.id }],
  };
  entered.contents.layers = [{ region: 'us-east-1', name: 'tidy-layer', versions: [{}] }];
  entered.contents.policies = [{ name: 'collector-permissions', document: READING }];
  entered.contents.stacks = [stackOf(entered.id)];
  const share = { region: 'us-east-1', allowExternalPrincipals: false };
  const [management] = world.accounts;
  entered.contents.shares = [{ ...share, name: 'network', principals: [{ entity: management?.id ?? '' }] }];
  entered.contents.receivedShares = [
    { region: 'us-east-1', name: 'licenses', owningAccountId: management?.id ?? '' },
  ];
  entered.contents.wellArchitected = {
    workloads: [{ name: 'shop', region: 'us-east-1', shares: [{ sharedWith: management?.id ?? '' }] }],
    lenses: [{ name: 'house-rules', region: 'us-east-1', shares: [] }],
    profiles: [
      { name: 'what-comes-first', region: 'us-east-1', shares: [{ sharedWith: management?.id ?? '' }] },
    ],
    templates: [{ name: 'house-reviews', region: 'us-east-1', shares: [] }],
  };
  entered.contents.stackSets = [
    {
      name: 'vendors',
      region: 'us-east-1',
      template: stackOf(entered.id).template,
      capabilities: ['CAPABILITY_NAMED_IAM'],
      drift: { status: 'IN_SYNC', checkedAt: AS_OF },
      instances: [
        { accountId: entered.id, region: 'us-east-1', stackName: 'vendors', driftStatus: 'IN_SYNC' },
      ],
    },
  ];
  entered.contents.events = visits(placeOf('1', AS_OF, 1), {
    ...{ role: 'tidewater-monitoring', vendor: { name: 'Tidewater', accountId: VENDOR }, as: 'collector' },
    externalId: '6f1c2b9e-5a37-4d0e-9a41-7d2f8c3b1e60',
    ...{
      address: '198.51.100.7',
      time: '09:30',
      daysAgo: Array.from({ length: 12 }, (_, week) => 3 + 7 * week),
    },
    calls: [{ source: 'monitoring.amazonaws.com', name: 'GetMetricData' }],
  });
  return world;
}

/** One of each kind, which the vendor may read, or nobody from outside. */
function tidyResources(accountId: string): WorldResource[] {
  const region = 'us-east-1';
  const vendor = { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${VENDOR}:role/collector` } };
  const bucket = 'arn:aws:s3:::tidewater-metrics';
  const reads: Document = {
    Version: '2012-10-17',
    Statement: [
      {
        ...vendor,
        Action: 's3:GetObject',
        Resource: `${bucket}/*`,
        Condition: { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } },
      },
    ],
  };
  const own: Document = {
    Version: '2012-10-17',
    Statement: [
      { ...vendor, Principal: { AWS: `arn:aws:iam::${accountId}:root` }, Action: '*', Resource: '*' },
    ],
  };
  return [
    {
      ...{ service: 's3', region, name: 'tidewater-metrics', policy: reads },
      accessPoints: [{ name: 'tidy-point', policy: own }],
    },
    ...(['sqs', 'secretsmanager', 'lambda', 'ecr', 'events', 'backup', 'kms', 'sns'] as const).map(
      (service): WorldResource => ({
        ...{ service, region, name: `tidy-${service}`, policy: own },
        ...(service === 'lambda' ? { aliases: [{ name: 'live', policy: own }] } : {}),
      }),
    ),
  ];
}

function stackOf(accountId: string): WorldStack {
  const role = {
    RoleName: 'tidewater-of-a-stack',
    AssumeRolePolicyDocument: TRUST,
    Policies: [{ PolicyName: 'read', PolicyDocument: READING }],
    Tags: [{ Key: 'Owner', Value: 'platform' }],
  };
  const policy = { ManagedPolicyName: 'collector-permissions', PolicyDocument: READING };
  const [roleType, policyType] = ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy'];
  return {
    name: 'vendors',
    region: 'us-east-1',
    template: JSON.stringify({
      Resources: {
        Role: { Type: roleType, Properties: role },
        Permissions: { Type: policyType, Properties: policy },
      },
    }),
    resources: [
      { logicalId: 'Role', physicalId: role.RoleName, type: roleType, declared: role },
      {
        logicalId: 'Permissions',
        physicalId: `arn:aws:iam::${accountId}:policy/${policy.ManagedPolicyName}`,
        type: policyType,
        declared: policy,
      },
    ],
  };
}

/** The account into which the vendor comes. */
export const ENTERED = tidyWorld().accounts[1]?.id ?? '';

/** The report of a scan of that world, where not otherwise told by a configuration in which nothing is missing. */
export async function scanTidy(
  options: Pick<SimulatorOptions, 'faults'> = {},
  config: object = {},
): Promise<AuditReport> {
  const result = await scanFleet(
    { world: tidyWorld(), ...options },
    {
      everything: true,
      config: {
        regions: REGIONS,
        thirdParties: REGISTER,
        exceptions: [],
        checks: {
          'unmanaged-role': { provisioningTags: ['terraform'] },
          'access-key-age': { unusedAfterDays: 45 },
        },
        activity: { source: 'lookup' },
        recording: true,
        identityCenter: { account: ENTERED, region: 'us-east-1' },
        outputs: ['json'],
        ...config,
      },
    },
  );
  return result.report;
}
