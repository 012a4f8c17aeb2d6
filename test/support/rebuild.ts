import { dirname } from 'node:path';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { externalIdKeyPlace, keyForReading } from '../../src/run/external-id-key.ts';
import type { ReplayOptions } from '../../src/run/open-run.ts';
import { rebuildReport } from '../../src/run/rebuild.ts';

/** Judges a run again as the command line does by default: with the key beside it. */
export async function rebuild(
  directory: string,
  out: string,
  options: ReplayOptions = {},
): Promise<AuditReport> {
  const externalIdKey = await keyForReading(
    externalIdKeyPlace({}, dirname(directory), { region: 'us-east-1' }),
  );
  const known = externalIdKey === undefined ? {} : { externalIdKey };
  return rebuildReport(directoryReader(directory), out, { ...known, ...options });
}
