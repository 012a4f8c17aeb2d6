import type { Command } from 'commander';
import { shown } from '../../report/visible.ts';
import { SERVICES, startSimulator } from '../../simulator/simulator.ts';
import { readFault } from '../../simulator/spoken/fault.ts';
import { readLatency } from '../../simulator/spoken/latency.ts';
import { readThrottle } from '../../simulator/spoken/throttle.ts';
import { outputOf } from '../options.ts';
import { inert, jsonText } from '../terminal.ts';

interface Spoken {
  port: number;
  accounts: number;
  seed: string;
  latency?: string;
  throttle?: readonly string[];
  fault?: readonly string[];
}

/** What `countersign simulate` does. */
export async function run(options: Spoken, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { port, accounts, seed, latency = '0', throttle = [], fault = [] } = options;
  const simulator = await startSimulator({
    port,
    accounts,
    seed,
    latencyMs: understood(command, 'latency', latency, readLatency),
    throttle: throttle.map((text) =>
      understood(command, 'throttle', text, (one) => readThrottle(one, SERVICES)),
    ),
    faults: fault.map((text) => understood(command, 'fault', text, (one) => readFault(one, SERVICES))),
    asOf: new Date().toISOString(),
    recordCalls: false,
  });
  const { endpoint, credentials, world } = simulator;
  const environment = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: 'us-east-1',
    COUNTERSIGN_ROLE_NAME: world.auditor?.roleName ?? '',
    COUNTERSIGN_EXTERNAL_ID: world.auditor?.externalId ?? '',
  };
  if (json) terminal.print(jsonText(environment));
  else
    for (const [name, value] of Object.entries(environment)) terminal.print(inert(`export ${name}=${value}`));
  terminal.say(HINT);
  await interrupted();
  await simulator.close();
}

/** What an option says; the command line shows beside the option why it says nothing. */
function understood<T>(command: Command, name: keyof Spoken, text: string, read: (text: string) => T): T {
  try {
    return read(text);
  } catch (error) {
    const flags = command.options.find((option) => option.attributeName() === name)?.flags ?? name;
    const why = error instanceof Error ? error.message : String(error);
    return command.error(`error: option '${flags}' argument '${text}' is invalid. ${why}`, {
      code: 'commander.invalidArgument',
    });
  }
}

const HINT = shown`The local AWS is running. Interrupt it (Ctrl-C) to stop. To scan it from another shell, set the variables above
and write a config.yaml:

  organization: { discover: true }
  auditor: { roleName: '\${COUNTERSIGN_ROLE_NAME}', externalId: '\${COUNTERSIGN_EXTERNAL_ID}' }
  regions: [us-east-1, eu-west-1]
`;

function interrupted(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done());
  });
}
