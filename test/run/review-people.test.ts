import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf } from '../../src/review/accesses.ts';
import { ANSWERS_FORMAT } from '../../src/review/answer-file.ts';
import { closeReview } from '../../src/run/review-close.ts';
import { openReview } from '../../src/run/review-open.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { WorldIdentityCenter } from '../../src/simulator/world.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { newKeyFiles } from '../support/signing.ts';
import { ENTERED, REGISTER, tidyWorld } from '../support/tidy-world.ts';

const jane = newKeyFiles('ed25519');
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };
const CENTER = { account: ENTERED, region: 'us-east-1' };

/** The tidy world with a second guest, who holds something by herself; then what a case changes. */
function worldWith(change: (center: WorldIdentityCenter) => void) {
  const world = tidyWorld();
  const center = world.accounts.find(({ id }) => id === ENTERED)?.contents.identityCenter;
  if (center === undefined) throw new Error('The world has no IAM Identity Center.');
  center.users = [...(center.users ?? []), { userName: 'kim', email: 'kim@tidewater.example' }];
  const own = { user: 'kim', permissionSet: 'Metrics', accountId: ENTERED };
  center.assignments = [...(center.assignments ?? []), own];
  change(center);
  return world;
}

let out: string;
const scanAt = (
  time: string,
  change: (center: WorldIdentityCenter) => void = () => {},
  config: object = {},
  faults: Fault[] = [],
) =>
  scanFleet(
    { world: worldWith(change), faults },
    {
      out,
      aws: { clock: fixedClock(time) },
      config: {
        ...{ regions: ['us-east-1', 'eu-west-1'], thirdParties: REGISTER, exceptions: [], outputs: ['json'] },
        ...{ identityCenter: CENTER, reviewers: [{ name: 'Jane Doe', keyFile: jane.publicKeyFile }] },
        ...config,
      },
    },
  );

describe('what was decided on people in IAM Identity Center', () => {
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'countersign-people-'));
    const { report, directory } = await scanAt('2026-11-01T00:00:00.000Z');
    const people = accessesOf(report).filter(({ person }) => person !== undefined);
    expect(people.map(({ roleName, highestAccess }) => [roleName, highestAccess])).toEqual([
      ['jo', 'read'],
      ['kim', 'read'],
    ]);
    const sheets = join(out, '..', `sheets-${Date.now()}`);
    const { sheets: opened } = await openReview({ run: directory, s3, by: 'party', out: sheets });
    const answer = { decision: 'remove', until: '2026-11-20', reason: 'The contract ends.' };
    const answers = join(sheets, 'answers.json');
    await writeFile(
      answers,
      JSON.stringify({
        ...{ format: ANSWERS_FORMAT, version: 1, sheet: opened[0]?.id },
        answers: people.map(({ id }) => ({ access: id, ...answer })),
      }),
    );
    await closeReview({
      ...{ run: directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe' },
      ...{ answers: [answers], partial: true, unsigned: false, version: '0.0.0' },
      now: new Date('2026-11-02T09:00:00Z'),
    });
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  let minute = 0;
  it.each<[string, string[], (center: WorldIdentityCenter) => void, object, Fault[]]>([
    ['is late where nothing has changed', ['overdue', 'overdue'], () => {}, {}, []],
    [
      'is late where they are disabled and keep what is assigned',
      ['overdue', 'overdue'],
      ({ users = [] }) => {
        for (const user of users) user.disabled = true;
      },
      {},
      [],
    ],
    [
      'is done where one has left the group and the other holds nothing',
      ['done', 'done'],
      (center) => {
        center.groups = [];
        center.assignments?.pop();
      },
      {},
      [],
    ],
    [
      'is not known where IAM Identity Center refuses',
      ['not-known', 'not-known'],
      () => {},
      {},
      [{ kind: 'access-denied', operation: 'sso:ListInstances' }],
    ],
    [
      'is not known where the register speaks of them no more',
      ['not-known', 'not-known'],
      () => {},
      { thirdParties: REGISTER.map(({ identityCenter: _, ...entry }) => entry) },
      [],
    ],
    [
      'is not known where nobody asks',
      ['not-known', 'not-known'],
      () => {},
      { identityCenter: undefined },
      [],
    ],
    [
      'is not known where another Region is asked',
      ['not-known', 'not-known'],
      () => {},
      { identityCenter: { ...CENTER, region: 'eu-west-1' } },
      [],
    ],
  ])('%s', async (_what, states, change, config, faults) => {
    minute += 1;
    const { report } = await scanAt(`2026-11-25T00:0${minute}:00.000Z`, change, config, faults);
    const people = report.reviews?.accesses.filter(({ name }) => name !== undefined) ?? [];
    expect(people.map(({ name }) => name).sort()).toEqual(['jo', 'kim']);
    expect(people.map(({ state }) => state)).toEqual(states);
  });
});
