import { describe, expect, it } from 'vitest';
import { auditorActions } from '../../../src/collect/actions.ts';
import type { PlannedCall } from '../../../src/collect/collector.ts';
import { collectorsFor } from '../../../src/collect/collectors.ts';
import { FACTS } from '../../../src/model/fact-values.ts';
import { EMPTY_POPULATION } from '../../../src/model/planning-population.ts';
import { RESOURCE_SERVICES, type ResourceService } from '../../../src/model/resource-services.ts';
import type { Fault } from '../../../src/simulator/faults.ts';
import type { AccountContents, WorldResource } from '../../../src/simulator/world.ts';
import { some } from '../../support/thorough.ts';
import { callCounts, collect, MEMBER, member, stage, target, value, world } from '../support.ts';

const REGION = 'us-east-1';
const POLICY = { Version: '2012-10-17', Statement: [] };
const TEXT = JSON.stringify(POLICY);

/** More than a page of each kind, of which one has no policy, and one that is in another Region. */
function many(service: WorldResource['service']): WorldResource[] {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `${service}-${letter}`);
  return [
    ...names.map((name): WorldResource => ({ service, region: REGION, name, policy: POLICY })),
    { service, region: REGION, name: `${service}-none` },
    { service, region: 'eu-west-1', name: `${service}-far`, policy: POLICY },
  ];
}

async function read(
  contents: Partial<AccountContents>,
  services: readonly ResourceService[],
  faults: readonly Fault[] = [],
) {
  const at = await stage({ world: world(member(contents)), faults });
  const account = await collect(at, target({ regions: [REGION] }), 'off', 60, services);
  return { account, found: value(account, 'resource-policies', REGION) };
}

/** The calls of a plan by operation, those left out that need not be made. */
const countsOf = (planned: readonly PlannedCall[]) =>
  Object.fromEntries(
    planned
      .filter(({ calls }) => calls > 0)
      .map(({ service, operation, calls }) => [`${service}:${operation}`, calls]),
  );

const ofPolicies = (account: Awaited<ReturnType<typeof collect>>) =>
  callCounts({ ...account, calls: account.calls.filter(({ fact }) => fact === 'resource-policies') });

describe.each(some(RESOURCE_SERVICES, 4))('the resources of %s', (service) => {
  it('are read to the last page, each with its policy, and those of the Region alone', async () => {
    const { account, found } = await read({ resources: many(service) }, [service]);
    expect(found.services).toEqual([service]);
    expect(found.perResource).toHaveLength(8);
    const policies = found.perResource.map(({ fact }) =>
      fact.status === 'COLLECTED' ? fact.value.policy : fact,
    );
    expect(policies.filter((policy) => policy === TEXT)).toHaveLength(7);
    expect(found.perResource.map(({ resource }) => resource)).toEqual(
      found.perResource.map(({ resource }) => resource).toSorted(),
    );
    const asked = auditorActions('off', false, new Set(['resource-policies']), [service]).called;
    expect(asked.every((action) => action.startsWith(`${service}:`))).toBe(true);
    expect(Object.keys(ofPolicies(account)).length).toBeGreaterThan(0);
  });

  it('are none where there are none', async () => {
    const { found } = await read({}, [service]);
    expect(found.perResource).toEqual([]);
  });

  it('are one gap where they cannot be listed, and no gap of others', async () => {
    const [listing] = LISTINGS[service];
    const faults: Fault[] = [{ kind: 'access-denied', operation: listing }];
    const other = service === 'sqs' ? 'sns' : 'sqs';
    const { found } = await read({ resources: [...many(service), ...many(other)] }, [service, other], faults);
    const gaps = found.perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED');
    expect(gaps).toMatchObject([
      {
        resource: `arn:aws:${service}:${REGION}:${MEMBER}:*`,
        fact: { reason: 'ACCESS_DENIED', action: listing },
      },
    ]);
    expect(found.perResource).toHaveLength(9);
  });

  it('are planned as they are read', async () => {
    const resources = many(service).map((one) => ({
      ...one,
      ...(service === 'kms' ? { alias: `alias/${one.name}` } : {}),
    }));
    const at = await stage({ world: world(member({ resources })), pageSize: 'aws' });
    const account = await collect(at, target({ regions: [REGION] }), 'off', 60, [service]);
    const [collector] = collectorsFor('off', new Set(['resource-policies']));
    const planned =
      collector?.plan({ ...EMPTY_POPULATION, resources: { [service]: 8 } }, 'off', [service]) ?? [];
    expect(ofPolicies(account)).toEqual(countsOf(planned));
  });
});

/** What each service is listed by, and what is asked of one resource. */
const LISTINGS: Record<ResourceService, [list: string, one?: string]> = {
  s3: ['s3:ListAllMyBuckets'],
  kms: ['kms:ListKeys'],
  sns: ['sns:ListTopics', 'sns:GetTopicAttributes'],
  sqs: ['sqs:ListQueues', 'sqs:GetQueueAttributes'],
  secretsmanager: ['secretsmanager:ListSecrets', 'secretsmanager:GetResourcePolicy'],
  lambda: ['lambda:ListFunctions', 'lambda:GetPolicy'],
  ecr: ['ecr:DescribeRepositories', 'ecr:GetRepositoryPolicy'],
  events: ['events:ListEventBuses'],
  backup: ['backup:ListBackupVaults', 'backup:GetBackupVaultAccessPolicy'],
};

describe('one resource', () => {
  it.each(Object.entries(LISTINGS).filter(([, [, one]]) => one !== undefined))(
    'of %s whose policy is refused is its own gap',
    async (service, [, one = '']) => {
      const faults: Fault[] = [{ kind: 'access-denied', operation: one, times: 1 }];
      const { found } = await read({ resources: many(service as 'sqs') }, [service as 'sqs'], faults);
      const gaps = found.perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED');
      expect(gaps).toMatchObject([{ fact: { reason: 'ACCESS_DENIED', action: one } }]);
      expect(found.perResource).toHaveLength(8);
    },
  );
});

describe('buckets', () => {
  const bucket = (more: Partial<WorldResource>): WorldResource => ({
    service: 's3',
    region: REGION,
    name: 'ledger',
    ...more,
  });
  const readBucket = async (contents: Partial<AccountContents>, faults: readonly Fault[] = []) =>
    (await read(contents, ['s3'], faults)).found.perResource;

  it('have what Block Public Access says of them and of the account, and their lists', async () => {
    const acl = [
      { group: 'global/AllUsers', permission: 'READ' },
      { id: 'f00d', permission: 'WRITE' },
    ];
    const [read] = await readBucket({
      resources: [bucket({ acl, publicAccessBlock: { IgnorePublicAcls: true } })],
      publicAccessBlock: { RestrictPublicBuckets: true },
    });
    const off = {
      blockPublicAcls: false,
      ignorePublicAcls: false,
      blockPublicPolicy: false,
      restrictPublicBuckets: false,
    };
    expect(read).toMatchObject({
      resource: 'arn:aws:s3:::ledger',
      fact: {
        value: {
          service: 's3',
          policy: null,
          bucket: {
            block: { ...off, ignorePublicAcls: true },
            accountBlock: { ...off, restrictPublicBuckets: true },
            acl: expect.arrayContaining([
              {
                grantee: 'http://acs.amazonaws.com/groups/global/AllUsers',
                granteeType: 'Group',
                permission: 'READ',
              },
              { grantee: 'f00d', granteeType: 'CanonicalUser', permission: 'WRITE' },
            ]),
          },
        },
      },
    });
  });

  it('have no settings where none were ever made', async () => {
    const [read] = await readBucket({ resources: [bucket({})] });
    expect(read).toMatchObject({ fact: { value: { bucket: { block: null, accountBlock: null } } } });
  });

  it('lack the part that is refused', async () => {
    for (const [operation, part] of [
      ['s3:GetBucketPolicy', 'policy'],
      ['s3:GetBucketPublicAccessBlock', 'public access block'],
      ['s3:GetBucketAcl', 'access control list'],
    ] as const) {
      const [read] = await readBucket({ resources: [bucket({})] }, [{ kind: 'access-denied', operation }]);
      expect(read).toMatchObject({
        fact: { value: { missing: [{ part, reason: 'ACCESS_DENIED', action: operation }] } },
      });
    }
  });

  it('are one gap more where the settings of the account are refused', async () => {
    const operation = 's3:GetAccountPublicAccessBlock';
    const read = await readBucket({ resources: [bucket({})] }, [{ kind: 'access-denied', operation }]);
    expect(read).toMatchObject([
      { resource: 'arn:aws:s3:::ledger', fact: { status: 'COLLECTED' } },
      { resource: `arn:aws:s3:${REGION}:${MEMBER}:account-public-access-block`, fact: { action: operation } },
    ]);
  });
});

describe('access points', () => {
  const resources: WorldResource[] = [
    {
      ...{ service: 's3', region: REGION, name: 'ledger' },
      accessPoints: ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => ({
        ...{ name: `point-${letter}`, policy: POLICY },
        ...(letter === 'a' ? { vpcId: 'vpc-0123456789abcdef0' } : {}),
        ...(letter === 'b' ? { publicAccessBlock: {} } : {}),
      })),
    },
  ];
  const point = `arn:aws:s3:${REGION}:${MEMBER}:accesspoint/point-`;
  const ofPoints = async (faults: readonly Fault[] = []) =>
    (await read({ resources }, ['s3'], faults)).found.perResource.filter(({ resource }) =>
      resource.includes(':accesspoint/'),
    );

  it('are read to the last page, each with bucket, policy, network and Block Public Access', async () => {
    const found = await ofPoints();
    const on = { blockPublicAcls: true, ignorePublicAcls: true };
    const all = { ...on, blockPublicPolicy: true, restrictPublicBuckets: true };
    expect(found).toHaveLength(6);
    expect(found.slice(0, 2)).toMatchObject([
      {
        resource: `${point}a`,
        fact: {
          value: {
            service: 's3',
            policy: TEXT,
            accessPoint: {
              bucket: 'ledger',
              bucketAccountId: MEMBER,
              vpcId: 'vpc-0123456789abcdef0',
              block: all,
            },
          },
        },
      },
      { fact: { value: { accessPoint: { vpcId: null, block: { restrictPublicBuckets: false } } } } },
    ]);
  });

  it('are one gap where they cannot be listed, and buckets are read all the same', async () => {
    const faults: Fault[] = [{ kind: 'access-denied', operation: 's3:ListAccessPoints' }];
    expect(await ofPoints(faults)).toMatchObject([
      { resource: `arn:aws:s3:${REGION}:${MEMBER}:accesspoint/*`, fact: { action: 's3:ListAccessPoints' } },
    ]);
    const { found } = await read({ resources }, ['s3'], faults);
    expect(found.perResource).toMatchObject([
      { resource: 'arn:aws:s3:::ledger', fact: { status: 'COLLECTED' } },
      { fact: { status: 'NOT_COLLECTED' } },
    ]);
  });

  it('lack the part that is refused', async () => {
    for (const [operation, part] of [
      ['s3:GetAccessPointPolicy', 'policy'],
      ['s3:GetAccessPoint', 'public access block'],
    ] as const) {
      const [first] = await ofPoints([{ kind: 'access-denied', operation }]);
      expect(first).toMatchObject({ fact: { value: { missing: [{ part, action: operation }] } } });
    }
  });
});

describe('functions', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const resources: WorldResource[] = [
    {
      ...{ service: 'lambda', region: REGION, name: 'quote', policy: POLICY },
      aliases: names.map((name) => (name === 'a' ? { name } : { name, policy: POLICY })),
    },
  ];
  const layers = names.map((name) => ({
    ...{ region: REGION, name },
    versions: name === 'a' ? names.map(() => ({ policy: POLICY })) : [{}],
  }));
  const arn = `arn:aws:lambda:${REGION}:${MEMBER}:`;
  const readLambda = async (faults: readonly Fault[] = []) =>
    (await read({ resources, layers }, ['lambda'], faults)).found.perResource;

  it('are read with their aliases, and the versions of layers', async () => {
    const found = await readLambda();
    const policies = new Map(
      found.map(({ resource, fact }) => [resource, fact.status === 'COLLECTED' ? fact.value.policy : fact]),
    );
    expect(policies.size).toBe(1 + 6 + 11);
    expect(policies.get(`${arn}function:quote:a`)).toBeNull();
    expect(policies.get(`${arn}function:quote:f`)).toBe(TEXT);
    expect(policies.get(`${arn}layer:a:6`)).toBe(TEXT);
    expect(policies.get(`${arn}layer:b:1`)).toBeNull();
  });

  it.each([
    ['lambda:ListAliases', 'function:quote:*', 12],
    ['lambda:ListLayers', 'layer:*', 7],
    ['lambda:ListLayerVersions', 'layer:b:*', 7],
  ])('are read where %s is refused, which is one gap', async (operation, unlisted, others) => {
    const found = await readLambda([{ kind: 'access-denied', operation }]);
    expect(found).toContainEqual({
      resource: `${arn}${unlisted}`,
      fact: expect.objectContaining({ status: 'NOT_COLLECTED', action: operation }),
    });
    expect(found.filter(({ fact }) => fact.status === 'COLLECTED')).toHaveLength(others);
  });

  it('are planned as they are read, from what was read before', async () => {
    const at = await stage({ world: world(member({ resources, layers })), pageSize: 'aws' });
    const account = await collect(at, target({ regions: [REGION] }), 'off', 60, ['lambda']);
    const counted = FACTS['resource-policies'].planning?.(value(account, 'resource-policies', REGION));
    const [collector] = collectorsFor('off', new Set(['resource-policies']));
    const planned = collector?.plan({ ...EMPTY_POPULATION, ...counted }, 'off', ['lambda']) ?? [];
    expect(ofPolicies(account)).toEqual(countsOf(planned));
  });
});

describe('registries', () => {
  const registryPolicies = [{ region: REGION, policy: POLICY }];
  const registry = `arn:aws:ecr:${REGION}:${MEMBER}:registry`;

  it('are read where they have a policy, of the Region alone', async () => {
    const { found } = await read({ resources: many('ecr'), registryPolicies }, ['ecr']);
    expect(found.perResource).toHaveLength(9);
    expect(found.perResource).toContainEqual({
      resource: registry,
      fact: expect.objectContaining({ value: { service: 'ecr', policy: TEXT } }),
    });
    const far = await read({ registryPolicies: [{ region: 'eu-west-1', policy: POLICY }] }, ['ecr']);
    expect(far.found.perResource).toEqual([]);
  });

  it('are a gap of their own where that is refused', async () => {
    const operation = 'ecr:GetRegistryPolicy';
    const { found } = await read({ resources: many('ecr') }, ['ecr'], [{ kind: 'access-denied', operation }]);
    expect(found.perResource.filter(({ fact }) => fact.status === 'NOT_COLLECTED')).toMatchObject([
      { resource: registry, fact: { reason: 'ACCESS_DENIED', action: operation } },
    ]);
    expect(found.perResource).toHaveLength(9);
  });
});

describe('keys', () => {
  it('have their grants, and those that AWS manages are left out', async () => {
    const grants = [{ grantee: 'arn:aws:iam::123123123123:role/r', operations: ['Encrypt', 'Decrypt'] }];
    const { found, account } = await read(
      {
        resources: [
          { service: 'kms', region: REGION, name: 'k1', policy: POLICY, grants, alias: 'alias/ledger' },
          { service: 'kms', region: REGION, name: 'k2', alias: 'alias/aws/s3' },
        ],
      },
      ['kms'],
    );
    expect(found.perResource).toMatchObject([
      {
        fact: {
          value: {
            policy: TEXT,
            grants: [
              {
                grantee: 'arn:aws:iam::123123123123:role/r',
                operations: ['Decrypt', 'Encrypt'],
                constrained: false,
              },
            ],
          },
        },
      },
    ]);
    expect(ofPolicies(account)['kms:GetKeyPolicy']).toBe(1);
  });

  it('have grants that were made for a service by its name', async () => {
    const grants = [
      { grantee: 'rds.us-east-1.amazonaws.com', operations: ['Decrypt'], ofService: true as const },
    ];
    const { found } = await read({ resources: [{ service: 'kms', region: REGION, name: 'k1', grants }] }, [
      'kms',
    ]);
    expect(found.perResource).toMatchObject([
      { fact: { value: { grants: [{ grantee: 'rds.us-east-1.amazonaws.com' }] } } },
    ]);
  });

  it('lack the part that is refused, and are a gap where all is', async () => {
    const resources: WorldResource[] = [{ service: 'kms', region: REGION, name: 'k1', policy: POLICY }];
    const refuse = (operation: string): Fault => ({ kind: 'access-denied', operation });
    const one = await read({ resources }, ['kms'], [refuse('kms:ListGrants')]);
    expect(one.found.perResource).toMatchObject([
      { fact: { value: { policy: TEXT, missing: [{ part: 'grants' }] } } },
    ]);
    const all = await read({ resources }, ['kms'], [refuse('kms:ListGrants'), refuse('kms:GetKeyPolicy')]);
    expect(all.found.perResource).toMatchObject([{ fact: { status: 'NOT_COLLECTED' } }]);
  });
});

it('reads nothing where no service is named, and asks for no permission', async () => {
  const { account, found } = await read({ resources: many('s3') }, []);
  expect(found).toEqual({ services: [], perResource: [] });
  expect(ofPolicies(account)).toEqual({});
  expect(auditorActions('off', false).called.filter((action) => /^(?:s3|kms|sqs):/.test(action))).toEqual([]);
});
