import { describe, expect, it } from 'vitest';
import { NOTICE_SCHEMA_VERSION, noticeShape, parseNotice } from '../../../src/model/notice.ts';
import type { AuditReport } from '../../../src/model/report.ts';
import { WEBHOOK_FORMATS, webhookBody } from '../../../src/report/notice/chat.ts';
import { metricsOf } from '../../../src/report/notice/metrics.ts';
import { isNews, noticeOf, withinBytes } from '../../../src/report/notice/notice.ts';
import { asciiLine, noticeText, subjectOf } from '../../../src/report/notice/words.ts';
import { auditReport } from '../fixture.ts';
import { HOSTILE } from '../fixture-parties.ts';
import { changedReport, cleanReport, largeReport } from '../fixture-variants.ts';

/** A run after another in which nothing was to be told. */
function quietReport(): AuditReport {
  const { changes } = changedReport();
  if (changes === undefined) throw new Error('The fixture has no changes.');
  const findings = { ...changes.findings, new: [], reopened: [], changed: [], notKnown: [] };
  const quiet = { ...changes, findings, thirdParties: { ...changes.thirdParties, appeared: [] } };
  return { ...cleanReport(), exceptions: [], thirdParties: [], changes: quiet };
}

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const hidden = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/;

describe('a notice', () => {
  it('says what is new, changed and gone, and of how many it cannot tell', () => {
    const report = changedReport();
    const notice = noticeOf(report);
    expect(notice.new.findings.map(({ fingerprint }) => fingerprint).sort()).toEqual(
      [...report.findings]
        .filter(
          ({ fingerprint, status }) =>
            report.changes?.findings.new.includes(fingerprint) && status === 'OPEN',
        )
        .map(({ fingerprint }) => fingerprint)
        .sort(),
    );
    expect([notice.changed.count, notice.gone.count, notice.notKnown]).toEqual([1, 2, 1]);
    expect(notice.comparedWith?.runId).toBe('20261115T060012Z-00000001');
    expect(notice.openFindings).toEqual(report.summary.openFindings);
    expect(noticeShape.parse(notice)).toEqual(notice);
  });

  it('of a first run says that all of it is new', () => {
    const report = auditReport();
    const { new: fresh, gone, comparedWith } = noticeOf(report);
    const open = report.findings.filter(({ status }) => status === 'OPEN').length;
    expect([fresh.count, gone.count, comparedWith]).toEqual([open, 0, null]);
    expect(fresh.notShown).toBe(open - fresh.findings.length);
  });

  it('is bounded, whatever accounts call their things', () => {
    const huge = `${HOSTILE.bidi}${HOSTILE.escape}<script>\n=cmd()${'\u202e\u{1F600}é'.repeat(100_000)}`;
    const report = auditReport();
    const named = report.findings.slice(0, 200).map((finding) => {
      return {
        ...finding,
        title: huge,
        accountName: huge,
        resourceArn: huge,
        thirdParty: { name: huge, kind: 'unknown' as const },
      };
    });
    const notice = noticeOf(
      { ...report, findings: named, run: { ...report.run, title: huge } },
      { where: huge },
    );
    expect(bytes(notice)).toBeLessThan(200_000);
    const smaller = withinBytes(notice, 40_000);
    expect(bytes(smaller)).toBeLessThanOrEqual(40_000);
    expect(smaller.new.count).toBe(smaller.new.findings.length + smaller.new.notShown);
    expect(noticeText(notice).length).toBeLessThanOrEqual(2_900);
    for (const text of [noticeText(notice), subjectOf(notice), JSON.stringify(notice)])
      expect(text).not.toMatch(hidden);
    expect(asciiLine(subjectOf(notice))).toMatch(/^[\x20-\x7e]{1,100}$/);
    for (const format of WEBHOOK_FORMATS)
      expect(Buffer.byteLength(webhookBody(withinBytes(notice, 40_000), format))).toBeLessThan(60_000);
  });

  it('of one owner holds the findings of this owner alone', () => {
    const owner = 'Ana';
    const from = ['register', 'role tag', 'account'] as const;
    const whole = auditReport();
    const report = {
      ...whole,
      findings: Array.from(whole.findings, (finding, index) => {
        const source = from[index % 4];
        return {
          ...finding,
          owner: { name: source === undefined ? 'Bo' : owner, from: source ?? 'account' },
        };
      }),
    };
    const notice = noticeOf(report, { owner });
    const all = [...notice.new.findings, ...notice.gone.findings, ...notice.changed.findings];
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((finding) => finding.owner !== owner)).toEqual([]);
    expect(notice.overdue.entries.filter((entry) => entry.owner !== owner)).toEqual([]);
    expect(notice.new.count).toBeLessThan(noticeOf(report).new.count);
    expect(noticeOf(report, { owner: 'nobody' }).new.count).toBe(0);
  });

  it('holds no evidence and no external ID', () => {
    const notice = JSON.stringify(noticeOf(largeReport(500)));
    expect(notice).not.toMatch(/sts:ExternalId|pointer|id:[0-9a-f]{16}/);
  });

  it('says of a run that is not complete so first, and why', () => {
    const notice = noticeOf(changedReport());
    expect(notice.verdict.complete).toBe(false);
    expect(subjectOf(notice)).toMatch(/^Countersign: INCOMPLETE, /);
    expect(noticeText(notice)).toMatch(/^[^\n]*\nINCOMPLETE: /);
  });

  it('of another format is not read back', () => {
    const notice = noticeOf(auditReport());
    expect(parseNotice(JSON.parse(JSON.stringify(notice)))).toEqual({ value: notice });
    expect(parseNotice({ ...notice, schemaVersion: NOTICE_SCHEMA_VERSION + 1 })).toHaveProperty('problem');
  });
});

describe('whether it is news', () => {
  const quiet = quietReport();
  const { changes } = quiet;
  if (changes === undefined) throw new Error('The fixture has no changes.');
  const withFindings = (found: object) => ({
    ...quiet,
    changes: { ...changes, findings: { ...changes.findings, ...found } },
  });
  const { findings } = auditReport();
  const [finding] = findings.filter(({ status }) => status === 'OPEN');
  if (finding === undefined) throw new Error('The fixture has no findings.');
  const review = (nextReview: string) => {
    const [party] = auditReport().thirdParties.filter(({ roles }) => roles.length > 0);
    if (party === undefined) throw new Error('The fixture has no parties.');
    return { ...quiet, thirdParties: [{ ...party, nextReview, contractEnds: null }] };
  };

  it.each<[string, AuditReport, boolean]>([
    ['nothing', quiet, false],
    ['a new finding', { ...withFindings({ new: [finding.fingerprint] }), findings: [finding] }, true],
    [
      'a new finding that is accepted',
      { ...withFindings({ new: [finding.fingerprint] }), findings: [{ ...finding, status: 'EXCEPTED' }] },
      false,
    ],
    [
      'a finding that is back',
      { ...withFindings({ reopened: [finding.fingerprint] }), findings: [finding] },
      true,
    ],
    [
      'an exception that has ended',
      {
        ...withFindings({ changed: [{ fingerprint: finding.fingerprint, what: ['status'] }] }),
        findings: [finding],
      },
      true,
    ],
    [
      'a detail that reads differently',
      {
        ...withFindings({ changed: [{ fingerprint: finding.fingerprint, what: ['drift'] }] }),
        findings: [finding],
      },
      false,
    ],
    ['a finding that is gone', { ...quiet, resolved: [finding] }, true],
    ['a review that has become overdue since', review('2026-11-18'), true],
    ['a review that was overdue before', review('2026-11-01'), false],
    ['a review that is due today', review(quiet.run.asOf.slice(0, 10)), false],
    ['a day that is none', review('soon'), false],
    ['an incomplete run', { ...quiet, coverage: auditReport().coverage, scope: auditReport().scope }, true],
    ['a first run that finds nothing', { ...cleanReport(), thirdParties: [], exceptions: [] }, false],
  ])('%s: %#', (_what, report, expected) => {
    expect(isNews(noticeOf(report))).toBe(expected);
  });

  it('an incomplete run is none for an owner without findings', () => {
    expect(isNews(noticeOf({ ...quiet, coverage: auditReport().coverage }, { owner: 'Ana' }))).toBe(false);
  });
});

describe('the chats', () => {
  it('read no mark-up, link or mention in what accounts name', () => {
    const report = auditReport();
    const [one] = report.findings;
    if (one === undefined) throw new Error('The fixture has no findings.');
    const accountName = '<!channel> <https://evil.example|click> [a](https://evil.example) *b*';
    const notice = noticeOf({
      ...report,
      findings: [{ ...one, accountName, status: 'OPEN' }],
      run: { ...report.run, title: accountName },
    });
    const slack = JSON.parse(webhookBody(notice, 'slack'));
    expect(slack.blocks.map(({ text }: { text: { type: string } }) => text.type)).toEqual([
      'plain_text',
      'plain_text',
    ]);
    expect(slack.text).not.toMatch(/[<>]/);
    const [card] = JSON.parse(webhookBody(notice, 'teams')).attachments;
    expect(new Set(card.content.body.map(({ type }: { type: string }) => type))).toEqual(
      new Set(['RichTextBlock']),
    );
    expect(Buffer.byteLength(webhookBody(notice, 'teams'))).toBeLessThan(28_000);
  });

  it('of programs give the notice, and the words beside it', () => {
    const notice = noticeOf(auditReport());
    expect(JSON.parse(webhookBody(notice, 'json'))).toMatchObject({ ...notice, text: noticeText(notice) });
  });
});

describe('the metrics', () => {
  const measuredAs = (report: AuditReport, name: string) =>
    metricsOf(report).metrics.find((one) => one.name === name)?.value;

  it('count findings by severity, accounts and coverage', () => {
    const report = auditReport();
    const measured = metricsOf(report);
    const open = measured.metrics.filter(({ name }) => name === 'OpenFindings');
    expect(Object.fromEntries(open.map(({ dimensions, value }) => [dimensions[0]?.value, value]))).toEqual(
      report.summary.openFindings,
    );
    expect(measuredAs(report, 'AccountsNotRead')).toBe(report.summary.accounts.FAILED);
    expect(
      measuredAs({ ...report, coverage: { ...report.coverage, planned: 0, collected: 0 } }, 'Coverage'),
    ).toBe(0);
    expect(measured.at).toBe(report.run.finishedAt);
  });

  it('tell the age of the last complete run: 0 for one that is, and nothing where none is known', () => {
    expect(measuredAs(cleanReport(), 'AgeOfLastCompleteRun')).toBe(0);
    const incomplete = auditReport();
    const [point] = incomplete.trend ?? [];
    if (point === undefined) throw new Error('The fixture has no trend.');
    const trend = [
      { ...point, runId: 'a', complete: true, startedAt: '2026-11-01T00:00:00Z' },
      { ...point, runId: 'b', complete: false, startedAt: '2026-11-08T00:00:00Z' },
    ];
    const seconds = (Date.parse(incomplete.run.startedAt) - Date.parse('2026-11-01T00:00:00Z')) / 1000;
    expect(measuredAs({ ...incomplete, trend }, 'AgeOfLastCompleteRun')).toBe(Math.round(seconds));
    expect(measuredAs({ ...incomplete, trend: trend.slice(1) }, 'AgeOfLastCompleteRun')).toBeUndefined();
  });
});
