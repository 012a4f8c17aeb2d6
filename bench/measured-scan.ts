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
  const { privateKey } = generateKeyPairSync('ed25519');
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
  const config = join(folder, 'config.yaml');
  await writeFile(
    config,
    JSON.stringify({
      ...aws.configuration,
      evidence: { signing: { keyFile: join(folder, KEY) } },
      ...settings,
    }),
  );
  // Which stack owns a role is not known where a Region is not read; the accounts are read all the same.
  const options = ['--config', config, '--out', folder, '--allow-incomplete', '100%'];
  const program = [join(ROOT, 'dist/cli/main.js'), 'scan', ...options];
  const measured = await measuredProcess(program, aws.environment);
  const directory = join(folder, 'latest');
  const report: AuditReport = JSON.parse(await readFile(join(directory, 'report.json'), 'utf8'));
  const [gap] = report.coverage.gaps;
  if (gap !== undefined) throw new Error(`A fact was not read: ${JSON.stringify(gap)}`);
  return { ...measured, directory, report };
}
