import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scanFleet } from '../support/fleet.ts';
import { callsOf } from '../support/run-files.ts';
import { ENTERED, REGISTER, tidyWorld } from '../support/tidy-world.ts';
import { logFile } from '../support/trail-events.ts';

it('log files say who came in, without a call, and an account of which there are none is a gap', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-logs-'));
  const world = tidyWorld();
  const records = (world.accounts[1]?.contents.events ?? []).map(({ record }) => ({
    ...record,
    sourceIPAddress: '192.0.2.1',
  }));
  await writeFile(
    join(folder, `${ENTERED}_CloudTrail_us-east-1_20261101T0000Z_x.json.gz`),
    logFile(...records),
  );
  const { report, directory } = await scanFleet(
    { world },
    {
      config: {
        regions: ['us-east-1'],
        thirdParties: REGISTER,
        activity: { source: 'files', files: [folder] },
        outputs: ['json'],
      },
    },
  );
  expect([...report.findings].filter(({ checkId }) => checkId === 'activity-source')).toMatchObject([
    { accountId: ENTERED, detail: expect.stringContaining('192.0.2.1') },
  ]);
  const gaps = [...report.coverage.gaps].filter(({ fact }) => fact === 'activity');
  expect(gaps).toMatchObject([
    { message: expect.stringMatching(/No log file holds a record of this account.*the next scan finds/) },
  ]);
  expect(gaps[0]?.accountId).not.toBe(ENTERED);
  const calls = await callsOf(directory, ENTERED);
  expect(calls.filter(({ fact }) => fact === 'activity')).toEqual([]);
});
