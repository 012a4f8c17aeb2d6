import { fork } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { BadCase } from './door.ts';
import { DOORS } from './doors.ts';
import { ROOT } from './root.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    cases: { type: 'string', default: '1000' },
    kind: { type: 'string' },
    case: { type: 'string' },
  },
});
const kinds = values.kind === undefined ? Object.keys(DOORS) : [values.kind];
const seed = Number(values.seed ?? randomInt(2 ** 31));
const only = values.case === undefined ? undefined : Number(values.case);
const [first, end] = only === undefined ? [0, Number(values.cases)] : [only, only + 1];
const unknown = kinds.find((kind) => !Object.hasOwn(DOORS, kind));
if (unknown !== undefined || ![seed, first, end].every(Number.isSafeInteger)) {
  console.error(
    `Usage: npm run abuse -- [--kind ${Object.keys(DOORS).join('|')}] [--seed N] [--cases N] [--case K]`,
  );
  process.exit(1);
}

/** A case that takes longer hangs. The slowest takes a few seconds where nothing else has the machine. */
const LONGEST_SECONDS = 120;

// The program looks for its templates beside its own folder.
await symlink(join(ROOT, 'report-templates'), join(import.meta.dirname, '../../report-templates')).catch(
  (error) => {
    if (error.code !== 'EEXIST') throw error;
  },
);
console.log(`Seed ${seed}`);
let bad = 0;
for (const kind of kinds) {
  const started = performance.now();
  let [at, found] = [first, 0];
  while (at < end)
    at = await casesFrom(kind, at, (one) => {
      found += 1;
      console.log(
        `\n${kind}: ${one.what}\n  ${one.problem}\n  npm run abuse -- --kind ${kind} --seed ${seed} --case ${one.number}`,
      );
    });
  bad += found;
  const seconds = (performance.now() - started) / 1000;
  console.log(`${kind}: ${end - first} cases in ${seconds.toFixed(0)} s, ${found} bad`);
}
process.exitCode = bad === 0 ? 0 : 1;

/** Tries cases in a process of their own until the last, or until one hangs or kills it; answers the next to be tried. */
function casesFrom(kind: string, from: number, report: (bad: BadCase) => void): Promise<number> {
  const child = fork(join(import.meta.dirname, 'child.js'), [kind, String(seed), String(from), String(end)]);
  let [current, next] = [from, from];
  let problem = 'It ended the process.';
  let timer: NodeJS.Timeout | undefined;
  child.on('message', (said: { begun?: number; ended?: number; bad?: BadCase }) => {
    clearTimeout(timer);
    if (said.bad !== undefined) report(said.bad);
    if (said.ended !== undefined) next = said.ended + 1;
    if (said.ended !== undefined && next % 1_000 === 0) console.log(`${kind}: ${next} tried`);
    if (said.begun === undefined) return;
    current = said.begun;
    timer = setTimeout(() => {
      problem = `It hangs: ${LONGEST_SECONDS} seconds were not enough.`;
      child.kill('SIGKILL');
    }, LONGEST_SECONDS * 1000);
  });
  return new Promise((done) => {
    child.once('close', (code) => {
      clearTimeout(timer);
      if (code === 0 || next === end) return done(end);
      report({ number: current, what: 'not known', problem });
      done(current + 1);
    });
  });
}
