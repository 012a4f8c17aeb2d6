import { join } from 'node:path';
import { registry } from '../checks/registry.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { organizationWide } from '../evaluate/change.ts';
import type { Rules } from '../evaluate/rules.ts';
import { directoryReader, type EvidenceReader, openFile } from '../evidence/evidence-reader.ts';
import { readLongJson } from '../evidence/long-json.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { BASELINE_SCHEMA_VERSION, type Baseline } from '../model/baseline.ts';
import { type AuditReport, REPORT_SCHEMA_VERSION } from '../model/report.ts';
import { UserError } from '../model/user-error.ts';
import { jsonInParts } from '../report/json.ts';
import type { Watch } from './progress.ts';

/** What was known before a run. */
export type Known = Pick<Rules, 'baseline'>;

/** What is known when a run starts: what the latest complete run leaves known, which is kept in the run's own directory. */
export async function knownAtStart(start: { out: string; directory: string; watch: Watch }): Promise<Known> {
  const { out, directory, watch } = start;
  const latest = directoryReader(join(out, 'latest'));
  try {
    const report = await readReport(latest);
    if (report === undefined) return {};
    const baseline = baselineAfter(report, await readBaseline(latest), organizationWide(registry));
    await writeWhole(join(directory, RUN_FILES.baseline), jsonInParts(baseline));
    return { baseline };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    watch({ kind: 'no-comparison', message: error.message });
    return {};
  }
}

/** What a run that is gone on with started from, whatever other runs have ended since. */
export async function knownWhenResumed(directory: string): Promise<Known> {
  const baseline = await readBaseline(directoryReader(directory));
  return baseline === undefined ? {} : { baseline };
}

/** The baseline that a run keeps; undefined when it was the first. Throws `UserError` when it cannot be used. */
export async function readBaseline(run: EvidenceReader): Promise<Baseline | undefined> {
  return readDocument(run, RUN_FILES.baseline, BASELINE_SCHEMA_VERSION);
}

/** The report of a run; undefined when there is none. Throws `UserError` when it cannot be used. */
export async function readReport(run: EvidenceReader): Promise<AuditReport | undefined> {
  return readDocument(run, RUN_FILES.reportJson, REPORT_SCHEMA_VERSION);
}

async function readDocument<T extends { schemaVersion: number }>(
  run: EvidenceReader,
  name: string,
  version: number,
): Promise<T | undefined> {
  const path = `${run.location}/${name}`;
  let document: T;
  try {
    const file = await openFile(run, name);
    if (file === undefined) return undefined;
    // Typed as JSON.parse would leave it to be: what it is shows by its version, which is looked at below.
    document = (await readLongJson(file)) as unknown as T;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UserError('DAMAGED_RUN', `${path} cannot be read: ${why}`);
  }
  if (document.schemaVersion !== version) {
    throw new UserError(
      'UNKNOWN_RUN_FORMAT',
      `${path} has format ${document.schemaVersion}; this version of Countersign reads format ${version}.`,
    );
  }
  return document;
}
