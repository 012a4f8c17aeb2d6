import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './measured-scan.ts';
import { medianOf } from './median.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const PAIRS = size(21, 1);
const TARGET_MS = 150;

/** How long the command line takes to say something of itself, each time beside Node with nothing to do. */
export async function startUp(): Promise<Comparison[]> {
  const rows: Comparison[] = [];
  for (const option of ['--version', '--help']) {
    const pairs: Array<{ node: number; own: number }> = [];
    for (let pair = 0; pair < PAIRS; pair += 1) {
      const node = await millisecondsOf(['--eval', '0']);
      pairs.push({ node, own: await millisecondsOf([join(ROOT, 'dist/cli/main.js'), option]) });
    }
    const own = medianOf(pairs.map((pair) => pair.own));
    const node = medianOf(pairs.map((pair) => pair.node));
    const more = medianOf(pairs.map((pair) => pair.own - pair.node));
    rows.push({
      what: `countersign ${option}`,
      base: `target: ${TARGET_MS} ms (Node with nothing to do: ${node.toFixed(0)} ms)`,
      measured: `${own.toFixed(0)} ms, ${more.toFixed(0)} ms more than Node`,
      ratio: own / TARGET_MS,
      bound: 1,
    });
  }
  return rows;
}

async function millisecondsOf(program: readonly string[]): Promise<number> {
  const started = performance.now();
  await promisify(execFile)(process.execPath, program);
  return performance.now() - started;
}
