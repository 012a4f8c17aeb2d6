import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Aws } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import type { Config } from '../config/schema.ts';
import { countCalls, writeEvidence } from '../evidence/account-evidence.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { readFaults } from '../evidence/faults.ts';
import { organizationsRead, readOrganizationFacts } from '../evidence/organization-evidence.ts';
import {
  directoryOfOrganization,
  ORGANIZATION_DIRECTORY,
  organizationDirectories,
} from '../evidence/run-paths.ts';
import type { StatementStore } from '../evidence/store/statement-store.ts';
import { removePartials, syncDirectory } from '../evidence/write-file.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import type { AccountTarget } from '../model/account.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { FactRecord } from '../model/fact.ts';
import type { Fault } from '../model/fault.ts';
import type { AccountReadingRecord, RunRecord } from '../model/run-record.ts';
import { UserError } from '../model/user-error.ts';
import { whoCalls } from '../targets/who-calls.ts';
import type { EarlierRun } from './archived-runs.ts';
import { decisionsAtStart } from './decisions-at-start.ts';
import { type Interruption, interruptedBy } from './ending.ts';
import { externalIdKeyFile } from './external-id-key.ts';
import { collectorFaults } from './fault-book.ts';
import { findTargets } from './find-targets.ts';
import { type Known, knownAtStart, knownWhenResumed } from './known.ts';
import { configuredExternalIds } from './mask-across-accounts.ts';
import type { EarlierRuns } from './memory.ts';
import { namedInScope } from './named-in-scope.ts';
import { notAsked } from './not-asked.ts';
import { readRun } from './open-run.ts';
import type { Watch } from './progress.ts';
import { type RunStart, type UnfinishedRun, writeRunStart } from './run-start.ts';

/** What a run is asked to be; see `ScanRequest`. */
export interface BeginRequest {
  config: Config;
  judgement: JudgementConfig;
  configDigest: string | null;
  configFiles?: NonNullable<RunRecord['configFiles']>;
  out: string;
  selected?: readonly string[];
  version: string;
  watch: Watch;
  /** What external IDs are fingerprinted with. */
  externalIdKey: ExternalIdKey;
  interrupted?: Interruption;
  leaveOut?: readonly string[];
  /** The runs before; by default, those of this machine. */
  earlier?: EarlierRuns;
  /** Where people say something of runs; by default, beside the runs of this machine. */
  statements?: readonly StatementStore[];
  /** Begin a chain anew. */
  newChain?: boolean;
}

/** A run under way: what was decided at its start and what was read of the organization. */
export interface BegunRun {
  start: RunStart;
  directory: string;
  /** By account id, with what opens them. */
  targets: AccountTarget[];
  organizationFacts: FactRecord[];
  /** The calls that found the accounts. */
  discoveryCalls: number;
  /** What was thrown on the way. */
  faults: Fault[];
  known: Known;
  /** What the run before took for each account, where it knows. */
  expected: ReadonlyMap<string, AccountReadingRecord>;
  /** The run before, known to be as it was sealed. */
  last?: EarlierRun;
}

/**
 * Finds the accounts and opens the run's directory. The start is kept last: a run that has one can be resumed.
 *
 * @param directory by default that of the run
 * @param keep keeps the start; by default beside the run
 */
export async function beginRun(
  request: BeginRequest,
  aws: Aws,
  {
    runId,
    startedAt,
    directory = join(request.out, runId),
    keep = ({ start }) => writeRunStart(request.out, start),
  }: {
    runId: string;
    startedAt: Date;
    directory?: string;
    keep?: (begun: Pick<BegunRun, 'start' | 'expected'>) => Promise<void>;
  },
): Promise<BegunRun> {
  const found = await findTargets(request, aws);
  const { interrupted } = request;
  if (interrupted?.signal.aborted === true) {
    const by = interruptedBy(interrupted.signal);
    throw new UserError(
      'INTERRUPTED',
      `The run was ended by ${by} before it read an account. Nothing is left of it.`,
    );
  }
  // Not made when it is there already: no two runs write into one directory.
  await mkdir(directory);
  await syncDirectory(dirname(directory));
  const { organizationFacts, calls, targets } = found;
  const faults = collectorFaults(found.faults, null, {
    key: request.externalIdKey,
    ids: () => configuredExternalIds(request.config),
  });
  for (const { organization, ...read } of found.evidence) {
    const name = organization === undefined ? ORGANIZATION_DIRECTORY : directoryOfOrganization(organization);
    const own = organization === undefined ? faults : [];
    await writeEvidence(join(directory, name), { ...read, faults: own });
  }
  const { known: earlier, last, ...kept } = await knownAtStart({ ...request, directory });
  const { known, ...decided } = await decisionsAtStart(earlier, { ...request, directory, now: startedAt });
  tellOfOtherKey(request, known);
  const start: RunStart = {
    runId,
    startedAt: startedAt.toISOString(),
    tool: { name: 'countersign', version: request.version },
    configDigest: request.configDigest,
    ...(request.configFiles === undefined ? {} : { configFiles: request.configFiles }),
    callerArn: found.callerArn,
    externalIdKey: request.externalIdKey.id,
    accountSource: found.source,
    targets,
    excluded: found.excluded,
    selected: request.selected ?? null,
    judgement: request.judgement,
    resumptions: [],
    ...(request.newChain === true ? { newChain: true } : {}),
    ...kept,
    ...decided,
  };
  const expected = await readingOf(last);
  await keep({ start, expected });
  return {
    start,
    directory,
    targets,
    organizationFacts,
    discoveryCalls: calls.length,
    faults,
    known,
    expected,
    ...(last === undefined ? {} : { last }),
  };
}

/** What a run took for each account; nothing where it does not say. */
async function readingOf(last: EarlierRun | undefined): Promise<ReadonlyMap<string, AccountReadingRecord>> {
  const { reading = [] } = last === undefined ? {} : await readRun(last.reader);
  return new Map(reading.map((account) => [account.accountId, account]));
}

/**
 * Opens an unfinished run again. Its scope is that of its first start, and the organization is not asked again.
 * Throws `UserError` when the run was started in another way, for then its two halves would not be one audit.
 */
export async function resumeRun(
  request: BeginRequest,
  aws: Aws,
  { start, directory }: UnfinishedRun,
): Promise<BegunRun> {
  const difference = differenceFrom(start, request);
  if (difference !== undefined) {
    throw new UserError(
      'NOT_THE_SAME_RUN',
      `The unfinished run ${start.runId} was started ${difference}. Go on with it as it was started, or start a new run without --resume.`,
    );
  }
  const strangers = (request.leaveOut ?? []).filter(
    (id) => !start.targets.some(({ accountId }) => accountId === id),
  );
  if (strangers.length > 0) {
    const named = strangers.join(', ');
    throw new UserError('UNKNOWN_ACCOUNT', `--leave-out names ${named}, which the run does not read.`);
  }
  await removePartials(directory);
  const found = await foundAtStart(request.config, directory);
  const callerArn = await whoCalls(aws, []).catch((error: unknown) => {
    if (!(error instanceof AwsCallError)) throw error;
    throw notAsked(error);
  });
  const resumption = { at: aws.clock.now().toISOString(), callerArn };
  const { known: earlier, last, ...kept } = await knownWhenResumed(start, { ...request, directory });
  const now = new Date(start.startedAt);
  const { known, ...decided } = await decisionsAtStart(earlier, { ...request, directory, now, kept: start });
  const resumptions = [...start.resumptions, resumption];
  const newChain = request.newChain === true ? { newChain: true as const } : {};
  const resumed = { ...start, ...newChain, ...kept, ...decided, resumptions };
  await writeRunStart(request.out, resumed);
  return {
    start: resumed,
    directory,
    targets: targetsOf(start, request.config),
    ...found,
    known,
    expected: await readingOf(last),
    ...(last === undefined ? {} : { last }),
  };
}

/** What a run has kept of the organization at its start. Throws `UserError` when it is not there any more. */
export async function foundAtStart(
  config: Config,
  directory: string,
): Promise<Pick<BegunRun, 'organizationFacts' | 'discoveryCalls' | 'faults'>> {
  const organization = join(directory, ORGANIZATION_DIRECTORY);
  const ids = organizationsRead(namedInScope(config));
  const organizationFacts = await readOrganizationFacts(directoryReader(directory), ids);
  if (organizationFacts === undefined) {
    throw new UserError(
      'DAMAGED_RUN',
      `${organization} is missing, so ${directory} cannot be gone on with. Start a new run without --resume.`,
    );
  }
  const discoveryCalls = await callsOf(directory, ids);
  return { organizationFacts, discoveryCalls, faults: await readFaults(directoryReader(organization)) };
}

async function callsOf(run: string, ids: readonly string[] | undefined): Promise<number> {
  let calls = 0;
  for (const { directory } of organizationDirectories(ids)) calls += await countCalls(join(run, directory));
  return calls;
}

/** Before the accounts are read, and not by a result without an answer for each role. */
function tellOfOtherKey({ config, out, externalIdKey, watch }: BeginRequest, { baseline }: Known): void {
  if (
    baseline === undefined ||
    baseline.externalIdKey === null ||
    baseline.externalIdKey === externalIdKey.id
  )
    return;
  const { externalIdKmsKeyId, externalIdKeyFile: file = externalIdKeyFile(out) } = config.evidence;
  const keyFile = externalIdKmsKeyId === undefined ? file : null;
  watch({ kind: 'other-key', before: baseline.run.runId, keyFile });
}

/** How the run differs from what is asked for now, in words. */
export function differenceFrom(
  start: RunStart,
  request: Pick<
    BeginRequest,
    'version' | 'configDigest' | 'judgement' | 'selected' | 'config' | 'externalIdKey'
  >,
): string | undefined {
  if (start.tool.version !== request.version)
    return `by version ${start.tool.version} of Countersign, and this is ${request.version}`;
  if (start.configDigest !== request.configDigest) return 'with another configuration file';
  if (JSON.stringify(start.judgement) !== JSON.stringify(request.judgement))
    return 'with another configuration: the register, a file of exceptions or of vendors, an environment variable, --check or --severity has changed since';
  if (request.selected !== undefined && request.selected.join() !== (start.selected ?? []).join())
    return start.selected === null ? 'without --accounts' : `with --accounts ${start.selected.join(',')}`;
  // Facts that hold fingerprints hold those of one key.
  if (request.config.evidence.externalIds === 'masked' && start.externalIdKey !== request.externalIdKey.id)
    return 'with another key of external-ID fingerprints';
  return undefined;
}

/** The accounts that a run reads, with what opens them. */
export function targetsOf({ targets }: Pick<RunStart, 'targets'>, config: Config): AccountTarget[] {
  return targets.map((target) => withExternalId(target, config));
}

/** The external ID is not kept with the run: it comes from the configuration, which is the same. */
function withExternalId(target: AccountTarget, config: Config): AccountTarget {
  if (target.access.kind !== 'assume-role') return target;
  const listed = config.accounts.find(({ id }) => id === target.accountId);
  const of = config.organizations?.find(({ id }) => id === target.foundIn);
  const externalId = listed?.externalId ?? of?.auditor?.externalId ?? config.auditor.externalId;
  return externalId === undefined ? target : { ...target, access: { ...target.access, externalId } };
}
