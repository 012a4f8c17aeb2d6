import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileReading, openLogFiles } from '../../../src/collect/cloudtrail/log-files.ts';
import { recordSplitter } from '../../../src/collect/cloudtrail/record-splitter.ts';
import { createTally } from '../../../src/collect/cloudtrail/tally.ts';
import { tries } from '../../support/thorough.ts';
import { callRecord, entryRecord, HERE, logFile, VENDOR } from '../../support/trail-events.ts';
import { target } from '../support.ts';

const PARTNER = `arn:aws:iam::${HERE}:role/partner`;
const named = (account: string, day: string) => `${account}_CloudTrail_us-east-1_${day}T0000Z_x.json.gz`;

async function folder(files: Record<string, string | Uint8Array>): Promise<string> {
  const at = await mkdtemp(join(tmpdir(), 'countersign-logs-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(at, name, '..'), { recursive: true });
    await writeFile(join(at, name), content);
  }
  return at;
}

async function read(paths: string[], accountId = HERE) {
  const tally = createTally({
    accountId,
    roles: new Set([PARTNER]),
    from: '2025-10-01T00:00:00.000Z',
    to: '2026-01-01T00:00:00.000Z',
  });
  const files = await openLogFiles(paths);
  const found = await fileReading({ account: target({ accountId }) }, { files }, tally);
  return { ...found, ...tally.result(() => true) };
}

describe('the fact activity, from log files', () => {
  test('holds the records of the account, from folders below, packed or not, with their digests', async () => {
    const at = await folder({
      [`AWSLogs/${HERE}/CloudTrail/${named(HERE, '20251210')}`]: logFile(
        entryRecord('2025-12-10T09:00:00Z'),
        callRecord('2025-12-10T09:00:00Z', 'CreateUser'),
        entryRecord('2025-12-10T09:01:00Z', { recipientAccountId: VENDOR }),
      ),
      'exported/december.json': JSON.stringify({
        Records: [entryRecord('2025-12-11T09:00:00Z'), entryRecord('2025-12-10T09:00:00Z')],
      }),
      [named(VENDOR, '20251210')]: logFile(entryRecord('2025-12-12T09:00:00Z')),
      [`${HERE}_CloudTrail-Digest_us-east-1_trail_us-east-1_20251210T000000Z.json.gz`]: gzipSync('{"a":1}'),
      'notes.txt': 'no log file',
    });
    const { files, entries, calls, sessions, perResource } = await read([at]);
    // The entry that two files bring is counted once; what another account's file says is not believed.
    expect(entries).toMatchObject([{ count: 2, lastAt: '2025-12-11T09:00:00.000Z' }]);
    expect(calls).toMatchObject([{ name: 'CreateUser', accountId: VENDOR, count: 1 }]);
    expect(sessions).toEqual([{ role: PARTNER, begun: 2, lookedInto: 2 }]);
    expect(perResource).toEqual([]);
    expect(files).toMatchObject({
      count: 2,
      records: 4,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      firstAt: '2025-12-10T09:00:00.000Z',
      lastAt: '2025-12-11T09:00:00.000Z',
      named: [
        { name: `AWSLogs/${HERE}/CloudTrail/${named(HERE, '20251210')}`, records: 2 },
        { name: 'exported/december.json', records: 2 },
      ],
    });
  });

  test('tells which days and Regions there is something of, by names and, without them, by what is in them', async () => {
    const at = await folder({
      [named(VENDOR, '20251201')]: logFile(entryRecord('2025-11-30T23:59:00Z')),
      [named(HERE, '20251203').replace('us-east-1', 'eu-west-1')]: logFile(),
      'exported.json': logFile().subarray(0, 0),
      'more.json': JSON.stringify({
        Records: [entryRecord('2025-12-05T09:00:00Z', { awsRegion: 'sa-east-1' })],
      }),
    });
    const { held } = await openLogFiles([at]);
    expect([...held.days].sort()).toEqual(['2025-12-01', '2025-12-03', '2025-12-05']);
    expect([...held.regions].sort()).toEqual([
      ['eu-west-1', '2025-12-03'],
      ['sa-east-1', '2025-12-05'],
      ['us-east-1', '2025-12-01'],
    ]);
    const { reads } = await read([at]);
    expect(reads).toBe(1);
  });

  test('looks into no more files once reading is ended: what is left may be of any account', async () => {
    const at = await folder({
      'one.json': JSON.stringify({ Records: [entryRecord('2025-12-05T09:00:00Z')] }),
      [named(VENDOR, '20251201')]: logFile(entryRecord('2025-11-30T23:59:00Z')),
    });
    const ended = await openLogFiles([at], AbortSignal.abort());
    expect(ended.of('123456789012').map(({ name }) => name)).toEqual(['one.json']);
    expect((await openLogFiles([at])).of('123456789012')).toEqual([]);
  });

  test('does not count sessions that the account itself began, and does not know whose others are', async () => {
    const own = { userIdentity: { type: 'IAMUser', accountId: HERE, principalId: 'AIDAOWN' } };
    const at = await folder({
      [named(HERE, '20251210')]: logFile(
        callRecord('2025-12-10T09:00:00Z', 'CreateUser'),
        entryRecord('2025-12-10T09:00:00Z', own),
        callRecord('2025-12-11T09:00:00Z', 'DeleteUser'),
      ),
    });
    const { entries, calls } = await read([at]);
    expect(entries).toEqual([]);
    expect(calls).toMatchObject([{ name: 'DeleteUser', accountId: null, provider: null }]);
  });

  const good = entryRecord('2025-12-10T09:00:00Z');
  test.each<[string, string, Uint8Array | string, number, RegExp]>([
    [
      'a record that is no event',
      named(HERE, '1'),
      logFile(good, { a: 1 }, 'x', 7, [good]),
      1,
      /4 records in it/,
    ],
    [
      'a record that is no JSON',
      named(HERE, '1'),
      gzipSync(`{"Records":[{"a":},${JSON.stringify(good)}]}`),
      1,
      /1 records in it/,
    ],
    [
      'a file that is cut off',
      named(HERE, '1'),
      gzipSync(JSON.stringify({ Records: [good] }).slice(0, -2)),
      1,
      /cut off/,
    ],
    [
      'a packed file that is cut off',
      named(HERE, '1'),
      logFile(good).subarray(0, 60),
      0,
      /cannot be read to its end/,
    ],
    ['what is not packed and says so', named(HERE, '1'), 'Records', 0, /cannot be read to its end/],
    [
      'another kind of file',
      named(HERE, '1'),
      gzipSync('{"Records":{"a":[1]}}'),
      0,
      /no log file of CloudTrail/,
    ],
    ['an unknown file that is broken', 'export.json', '[1,2', 0, /no log file of CloudTrail/],
    [
      'a record without end',
      named(HERE, '1'),
      logFile({ ...good, requestParameters: 'x'.repeat(3_000_000) }, good),
      1,
      /1 records in it/,
    ],
    [
      'a record that nests too deep',
      named(HERE, '1'),
      gzipSync(`{"Records":[{"a":${'['.repeat(5000)}${']'.repeat(5000)}},${JSON.stringify(good)}]}`),
      1,
      /1 records in it/,
    ],
  ])('is a gap for %s, and holds the others', async (_what, name, content, entries, says) => {
    const found = await read([await folder({ [name]: content })]);
    expect(found.entries.reduce((sum, { count }) => sum + count, 0)).toBe(entries);
    const messages = found.perResource.map(({ fact }) => 'message' in fact && fact.message);
    expect(messages[0]).toMatch(says);
    expect(found.perResource[0]?.resource).toMatch(/^aws:cloudtrail::900000000002:file\//);
  });

  test('is a gap where no file has a record of the account, and a member may not lead its type elsewhere', async () => {
    const at = await folder({ [named(VENDOR, '1')]: logFile(entryRecord('2025-12-10T09:00:00Z')) });
    expect((await read([at])).perResource).toMatchObject([
      { fact: { message: expect.stringContaining('No log file holds a record of this account.') } },
    ]);
    const text = `{"Records":[{"__proto__":${JSON.stringify(entryRecord('2025-12-10T09:00:00Z'))}}]}`;
    const hostile = await folder({ [named(HERE, '1')]: gzipSync(text) });
    expect((await read([hostile])).entries).toEqual([]);
  });

  test('counts nothing twice that two trails have brought, refusals and calls no more than entries', async () => {
    const records = logFile(
      entryRecord('2025-12-10T09:00:00Z'),
      callRecord('2025-12-10T09:00:00Z', 'CreateUser'),
      entryRecord('2025-12-11T09:00:00Z', { errorCode: 'AccessDenied', responseElements: null }),
    );
    const at = await folder({ [named(HERE, '1')]: records, [`org/${named(HERE, '1')}`]: records });
    const { entries, calls, refusals } = await read([at]);
    expect([entries, calls, refusals].map(([first]) => first?.count)).toEqual([1, 1, 1]);
  });

  test('a role that is entered all the time keeps all its calls apart, in whatever order the files come', async () => {
    const times = Array.from({ length: 300 }, (_, minute) =>
      new Date(Date.UTC(2025, 11, 10, 0, minute)).toISOString().replace('.000Z', 'Z'),
    );
    const names = Array.from({ length: 12 }, (_, index) => `Describe${index}`);
    const calls = times.flatMap((at) => names.map((name) => callRecord(at, name)));
    const entries = times.map((at) => entryRecord(at));
    for (const [first, second] of [
      [calls, entries],
      [entries, calls],
    ]) {
      const at = await folder({
        [named(HERE, '20251210')]: logFile(...(first ?? [])),
        [named(HERE, '20251211')]: logFile(...(second ?? [])),
      });
      const found = await read([at]);
      expect(found.overfull).toEqual([]);
      expect(found.calls).toHaveLength(12);
      expect(found.calls.every(({ count, accountId }) => count === 300 && accountId === VENDOR)).toBe(true);
    }
  });

  test('refusals without end, at roles of any name, leave everything else as it is', async () => {
    const refused = Array.from({ length: 2100 }, (_, index) =>
      entryRecord('2025-12-10T09:00:00Z', {
        errorCode: 'AccessDenied',
        responseElements: null,
        eventID: `id-${index}`,
        requestParameters: { roleArn: `arn:aws:iam::${HERE}:role/no-${index}` },
      }),
    );
    const at = await folder({
      [named(HERE, '1')]: logFile(...refused, entryRecord('2025-12-11T09:00:00Z')),
    });
    const { entries, refusals, overfull, overfullRefusals } = await read([at]);
    expect(entries).toMatchObject([{ count: 1 }]);
    expect(refusals).toHaveLength(2000);
    expect({ overfull, overfullRefusals }).toEqual({ overfull: [], overfullRefusals: ['other'] });
  });

  test('gives the digest of the whole file where it can be read only in part, and lets go of it', async () => {
    // Random enough that nothing of it is read to its end before it turns out to be broken.
    const noise = Buffer.concat(
      Array.from({ length: 20_000 }, (_, index) => createHash('sha256').update(`${index}`).digest()),
    );
    const at = await folder({ [named(HERE, '1')]: Buffer.concat([logFile(), noise, noise]) });
    const broken = await folder({ [named(HERE, '1')]: Buffer.concat([logFile().subarray(0, 30), noise]) });
    const open = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    const before = await open();
    for (let time = 0; time < 20; time += 1) await read([broken]);
    expect((await open()) - before).toBeLessThan(10);
    const { files, perResource } = await read([broken]);
    expect(perResource[0]?.fact).toMatchObject({ message: expect.stringContaining('cannot be read') });
    const content = Buffer.concat([logFile().subarray(0, 30), noise]);
    const line = `${createHash('sha256').update(content).digest('hex')}  ${named(HERE, '1')}\n`;
    expect(files.sha256).toBe(createHash('sha256').update(line).digest('hex'));
    expect((await read([at])).files.count).toBe(1);
  });

  test('is cut off within a file too, and says so of the file', async () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      entryRecord('2025-12-10T09:00:00Z', { eventID: `id-${index}` }),
    );
    const at = await folder({
      [named(HERE, '1')]: logFile(...many),
      [named(HERE, '2')]: logFile(many[0]),
    });
    const stop = new AbortController();
    const tally = createTally({ accountId: HERE, roles: new Set([PARTNER]), from: '', to: '9' });
    const add: typeof tally.add = (event) => {
      stop.abort();
      return tally.add(event);
    };
    const files = await openLogFiles([at]);
    const found = await fileReading({ account: target() }, { files, signal: stop.signal }, { ...tally, add });
    expect(found.perResource.map(({ fact }) => 'message' in fact && fact.message)).toEqual([
      'Not all of the log file was read: it was not read to its end in time.',
      '1 of 2 log files were not read in time.',
    ]);
  });

  test('reads no file that a link in the folder leads to, and asks for a folder that is there', async () => {
    const elsewhere = await folder({ [named(HERE, '1')]: logFile(entryRecord('2025-12-10T09:00:00Z')) });
    const at = await folder({});
    await symlink(join(elsewhere, named(HERE, '1')), join(at, named(HERE, '1')));
    expect((await read([at])).files.count).toBe(0);
    await expect(openLogFiles([join(at, 'nowhere')])).rejects.toThrow(
      'which activity.files names, is not there',
    );
    await writeFile(join(at, 'file'), '');
    await expect(openLogFiles([join(at, 'file', 'below')])).rejects.toThrow('cannot be read: ENOTDIR');
  });

  test('stops where reading is cut off, and says of how many files', async () => {
    const at = await folder({ [named(HERE, '1')]: logFile(entryRecord('2025-12-10T09:00:00Z')) });
    const tally = createTally({ accountId: HERE, roles: new Set([PARTNER]), from: '', to: '9' });
    const files = await openLogFiles([at]);
    const found = await fileReading({ account: target() }, { files, signal: AbortSignal.abort() }, tally);
    expect(found.perResource[0]?.fact).toMatchObject({ message: '1 of 1 log files were not read in time.' });
  });
});

test('records are cut out whole wherever the chunks end, and whatever stands around them', () => {
  const json = fc.json({ maxDepth: 3 });
  const record = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 4 }),
      json,
      json,
      fc.integer({ min: 1, max: 9 }),
      (records, before, after, size) => {
        const text = `{"before":${before},"Records":[${records.map((one) => JSON.stringify(one)).join(' ,\n')}],"after":${after}}`;
        const bytes = Buffer.from(text);
        const found: string[] = [];
        const splitter = recordSplitter((one) => found.push(one));
        const chunk = Buffer.alloc(size);
        for (let at = 0; at < bytes.length; at += size) {
          // The same memory each time, as streams may do it.
          const length = bytes.copy(chunk, 0, at, at + size);
          splitter.write(chunk.subarray(0, length));
        }
        expect(splitter.end()).toEqual({ whole: true, left: 0 });
        expect(found).toEqual(records.map((one) => JSON.stringify(one)));
      },
    ),
    tries(500, 7),
  );
});
