import { describe, expect, it } from 'vitest';
import { type ControlInput, frameworkResults } from '../../src/evaluate/controls.ts';
import {
  addOutcome,
  addUnanswered,
  countResult,
  emptyResults,
  mergeResults,
} from '../../src/evaluate/results.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import { accountCheck, type Check, type CheckStatus } from '../../src/model/check.ts';
import type { ControlResult, Framework } from '../../src/model/control.ts';
import type { CoverageEntry } from '../../src/model/finding.ts';

function check(id: string, area: Check['area'] = 'trust'): Check {
  return accountCheck({
    id,
    area,
    title: `${id} holds`,
    failureTitle: `${id} does not hold`,
    severity: 'high',
    rationale: 'It matters.',
    remediation: 'Do it.',
    per: 'account',
    requires: ['authorization-details'],
    evaluate: () => [],
  });
}

const door = check('door');
const window = check('window');
const unused = check('unused', 'access-analyzer');

const FRAMEWORK: Framework = {
  id: 'HOUSE-1',
  name: 'House rules',
  version: '1',
  source: 'https://example.com/house',
  extent: 'Doors and windows.',
  controls: [{ id: '1.1', title: 'Shut', checks: ['door', 'window'], unproven: 'The chimney.' }],
};

function account(number: number, organizationalUnit?: string): AccountSubject {
  return {
    accountId: String(number).padStart(12, '0'),
    name: `account ${number}`,
    partition: 'aws',
    regions: ['eu-west-1'],
    tags: {},
    ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
  };
}

const RESOURCE = { arn: 'arn:aws:iam::000000000001:role/r', type: 'AWS::IAM::Role' };

interface Given {
  /** Results by check, a status or `silent` each. */
  results?: Array<[check: Check, status: Exclude<CheckStatus, 'FAIL'> | 'silent', subject?: AccountSubject]>;
  findings?: ControlInput['findings'];
  folded?: Check[];
  gaps?: Array<Pick<CoverageEntry, 'accountId' | 'fact'>>;
  checks?: Check[];
  disabledChecks?: ControlInput['disabledChecks'];
  accounts?: AccountSubject[];
  administrators?: string[];
}

const FIRST = account(1);

/** The control's result, given results as a run leaves them. */
function judged(given: Given, framework = FRAMEWORK): ControlResult {
  const { results = [], findings = [], folded = [], accounts = [FIRST] } = given;
  const judgements = accounts.map((subject) => ({ subject, results: emptyResults() }));
  for (const [of, status, subject = accounts[0]] of results) {
    const judgement = judgements.find((candidate) => candidate.subject === subject);
    if (judgement === undefined) throw new Error('The case speaks of an account that is not in scope.');
    const unit = { account: judgement.subject, region: 'global' };
    if (status === 'ERROR') addUnanswered(judgement.results, of, unit, 'ERROR', 'It threw.');
    else
      addOutcome(judgement.results, of, unit, {
        resource: RESOURCE,
        detail: 'So it is.',
        ...(status === 'silent' ? { status: 'NOT_APPLICABLE', silent: true } : { status }),
      });
  }
  const all = emptyResults();
  for (const judgement of judgements) mergeResults(all, judgement.results);
  for (const { checkId } of findings) countResult(all, checkId, 'FAIL');
  for (const { id } of folded) countResult(all, id, 'NOT_APPLICABLE');
  const [result] = frameworkResults(
    {
      judgements,
      results: all,
      findings,
      folded: folded.map((of) => ({ check: of })),
      coverage: {
        gaps: (given.gaps ?? []).map((gap) => ({
          region: 'global',
          status: 'NOT_COLLECTED',
          reason: 'ACCESS_DENIED',
          action: null,
          message: 'Denied.',
          ...gap,
        })),
      },
      rules: {
        checks: given.checks ?? [door, window],
        ...(given.administrators === undefined ? {} : { analyzerAdministrators: given.administrators }),
      },
      disabledChecks: given.disabledChecks ?? [],
    },
    [framework],
  );
  const control = result?.controls[0];
  if (control === undefined) throw new Error('The framework has no result.');
  return control;
}

const OPEN = { checkId: 'door', status: 'OPEN' } as const;
const EXCEPTED = { checkId: 'door', status: 'EXCEPTED' } as const;

describe('a control', () => {
  it('is met when every check behind it passed', () => {
    expect(
      judged({
        results: [
          [door, 'PASS'],
          [window, 'PASS'],
          [window, 'PASS'],
        ],
      }),
    ).toEqual({
      id: 'HOUSE-1 1.1',
      title: 'Shut',
      status: 'MET',
      checks: ['door', 'window'],
      counts: {
        pass: 3,
        fail: 0,
        excepted: 0,
        unknown: 0,
        error: 0,
        notApplicable: 0,
        joined: 0,
        silent: 0,
      },
      notShown: [],
      unproven: 'The chimney.',
    });
  });

  it('is met when one check passed and the other found nothing that it speaks of', () => {
    expect(
      judged({
        results: [
          [door, 'PASS'],
          [window, 'NOT_APPLICABLE'],
        ],
      }).status,
    ).toBe('MET');
    expect(judged({ results: [[door, 'PASS']] }).status).toBe('MET');
  });

  it('is not applicable when all was read and there was nothing that it speaks of', () => {
    expect(judged({ results: [[door, 'NOT_APPLICABLE']] }).status).toBe('NOT_APPLICABLE');
    expect(judged({}).status).toBe('NOT_APPLICABLE');
  });

  it('is not met by a single failure, whatever is not known beside it', () => {
    const control = judged({
      results: [
        [door, 'PASS'],
        [window, 'UNKNOWN'],
      ],
      findings: [OPEN],
    });
    expect(control).toMatchObject({ status: 'NOT_MET', counts: { pass: 1, fail: 1, unknown: 1 } });
    expect(control.notShown).toEqual(['window: 1 result without an answer.']);
  });

  it('is not met by a failure that someone accepts: the counts tell it from an open one', () => {
    const control = judged({ results: [[door, 'PASS']], findings: [EXCEPTED, EXCEPTED, OPEN] });
    expect(control).toMatchObject({ status: 'NOT_MET', counts: { fail: 1, excepted: 2 } });
    expect(judged({ results: [[door, 'PASS']], findings: [EXCEPTED] }).status).toBe('NOT_MET');
  });

  it('is not met by a failure that became part of a trust finding of another check', () => {
    const control = judged({
      results: [
        [door, 'PASS'],
        [window, 'PASS'],
      ],
      folded: [window],
    });
    expect(control).toMatchObject({ status: 'NOT_MET', counts: { fail: 0, joined: 1, notApplicable: 1 } });
  });

  it.each(['UNKNOWN', 'ERROR'] as const)('is not shown by a single %s among passes', (status) => {
    const control = judged({
      results: [
        [door, 'PASS'],
        [window, 'PASS'],
        [window, status],
      ],
    });
    expect(control.status).toBe('NOT_SHOWN');
    expect(control.notShown).toEqual(['window: 1 result without an answer.']);
  });

  it('is not shown when a check behind it was switched off', () => {
    const control = judged({
      results: [[door, 'PASS']],
      checks: [door],
      disabledChecks: [{ checkId: 'window', reason: 'switched off in the configuration' }],
    });
    expect(control.status).toBe('NOT_SHOWN');
    expect(control.notShown).toEqual(['window was not applied: switched off in the configuration.']);
  });

  it('is not shown when a check behind it was not applied for whatever reason', () => {
    expect(judged({ results: [[door, 'PASS']], checks: [door] })).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: ['window was not applied: it is not among the checks of this run.'],
    });
  });

  it('is not shown when part of a fact that a check reads is missing, though no result says so', () => {
    const results: Given['results'] = [
      [door, 'PASS'],
      [window, 'PASS'],
    ];
    const gap = { accountId: FIRST.accountId, fact: 'authorization-details' };
    expect(judged({ results, gaps: [gap] })).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: [
        'door: not all of authorization-details was read.',
        'window: not all of authorization-details was read.',
      ],
    });
    expect(judged({ results, gaps: [{ ...gap, fact: 'stacks' }] }).status).toBe('MET');
  });

  it('is not shown when the organization was not read in full', () => {
    const gaps = [{ accountId: 'organization', fact: 'organization-accounts' }];
    expect(judged({ results: [[door, 'PASS']], gaps })).toMatchObject({ status: 'NOT_SHOWN' });
    expect(judged({ gaps }).status).toBe('NOT_SHOWN');
  });

  it('is not shown when no account was in scope', () => {
    expect(judged({ accounts: [] })).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: ['No account was in scope.'],
    });
  });

  it('is not shown when a question arises that there is no record to answer from', () => {
    const control = judged({
      results: [
        [door, 'PASS'],
        [window, 'PASS'],
        [window, 'silent'],
      ],
    });
    expect(control).toMatchObject({ status: 'NOT_SHOWN', counts: { notApplicable: 1, silent: 1 } });
    expect(control.notShown).toEqual(['window: 1 result with no analyzer or record to judge by.']);
  });
});

describe('an account without an analyzer of its own', () => {
  const member = account(2, 'ou-1');
  const administrator = account(3, 'r-root');
  const stranger = account(4);
  const analyzed: Framework = {
    ...FRAMEWORK,
    controls: [{ id: '2.1', title: 'Used', checks: ['unused'], unproven: 'The rest.' }],
  };
  const given = { checks: [unused], administrators: [administrator.accountId] };

  it('is answered for by the analyzer of its organization', () => {
    const control = judged(
      {
        ...given,
        accounts: [member, administrator],
        results: [
          [unused, 'silent', member],
          [unused, 'PASS', administrator],
        ],
      },
      analyzed,
    );
    expect(control).toMatchObject({ status: 'MET', counts: { silent: 0 } });
  });

  it('is not, where that has none either', () => {
    const control = judged(
      {
        ...given,
        accounts: [member, administrator],
        results: [
          [unused, 'silent', member],
          [unused, 'silent', administrator],
        ],
      },
      analyzed,
    );
    expect(control).toMatchObject({ status: 'NOT_SHOWN', counts: { silent: 2 } });
  });

  it('is not, where it belongs to no organization that is known', () => {
    const control = judged(
      {
        ...given,
        accounts: [stranger, administrator],
        results: [
          [unused, 'silent', stranger],
          [unused, 'PASS', administrator],
        ],
      },
      analyzed,
    );
    expect(control).toMatchObject({ status: 'NOT_SHOWN', counts: { silent: 1 } });
  });
});
