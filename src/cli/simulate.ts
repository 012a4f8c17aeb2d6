import { Command, InvalidArgumentError, Option } from 'commander';
import { shown } from '../report/visible.ts';
import { SERVICES, type SimulatorOptions, startSimulator } from '../simulator/simulator.ts';
import { FAULT_NAMES, readFault } from '../simulator/spoken/fault.ts';
import { readLatency } from '../simulator/spoken/latency.ts';
import { readThrottle } from '../simulator/spoken/throttle.ts';
import { outputOf, wholeNumber } from './options.ts';
import { inert, jsonText } from './terminal.ts';

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run the built-in local AWS alone, for any client, until interrupted')
    .addOption(
      new Option('--port <port>', 'the port on 127.0.0.1; 0 takes a free one')
        .default(0)
        .argParser(wholeNumber(0)),
    )
    .addOption(
      new Option('--accounts <n>', 'accounts in the made-up fleet').default(25).argParser(wholeNumber(1)),
    )
    .addOption(new Option('--seed <seed>', 'the same seed gives the same fleet').default('1'))
    .addOption(
      new Option('--latency <ms>', 'how long each answer waits: 60, or anything between 60-200').argParser(
        spoken(readLatency),
      ),
    )
    .addOption(
      new Option(
        '--throttle <service=rate/burst>',
        'calls a second and at once that an account may make in a Region: iam=10/20, or *=10/20 for each service; may be repeated',
      ).argParser(repeated((text) => readThrottle(text, SERVICES))),
    )
    .addOption(
      new Option(
        '--fault <fault>',
        'what fails: iam:ListRoles@111122223333=AccessDenied; may be repeated, see below',
      ).argParser(repeated((text) => readFault(text, SERVICES))),
    )
    .addHelpText('after', FAULT_HELP)
    .action(async (options: Spoken, command: Command) => {
      const { terminal, json } = outputOf(command);
      const asOf = new Date().toISOString();
      const { port, accounts, seed, latency = 0, throttle = [], fault = [] } = options;
      const simulator = await startSimulator({
        port,
        accounts,
        seed,
        latencyMs: latency,
        throttle,
        faults: fault,
        asOf,
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
        for (const [name, value] of Object.entries(environment))
          terminal.print(inert(`export ${name}=${value}`));
      terminal.say(HINT);
      await interrupted();
      await simulator.close();
    });
}

interface Spoken {
  port: number;
  accounts: number;
  seed: string;
  latency?: NonNullable<SimulatorOptions['latencyMs']>;
  throttle?: NonNullable<SimulatorOptions['throttle']>;
  fault?: NonNullable<SimulatorOptions['faults']>;
}

/** A parser whose errors the command line shows beside the option. */
function spoken<T>(read: (text: string) => T): (text: string) => T {
  return (text) => {
    try {
      return read(text);
    } catch (error) {
      throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
    }
  };
}

/** A parser for an option that may be given more than once. */
function repeated<T>(read: (text: string) => T): (text: string, previous?: readonly T[]) => readonly T[] {
  const one = spoken(read);
  return (text, previous = []) => [...previous, one(text)];
}

const FAULT_HELP = `
A fault is SERVICE[:OPERATION][@ACCOUNT][/REGION]=FAULT[,times=N][,after=N]:
  SERVICE  ${SERVICES.map(({ signingName }) => signingName).join(', ')}; or * for all of them
  ACCOUNT  the account that calls; for sts:AssumeRole the account of the role
  FAULT    ${FAULT_NAMES.join(', ')}:
           each service answers with its own code for it; Reset cuts the connection, Stall stops in the middle of the answer
  times    how many calls it strikes, all when absent
  after    how many calls it lets pass first
Where several match a call, the first that strikes is what it gets.

Examples:
  $ countersign simulate --latency 60-200 --throttle iam=10/20
  $ countersign simulate --fault iam:ListRoles@111122223333=AccessDenied
  $ countersign simulate --fault 'access-analyzer/eu-west-1=InternalFailure,times=3' --fault 'cloudformation=Throttling,after=10'

What the local AWS honours and refuses, operation by operation: src/simulator/README.md in the sources.`;

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
