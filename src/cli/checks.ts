import { Command, Help } from 'commander';
import { registry } from '../checks/registry.ts';
import { checkInfo } from '../evaluate/findings.ts';
import type { Check } from '../model/check.ts';
import { UserError } from '../model/user-error.ts';
import { outputOf } from './options.ts';
import { type Paint, painter } from './terminal.ts';

export function checksCommand(): Command {
  const checks = new Command('checks').description('the checks that a scan applies');
  checks
    .command('list', { isDefault: true })
    .description('every check: id, severity, what it finds')
    .action((_options, command: Command) => {
      const { terminal, json } = outputOf(command);
      if (json) return terminal.print(JSON.stringify(registry.map(describe), null, 2));
      terminal.print(list(painter(terminal.colour)));
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
      terminal.print(json ? JSON.stringify(describe(check), null, 2) : page(check, painter(terminal.colour)));
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

function list(paint: Paint): string {
  const width = Math.max(...registry.map(({ id }) => id.length));
  const areas = [...new Set(registry.map(({ area }) => area))];
  return areas
    .map((area) =>
      [
        paint('bold', area),
        ...registry
          .filter((check) => check.area === area)
          .map(({ id, severity, failureTitle }) => {
            const indent = ' '.repeat(width + 14);
            const title = wrapped(failureTitle, PAGE_WIDTH - indent.length).replaceAll('\n', `\n${indent}`);
            return `  ${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`;
          }),
      ].join('\n'),
    )
    .join('\n\n');
}

function page(check: Check, paint: Paint): string {
  const parameters = Object.entries(check.parameters ?? {}).map(([name, { default: value, description }]) =>
    indented(`${name}: ${JSON.stringify(value)}\n  ${description}`),
  );
  return [
    paint('bold', `${check.id}  (${check.area}, ${check.severity})`),
    '',
    `Fails as   ${check.failureTitle}`,
    `Passes as  ${check.title}`,
    '',
    wrapped(check.rationale),
    '',
    paint('bold', 'How to fix it'),
    indented(check.remediation),
    '',
    paint('bold', 'What it cannot know'),
    indented(check.cannotKnow),
    '',
    paint('bold', 'Reads'),
    indented(check.requires.join(', ')),
    '',
    paint('bold', 'Controls'),
    indented(check.controls.join(', ')),
    ...(parameters.length === 0
      ? []
      : ['', paint('bold', `Parameters, under checks.${check.id}`), ...parameters]),
  ].join('\n');
}

const PAGE_WIDTH = 80;

function wrapped(text: string, width = PAGE_WIDTH): string {
  return new Help().boxWrap(text, width);
}

function indented(text: string): string {
  return `  ${wrapped(text, PAGE_WIDTH - 2).replaceAll('\n', '\n  ')}`;
}
