import { cpus, totalmem } from 'node:os';
import { calls } from './calls.ts';
import { chains } from './chains.ts';
import { concurrency } from './concurrency.ts';
import { explorer } from './explorer.ts';
import { judging } from './judging.ts';
import { permissions } from './permissions.ts';
import { report } from './report.ts';
import { table } from './table.ts';
import { trust } from './trust.ts';
import { verifying } from './verifying.ts';

const [processor] = cpus();
const memory = (totalmem() / 1024 ** 3).toFixed(0);
console.log(`Node ${process.version}, ${cpus().length} × ${processor?.model}, ${memory} GiB of memory\n`);
console.log(
  table([
    ...(await concurrency()),
    ...(await calls()),
    ...(await judging()),
    ...(await verifying()),
    ...trust(),
    ...permissions(),
    ...chains(),
    ...(await report()),
    ...(await explorer()),
  ]),
);
