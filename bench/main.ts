import { cpus, totalmem } from 'node:os';
import { calls } from './calls.ts';
import { chains } from './chains.ts';
import { concurrency } from './concurrency.ts';
import { explorer } from './explorer.ts';
import { failing } from './failing.ts';
import { floor } from './floor.ts';
import { judging } from './judging.ts';
import { permissions } from './permissions.ts';
import { report } from './report.ts';
import { type Comparison, table } from './table.ts';
import { trust } from './trust.ts';
import { verifying } from './verifying.ts';

const BENCHES: Record<string, () => Comparison[] | Promise<Comparison[]>> = {
  floor,
  concurrency,
  calls,
  judging,
  failing,
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
const memory = (totalmem() / 1024 ** 3).toFixed(0);
console.log(`Node ${process.version}, ${cpus().length} × ${processor?.model}, ${memory} GiB of memory\n`);
const rows: Comparison[] = [];
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length === 0 || asked.includes(name)) rows.push(...(await bench()));
}
console.log(table(rows));
