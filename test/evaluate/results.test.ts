import { describe, expect, it } from 'vitest';
import {
  addOutcome,
  addUnanswered,
  checkCounts,
  countResult,
  emptyResults,
  mergeCounts,
  type Results,
  type Unit,
} from '../../src/evaluate/results.ts';
import type { Outcome } from '../../src/model/check.ts';
import { SAMPLE_CHECK as check } from './sample-check.ts';

const UNIT = { account: { accountId: '111122223333' }, region: 'eu-west-1' } as Unit;
const RESOURCE = { arn: 'arn:aws:iam::111122223333:role/r', type: 'AWS::IAM::Role' };

function outcome(status: Outcome['status'], more: object = {}): Outcome {
  return { status, resource: RESOURCE, detail: 'So it is.', evidence: [], ...more } as Outcome;
}

function results(...outcomes: Outcome[]): Results {
  const all = emptyResults();
  for (const one of outcomes) addOutcome(all, check, UNIT, one);
  return all;
}

const NONE = { checkId: 'door', pass: 0, fail: 0, unknown: 0, notApplicable: 0, error: 0 };

function counts(of: Results) {
  return checkCounts(of, [check])[0];
}

describe('an outcome', () => {
  it.each<[Outcome['status'], object]>([
    ['PASS', { pass: 1 }],
    ['UNKNOWN', { unknown: 1 }],
    ['NOT_APPLICABLE', { notApplicable: 1 }],
    // Counted when it has become a finding.
    ['FAIL', {}],
  ])('%s is counted', (status, expected) => {
    expect(counts(results(outcome(status)))).toEqual({ ...NONE, ...expected });
  });

  it.each<[Outcome['status'], unanswered: number, failures: number]>([
    ['PASS', 0, 0],
    ['NOT_APPLICABLE', 0, 0],
    ['UNKNOWN', 1, 0],
    ['FAIL', 0, 1],
  ])('%s is kept whole where somebody must look', (status, unanswered, failures) => {
    const all = results(outcome(status));
    expect([all.unanswered.length, all.failures.length]).toEqual([unanswered, failures]);
  });

  it('belongs to its unit, unless it names an account and a Region of its own', () => {
    const elsewhere = { accountId: '222233334444', region: 'us-east-1' };
    const fail = outcome('FAIL', elsewhere);
    expect(results(outcome('FAIL'), fail).failures).toMatchObject([
      { check, accountId: '111122223333', region: 'eu-west-1', evidenceAccountId: '111122223333' },
      { ...elsewhere, outcome: fail, evidenceAccountId: '111122223333' },
    ]);
    const said = { checkId: 'door', status: 'UNKNOWN', resourceArn: RESOURCE.arn, detail: 'So it is.' };
    expect(results(outcome('UNKNOWN'), outcome('UNKNOWN', elsewhere)).unanswered).toEqual([
      { ...said, accountId: '111122223333', region: 'eu-west-1' },
      { ...said, ...elsewhere },
    ]);
  });

  it('that had nothing to answer from is counted as silent too', () => {
    const all = results(
      outcome('NOT_APPLICABLE', { silent: true }),
      outcome('NOT_APPLICABLE', { silent: true }),
      outcome('NOT_APPLICABLE'),
    );
    expect(counts(all)).toEqual({ ...NONE, notApplicable: 3 });
    expect([...all.silent]).toEqual([['door', 2]]);
    expect([...results(outcome('PASS')).silent]).toEqual([]);
  });
});

it.each<['UNKNOWN' | 'ERROR', object]>([
  ['UNKNOWN', { unknown: 1 }],
  ['ERROR', { error: 1 }],
])('a unit without an answer is %s, with no resource', (status, expected) => {
  const all = emptyResults();
  addUnanswered(all, check, UNIT, status, 'Nothing was read.');
  expect(counts(all)).toEqual({ ...NONE, ...expected });
  expect(all.unanswered).toEqual([
    {
      checkId: 'door',
      status,
      accountId: '111122223333',
      region: 'eu-west-1',
      resourceArn: '',
      detail: 'Nothing was read.',
    },
  ]);
});

it('merging adds what is counted, by check and status', () => {
  const into = results(outcome('PASS'), outcome('NOT_APPLICABLE', { silent: true }), outcome('FAIL'));
  const from = results(
    outcome('PASS'),
    outcome('UNKNOWN'),
    outcome('FAIL'),
    outcome('NOT_APPLICABLE', { silent: true }),
  );
  countResult(from, 'window', 'ERROR', 3);
  from.silent.set('window', 4);
  mergeCounts(into, from);
  expect(counts(into)).toEqual({ ...NONE, pass: 2, unknown: 1, notApplicable: 2 });
  expect(checkCounts(into, [{ ...check, id: 'window' }])).toEqual([{ ...NONE, checkId: 'window', error: 3 }]);
  expect([...into.silent]).toEqual([
    ['door', 2],
    ['window', 4],
  ]);
  expect([into.failures.length, into.unanswered.length]).toEqual([1, 0]);
});

it('a check without any result has zeros', () => {
  expect(checkCounts(emptyResults(), [check])).toEqual([NONE]);
  const failed = emptyResults();
  countResult(failed, 'door', 'FAIL', 2);
  expect(counts(failed)).toEqual({ ...NONE, fail: 2 });
});
