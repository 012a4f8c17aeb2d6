import { join } from 'node:path';
import type { Command } from 'commander';
import { lines, type ShownText, shown } from '../../report/visible.ts';
import { notLookedAtInWords } from '../../review/not-looked-at.ts';
import { type OpenedReview, openReview } from '../../run/review-open.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign review open` does. */
export async function run(
  location: string,
  options: { by: 'party' | 'owner'; only?: string[]; out: string; key?: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { by, only, out, key } = options;
  const opened = await openReview({
    ...{ run: location, s3: await s3Setup(), by, out },
    ...(only === undefined ? {} : { only }),
    ...(key === undefined ? {} : { runKeys: key }),
  });
  const unseen = notLookedAtInWords(opened.notLookedAt);
  if (unseen.length > 0)
    terminal.say(
      lines([
        shown`The run did not look everywhere, so that there may be more access than is on the sheets:`,
        ...unseen.map((sentence) => inert(`  ${sentence}`)),
      ]),
    );
  if (json) return terminal.print(jsonText({ ...opened, directory: out }, 2));
  const { runId, sheets } = opened;
  const total = sheets.reduce((sum, { accesses }) => sum + accesses, 0);
  terminal.print(
    lines([
      shown`Run ${inert(runId)}: ${plural(total, 'access', 'accesses')} on ${plural(sheets.length, 'sheet')} in ${inert(out)}`,
      ...sheets.map(
        ({ name, accesses, files: [form = ''] }) =>
          shown`  ${inert(name)}: ${accesses}, ${inert(join(out, form))} (and .csv)`,
      ),
      ...onNoSheet(opened.notAsked),
      shown``,
      shown`Then: countersign review close ${inert(location)} ANSWERS… --as NAME --key FILE`,
    ]),
  );
}

/** What has to be decided elsewhere: cards and plans of `revoke` name it. */
function onNoSheet({ organizations }: OpenedReview['notAsked']): ShownText[] {
  return organizations === 0
    ? []
    : [
        shown``,
        shown`On no sheet: the bills of ${plural(organizations, 'organization')}. The cards of report.html name them.`,
      ];
}
