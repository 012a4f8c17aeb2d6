import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { systemClock } from '../../aws/clock.ts';
import { lines, type ShownText, shown, visibleLines } from '../../report/visible.ts';
import { firstConfig, type Seen } from '../../run/first-config.ts';
import { firstLook } from '../../run/first-look.ts';
import { demandAbsent, writeNewFile } from '../../run/new-files.ts';
import { callerPlace } from '../caller-place.ts';
import { outputOf } from '../options.ts';
import { inert, jsonText } from '../terminal.ts';
import { toolVersion } from '../version.ts';

const STDOUT = '-';

/** What `countersign init` does. */
export async function run({ out }: { out: string }, command: Command): Promise<void> {
  const { terminal, json } = outputOf(command);
  if (out !== STDOUT) await demandAbsent(out);
  const seen = await firstLook({
    version: toolVersion(),
    random: randomBytes(4),
    aws: { clock: systemClock, ...(await callerPlace(terminal)) },
  });
  const text = firstConfig(seen);
  if (out !== STDOUT) await writeNewFile(out, text);
  if (json) terminal.print(jsonText({ file: out === STDOUT ? null : out, seen, configuration: text }, 2));
  else if (out === STDOUT) terminal.print(visibleLines(text.trimEnd()));
  else terminal.print(writtenText(out, seen));
}

function writtenText(out: string, { accounts }: Seen): ShownText {
  const config = out === 'config.yaml' ? shown`` : shown` --config ${inert(out)}`;
  const way =
    'unseen' in accounts
      ? []
      : [
          shown`  countersign setup --config ${inert(out)} --out deployment   templates of the role for every account`,
          shown`  export COUNTERSIGN_EXTERNAL_ID=…   the external ID that setup proposes`,
        ];
  return lines([
    shown`${inert(out)} is written. Look at what is guessed in it, then:`,
    ...way,
    shown`  countersign plan${config}   what a scan would read`,
    shown`  countersign scan${config}   audit`,
  ]);
}
