import { Command } from 'commander';
import { registry } from '../checks/registry.ts';
import { checkInfo } from '../evaluate/findings.ts';
import type { Check } from '../model/check.ts';
import { UserError } from '../model/user-error.ts';
import { outputOf } from './options.ts';
import { painter } from './terminal.ts';

export function checksCommand(): Command {
  const checks = new Command('checks').description('the checks that a scan applies');
  checks
    .command('list', { isDefault: true })
    .description('every check: id, severity, what it finds')
    .action((_options, command: Command) => {
      const { terminal, json } = outputOf(command);
      if (json) return terminal.print(JSON.stringify(registry.map(describe), null, 2));
      const width = Math.max(...registry.map(({ id }) => id.length));
      for (const { id, severity, failureTitle } of registry) {
        terminal.print(`${id.padEnd(width)}  ${severity.padEnd(8)}  ${failureTitle}`);
      }
    });
  checks
    .command('show <id>')
    .description('all about one check')
    .action((id: string, _options, command: Command) => {
      const { terminal, json } = outputOf(command);
      const check = registry.find((candidate) => candidate.id === id);
      if (check === undefined) {
        throw new UserError('NO_SUCH_CHECK', `There is no check "${id}". Run: countersign checks list`);
      }
      terminal.print(json ? JSON.stringify(describe(check), null, 2) : page(check, terminal.colour));
    });
  return checks;
}

function describe(check: Check) {
  return {
    ...checkInfo(check),
    scope: check.scope,
    requires: check.requires,
    parameters: check.parameters ?? {},
  };
}

function page(check: Check, colour: boolean): string {
  const paint = painter(colour);
  const parameters = Object.entries(check.parameters ?? {}).map(
    ([name, { default: value, description }]) => `  ${name}: ${JSON.stringify(value)}   ${description}`,
  );
  return [
    paint('bold', `${check.id}  ${check.severity}`),
    check.failureTitle,
    '',
    check.rationale,
    '',
    paint('bold', 'How to fix it'),
    check.remediation,
    '',
    `Reads     ${check.requires.join(', ')}`,
    `Controls  ${check.controls.join(', ')}`,
    ...(parameters.length === 0 ? [] : ['', paint('bold', 'Parameters'), ...parameters]),
  ].join('\n');
}
