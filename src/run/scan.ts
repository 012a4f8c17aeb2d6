import { join } from 'node:path';
import { type Aws, openAws } from '../aws/connection.ts';
import { runCounts } from '../evaluate/counts.ts';
import { judgementsKept } from '../evaluate/kept-judgement.ts';
import { buildReport } from '../evaluate/report.ts';
import { rulesFor } from '../evaluate/rules-for-run.ts';
import type { InChain } from '../evidence/build-manifest.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { writeFaults } from '../evidence/faults.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import type { ArchiveStore } from '../evidence/store/archive-store.ts';
import { directoryStatements } from '../evidence/store/directory-statements.ts';
import { archivedStatements, type StatementStore } from '../evidence/store/statement-store.ts';
import { pointLatestAt, writeWhole } from '../evidence/write-file.ts';
import { standInKey } from '../masking/external-ids.ts';
import type { RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { flowAll, logFilesOf, readingRecord } from './account-flow.ts';
import { putAway } from './archive.ts';
import { trailReader } from './athena.ts';
import { everyAuditorAction } from './auditor-policy.ts';
import { beginRun, resumeRun } from './begin.ts';
import { type Ending, endingOf } from './ending.ts';
import { faultBook } from './fault-book.ts';
import { demandIntact } from './intact.ts';
import { readReport } from './known.ts';
import { secondsExpected } from './longest-first.ts';
import { configuredExternalIds, maskAcrossAccounts } from './mask-across-accounts.ts';
import { type EarlierRuns, type Memory, openMemory } from './memory.ts';
import { tellOf } from './notices/tell.ts';
import { openArchive, tryArchive } from './open-archive.ts';
import { openKeys, openRunSigner, type RunKeys, type RunSigner } from './open-keys.ts';
import { writeOutputs } from './outputs.ts';
import { recordOf, scopeOf } from './record-of.ts';
import type { UnfinishedRun } from './run-start.ts';
import type { ScanRequest, ScanResult } from './scan-request.ts';
import { sealRun } from './seal.ts';
import { sinceLast } from './since-last.ts';
import { spoolIn } from './spool.ts';
import { type StartedRun, underLock } from './under-lock.ts';

/**
 * One audit from end to end: finds the accounts, lets each flow through, judges, reports, seals the run and archives it.
 * With `resume` it goes on where an interrupted run stopped, and ends as that run would have.
 */
export function scan(request: ScanRequest): Promise<ScanResult> {
  return underLock(request, (started) => carryOut(request, started));
}

/** Carries a run out to its end, by the process that holds it. */
export async function carryOut(request: ScanRequest, started: StartedRun): Promise<ScanResult> {
  const { runId, unfinished } = started;
  const { out, newChain = unfinished?.start.newChain ?? false } = request;
  const archive = await openArchive(request);
  try {
    const signing = await openRunSigner(request);
    const result =
      unfinished?.sealed === true
        ? await readSealed(unfinished)
        : await audit({ ...request, newChain }, started, { ...signing, archive });
    const { directory } = result;
    await pointLatestAt(directory, runId);
    if (archive !== undefined)
      await putAway(archive, request, { ...signing, out, directory, runId, newChain });
    return { ...result, notices: await tellOf(result.report, request, archive) };
  } finally {
    archive?.close();
  }
}

/** Reads and judges all accounts of a run, new or unfinished, writes what it came to, and seals it. */
async function audit(
  request: ScanRequest & { newChain: boolean },
  started: StartedRun,
  { archive, ...signing }: RunSigner & { archive: ArchiveStore | undefined },
): Promise<SealedResult> {
  const { config, judgement, version, provenance, theme, out } = request;
  const { runId, unfinished } = started;
  const startedAt = unfinished?.start.startedAt ?? started.startedAt.toISOString();
  if (archive !== undefined) await tryArchive(archive, request, { runId, startedAt });
  const memory = await openMemory({
    ...{ out, runId, archive, newChain: request.newChain },
    trusted: signing.trusted,
    now: request.aws.clock.now(),
  });
  const keys = { ...signing, ...(await openKeys(request)) };
  const ending = endingOf(config.limits, request.aws.clock, request.interrupted?.signal);
  const aws = openAws({
    ...request.aws,
    version,
    runId: started.runId,
    concurrency: config.concurrency,
    allowance: { signal: ending.cut, pagesPerCall: config.limits.pagesPerCall },
  });
  try {
    const { directory, report, calls, ...judged } = await readAndJudge(
      { ...request, ...keys, ending, earlier: memory.earlier, statements: statementsOf(out, archive) },
      aws,
      started,
    );
    const written = await writeOutputs(directory, report, { formats: judgement.outputs, theme });
    const { failedOutputs } = written;
    const run = {
      ...judged.run,
      counts: runCounts(report, calls),
      ...(failedOutputs === undefined ? {} : { failedOutputs }),
    };
    await writeWhole(join(directory, RUN_FILES.run), `${JSON.stringify(run, null, 2)}\n`);
    const { signer } = keys;
    const sealing = { run, report, provenance, signer, clock: request.aws.clock };
    await sealRun(out, directory, sealing, () => standingIn(memory, directory));
    return { directory, report: written };
  } finally {
    ending.end();
    aws.close();
  }
}

/** Where people say something of runs: beside those of this machine, and of the archive. */
export function statementsOf(out: string, archive: ArchiveStore | undefined): StatementStore[] {
  return [directoryStatements(out), ...(archive === undefined ? [] : [archivedStatements(archive)])];
}

/** Where the run stands, asked when all is read: what keeps it from being told loses nothing. */
async function standingIn(memory: Memory, directory: string): Promise<InChain> {
  try {
    return await memory.standing();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.code,
      `${error.message} The run in ${directory} is not sealed; all that was read is kept.`,
      `${error.whatToDo === undefined ? '' : `${error.whatToDo} `}Run again with --resume.`,
    );
  }
}

/** A run that nobody has been told of yet. */
type SealedResult = Omit<ScanResult, 'notices'>;

/** A run that is judged and not yet written. */
interface JudgedRun extends SealedResult {
  run: Omit<RunRecord, 'counts'>;
  calls: number;
}

/**
 * Lets every account flow through and judges them together. What was known before and what is kept of each account are
 * let go at the end of this: writing needs room.
 */
async function readAndJudge(
  request: ScanRequest &
    RunKeys & { ending: Ending; earlier: EarlierRuns; statements: readonly StatementStore[] },
  aws: Aws,
  { unfinished, gathered, ...fresh }: StartedRun,
): Promise<JudgedRun> {
  const { watch, externalIdKey, maskKey, ending, interrupted } = request;
  const begun =
    gathered?.begun ??
    (unfinished === undefined
      ? await beginRun(request, aws, fresh)
      : await resumeRun(request, aws, unfinished));
  const { start, directory, targets, organizationFacts } = begun;
  const book = faultBook((fault) => watch({ kind: 'fault', fault }));
  for (const fault of begun.faults) book.note(fault);
  const { accounts: atOnce } = request.config.concurrency;
  const seconds = secondsExpected(targets, begun.expected);
  const { length: excluded } = start.excluded;
  watch({ kind: 'accounts-known', inScope: targets.length, excluded, atOnce, seconds });

  const beginning = {
    asOf: start.startedAt,
    scope: scopeOf(begun, request.config),
    judgement: request.judgement,
  };
  const { rules, disabledChecks } = rulesFor(beginning, organizationFacts, {
    ...begun.known,
    auditorActions: everyAuditorAction(),
    externalIdKey: maskKey === undefined ? externalIdKey : standInKey(externalIdKey.id),
    noteFault: book.note,
  });
  const known = new Set([...configuredExternalIds(request.config), ...(gathered?.externalIds ?? [])]);
  const { callerArn, resumptions } = start;
  const leaveOut = gathered?.unread ?? new Map(request.leaveOut?.map((id) => [id, LEFT_OUT]));
  const { expected } = begun;
  const carrying = await sinceLast(request, begun, maskKey !== undefined);
  const keeping = spoolIn(directory);
  const keep = judgementsKept(keeping, rules);
  const accountIds = targets.map(({ accountId }) => accountId);
  const cuts = [ending.cut, ...(interrupted?.outcome === 'keep' ? [interrupted.signal] : [])];
  const trail = await trailReader(request, {
    ...{ runId: start.runId, directory, accountIds, cuts },
    // Who goes on with a run may be another than who began it.
    callerArn: resumptions.at(-1)?.callerArn ?? callerArn,
  });
  const flow = {
    ...{ request, aws, directory, rules, maskKey, known, callerArn, ending, leaveOut, expected },
    ...carrying.flow,
    logFiles: await logFilesOf(request.config, cuts),
    trail: trail?.reading,
  };
  let queried = 0;
  const read = await flowAll(
    targets,
    interrupted === undefined ? flow : { ...flow, interrupted },
    keep,
  ).finally(async () => {
    queried = (await trail?.end()) ?? 0;
  });

  const { sinceLast: carried } = carrying.record(read);
  if (carried !== undefined) watch({ kind: 'carried', sinceLast: carried });
  watch({ kind: 'writing', directory });
  const flowed = await maskAcrossAccounts(read, { directory, known, key: maskKey, rules, keep });
  const judgements = flowed.map(({ judgement }) => judgement);
  const subjects = judgements.map(({ subject }) => subject);
  const run = {
    ...recordOf(begun, subjects, request),
    ...carrying.record(read),
    reading: flowed.flatMap(readingRecord),
  };
  const report = buildReport({ run, judgements, organizationFacts, rules, disabledChecks, keeping });
  await writeFaults(directory, book.all());
  const calls = flowed.reduce((sum, account) => sum + account.calls, begun.discoveryCalls + queried);
  return { directory, run, report, calls };
}

const LEFT_OUT = 'the account was left out when the run was gone on with (--leave-out)';

/** What a sealed run ended with. Throws `EvidenceDamaged` when it is not as it was sealed. */
async function readSealed({ directory }: UnfinishedRun): Promise<SealedResult> {
  const run = directoryReader(directory);
  await demandIntact([run]);
  const report = await readReport(run);
  if (report === undefined) throw new Error(`${directory} is sealed and holds no report.`);
  return { directory, report };
}
