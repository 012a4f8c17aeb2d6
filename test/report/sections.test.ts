import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { renderHtml } from '../../src/report/html.ts';
import { auditReport } from './fixture.ts';
import { accountId } from './fixture-scope.ts';
import { cleanReport } from './fixture-variants.ts';
import { readTemplates } from './templates.ts';

const report = auditReport();
const view = pageView(report);

/** A finding of the fixture made into one of another check. */
function made(checkId: string, area: Finding['area'], more: Partial<Finding> = {}): Finding {
  const [finding] = report.findings;
  if (finding === undefined) throw new Error('the fixture has no finding');
  return { ...finding, checkId, area, fingerprint: `${checkId} ${more.resourceArn ?? ''}`, ...more };
}

function withFindings(...findings: Finding[]): AuditReport {
  return { ...report, findings };
}

describe('what was not read', () => {
  it('is said in words: the account of which nothing was read first, then the others with their reasons', () => {
    expect(view.coverage.sentences).toEqual([
      `Nothing was read of mobile-backend (${accountId(23)}): sts:AssumeRole was denied.`,
      `Of data-lake-prod (${accountId(12)}), 2 facts were not read, since access-analyzer:ListAnalyzers was denied: analyzers and external-access-findings in eu-central-1.`,
      `Of finance-prod (${accountId(17)}), 1 fact was not read, since cloudformation:DetectStackResourceDrift was throttled to the last attempt: drift in eu-west-1.`,
      `Of finance-prod (${accountId(17)}), 1 fact was not read, since cloudformation:GetTemplate failed: stack-templates in eu-west-1.`,
      `Of sandbox-berlin (${accountId(24)}), 1 fact was not read, since it is not available there: stacks in eu-central-1.`,
    ]);
  });

  it('is counted where there is too much for words', () => {
    const gaps = report.coverage.gaps.flatMap((gap) =>
      Array.from({ length: 100 }, (_, index) => ({
        ...gap,
        accountId: accountId(index),
        action: `a:${index}`,
      })),
    );
    const { sentences, sentencesLeftOut } = pageView({
      ...report,
      coverage: { ...report.coverage, gaps },
    }).coverage;
    expect(sentences).toHaveLength(LIMITS.gapSentences);
    expect(sentencesLeftOut).toMatch(/^\d+ more such sentences are left out/);
  });
});

describe('stale roles', () => {
  it('are those of the check, open ones first, never seen in use before the others', () => {
    const rows = view.staleRoles.rows.map(({ finding, lastUsed }) => [finding.excepted, lastUsed]);
    expect(rows.length).toBe(report.findings.filter(({ checkId }) => checkId === 'stale-role').length);
    expect(rows.findIndex(([excepted]) => excepted === true)).toBe(rows.length - 1);
    expect(rows[0]).toEqual([false, 'Not within the tracked period']);
    expect(view.staleRoles.notKnown).toBe('1 result has no answer; they are among the unanswered results.');
  });

  it('are not said to be none where that is not known', () => {
    expect(pageView({ ...cleanReport(), checks: [] }).staleRoles.notKnown).toBe(
      'Not applied, so nothing is known of it: stale-role.',
    );
    expect(pageView({ ...report, findings: [] }).staleRoles.sentence).toMatch(/in what was read\.$/);
    expect(pageView(cleanReport()).staleRoles).toMatchObject({
      sentence: 'No role that admits someone from outside counts as stale.',
      notKnown: null,
    });
  });
});

describe('external IDs', () => {
  const asking = report.roles.filter(({ externalIds }) => externalIds !== undefined);
  const shared = asking.filter(({ roleName }) => roleName === 'skylark-posture-scan');
  const [first] = shared;
  const [asked] = first?.externalIds ?? [];
  if (first === undefined || asked === undefined) throw new Error('the fixture asks for no external ID');
  const on = { resourceArn: first.roleArn, thirdParty: asked.party };
  const reused = made('external-id-reuse', 'external-ids', {
    ...on,
    detail: `The external ID ${asked.shown[0]} is used more than once.`,
  });
  const missing = made('external-id-missing', 'trust', { ...on, detail: 'By statement 2 without any.' });

  it('stand there once each, with every role that asks for them and what is wrong', () => {
    const { wrong, sound } = pageView(withFindings(reused, missing)).externalIds;
    expect(wrong).toMatchObject([
      {
        id: asked.shown[0]?.split(' ')[0],
        length: '36 characters',
        parties: ['Skylark Posture'],
        roles: shared.map(({ roleName }) => ({ role: roleName })),
        wrong: [{ what: 'used more than once', times: null, excepted: false }],
      },
      { id: null, parties: ['Skylark Posture'], wrong: [{ what: 'none is asked' }] },
    ]);
    expect(sound).toHaveLength(asking.length - shared.length);
  });

  it('are not taken for the same where only their length is known', () => {
    const { externalIdKey: _, ...run } = report.run;
    const masked = asking.map((role) => ({
      ...role,
      externalIds: role.externalIds?.map(({ party }) => ({ party, shown: ['•••••• (36 characters)'] })) ?? [],
    }));
    const { sound } = pageView({ ...report, run, roles: masked, findings: [] }).externalIds;
    expect(sound).toHaveLength(asking.length);
  });

  it('of one role are told apart by the finding that names one of them', () => {
    const [one = '', other = ''] = ['id:aaaa (5 characters)', 'id:bbbb (5 characters)'];
    const role = { ...first, externalIds: [{ party: asked.party, shown: [one, other] }] };
    const named = made('external-id-guessable', 'external-ids', {
      ...on,
      detail: `${other} can be guessed.`,
    });
    const { wrong, sound } = pageView({ ...report, roles: [role], findings: [named] }).externalIds;
    expect(wrong.map(({ id }) => id)).toEqual(['id:bbbb']);
    expect(sound.map(({ id }) => id)).toEqual(['id:aaaa']);
  });
});

describe('drift', () => {
  const stack =
    'arn:aws:cloudformation:us-east-1:210000000003:stack/vendor/035ef2c4-e73e-4de8-8a15-751f7adf6ebc';

  it('names roles, stacks and members of stacks, account by account', () => {
    const { rows, unmanaged } = pageView(
      withFindings(
        made('role-drift', 'drift', { accountId: '1', resourceArn: 'arn:aws:iam::210000000003:role/a' }),
        made('stack-drift', 'drift', { accountId: '2', resourceArn: stack }),
        made('role-drift', 'drift', { accountId: '1', resourceArn: `aws:cloudformation:${stack}/Policy` }),
        made('unmanaged-role', 'drift', { resourceArn: 'arn:aws:iam::210000000003:role/b' }),
      ),
    ).drift;
    expect(rows.map(({ thing }) => thing)).toEqual(['role/a', 'stack/vendor, Policy', 'stack/vendor']);
    expect(unmanaged).toHaveLength(1);
  });

  it('says when nothing was compared, and what has no answer', () => {
    const nothing = { ...report, summary: { ...report.summary, checks: [] } };
    expect(pageView(nothing).drift.sentence).toBe('Nothing was compared with a template.');
    expect(view.drift.notKnown).toContain('3 results have no answer');
  });
});

describe('Access Analyzer', () => {
  function exposed(id: string, kind: 'public' | 'unknown', createdAt: string, status = 'ACTIVE'): Finding {
    return made('external-access-finding', 'access-analyzer', {
      resourceArn: `arn:aws:s3:::${id}`,
      thirdParty: { name: kind, kind },
      evidence: [
        {
          file: `accounts/${accountId(1)}/facts.jsonl.gz`,
          fact: 'external-access-findings',
          region: 'us-east-1',
          pointer: `/findings/${id}`,
          value: { id, createdAt, status, isPublic: kind === 'public' },
        },
      ],
    });
  }

  it('counts each of its findings once, by whom it lets in and since when', () => {
    const same = { ...exposed('1', 'unknown', '2026-11-12T00:00:00Z'), checkId: 'unregistered-third-party' };
    const { exposures, rows } = pageView(
      withFindings(
        exposed('1', 'unknown', '2026-11-12T00:00:00Z'),
        same,
        exposed('2', 'unknown', '2026-10-23T00:00:00Z', 'ARCHIVED'),
        exposed('3', 'public', 'no time'),
      ),
    ).accessAnalyzer;
    expect(exposures).toEqual([
      { name: 'Public', active: '1', archived: '0', oldest: 'Not stated' },
      { name: 'Unknown', active: '1', archived: '1', oldest: '2026-10-23, 30 days ago' },
    ]);
    expect(rows.map(({ openTo, archived }) => [openTo, archived])).toEqual([
      ['public', false],
      ['unknown', true],
      ['unknown', false],
    ]);
  });

  it('tells Regions that are not watched from those of which it is not known', () => {
    const [check] = report.checks;
    if (check === undefined) throw new Error('the fixture has no check');
    const place = { accountId: accountId(2), region: 'us-east-1' };
    const { coverage } = pageView({
      ...withFindings(made('analyzer-coverage', 'access-analyzer', place)),
      checks: [{ ...check, id: 'analyzer-coverage' }],
      unanswered: [
        {
          checkId: 'analyzer-coverage',
          status: 'UNKNOWN',
          resourceArn: '',
          detail: '',
          accountId: accountId(2),
          region: 'eu-west-1',
        },
        {
          checkId: 'analyzer-coverage',
          status: 'UNKNOWN',
          resourceArn: '',
          detail: '',
          accountId: accountId(3),
          region: 'global',
        },
      ],
    }).accessAnalyzer;
    expect(coverage.sentence).toBe(
      'An active analyzer for external access watches 70 of 75 Regions of accounts; 1 is not watched, and of 4 it is not known.',
    );
    expect(coverage.rows).toMatchObject([
      { accountId: accountId(2), notWatched: 'us-east-1', notKnown: 'eu-west-1', watched: 'eu-central-1' },
      {
        accountId: accountId(3),
        notWatched: '–',
        notKnown: 'us-east-1, eu-west-1, eu-central-1',
        watched: '–',
      },
    ]);
  });

  it('says that nothing is known of where it watches when the check was not applied', () => {
    expect(view.accessAnalyzer.coverage.sentence).toContain('was not applied, so it is not known');
  });
});

describe('the evidence', () => {
  const files = Array.from({ length: 500 }, (_, index) => ({
    name: `accounts/${accountId(index)}/facts.jsonl.gz`,
    sha256: index.toString(16).padStart(64, '0'),
    bytes: 1000 + index,
  }));

  it('stands there with digests and sizes, and with a count of what is left out', () => {
    const { appendix } = pageView(report, { evidence: files });
    expect(appendix.files).toHaveLength(LIMITS.evidenceFiles);
    expect(appendix.files[1]).toEqual({ ...files[1], bytes: '1,001' });
    expect(appendix.leftOut).toContain(`${500 - LIMITS.evidenceFiles} more files`);
    expect(renderHtml(report, readTemplates(), { evidence: files })).toContain(
      `<code>${files[1]?.sha256}</code>`,
    );
  });

  it('is not claimed when it was not at hand', () => {
    expect(view.appendix.sentence).toContain('not at hand');
  });
});
