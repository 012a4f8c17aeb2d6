import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { type ScanRequest, type ScanResult, scan } from '../../src/run/scan.ts';

/** A moment for tests: what is injected where the product would ask the machine. */
export const AS_OF = '2026-11-01T00:00:00.000Z';

export type AwsOverrides = Partial<ScanRequest['aws']> & Pick<ScanRequest['aws'], 'endpoint' | 'credentials'>;

/** Runs a scan as the command line does, with a fixed clock and run id and an output directory of its own. */
export async function runScan(setup: {
  config: object;
  aws: AwsOverrides;
  out?: string;
  selected?: string[];
}): Promise<ScanResult> {
  const config = loadConfig(JSON.stringify(setup.config), 'test.yaml', {}, registry);
  return scan({
    config,
    judgement: toJudgement(config, []),
    configDigest: null,
    out: setup.out ?? (await mkdtemp(join(tmpdir(), 'countersign-run-'))),
    ...(setup.selected === undefined ? {} : { selected: setup.selected }),
    version: '0.0.0-test',
    random: new Uint8Array([1, 2, 3, 4]),
    aws: {
      clock: fixedClock(AS_OF),
      homeRegion: 'us-east-1',
      maxAttempts: 2,
      requestTimeoutMs: 10_000,
      ...setup.aws,
    },
    watch: () => {},
  });
}

/** Time stands still; sleeping takes no time but lets others run. */
export function fixedClock(time: string): ScanRequest['aws']['clock'] {
  return {
    now: () => new Date(time),
    sleep: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
