import { expect, it } from 'vitest';
import { blindSpotEntries } from '../../src/evaluate/blind-spot-entries.ts';
import type { DeclaredBlindSpot } from '../../src/model/blind-spot.ts';
import type { AuditReport } from '../../src/model/report.ts';

const [HERE, THERE, LEFT] = ['111122223333', '222233334444', '333344445555'] as const;

type Named = Partial<Pick<DeclaredBlindSpot, 'regions' | 'services' | 'accounts' | 'gaps'>>;

function entriesOf(
  named: Named,
  { notLookedAt = [] as string[], accounts = [HERE, THERE] as string[] } = {},
) {
  const spot: DeclaredBlindSpot = {
    ...{ reason: 'Closed', approvedBy: 'Ana', expires: '2027-01-01' },
    ...{ gaps: 1, unanswered: 0, expired: false },
    ...named,
  };
  const regions = ['eu-west-1', 'us-east-1'];
  // Only what is read of a scope.
  const scope = {
    accounts: accounts.map((accountId) => ({ accountId, regions })),
  } as unknown as AuditReport['scope'];
  return blindSpotEntries({ blindSpots: [spot], scope }, notLookedAt, () => []);
}

const statesOf = (...given: Parameters<typeof entriesOf>) => entriesOf(...given).map(({ state }) => state);

it.each<[named: string, Named, everything: boolean]>([
  ['all Regions', { regions: ['us-east-1', 'eu-west-1', 'eu-south-1'] }, true],
  ['one Region of two', { regions: ['eu-west-1'] }, false],
  ['all accounts', { accounts: [THERE, HERE] }, true],
  ['one account of two', { accounts: [HERE] }, false],
  ['all Regions of one account', { regions: ['eu-west-1', 'us-east-1'], accounts: [HERE] }, false],
  ['another service everywhere', { services: ['cloudformation'] }, false],
  ['IAM, without which no role is looked at', { services: ['cloudformation', 'iam'] }, true],
  ['IAM in one account', { services: ['iam'], accounts: [THERE] }, false],
  ['IAM in all Regions, where it is not', { services: ['iam'], regions: ['eu-west-1', 'us-east-1'] }, false],
])('says whether a blind spot leaves everything out: %s', (_name, named, everything) => {
  expect(statesOf(named)).toEqual(everything ? ['MATCHES_EVERYTHING'] : []);
});

it('tells all that is read from the roles alone', () => {
  expect(entriesOf({ accounts: [HERE, THERE] })[0]?.detail).toContain('all that this run reads');
  expect(entriesOf({ services: ['iam'] })[0]?.detail).toContain('IAM in all accounts');
});

it('takes a run without accounts for none of which everything is left out', () => {
  expect(statesOf({ regions: ['eu-west-1'] }, { accounts: [] })).toEqual([]);
});

it.each<[name: string, Named, notLookedAt: string[], state: string]>([
  ['all is looked at', {}, [], 'MATCHES_NOTHING'],
  ['an account was left, and it is for all', {}, [LEFT], 'NOT_KNOWN'],
  ['its account was left', { accounts: [HERE, LEFT] }, [LEFT], 'NOT_KNOWN'],
  ['another account was left', { accounts: [HERE] }, [LEFT], 'MATCHES_NOTHING'],
])('says why nothing was refused of what a blind spot names: %s', (_name, named, notLookedAt, state) => {
  const entries = entriesOf({ services: ['cloudformation'], gaps: 0, ...named }, { notLookedAt });
  expect(entries).toMatchObject([{ path: 'blindSpots[0]', kind: 'blind spot', state }]);
  expect(entries[0]?.detail).toMatch(state === 'NOT_KNOWN' ? /not all in scope/ : /is read, or out of scope/);
});
