import { progressDisplay } from '../../src/cli/progress-display.ts';
import type { ScanRequest, ScanResult } from '../../src/run/scan-request.ts';
import { demoConfiguration } from '../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF } from './fixed-clock.ts';
import { type AwsOverrides, runScan } from './scan.ts';
import { bareConfiguration, PAGES, shortConfiguration } from './short-configuration.ts';

export interface ScannedFleet extends ScanResult {
  simulator: Simulator;
  /** What the run told those who watched it, as both kinds of log. */
  log: string[];
}

/**
 * Scans a simulated fleet once, with the configuration of its company, and stops the simulator. What costs most calls,
 * resource policies, activity and recording, is asked for by suites that look at `everything` alone; after each change
 * the others read less of what is usual, too, and those that are `bare` judge by few checks.
 */
export async function scanFleet(
  options: SimulatorOptions,
  overrides: {
    everything?: boolean;
    bare?: boolean;
    config?: object;
    aws?: Partial<AwsOverrides>;
    out?: string;
    selected?: string[];
    resume?: boolean;
    newChain?: boolean;
    sinceLast?: boolean;
  } = {},
): Promise<ScannedFleet> {
  const simulator = await startSimulator({
    // One time for both: sessions last an hour.
    clock: overrides.aws?.clock?.now ?? (() => new Date(AS_OF)),
    asOf: AS_OF,
    seed: '1',
    pageSize: PAGES,
    ...options,
  });
  try {
    const { config, everything = false, bare = false, aws, ...rest } = overrides;
    const usual = bare ? bareConfiguration : shortConfiguration;
    const company = everything ? demoConfiguration : usual;
    const log: string[] = [];
    const result = await runScan({
      watch: everyLog(log),
      config: { checks: {}, ...company(simulator.world), ...config },
      aws: { endpoint: simulator.endpoint, credentials: simulator.credentials, ...aws },
      ...rest,
    });
    return { ...result, simulator, log };
  } finally {
    await simulator.close();
  }
}

/** Writes all that a terminal or a log would show into `lines`. */
function everyLog(lines: string[]): ScanRequest['watch'] {
  const write = (text: string) => void lines.push(text);
  const displays = (['text', 'json'] as const).flatMap((logFormat) =>
    [true, false].map((live) =>
      progressDisplay(
        {
          live,
          colour: false,
          logFormat,
          print: write,
          say: write,
          log: (message, data) => write(JSON.stringify({ message, ...data })),
          rewrite: write,
        },
        () => 0,
      ),
    ),
  );
  return (event) => {
    for (const display of displays) display(event);
  };
}
