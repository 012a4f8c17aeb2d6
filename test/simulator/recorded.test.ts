import { describe, expect, test } from 'vitest';
import type { World } from '../../src/simulator/world.ts';
import { ask } from './raw.ts';
import { elementsOf } from './recorded/elements.ts';
import { ACCOUNT, EXCHANGES, recorded, STACK } from './recorded/exchanges.ts';
import { simulate, trusting } from './support.ts';

const READING = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
};

/** What `test/outside/moto/recordings.test.ts` makes in moto. */
const WORLD: World = {
  asOf: '2026-01-01T00:00:00Z',
  callerAccountId: ACCOUNT,
  organization: {
    id: 'o-recorded00',
    managementAccountId: ACCOUNT,
    rootId: 'r-root',
    units: [],
    delegatedAdministrators: {},
  },
  accounts: [
    {
      id: ACCOUNT,
      name: 'master',
      contents: {
        roles: [
          {
            name: 'Vendor',
            description: 'Watches the shop',
            trustPolicy: trusting({ AWS: ACCOUNT }, { StringEquals: { 'sts:ExternalId': 'recorded-id' } }),
            inlinePolicies: { read: READING },
            attachedPolicies: [`arn:aws:iam::${ACCOUNT}:policy/Reading`],
            permissionsBoundary: `arn:aws:iam::${ACCOUNT}:policy/Reading`,
            tags: { Owner: 'platform' },
          },
        ],
        policies: [{ name: 'Reading', description: 'Reads', document: READING }],
        stacks: [
          {
            name: STACK,
            region: 'us-east-1',
            description: 'One topic',
            template: '{}',
            parameters: [{ key: 'Name', value: 'news' }],
            tags: { Owner: 'platform' },
            resources: [{ logicalId: 'Topic', physicalId: 'news', type: 'AWS::SNS::Topic' }],
          },
        ],
      },
    },
    { id: '210987654321', name: 'member', contents: { roles: [] } },
  ],
};

describe('the simulator answers as moto was recorded to', () => {
  test.each(EXCHANGES.map((exchange) => [exchange.name, exchange] as const))(
    '%s',
    async (_name, exchange) => {
      const simulator = await simulate({ world: WORLD });
      const ours = await ask(simulator.endpoint, simulator.credentials, exchange.request);
      const theirs = recorded(exchange);
      const [own, other] = [elementsOf(ours), elementsOf(theirs)];
      expect({
        status: ours.status,
        onlyMoto: other.filter((path) => !own.includes(path)),
        onlySimulator: own.filter((path) => !other.includes(path)),
      }).toEqual({
        status: theirs.status,
        onlyMoto: Object.keys(exchange.onlyMoto ?? {}).sort(),
        onlySimulator: Object.keys(exchange.onlySimulator ?? {}).sort(),
      });
    },
  );
});
