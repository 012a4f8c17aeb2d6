import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withNotices } from '../../src/cli/exit-code-for.ts';
import { noticeOf } from '../../src/report/notice/notice.ts';
import {
  OUTBOX_SCHEMA_VERSION,
  type Outbox,
  type OutboxStore,
  outboxInArchive,
  outboxOnDisk,
} from '../../src/run/notices/outbox.ts';
import { sinksOf, sinksOfKind } from '../../src/run/notices/sinks.ts';
import { auditReport } from '../report/fixture.ts';
import { memoryArchive } from '../support/memory-archive.ts';

const notice = noticeOf(auditReport());
const DAMAGED =
  '{"schemaVersion":1,"runId":"r","at":"2026-11-22T06:00:00Z","outcomes":[],"pending":[{"key":1}]}';
const emptyDisk = () => mkdtemp(join(tmpdir(), 'countersign-outbox-'));

function outbox(runId: string): Outbox {
  return {
    schemaVersion: OUTBOX_SCHEMA_VERSION,
    runId,
    at: '2026-11-22T06:00:00Z',
    outcomes: [],
    pending: [{ key: 'k', runId, notice }],
  };
}

describe('the outbox', () => {
  it('on a disk is what was put down last', async () => {
    const store = outboxOnDisk(await emptyDisk());
    expect(await store.read()).toEqual({ outbox: undefined, unread: [] });
    await store.write(outbox('20261122T060000Z-00000001'));
    await store.write(outbox('20261123T060000Z-00000002'));
    expect(await store.read()).toEqual({ outbox: outbox('20261123T060000Z-00000002'), unread: [] });
  });

  it.each<[string, RegExp, (path: string) => Promise<unknown>]>([
    ['is damaged', /is damaged at \/pending\/0\/key/, (path) => writeFile(path, DAMAGED)],
    ['is cut off', /is no JSON/, (path) => writeFile(path, '{"schemaVersion":1')],
    ['is of another version', /has format 9/, (path) => writeFile(path, '{"schemaVersion":9}')],
    ['is no file', /is a directory/, (path) => mkdir(path)],
  ])('on a disk that %s is said to be, and kept beside what is written next', async (_what, why, damage) => {
    const out = await emptyDisk();
    const path = join(out, 'state/notices.json');
    await mkdir(join(out, 'state'));
    await damage(path);
    const store = outboxOnDisk(out);
    expect(await store.read()).toEqual({ outbox: undefined, unread: [expect.stringMatching(why)] });
    const fresh = outbox('20261123T060000Z-00000002');
    await store.write(fresh);
    await store.write(fresh);
    expect(await readdir(join(out, 'state'))).toEqual([
      'notices.json',
      'notices.unread-20261123T060000Z-00000002.json',
    ]);
    expect(await outboxOnDisk(out).read()).toEqual({ outbox: fresh, unread: [] });
  });

  it('in an archive is the newest, though nothing there is written over, and what is damaged is told of once', async () => {
    const archive = memoryArchive();
    const store = outboxInArchive(archive);
    await store.write(outbox('20261122T060000Z-00000001'));
    await store.write({ ...outbox('20261122T060000Z-00000001'), pending: [] });
    expect((await store.read()).outbox?.pending).toEqual([]);
    const damaged = 'notices/20261123T060000Z-00000002-01.json';
    await archive.create(damaged, '{}');
    const next = outboxInArchive(archive);
    expect(await next.read()).toMatchObject({
      outbox: { runId: '20261122T060000Z-00000001' },
      unread: [expect.stringContaining(damaged)],
    });
    await next.write(outbox('20261124T060000Z-00000003'));
    expect(await outboxInArchive(archive).read()).toMatchObject({ unread: [] });
    expect(archive.objects.get(damaged)?.text).toBe('{}');
  });

  it('in an archive that refuses one of them is told again of at each run until it can be read', async () => {
    const archive = memoryArchive();
    await outboxInArchive(archive).write(outbox('20261122T060000Z-00000001'));
    const refusing = { ...archive, read: () => Promise.reject(new Error('AccessDenied')) };
    for (const runId of ['20261123T060000Z-00000002', '20261124T060000Z-00000003']) {
      const store = outboxInArchive(refusing);
      const { unread } = await store.read();
      expect(unread.join()).toContain('AccessDenied');
      await store.write({ ...outbox(runId), pending: [] });
    }
    const { outbox: later, unread } = await outboxInArchive(archive).read();
    expect(later?.pending.map(({ runId }) => runId)).toEqual(['20261122T060000Z-00000001']);
    expect(unread).toEqual([]);
  });
});

describe.each<[string, () => Promise<() => OutboxStore>]>([
  [
    'on a disk',
    async () => {
      const out = await mkdtemp(join(tmpdir(), 'countersign-outbox-'));
      return () => outboxOnDisk(out);
    },
  ],
  [
    'in an archive',
    async () => {
      const archive = memoryArchive();
      return () => outboxInArchive(archive);
    },
  ],
])('of two runs at once, %s,', (_where, place) => {
  const [A, B] = ['20261122T060000Z-00000001', '20261122T060001Z-00000002'];
  const kept = async (store: OutboxStore) => (await store.read()).outbox?.pending.map(({ runId }) => runId);

  it.each([
    ['the first ends first', [A, B]],
    ['the second ends first', [B, A]],
  ])('the one that told all lets nothing go that the other keeps: %s', async (_what, order) => {
    const open = await place();
    const [first, second] = [open(), open()];
    await Promise.all([first.read(), second.read()]);
    const stores = new Map([
      [A, first],
      [B, second],
    ]);
    for (const runId of order) await stores.get(runId)?.write(outbox(runId));
    // B was told, A was not.
    await second.write({ ...outbox(B), pending: [] });
    expect(await kept(open())).toEqual([A]);
  });

  it('what both could not tell is kept once, in the order of runs, and let go by the one that tells it', async () => {
    const open = await place();
    const [first, second] = [open(), open()];
    await second.write(outbox(B));
    await first.write(outbox(A));
    const next = open();
    expect(await kept(next)).toEqual([A, B]);
    await next.write({ ...outbox('20261123T060000Z-00000003'), pending: [] });
    expect(await kept(open())).toEqual([]);
  });
});

describe('who is told', () => {
  it('is known again where a target has changed, and told apart from others of its kind', () => {
    const keys = (target: string) =>
      sinksOf([
        { to: 'webhook', target, format: 'slack' },
        { to: 'webhook', target: 'https://b.example/' },
        { to: 'webhook', target: 'https://c.example/' },
        { to: 'webhook', target, format: 'slack', owner: 'Ana' },
      ]).map(({ key }) => key);
    expect(keys('https://old.example/s3cret')).toEqual(keys('https://new.example/s3cret'));
    expect(new Set(keys('https://old.example/s3cret')).size).toBe(4);
    expect(keys('https://old.example/s3cret').join()).not.toContain('s3cret');
  });

  it('by hand needs no entry where there is no target', () => {
    expect(sinksOfKind([], 'metrics')).toHaveLength(1);
    expect(sinksOfKind([], 'securityhub')).toHaveLength(1);
    expect(sinksOfKind([], 'webhook')).toEqual([]);
  });
});

it.each([
  [0, 'not-told', 3],
  [2, 'not-told', 2],
  [3, 'not-told', 3],
  [0, 'told', 0],
  [0, 'nothing-new', 0],
] as const)('a scan that would end with %i ends, where a notice is %s, with %i', (code, status, expected) => {
  expect(withNotices(code, [{ status: 'told' }, { status }])).toBe(expected);
});
