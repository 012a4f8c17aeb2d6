import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { Config } from '../../config/schema.ts';
import type { EvidenceReader } from '../../evidence/evidence-reader.ts';
import { isRunId } from '../../evidence/run-id.ts';
import type { RunVerification } from '../../evidence/verify.ts';
import type { CountersignedRun } from '../../model/attestation.ts';
import type { Fault } from '../../model/fault.ts';
import type { RunRecord } from '../../model/run-record.ts';
import { UserError } from '../../model/user-error.ts';
import { withVerdict } from '../../report/verdict.ts';
import { lines, shown } from '../../report/visible.ts';
import { type ExternalIdKeyPlace, externalIdKeyPlace, keyForReading } from '../../run/external-id-key.ts';
import { judgementChanges } from '../../run/judgement-changes.ts';
import { openEvidence } from '../../run/open-evidence.ts';
import { readRun } from '../../run/open-run.ts';
import { rebuildReport } from '../../run/rebuild.ts';
import { verifyEvidence } from '../../run/verify-evidence.ts';
import { damageLines } from '../damage-lines.ts';
import { EXIT } from '../exit-codes.ts';
import { judgementChangesText } from '../judgement-changes-text.ts';
import { loadConfigFile } from '../load-config.ts';
import { outputOf } from '../options.ts';
import { faultText } from '../progress-display.ts';
import { s3Setup } from '../s3-setup.ts';
import { summaryText } from '../summary.ts';
import { jsonText, painter } from '../terminal.ts';

interface ReportOptions {
  env: string[];
  config?: string;
  out?: string;
  externalIdKey?: string;
  externalIdKmsKey?: string;
  key?: string[];
}

/** What `countersign report` does. */
export async function run(location: string, options: ReportOptions, command: Command): Promise<void> {
  const { terminal, json, debug } = outputOf(command);
  const paint = painter(terminal.colour);
  const s3 = await s3Setup();
  const { intact, damage, runs } = await verifyEvidence({
    runs: [location],
    s3,
    ...(options.key === undefined ? {} : { keyFile: options.key }),
  });
  if (!intact) {
    terminal.say(shown`The evidence is not intact, so no report is made of it:`);
    for (const line of damageLines(damage, painter(false))) terminal.say(line);
    process.exitCode = EXIT.altered;
    return;
  }
  const loaded =
    options.config === undefined ? undefined : await loadConfigFile(options.config, options.env, 'judge');
  const { reader, directory, close } = await openEvidence(location, s3);
  try {
    // By the run itself where it is named by a link: what `latest` is tomorrow is another one.
    const out =
      options.out ?? (directory === undefined ? await outFor(reader) : `${await realpath(directory)}-report`);
    const key = await keyForReading(keyPlace(options, loaded?.config.evidence, directory, s3));
    const theme = loaded?.theme;
    const run = await readRun(reader);
    if (theme?.sha256 !== themeOf(run))
      terminal.say(loaded === undefined ? shown`${OTHER_THEME} ${NAME_CONFIG}` : OTHER_THEME);
    const report = await rebuildReport(reader, out, {
      ...(loaded === undefined ? {} : { judgement: loaded.judgement }),
      ...(theme === undefined ? {} : { theme }),
      ...(key === undefined ? {} : { externalIdKey: key }),
      ...countersignaturesOf(runs),
      ...(debug ? { noteFault: (fault: Fault) => terminal.say(faultText(fault)) } : {}),
    });
    if (report.run.externalIdKey === undefined) terminal.say(NO_KEY);
    if (report.failedOutputs !== undefined) process.exitCode = EXIT.incomplete;
    if (json) return terminal.print(jsonText(withVerdict(report)));
    const changes = await judgementChanges(reader, report);
    terminal.print(
      lines([summaryText(report, out, paint, location), shown``, judgementChangesText(changes)]),
    );
  } finally {
    close();
  }
}

/** Who has countersigned the run since it was sealed, for its new pages. */
function countersignaturesOf([verified]: readonly RunVerification[]): {
  countersignatures?: CountersignedRun;
} {
  const { manifest, countersignatures: signatures } = verified ?? {};
  if (manifest === undefined || signatures === undefined) return {};
  const { runId, sha256: manifestSha256 } = manifest;
  return { countersignatures: { runId, manifestSha256, signatures } };
}

const OTHER_THEME = shown`The run’s own pages were made with another theme, so these look different.`;
const NAME_CONFIG = shown`Name the configuration with --config to use its report.theme.`;

/** Runs of earlier versions name templates instead, which no theme is the same as. */
function themeOf({ theme, templates }: RunRecord): string | undefined {
  return (theme ?? templates)?.sha256;
}

const NO_KEY = shown`The key of this run’s external-ID fingerprints was not found: external IDs are masked without fingerprints, and not compared with earlier runs.`;

/** A run in S3 is named by its id, which is checked before it names a directory. */
async function outFor(reader: EvidenceReader): Promise<string> {
  const { runId } = await readRun(reader);
  if (!isRunId(runId))
    throw new UserError('NOT_A_RUN', `${reader.location} does not name itself by a run id.`);
  return `${runId}-report`;
}

/** Options before the configuration, and the file beside the run last. */
function keyPlace(
  {
    externalIdKey: file,
    externalIdKmsKey: kmsKeyId,
  }: Pick<ReportOptions, 'externalIdKey' | 'externalIdKmsKey'>,
  evidence: Config['evidence'] | undefined,
  directory: string | undefined,
  { region }: { region: string },
): ExternalIdKeyPlace {
  const asked = {
    ...(file === undefined ? {} : { externalIdKeyFile: file }),
    ...(kmsKeyId === undefined ? {} : { externalIdKmsKeyId: kmsKeyId }),
  };
  const named = Object.keys(asked).length > 0 ? asked : (evidence ?? {});
  return externalIdKeyPlace(named, directory === undefined ? '.' : dirname(directory), {
    region,
  });
}
