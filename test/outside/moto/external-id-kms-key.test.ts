import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyForReading, keyForRun } from '../../../src/run/external-id-key.ts';
import { usualConfiguration } from '../../../src/simulator/fleet/demo-configuration.ts';
import { type Simulator, startSimulator } from '../../../src/simulator/simulator.ts';
import { countersign } from '../../support/command.ts';
import { unpackedFiles } from '../../support/run-files.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);
const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };

describe('a key of fingerprints that a KMS key in moto gives', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let simulator: Simulator;
  let client: KMSClient;
  let home: string;
  beforeAll(async () => {
    moto = await startMoto(program);
    simulator = await startSimulator({ accounts: 2, asOf: new Date().toISOString() });
    client = new KMSClient({ region: 'eu-west-1', endpoint: moto.endpoint, credentials: CREDENTIALS });
    home = await mkdtemp(join(tmpdir(), 'countersign-kms-key-'));
  });
  afterAll(async () => {
    moto?.close();
    await simulator?.close();
  });

  async function newKey(): Promise<string> {
    const asked = new CreateKeyCommand({ KeySpec: 'HMAC_256', KeyUsage: 'GENERATE_VERIFY_MAC' });
    return (await client.send(asked)).KeyMetadata?.Arn ?? '';
  }

  /** The Region of the ARN must win over the caller's. */
  const at = (kmsKeyId: string) => ({
    kms: { kmsKeyId, region: 'us-east-1', endpoint: moto.endpoint, credentials: CREDENTIALS },
  });

  it('is the same for whoever asks, and another for another KMS key', async () => {
    const kmsKeyId = await newKey();
    const [one, same, other] = [
      await keyForRun(at(kmsKeyId)),
      await keyForReading(at(kmsKeyId)),
      await keyForRun(at(await newKey())),
    ];
    expect([same?.id, same?.fingerprint('a-value')]).toEqual([one.id, one.fingerprint('a-value')]);
    expect(one.fingerprint('a-value')).toMatch(/^id:[0-9a-f]{16}$/);
    expect(other.id).not.toBe(one.id);
    expect(other.fingerprint('a-value')).not.toBe(one.fingerprint('a-value'));
  });

  it('stops a run that may not use it, and is merely not there for who reads one', async () => {
    const nowhere = at('arn:aws:kms:eu-west-1:123456789012:key/00000000-0000-0000-0000-000000000000');
    await expect(keyForRun(nowhere)).rejects.toThrow(/kms:GenerateMac .* failed with NotFoundException/);
    expect(await keyForReading(nowhere)).toBeUndefined();
    const signing = new CreateKeyCommand({ KeySpec: 'ECC_NIST_P256', KeyUsage: 'SIGN_VERIFY' });
    const wrong = (await client.send(signing)).KeyMetadata?.Arn ?? '';
    await expect(keyForRun(at(wrong))).rejects.toThrow('kms:GenerateMac');
  });

  it('makes runs of two places compare, leaves nothing behind, and gives the report again', async () => {
    const env = {
      AWS_ENDPOINT_URL: simulator.endpoint,
      AWS_ENDPOINT_URL_KMS: moto.endpoint,
      AWS_ACCESS_KEY_ID: simulator.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: simulator.credentials.secretAccessKey,
      AWS_REGION: 'us-east-1',
    };
    const evidence = { externalIdKmsKeyId: await newKey() };
    const config = { ...usualConfiguration(simulator.world), evidence };
    await writeFile(join(home, 'config.yaml'), JSON.stringify(config));
    const ids: string[] = [];
    for (const out of ['here', 'there']) {
      const scanned = await countersign(['scan', '--json', '--out', out], { env, cwd: home });
      expect(scanned.code, scanned.stderr).toBe(0);
      ids.push(JSON.parse(scanned.stdout).run.externalIdKey);
      expect(await readdir(join(home, out))).not.toContain('external-id.key');
    }
    expect(ids[0]).toMatch(/^[0-9a-f]{16}$/);
    expect(ids[1]).toBe(ids[0]);

    const report = (out: string, ...args: string[]) =>
      countersign(['report', 'here/latest', '--out', out, ...args], { env, cwd: home });
    const whole = await unpackedFiles(join(home, 'here/latest'));
    for (const [out, args] of [
      ['by-option', ['--external-id-kms-key', evidence.externalIdKmsKeyId]],
      ['by-configuration', ['--config', 'config.yaml']],
    ] as const) {
      const again = await report(out, ...args);
      expect(again.code, again.stderr).toBe(0);
      for (const [name, text] of await unpackedFiles(join(home, out)))
        expect(text, name).toBe(whole.get(name));
    }
    const without = await report('without');
    expect(without.code).toBe(0);
    expect(without.stderr).toContain('external IDs are masked without fingerprints');
  });
});
