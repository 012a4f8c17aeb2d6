import type { Command } from 'commander';
import { registry } from '../../checks/registry.ts';
import { lines, type ShownText, shown, visibleLines } from '../../report/visible.ts';
import { describeCheck, PAGE_WIDTH, wrapped } from '../check-words.ts';
import { outputOf } from '../options.ts';
import { inert, jsonText, type Paint, painter } from '../terminal.ts';

/** What `countersign checks list` does. */
export function run(_options: unknown, command: Command): void {
  const { terminal, json } = outputOf(command);
  terminal.print(json ? jsonText(registry.map(describeCheck), 2) : list(painter(terminal.colour)));
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
