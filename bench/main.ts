import { writeFile } from 'node:fs/promises';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { calls } from './calls.ts';
import { chains } from './chains.ts';
import { concurrency } from './concurrency.ts';
import { everyWayIn } from './every-way-in.ts';
import { explorer } from './explorer.ts';
import { failing } from './failing.ts';
import { fixes } from './fixes.ts';
import { floor } from './floor.ts';
import { hugeAccount } from './huge-account.ts';
import { judging } from './judging.ts';
import { memory } from './memory.ts';
import { merge } from './merge.ts';
import { permissions } from './permissions.ts';
import { rateBound } from './rate-bound.ts';
import { report } from './report.ts';
import { SHORT } from './size.ts';
import { startUp } from './start-up.ts';
import { type Comparison, table } from './table.ts';
import { trust } from './trust.ts';
import { verifying } from './verifying.ts';

const BENCHES: Record<string, () => Comparison[] | Promise<Comparison[]>> = {
  floor,
  'rate-bound': rateBound,
  'start-up': startUp,
  calls,
  'every-way-in': everyWayIn,
  'huge-account': hugeAccount,
  concurrency,
  memory,
  merge,
  judging,
  failing,
  fixes,
  verifying,
  trust,
  permissions,
  chains,
  report,
  explorer,
};

const asked = process.argv.slice(2).filter((argument) => argument !== '--short');
const unknown = asked.filter((name) => !Object.hasOwn(BENCHES, name));
if (unknown.length > 0) {
  console.error(
    `There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`,
  );
  process.exit(1);
}

const [processor] = cpus();
const ram = (totalmem() / 1024 ** 3).toFixed(0);
const machine = `Node ${process.version}, ${cpus().length} × ${processor?.model}, ${ram} GiB of memory`;
console.log(`${machine}\n`);
const measuredAt = new Date().toISOString();
const file = join(import.meta.dirname, '../figures.json');
const rows: Array<Comparison & { bench: string }> = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const row of await bench()) rows.push({ bench: name, ...row });
  // What was measured is kept, whatever becomes of those that follow.
  await writeFile(file, `${JSON.stringify({ measuredAt, machine, short: SHORT, figures: rows }, null, 2)}\n`);
}
console.log(table(rows));
console.log(`\nThe same as JSON: ${file}`);
