import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LargeFleet } from './large-fleet.ts';
import { secondsToOpen } from './open-page.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';
import type { WrittenReport } from './write-report.ts';

const ROLES = size(400_000, 4_000);
const FLEETS = [
  {
    accounts: size(2000, 20),
    roles: ROLES,
    openRoles: size(40_000, 400),
    findings: size(50_000, 500),
    heap: 560,
  },
  // Every role open to outsiders: takes long, so it is left out unless asked for.
  ...(process.env.COUNTERSIGN_BENCH_ALL_OPEN === undefined
    ? []
    : [{ accounts: 2000, roles: ROLES, openRoles: ROLES, findings: 50_000, heap: 6000 }]),
];
const TARGET = { seconds: 30, memory: 600, pageBytes: 3_000_000, secondsToOpen: 1.5 };

/**
 * What the second report of a large fleet costs, with all that the first left known, in every form. Each run has a
 * process of its own, whose heap is held to so many MiB: on a large machine V8 collects less and takes more.
 */
export async function report(): Promise<Comparison[]> {
  const comparisons: Comparison[] = [];
  for (const { heap, ...fleet } of FLEETS) {
    const out = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
    try {
      await writeFile(join(out, 'external-id.key'), 'ab'.repeat(32));
      await written({ ...fleet, run: 1 }, out, heap);
      await symlink('run-1', join(out, 'latest'));
      const second = await written({ ...fleet, run: 2 }, out, heap);
      comparisons.push(...compared(second, heap), ...(await opened(join(out, 'run-2'), fleet)));
      printSizes(second);
    } finally {
      await rm(out, { recursive: true });
    }
  }
  return comparisons;
}

async function written(fleet: LargeFleet, out: string, heap: number): Promise<WrittenReport> {
  await mkdir(join(out, `run-${fleet.run}`));
  const program = [`--max-old-space-size=${heap}`, join(import.meta.dirname, 'write-report.js')];
  const { stdout } = await promisify(execFile)(process.execPath, [...program, JSON.stringify(fleet), out]);
  return JSON.parse(stdout);
}

function compared(
  { seconds, processorSeconds, peakMemory, files, findings, openRoles }: WrittenReport,
  heap: number,
): Comparison[] {
  const fleet = `${findings} findings and ${openRoles} open roles`;
  const sizes = new Map(files.filter(([name]) => name !== 'baseline.json'));
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const page = sizes.get('report.html') ?? 0;
  const time = (step: keyof typeof seconds) =>
    `${seconds[step].toFixed(1)} s, ${processorSeconds[step].toFixed(1)} s of the processor`;
  return [
    {
      what: `Writing ${fleet} in ${sizes.size} forms of the report, ${megabytes(bytes)} MB`,
      base: `target: ${TARGET.seconds} s`,
      measured: `${time('written')} (before that: what was known ${time('known')}; the results brought together ${time('built')})`,
      ratio: seconds.written / TARGET.seconds,
    },
    {
      what: `Peak memory until ${fleet} are written, with a heap of ${heap} MiB`,
      base: `target: ${TARGET.memory} MiB`,
      measured: `${peakMemory.written.toFixed(0)} MiB`,
      ratio: peakMemory.written / TARGET.memory,
    },
    {
      what: `Size of report.html of ${fleet}`,
      base: `target: ${megabytes(TARGET.pageBytes)} MB`,
      measured: `${megabytes(page)} MB`,
      ratio: page / TARGET.pageBytes,
    },
  ];
}

async function opened(
  directory: string,
  { findings, openRoles }: Pick<LargeFleet, 'findings' | 'openRoles'>,
): Promise<Comparison[]> {
  const seconds = await secondsToOpen(join(directory, 'report.html'));
  if (seconds === undefined) return [];
  return [
    {
      what: `Opening report.html of ${findings} findings and ${openRoles} open roles in Chromium`,
      base: `target: ${TARGET.secondsToOpen} s`,
      measured: `${seconds.toFixed(2)} s`,
      ratio: seconds / TARGET.secondsToOpen,
    },
  ];
}

function printSizes({ files, openRoles }: WrittenReport): void {
  const sizes = files.map(([name, bytes]) => `${name} ${megabytes(bytes)} MB`).join(', ');
  console.log(`Files of a fleet with ${openRoles} open roles: ${sizes}\n`);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
