import { describe, expect, it } from 'vitest';
import { baselineAfter } from '../../src/evaluate/baseline.ts';
import {
  byFingerprint,
  type ComparedReport,
  compareRuns,
  firstSeenBefore,
  organizationWide,
} from '../../src/evaluate/change.ts';
import { type MeasuredReport, trendOf } from '../../src/evaluate/trend.ts';
import type { Check } from '../../src/model/check.ts';
import { evidenceShape, type Finding, findingShape } from '../../src/model/finding.ts';
import {
  type AccountScope,
  type AuditReport,
  accountScopeShape,
  checkInfoShape,
  reportShape,
} from '../../src/model/report.ts';
import { sampleOf } from '../support/sample.ts';
import { oneIn } from '../support/thorough.ts';

const A = '111111111111';
const B = '222222222222';
const NO_WIDE: ReadonlySet<string> = new Set();

function account(accountId: string, more: Partial<AccountScope> = {}): AccountScope {
  return sampleOf(accountScopeShape, { accountId, regions: ['us-east-1'], status: 'COMPLETE', ...more });
}

function finding(fingerprint: string, more: Partial<Finding> = {}): Finding {
  const accountId = more.accountId ?? A;
  const evidence = sampleOf(evidenceShape, {
    file: `accounts/${accountId}/facts.jsonl.gz`,
    fact: 'authorization-details',
  });
  return sampleOf(findingShape, {
    fingerprint,
    checkId: 'some-check',
    severity: 'high',
    accountId,
    region: 'global',
    resourceArn: `arn:aws:iam::${accountId}:role/${fingerprint}`,
    evidence: [evidence],
    firstSeen: '2026-01-01T00:00:00.000Z',
    ...more,
  });
}

type Parts = Partial<Pick<AuditReport, 'findings' | 'unanswered' | 'roles'>> & {
  accounts?: AccountScope[];
  checks?: string[];
  key?: string;
};

function report(number: number, parts: Parts = {}): ComparedReport & MeasuredReport {
  const checks = parts.checks ?? ['some-check', 'wide-check'];
  const least = sampleOf(reportShape);
  return {
    ...least,
    run: {
      ...least.run,
      runId: `run-${number}`,
      startedAt: `2026-01-0${number}T00:00:00.000Z`,
      externalIdKey: parts.key ?? 'k',
    },
    scope: { ...least.scope, accounts: parts.accounts ?? [account(A), account(B)] },
    coverage: { ...least.coverage, complete: true },
    summary: {
      ...least.summary,
      openFindings: { ...least.summary.openFindings, high: parts.findings?.length ?? 0 },
    },
    roles: parts.roles ?? [],
    findings: parts.findings ?? [],
    unanswered: parts.unanswered ?? [],
    checks: checks.map((id) => sampleOf(checkInfoShape, { id })),
  };
}

/** What the second report says has become of one finding of the first. */
function fateOf(old: Finding, parts: Parts, wide = NO_WIDE): string {
  const before = baselineAfter(report(1, { findings: [old] }), undefined, wide);
  const { changes, resolved } = compareRuns(before, report(2, parts), wide);
  if (resolved.length === 1) return 'resolved';
  if (changes.findings.notKnown.length === 1) return changes.findings.notKnown[0]?.reason ?? '';
  return changes.findings.unchanged === 1 ? 'unchanged' : 'lost';
}

function answer(more: object) {
  const status = 'UNKNOWN' as const;
  return {
    checkId: 'some-check',
    status,
    accountId: A,
    region: 'global',
    resourceArn: '',
    detail: 'Refused.',
    ...more,
  };
}

describe('a finding that is not reported any more', () => {
  it('is resolved when the run looked again and has an answer', () => {
    expect(fateOf(finding('f'), {})).toBe('resolved');
  });

  it.each<[string, Parts]>([
    ['The check was not applied.', { checks: [] }],
    [`Account ${A} was not in scope.`, { accounts: [account(B)] }],
    [`Account ${A} was not read.`, { accounts: [account(A, { status: 'FAILED' })] }],
    ['The check has no answer: Refused.', { unanswered: [answer({})] }],
    [
      'The check has no answer: Refused.',
      { unanswered: [answer({ resourceArn: finding('f').resourceArn })] },
    ],
    ['The check has no answer: Refused.', { unanswered: [answer({ status: 'ERROR', region: 'us-east-1' })] }],
  ])('is not known: %s', (reason, parts) => {
    expect(fateOf(finding('f'), parts)).toBe(reason);
  });

  it('is not known when its Region is no longer in scope, or was not answered', () => {
    const old = finding('f', { region: 'eu-west-1' });
    expect(fateOf(old, {})).toBe(`eu-west-1 was not in scope in ${A}.`);
    const accounts = [account(A, { regions: ['eu-west-1', 'us-east-1'] })];
    expect(fateOf(old, { accounts, unanswered: [answer({ region: 'eu-west-1' })] })).toMatch(/no answer/);
    expect(fateOf(old, { accounts, unanswered: [answer({ region: 'us-east-1' })] })).toBe('resolved');
  });

  it('is resolved whatever other resources, checks and accounts leave open', () => {
    const unanswered = [
      answer({ resourceArn: 'arn:aws:iam::111111111111:role/other' }),
      answer({ checkId: 'wide-check' }),
      answer({ accountId: B }),
    ];
    expect(fateOf(finding('f'), { unanswered })).toBe('resolved');
  });

  it('is not known when the account whose evidence it rested on has no answer', () => {
    const evidence = finding('f', { accountId: B }).evidence;
    expect(fateOf(finding('f', { evidence }), { unanswered: [answer({ accountId: B })] })).toMatch(
      /no answer/,
    );
  });

  it('is not known, for a check over all accounts, when any account was not read', () => {
    const old = finding('f', { checkId: 'wide-check' });
    const unanswered = [answer({ checkId: 'wide-check', accountId: B })];
    expect(fateOf(old, { unanswered }, new Set(['wide-check']))).toMatch(/no answer/);
    expect(fateOf(old, { unanswered })).toBe('resolved');
  });

  it('is unchanged when it has become evidence of a trust finding on the same role', () => {
    const old = finding('f', { area: 'access-analyzer', checkId: 'wide-check', resourceArn: 'arn:role' });
    const evidence = finding('t').evidence.map((one) => ({ ...one, fact: 'external-access-findings' }));
    const trust = finding('t', { resourceArn: 'arn:role', evidence });
    const before = baselineAfter(report(1, { findings: [old] }), undefined, NO_WIDE);
    const { changes, resolved } = compareRuns(before, report(2, { findings: [trust] }), NO_WIDE);
    expect(resolved).toEqual([]);
    expect(changes.findings).toMatchObject({ new: ['t'], unchanged: 1, notKnown: [] });
  });
});

describe('a finding that is reported again', () => {
  it.each<[string, Partial<Finding>, Partial<Finding>, string[]]>([
    ['as it was', {}, {}, []],
    ['with another severity', {}, { severity: 'low' }, ['severity']],
    ['under an exception', {}, { status: 'EXCEPTED' }, ['status']],
    [
      'of an analyzer that says something else',
      { area: 'access-analyzer' },
      { detail: 'Other.' },
      ['analyzer finding'],
    ],
    ['of drift in something else', { area: 'drift' }, { detail: 'Other.' }, ['drift']],
    [
      'of an analyzer that tried again',
      { area: 'access-analyzer', detail: 'Tried on 2026-01-01.' },
      { detail: 'Tried on 2026-01-02.' },
      [],
    ],
    ['with another age in its words', { area: 'usage' }, { detail: 'Not used for 91 days.' }, []],
  ])('%s', (_name, base, now, what) => {
    const before = baselineAfter(report(1, { findings: [finding('f', base)] }), undefined, NO_WIDE);
    const { changes } = compareRuns(
      before,
      report(2, { findings: [finding('f', { ...base, ...now })] }),
      NO_WIDE,
    );
    expect(changes.findings.changed).toEqual(what.length === 0 ? [] : [{ fingerprint: 'f', what }]);
    expect(changes.findings.unchanged).toBe(what.length === 0 ? 1 : 0);
  });

  it('after it was gone is reopened, and after it could not be looked at is as it was', () => {
    const first = baselineAfter(report(1, { findings: [finding('f')] }), undefined, NO_WIDE);
    const gone = baselineAfter(report(2), first, NO_WIDE);
    expect(gone.resolved).toEqual([
      { fingerprint: 'f', firstSeen: '2026-01-01T00:00:00.000Z', resolvedIn: 'run-2' },
    ]);
    const again = report(3, { findings: [finding('f')] });
    expect(compareRuns(gone, again, NO_WIDE).changes.findings).toMatchObject({ new: [], reopened: ['f'] });
    const unread = baselineAfter(report(2, { accounts: [account(B)] }), first, NO_WIDE);
    expect(compareRuns(unread, again, NO_WIDE).changes.findings).toMatchObject({
      new: [],
      reopened: [],
      unchanged: 1,
    });
  });
});

describe('roles', () => {
  const role = (trustPolicy: string, fingerprints: string[]) => ({
    accountId: A,
    accountName: 'a',
    roleArn: 'arn:aws:iam::111111111111:role/r',
    roleName: 'r',
    createdAt: '',
    lastUsedAt: null,
    lastUsedRegion: null,
    maxSessionDuration: null,
    admits: [
      {
        party: { name: 'V', kind: 'unknown' as const, accountId: '9' },
        principal: '9',
        requiredConditions: [],
      },
    ],
    findings: [],
    digests: { trustPolicy, permissions: 'p', externalIds: [{ party: '9', fingerprints }] },
  });
  const before = baselineAfter(report(1, { roles: [role('t', ['id:1'])] }), undefined, NO_WIDE);

  it('changed in what their digests say, external IDs only where the key is the same', () => {
    const other = { roles: [role('u', ['id:2'])] };
    const arn = 'arn:aws:iam::111111111111:role/r';
    const same = compareRuns(before, report(2, other), NO_WIDE).changes;
    expect(same.roles.changed).toEqual([{ roleArn: arn, what: ['trust policy', 'external ID'] }]);
    const otherKey = compareRuns(before, report(2, { ...other, key: 'l' }), NO_WIDE).changes;
    expect(otherKey.externalIdsCompared).toBe(false);
    expect(otherKey.roles.changed).toEqual([{ roleArn: arn, what: ['trust policy'] }]);
  });

  it('and third parties vanish only from accounts that were read', () => {
    const read = compareRuns(before, report(2), NO_WIDE).changes;
    expect([read.roles.vanished.length, read.thirdParties.vanished.length]).toEqual([1, 1]);
    const unread = compareRuns(before, report(2, { accounts: [account(B)] }), NO_WIDE).changes;
    expect(unread.roles).toMatchObject({ vanished: [], notKnown: ['arn:aws:iam::111111111111:role/r'] });
    expect(unread.thirdParties).toMatchObject({ vanished: [], notKnown: [{ name: 'V' }] });
  });
});

describe('the history in a baseline', () => {
  oneIn(3)('grows by the run before, forgets the oldest, and holds what a trend shows', () => {
    let known = baselineAfter(report(1, { findings: [finding('f')] }), undefined, NO_WIDE);
    expect(known.history).toEqual([
      {
        runId: 'run-1',
        startedAt: '2026-01-01T00:00:00.000Z',
        openFindings: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
        exceptedFindings: 0,
        complete: true,
        facts: { planned: 0, collected: 0 },
        openRoles: 0,
        thirdParties: 0,
      },
    ]);
    for (let number = 2; number <= 1_006; number += 1) known = baselineAfter(report(number), known, NO_WIDE);
    expect(known.history?.map(({ runId }) => runId)).toEqual(
      Array.from({ length: 1_000 }, (_, index) => `run-${index + 7}`),
    );
  });

  it('begins anew after a run from before there was one', () => {
    const { history: _, ...old } = baselineAfter(report(1), undefined, NO_WIDE);
    expect(baselineAfter(report(2), old, NO_WIDE).history?.map(({ runId }) => runId)).toEqual(['run-2']);
    expect(trendOf(old, report(3)).map(({ runId }) => runId)).toEqual(['run-3']);
  });
});

const ANALYZER = { area: 'access-analyzer', resourceArn: 'arn:role' } as const;
const evidenceOf = (...facts: string[]) =>
  facts.map((fact) => sampleOf(evidenceShape, { file: `accounts/${A}/facts.jsonl.gz`, fact }));

describe('an analyzer’s finding that is not reported by itself any more', () => {
  const FACT = 'external-access-findings';
  const trust = { area: 'trust', resourceArn: 'arn:role', evidence: evidenceOf('other', FACT) } as const;

  it.each<[words: string, old: Partial<Finding>, now: Partial<Finding>, fate: string]>([
    ['a trust finding carries it beside other evidence', ANALYZER, trust, 'unchanged'],
    [
      'the trust finding does not rest on it',
      ANALYZER,
      { ...trust, evidence: evidenceOf('other') },
      'resolved',
    ],
    ['the trust finding is on another role', ANALYZER, { ...trust, resourceArn: 'arn:other' }, 'resolved'],
    ['what rests on it is no trust finding', ANALYZER, { ...trust, area: 'usage' }, 'resolved'],
    ['it was another finding on that role', { ...ANALYZER, area: 'usage' }, trust, 'resolved'],
  ])('goes on where a trust finding carries it, and only there: %s', (_, old, now, fate) => {
    expect(fateOf(finding('f', old), { findings: [finding('t', now)] })).toBe(fate);
  });
});

describe('what is compared of the words of a finding', () => {
  const changed = (area: Finding['area'], was: string, is: string, key = 'k') =>
    compareRuns(
      baselineAfter(report(1, { findings: [finding('f', { area, detail: was })] }), undefined, NO_WIDE),
      report(2, { findings: [finding('f', { area, detail: is })], key }),
      NO_WIDE,
    ).changes.findings.changed.flatMap(({ what }) => what);

  it.each<[Finding['area'], was: string, is: string, what: string[]]>([
    ['access-analyzer', 'Since 2026-01-01T10:00:00Z.', 'Since 2026-02-03T04:05:06.789Z.', []],
    ['access-analyzer', 'Seen 2026-01-01, open.', 'Seen 2026-01-02, shut.', ['analyzer finding']],
    ['drift', 'Checked 2026-01-01.', 'Checked 2026-01-02.', []],
    ['drift', 'Path is /a.', 'Path is /b.', ['drift']],
    ['trust', 'Admits one.', 'Admits two.', []],
  ])('is, of %s, whether "%s" became "%s" but for the date', (area, was, is, what) => {
    expect(changed(area, was, is)).toEqual(what);
  });

  it('is nothing where external IDs read differently, since the key is another one', () => {
    expect(changed('access-analyzer', 'Admits id:1.', 'Admits id:2.', 'another')).toEqual([]);
  });
});

it('each finding is counted once, as new, back again, changed, as it was or gone', () => {
  const known = ['back', 'less', 'same', 'gone', 'joined'].map((one) =>
    finding(one, one === 'joined' ? ANALYZER : {}),
  );
  const first = baselineAfter(report(1, { findings: known }), undefined, NO_WIDE);
  const second = baselineAfter(report(2, { findings: known.slice(1) }), first, NO_WIDE);
  const { changes, resolved } = compareRuns(
    second,
    report(3, {
      findings: [
        finding('back'),
        finding('less', { severity: 'low' }),
        finding('same'),
        finding('new', { ...ANALYZER, area: 'trust', evidence: evidenceOf('external-access-findings') }),
      ],
    }),
    NO_WIDE,
  );
  expect(changes.findings).toMatchObject({
    new: ['new'],
    reopened: ['back'],
    changed: [{ fingerprint: 'less', what: ['severity'] }],
    unchanged: 2,
    notKnown: [],
  });
  expect(resolved.map(({ fingerprint }) => fingerprint)).toEqual(['gone']);
});

const [THEN, BEFORE] = ['2025-01-01T00:00:00.000Z', '2025-02-01T00:00:00.000Z'] as const;

it('when a finding was first seen is known of those that are open and of those that were resolved', () => {
  const of = (fingerprint: string, firstSeen: string) => finding(fingerprint, { firstSeen });
  const first = baselineAfter(
    report(1, { findings: [of('gone', THEN), of('open', BEFORE)] }),
    undefined,
    NO_WIDE,
  );
  const second = baselineAfter(report(2, { findings: [of('open', BEFORE)] }), first, NO_WIDE);
  expect([...firstSeenBefore(second)].sort()).toEqual([
    ['gone', THEN],
    ['open', BEFORE],
  ]);
  expect([...firstSeenBefore(undefined)]).toEqual([]);
});

it('the checks that judge all accounts together are those of the organization', () => {
  const checks = [
    { id: 'one', scope: 'account' },
    { id: 'all', scope: 'organization' },
  ] as unknown as Check[];
  expect([...organizationWide(checks)]).toEqual(['all']);
});

it('a list by fingerprint does not depend on the order of arrival', () => {
  const sorted = [{ fingerprint: 'b' }, { fingerprint: 'a' }].sort(byFingerprint);
  expect(sorted.map(({ fingerprint }) => fingerprint)).toEqual(['a', 'b']);
});
