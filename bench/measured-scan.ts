import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AuditReport } from '../src/model/report.ts';
import { type MeasuredProcess, measuredProcess } from './measured-process.ts';
import { type Fleet, type SimulatedAws, simulatedAws } from './simulated-aws.ts';

export interface MeasuredScan extends MeasuredProcess {
  directory: string;
  report: AuditReport;
}

export const ROOT = join(import.meta.dirname, '../../..');

/**
 * Runs `countersign scan` as its users do, in a process of its own, on a simulated fleet, and lets `look` see what it
 * left.
 */
export function measuredScan<T>(
  fleet: Fleet,
  settings: object,
  look: (scan: MeasuredScan) => T | Promise<T>,
): Promise<T> {
  return withSimulatedAws(fleet, async (aws, folder) => look(await scan(folder, aws, settings)));
}

/** Lets `use` have a simulated fleet, and a folder that goes away with it. */
export async function withSimulatedAws<T>(
  fleet: Fleet,
  use: (aws: SimulatedAws, folder: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
  const aws = await simulatedAws(fleet);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(join(folder, KEY), privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  try {
    return await use(aws, folder);
  } finally {
    aws.close();
    await rm(folder, { recursive: true });
  }
}

/** What the runs in a folder are signed with. */
const KEY = 'signing.key';

/** One scan into a folder, signed. Throws unless every fact was read. */
export async function scan(folder: string, aws: SimulatedAws, settings: object): Promise<MeasuredScan> {
  await configure(folder, aws, settings);
  const measured = await measuredRun(folder, aws);
  const directory = join(folder, 'latest');
  const report: AuditReport = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8'));
  const [gap] = report.coverage.gaps;
  if (gap !== undefined) throw new Error(`A fact was not read: ${JSON.stringify(gap)}`);
  return { ...measured, directory, report };
}

/** Writes the configuration of the scans into a folder. */
export async function configure(folder: string, aws: SimulatedAws, settings: object): Promise<void> {
  const evidence = { signing: { keyFile: join(folder, KEY) } };
  const configuration = { ...aws.configuration, evidence, ...settings };
  await writeFile(join(folder, CONFIG), JSON.stringify(configuration));
}

/** The configuration of the scans into a folder. */
export const CONFIG = 'config.yaml';

/** `countersign scan` into a folder, as it is configured there. */
export function measuredRun(
  folder: string,
  aws: SimulatedAws,
  options: readonly string[] = [],
): Promise<MeasuredProcess> {
  const program = ['scan', '--config', join(folder, CONFIG), '--out', folder, ...options];
  // Which stack owns a role is not known where a Region is not read; the accounts are read all the same.
  return countersign([...program, '--allow-incomplete', '100%'], aws.environment);
}

/** Runs a command as its users do, in a process of its own. */
export function countersign(
  command: readonly string[],
  environment: Record<string, string> = {},
): Promise<MeasuredProcess> {
  return measuredProcess([join(ROOT, 'dist/cli/main.js'), ...command], environment);
}
