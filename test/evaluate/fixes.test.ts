import { expect, it } from 'vitest';
import { withFixes } from '../../src/evaluate/fixes.ts';
import { emptyResults, type Results } from '../../src/evaluate/results.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { Fault } from '../../src/model/fault.ts';
import type { MakeFixes } from '../../src/model/fix.ts';
import { SAMPLE_CHECK as check } from './sample-check.ts';

const RULES = { checks: [], config: { report: { externalIds: 'full' } } } as unknown as Rules;

function results(...all: MakeFixes[]): Results {
  return {
    ...emptyResults(),
    failures: all.map((fixes, index) => ({
      check,
      accountId: '111122223333',
      region: 'global',
      evidenceAccountId: '111122223333',
      outcome: {
        status: 'FAIL',
        resource: { arn: `arn:aws:iam::111122223333:role/r${index}`, type: 'AWS::IAM::Role' },
        detail: 'It is open.',
        evidence: [],
        fixes,
      },
    })),
  };
}

function fixed(given: Results): Results {
  return withFixes(given, RULES, () => []);
}

it('makes each fix once, however often it is shown', () => {
  let made = 0;
  const { failures } = fixed(
    results(() => {
      made += 1;
      return [{ kind: 'cli', title: 'Shut it', text: 'shut' }];
    }),
  );
  const shown = [1, 2].map(() => failures[0]?.outcome.fixes?.()[0]?.text);
  expect({ shown, made }).toEqual({ shown: ['shut', 'shut'], made: 1 });
});

it('keeps a finding whose fix cannot be made, says so, and makes the others', () => {
  const { failures, unanswered, counts } = fixed(
    results(
      () => {
        throw new Error('no tools');
      },
      () => [{ kind: 'cli', title: 'Shut it', text: 'shut' }],
    ),
  );
  expect(failures.map(({ outcome }) => outcome.fixes?.().length)).toEqual([undefined, 1]);
  expect(unanswered).toMatchObject([
    {
      checkId: 'door',
      status: 'ERROR',
      resourceArn: 'arn:aws:iam::111122223333:role/r0',
      detail: expect.stringContaining('no tools'),
    },
  ]);
  expect(counts.get('door')?.get('ERROR')).toBe(1);
});

it('tells where a fix could not be made', () => {
  const faults: Fault[] = [];
  const given = results(() => {
    throw new Error('no tools');
  });
  withFixes(given, { ...RULES, noteFault: (fault) => faults.push(fault) }, () => []);
  expect(faults).toMatchObject([
    { source: 'check', id: 'door', accountId: '111122223333', region: 'global', message: 'no tools.' },
  ]);
});
