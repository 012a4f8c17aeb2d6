import { usualConfiguration } from '../src/simulator/fleet/demo-configuration.ts';
import { DEFAULT_AS_OF, generateFleet } from '../src/simulator/fleet/fleet.ts';
import { startSimulator } from '../src/simulator/simulator.ts';
import type { WorldAccount } from '../src/simulator/world.ts';
import type { Fleet, SimulatedAws } from './simulated-aws.ts';

/** The simulator in a process of its own: a fleet as JSON in the first argument, one line of JSON out. */
const { accounts = 25, rolesPerAccount = 0, first, ...options }: Fleet = JSON.parse(process.argv[2] ?? '{}');
const world = generateFleet({ accounts, rolesPerAccount, seed: '1', asOf: DEFAULT_AS_OF });
const [account] = world.accounts;
if (first !== undefined && account !== undefined) fill(account, first);
const { endpoint, credentials } = await startSimulator({
  world,
  pageSize: 'aws',
  keepAnswers: true,
  recordCalls: false,
  ...options,
});
const answer: Omit<SimulatedAws, 'close'> = {
  environment: {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
  },
  externalId: world.auditor?.externalId ?? '',
  configuration: usualConfiguration(world),
};
process.stdout.write(`${JSON.stringify(answer)}\n`);

/** Adds stacks and findings like the first of them until there are so many. */
function fill({ id, contents }: WorldAccount, { stacks, findings }: NonNullable<Fleet['first']>): void {
  const { stacks: standing = [], analyzers = [] } = contents;
  const found = analyzers.find(({ type }) => type === 'ACCOUNT')?.findings ?? [];
  const [stack] = standing;
  const [finding] = found;
  if (stack === undefined || finding === undefined) throw new Error('There is nothing to make more of.');
  while (standing.length < stacks)
    standing.push({ ...stack, name: `filled-${standing.length}`, resources: [] });
  while (found.length < findings) {
    const resource = `arn:aws:s3:::filled-${id}-${found.length}`;
    found.push({ ...finding, resource, resourceType: 'AWS::S3::Bucket' });
  }
}
