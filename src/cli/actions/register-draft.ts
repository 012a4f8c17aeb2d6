import type { Command } from 'commander';
import { readTrustedKeys } from '../../evidence/trusted-keys.ts';
import { UserError } from '../../model/user-error.ts';
import { shown } from '../../report/visible.ts';
import { demandIntact } from '../../run/intact.ts';
import { readReport } from '../../run/known.ts';
import { demandAbsent, writeNewFile } from '../../run/new-files.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { readRun } from '../../run/open-run.ts';
import { registerDraft } from '../../run/register-draft.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign register draft` does. */
export async function run(
  location: string,
  { all = false, out, key }: { all?: boolean; out?: string; key?: string[] },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  if (out !== undefined) await demandAbsent(out);
  const trusted = await readTrustedKeys(key);
  const { reader, close } = await openEvidence(location, await s3Setup());
  try {
    await demandIntact([reader], trusted);
    const report = await readReport(reader);
    if (report === undefined)
      throw new UserError('NOT_A_RUN', `${location} is not a finished run: it holds no report.json.`);
    const { judgement } = await readRun(reader);
    const { text, drafted, kept, left } = registerDraft(report, judgement.thirdParties, all);
    if (out !== undefined) await writeNewFile(out, `${text}\n`);
    if (json) {
      terminal.print(jsonText({ file: out ?? null, thirdParties: [...kept, ...drafted], left }, 2));
    } else if (out === undefined) {
      terminal.print(text);
    }
    const registered = judgement.thirdParties.length;
    const already = registered === 0 ? shown`` : shown`, ${registered} registered already`;
    const next =
      drafted.length === 0 ? shown`` : shown`. Then, in the configuration: register: ${inert(out ?? 'FILE')}`;
    terminal.say(
      shown`${plural(drafted.length, 'third party', 'third parties')} to be filled in${already}${next}`,
    );
  } finally {
    close();
  }
}
