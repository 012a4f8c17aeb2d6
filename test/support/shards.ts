import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { scan } from '../../src/run/scan.ts';
import type { ScanRequest, ScanResult } from '../../src/run/scan-request.ts';
import { merge } from '../../src/run/shards/merge.ts';
import { planShards, type ShardPlan } from '../../src/run/shards/plan-shards.ts';
import { type ShardResult, scanShard } from '../../src/run/shards/scan-shard.ts';
import type { Simulator } from '../../src/simulator/simulator.ts';
import { AS_OF, fixedClock } from './fixed-clock.ts';
import { EXTERNAL_ID_KEY, PROVENANCE } from './scan.ts';

/** One audit in all its ways, over and over by the same configuration, moment and key. */
export interface Fleet {
  scan(out: string, more?: Partial<ScanRequest>): Promise<ScanResult>;
  plan(out: string, of: number, more?: Partial<ScanRequest> & { place?: string }): Promise<ShardPlan>;
  shard(
    out: string,
    shard: number,
    more?: Partial<ScanRequest> & { place?: string; of?: number },
  ): Promise<ShardResult>;
  merge(
    out: string,
    places: string[],
    more?: Partial<ScanRequest> & { allowMissing?: boolean },
  ): Promise<ScanResult>;
}

export function fleetOf(simulator: Simulator, configuration: object): Fleet {
  function request(out: string, more: Partial<ScanRequest> = {}): ScanRequest {
    const config = loadConfig(JSON.stringify(configuration), 'test.yaml', {}, registry);
    return {
      ...{ config, judgement: toJudgement(config, []), configDigest: 'digest', out },
      ...{ version: '0.0.0-test', provenance: PROVENANCE, random: new Uint8Array([1, 2, 3, 4]) },
      aws: {
        ...{ clock: fixedClock(AS_OF), homeRegion: 'us-east-1', maxAttempts: 2 },
        ...{ endpoint: simulator.endpoint, credentials: simulator.credentials },
      },
      watch: () => {},
      ...more,
    };
  }
  return {
    scan: (out, more) => scan(request(out, more)),
    plan: (out, of, { place, ...more } = {}) =>
      planShards({ ...request(out, more), of, ...(place === undefined ? {} : { place }) }),
    shard: (out, shard, { place, of, ...more } = {}) =>
      scanShard({
        ...request(out, more),
        shard: { shard, ...(of === undefined ? {} : { of }) },
        ...(place === undefined ? {} : { place }),
      }),
    merge: (out, places, { allowMissing = false, ...more } = {}) =>
      merge({ ...request(out, more), places, allowMissing }),
  };
}

/** A machine of its own: a directory for runs, with the key of fingerprints that all of them have. */
export async function newMachine(key = EXTERNAL_ID_KEY): Promise<string> {
  const out = await mkdtemp(join(tmpdir(), 'countersign-shards-'));
  await writeFile(join(out, 'external-id.key'), key);
  return out;
}
