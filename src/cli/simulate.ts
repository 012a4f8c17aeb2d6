import { Command, Option } from 'commander';
import { startSimulator } from '../simulator/simulator.ts';
import { outputOf, wholeNumber } from './options.ts';

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
    .action(async (options: { port: number; accounts: number; seed: string }, command: Command) => {
      const { terminal, json } = outputOf(command);
      const asOf = new Date().toISOString();
      const simulator = await startSimulator({ ...options, asOf, recordCalls: false });
      const { endpoint, credentials, world } = simulator;
      const environment = {
        AWS_ENDPOINT_URL: endpoint,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_REGION: 'us-east-1',
        COUNTERSIGN_ROLE_NAME: world.auditor?.roleName ?? '',
        COUNTERSIGN_EXTERNAL_ID: world.auditor?.externalId ?? '',
      };
      if (json) terminal.print(JSON.stringify(environment));
      else for (const [name, value] of Object.entries(environment)) terminal.print(`export ${name}=${value}`);
      terminal.say(HINT);
      await interrupted();
      await simulator.close();
    });
}

const HINT = `The local AWS is running. Interrupt it (Ctrl-C) to stop. To scan it from another shell, set the variables above
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
