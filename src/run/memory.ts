import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { takenPlaces } from '../evidence/archive-chain.ts';
import type { InChain } from '../evidence/build-manifest.ts';
import { type ChainHead, readChainHead } from '../evidence/chain.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { runTime } from '../evidence/run-id.ts';
import type { ArchiveStore } from '../evidence/store/archive-store.ts';
import type { HistoryDamage } from '../model/history.ts';
import { UserError } from '../model/user-error.ts';
import { agreedHead, chainBefore, isPlaced } from './agreed-head.ts';
import { archivedRuns, type EarlierRun } from './archived-runs.ts';
import { intactRuns } from './history.ts';

/** The runs before one, newest first, each as it was sealed; what is not is passed on to `damaged`. */
export type EarlierRuns = (
  which: { before?: string; besides: string },
  damaged: (damage: HistoryDamage) => void,
) => AsyncIterable<EarlierRun>;

/** What a run knows of those before it: from the machine it runs on, and from the archive where that is kept. */
export interface Memory {
  /** Where the run stands in the chain, as it is now. */
  standing(): Promise<InChain>;
  earlier: EarlierRuns;
}

/** Throws `UserError` where a run could not be put in the chain: it is not worth beginning. */
export async function openMemory(place: {
  out: string;
  runId: string;
  archive: ArchiveStore | undefined;
  trusted: KeyObject | undefined;
  /** Begin a chain anew, whatever there is. */
  newChain: boolean;
  now: Date;
}): Promise<Memory> {
  const { out, runId, archive, trusted, newChain, now } = place;
  if (newChain) {
    return {
      async standing() {
        const before = await chainBefore({ out, archive, runId });
        return { previous: undefined, ...(before === undefined ? {} : { newChain: before }) };
      },
      async *earlier() {},
    };
  }
  if (archive === undefined) {
    const standing = async () => ({ previous: await readChainHead(out) });
    demandLater(now, (await standing()).previous, out);
    return { standing, earlier: earlierHere(out) };
  }
  const both = { out, archive, trusted, runId };
  const { ahead, previous } = await agreedHead(both);
  demandLater(now, previous, out);
  const here = earlierHere(out, async (run) => isPlaced(archive, await takenPlaces(archive), run));
  return {
    standing: () => agreedHead(both),
    async *earlier(which, damaged) {
      const there = archivedRuns({ archive, trusted, now }, which, damaged);
      if (ahead) yield* there;
      yield* here(which, damaged);
      if (!ahead) yield* there;
    },
  };
}

/**
 * Throws where the clock has not come to the second in which the last run began: of whatever hangs on dates the new one
 * would say what was, and no order of the two would ever verify.
 */
function demandLater(now: Date, last: ChainHead | undefined, out: string): void {
  if (last === undefined || runTime(now) >= last.runId.slice(0, runTime(now).length)) return;
  throw new UserError(
    'CLOCK_BEHIND',
    `This machine's clock says ${now.toISOString()}, and the last run of ${out}, ${last.runId}, began after that.`,
    'Set the clock, and keep it by NTP. Where it was the clock of that run which was wrong, --new-chain begins another chain, and the evidence says so.',
  );
}

/** The runs of this machine alone. @param isOfArchive whether a run that is none of the chain here is one of the archive's */
export function earlierHere(
  out: string,
  isOfArchive?: (run: { sequence: number; sha256: string }) => Promise<boolean>,
): EarlierRuns {
  return async function* (which, damaged) {
    const asked = isOfArchive === undefined ? which : { ...which, isOfArchive };
    for await (const runId of intactRuns(out, asked, damaged))
      yield { runId, reader: directoryReader(join(out, runId)) };
  };
}
