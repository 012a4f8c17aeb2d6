import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PARTITIONS, partitionOfRegion } from '../../../src/model/partitions.ts';
import { locate, MOTO, missing } from '../outsiders.ts';

const program = locate(MOTO);

interface Known {
  partitions: Array<{ id: string; outputs: { dnsSuffix: string }; regions: Record<string, unknown> }>;
}

/** Where IAM is in each partition, by the Region that its requests are signed for. */
interface Endpoints {
  partitions: Array<{
    partition: string;
    services: {
      iam?: { endpoints: Record<string, { credentialScope?: { region: string } }> };
    };
  }>;
}

const PRINT = `
import json, sys, botocore.loaders
loader = botocore.loaders.Loader()
print(json.dumps([loader.load_data('partitions'), loader.load_data('endpoints')]))
`;

/** What the botocore that moto stands on knows, read by the Python beside it. */
function botocore(moto: string): [Known, Endpoints] {
  const { stdout, stderr } = spawnSync(join(dirname(moto), 'python3'), ['-c', PRINT], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout);
}

describe('the table of partitions is that of botocore', () => {
  if (program === undefined) return missing(MOTO);
  const [known, endpoints] = botocore(program);

  it('in names, suffixes and Regions', () => {
    const ours = PARTITIONS.map(({ id, dnsSuffix }) => [id, dnsSuffix]).sort();
    expect(ours).toEqual(known.partitions.map(({ id, outputs }) => [id, outputs.dnsSuffix]).sort());
    for (const { id, regions } of known.partitions)
      for (const region of Object.keys(regions).filter((name) => !name.endsWith('-global')))
        expect([region, partitionOfRegion(region)?.id]).toEqual([region, id]);
  });

  it('in the Region of IAM', () => {
    const compared = endpoints.partitions.flatMap(({ partition, services }) => {
      const home = PARTITIONS.find(({ id }) => id === partition)?.homeRegion;
      const scopes = Object.values(services.iam?.endpoints ?? {}).map((one) => one.credentialScope?.region);
      return scopes.map((scope) => ({ is: [partition, home], scope: [partition, scope] }));
    });
    expect(compared.length).toBeGreaterThan(5);
    for (const { is, scope } of compared) expect(is).toEqual(scope);
  });
});
