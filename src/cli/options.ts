import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { SEVERITIES, type Severity } from '../model/severity.ts';
import { processTerminal, type Terminal } from './terminal.ts';

/** Options of the program itself, which every command takes too. */
interface GlobalOptions {
  json?: boolean;
  debug?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  logFormat: 'text' | 'json';
}

/** How much a command tells of what it is at. */
export interface Telling {
  /** Faults in full. */
  debug: boolean;
  /** No progress. */
  quiet: boolean;
  /** Every account that is done. */
  verbose: boolean;
}

/** The terminal of a command, whether its result is to be JSON, and how much it tells meanwhile. */
export function outputOf(command: Command): Telling & { terminal: Terminal; json: boolean } {
  const {
    json = false,
    debug = false,
    quiet = false,
    verbose = false,
    logFormat,
  } = command.optsWithGlobals<GlobalOptions>();
  return { terminal: processTerminal(logFormat), json, debug, quiet, verbose };
}

/** How a run is named. */
export const A_RUN = 'a run directory, or s3://bucket/prefix/run';

/** For every command that reads one finished run. */
export function runArgument(): Argument {
  return new Argument('<run>', A_RUN);
}

export function configOption(): Option {
  return new Option(
    '--config <file>',
    'the configuration file; default: $COUNTERSIGN_CONFIG, config.yaml here, or countersign/config.yaml under ~/.config',
  );
}

/** For every command that reads a configuration. */
export function envOption(): Option {
  return new Option(
    '--env <name>',
    'put this environment variable into the configuration too, beside those that begin with COUNTERSIGN_; may be repeated',
  )
    .argParser((name: string, before: readonly string[] = []) => [...before, name])
    .default([], 'none');
}

export function failOnOption(otherwise = '; default: failOn of the configuration'): Option {
  return new Option(
    '--fail-on <severity>',
    `exit with 2 when an open finding is this severe or worse${otherwise}`,
  ).choices([...SEVERITIES, 'none']);
}

export type FailOn = Severity | 'none';

export function allowIncompleteOption(): Option {
  return new Option(
    '--allow-incomplete [share]',
    'exit with 0 even when something could not be read or known, where so many accounts were read: 95%; at least one',
  ).argParser(shareOf);
}

/** A share as people write it (`95%`), from 0 to 1. */
function shareOf(text: string): number {
  const percent = /^(100|\d{1,2})%$/.exec(text)?.[1];
  if (percent === undefined) throw new InvalidArgumentError('It is a share of accounts, such as 95%.');
  return Number(percent) / 100;
}

/** `111122223333,444455556666`. */
export function accountIds(text: string): string[] {
  const ids = accountNames(text);
  const wrong = ids.find((id) => !/^\d{12}$/.test(id));
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not an account id of 12 digits.`);
  return ids;
}

/** `111122223333,payments-prod,team=payments`. */
function accountNames(text: string): string[] {
  const names = listOf(text);
  const wrong = names.find((name) => /^\d+$/.test(name) && name.length !== 12);
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is not an account id of 12 digits.`);
  return names;
}

function accountsOption(): Option {
  return new Option(
    '--accounts <names>',
    'only these of the accounts in scope, by id, name, or a tag that the configuration gives (team=payments); with commas',
  ).argParser(accountNames);
}

/** Which checks to apply, for every command that judges. */
export interface ChecksAsked {
  check?: string[];
  severity?: Severity;
}

function checkOption(): Option {
  return new Option('--check <ids>', 'apply only these checks, with commas').argParser(listOf);
}

function severityOption(): Option {
  return new Option('--severity <severity>', 'apply only checks of this severity or worse').choices(
    SEVERITIES,
  );
}

/** A command that looks at accounts of a configuration: which they are, and which checks are meant. */
export function commandOnAccounts(name: string): Command {
  const command = new Command(name);
  for (const option of [configOption(), envOption(), accountsOption(), checkOption(), severityOption()])
    command.addOption(option);
  return command;
}

/** For those that keep runs. */
export function runsOption(): Option {
  return new Option(
    '--out <dir>',
    'where run directories go; default: evidence.directory of the configuration',
  );
}

function listOf(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes('')) throw new InvalidArgumentError('Between commas there is nothing.');
  return parts;
}

/** A parser for whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!Number.isInteger(number) || number < least || number > most) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`It must be a whole number ${range}.`);
    }
    return number;
  };
}

/** The key that evidence is checked with, for every command that checks it. */
export function keyOption(): Option {
  return new Option(
    '--key <pem>',
    'a public key to trust, or a folder of them; may be repeated; without one no signature is trusted',
  ).argParser((file: string, before: readonly string[] = []) => [...before, file]);
}

/** For commands by which a person says something of a run: who, with which key, and where it goes. */
export function statementOptions(): Option[] {
  return [
    new Option('--as <name>', 'your name').makeOptionMandatory(),
    new Option('--key <pem>', 'your own private key, Ed25519 or ECDSA P-256; not the one that seals runs'),
    new Option('--kms-key <id>', 'the KMS key that signs instead: its id, ARN or alias'),
    new Option(
      '--run-key <pem>',
      'the public key that the run itself must be signed by, or a folder of them; may be repeated',
    ).argParser((file: string, before: readonly string[] = []) => [...before, file]),
    new Option(
      '--config <file>',
      'the configuration that archives runs: what you say goes into its archive too, held as it says',
    ),
  ];
}

/** Whether errors are to be JSON too; asked of the words themselves, since an error may be in them. */
export function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      word === '--json' ||
      word === '--log-format=json' ||
      (word === '--log-format' && argv[index + 1] === 'json'),
  );
}
