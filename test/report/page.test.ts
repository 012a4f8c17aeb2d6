import { describe, expect, it } from 'vitest';
import { SEVERITIES } from '../../src/model/severity.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { renderHtml } from '../../src/report/html.ts';
import { size } from '../support/thorough.ts';
import { auditReport } from './fixture.ts';
import { cleanReport, fleetReport, largeReport } from './fixture-variants.ts';
import { decodeHtml } from './hostile.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();

/** The text of a page without its style, script and tags. */
function textOf(page: string): string {
  return decodeHtml(page.replace(/<(style|script)>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')).replace(
    /\s+/g,
    ' ',
  );
}

describe('the page', () => {
  const report = auditReport();
  const view = pageView(report);
  const page = renderHtml(report, TEMPLATES);

  it('has its parts in the order of reading', () => {
    const headings = [...page.matchAll(/<h[12][^>]*>(.*?)<\/h[12]>/g)].map((match) => match[1]);
    expect(headings).toEqual([
      'Third-party access audit',
      'Key figures',
      'What this may be relied on for',
      'Decide, fix, ask',
      'Review and decision',
      'Actions',
      'Owners',
      'Controls',
      'Scope and completeness',
      'Since the last run',
      'Access map',
      'Third parties',
      'Shared resources',
      'Inside the organization',
      'Stale roles',
      'External IDs',
      'Drift',
      'Access Analyzer',
      'Exceptions',
      'Entries of the configuration',
      'Trend over past runs',
      'Findings by account',
      'Role inventory',
      'Results by check',
      'Controls by framework',
      'Unanswered results',
      'Method, limits and freshness',
      'Evidence and how to verify it',
    ]);
  });

  it('skips no level of heading', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
    levels.reduce((before, level) => {
      expect(level).toBeLessThanOrEqual(before + 1);
      return level;
    }, 0);
  });

  it('says what was not read before the accounts, findings and roles', () => {
    const text = textOf(page);
    expect(text.indexOf('8 facts were not read')).toBeGreaterThan(0);
    expect(text.indexOf('8 facts were not read')).toBeLessThan(text.indexOf('Accounts in scope'));
    for (const gap of report.coverage.gaps) expect(text).toContain(gap.fact);
    expect(text).toContain('access-analyzer:ListAnalyzers');
  });

  it('shows every finding whole, once, with evidence, remedy and fingerprint', () => {
    for (const finding of report.findings) {
      expect(page.split(`id="f-${finding.fingerprint}"`)).toHaveLength(2);
      expect(page).toContain(`<code>${finding.fingerprint}</code>`);
    }
    expect(page.match(/<figure class="evidence">/g)).toHaveLength(report.findings.length);
  });

  it('links to nothing that is not there', () => {
    const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]));
    const targets = [...page.matchAll(/\shref="#([^"]*)"/g)].map((match) => match[1]);
    expect(targets.length).toBeGreaterThan(100);
    expect(targets.filter((target) => !ids.has(target))).toEqual([]);
    expect([...page.matchAll(/\sid="/g)]).toHaveLength(ids.size);
  });

  it('shows numbers that reconcile with the report', () => {
    const open = SEVERITIES.reduce((sum, severity) => sum + report.summary.openFindings[severity], 0);
    expect(report.findings.filter(({ status }) => status === 'OPEN')).toHaveLength(open);
    expect(view.figures.map(({ name, value, of }) => [name, value, of])).toEqual([
      ['Open findings', String(open), null],
      ['Accounts read in full', '21', '25'],
      ['Facts read', '451', '459'],
      ['Third parties', '12', null],
      ['Roles open to others', '38', '612'],
      ['Exceptions in force', '2', '3'],
    ]);
    expect(view.accounts.accounts.flatMap(({ findings }) => findings)).toHaveLength(report.findings.length);
    expect(view.scope.populations.every(({ adds }) => adds)).toBe(true);
    expect(view.scope.populations.map(({ equation }) => equation)).toEqual([
      '27 known = 21 read in full + 3 read in part + 1 not read + 2 out of scope',
      '459 planned = 451 read + 8 not read',
      '612 listed = 388 judged + 224 left out',
    ]);
  });

  it('says so when a population does not add up', () => {
    const broken = structuredClone(auditReport());
    broken.scope.roles.evaluated -= 1;
    expect(textOf(renderHtml(broken, TEMPLATES))).toContain('does not add up: treat this run as incomplete');
  });

  it('tells an account without findings that was not read in full from one that was', () => {
    expect(view.accounts.without).toEqual([
      '3 accounts that were read in full: no finding.',
      '2 accounts that were not read in full: no finding in what was read, which says nothing about the rest.',
    ]);
    expect(textOf(page)).toContain('No open finding in what was read');
  });

  it('marks exceptions in force and expired ones, and what each means for its findings', () => {
    expect(view.exceptions.rows.map(({ expires, expired, covers }) => [expires, expired, covers])).toEqual([
      ['2026-08-31', true, '0 findings'],
      ['2026-12-31', false, '1 finding'],
      ['2027-03-31', false, '1 finding'],
    ]);
    expect(textOf(page)).toContain(
      'The exception for this expired on 2026-08-31, so the finding counts again.',
    );
    expect(textOf(page)).toContain('Accepted until 2026-12-31, approved by M. Castellanos (GRC-1482)');
  });

  it('of a clean run shows no finding and keeps the limits of the method', () => {
    const text = textOf(renderHtml(cleanReport(), TEMPLATES));
    expect(text).toContain('no finding is open.');
    expect(text).toContain('at most 400 days');
    expect(text).toContain('up to 30 minutes');
    expect(text).toContain('Service control policies and resource control policies are not evaluated');
  });
});

describe('a page of many findings and roles', () => {
  const COUNT = size(20_000, 3_000);
  const report = largeReport(COUNT);
  const view = pageView(report);
  const page = renderHtml(report, TEMPLATES);

  it('stays small', () => {
    expect(page.length).toBeLessThan(3_000_000);
  });

  it('accounts for every finding it does not show', () => {
    const accounts = view.accounts.accounts;
    const whole = accounts.reduce((sum, { findings }) => sum + findings.length, 0);
    const brief = accounts.reduce((sum, account) => sum + account.brief.length, 0);
    const left = accounts.reduce((sum, { leftOut }) => {
      const count = /([\d,]+) more findings? of this account/.exec(leftOut ?? '')?.[1] ?? '0';
      return sum + Number(count.replaceAll(',', ''));
    }, 0);
    expect(whole).toBeGreaterThan(100);
    expect(whole).toBeLessThanOrEqual(LIMITS.fullFindings);
    expect([brief, left]).toEqual([LIMITS.briefFindings, COUNT - whole - LIMITS.briefFindings]);
  });

  it('shows the worst findings and says how many roles it leaves out and where they are', () => {
    const left = (COUNT - LIMITS.roles).toLocaleString('en');
    expect(
      view.accounts.accounts.flatMap(({ findings }) => findings).every((f) => f.severity === 'critical'),
    ).toBe(true);
    expect(view.roles.leftOut).toMatch(
      new RegExp(
        `^${left} more roles .* in report\\.json under roles, with findings no worse than these\\.$`,
      ),
    );
    expect(textOf(page)).toContain(`${left} more roles`);
  });
});

describe('a page of a fleet, with far more than fits of accounts, findings and third parties', () => {
  const page = renderHtml(fleetReport(), TEMPLATES);
  const sections = new Map(
    page.split(/(?=<section id=)/).map((part) => [/^<section id="([^"]*)"/.exec(part)?.[1] ?? 'head', part]),
  );

  it('keeps each section but the findings themselves small', () => {
    const rest = [...sections].filter(([id]) => id !== 'accounts');
    expect(rest.length).toBeGreaterThan(15);
    expect(rest.reduce((sum, [, part]) => sum + Buffer.byteLength(part), 0)).toBeLessThan(1_700_000);
  });

  it.each(['scope', 'third-parties', 'stale-roles', 'external-ids', 'drift', 'access-analyzer', 'roles'])(
    'says in the section %s how much is left out',
    (id) => {
      expect(sections.get(id)).toMatch(/<p class="left-out">[\d,]+ more /);
    },
  );
});
