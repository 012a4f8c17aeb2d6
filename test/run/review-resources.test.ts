import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessesOf } from '../../src/review/accesses.ts';
import { ANSWERS_FORMAT } from '../../src/review/answer-file.ts';
import { closeReview } from '../../src/run/review-close.ts';
import { openReview } from '../../src/run/review-open.ts';
import type { Fault } from '../../src/simulator/faults.ts';
import type { WorldResource } from '../../src/simulator/world.ts';
import { fixedClock } from '../support/fixed-clock.ts';
import { scanFleet } from '../support/fleet.ts';
import { newKeyFiles } from '../support/signing.ts';
import { some } from '../support/thorough.ts';
import { ENTERED, REGISTER, tidyWorld, VENDOR } from '../support/tidy-world.ts';

const jane = newKeyFiles('ed25519');
const s3 = { region: 'eu-west-1', clock: fixedClock('2026-11-02T00:00:00Z'), version: '0.0.0' };
const BUCKET = 'arn:aws:s3:::tidewater-metrics';

type Statement = {
  Sid?: string;
  Action: string | string[];
  Principal: unknown;
  Resource: string;
  Condition?: object;
};

/** The tidy world, in which a bucket lets the vendor read; then what a case changes. */
function worldWith(change: (bucket: WorldResource, statement: Statement) => void) {
  const world = tidyWorld();
  const contents = world.accounts.find(({ id }) => id === ENTERED)?.contents;
  const bucket = contents?.resources?.find(({ name }) => name === 'tidewater-metrics');
  const policy = bucket?.policy as unknown as { Statement: [Statement] };
  if (bucket === undefined) throw new Error('The world has no such bucket.');
  change(bucket, policy.Statement[0]);
  return world;
}

let out: string;
const scanAt = (
  time: string,
  change: Parameters<typeof worldWith>[0] = () => {},
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
        ...{ resourcePolicies: ['s3'], reviewers: [{ name: 'Jane Doe', keyFile: jane.publicKeyFile }] },
        ...config,
      },
    },
  );

/** Answers for all resources of a run, and closes the review a day later. */
async function decide({ report, directory }: Awaited<ReturnType<typeof scanAt>>) {
  const resources = accessesOf(report).filter(({ resource }) => resource !== undefined);
  const sheets = await mkdtemp(join(tmpdir(), 'countersign-sheets-'));
  const { sheets: opened, notAsked } = await openReview({ run: directory, s3, by: 'owner', out: sheets });
  const answer = { decision: 'reduce', until: '2026-11-20', reason: 'One folder will do.' };
  const answers = join(sheets, 'answers.json');
  await writeFile(
    answers,
    JSON.stringify({
      ...{ format: ANSWERS_FORMAT, version: 1, sheet: opened.find(({ of }) => of === 'platform')?.id },
      answers: resources.map(({ id }) => ({ access: id, ...answer })),
    }),
  );
  const closed = await closeReview({
    ...{ run: directory, s3, signing: { keyFile: jane.keyFile }, by: 'Jane Doe' },
    ...{ answers: [answers], partial: true, unsigned: false, version: '0.0.0' },
    now: new Date(Date.parse(report.run.asOf) + 86_400_000),
  });
  await rm(sheets, { recursive: true, force: true });
  return { resources, notAsked, unreadAccounts: closed.population.unreadAccounts };
}

describe('what was decided on a resource that admits a third party by itself', () => {
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'countersign-resources-'));
    const fault: Fault = { kind: 'access-denied', operation: 's3:GetBucketAcl' };
    const inPart = await decide(await scanAt('2026-10-01T00:00:00.000Z', () => {}, {}, [fault]));
    expect(inPart).toMatchObject({
      unreadAccounts: 1,
      resources: [{ resource: { notKnown: expect.stringContaining('list') } }],
    });
    expect(await decide(await scanAt('2026-11-01T00:00:00.000Z'))).toMatchObject({
      resources: [
        {
          party: { name: 'Tidewater Monitoring' },
          owner: 'platform',
          roleArn: BUCKET,
          highestAccess: 'read',
          principal: `arn:aws:iam::${VENDOR}:role/collector by its policy`,
          resource: { ways: [{ actions: ['s3:GetObject'], guards: ['source IP'] }] },
        },
      ],
      notAsked: { organizations: 0 },
      unreadAccounts: 0,
    });
  });
  afterAll(() => rm(out, { recursive: true, force: true }));

  let minute = 0;
  const CASES: Array<[string, string, Parameters<typeof worldWith>[0], object, Fault[]]> = [
    ['is late where nothing has changed', 'overdue', () => {}, {}, []],
    [
      'is done where nobody is admitted any more',
      'done',
      (_bucket, statement) => {
        statement.Principal = { AWS: `arn:aws:iam::${ENTERED}:root` };
      },
      {},
      [],
    ],
    [
      'is late where anyone is admitted now',
      'overdue',
      (_bucket, statement) => {
        statement.Principal = '*';
        delete statement.Condition;
      },
      {},
      [],
    ],
    [
      'is late where anyone in the network of the party is admitted now',
      'overdue',
      (_bucket, statement) => {
        statement.Principal = '*';
      },
      {},
      [],
    ],
    [
      'is late where the policy says the same in other words',
      'overdue',
      (_bucket, statement) => {
        statement.Sid = 'Reads';
        statement.Action = ['s3:getobject'];
      },
      {},
      [],
    ],
    [
      'is late where the register gives the party another name',
      'overdue',
      () => {},
      { thirdParties: [{ ...REGISTER[0], name: 'Tidewater Ltd' }] },
      [],
    ],
    [
      'is late where the register does not know the party any more',
      'overdue',
      () => {},
      { thirdParties: [] },
      [],
    ],
    [
      'is done where another party is admitted in its stead',
      'done',
      (_bucket, statement) => {
        statement.Principal = { AWS: 'arn:aws:iam::525252525252:root' };
      },
      {},
      [],
    ],
    [
      'is not known where an organization is admitted, which the party may be in',
      'not-known',
      (_bucket, statement) => {
        statement.Principal = '*';
        statement.Condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-stranger123' } };
      },
      {},
      [],
    ],
    [
      'is done where the bucket is gone',
      'done',
      (bucket) => {
        bucket.name = 'other';
        delete bucket.policy;
        delete bucket.accessPoints;
      },
      {},
      [],
    ],
    [
      'has changed where the party may do something else',
      'changed',
      (_bucket, statement) => {
        statement.Action = 's3:GetObjectVersion';
      },
      {},
      [],
    ],
    [
      'has changed where the party comes to one folder alone',
      'changed',
      (_bucket, statement) => {
        statement.Resource = `${BUCKET}/one/*`;
      },
      {},
      [],
    ],
    [
      'is not known where the policy is refused',
      'not-known',
      () => {},
      {},
      [{ kind: 'access-denied', operation: 's3:GetBucketPolicy' }],
    ],
    [
      'is not known where buckets are not listed',
      'not-known',
      () => {},
      {},
      [{ kind: 'access-denied', operation: 's3:ListAllMyBuckets' }],
    ],
    ['is not known where nobody asks', 'not-known', () => {}, { resourcePolicies: [] }, []],
    ['is not known where another service is asked', 'not-known', () => {}, { resourcePolicies: ['sqs'] }, []],
  ];
  it.each(some(CASES, 6))('%s', async (_what, state, change, config, faults) => {
    minute += 1;
    const { report } = await scanAt(
      `2026-11-25T00:${String(minute).padStart(2, '0')}:00.000Z`,
      change,
      config,
      faults,
    );
    const found = report.reviews?.accesses.filter(({ roleArn, decided }) => roleArn === BUCKET && decided);
    expect(found).toMatchObject([{ state }]);
  });
});

describe('the sheets of a run', () => {
  it('say at what it did not look, and have the bills of those alone whose sheets are made', async () => {
    const world = worldWith(() => {});
    if (world.organization !== undefined)
      world.organization.billingTransfers = [
        { name: 'Bills', targetAccountId: '676767676767', startsAt: '2026-01-01T00:00:00Z' },
      ];
    const refused: Fault = { kind: 'access-denied', operation: 's3:GetBucketPolicy', accountId: ENTERED };
    const { directory, report } = await scanFleet(
      { world, faults: [refused] },
      {
        aws: { clock: fixedClock('2026-11-01T00:00:00.000Z') },
        config: {
          ...{ regions: ['us-east-1'], thirdParties: REGISTER, exceptions: [], outputs: ['json'] },
          resourcePolicies: ['s3', 'kms'],
        },
      },
    );
    const sheets = await mkdtemp(join(tmpdir(), 'countersign-sheets-'));
    const open = (out: string, only?: string[]) =>
      openReview({ run: directory, s3, by: 'party', out: join(sheets, out), ...(only && { only }) });
    const [all, one] = [await open('all'), await open('one', ['Tidewater Monitoring'])];
    expect([all, one].map(({ notAsked }) => notAsked.organizations)).toEqual([0, 0]);
    const asksForBills = async (out: string, { files }: { files: string[] }) =>
      (await readFile(join(sheets, out, files[0] ?? ''), 'utf8')).includes('the bills of o-');
    const asking = await Promise.all(all.sheets.map((sheet) => asksForBills('all', sheet)));
    expect(asking.filter(Boolean)).toEqual([true]);
    expect(await Promise.all(one.sheets.map((sheet) => asksForBills('one', sheet)))).toEqual([false]);
    expect(one.sheets).toMatchObject([{ name: 'Tidewater Monitoring' }]);
    expect(one.notLookedAt).toEqual(all.notLookedAt);
    const { name } = report.scope.accounts.find(({ accountId }) => accountId === ENTERED) ?? {};
    expect(one.notLookedAt).toContainEqual({ what: 'policies of s3', why: 'not-read', accounts: [name] });
    expect(one.notLookedAt).toContainEqual({ what: 'policies of sqs', why: 'not-asked', accounts: [] });
    const form = await readFile(join(sheets, 'one', one.sheets[0]?.files[0] ?? ''), 'utf8');
    expect(form).toContain(`Not read, or not in full: policies of s3 in 1 account (${name}).`);
    expect(form).toMatch(/Not asked for: .*policies of sqs/);
    await rm(sheets, { recursive: true, force: true });
  });
});
