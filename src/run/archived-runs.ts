import type { KeyObject } from 'node:crypto';
import { type ChainLink, linkAt, takenPlaces } from '../evidence/archive-chain.ts';
import { closedManifest, sealedReader } from '../evidence/archived-manifest.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { type ArchiveStore, archivedFiles } from '../evidence/store/archive-store.ts';
import type { HistoryDamage } from '../model/history.ts';

/** How many runs are looked at, one after the other, for one that can be compared with. */
const LOOKED_AT = 20;

/** How long the files of a run may be on their way after it has its place. */
const UPLOAD_MS = 3_600_000;

/** A run before this one, whose files can be believed when they are read to their end. */
export interface EarlierRun {
  runId: string;
  reader: EvidenceReader;
}

/**
 * The runs of an archive, the newest first, as its chain names them: each with a manifest that the chain and the run
 * after it name, signed by the key that is trusted. Of the other files none is read but those that are asked for. What is
 * not so is passed on to `damaged`, and the next older one is tried.
 */
export async function* archivedRuns(
  { archive, trusted, now }: { archive: ArchiveStore; trusted: KeyObject | undefined; now: Date },
  { before, besides }: { before?: string; besides: string },
  damaged: (damage: HistoryDamage) => void,
): AsyncGenerator<EarlierRun> {
  const places = (await takenPlaces(archive)).reverse();
  const current = places.filter(({ chain }) => chain === places[0]?.chain).slice(0, LOOKED_AT);
  let follows: string | null | undefined;
  for (const place of current) {
    const link = await linkAt(archive, place);
    const named = follows;
    follows = link.previous;
    const { runId } = link;
    if (runId === besides || (before !== undefined && runId >= before)) continue;
    const files = archivedFiles(archive, runId);
    const closed = await closedManifest(files, trusted);
    if (closed === undefined) {
      if (now.getTime() - place.at.getTime() > UPLOAD_MS) damaged(absent(runId, archive));
      continue;
    }
    const problem = closed.problems[0] ?? outOfChain(closed.sha256, link, named);
    if (problem !== undefined) damaged({ runId, file: RUN_FILES.manifest, problem });
    else if (closed.manifest !== undefined) yield { runId, reader: sealedReader(files, closed.manifest) };
  }
}

function absent(runId: string, { location }: ArchiveStore): HistoryDamage {
  const problem = `It has its place in the chain of ${location} and is not there: its upload was broken off, or someone took it away.`;
  return { runId, file: null, problem };
}

function outOfChain(sha256: string, link: ChainLink, named: string | null | undefined): string | undefined {
  return sha256 === link.sha256 && (named === undefined || named === sha256)
    ? undefined
    : 'Its manifest is not the one that the chain of the archive names.';
}
