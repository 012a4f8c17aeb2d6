import type { Damage } from './damage.ts';
import type { RunVerification } from './verify.ts';

/** A run of the chain: where it was found, and its place. */
type Link = RunVerification['manifest'] & {} & { run: string };

/** The stretch of the chain that was looked at; of several that were begun one over the other, of the last one. */
export interface ChainStretch {
  /** The numbers of the first and the last run given. */
  from: number;
  to: number;
  /** SHA-256 of the last run's manifest, hex. */
  head: string;
}

/**
 * Checks that runs follow each other: as they are given, oldest first, and as their manifests name each other. A run
 * that says that it begins a chain over another is held to what it says. Runs whose manifest cannot be read are left out
 * here; they are damaged already.
 *
 * @param expectHead the digest that the last run's manifest must have, hex
 */
export function verifyChain(
  runs: readonly RunVerification[],
  expectHead?: string,
): { stretch: ChainStretch | null; damage: Damage[] } {
  const given = runs.flatMap(({ run, manifest }) => (manifest === undefined ? [] : [{ run, ...manifest }]));
  const chains = chainsOf(given).map((chain) => ({
    chain,
    inOrder: [...chain].sort((a, b) => a.sequence - b.sequence),
  }));
  const damage = chains.flatMap(({ chain, inOrder }, index) => [
    ...orderOf(chain),
    ...followingOf(inOrder),
    ...beginningOf(chain[0], chains[index - 1]?.inOrder.at(-1)),
  ]);
  const newest = chains.at(-1)?.inOrder ?? [];
  const first = newest[0];
  const last = newest.at(-1);
  if (expectHead !== undefined && last !== undefined && last.sha256 !== expectHead) {
    const passed = given.find(({ sha256 }) => sha256 === expectHead);
    const message =
      passed === undefined
        ? `The chain ends with ${words(last)}, whose manifest is not the one expected: the newest runs are missing, or others stand in their place.`
        : `The run expected last is ${words(passed)}, and newer ones were given: the expected digest is not the newest.`;
    damage.push({ kind: 'truncated-tail', run: last.run, message });
  }
  const stretch =
    first === undefined || last === undefined
      ? null
      : { from: first.sequence, to: last.sequence, head: last.sha256 };
  return { stretch, damage };
}

/** The runs as they are given, parted where one begins a chain anew. */
function chainsOf(given: readonly Link[]): Link[][] {
  const chains: Link[][] = [];
  for (const link of given) {
    const chain = chains.at(-1);
    if (chain === undefined || link.newChain !== undefined) chains.push([link]);
    else chain.push(link);
  }
  return chains;
}

/** Whether a chain was begun over the run that ends the one before it, as far as that could be told then. */
function beginningOf(link: Link | undefined, before: Link | undefined): Damage[] {
  const over = link?.newChain?.over;
  if (link === undefined || before === undefined || over === undefined || over === null) return [];
  if (over.sha256 === before.sha256) return [];
  const message = `${capital(words(link))} begins a new chain over ${words(over)}, and the one before it ends with ${words(before)}: runs are missing between them, or others stand in their place.`;
  return [{ kind: 'gap', run: link.run, message }];
}

/** Whether the runs were given oldest first, each once. */
function orderOf(given: readonly Link[]): Damage[] {
  return given.slice(1).flatMap((link, index): Damage[] => {
    const before = given[index];
    if (before === undefined) return [];
    if (given.findIndex(({ sha256 }) => sha256 === link.sha256) <= index) {
      return [{ kind: 'wrong-order', run: link.run, message: `${capital(words(link))} is given twice.` }];
    }
    if (link.sequence >= before.sequence) return [];
    const message = `${capital(words(link))} is given after ${words(before)}: they are not in order, oldest first.`;
    return [{ kind: 'wrong-order', run: link.run, message }];
  });
}

/** Whether each run names the one before it. */
function followingOf(inOrder: readonly Link[]): Damage[] {
  const damage: Damage[] = [];
  const distinct = inOrder.filter(
    (link, index) => inOrder.findIndex(({ sha256 }) => sha256 === link.sha256) === index,
  );
  distinct.forEach((link, index) => {
    const before = distinct[index - 1];
    if (before === undefined) return;
    if (before.sequence === link.sequence) {
      const message = `${capital(words(before))} and ${words(link)} have the same number: the chain forks, or they belong to two chains.`;
      damage.push({ kind: 'fork', run: link.run, message });
      return;
    }
    if (before.sequence < link.sequence - 1) {
      const missing = [before.sequence + 1, link.sequence - 1];
      const which =
        missing[0] === missing[1] ? `Run number ${missing[0]} is` : `Runs number ${missing.join(' to ')} are`;
      const message = `${which} missing between ${words(before)} and ${words(link)}.`;
      damage.push({ kind: 'gap', run: link.run, message });
      return;
    }
    const parents = distinct.filter(({ sequence }) => sequence === before.sequence);
    const parent = parents.find(({ sha256 }) => sha256 === link.previousSha256);
    if (parent === undefined) {
      const message = `${capital(words(link))} follows another manifest than that of ${words(before)}: the chain forks, or that manifest was altered.`;
      damage.push({ kind: 'fork', run: link.run, message });
    } else if (Date.parse(link.sealedAt) < Date.parse(parent.sealedAt)) {
      const message = `${capital(words(link))} was sealed before ${words(parent)}, which it follows.`;
      damage.push({ kind: 'wrong-order', run: link.run, message });
    }
  });
  return damage;
}

function words({ runId, sequence }: Pick<Link, 'runId' | 'sequence'>): string {
  return `run ${runId} (number ${sequence})`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
