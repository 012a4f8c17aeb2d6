import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Call } from '../model/call.ts';
import type { CoverageEntry } from '../model/finding.ts';
import type { AuditReport } from '../model/report.ts';
import { groupedRows, inMemory, joinedRows, type Keeping, type Rows } from '../model/rows.ts';
import type { RunRecord } from '../model/run-record.ts';
import { SOURCE_LIMITS } from '../model/source-limits.ts';
import type { ChainHead } from './chain.ts';
import { type CollectionEntry, collectionEntries } from './collection-record.ts';
import { directoryReader } from './evidence-reader.ts';
import { readJsonLines } from './json-lines.ts';
import {
  filesUnder,
  type JudgementDigests,
  MANIFEST_PREDICATE_TYPE,
  type Manifest,
  type ManifestSubject,
  type NewChain,
  type Provenance,
  sha256OfFile,
} from './manifest.ts';
import { organizationsRead, readOrganizationFacts } from './organization-evidence.ts';
import { ATHENA_DIRECTORY, accountDirectory, organizationDirectories, RUN_FILES } from './run-paths.ts';
import type { Signer } from './signer.ts';

/** What a manifest says of a run beyond the run's own files. */
export interface SealSetup {
  run: RunRecord;
  report: Pick<AuditReport, 'scope' | 'coverage'>;
  provenance: Provenance;
  digests: JudgementDigests;
  signer: Signer | undefined;
}

/** The files that seal a run; the manifest names every file but these. */
const SEAL_FILES: readonly string[] = [RUN_FILES.manifest, RUN_FILES.envelope, RUN_FILES.publicKey];

/** The digest and size of every file of the run, streamed. */
export async function manifestSubjects(
  runDirectory: string,
  keeping: Keeping = inMemory,
): Promise<Rows<ManifestSubject>> {
  const subjects = keeping<ManifestSubject>();
  for (const name of await filesUnder(runDirectory)) {
    if (SEAL_FILES.includes(name)) continue;
    const path = join(runDirectory, name);
    const { size } = await stat(path);
    subjects.add({ name, digest: { sha256: await sha256OfFile(path) }, annotations: { size } });
  }
  return subjects.rows();
}

/** What was asked for each fact, read back from the calls on disk, one account at a time. */
export async function readCollection(
  runDirectory: string,
  { run, report }: Pick<SealSetup, 'run' | 'report'>,
  keeping: Keeping,
): Promise<Rows<CollectionEntry>> {
  const accountIds = new Set(run.scope.accounts.map(({ accountId }) => accountId));
  const gapsOf = groupedRows(report.coverage.gaps, ({ accountId }) => accountId);
  const organizationCalls: Call[] = [];
  for (const { directory } of organizationDirectories(organizationsRead(run.scope)))
    organizationCalls.push(...(await readCalls(join(runDirectory, directory))));
  const entries = keeping<CollectionEntry>();
  const add = (calls: readonly Call[], gaps: Iterable<CoverageEntry>) => {
    for (const entry of collectionEntries(calls, gaps)) entries.add(entry);
  };
  const ofOthers = [...gapsOf].filter(([accountId]) => !accountIds.has(accountId));
  add(organizationCalls, joinedRows(ofOthers.map(([, gaps]) => gaps)));
  for (const directory of await athenaDirectories(runDirectory)) add(await readCalls(directory), []);
  for (const accountId of accountIds) {
    const calls = await readCalls(join(runDirectory, accountDirectory(accountId)));
    add(calls, gapsOf.get(accountId) ?? []);
  }
  return entries.rows();
}

/** Where the calls are by which Athena was asked, for all accounts together or by each shard. */
async function athenaDirectories(runDirectory: string): Promise<string[]> {
  if (!(await readdir(runDirectory)).includes(ATHENA_DIRECTORY)) return [];
  const names = await filesUnder(join(runDirectory, ATHENA_DIRECTORY));
  return names
    .filter((name) => basename(name) === RUN_FILES.calls)
    .map((name) => join(runDirectory, ATHENA_DIRECTORY, dirname(name)));
}

async function readCalls(directory: string): Promise<Call[]> {
  return (await readJsonLines(join(directory, RUN_FILES.calls))) as Call[];
}

/** Where a run stands in its chain. */
export interface InChain {
  /** The run that it follows; undefined for the first. */
  previous: ChainHead | undefined;
  /** Only in a first run, where there was a chain already. */
  newChain?: NewChain;
  /** When the run that it follows was sealed, where another machine did that, whose clock may be ahead. */
  notBefore?: string;
}

/** When a manifest was made: no run was sealed before the one it follows. */
export function sealTime(now: Date, { notBefore = '' }: InChain): string {
  const time = now.toISOString();
  return time < notBefore ? notBefore : time;
}

/** The part of a manifest that says where the run stands. */
export function placeInChain({ previous, newChain }: InChain) {
  return {
    sequence: (previous?.sequence ?? 0) + 1,
    previousManifest: previous === undefined ? null : { sha256: previous.sha256 },
    ...(newChain === undefined ? {} : { newChain }),
  };
}

/** Puts the manifest together. */
export async function buildManifest(
  runDirectory: string,
  setup: SealSetup,
  parts: Pick<Manifest, 'subject'> & Pick<Manifest['predicate'], 'collection'>,
  chain: InChain & { sealedAt: string },
): Promise<Manifest> {
  const { run, report, provenance, digests, signer } = setup;
  const { runId, startedAt, finishedAt, asOf, callerArn, counts } = run;
  const { sealedAt } = chain;
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: parts.subject,
    predicateType: MANIFEST_PREDICATE_TYPE,
    predicate: {
      schemaVersion: 1,
      runId,
      ...placeInChain(chain),
      startedAt,
      finishedAt,
      sealedAt,
      asOf,
      tool: { ...run.tool, ...provenance.tool },
      host: provenance.host,
      callerArn,
      digests: { ...digests, configuration: run.configDigest },
      accounts: {
        source: run.scope.accountSource,
        readAt: await accountsReadAt(runDirectory, run),
        inScope: [...report.scope.accounts].map(
          ({ accountId, name, regions, status, factsPlanned, factsCollected }) => ({
            accountId,
            name,
            regions,
            status,
            factsPlanned,
            factsCollected,
          }),
        ),
        excluded: run.scope.excluded,
      },
      counts,
      collection: parts.collection,
      limits: SOURCE_LIMITS,
      signedBy: signer === undefined ? null : { keyid: signer.keyid, algorithm: signer.algorithm },
      ...(run.failedOutputs === undefined ? {} : { failedOutputs: run.failedOutputs }),
    },
  };
}

/** When AWS Organizations listed the accounts, the last of several; the start of the run where the configuration did. */
async function accountsReadAt(runDirectory: string, run: RunRecord): Promise<string> {
  const facts =
    (await readOrganizationFacts(directoryReader(runDirectory), organizationsRead(run.scope))) ?? [];
  const times = facts.flatMap((fact) =>
    fact.fact === 'organization-accounts' && fact.status === 'COLLECTED' ? [fact.collectedAt] : [],
  );
  return times.toSorted().at(-1) ?? run.startedAt;
}
