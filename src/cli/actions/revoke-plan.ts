import { join } from 'node:path';
import type { Command } from 'commander';
import type { KeyPlaces } from '../../evidence/trusted-keys.ts';
import { listed } from '../../report/html/support/format.ts';
import { revocationFiles } from '../../report/revocation/files.ts';
import { accountsOf } from '../../report/revocation/plan.ts';
import { lines, shown } from '../../report/visible.ts';
import { demandAbsent, writeNewFiles } from '../../run/new-files.ts';
import { planRevocation } from '../../run/revocation.ts';
import { outputOf } from '../options.ts';
import { plural } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { inert, jsonText } from '../terminal.ts';

/** What `countersign revoke plan` does. */
export async function run(
  party: string,
  { run, out, key }: { run: string; out: string; key?: KeyPlaces },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  await demandAbsent(out);
  const plan = await planRevocation(run, party, {
    s3: await s3Setup(),
    ...(key === undefined ? {} : { keyFile: key }),
  });
  const files = revocationFiles(plan);
  await writeNewFiles(out, files);
  const kept = plan.roles.filter(({ notChanged }) => notChanged !== undefined).length;
  const what = [
    `${plural(plan.roles.length, 'role')}${kept === 0 ? '' : ` (${kept} of which no script changes)`}`,
    ...(plan.users.length === 0 ? [] : [plural(plan.users.length, 'user')]),
    ...(plan.anchors.length === 0 ? [] : [plural(plan.anchors.length, 'trust anchor')]),
    ...(plan.shares.length === 0 ? [] : [plural(plan.shares.length, 'share')]),
  ];
  const people = plan.people.length;
  terminal.print(
    json
      ? jsonText({ directory: out, files: [...files.keys()], plan }, 2)
      : lines([
          shown`The plan to cut off ${inert(plan.party.name)}: ${inert(listed(what))} in ${plural(accountsOf(plan).size, 'account')}. Nothing was changed in AWS.`,
          ...(people === 0
            ? []
            : [
                shown`${plural(people, 'person', 'people')} in IAM Identity Center, which no script changes: plan.md says what to do.`,
              ]),
          shown`Not covered: ${plural(plan.notRead.length, 'account')} whose roles were not read, ${plan.excluded} left out of the run.`,
          shown`Begin with ${inert(join(out, 'plan.md'))}`,
        ]),
  );
}
