import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
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
  it('on a disk is what was put down last, and nothing where that is damaged', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-outbox-'));
    const store = outboxOnDisk(out);
    expect(await store.read()).toBeUndefined();
    await store.write(outbox('20261122T060000Z-00000001'));
    await store.write(outbox('20261123T060000Z-00000002'));
    expect(await store.read()).toEqual(outbox('20261123T060000Z-00000002'));
    await writeFile(join(out, 'state/notices.json'), '{"schemaVersion":1,"pending":[{"key":1}]}');
    expect(await store.read()).toBeUndefined();
    await mkdir(join(out, 'state'), { recursive: true });
  });

  it('in an archive is the newest, though nothing there is written over', async () => {
    const archive = memoryArchive();
    const store = outboxInArchive(archive);
    await store.write(outbox('20261122T060000Z-00000001'));
    await store.write({ ...outbox('20261122T060000Z-00000001'), pending: [] });
    expect((await store.read())?.pending).toEqual([]);
    await archive.create('notices/20261123T060000Z-00000002-01.json', '{}');
    expect((await store.read())?.runId).toBe('20261122T060000Z-00000001');
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
  const kept = async (store: OutboxStore) => (await store.read())?.pending.map(({ runId }) => runId);

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
