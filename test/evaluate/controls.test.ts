import { describe, expect, it } from 'vitest';
import { type ControlInput, frameworkResults } from '../../src/evaluate/controls.ts';
import {
  addOutcome,
  addUnanswered,
  countResult,
  emptyResults,
  mergeCounts,
} from '../../src/evaluate/results.ts';
import { NOT_ASKED_FOR } from '../../src/evaluate/selection.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import { accountCheck, type Check, type CheckStatus } from '../../src/model/check.ts';
import type { CheckSettings } from '../../src/model/config.ts';
import type { ControlResult, ControlStatus, Framework } from '../../src/model/control.ts';
import type { CoverageEntry, Finding } from '../../src/model/finding.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';

function check(id: string, area: Check['area'] = 'trust'): Check {
  return accountCheck({
    id,
    area,
    title: `${id} holds`,
    failureTitle: `${id} does not hold`,
    severity: 'high',
    rationale: 'It matters.',
    remediation: 'Do it.',
    cannotKnow: 'Whether it was done.',
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
  controls: [{ id: '1.1', title: 'Shut', checks: ['door', 'window'], whole: true, unproven: 'The chimney.' }],
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
  findings?: ReadonlyArray<Partial<Finding> & { checkId: string; status: 'OPEN' | 'EXCEPTED' }>;
  folded?: Check[];
  gaps?: Array<Pick<CoverageEntry, 'accountId' | 'fact'>>;
  checks?: Check[];
  disabledChecks?: ControlInput['disabledChecks'];
  accounts?: AccountSubject[];
  administrators?: string[];
  parameters?: Record<string, CheckSettings>;
  register?: RegisteredThirdParty[];
  before?: ControlStatus;
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
  for (const judgement of judgements) mergeCounts(all, judgement.results);
  for (const { checkId } of findings) countResult(all, checkId, 'FAIL');
  for (const { id } of folded) countResult(all, id, 'NOT_APPLICABLE');
  const [result] = frameworkResults(
    {
      judgements,
      results: all,
      findings: findings.map((finding) => ({
        area: 'trust',
        severity: 'high',
        resourceArn: RESOURCE.arn,
        ...finding,
      })),
      folded: folded.map((of) => ({
        check: of,
        outcome: { witness: { roleArn: RESOURCE.arn, parties: [] } },
      })),
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
        config: {
          checks: given.parameters ?? {},
          thirdParties: given.register ?? [],
          drift: { maxAge: 24 },
        } as never,
        ...(given.before === undefined
          ? {}
          : { baseline: { controls: [{ id: 'HOUSE-1 1.1', status: given.before }] } as never }),
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

  it('is not shown when nothing was judged, and its text speaks of others too', () => {
    const others = 'The doors of neighbours are not looked at.';
    const framework = { ...FRAMEWORK, controls: FRAMEWORK.controls.map((one) => ({ ...one, others })) };
    expect(judged({ results: [[door, 'NOT_APPLICABLE']] }, framework)).toMatchObject({
      status: 'NOT_SHOWN',
      notShown: [others],
    });
    expect(judged({ results: [[door, 'PASS']] }, framework)).toMatchObject({ status: 'MET', notShown: [] });
    expect(judged({ findings: [EXCEPTED] }, framework).status).toBe('MET_WITH_EXCEPTIONS');
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

  it('is met with exceptions where only accepted failures stand against it', () => {
    const control = judged({ results: [[door, 'PASS']], findings: [EXCEPTED, EXCEPTED, OPEN] });
    expect(control).toMatchObject({ status: 'NOT_MET', counts: { fail: 1, excepted: 2 } });
    expect(judged({ results: [[door, 'PASS']], findings: [EXCEPTED] }).status).toBe('MET_WITH_EXCEPTIONS');
    expect(judged({ findings: [EXCEPTED] }).status).toBe('MET_WITH_EXCEPTIONS');
    const partly = judged({ results: [[window, 'UNKNOWN']], findings: [EXCEPTED] });
    expect(partly.status).toBe('NOT_SHOWN');
  });

  it('says the worst severity of the failures that nobody has accepted', () => {
    const findings: Given['findings'] = [
      { ...OPEN, severity: 'low' },
      { ...OPEN, checkId: 'window', severity: 'high' },
      { ...EXCEPTED, severity: 'critical' },
    ];
    expect(judged({ findings }).worstOpen).toBe('high');
    expect(judged({ findings: findings.slice(2) })).not.toHaveProperty('worstOpen');
  });

  it('says what the run before found, where it was something else', () => {
    expect(judged({ results: [[door, 'PASS']], before: 'NOT_MET' }).before).toBe('NOT_MET');
    expect(judged({ results: [[door, 'PASS']], before: 'MET' })).not.toHaveProperty('before');
    expect(judged({ results: [[door, 'PASS']] })).not.toHaveProperty('before');
  });

  it('is supported at most where its text speaks of more than its checks judge', () => {
    const partial = { ...FRAMEWORK, controls: FRAMEWORK.controls.map(({ whole: _, ...rest }) => rest) };
    expect(judged({ results: [[door, 'PASS']] }, partial).status).toBe('SUPPORTED');
    expect(judged({ results: [[door, 'PASS']], findings: [EXCEPTED] }, partial).status).toBe('SUPPORTED');
    expect(judged({ results: [[door, 'PASS']], findings: [OPEN] }, partial).status).toBe('NOT_MET');
    expect(judged({ results: [[door, 'UNKNOWN']] }, partial).status).toBe('NOT_SHOWN');
    expect(judged({}, partial).status).toBe('NOT_APPLICABLE');
  });

  it('counts what became part of accepted trust findings as accepted', () => {
    const accepted = judged({ results: [[door, 'PASS']], folded: [window], findings: [EXCEPTED] });
    expect(accepted).toMatchObject({ status: 'MET_WITH_EXCEPTIONS', counts: { joined: 0, excepted: 2 } });
  });

  it('is not met by a failure that became part of a trust finding of another check', () => {
    const control = judged({
      results: [
        [door, 'PASS'],
        [window, 'PASS'],
      ],
      folded: [window],
      findings: [{ ...OPEN, checkId: 'another' }],
    });
    expect(control.worstOpen).toBe('high');
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
      disabledChecks: [
        { checkId: 'window', reason: 'switched off in the configuration or on the command line' },
      ],
    });
    expect(control.status).toBe('NOT_SHOWN');
    expect(control.notShown).toEqual([
      'window was not applied: switched off in the configuration or on the command line.',
    ]);
  });

  it.each<[what: string, reason: string | undefined, status: ControlStatus]>([
    ['nobody asked for', NOT_ASKED_FOR, 'MET'],
    ['somebody switched off', 'switched off in the configuration or on the command line', 'NOT_SHOWN'],
    ['is not there', undefined, 'NOT_SHOWN'],
  ])('of a check that looks at more where it is asked for, and that %s', (_what, reason, status) => {
    const controls = FRAMEWORK.controls.map((control) => ({ ...control, whereAskedFor: ['window'] }));
    const disabledChecks = reason === undefined ? [] : [{ checkId: 'window', reason }];
    const given: Given = { results: [[door, 'PASS']], checks: [door], disabledChecks };
    expect(judged(given, { ...FRAMEWORK, controls }).status).toBe(status);
    expect(judged(given).status).toBe('NOT_SHOWN');
    const open: Given = { ...given, findings: [{ checkId: 'window', status: 'OPEN' }] };
    expect(judged({ ...open, checks: [door, window] }, { ...FRAMEWORK, controls }).status).toBe('NOT_MET');
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
    controls: [{ id: '2.1', title: 'Used', checks: ['unused'], whole: true, unproven: 'The rest.' }],
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

describe('a number in the text of a control', () => {
  const reviewed: Check = {
    ...door,
    parameters: { reviewEveryDays: { default: 365, description: 'Days between reviews.' } },
  };
  const halfYearly: Framework = {
    ...FRAMEWORK,
    controls: [
      {
        id: '1.1',
        title: 'Reviewed',
        checks: ['door'],
        whole: true,
        demands: [{ check: 'door', parameter: 'reviewEveryDays', atMost: 184, words: 'every six months' }],
        unproven: 'The rest.',
      },
    ],
  };
  const entry = (reviewEveryDays?: number) =>
    ({
      name: 'Acme',
      accountIds: [],
      ...(reviewEveryDays === undefined ? {} : { reviewEveryDays }),
    }) as never;

  it.each<[says: string, every: number | undefined, register: RegisteredThirdParty[], notShown: string[]]>([
    [
      'the default is laxer',
      undefined,
      [entry()],
      ['door goes by reviewEveryDays 365, where the control asks for every six months, 184 days at most.'],
    ],
    ['the parameter is as strict', 184, [entry()], []],
    ['every entry is as strict', undefined, [entry(180), entry(90)], []],
    [
      'an entry is laxer than the parameter',
      90,
      [entry(90), entry(365)],
      [
        'The register gives Acme reviewEveryDays 365, where the control asks for every six months, 184 days at most.',
      ],
    ],
    [
      'the parameter is no number',
      Number.NaN,
      [entry()],
      ['door goes by reviewEveryDays NaN, where the control asks for every six months, 184 days at most.'],
    ],
  ])('%s', (_says, every, register, notShown) => {
    const control = judged(
      {
        checks: [reviewed],
        results: [[reviewed, 'PASS']],
        register,
        ...(every === undefined ? {} : { parameters: { door: { reviewEveryDays: every } } }),
      },
      halfYearly,
    );
    expect(control).toMatchObject({ status: notShown.length === 0 ? 'MET' : 'NOT_SHOWN', notShown });
  });

  it('does not hide a failure', () => {
    expect(judged({ checks: [reviewed], findings: [OPEN], register: [entry()] }, halfYearly).status).toBe(
      'NOT_MET',
    );
  });
});
