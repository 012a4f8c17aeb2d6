import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { SimulatorOptions } from '../src/simulator/simulator.ts';

export interface Fleet
  extends Pick<SimulatorOptions, 'accounts' | 'latencyMs' | 'rolesPerAccount' | 'throttle'> {
  /** How many stacks and analyzer findings the first account has at least. */
  first?: { stacks: number; findings: number };
}

export interface SimulatedAws {
  /** What a client needs to reach it. */
  environment: Record<string, string>;
  /** What the auditor roles ask for. */
  externalId: string;
  /** The configuration of the fleet's company. */
  configuration: object;
  close(): void;
}

/** Starts a simulator that shares no event loop with what is measured, with the page sizes of AWS. */
export async function simulatedAws(fleet: Fleet): Promise<SimulatedAws> {
  const program = join(import.meta.dirname, 'simulator.js');
  const child = spawn(process.execPath, [program, JSON.stringify(fleet)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { ...JSON.parse(line), close: () => child.kill() };
}
