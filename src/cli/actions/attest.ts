import type { Command } from 'commander';
import type { Attestation } from '../../model/attestation.ts';
import { lines, shown } from '../../report/visible.ts';
import { attest } from '../../run/attest.ts';
import { outputOf } from '../options.ts';
import { type StatementAsked, statingRequest } from '../stating.ts';
import { inert, jsonText } from '../terminal.ts';
import { toolVersion } from '../version.ts';

/** What `countersign attest` does. */
export async function run(
  location: string,
  options: StatementAsked & { decision: Attestation['decision']; note: string },
  command: Command,
): Promise<void> {
  const { terminal, json } = outputOf(command);
  const { as, decision, note } = options;
  const request = await statingRequest(location, options);
  const attested = await attest({
    ...request,
    by: as,
    decision,
    note,
    version: toolVersion(),
    now: new Date(),
  });
  if (json) return terminal.print(jsonText(attested, 2));
  const { runId, by, keyid, files, manifestSha256 } = attested;
  terminal.print(
    lines([
      shown`Run ${inert(runId)}: ${inert(decision)}ed by ${inert(by)}, with the key ${inert(keyid)}`,
      shown`Manifest  ${inert(manifestSha256)}`,
      ...files.map((file) => shown`Written   ${inert(file)}`),
    ]),
  );
}
