import { describe, expect, it } from 'vitest';
import type { AccountJudgement, KeptDigest } from '../../src/evaluate/account.ts';
import { judgeOrganization } from '../../src/evaluate/organization.ts';
import { emptyResults, mergeCounts } from '../../src/evaluate/results.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { Check, CheckContext, OrganizationCheck, Outcome, Population } from '../../src/model/check.ts';
import type { Fault } from '../../src/model/fault.ts';
import { SAMPLE_CHECK } from './sample-check.ts';

const A = '111111111111';
const B = '222222222222';

type Evaluate = (population: Population<unknown>, context: CheckContext) => Outcome[];

function wideCheck(evaluate: Evaluate, id = 'wide'): Check {
  const check = { ...SAMPLE_CHECK, id, scope: 'organization', digest: () => null, evaluate };
  return check as unknown as Check & OrganizationCheck;
}

function account(
  accountId: string,
  digests: KeptDigest[] = [],
  externalIds: string[] = [],
): AccountJudgement {
  return { subject: { accountId, name: accountId }, digests, externalIds } as unknown as AccountJudgement;
}

function judged(checks: Check[], accounts: AccountJudgement[], more: Partial<Rules> = {}) {
  const config = { checks: {}, drift: { maxAge: 24 }, report: { externalIds: 'full' } };
  const rules = { asOf: '2026-06-01T12:00:00Z', config, checks, ...more } as unknown as Rules;
  const all = emptyResults();
  for (const results of judgeOrganization(accounts, [], rules)) {
    all.failures.push(...results.failures);
    all.unanswered.push(...results.unanswered);
    mergeCounts(all, results);
  }
  return all;
}

function outcome(more: Partial<Outcome> = {}): Outcome {
  const resource = { arn: `arn:aws:iam::${A}:role/r`, type: 'AWS::IAM::Role' };
  return { status: 'PASS', resource, detail: 'Well.', accountId: A, ...more } as Outcome;
}

function digest(region: string, value: unknown, checkId = 'wide'): KeptDigest {
  return { checkId, region, value };
}

describe('a check of all accounts together', () => {
  it('is given what it kept of each account, and what it could not read there', () => {
    const seen: Array<Population<unknown>> = [];
    const check = wideCheck(({ digests, gaps }) => {
      seen.push({ digests: [...digests], gaps });
      return [];
    });
    const [one, other] = [
      account(A, [digest('global', 1), digest('global', 2, 'another')]),
      account(B, [{ checkId: 'wide', region: 'eu-west-1', missing: true }]),
    ];
    judged([check], [one, other]);
    expect(seen).toEqual([
      {
        digests: [{ account: one.subject, region: 'global', value: 1 }],
        gaps: [{ account: other.subject, region: 'eu-west-1' }],
      },
    ]);
  });

  it('leaves those of single accounts alone', () => {
    const results = judged([SAMPLE_CHECK], [account(A)]);
    expect([results.counts.size, results.unanswered.length]).toEqual([0, 0]);
  });

  it('answers for the account and the Region that its outcome names, else for no Region', () => {
    const check = wideCheck(() => [
      outcome({ status: 'FAIL', evidence: [], region: 'eu-west-1' } as Partial<Outcome>),
      outcome({ status: 'UNKNOWN', accountId: B, detail: 'Who knows.' }),
    ]);
    const { failures, unanswered } = judged([check], [account(A), account(B)]);
    expect(failures).toMatchObject([{ accountId: A, region: 'eu-west-1', evidenceAccountId: A }]);
    expect(unanswered).toMatchObject([{ accountId: B, region: 'global', detail: 'Who knows.' }]);
  });

  it.each<[string, Partial<Outcome>]>([
    ['no account', { accountId: undefined } as unknown as Partial<Outcome>],
    ['an account that is not in the run', { accountId: '999999999999' }],
  ])('that names %s has failed, and says so of every account', (_what, more) => {
    const faults: Fault[] = [];
    const check = wideCheck(() => [outcome(more)]);
    const { unanswered, counts } = judged([check], [account(A), account(B)], {
      noteFault: (fault) => faults.push(fault),
    });
    const detail = expect.stringContaining('an outcome names no account of the run: arn:aws:iam');
    expect(unanswered).toEqual(
      [A, B].map((accountId) => ({
        checkId: 'wide',
        status: 'ERROR',
        accountId,
        region: 'global',
        resourceArn: '',
        detail,
      })),
    );
    expect(counts.get('wide')?.get('ERROR')).toBe(2);
    expect(faults).toMatchObject([{ source: 'check', id: 'wide', accountId: null, region: 'global' }]);
  });

  it('that throws does not stop the others', () => {
    const broken = wideCheck(() => {
      throw new Error('it broke');
    }, 'broken');
    const { counts } = judged([broken, wideCheck(() => [outcome()])], [account(A)]);
    expect(counts.get('broken')?.get('ERROR')).toBe(1);
    expect(counts.get('wide')?.get('PASS')).toBe(1);
  });

  it('that throws tells no external ID, wherever it was kept', () => {
    const kept = {
      ExternalId: 'kept-0001',
      rows: [{ externalIds: ['kept-0002', ['kept-0003']] }],
      name: 'plain-0005',
    };
    const check = wideCheck(() => {
      throw new Error('kept-0001 kept-0002 kept-0003 known-0004 plain-0005');
    });
    const { unanswered } = judged([check], [account(A, [digest('global', kept)], ['known-0004'])]);
    expect(unanswered[0]?.detail).not.toMatch(/kept-|known-/);
    expect(unanswered[0]?.detail).toContain('plain-0005');
  });
});
