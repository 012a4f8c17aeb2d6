import { demoConfiguration } from '../src/simulator/fleet/demo-configuration.ts';
import { type SimulatorOptions, startSimulator } from '../src/simulator/simulator.ts';
import type { SimulatedAws } from './simulated-aws.ts';

/** The simulator in a process of its own: options as JSON in the first argument, one line of JSON out. */
const options: SimulatorOptions = JSON.parse(process.argv[2] ?? '{}');
const { endpoint, credentials, world } = await startSimulator({
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
  configuration: demoConfiguration(world),
};
process.stdout.write(`${JSON.stringify(answer)}\n`);
