import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { LargeFleet } from './large-fleet.ts';
import { secondsToOpen } from './open-page.ts';
import type { Comparison } from './table.ts';
import type { WrittenReport } from './write-report.ts';

const ROLES = 400_000;
/** A fleet whose outsiders have many roles, and one in which every role is open to outsiders. */
const FLEETS = [
  { accounts: 2000, roles: ROLES, openRoles: 40_000, findings: 50_000, heap: 600 },
  { accounts: 2000, roles: ROLES, openRoles: ROLES, findings: 50_000, heap: 3000 },
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
  { seconds, peakMemory, files, findings, openRoles }: WrittenReport,
  heap: number,
): Comparison[] {
  const fleet = `${findings} findings and ${openRoles} open roles`;
  const page = files.find(([name]) => name === 'report.html')?.[1] ?? 0;
  return [
    {
      what: `Writing the report of ${fleet} in ${files.length} files, ${megabytes(files.reduce((sum, [, bytes]) => sum + bytes, 0))} MB`,
      base: `target: ${TARGET.seconds} s`,
      measured: `${seconds.written.toFixed(1)} s (before that: reading the report before ${seconds.known.toFixed(1)} s, bringing results together ${seconds.built.toFixed(1)} s)`,
      ratio: seconds.written / TARGET.seconds,
    },
    {
      what: `Peak memory until ${fleet} are written, with a heap of ${heap} MiB`,
      base: `target: ${TARGET.memory} MiB`,
      measured: `${peakMemory.written.toFixed(0)} MiB`,
      ratio: peakMemory.written / TARGET.memory,
    },
    {
      what: `report.html of ${fleet}`,
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
