import { Command, Help, Option } from 'commander';
import { visibleLines } from '../report/visible.ts';
import { attestCommand } from './attest.ts';
import { checkTemplateCommand } from './check-template.ts';
import { checksCommand } from './checks.ts';
import { completeCommand, completionCommand } from './completion.ts';
import { demoCommand } from './demo.ts';
import { diffCommand } from './diff.ts';
import { doctorCommand } from './doctor.ts';
import { exportCommand } from './export.ts';
import { fixCommand } from './fix.ts';
import { initCommand } from './init.ts';
import { mergeCommand } from './merge.ts';
import { planCommand } from './plan.ts';
import { policyCommand } from './policy.ts';
import { publishCommand } from './publish.ts';
import { registerCommand } from './register.ts';
import { reportCommand } from './report.ts';
import { reviewCommand } from './review.ts';
import { revokeCommand } from './revoke.ts';
import { roleTemplateCommand } from './role-template.ts';
import { scanCommand } from './scan.ts';
import { schemaCommand } from './schema.ts';
import { setupCommand } from './setup.ts';
import { simulateCommand } from './simulate.ts';
import { verifyCommand } from './verify.ts';
import { toolVersion } from './version.ts';

/** The SDK and whatever it starts read these from the environment. */
function callAs({ profile, region }: { profile?: string; region?: string }): void {
  if (profile !== undefined) process.env.AWS_PROFILE = profile;
  if (region !== undefined) process.env.AWS_REGION = region;
}

/**
 * The whole command line.
 *
 * @param quiet what is wrong with it is said elsewhere, and not in text
 */
export function createProgram(quiet = false): Command {
  const program = new Command('countersign')
    .configureOutput({
      outputError: (text, write) => write(visibleLines(text)),
      ...(quiet ? { writeErr: () => {} } : {}),
    })
    .configureHelp({ optionDescription, showGlobalOptions: true })
    .description(
      'Audits who from outside may enter your AWS accounts, by which role and guarded how, and leaves an HTML and a JSON evidence report.',
    )
    .version(toolVersion())
    .addOption(
      new Option('--log-format <format>', 'how progress and logs are written to stderr')
        .choices(['text', 'json'])
        .default('text'),
    )
    .option('--json', 'write the result to stdout as one JSON document')
    .option('--debug', 'show on stderr where a check or collector failed')
    .option('--quiet', 'write no progress to stderr; errors still are')
    .option('--verbose', 'write a line to stderr for each account that is done')
    .option('--profile <name>', 'the profile whose credentials are used; like AWS_PROFILE')
    .option(
      '--region <region>',
      'the Region of the caller; like AWS_REGION; the configuration says what is scanned',
    )
    .hook('preAction', (_program, command) => callAs(command.optsWithGlobals()))
    .addHelpText(
      'after',
      `
Start here:
  $ countersign demo    audit a made-up fleet, no AWS needed
  $ countersign init    a first config.yaml, from what AWS says
  $ countersign plan    what a scan would read
  $ countersign doctor  what would go wrong, and what to do about it
  $ countersign scan    audit your accounts

Exit codes:
  0  done
  1  could not run: bad configuration, no credentials, or a fault
  2  done, with findings at or above --fail-on
  3  done, but incomplete: something was not read, a result has no answer, a
     check failed, a form of the report could not be written, somebody could not
     be told, a run before is damaged, or the configuration is strict and one of
     its entries is not in order
  4  the evidence is not intact`,
    )
    .exitOverride()
    .showHelpAfterError('Run countersign --help to see the commands.');
  for (const command of [
    demoCommand(),
    scanCommand(),
    reportCommand(),
    verifyCommand(),
    diffCommand(),
    publishCommand(),
    reviewCommand(),
    attestCommand(),
    exportCommand(),
    fixCommand(),
    revokeCommand(),
    planCommand(),
    mergeCommand(),
    doctorCommand(),
    checkTemplateCommand(),
    roleTemplateCommand(),
    checksCommand(),
    policyCommand(),
    initCommand(),
    registerCommand(),
    setupCommand(),
    schemaCommand(),
    simulateCommand(),
    completionCommand(),
  ]) {
    program.addCommand(inheriting(command, program));
  }
  program.addCommand(inheriting(completeCommand(), program), { hidden: true });
  return program;
}

/** Gives a command the settings of the one that it belongs to, and so those within it, which were made before. */
function inheriting(command: Command, from: Command, of = from.name()): Command {
  const path = `${of} ${command.name()}`;
  const what = command.commands.length > 0 ? 'the commands' : 'its options';
  command.copyInheritedSettings(from).showHelpAfterError(`Run ${path} --help to see ${what}.`);
  for (const one of command.commands) inheriting(one, command, path);
  return command;
}

/** Says which options cannot be left out, too. */
function optionDescription(option: Option): string {
  return `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
}
