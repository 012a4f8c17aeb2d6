import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { describeFailure } from '../../src/cli/failure.ts';
import { manifestSubjects } from '../../src/evidence/build-manifest.ts';
import { directoryReader } from '../../src/evidence/evidence-reader.ts';
import { sha256Of } from '../../src/evidence/manifest.ts';
import { diffRuns } from '../../src/run/diff.ts';
import { demandIntact } from '../../src/run/intact.ts';
import { judgementChanges } from '../../src/run/judgement-changes.ts';
import { knownAtStart } from '../../src/run/known.ts';
import { rebuildReport } from '../../src/run/rebuild.ts';
import { verifyEvidence } from '../../src/run/verify-evidence.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { scanChain } from '../support/chain.ts';
import { newKeyFiles } from '../support/signing.ts';
import { damages } from './damages.ts';
import type { Door } from './door.ts';

/** Two sealed runs of one directory, the newest last. */
interface Chain {
  out: string;
  runIds: string[];
  /** Whose signature counts; undefined where the runs are not signed. */
  publicKeyFile: string | undefined;
  head: string;
}

async function chain(signed: boolean): Promise<Chain> {
  const key = signed ? newKeyFiles('ed25519') : undefined;
  const runs = await scanChain(2, key === undefined ? {} : { keyFile: key.keyFile });
  const newest = runs.at(-1) ?? '';
  return {
    out: join(newest, '..'),
    runIds: runs.map((run) => basename(run)),
    publicKeyFile: key?.publicKeyFile,
    head: sha256Of(readFileSync(join(newest, 'manifest.json'))),
  };
}

/** A copy that shares the files, which whoever changes one must therefore write anew. */
function copyOf(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyOf(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}

/** What stands in a directory, names and bytes; what is no file by what it is. */
function contentOf(directory: string): string {
  const lines = readdirSync(directory, { recursive: true, withFileTypes: true }).map((entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, size } = lstatSync(path);
    const content = entry.isFile() && size < 2 ** 26 ? sha256Of(readFileSync(path)) : size;
    return `${relative(directory, path)} ${mode & 0o170000} ${content}`;
  });
  return lines.sort().join('\n');
}

/** What a command said that it could not do; undefined where it did. Throws what no user could put right. */
async function refusal(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    const said = describeFailure(error);
    if (said.startsWith('A fault in Countersign')) throw error;
    return said;
  }
}

/** Sealed runs that are not as they were sealed, read by all that read runs. */
export async function evidenceDoor(): Promise<Door> {
  const chains = [await chain(true), await chain(false)] as const;
  const contents = new Map(
    chains.flatMap(({ out, runIds }) =>
      runIds.map((runId) => [join(out, runId), contentOf(join(out, runId))]),
    ),
  );
  const room = mkdtempSync(join(tmpdir(), 'countersign-abuse-'));
  let count = 0;

  async function attempt(random: Random, say: (what: string) => void): Promise<string | undefined> {
    const base = random.pick(chains);
    const out = join(room, String(count++));
    try {
      copyOf(base.out, out);
      return await tryDamage(base, out, random, say);
    } finally {
      rmSync(out, { recursive: true, force: true });
    }
  }

  async function tryDamage(base: Chain, out: string, random: Random, say: (what: string) => void) {
    const [older = '', newer = ''] = base.runIds;
    const runId = random.chance(0.85) ? newer : older;
    const [run, other] = [join(out, runId), join(out, runId === newer ? older : newer)];
    const isSigned = base.publicKeyFile !== undefined;
    const what = damages(run, other, random);
    const isResealed = random.chance(isSigned ? 0.1 : 0.3);
    if (isResealed) await reseal(run);
    say(
      `${isSigned ? 'signed' : 'not signed'}, ${runId === newer ? 'newest' : 'older'}: ${what}${isResealed ? ', sealed again' : ''}`,
    );
    if (contentOf(run) === contents.get(join(base.out, runId))) return undefined;

    const verify = { runs: [run], ...(isSigned ? { keyFile: base.publicKeyFile } : {}) };
    let intact = false;
    await refusal(async () => {
      ({ intact } = await verifyEvidence(verify as Parameters<typeof verifyEvidence>[0]));
    });
    // Whoever can write to a run that is not signed can make a whole one of it, if not the one that was sealed.
    if (intact && isSigned) return 'verify takes it for intact.';
    if (intact && runId === newer) {
      const expecting = await verifyEvidence({ runs: [run], expectHead: base.head });
      if (expecting.intact) return 'verify takes it for the one expected.';
    }

    const diff = () => diffRuns(join(out, older), join(out, newer));
    if ((await refusal(diff)) === undefined && !intact && !isSigned) return 'diff takes it for intact.';
    const reader = directoryReader(run);
    await refusal(async () => {
      // Now and then what is not intact is believed all the same: to be read, it need not be true.
      if (!random.chance(0.2)) await demandIntact([reader]);
      await judgementChanges(reader, await rebuildReport(reader, join(out, 'report')));
    });
    return knownWrongly(out, runId === newer ? runId : undefined);
  }

  /** What is wrong with what the next scan knows. */
  async function knownWrongly(out: string, damaged: string | undefined): Promise<string | undefined> {
    const directory = join(out, '20270101T000000Z-00000000');
    mkdirSync(directory);
    let known: Awaited<ReturnType<typeof knownAtStart>> | undefined;
    await refusal(async () => {
      known = await knownAtStart({ out, directory, watch: () => {} });
    });
    if (known === undefined || damaged === undefined) return undefined;
    if (known.known.baseline?.run.runId === damaged) return 'The next scan believes it.';
    const isNamed = known.history?.damaged.some(({ runId }) => runId === damaged);
    return isNamed ? undefined : 'The next scan does not say that it is damaged.';
  }

  return {
    attempt,
    async close() {
      for (const folder of [room, ...chains.map(({ out }) => out)])
        rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the manifest of a run name what is there now, as far as there is one to be changed. */
async function reseal(run: string): Promise<void> {
  const path = join(run, 'manifest.json');
  try {
    // Hashing gigabytes takes its time, and shows nothing.
    const isLong = (name: string) =>
      (lstatSync(join(run, name), { throwIfNoEntry: false })?.size ?? 0) > 2 ** 26;
    if (!lstatSync(path).isFile() || readdirSync(run, { recursive: true, encoding: 'utf8' }).some(isLong))
      return;
    const manifest = JSON.parse(readFileSync(path, 'utf8'));
    manifest.subject = await manifestSubjects(run);
    rmSync(path);
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  } catch {
    // What was done to the run leaves nothing to be sealed.
  }
}
