import type { Command } from 'commander';
import { CONTROL_STATUSES } from '../../model/control.ts';
import { lines, shown } from '../../report/visible.ts';
import { exportControls } from '../../run/export-controls.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign export` does. */
export async function run(
  location: string,
  options: { framework: string; out: string; withoutReport?: boolean; key?: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { framework, out, withoutReport = false, key } = options;
  const exported = await exportControls({
    ...{ run: location, s3: await s3Setup(), framework, out, withReport: !withoutReport },
    ...(key === undefined ? {} : { runKeys: key }),
  });
  if (json) return terminal.print(jsonText(exported, 2));
  const { controls, files, directory, runId } = exported;
  const tally = CONTROL_STATUSES.flatMap((status) => {
    const count = controls.filter((control) => control.status === status).length;
    return count === 0 ? [] : [`${count} ${status.replaceAll('_', ' ').toLowerCase()}`];
  });
  terminal.print(
    lines([
      shown`Run ${inert(runId)}, ${inert(exported.framework)}: ${plural(controls.length, 'control')}, ${inert(tally.join(', '))}`,
      shown`Written   ${inert(directory)}, ${plural(files, 'file')}; README.md there says how to check it`,
    ]),
  );
}
