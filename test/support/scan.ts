import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { Provenance } from '../../src/evidence/manifest.ts';
import { scan } from '../../src/run/scan.ts';
import type { ScanRequest, ScanResult } from '../../src/run/scan-request.ts';
import { AS_OF, fixedClock } from './fixed-clock.ts';
import { FEWER_CHECKS } from './short-configuration.ts';

/** The key of external-ID fingerprints, the same in every test run, so that runs compare byte for byte. */
export const EXTERNAL_ID_KEY = '0123456789abcdef'.repeat(4);

/** What stands in manifests of tests instead of this machine. */
export const PROVENANCE: Provenance = {
  tool: { sourceRevision: null, codeDigest: null },
  host: { kind: 'host', id: 'test-host' },
};

export type AwsOverrides = Partial<ScanRequest['aws']> & Pick<ScanRequest['aws'], 'endpoint' | 'credentials'>;

/**
 * Runs a scan as the command line does, with a fixed clock and run id and an output directory of its own. Where the
 * configuration says nothing of checks, after each change some are off.
 */
export async function runScan(setup: {
  config: object;
  aws: AwsOverrides;
  out?: string;
  selected?: string[];
  resume?: boolean;
  newChain?: boolean;
  sinceLast?: boolean;
  watch?: ScanRequest['watch'];
  interrupted?: ScanRequest['interrupted'];
  leaveOut?: string[];
}): Promise<ScanResult> {
  const config = loadConfig(
    JSON.stringify({ checks: FEWER_CHECKS, ...setup.config }),
    'test.yaml',
    {},
    registry,
  );
  const out = setup.out ?? (await mkdtemp(join(tmpdir(), 'countersign-run-')));
  await mkdir(out, { recursive: true });
  await writeFile(join(out, 'external-id.key'), EXTERNAL_ID_KEY);
  return scan({
    config,
    judgement: toJudgement(config, []),
    configDigest: null,
    out,
    ...(setup.selected === undefined ? {} : { selected: setup.selected }),
    ...(setup.resume === undefined ? {} : { resume: setup.resume }),
    ...(setup.sinceLast === undefined ? {} : { sinceLast: setup.sinceLast }),
    ...(setup.newChain === undefined ? {} : { newChain: setup.newChain }),
    version: '0.0.0-test',
    provenance: PROVENANCE,
    random: new Uint8Array([1, 2, 3, 4]),
    aws: {
      clock: fixedClock(AS_OF),
      homeRegion: 'us-east-1',
      maxAttempts: 2,
      // A busy machine must not be taken for an AWS that does not answer.
      connectionTimeoutMs: 300_000,
      requestTimeoutMs: 300_000,
      callTimeoutMs: 600_000,
      ...setup.aws,
    },
    watch: setup.watch ?? (() => {}),
    ...(setup.interrupted === undefined ? {} : { interrupted: setup.interrupted }),
    ...(setup.leaveOut === undefined ? {} : { leaveOut: setup.leaveOut }),
  });
}
