import { Command, Help } from 'commander';
import { registry } from '../checks/registry.ts';
import { checkInfo } from '../evaluate/findings.ts';
import type { Check } from '../model/check.ts';
import { UserError } from '../model/user-error.ts';
import { lines, type ShownText, shown, visibleLines } from '../report/visible.ts';
import { outputOf } from './options.ts';
import { inert, jsonText, type Paint, painter } from './terminal.ts';

export function checksCommand(): Command {
  const checks = new Command('checks').description('the checks that a scan applies');
  checks
    .command('list', { isDefault: true })
    .description('every check: id, severity, what it finds')
    .action((_options, command: Command) => {
      const { terminal, json } = outputOf(command);
      if (json) return terminal.print(jsonText(registry.map(describe), 2));
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
      terminal.print(json ? jsonText(describe(check), 2) : page(check, painter(terminal.colour)));
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

function list(paint: Paint): ShownText {
  const width = Math.max(...registry.map(({ id }) => id.length));
  const indent = ' '.repeat(width + 14);
  const areas = [...new Set(registry.map(({ area }) => area))];
  const parts = areas.map((area) =>
    lines([
      paint('bold', inert(area)),
      ...registry
        .filter((check) => check.area === area)
        .map(({ id, severity, failureTitle }) => {
          const title = wrapped(failureTitle, PAGE_WIDTH - indent.length).replaceAll('\n', `\n${indent}`);
          return visibleLines(`  ${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`);
        }),
    ]),
  );
  return lines(parts.flatMap((part, index) => (index === 0 ? [part] : [shown``, part])));
}

function page(check: Check, paint: Paint): ShownText {
  const parameters = Object.entries(check.parameters ?? {}).map(([name, { default: value, description }]) =>
    indented(`${name}: ${JSON.stringify(value)}\n  ${description}`),
  );
  const part = (title: ShownText, ...texts: ShownText[]) => [shown``, paint('bold', title), ...texts];
  return lines([
    paint('bold', inert(`${check.id}  (${check.area}, ${check.severity})`)),
    shown``,
    inert(`Fails as   ${check.failureTitle}`),
    inert(`Passes as  ${check.title}`),
    shown``,
    visibleLines(wrapped(check.rationale)),
    ...part(shown`How to fix it`, indented(check.remediation)),
    ...part(shown`What it cannot know`, indented(check.cannotKnow)),
    ...part(shown`Reads`, indented(check.requires.join(', '))),
    ...part(shown`Controls`, indented(check.controls.join(', '))),
    ...(parameters.length === 0 ? [] : part(inert(`Parameters, under checks.${check.id}`), ...parameters)),
  ]);
}

const PAGE_WIDTH = 80;

function wrapped(text: string, width = PAGE_WIDTH): string {
  return new Help().boxWrap(text, width);
}

function indented(text: string): ShownText {
  return visibleLines(`  ${wrapped(text, PAGE_WIDTH - 2).replaceAll('\n', '\n  ')}`);
}
