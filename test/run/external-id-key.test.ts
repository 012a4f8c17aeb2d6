import { mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  externalIdKeyFile,
  externalIdKeyPlace,
  keyForReading,
  keyForRun,
  openExternalIdKey,
  readExternalIdKey,
} from '../../src/run/external-id-key.ts';
import { EXTERNAL_ID_KEY } from '../support/scan.ts';

function freshDirectory(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'countersign-key-'));
}

it('is made on first use, readable by its owner alone, and is the same from then on', async () => {
  const path = externalIdKeyFile(await freshDirectory());
  const first = await openExternalIdKey(path);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
  const again = await openExternalIdKey(path);
  expect([again.id, again.fingerprint('a-value')]).toEqual([first.id, first.fingerprint('a-value')]);
});

it('is another one in every place', async () => {
  const [one, other] = await Promise.all(
    [await freshDirectory(), await freshDirectory()].map((out) => openExternalIdKey(externalIdKeyFile(out))),
  );
  expect(one?.id).not.toBe(other?.id);
  expect(one?.fingerprint('a-value')).not.toBe(other?.fingerprint('a-value'));
});

it('is one key for runs that start at once, and nothing else is left behind', async () => {
  const out = await freshDirectory();
  const keys = await Promise.all(Array.from({ length: 20 }, () => openExternalIdKey(externalIdKeyFile(out))));
  expect(new Set(keys.map(({ id }) => id)).size).toBe(1);
  expect(await readdir(out)).toEqual(['state']);
  expect(await readdir(join(out, 'state'))).toEqual(['external-id.key']);
});

it('fingerprints by HMAC-SHA-256, as anyone with the key can check', async () => {
  const path = join(await freshDirectory(), 'key');
  await writeFile(path, EXTERNAL_ID_KEY);
  const key = await openExternalIdKey(path);
  // printf %s 7c9e6679-7425-40de-944b-e07fc1f90ae7 | openssl dgst -sha256 -mac HMAC -macopt hexkey:$(cat key)
  expect(key.fingerprint('7c9e6679-7425-40de-944b-e07fc1f90ae7')).toBe('id:bdce07441d978669');
});

it('is not made by reading, and a file that holds no key is refused', async () => {
  const path = join(await freshDirectory(), 'key');
  expect(await readExternalIdKey(path)).toBeUndefined();
  await writeFile(path, 'password');
  await expect(openExternalIdKey(path)).rejects.toThrow(/64 hexadecimal digits/);
  await expect(readExternalIdKey(path)).rejects.toThrow(/64 hexadecimal digits/);
});

it('is made in the state folder, where only its owner looks, and not among the runs', async () => {
  const out = await freshDirectory();
  const place = externalIdKeyPlace({}, out, { region: 'us-east-1' });
  const key = await keyForRun(place, () => expect.unreachable());
  expect((await stat(join(out, 'state'))).mode & 0o777).toBe(0o700);
  expect(await readdir(out)).toEqual(['state']);
  expect((await keyForReading(place))?.id).toBe(key.id);
});

it('is still read where earlier versions put it, told of, and neither moved nor made again', async () => {
  const out = await freshDirectory();
  const earlier = join(out, 'external-id.key');
  await writeFile(earlier, EXTERNAL_ID_KEY);
  const place = externalIdKeyPlace({}, out, { region: 'us-east-1' });
  const told: string[] = [];
  const key = await keyForRun(place, (path) => told.push(path));
  expect(key.id).toBe((await openExternalIdKey(earlier)).id);
  expect((await keyForReading(place))?.id).toBe(key.id);
  expect(told).toEqual([earlier]);
  expect(await readdir(out)).toEqual(['external-id.key']);
});
