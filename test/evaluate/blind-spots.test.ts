import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { blindSpotEntries } from '../../src/evaluate/blind-spot-entries.ts';
import {
  declaredBlindSpots,
  isDeclared,
  unansweredBySpot,
  withBlindSpots,
} from '../../src/evaluate/blind-spots.ts';
import type { BlindSpot } from '../../src/model/blind-spot.ts';
import { NOT_COLLECTED_REASONS } from '../../src/model/fact.ts';
import type { CoverageEntry, Unanswered } from '../../src/model/finding.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { auditReport } from '../report/fixture.ts';
import { oneIn, tries } from '../support/thorough.ts';

const A = '111122223333';
const B = '222233334444';
const DECIDED = { reason: 'Nobody works there', approvedBy: 'ciso@example.com', expires: '2027-06-30' };
const AS_OF = '2027-06-30T23:59:59Z';

function gap(more: Partial<CoverageEntry> = {}): CoverageEntry {
  return {
    accountId: A,
    region: 'eu-south-1',
    fact: 'stacks',
    status: 'NOT_COLLECTED',
    reason: 'ACCESS_DENIED',
    action: 'cloudformation:ListStacks',
    message: 'cloudformation:ListStacks was refused: a service control policy denies it.',
    ...more,
  };
}

const said = (by: string) => ({ message: `cloudformation:ListStacks was refused${by}. AWS says: no.` });
const entry = { action: 'sts:AssumeRole', message: 'sts:AssumeRole was refused.' };

describe('a blind spot covers', () => {
  test.each<[string, Omit<BlindSpot, keyof typeof DECIDED>, Partial<CoverageEntry>, boolean]>([
    ['its Region', { regions: ['eu-south-1'] }, {}, true],
    ['no other Region', { regions: ['eu-south-2'] }, {}, false],
    [
      'nothing that is not Regional, by a Region',
      { regions: ['eu-south-1', 'global'] },
      { region: 'global' },
      false,
    ],
    ['its service', { services: ['cloudformation'] }, {}, true],
    ['no other service', { services: ['cloud'] }, {}, false],
    ['no call that is not known, by a service', { services: ['cloudformation'] }, { action: null }, false],
    ['its account', { accounts: [A] }, {}, true],
    ['no other account', { accounts: [B] }, {}, false],
    ['only what is all that it says', { regions: ['eu-south-1'], accounts: [B] }, {}, false],
    ['nothing when it says nothing', {}, {}, false],
    ...NOT_COLLECTED_REASONS.map((reason): [string, object, Partial<CoverageEntry>, boolean] => [
      `what has the reason ${reason}`,
      { accounts: [A] },
      { reason },
      reason === 'ACCESS_DENIED',
    ]),
    ['a refusal without a cause', { accounts: [A] }, said(''), true],
    [
      'what a resource control policy refused',
      { accounts: [A] },
      said(': no resource control policy allows it'),
      true,
    ],
    [
      'what a named one refused',
      { accounts: [A] },
      said(': the service control policy arn:aws:organizations::999900001111:policy/o-a/p-b denies it'),
      true,
    ],
    [
      'not what the auditor role lacks',
      { accounts: [A] },
      said(': no identity-based policy allows it'),
      false,
    ],
    ['not what its boundary refuses', { accounts: [A] }, said(': no permissions boundary allows it'), false],
    ['not what an endpoint refuses', { accounts: [A] }, said(': a VPC endpoint policy denies it'), false],
    [
      'nor what rests on such a refusal',
      { accounts: [A] },
      {
        message: `Needs stacks, which was not collected: ${said(': no identity-based policy allows it').message}`,
      },
      false,
    ],
    ['the way into an account that it names', { accounts: [A] }, entry, true],
    [
      'the way in, whatever the role is called',
      { accounts: [A] },
      {
        action: 'sts:AssumeRole',
        message:
          'sts:AssumeRole was refused: the role audit-policy does not exist or does not trust arn:aws:iam::999900001111:user/a with the external ID given, or arn:aws:iam::999900001111:user/a may not assume it.',
      },
      true,
    ],
    [
      'not which Regions there are, by a service',
      { services: ['account'] },
      { region: 'enabled', action: 'account:ListRegions' },
      false,
    ],
    [
      'which Regions there are of an account that it names',
      { accounts: [A] },
      { region: 'enabled', action: 'account:ListRegions' },
      true,
    ],
    ['the way in, not by a Region', { accounts: [A], regions: ['eu-south-1'] }, entry, false],
    ['the way in, not by a service alone', { services: ['sts'] }, entry, false],
    ['never which accounts there are', { services: ['organizations'] }, { accountId: 'organization' }, false],
    [
      'nor those of one organization',
      { accounts: [`organization o-a`] },
      { accountId: 'organization o-a' },
      false,
    ],
  ])('%s', (_what, spot, more, covered) => {
    expect(isDeclared({ ...spot, ...DECIDED }, gap(more))).toBe(covered);
  });

  test('to the end of its last day', () => {
    const spots = [{ regions: ['eu-south-1'], ...DECIDED }];
    expect(withBlindSpots([gap()], spots, AS_OF)).toEqual([gap({ blindSpot: 0 })]);
    expect(withBlindSpots([gap()], spots, '2027-07-01T00:00:00Z')).toEqual([gap()]);
  });

  test.each<[string, CoverageEntry[], boolean]>([
    ['what has no other cause', [gap()], true],
    ['not what another Region is a cause of too', [gap(), gap({ region: 'eu-west-1' })], false],
    ['not what another account is a cause of', [gap({ accountId: B })], false],
    ['not what a refused member is a cause of', [gap({ resource: 'arn:aws:x' })], false],
  ])('and %s', (_what, causes, covered) => {
    const message = `Needs stacks in eu-south-1, which were not collected: ${gap().message}`;
    const rests = gap({ region: 'global', fact: 'owning-stacks', message });
    const spots = [{ regions: ['eu-south-1'], ...DECIDED }];
    expect(withBlindSpots([rests, ...causes], spots, AS_OF).at(0)?.blindSpot).toBe(covered ? 0 : undefined);
  });

  test('by the first that is in force', () => {
    const over = { regions: ['eu-south-1'], ...DECIDED, expires: '2020-01-01' };
    expect(withBlindSpots([gap()], [over, { ...over, expires: '2030-01-01' }], AS_OF).at(0)?.blindSpot).toBe(
      1,
    );
  });
});

describe('a result without an answer is of a blind spot', () => {
  const check = { id: 'c', requires: ['stacks', 'role-stacks'], per: 'account', scope: 'account' } as const;
  const result: Unanswered = {
    checkId: 'c',
    status: 'UNKNOWN',
    accountId: A,
    region: 'global',
    resourceArn: '',
    detail: `The fact stacks in eu-south-1 was not collected: ${gap().message}`,
  };
  const arn = `arn:aws:iam::${A}:role/r`;
  test.each<[string, CoverageEntry[], Partial<Unanswered>, boolean]>([
    ['where all that the check lacks is declared', [gap({ blindSpot: 0 })], {}, true],
    [
      'not where something else is lacking too',
      [gap({ blindSpot: 0 }), gap({ region: 'eu-west-1' })],
      {},
      false,
    ],
    ['also where another fact is lacking', [gap({ blindSpot: 0 }), gap({ fact: 'analyzers' })], {}, true],
    ['not where nothing is lacking', [gap({ blindSpot: 0, accountId: B })], {}, false],
    [
      'not where a fact is not even in the evidence',
      [gap({ blindSpot: 0 })],
      { detail: 'The fact role-stacks was not collected: it is not in the evidence' },
      false,
    ],
    ['not where the check failed', [gap({ blindSpot: 0 })], { status: 'ERROR' }, false],
    [
      'not where it is about a resource of which nothing is lacking',
      [gap({ blindSpot: 0 })],
      { resourceArn: arn },
      false,
    ],
    [
      'where it says the refusal of its resource as the reason',
      [gap({ blindSpot: 0, resource: arn })],
      { resourceArn: arn, detail: `It is not known: ${gap().message}` },
      true,
    ],
    [
      'not where it gives another reason',
      [gap({ blindSpot: 0, resource: arn })],
      { resourceArn: arn, detail: 'The policy was not understood.' },
      false,
    ],
  ])('%s', (_what, gaps, more, declared) => {
    const [judged] = unansweredBySpot([{ ...result, ...more }], gaps, [check]);
    expect(judged?.blindSpot).toBe(declared ? 0 : undefined);
  });
});

describe('a result of a check of all accounts is of a blind spot', () => {
  const OTHER = '333344445555';
  const check = { id: 'c', requires: ['analyzers'], per: 'region', scope: 'organization' } as const;
  const said = (who: string, region = 'eu-south-1'): Unanswered => ({
    checkId: 'c',
    status: 'UNKNOWN',
    accountId: A,
    region,
    resourceArn: `arn:aws:access-analyzer:${region}:${A}:*`,
    detail: `No analyzer is there. An organization analyzer may watch it, but the analyzers of ${who} were not read in ${region}.`,
  });
  const of = (accountId: string, more: Partial<CoverageEntry> = {}) =>
    gap({ accountId, fact: 'analyzers', ...more });
  test.each<[string, Unanswered, CoverageEntry[], boolean]>([
    ['where the account that was not read is declared', said(B), [of(B, { blindSpot: 0 })], true],
    [
      'where both are',
      said(`${B} and ${OTHER}`),
      [of(B, { blindSpot: 0 }), of(OTHER, { blindSpot: 0 })],
      true,
    ],
    ['not where one of them is not', said(`${B} and ${OTHER}`), [of(B, { blindSpot: 0 }), of(OTHER)], false],
    ['not where one has no gap', said(`${B} and ${OTHER}`), [of(B, { blindSpot: 0 })], false],
    ['not where it is another Region', said(B, 'eu-west-1'), [of(B, { blindSpot: 0 })], false],
    ['not where it is another fact', said(B), [of(B, { blindSpot: 0, fact: 'stacks' })], false],
    [
      'not where it gives another reason',
      { ...said(B), detail: `Whether ${B} is of the organization is not known.` },
      [of(B, { blindSpot: 0 })],
      false,
    ],
  ])('%s', (_what, result, gaps, declared) => {
    const [judged] = unansweredBySpot([result], gaps, [check]);
    expect(judged?.blindSpot).toBe(declared ? 0 : undefined);
  });
});

test.each<[string, Omit<BlindSpot, keyof typeof DECIDED>, boolean]>([
  ['all accounts', { accounts: [A, B] }, true],
  ['all Regions', { regions: ['eu-south-1', 'eu-west-1'] }, true],
  ['IAM everywhere', { services: ['iam'] }, true],
  ['IAM and more in all accounts', { services: ['cloudformation', 'iam'], accounts: [A, B] }, true],
  ['IAM in one account', { services: ['iam'], accounts: [A] }, false],
  ['one Region', { regions: ['eu-south-1'] }, false],
  ['another service', { services: ['cloudformation'] }, false],
])('%s: said to be everything, or not', (_what, spot, everything) => {
  const report = auditReport();
  const account = (accountId: string) => ({
    ...(report.scope.accounts.at(0) ?? expect.unreachable()),
    accountId,
    regions: ['eu-south-1', 'eu-west-1'],
  });
  const blindSpots = [{ ...spot, ...DECIDED, gaps: 1, unanswered: 0, expired: false }];
  const scope = { ...report.scope, accounts: [account(A), account(B)] };
  const states = blindSpotEntries({ blindSpots, scope }, [], () => []).map(({ state }) => state);
  expect(states).toEqual(everything ? ['MATCHES_EVERYTHING'] : []);
});

test('whatever is declared, the verdict counts the rest, and no count of a check changes', () => {
  const gaps = fc.array(
    fc.record({
      accountId: fc.constantFrom(A, B, 'organization'),
      region: fc.constantFrom('eu-south-1', 'global'),
      reason: fc.constantFrom(...NOT_COLLECTED_REASONS),
    }),
    { maxLength: 8 },
  );
  const spot = fc.record(
    {
      regions: fc.subarray(['eu-south-1', 'us-east-1'], { minLength: 1 }),
      accounts: fc.subarray([A, B], { minLength: 1 }),
      services: fc.subarray(['cloudformation', 'iam'], { minLength: 1 }),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(gaps, fc.array(spot, { maxLength: 3 }), (some, spots) => {
      const all = some.map((more) => gap(more));
      const judged = withBlindSpots(
        all,
        spots.map((one) => ({ ...one, ...DECIDED })),
        AS_OF,
      );
      const report = structuredClone(auditReport());
      report.coverage = {
        complete: all.length === 0,
        planned: 100,
        collected: 100 - all.length,
        gaps: judged,
      };
      const before = verdictOf({ ...report, coverage: { ...report.coverage, gaps: all } });
      const after = verdictOf(report);
      const open = judged.filter(({ blindSpot }) => blindSpot === undefined);
      const count = ({ reasons }: typeof after) =>
        reasons.find(({ reason }) => reason === 'UNREAD_FACTS')?.count ?? 0;
      expect(count(before) - count(after)).toBe(all.length - open.length);
      expect(
        judged.every(({ reason, blindSpot }) => blindSpot === undefined || reason === 'ACCESS_DENIED'),
      ).toBe(true);
      // Nothing becomes complete while anything is open, and what is declared is always said.
      if (open.length > 0) expect(after.complete).toBe(false);
      expect(after.declared?.facts ?? 0).toBe(all.length - open.length);
      expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(after.complete ? 0 : 3);
    }),
    tries(100, 20_261_208),
  );
});

test('each spot counts what it names, one after another or expired', () => {
  const spot = { regions: ['eu-south-1'], ...DECIDED };
  const spots = [
    spot,
    { ...spot, expires: '2020-01-01' },
    { accounts: [A], ...DECIDED },
    { services: ['iam'], ...DECIDED },
  ];
  const gaps = withBlindSpots([gap(), gap({ accountId: B })], spots, AS_OF);
  const counts = declaredBlindSpots(spots, gaps, [], AS_OF).blindSpots?.map(({ gaps: count }) => count);
  expect(counts).toEqual([2, 2, 1, 0]);
});

/** Names may be many, and so may what was refused: each list is read once for what it names. */
oneIn(3)('thousands of spots, and as many gaps and results, are not compared one with another', () => {
  const many = Array.from({ length: 3_000 }, (_, index) => String(100_000_000_000 + index));
  let read = 0;
  const counted = <T extends object>(list: T): T =>
    new Proxy(list, {
      get(target, key, receiver) {
        read += 1;
        return Reflect.get(target, key, receiver);
      },
    });
  const arn = (id: string) => `arn:aws:iam::${A}:role/${id}`;
  const spots = [
    ...many.map((id) => counted({ accounts: counted([id]), ...DECIDED })),
    counted({ accounts: counted([...many, A]), ...DECIDED }),
  ];
  const gaps = withBlindSpots(
    many.map((id) => counted(gap({ resource: arn(id) }))),
    spots,
    AS_OF,
  );
  const results = many.map(
    (id): Unanswered => ({
      checkId: 'c',
      status: 'UNKNOWN',
      accountId: A,
      region: 'eu-south-1',
      resourceArn: arn(id),
      detail: gap().message ?? '',
    }),
  );
  const judged = unansweredBySpot(results, gaps.map(counted), [
    { id: 'c', requires: ['stacks'], per: 'region', scope: 'account' },
  ]);
  const last = many.length;
  expect(judged.every(({ blindSpot }) => blindSpot === last)).toBe(true);
  expect(declaredBlindSpots(spots, gaps, judged, AS_OF).blindSpots?.[last]).toMatchObject({
    gaps: last,
    unanswered: last,
  });
  expect(read).toBeLessThan(300 * last);
});
