import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { size } from '../support/thorough.ts';
import { auditReport } from './fixture.ts';
import { withActions } from './fixture-actions.ts';
import { HOSTILE } from './fixture-parties.ts';
import { cleanReport, largeReport } from './fixture-variants.ts';

/** The text without its code spans: what a renderer would act on. */
function outsideCode(markdown: string): string {
  return markdown.replace(/`[^`\n]*`/g, '');
}

function named(name: string): AuditReport {
  const report = auditReport();
  return {
    ...report,
    run: { ...report.run, title: name, organizationName: name },
    findings: report.findings.map((finding) => ({
      ...finding,
      accountName: name,
      resourceArn: `arn:aws:iam::${finding.accountId}:role/${name}`,
    })),
  };
}

describe('summaryMarkdown', () => {
  it('begins with the verdict, which says first that an audit is incomplete', () => {
    expect(summaryMarkdown(auditReport())).toMatch(/^## Incomplete\n\nThis audit is incomplete: /);
  });

  it('says of a clean run that nothing is open', () => {
    const text = summaryMarkdown(cleanReport());
    expect(text).toMatch(/^## No open findings\n\nAll 25 accounts in scope were read in full/);
    expect(text).not.toContain('| Worst |');
  });

  it('never reads as clean when nothing was audited', () => {
    const report = cleanReport();
    const text = summaryMarkdown({ ...report, scope: { ...report.scope, accounts: [] } });
    expect(text).toMatch(/^## Nothing was audited\n/);
  });

  it('gives counts that reconcile with the findings', () => {
    const report = auditReport();
    const text = summaryMarkdown(report);
    const counts = [...text.matchAll(/^\| (critical|high|medium|low|info) \| ([\d,]+) \|$/gm)].map(
      ([, , count = '']) => Number(count.replaceAll(',', '')),
    );
    const open = report.findings.filter(({ status }) => status === 'OPEN').length;
    expect(counts).toHaveLength(5);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(open);
    const rows = text.match(/^\| (critical|high|medium|low|info) \| `/gm) ?? [];
    expect(rows).toHaveLength(10);
    expect(text).toContain(`And ${open - 10} more open findings.`);
    expect(text).toContain('Accounts: 25 in scope, 21 read in full, 3 in part, 1 not at all.');
  });

  it('shows the worst open findings, in order, and no excepted one', () => {
    const report = auditReport();
    const [worst, next] = report.findings;
    if (worst === undefined || next === undefined) throw new Error('The fixture holds no findings.');
    const text = summaryMarkdown({
      ...report,
      findings: [
        { ...worst, status: 'EXCEPTED', resourceArn: 'arn:aws:iam::1:role/accepted' },
        { ...next, status: 'OPEN', resourceArn: 'arn:aws:iam::1:role/first' },
        { ...next, status: 'OPEN', resourceArn: 'arn:aws:iam::1:role/second' },
      ],
    });
    expect(text).not.toContain('role/accepted');
    expect(text.indexOf('`role/first`')).toBeGreaterThan(0);
    expect(text.indexOf('`role/second`')).toBeGreaterThan(text.indexOf('`role/first`'));
  });

  it.each([
    ...Object.values(HOSTILE),
    '`|**bold**',
    '``` |\n# heading',
    '\\`\\|',
    '[click](http://attacker.example)',
    '@everyone #1 https://attacker.example',
    '',
  ])('keeps %j inert', (name) => {
    const markdown = summaryMarkdown(named(name));
    const acting = outsideCode(markdown);
    expect(acting).not.toMatch(/[`<>@[\]\\*]|attacker|https?:|&#|{{/);
    const rows = markdown.split('\n').filter((line) => line.startsWith('| critical | `'));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.split('|')).toHaveLength(6);
  });

  it('names the worst findings however long the entries of the configuration are', () => {
    const long = 'W'.repeat(2_000);
    const entry = auditReport().configurationEntries?.[0];
    const action = withActions(auditReport()).actions?.[0];
    const spot = { regions: ['eu-west-1'], reason: long, approvedBy: long, expires: '2027-01-01' };
    if (entry === undefined || action === undefined) throw new Error('The fixture lacks entries or actions.');
    const text = summaryMarkdown({
      ...auditReport(),
      configurationEntries: Array.from({ length: 9 }, () => ({ ...entry, path: long, entry: long })),
      actions: Array.from({ length: 9 }, () => ({
        ...action,
        title: long,
        owner: { name: long, from: 'tag' },
      })),
      blindSpots: Array.from({ length: 9 }, () => ({ ...spot, gaps: 1, unanswered: 1, expired: false })),
    });
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/^\| critical \| `/m);
  });

  it.each([
    ['thousands of findings', largeReport(size(50_000, 2_000))],
    ['huge names', named('`|\u202e'.repeat(size(100_000, 5_000)))],
    ['wide names', named('\u{1F600}'.repeat(5_000))],
  ])('stays under 4,000 characters with %s', (_what, report) => {
    const text = summaryMarkdown(report);
    expect(text.length).toBeLessThan(4_000);
    expect(text).toMatch(/And [\d,]+ more open findings\.\n/);
  });
});
