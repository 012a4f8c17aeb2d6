import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AuditReport } from '../src/model/report.ts';
import { type Fleet, type SimulatedAws, simulatedAws } from './simulated-aws.ts';

export interface MeasuredScan {
  seconds: number;
  /** Peak resident set of the whole process, in MiB. */
  peakMemory: number;
  directory: string;
  report: AuditReport;
}

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Runs `countersign scan` as its users do, in a process of its own, on a simulated fleet, and lets `look` see what it
 * left. Throws unless every fact was read.
 */
export async function measuredScan<T>(
  fleet: Fleet,
  settings: object,
  look: (scan: MeasuredScan) => T | Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const aws = await simulatedAws(fleet);
  try {
    return await look(await scan(folder, aws, settings));
  } finally {
    aws.close();
    await rm(folder, { recursive: true });
  }
}

async function scan(folder: string, aws: SimulatedAws, settings: object): Promise<MeasuredScan> {
  const config = join(folder, 'config.yaml');
  await writeFile(config, JSON.stringify({ ...aws.configuration, ...settings }));
  const program = ['--import', PEAK_MEMORY_AT_EXIT, join(ROOT, 'dist/cli/main.js')];
  const command = ['scan', '--json', '--config', config, '--out', folder];

  const started = performance.now();
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [...program, ...command], {
    env: { ...process.env, ...aws.environment },
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  const seconds = (performance.now() - started) / 1000;
  const kibibytes = Number(stderr.trimEnd().split('\n').at(-1));
  const report: AuditReport = JSON.parse(stdout);
  return { seconds, peakMemory: kibibytes / 1024, directory: join(folder, report.run.runId), report };
}

/** Loaded into the scan: when it ends, its last line on stderr is its peak resident set in KiB. */
const PEAK_MEMORY_AT_EXIT = `data:text/javascript,${encodeURIComponent(
  `import { writeSync } from 'node:fs';
   process.on('exit', () => writeSync(2, process.resourceUsage().maxRSS + '\\n'));`,
)}`;
