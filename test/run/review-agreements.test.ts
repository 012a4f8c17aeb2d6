import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf } from '../../src/review/accesses.ts';
import { ANSWERS_FORMAT } from '../../src/review/answer-file.ts';
import { closeReview } from '../../src/run/review-close.ts';
import { openReview } from '../../src/run/review-open.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { World, WorldDelegationRequest } from '../../src/simulator/world.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { newKeyFiles } from '../support/signing.ts';
import { ENTERED, REGISTER, tidyWorld } from '../support/tidy-world.ts';

const jane = newKeyFiles('ed25519');
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };
const STRANGER = '999900002001';

type Change = (world: World, request: WorldDelegationRequest) => void;

/** The tidy world, in which somebody receives the bills and was let in by a delegation; then what a case changes. */
function worldWith(change: Change): World {
  const world = tidyWorld();
  const contents = world.accounts.find(({ id }) => id === ENTERED)?.contents;
  if (contents === undefined || world.organization === undefined)
    throw new Error('The world lacks something.');
  const request: WorldDelegationRequest = {
    ...{ description: 'Sets up the agent', requestorId: STRANGER, state: 'FINALIZED' },
    permissionPolicy: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    },
    createdAt: '2026-09-01T00:00:00.000Z',
  };
  contents.delegationRequests = [request];
  world.organization.billingTransfers = [
    { name: 'Bills', targetAccountId: STRANGER, startsAt: '2026-09-01T00:00:00.000Z' },
  ];
  change(world, request);
  return world;
}

let out: string;
const scanAt = (time: string, change: Change = () => {}, config: object = {}, faults: Fault[] = []) =>
  scanFleet(
    { world: worldWith(change), faults },
    {
      out,
      aws: { clock: fixedClock(time) },
      config: {
        ...{ regions: ['us-east-1'], thirdParties: REGISTER, exceptions: [], outputs: ['json'] },
        ...{ reviewers: [{ name: 'Jane Doe', keyFile: jane.publicKeyFile }], ...config },
      },
    },
  );

describe('what was decided on bills and on temporary delegation', () => {
  let ids: string[];

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'countersign-agreements-'));
    const { report, directory } = await scanAt('2026-11-01T00:00:00.000Z');
    const all = accessesOf(report);
    const agreed = [
      ...all.filter(({ delegation }) => delegation !== undefined),
      ...all.filter(({ billing }) => billing !== undefined),
    ];
    expect(agreed.map(({ party, highestAccess }) => [party.name, highestAccess])).toEqual([
      [STRANGER, 'read'],
      [STRANGER, null],
    ]);
    ids = agreed.map(({ id }) => id);
    const sheets = await mkdtemp(join(tmpdir(), 'countersign-sheets-'));
    const { sheets: opened, notAsked } = await openReview({ run: directory, s3, by: 'party', out: sheets });
    expect(notAsked).toEqual({ organizations: 0 });
    const answers = join(sheets, 'answers.json');
    await writeFile(
      answers,
      JSON.stringify({
        ...{ format: ANSWERS_FORMAT, version: 1, sheet: opened.find(({ name }) => name === STRANGER)?.id },
        answers: ids.map((access) => ({
          ...{ access, decision: 'remove', until: '2026-11-20', reason: 'It is over.' },
        })),
      }),
    );
    const closed = await closeReview({
      ...{ run: directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe' },
      ...{ answers: [answers], partial: true, unsigned: false, version: '0.0.0' },
      now: new Date('2026-11-02T00:00:00.000Z'),
    });
    expect(closed.population.unreadAccounts).toBe(0);
    await rm(sheets, { recursive: true, force: true });
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  const gone: Change = (world, request) => {
    if (world.organization !== undefined) world.organization.billingTransfers = [];
    request.state = 'EXPIRED';
  };
  const refused = (operation: string): Fault => ({ kind: 'access-denied', operation });

  let minute = 0;
  it.each<[string, [delegation: string, bills: string], Change, object, Fault[]]>([
    ['is late where nothing has changed', ['overdue', 'overdue'], () => {}, {}, []],
    ['is done where both are over', ['done', 'done'], gone, {}, []],
    [
      'is not known where it is refused to say',
      ['not-known', 'not-known'],
      gone,
      {},
      [refused('iam:ListDelegationRequests'), refused('organizations:ListOutboundResponsibilityTransfers')],
    ],
    [
      'is not known where nobody asks, of requests alone',
      ['not-known', 'done'],
      gone,
      { checks: { 'delegation-request': { enabled: false } } },
      [],
    ],
    [
      'is not known in states that nobody knows',
      ['not-known', 'not-known'],
      (world, request) => {
        request.state = 'SUSPENDED';
        for (const transfer of world.organization?.billingTransfers ?? []) transfer.status = 'PAUSED';
      },
      {},
      [],
    ],
  ])('%s', async (_what, states, change, config, faults) => {
    minute += 1;
    const { report } = await scanAt(`2026-11-25T00:0${minute}:00.000Z`, change, config, faults);
    const found = report.reviews?.accesses ?? [];
    expect(ids.map((id) => found.find((access) => access.id === id)?.state)).toEqual(states);
  });
});
