import type { Command } from 'commander';
import type { KeyPlaces } from '../../evidence/trusted-keys.ts';
import type { RoleFix } from '../../model/role-fix.ts';
import { UserError } from '../../model/user-error.ts';
import { fixDirectory, fixFiles } from '../../report/role-fix/files.ts';
import { lines, shown } from '../../report/visible.ts';
import { fromFinishedReport } from '../../run/finished-report.ts';
import { writeNewFiles } from '../../run/new-files.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign fix` does. */
export async function run(
  location: string,
  { out, role, accounts, key }: { out: string; role?: string; accounts?: string[]; key?: KeyPlaces },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { roleFixes = [] } = await fromFinishedReport(
    location,
    { s3: await s3Setup(), keyFile: key },
    (report) => report,
  );
  const wanted = roleFixes.filter(
    ({ roleArn, accountId }) =>
      (role === undefined || roleArn === role) && (accounts === undefined || accounts.includes(accountId)),
  );
  if (wanted.length === 0)
    throw new UserError('NO_FIX', `${location} holds no fix of such a role. Nothing was written.`);
  const files = new Map<string, string>();
  for (const fix of wanted)
    for (const [name, text] of fixFiles(fix)) files.set(`${fixDirectory(fix)}/${name}`, text);
  const { written, kept } = await writeNewFiles(out, files);
  terminal.print(
    json
      ? jsonText({ directory: out, written, kept, roleFixes: wanted }, 2)
      : lines([
          shown`In ${inert(out)}, ${plural(wanted.length, 'role')}; nothing was changed in AWS:`,
          ...[...wanted].flatMap((fix) => [
            line(fix),
            ...(fix.tightening ?? []).map(({ text }) => inert(`    ${text}`)),
          ]),
          shown``,
          shown`Read changes.diff first. fix.sh says at its top what it needs, saves what it replaces, and takes it back with undo.`,
        ]),
  );
}

function line(fix: RoleFix) {
  const left = fix.remains.length === 0 ? shown`` : shown`, ${fix.remains.length} left to be decided`;
  return shown`  ${inert(fixDirectory(fix))}  clears ${plural(fix.clears.length, 'finding')}${left}`;
}
