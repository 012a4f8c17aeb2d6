import type { ScanResult } from '../../src/run/scan.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF, type AwsOverrides, runScan } from './scan.ts';

export interface ScannedFleet extends ScanResult {
  simulator: Simulator;
}

/** Scans a simulated fleet once, with the configuration of its company, and stops the simulator. */
export async function scanFleet(
  options: SimulatorOptions,
  overrides: { config?: object; aws?: Partial<AwsOverrides>; out?: string; selected?: string[] } = {},
): Promise<ScannedFleet> {
  const simulator = await startSimulator({
    clock: () => new Date(AS_OF),
    asOf: AS_OF,
    seed: '1',
    ...options,
  });
  try {
    const { config, aws, ...rest } = overrides;
    const result = await runScan({
      config: { ...demoConfiguration(simulator.world), ...config },
      aws: { endpoint: simulator.endpoint, credentials: simulator.credentials, ...aws },
      ...rest,
    });
    return { ...result, simulator };
  } finally {
    await simulator.close();
  }
}
