import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Aws, type AwsSetup, openAws } from '../aws/connection.ts';
import type { Config } from '../config/schema.ts';
import { runCounts } from '../evaluate/counts.ts';
import { buildReport } from '../evaluate/report.ts';
import { rulesFor } from '../evaluate/rules-for-run.ts';
import { readChainHead } from '../evidence/chain.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { writeFaults } from '../evidence/faults.ts';
import type { Provenance } from '../evidence/manifest.ts';
import { openSigner } from '../evidence/open-signer.ts';
import { createRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { pointLatestAt, writeWhole } from '../evidence/write-file.ts';
import { type ExternalIdKey, standInKey } from '../masking/external-ids.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { AuditReport } from '../model/report.ts';
import { RUN_SCHEMA_VERSION, type RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { flowAll, subjectOf } from './account-flow.ts';
import { archive } from './archive.ts';
import { everyAuditorAction } from './auditor-policy.ts';
import { beginRun, resumeRun } from './begin.ts';
import { type Ending, endingOf, type Interruption } from './ending.ts';
import { externalIdKeyPlace, keyForRun } from './external-id-key.ts';
import { faultBook } from './fault-book.ts';
import { demandIntact } from './intact.ts';
import { readReport } from './known.ts';
import { configuredExternalIds, maskAcrossAccounts } from './mask-across-accounts.ts';
import { namedInScope } from './named-in-scope.ts';
import { readRun } from './open-run.ts';
import { writeOutputs } from './outputs.ts';
import type { Watch } from './progress.ts';
import { lockRun } from './run-lock.ts';
import {
  newestUnfinished,
  removeHalfWrittenStarts,
  removeRunStart,
  type UnfinishedRun,
} from './run-start.ts';
import { sealRun } from './seal.ts';
import type { Theme } from './theme.ts';

export interface ScanRequest {
  config: Config;
  judgement: JudgementConfig;
  /** Colours and a logo for the pages. */
  theme?: Theme;
  /** SHA-256 of the configuration file; null when there was none. */
  configDigest: string | null;
  /** The directory that run directories are put in. */
  out: string;
  /** Only these accounts of those in scope. */
  selected?: readonly string[];
  version: string;
  /** The program and the machine, for the manifest. */
  provenance: Provenance;
  /** Go on with the newest unfinished run under `out`, if there is one. */
  resume?: boolean;
  /** Four bytes that tell runs of the same second apart. */
  random: Uint8Array;
  aws: Pick<
    AwsSetup,
    | 'clock'
    | 'homeRegion'
    | 'endpoint'
    | 'credentials'
    | 'maxAttempts'
    | 'connectionTimeoutMs'
    | 'requestTimeoutMs'
    | 'callTimeoutMs'
  >;
  watch: Watch;
  /** What may end the run before its end. */
  interrupted?: Interruption;
  /** With `resume`: accounts that are not read any more. */
  leaveOut?: readonly string[];
}

export interface ScanResult extends Pick<RunRecord, 'history'> {
  directory: string;
  report: AuditReport;
}

/**
 * One audit from end to end: finds the accounts, lets each flow through, judges, reports, seals the run and archives it.
 * With `resume` it goes on where an interrupted run stopped, and ends as that run would have.
 */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  const { out, watch } = request;
  await mkdir(out, { recursive: true });
  if (request.resume === true) await removeHalfWrittenStarts(out);
  const unfinished = request.resume === true ? await newestUnfinished(out) : undefined;
  if (request.resume === true) watch({ kind: 'resuming', runId: unfinished?.start.runId ?? null });
  const startedAt = request.aws.clock.now();
  const runId = unfinished?.start.runId ?? createRunId(startedAt, request.random);
  watch({ kind: 'run-known', runId });
  const unlock = await lockRun(out, runId);
  try {
    const result =
      unfinished?.sealed === true
        ? await readSealed(unfinished)
        : await audit(request, { runId, startedAt, unfinished });
    await pointLatestAt(result.directory, runId);
    await archive(request, { directory: result.directory, runId });
    await removeRunStart(out, runId);
    return result;
  } catch (error) {
    throw diskFull(error, out) ?? error;
  } finally {
    await unlock();
  }
}

/** A run that starts now, or one that is gone on with. */
interface StartedRun {
  runId: string;
  startedAt: Date;
  unfinished: UnfinishedRun | undefined;
}

/** Reads and judges all accounts of a run, new or unfinished, and seals it. */
async function audit(request: ScanRequest, started: StartedRun): Promise<ScanResult> {
  const { config, judgement, version, provenance } = request;
  // Before anything is read: a run that can be neither signed nor put in the chain is not worth beginning.
  const kms = kmsAws(request.aws);
  const signer = await openSigner(config.evidence.signing, kms);
  const externalIdKey = await keyForRun(externalIdKeyPlace(config.evidence, request.out, kms), (path) =>
    request.watch({ kind: 'key-among-runs', path }),
  );
  const maskKey = config.evidence.externalIds === 'masked' ? externalIdKey : undefined;
  await readChainHead(request.out);
  const { runId } = started;
  const ending = endingOf(config.limits, request.aws.clock, request.interrupted?.signal);
  const allowance = { signal: ending.cut, pagesPerCall: config.limits.pagesPerCall };
  const aws = openAws({ ...request.aws, version, runId, concurrency: config.concurrency, allowance });
  try {
    const { directory, run, report, calls } = await readAndJudge(
      { ...request, externalIdKey, maskKey, ending },
      aws,
      started,
    );
    const record = { ...run, counts: runCounts(report, calls) };
    await writeOutputs(directory, report, { formats: judgement.outputs, theme: request.theme });
    await writeWhole(join(directory, RUN_FILES.run), `${JSON.stringify(record, null, 2)}\n`);
    await sealRun(request.out, directory, {
      run: record,
      report,
      provenance,
      signer,
      clock: request.aws.clock,
    });
    return { directory, report, ...(run.history === undefined ? {} : { history: run.history }) };
  } finally {
    ending.end();
    aws.close();
  }
}

/** A run that is judged and not yet written. */
interface JudgedRun extends ScanResult {
  run: Omit<RunRecord, 'counts'>;
  calls: number;
}

/**
 * Lets every account flow through and judges them together. What was known before and what is kept of each account are
 * let go at the end of this: writing needs room.
 */
async function readAndJudge(
  request: ScanRequest & {
    externalIdKey: ExternalIdKey;
    /** The key of the stand-ins for external IDs in the facts; undefined where the facts keep the values. */
    maskKey: ExternalIdKey | undefined;
    ending: Ending;
  },
  aws: Aws,
  { unfinished, ...fresh }: StartedRun,
): Promise<JudgedRun> {
  const { judgement, watch, externalIdKey, maskKey } = request;
  const begun =
    unfinished === undefined
      ? await beginRun(request, aws, fresh)
      : await resumeRun(request, aws, unfinished);
  const { start, directory, targets, organizationFacts, known } = begun;
  const book = faultBook((fault) => watch({ kind: 'fault', fault }));
  for (const fault of begun.faults) book.note(fault);
  const strangers = (request.leaveOut ?? []).filter(
    (id) => !targets.some(({ accountId }) => accountId === id),
  );
  if (strangers.length > 0)
    throw new UserError(
      'UNKNOWN_ACCOUNT',
      `--leave-out names ${strangers.join(', ')}, which the run does not read.`,
    );
  watch({ kind: 'accounts-known', inScope: targets.length, excluded: start.excluded.length });

  const asOf = start.startedAt;
  const scope = {
    accountSource: start.accountSource,
    accounts: targets.map((target) => subjectOf(target, target.regions, start.callerArn)),
    excluded: start.excluded,
    ...namedInScope(request.config),
  };
  const { rules, disabledChecks } = rulesFor({ asOf, scope, judgement }, organizationFacts, {
    ...known,
    auditorActions: everyAuditorAction(),
    externalIdKey: maskKey === undefined ? externalIdKey : standInKey(externalIdKey.id),
    noteFault: book.note,
  });
  const externalIds = new Set(configuredExternalIds(request.config));
  const read = await flowAll(targets, {
    request,
    aws,
    directory,
    rules,
    maskKey,
    known: externalIds,
    callerArn: start.callerArn,
    ending: request.ending,
    ...(request.interrupted === undefined ? {} : { interrupted: request.interrupted }),
    leaveOut: new Set(request.leaveOut),
  });

  watch({ kind: 'writing', directory });
  const flowed =
    maskKey === undefined
      ? read
      : await maskAcrossAccounts(read, { directory, known: externalIds, key: maskKey, rules });
  const run: Omit<RunRecord, 'counts'> = {
    schemaVersion: RUN_SCHEMA_VERSION,
    runId: start.runId,
    startedAt: asOf,
    finishedAt: request.aws.clock.now().toISOString(),
    asOf,
    tool: start.tool,
    configDigest: start.configDigest,
    callerArn: start.callerArn,
    externalIdKey: externalIdKey.id,
    ...(maskKey === undefined ? {} : { externalIds: 'masked' }),
    scope: { ...scope, accounts: flowed.map(({ judgement: { subject } }) => subject) },
    judgement,
    ...(start.resumptions.length === 0 ? {} : { resumptions: start.resumptions }),
    ...(start.history === undefined ? {} : { history: start.history }),
    ...(request.theme === undefined ? {} : { theme: { sha256: request.theme.sha256 } }),
  };
  const report = buildReport({
    run,
    judgements: flowed.map(({ judgement: account }) => account),
    organizationFacts,
    rules,
    disabledChecks,
  });
  await writeFaults(directory, book.all());
  const calls = flowed.reduce((sum, account) => sum + account.calls, begun.discoveryCalls);
  return { directory, run, report, calls };
}

/** How to reach the service that holds keys. */
function kmsAws({ homeRegion: region, endpoint, credentials }: ScanRequest['aws']) {
  return {
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(credentials === undefined ? {} : { credentials }),
  };
}

/** What a sealed run ended with. Throws `EvidenceDamaged` when it is not as it was sealed. */
async function readSealed({ directory }: UnfinishedRun): Promise<ScanResult> {
  const run = directoryReader(directory);
  await demandIntact([run]);
  const [report, { history }] = [await readReport(run), await readRun(run)];
  if (report === undefined) throw new Error(`${directory} is sealed and holds no report.`);
  return { directory, report, ...(history === undefined ? {} : { history }) };
}

/** What to say when there is no room left; undefined for any other failure. */
function diskFull(error: unknown, out: string): UserError | undefined {
  const full =
    error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
  if (!full) return undefined;
  return new UserError(
    'DISK_FULL',
    `There is no room left under ${out}. What was read until then is kept. Make room, then run again with --resume.`,
  );
}
