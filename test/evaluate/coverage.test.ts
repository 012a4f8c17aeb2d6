import { expect, it } from 'vitest';
import { accountScope, coverageOf, missingEvidence } from '../../src/evaluate/coverage.ts';
import type { FactRecord } from '../../src/model/fact.ts';

const ID = '111122223333';
const READ = { status: 'COLLECTED', collectedAt: '2026-06-01T00:00:00.000Z', value: {} };
const REFUSED = { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', action: 'iam:ListRoles', message: 'No.' };

function record(fact: string, of: object, region = 'global'): FactRecord {
  return { fact, region, ...of } as unknown as FactRecord;
}

/** A fact that is read resource by resource. */
function perResource(...members: Array<[resource: string, fact: object]>): object {
  return { ...READ, value: { perResource: members.map(([resource, fact]) => ({ resource, fact })) } };
}

it('counts every fact, and names each that was not read', () => {
  expect(coverageOf(ID, [record('a', READ), record('b', REFUSED, 'eu-west-1')])).toEqual({
    planned: 2,
    collected: 1,
    older: [],
    gaps: [{ accountId: ID, region: 'eu-west-1', fact: 'b', ...REFUSED }],
  });
});

it('counts a fact and each of its members, and names the resource of a gap', () => {
  const stacks = perResource(['r', READ], ['s', REFUSED]);
  expect(coverageOf(ID, [record('stacks', stacks, 'eu-west-1')])).toEqual({
    planned: 3,
    collected: 2,
    older: [],
    gaps: [{ accountId: ID, region: 'eu-west-1', fact: 'stacks', resource: 's', ...REFUSED }],
  });
});

it('counts no member of what was not read', () => {
  expect(coverageOf(ID, [record('stacks', { ...perResource(['r', READ]), ...REFUSED })])).toMatchObject({
    planned: 1,
    collected: 0,
  });
});

it('counts what a member lacks, and no part of a member that was not read', () => {
  const missing = [{ resource: 'p', ...REFUSED }];
  const whole = perResource(['r', { ...READ, value: { missing } }]);
  expect(coverageOf(ID, [record('stacks', whole)])).toMatchObject({
    planned: 3,
    collected: 2,
    gaps: [{ fact: 'stacks', resource: 'p', reason: 'ACCESS_DENIED' }],
  });
  const refused = perResource(['r', { ...REFUSED, value: { missing } }]);
  expect(coverageOf(ID, [record('stacks', refused)])).toMatchObject({ planned: 2, collected: 1 });
});

it('names what was taken over from an earlier run, by its date of reading', () => {
  const carried = { ...READ, carriedFrom: '20260601T000000Z-00000001' };
  expect(coverageOf(ID, [record('a', carried, 'eu-west-1'), record('b', READ)]).older).toEqual([
    {
      accountId: ID,
      region: 'eu-west-1',
      fact: 'a',
      since: READ.collectedAt,
      run: '20260601T000000Z-00000001',
    },
  ]);
});

it('says of a gap without an action that there is none', () => {
  const { action: _, ...unasked } = REFUSED;
  expect(coverageOf(ID, [record('a', unasked)]).gaps).toMatchObject([{ action: null }]);
});

it('an account without any evidence lacks every fact', () => {
  const coverage = missingEvidence(ID);
  expect(coverage).toMatchObject({ planned: 1, collected: 0 });
  expect(coverage.gaps).toMatchObject([
    { accountId: ID, region: 'global', status: 'NOT_COLLECTED', reason: 'FAILED', action: null },
  ]);
});

it.each([
  ['COMPLETE', [READ, READ]],
  ['PARTIAL', [READ, REFUSED]],
  ['FAILED', [REFUSED, REFUSED]],
  ['FAILED', []],
])('an account is %s by what was read of it', (status, facts) => {
  const subject = { accountId: ID, name: 'n', partition: 'aws', regions: ['eu-west-1'] };
  const coverage = coverageOf(
    ID,
    facts.map((one) => record('a', one)),
  );
  const { planned: factsPlanned, collected: factsCollected } = coverage;
  const scope = { ...subject, organizationalUnit: null, status, factsPlanned, factsCollected };
  expect(accountScope(subject as never, coverage)).toEqual(scope);
  expect(accountScope({ ...subject, organizationalUnit: 'a/b' } as never, coverage)).toEqual({
    ...scope,
    organizationalUnit: 'a/b',
  });
});

it.each([
  [{ planned: 2, collected: 1, gaps: [], older: [] }, 'PARTIAL'],
  [{ planned: 1, collected: 1, gaps: missingEvidence(ID).gaps, older: [] }, 'PARTIAL'],
])('an account whose numbers do not add up is not complete', (coverage, status) => {
  expect(accountScope({} as never, coverage).status).toBe(status);
});
