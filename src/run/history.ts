import { readdir, readlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { chainHeads } from '../evidence/chain.ts';
import { directoryReader, openFile } from '../evidence/evidence-reader.ts';
import { readManifest } from '../evidence/manifest.ts';
import { isRunId } from '../evidence/run-id.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { verifyRun } from '../evidence/verify.ts';
import type { HistoryDamage } from '../model/history.ts';
import { isUnfinished } from './run-start.ts';

/** How much of one damaged run is told. */
const TOLD = 20;

/**
 * The runs under `out` that are as they were sealed, the newest first, each verified when it is asked for: every file
 * against its manifest, and the manifest against the chain that the last sealed run ends. What is not so is passed on
 * to `damaged`, and the next older one is tried: a comparison with it is better than none, as long as it is said.
 *
 * @param before only runs whose id is lower: those that started earlier
 * @param besides the run that asks
 * @param isOfArchive whether a run that no run here leads to is one of the chain all the same, made between runs of
 *   other machines
 */
export async function* intactRuns(
  out: string,
  {
    before,
    besides,
    isOfArchive = async () => false,
  }: {
    before?: string;
    besides: string;
    isOfArchive?: (run: { sequence: number; sha256: string }) => Promise<boolean>;
  },
  damaged: (damage: HistoryDamage) => void,
): AsyncGenerator<string> {
  const heads = await chainHeads(out);
  const latest = basename(await readlink(join(out, 'latest')).catch(() => ''));
  const isAsked = (id: string) => isRunId(id) && id !== besides && (before === undefined || id < before);
  const present = (await readdir(out)).filter(isAsked).sort().reverse();
  const sealed = new Set([latest, ...heads.slice(0, 1).map(({ runId }) => runId)].filter(isAsked));
  for (const runId of sealed) {
    if (present.includes(runId)) continue;
    damaged({ runId, file: null, problem: 'The run that the last scan left is not there any more.' });
  }
  for (const runId of present) {
    if (!(await wasSealed(out, runId, sealed))) continue;
    const problems = await problemsOf(join(out, runId), heads.length > 0 ? isOfChain : undefined);
    if (problems.length === 0) yield runId;
    for (const { file, problem } of problems.slice(0, TOLD)) damaged({ runId, file, problem });
    const rest = problems.length - TOLD;
    if (rest > 0) damaged({ runId, file: null, problem: `${rest} more of its files are damaged.` });
  }

  /** Whether a manifest is the last of the chain, or one that it follows. */
  async function isOfChain({ sha256, sequence }: { sha256: string; sequence: number }): Promise<boolean> {
    const known = new Set(heads.map((head) => head.sha256));
    if (known.has(sha256)) return true;
    const links = await Promise.all(present.map((runId) => linkOf(join(out, runId))));
    for (let size = 0; size < known.size; ) {
      size = known.size;
      for (const link of links) if (link !== undefined && known.has(link.sha256)) known.add(link.previous);
    }
    return known.has(sha256) || isOfArchive({ sha256, sequence });
  }
}

/**
 * Whether a run ever had a manifest. One that was broken off has none, and what it left is no history; where someone took
 * the manifest away, the run itself is still there, and nothing says that it is unfinished.
 */
async function wasSealed(out: string, runId: string, known: ReadonlySet<string>): Promise<boolean> {
  const files = await readdir(join(out, runId)).catch((): string[] => [RUN_FILES.manifest]);
  if (files.includes(RUN_FILES.manifest)) return true;
  if (await isUnfinished(out, runId)) return false;
  return known.has(runId) || files.includes(RUN_FILES.run);
}

async function problemsOf(
  directory: string,
  isOfChain: ((run: { sha256: string; sequence: number }) => Promise<boolean>) | undefined,
): Promise<Array<Omit<HistoryDamage, 'runId'>>> {
  try {
    const { damage, manifest } = await verifyRun(directoryReader(directory));
    if (damage.length > 0) return damage.map(({ file = null, message }) => ({ file, problem: message }));
    if (manifest === undefined || isOfChain === undefined || (await isOfChain(manifest))) return [];
    const problem =
      'Its manifest is not one of the chain of runs here: it was altered with all that it names, or the run was put in from elsewhere.';
    return [{ file: RUN_FILES.manifest, problem }];
  } catch (error) {
    return [{ file: null, problem: `It cannot be verified: ${whyOf(error)}` }];
  }
}

async function linkOf(directory: string): Promise<{ sha256: string; previous: string } | undefined> {
  try {
    const file = await openFile(directoryReader(directory), RUN_FILES.manifest);
    const read = file === undefined ? undefined : await readManifest(file);
    const previous = read?.manifest?.predicate.previousManifest;
    if (read === undefined || previous === undefined || previous === null) return undefined;
    return { sha256: read.sha256, previous: previous.sha256 };
  } catch {
    // A run that cannot be read links nothing; that it is damaged is said where it is verified.
    return undefined;
  }
}

export function whyOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
