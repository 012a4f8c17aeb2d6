import type { Command } from 'commander';
import { registry } from '../../checks/registry.ts';
import type { Check } from '../../model/check.ts';
import { UserError } from '../../model/user-error.ts';
import { lines, type ShownText, shown, visibleLines } from '../../report/visible.ts';
import { describeCheck, PAGE_WIDTH, wrapped } from '../check-words.ts';
import { outputOf } from '../options.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

/** What `countersign checks show` does. */
export function run(id: string, _options: unknown, command: Command): void {
  const { terminal, json } = outputOf(command);
  const check = registry.find((candidate) => candidate.id === id);
  if (check === undefined) {
    throw new UserError('NO_SUCH_CHECK', `There is no check "${id}". Run: countersign checks list`);
  }
  terminal.print(json ? jsonText(describeCheck(check), 2) : page(check, painter(terminal.colour)));
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
    ...(check.failsWhen === undefined ? [] : part(shown`When it fails`, indented(check.failsWhen))),
    ...part(shown`How to fix it`, indented(check.remediation)),
    ...part(shown`What it cannot know`, indented(check.cannotKnow)),
    ...part(shown`Reads`, indented(check.requires.join(', '))),
    ...part(shown`Controls`, indented(check.controls.join(', '))),
    ...(parameters.length === 0 ? [] : part(inert(`Parameters, under checks.${check.id}`), ...parameters)),
  ]);
}

function indented(text: string): ShownText {
  return visibleLines(`  ${wrapped(text, PAGE_WIDTH - 2).replaceAll('\n', '\n  ')}`);
}
