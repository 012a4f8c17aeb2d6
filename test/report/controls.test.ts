import { describe, expect, it } from 'vitest';
import { controlsView } from '../../src/report/html/page/controls.ts';
import { renderHtml } from '../../src/report/html.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { walksOf } from '../../src/report/walk.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { readTemplates } from './templates.ts';

const report = auditReport();
const { controls: _, ...earlier } = report;

describe('the controls of the page', () => {
  const view = controlsView(report, walksOf(report))();
  const [nist, cis] = view.frameworks;
  const rows = nist?.editions[0]?.controls ?? [];

  it('are a framework each, its versions together', () => {
    expect(view.frameworks.map(({ name, anchor, several }) => ({ name, anchor, several }))).toEqual([
      { name: 'NIST SP 800-53', anchor: 'framework-NIST-800-53-r5', several: false },
      { name: 'CIS Foundations', anchor: 'framework-CIS-AWS-3_0', several: true },
    ]);
    expect(cis?.editions.map(({ anchor, version }) => [anchor, version])).toEqual([
      ['edition-CIS-AWS-3_0', '3.0.0'],
      ['edition-CIS-AWS-5_0', '5.0.0'],
    ]);
  });

  it('are counted by result, in words', () => {
    expect(nist?.editions[0]?.tally.map(({ word, count, some }) => [word, count, some])).toEqual([
      ['Not met', '1', true],
      ['Not shown', '1', true],
      ['Supported', '1', true],
      ['Met with exceptions', '1', true],
      ['Met', '1', true],
      ['Not applicable', '1', true],
    ]);
    expect(cis?.editions[0]?.tally.map(({ count, some }) => [count, some])).toEqual([
      ['0', false],
      ['0', false],
      ['0', false],
      ['0', false],
      ['1', true],
      ['0', false],
    ]);
  });

  it('tell open failures from accepted ones and from those that stand elsewhere', () => {
    expect(rows[0]).toMatchObject({
      id: 'AC-2',
      status: { kind: 'not-met', word: 'Not met' },
      note: 'Failures: 1 open, 1 accepted and 3 reported with trust findings; 2 results without an answer',
      reasons: [],
    });
    expect(rows[0]).toMatchObject({
      worst: { severity: 'high', words: 'Worst open: high' },
      change: 'In the run before: supported',
    });
    expect(rows[1]).toMatchObject({
      id: 'AC-3',
      status: { kind: 'met' },
      note: null,
      reasons: [],
      worst: null,
    });
    expect(rows[5]).toMatchObject({ status: { kind: 'met-with-exceptions' }, note: 'Failures: 2 accepted' });
  });

  it('say why a control is not shown, and how many reasons are left out', () => {
    expect(rows[2]).toMatchObject({ status: { kind: 'not-shown' }, moreReasons: 'And 1 more reason.' });
    expect(rows[2]?.reasons).toHaveLength(3);
  });

  it('count the results of each check, and link to its row if it was applied', () => {
    const fails = report.findings.filter(({ checkId }) => checkId === 'stale-role');
    const accepted = fails.filter(({ status }) => status === 'EXCEPTED').length;
    const counts = report.summary.checks.find(({ checkId }) => checkId === 'stale-role');
    expect(accepted).toBeGreaterThan(0);
    expect(rows[2]?.checks[1]).toEqual({
      id: 'stale-role',
      href: '#check-stale-role',
      results: `${fails.length - accepted} fail, ${accepted} accepted, 1 unknown, ${counts?.pass} pass`,
    });
    expect(rows[2]?.checks[2]).toEqual({ id: 'owner-tag', href: null, results: 'not applied' });
  });

  it('say of how many accounts they speak, and that those left out are not among them', () => {
    expect(view.scope).toContain('25 accounts in scope');
    expect(view.scope).toContain('of 2 known accounts that were left out, nothing is shown');
  });

  it('lead nowhere that does not exist, and name nothing twice', () => {
    const page = renderHtml(report, readTemplates());
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
    expect(links).toContain('check-role-drift');
    expect(page).not.toContain(HOSTILE.markup);
  });

  it('are missing, in words, from a report of an earlier version', () => {
    const page = renderHtml(earlier, readTemplates());
    expect(page.match(/This report comes from a version that did not judge controls/g)).toHaveLength(2);
  });
});

describe('summary.md', () => {
  it('has a line a framework', () => {
    expect(summaryMarkdown(report)).toContain(
      '- NIST SP 800-53, Revision 5: 1 not met, 1 not shown, 1 supported, 1 met with exceptions, 1 met, 1 not applicable; 1 changed since the run before\n- CIS Foundations, 3.0.0: 1 met\n',
    );
    expect(summaryMarkdown(earlier)).not.toContain('Controls');
  });
});
