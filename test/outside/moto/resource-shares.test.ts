import { spawnSync } from 'node:child_process';
import {
  CreateResourceShareCommand,
  GetResourceShareAssociationsCommand,
  GetResourceSharesCommand,
  RAMClient,
} from '@aws-sdk/client-ram';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { externalResourceShare } from '../../../src/checks/sharing/external-resource-share.ts';
import type { CollectContext } from '../../../src/collect/collector.ts';
import { resourceShares } from '../../../src/collect/ram/resource-shares.ts';
import type { ResourceShares } from '../../../src/model/facts/resource-shares.ts';
import { contextOf, fixOf } from '../../checks/support/trust-fixtures.ts';
import { callerOf } from '../../facts/answers.ts';
import { AWS_CLI, locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const cli = locate(AWS_CLI);
const HERE = '123456789012';
const VENDOR = '999988887777';
const REGION = 'us-east-1';

describe('resource shares in moto', () => {
  if (program === undefined) return missing(MOTO);
  if (cli === undefined) return missing(AWS_CLI);

  let moto: Moto;
  let ram: RAMClient;
  let shares: ResourceShares;

  beforeAll(async () => {
    moto = await startMoto(program);
    ram = new RAMClient({ endpoint: moto.endpoint, region: REGION, credentials: ROOT_KEYS });
    const resourceArns = [`arn:aws:ec2:${REGION}:${HERE}:subnet/subnet-0a1b2c3d`];
    await make({ name: 'with-vendor', principals: [VENDOR, HERE], resourceArns });
    await make({ name: 'open', principals: [HERE], resourceArns });
    await make({ name: 'kept', principals: [HERE], allowExternalPrincipals: false });
    shares = await read();
  });
  afterAll(() => moto?.close());

  async function make(share: ConstructorParameters<typeof CreateResourceShareCommand>[0]): Promise<void> {
    await ram.send(new CreateResourceShareCommand(share));
  }

  /** What the collector makes of moto's answers; shares of others and invitations moto does not have. */
  async function read(): Promise<ResourceShares> {
    const own = new Map<string, object>();
    own.set('SELF', await ram.send(new GetResourceSharesCommand({ resourceOwner: 'SELF' })));
    const associations = new Map<string, object>();
    for (const associationType of ['PRINCIPAL', 'RESOURCE'] as const)
      associations.set(
        associationType,
        await ram.send(new GetResourceShareAssociationsCommand({ associationType })),
      );
    const caller = callerOf({
      GetResourceShares: ({ resourceOwner }: { resourceOwner: string }) =>
        own.get(resourceOwner) ?? { resourceShares: [] },
      GetResourceShareAssociations: ({ associationType }: { associationType: string }) =>
        associations.get(associationType),
      GetResourceShareInvitations: { resourceShareInvitations: [] },
    });
    return resourceShares.collect({ caller: caller('resource-shares'), region: REGION } as CollectContext);
  }

  it('are read with who has them and what they hold', () => {
    expect(shares.own).toHaveLength(3);
    expect(shares.own.find(({ name }) => name === 'with-vendor')).toMatchObject({
      arn: expect.stringMatching(`^arn:aws:ram:${REGION}:${HERE}:resource-share/`),
      allowExternalPrincipals: true,
      principals: [{ entity: HERE }, { entity: VENDOR, status: 'ASSOCIATED' }],
      resources: [{ entity: expect.stringMatching(/subnet-0a1b2c3d$/) }],
    });
  });

  it('are kept within the organization by the command that is offered', async () => {
    const context = contextOf({});
    const parties = {
      ...context.parties,
      whoIs: (accountId: string) =>
        accountId === HERE
          ? ({ kind: 'own', accountId, name: 'here' } as const)
          : context.parties.whoIs(accountId),
    };
    const outcomes = externalResourceShare.evaluate(
      { 'resource-shares': shares },
      { ...context, parties, region: REGION, parameters: {} },
    );
    const verdicts = new Map(outcomes.map((one) => [one.resource.arn, one]));
    const of = (name: string) => {
      const arn = shares.own.find((share) => share.name === name)?.arn ?? '';
      return { arn, outcome: verdicts.get(arn) };
    };
    expect(of('with-vendor').outcome).toMatchObject({ status: 'FAIL', severity: 'high' });
    expect(of('kept').outcome).toMatchObject({ status: 'PASS' });
    const { arn, outcome } = of('open');
    if (outcome?.status !== 'FAIL') throw new Error('the open share passes');
    const command = fixOf(outcome, 'cli').replace(/^aws/, `'${cli}' --endpoint-url '${moto.endpoint}'`);
    const done = spawnSync('sh', ['-c', command], {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH ?? '',
        AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
        AWS_PAGER: '',
      },
    });
    expect(done.stderr).toBe('');
    const after = await ram.send(new GetResourceSharesCommand({ resourceOwner: 'SELF' }));
    const changed = after.resourceShares?.find(({ resourceShareArn }) => resourceShareArn === arn);
    expect(changed?.allowExternalPrincipals).toBe(false);
  });
});
