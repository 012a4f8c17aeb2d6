import { mkdir, mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { loadConfig } from '../../src/config/load.ts';
import type { ArchiveStore } from '../../src/evidence/store/archive-store.ts';
import { tellOf } from '../../src/run/notices/tell.ts';
import { auditReport } from '../report/fixture.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { memoryArchive } from '../support/memory-archive.ts';

const [FIRST, SECOND, THIRD] = [
  '20261122T060000Z-00000001',
  '20261123T060000Z-00000002',
  '20261124T060000Z-00000003',
];

let deaf = false;
let refused = '';
let asked = 0;
let heard: string[] = [];
const server = createServer((request, response) => {
  let body = '';
  request.on('data', (part) => {
    body += part;
  });
  request.on('end', () => {
    const { runId } = JSON.parse(body).run;
    asked += 1;
    const refuses = deaf || runId === refused;
    if (!refuses) heard.push(runId);
    response.writeHead(refuses ? 403 : 200).end();
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());
beforeEach(() => {
  deaf = false;
  refused = '';
  heard = [];
});

const emptyDisk = () => mkdtemp(join(tmpdir(), 'countersign-tell-'));

/** Tells of a run that somebody has sealed, and answers how it went. */
async function told(runId: string, { out, archive }: { out: string; archive?: ArchiveStore }) {
  const report = auditReport();
  const { port } = server.address() as AddressInfo;
  const config = loadConfig(
    JSON.stringify({
      auditor: { roleName: 'Auditor' },
      accounts: [{ id: '111122223333' }],
      notify: [{ to: 'webhook', target: `http://127.0.0.1:${port}/s3cr3t`, only: 'always' }],
    }),
    'test.yaml',
    {},
    registry,
  );
  const [outcome] = await tellOf(
    { ...report, run: { ...report.run, runId } },
    {
      ...{ config, out, version: '0.0.0', watch: () => {} },
      aws: { clock: fixedClock('2026-11-22T06:00:00Z'), homeRegion: 'us-east-1' },
    },
    archive,
  );
  expect(JSON.stringify(outcome)).not.toContain('s3cr3t');
  return outcome;
}

describe('a run whose notice fails', () => {
  it('on a disk that forgets is told at the next run, from the archive, and then no more', async () => {
    const archive = memoryArchive();
    deaf = true;
    expect(await told(FIRST, { out: await emptyDisk(), archive })).toMatchObject({
      status: 'not-told',
      kept: true,
    });
    deaf = false;
    expect(await told(SECOND, { out: await emptyDisk(), archive })).toMatchObject({
      status: 'told',
      caughtUp: 1,
    });
    expect(await told(THIRD, { out: await emptyDisk(), archive })).toMatchObject({
      status: 'told',
      caughtUp: 0,
    });
    expect(heard).toEqual([FIRST, SECOND, THIRD]);
    expect(JSON.stringify([...archive.objects])).not.toContain('s3cr3t');
  });

  it('beside one that is told at the same time is told at the next', async () => {
    const archive = memoryArchive();
    const [one, other] = [await emptyDisk(), await emptyDisk()];
    const begun = new Promise<void>((resolve) => {
      archive.beforeCreate = (name) => {
        if (name.includes(FIRST)) resolve();
      };
    });
    deaf = true;
    const first = told(FIRST, { out: one, archive });
    await begun;
    expect(await first).toMatchObject({ status: 'not-told', kept: true });
    deaf = false;
    // The second looked into the archive before the first put anything down: it knows of none.
    const before = { ...archive, list: async () => [] };
    expect(await told(SECOND, { out: other, archive: before })).toMatchObject({
      status: 'told',
      caughtUp: 0,
    });
    expect(await told(THIRD, { out: await emptyDisk(), archive })).toMatchObject({ caughtUp: 1 });
    expect(heard).toEqual([SECOND, FIRST, THIRD]);
  });

  it.each([
    ['a disk', undefined],
    ['an archive', memoryArchive()],
  ])('where %s takes nothing says that it is not kept, and harms nothing', async (_what, archive) => {
    const out = await emptyDisk();
    await writeFile(join(out, 'state'), 'in the way');
    if (archive !== undefined)
      archive.create = () => Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }));
    const place = archive === undefined ? { out } : { out, archive };
    expect(await told(FIRST, place)).toMatchObject({ status: 'told' });
    deaf = true;
    expect(await told(SECOND, place)).toMatchObject({ status: 'not-told', kept: false });
    expect(await readdir(out)).toEqual(['state']);
  });

  it('that is refused for good does not silence those after it, and a sink that refuses all is soon left alone', async () => {
    const archive = memoryArchive();
    const place = { out: await emptyDisk(), archive };
    refused = FIRST;
    await told(FIRST, place);
    expect(await told(SECOND, place)).toMatchObject({ status: 'not-told', kept: true });
    expect(await told(THIRD, place)).toMatchObject({ status: 'not-told', caughtUp: 0 });
    expect(heard).toEqual([SECOND, THIRD]);
    deaf = true;
    for (let day = 4; day < 9; day += 1) await told(`2026112${day}T070000Z-0000000${day}`, place);
    asked = 0;
    await told('20261130T070000Z-00000009', place);
    expect(asked).toBe(3);
  });

  it('is told though the archive cannot be read, and what was kept there stays', async () => {
    const archive = memoryArchive();
    deaf = true;
    await told(FIRST, { out: await emptyDisk(), archive });
    deaf = false;
    const broken = { ...archive, list: () => Promise.reject(new Error('not now')) };
    expect(await told(SECOND, { out: await emptyDisk(), archive: broken })).toMatchObject({
      status: 'not-told',
      problems: [expect.stringContaining('could not be read: not now')],
    });
    expect(await told(THIRD, { out: await emptyDisk(), archive })).toMatchObject({ caughtUp: 1 });
    expect(heard).toEqual([SECOND, FIRST, THIRD]);
  });

  it('is told though what was kept on the disk is damaged, which is said once', async () => {
    const out = await emptyDisk();
    await mkdir(join(out, 'state'));
    await writeFile(join(out, 'state/notices.json'), '{');
    expect(await told(FIRST, { out })).toMatchObject({
      status: 'not-told',
      problems: [expect.stringContaining('notices.json is no JSON')],
    });
    expect(await told(SECOND, { out })).toMatchObject({ status: 'told', problems: [] });
    expect(heard).toEqual([FIRST, SECOND]);
  });
});
