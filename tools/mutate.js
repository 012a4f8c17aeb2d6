// npm run mutate -- FILE...: changes the files in small ways, one after the other, and names the changes that no test
// notices. Without a file, all of the rooms below.
// npm run mutate -- --sample 400 [--seed 1]: the changes at so many places, picked by chance; the same seed picks the same.
// With --tests test/policy/wildcard.test.ts only what these notice counts, which takes seconds.

import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Instrumenter } from '@stryker-mutator/instrumenter';

const ROOMS = ['policy', 'checks', 'evaluate', 'targets', 'config'].map((room) => `src/${room}/**/*.ts`);

/** Most text literals are words for readers: to compare each with itself would test nothing. */
const OPTIONS = { plugins: null, ignorers: [], excludedMutations: ['StringLiteral'] };

/** A change with which a test takes longer than this runs without end, also on a machine that is busy. */
const ENDLESS_MS = 900_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sample: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tests: { type: 'string', multiple: true, default: [] },
  },
});
const sources = filesOf(positionals.length === 0 ? ROOMS : positionals);
/** As they were when the changes were made, should somebody work on them meanwhile. */
const linesOf = new Map(sources.map((name) => [name, readFileSync(name, 'utf8').split('\n')]));
const places = values.sample === undefined ? undefined : sampleOf(await changesIn(sources), values.sample);
const box = mkdtempSync(join(tmpdir(), 'countersign-mutants-'));
try {
  const mutants = await changesIn(sources, places, (name, content) =>
    writeFileSync(join(box, name), content),
  );
  const found = await tested(mutants);
  report(mutants, found);
} finally {
  rmSync(box, { recursive: true, force: true });
}

function filesOf(patterns) {
  const globs = patterns.map((pattern) => `:(glob)${pattern}`);
  return listed('--', ...globs);
}

function listed(...args) {
  const output = execFileSync('git', ['ls-files', '-z', ...args], { encoding: 'utf8' });
  return [...new Set(output.split('\0').slice(0, -1))].filter((name) => existsSync(name));
}

/** All changes of these files, or those within `places`; `write` gets each file with all of its changes in it. */
async function changesIn(names, within, write) {
  const silent = () => {};
  const logger = { debug: silent, info: silent, isDebugEnabled: () => false };
  const wanted = names.filter((name) => within === undefined || within.has(name));
  if (write !== undefined) fillBox();
  const { files, mutants } = await new Instrumenter(logger).instrument(
    wanted.map((name) => ({
      name,
      content: readFileSync(name, 'utf8'),
      mutate: within === undefined ? true : within.get(name),
    })),
    OPTIONS,
  );
  for (const { name, content } of files) write?.(name, content);
  return mutants;
}

/** A copy of the repository, as it is, for the changed files to stand in. */
function fillBox() {
  for (const name of listed('-co', '--exclude-standard')) cpSync(name, join(box, name));
  symlinkSync(resolve('node_modules'), join(box, 'node_modules'));
}

/**
 * `size` places where the code can be changed, by file, picked from all by the digest of seed and place, so that whoever
 * asks again gets the same. Places around others (a whole function) are left out: all that is in a place is changed.
 */
function sampleOf(mutants, size) {
  const all = new Map(mutants.map((mutant) => [placeOf(mutant), mutant]));
  const byFile = grouped([...all.values()]);
  const smallest = [...all].filter(
    ([, one]) => !byFile.get(one.fileName).some((other) => other !== one && isWithin(other, one)),
  );
  console.log(`${mutants.length} changes, ${smallest.length} smallest places, ${size} are tried.`);
  const rank = (place) => createHash('sha256').update(`${values.seed} ${place}`).digest('hex');
  const ranked = smallest.map(([place, one]) => [rank(place), one]).sort(([a], [b]) => (a < b ? -1 : 1));
  const picked = grouped(ranked.slice(0, Number(size)).map(([, one]) => one));
  return new Map([...picked].map(([name, some]) => [name, some.map(({ location }) => location)]));
}

function grouped(mutants) {
  const byFile = new Map();
  for (const mutant of mutants) byFile.set(mutant.fileName, [...(byFile.get(mutant.fileName) ?? []), mutant]);
  return byFile;
}

function placeOf({ fileName, location: { start, end } }) {
  return `${fileName}:${start.line + 1}:${start.column}-${end.line + 1}:${end.column}`;
}

function isWithin(inner, outer) {
  return (
    isBefore(outer.location.start, inner.location.start) && isBefore(inner.location.end, outer.location.end)
  );
}

function isBefore(one, other) {
  return one.line < other.line || (one.line === other.line && one.column <= other.column);
}

/**
 * What the tests came to. A change with which one never ends, or the worker dies, is noticed by that, and all begins again
 * without it; so it does where a change that was noticed spoilt what a module keeps, and tests then fail without any.
 */
async function tested(mutants) {
  const state = join(box, 'mutants.json');
  const trying = join(box, 'trying.json');
  writeFileSync(state, JSON.stringify({ noticed: {}, reached: [], loading: [] }));
  for (let before = 0; ; ) {
    writeFileSync(trying, 'null');
    const { ending, output } = await run(trying);
    const found = JSON.parse(readFileSync(state, 'utf8'));
    if (ending !== undefined) {
      found.noticed[ending] = 'no end, or no worker';
      writeFileSync(state, JSON.stringify(found));
      console.log(`No end, or no worker: ${lineOf(mutants.find(({ id }) => id === ending))}`);
    } else if (output === undefined) return found;
    const count = Object.keys(found.noticed).length;
    if (count === before) throw new Error(`Tests fail without any change:\n${output}`);
    before = count;
  }
}

/** Runs all tests once, each with all changes that it reaches. Gives the change that put an end to it, or why it failed. */
async function run(trying) {
  const vitest = resolve('node_modules/vitest/vitest.mjs');
  const args = [vitest, 'run', '--config', 'vitest.mutate.config.ts', '--reporter', 'dot', ...values.tests];
  const child = spawn(process.execPath, args, { cwd: box, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const watch = setInterval(() => {
    if (triedIn(trying) !== undefined && Date.now() - statSync(trying).mtimeMs > ENDLESS_MS)
      child.kill('SIGKILL');
  }, 1000);
  const code = await new Promise((done) => child.on('close', done));
  clearInterval(watch);
  return code === 0 ? {} : { ending: triedIn(trying), output };
}

/** The change that is tried at this moment. */
function triedIn(trying) {
  const tried = readFileSync(trying, 'utf8');
  return tried === 'null' || tried === '' ? undefined : JSON.parse(tried);
}

function report(all, { noticed, reached, loading }) {
  const mutants = all.filter(({ status }) => status !== 'Ignored');
  const isReached = new Set(reached);
  const isLoading = new Set(loading);
  const killed = mutants.filter(({ id }) => id in noticed);
  const open = mutants.filter(({ id }) => !(id in noticed));
  const survived = open.filter(({ id }) => isReached.has(id));
  const none = open.filter(({ id }) => !isReached.has(id) && !isLoading.has(id));
  console.log('\nReached by tests, and not noticed:');
  for (const mutant of survived) console.log(lineOf(mutant));
  console.log('\nReached by no test:');
  for (const mutant of none) console.log(lineOf(mutant));
  const counted = killed.length + survived.length + none.length;
  console.log('\nNoticed, by file:');
  for (const [name, some] of grouped([...killed, ...survived, ...none])) {
    console.log(`${some.filter(({ id }) => id in noticed).length} of ${some.length}  ${name}`);
  }
  const share = (of) => `${((100 * killed.length) / of).toFixed(1)} %`;
  console.log(
    `\n${killed.length} of ${counted} changes are noticed (${share(counted)}), ${share(killed.length + survived.length)} of those that tests reach. ` +
      `${mutants.length - counted} more are worked out once and kept, and not tried.`,
  );
}

function lineOf({ fileName, location: { start, end }, replacement }) {
  const lines = linesOf.get(fileName);
  const until = start.line === end.line ? end.column : undefined;
  const text = lines[start.line].slice(start.column, until);
  const short = (code) => code.replace(/\s+/g, ' ').slice(0, 100);
  return `${fileName}:${start.line + 1}:${start.column + 1}  ${short(text)}  →  ${short(replacement)}`;
}
