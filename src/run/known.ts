import { dirname, join } from 'node:path';
import { registry } from '../checks/registry.ts';
import type { Config } from '../config/schema.ts';
import { baselineAfter } from '../evaluate/baseline.ts';
import { organizationWide } from '../evaluate/change.ts';
import type { ExternalIdKey } from '../evaluate/external-ids.ts';
import type { Rules } from '../evaluate/rules.ts';
import { readLongJson } from '../evidence/long-json.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { BASELINE_SCHEMA_VERSION, type Baseline } from '../model/baseline.ts';
import { type AuditReport, REPORT_SCHEMA_VERSION } from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { jsonInParts } from '../report/json.ts';
import { externalIdKeyFile, openExternalIdKey, readExternalIdKey } from './external-id-key.ts';
import type { Watch } from './progress.ts';

/** What judging rests on besides the facts of the run. */
export type Known = Pick<Rules, 'baseline'> & { externalIdKey: ExternalIdKey };

/**
 * What is known when a run starts: the key of its fingerprints, and what the latest complete run leaves known, which is
 * kept in the run's own directory.
 */
export async function knownAtStart(start: {
  out: string;
  directory: string;
  config: Pick<Config, 'evidence'>;
  watch: Watch;
}): Promise<Known> {
  const { out, directory, config, watch } = start;
  const externalIdKey = await openExternalIdKey(externalIdKeyFile(out, config.evidence.externalIdKeyFile));
  try {
    const report = await readReport(join(out, 'latest'));
    if (report === undefined) return { externalIdKey };
    const baseline = baselineAfter(
      report,
      await readBaseline(join(out, 'latest')),
      organizationWide(registry),
    );
    await writeWhole(join(directory, RUN_FILES.baseline), jsonInParts(baseline));
    return { externalIdKey, baseline };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    watch({ kind: 'no-comparison', message: error.message });
    return { externalIdKey };
  }
}

/** What a run that is gone on with started from, whatever other runs have ended since. */
export async function knownWhenResumed(start: {
  out: string;
  directory: string;
  config: Pick<Config, 'evidence'>;
}): Promise<Known> {
  const { out, directory, config } = start;
  const externalIdKey = await openExternalIdKey(externalIdKeyFile(out, config.evidence.externalIdKeyFile));
  const baseline = await readBaseline(directory);
  return { externalIdKey, ...(baseline === undefined ? {} : { baseline }) };
}

/** What the run knew, and the key of its fingerprints where it is still there: another key would tell nothing. */
export async function knownInRun(
  directory: string,
  run: Pick<RunRecord, 'externalIdKey'>,
  keyFile?: string,
): Promise<Pick<Rules, 'externalIdKey' | 'baseline'>> {
  const key = await readExternalIdKey(externalIdKeyFile(dirname(directory), keyFile));
  const baseline = await readBaseline(directory);
  return {
    ...(key === undefined || key.id !== run.externalIdKey ? {} : { externalIdKey: key }),
    ...(baseline === undefined ? {} : { baseline }),
  };
}

/** The baseline that a run keeps; undefined when it was the first. Throws `UserError` when it cannot be used. */
export async function readBaseline(directory: string): Promise<Baseline | undefined> {
  return readDocument(join(directory, RUN_FILES.baseline), BASELINE_SCHEMA_VERSION);
}

/** The report of a run; undefined when there is none. Throws `UserError` when it cannot be used. */
export async function readReport(directory: string): Promise<AuditReport | undefined> {
  return readDocument(join(directory, RUN_FILES.reportJson), REPORT_SCHEMA_VERSION);
}

async function readDocument<T extends { schemaVersion: number }>(
  path: string,
  version: number,
): Promise<T | undefined> {
  let document: T;
  try {
    document = (await readLongJson(path)) as unknown as T;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
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
