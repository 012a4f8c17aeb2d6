import { Command, Help, Option } from 'commander';
import { SERVICE_NAMES } from '../simulator/service-names.ts';
import { FAULT_NAMES } from '../simulator/spoken/fault.ts';
import { lazily } from './lazily.ts';
import { wholeNumber } from './options.ts';

export function simulateCommand(): Command {
  return new Command('simulate')
    .description('run the built-in local AWS alone, for any client, until interrupted')
    .addOption(
      new Option('--port <port>', 'the port on 127.0.0.1; 0 takes a free one')
        .default(0)
        .argParser(wholeNumber(0, 65_535)),
    )
    .addOption(
      new Option('--accounts <n>', 'accounts in the made-up fleet')
        .default(25)
        .argParser(wholeNumber(1, 10_000)),
    )
    .addOption(new Option('--seed <seed>', 'the same seed gives the same fleet').default('1'))
    .addOption(new Option('--latency <ms>', 'how long each answer waits: 60, or anything between 60-200'))
    .addOption(
      new Option(
        '--throttle <service=rate/burst>',
        'calls a second and at once that an account may make in a Region: iam=10/20, or *=10/20 for each service; may be repeated',
      ).argParser(repeated),
    )
    .addOption(
      new Option(
        '--fault <fault>',
        'what fails: iam:ListRoles@111122223333=AccessDenied; may be repeated, see below',
      ).argParser(repeated),
    )
    .addHelpText('after', FAULT_HELP)
    .action(lazily(() => import('./actions/simulate.ts')));
}

/** For an option that may be given more than once. */
function repeated(text: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, text];
}

/** Beside a name, in lines of 80 columns. */
function beside(text: string): string {
  return new Help().boxWrap(text, 69).replaceAll('\n', `\n${' '.repeat(11)}`);
}

const FAULT_HELP = `
A fault is SERVICE[:OPERATION][@ACCOUNT][/REGION]=FAULT[,times=N][,after=N]:
  SERVICE  ${beside(`${SERVICE_NAMES.join(', ')}; or * for all of them`)}
  ACCOUNT  the account that calls; for sts:AssumeRole the account of the role
  FAULT    ${beside(`${FAULT_NAMES.join(', ')}: each service answers with its own code for it; Reset cuts the connection, Stall stops in the middle of the answer`)}
  times    how many calls it strikes, all when absent
  after    how many calls it lets pass first
Where several match a call, the first that strikes is what it gets.

Examples:
  $ countersign simulate --latency 60-200 --throttle iam=10/20
  $ countersign simulate --fault iam:ListRoles@111122223333=AccessDenied
  $ countersign simulate --fault 'config/eu-west-1=InternalFailure,times=3' \\
      --fault 'cloudformation=Throttling,after=10'

What the local AWS honours and refuses, operation by operation:
src/simulator/README.md in the sources.`;
