// npm run mutate -- FILE...: changes the files in small ways, one after the other, and names the changes that no test
// notices. Without a file, all that stryker.config.json names, which takes hours.
// npm run mutate -- --sample 500 [--seed 1]: that many of all changes, picked by chance; the same seed picks the same.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, seed: { type: 'string', default: '1' } },
});
const config = JSON.parse(readFileSync('stryker.config.json', 'utf8'));
const files = positionals.length === 0 ? config.mutate : positionals;
const mutate = values.sample === undefined ? files : await sampleOf(Number(values.sample));
await new Stryker({ mutate }).runMutationTest();

/**
 * `size` places where the code can be changed, picked from all by the digest of seed and place, so that whoever asks again
 * gets the same. Places around others (a whole function) are left out: asked for one, Stryker changes all that is in it.
 */
async function sampleOf(size) {
  const silent = () => {};
  const logger = { debug: silent, info: silent, isDebugEnabled: () => false };
  const patterns = files.map((pattern) => `:(glob)${pattern}`);
  const listed = execFileSync('git', ['ls-files', '-z', '--', ...patterns], { encoding: 'utf8' });
  const sources = listed.split('\0').slice(0, -1);
  const { mutants } = await new Instrumenter(logger).instrument(
    sources.map((name) => ({ name, content: readFileSync(name, 'utf8'), mutate: true })),
    { plugins: null, ignorers: [], excludedMutations: config.mutator.excludedMutations },
  );
  const places = new Map(mutants.map((mutant) => [placeOf(mutant), mutant]));
  const smallest = [...places].filter(
    ([, one]) => ![...places.values()].some((other) => other !== one && isWithin(other, one)),
  );
  console.log(`${mutants.length} changes, ${smallest.length} smallest places, ${size} are tried.`);
  const rank = (place) => createHash('sha256').update(`${values.seed} ${place}`).digest('hex');
  const ranked = smallest.map(([place]) => [rank(place), place]).sort();
  return ranked.slice(0, size).map(([, place]) => place);
}

function placeOf({ fileName, location: { start, end } }) {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

function isWithin(inner, outer) {
  return (
    inner.fileName === outer.fileName &&
    isBefore(outer.location.start, inner.location.start) &&
    isBefore(inner.location.end, outer.location.end)
  );
}

function isBefore(one, other) {
  return one.line < other.line || (one.line === other.line && one.column <= other.column);
}
