import { describe, expect, it } from 'vitest';
import type { CoverageEntry, Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { junitXml } from '../../src/report/junit.ts';
import { size } from '../support/thorough.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { accountId } from './fixture-scope.ts';
import { cleanReport, largeReport } from './fixture-variants.ts';
import { whole } from './whole.ts';
import { parseXml, type XmlElement } from './xml.ts';

function casesOf(report: AuditReport): XmlElement[] {
  const [suite] = parseXml(whole(junitXml(report))).children;
  if (suite === undefined) throw new Error('There is no test suite.');
  return suite.children;
}

function state({ children }: XmlElement): string {
  return children[0]?.name ?? 'passed';
}

function caseOf(report: AuditReport, account: string, checkId: string): XmlElement {
  const found = casesOf(report).filter(
    ({ attributes }) => attributes.classname === account && attributes.name === checkId,
  );
  if (found.length !== 1 || found[0] === undefined) throw new Error(`${found.length} cases, not one.`);
  return found[0];
}

/** The clean report with findings on one check of one account. */
function withFindings(...changes: Array<Partial<Finding>>): AuditReport {
  const [finding] = auditReport().findings;
  if (finding === undefined) throw new Error('The fixture holds no finding.');
  const place = { accountId: accountId(4), checkId: 'stale-role', status: 'OPEN' as const };
  return { ...cleanReport(), findings: changes.map((change) => ({ ...finding, ...place, ...change })) };
}

/**
 * The schema of Jenkins' xunit plugin, as far as it allows what is written here.
 * https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
 */
const OUTCOME = { optional: ['type', 'message'], children: [] };
const JENKINS: Record<string, { required?: string[]; optional: string[]; children: string[] }> = {
  testsuites: { optional: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['time', 'skipped', 'timestamp', 'hostname', 'id', 'package'],
    children: ['testcase', 'properties'],
  },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group'],
    children: ['skipped', 'error', 'failure'],
  },
  skipped: OUTCOME,
  error: OUTCOME,
  failure: OUTCOME,
};

const UNANSWERED = {
  checkId: 'stale-role',
  status: 'UNKNOWN' as const,
  accountId: accountId(4),
  region: 'global',
  resourceArn: '',
  detail: 'authorization-details was not collected.',
};

describe('junitXml', () => {
  it('has one case for each account and check', () => {
    const report = auditReport();
    const names = casesOf(report).map(({ attributes }) => `${attributes.classname} ${attributes.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toHaveLength(report.scope.accounts.length * report.checks.length);
  });

  it('gives totals that match the cases', () => {
    const report = auditReport();
    const states = casesOf(report).map(state);
    const count = (wanted: string) => String(states.filter((each) => each === wanted).length);
    const totals = {
      tests: String(states.length),
      failures: count('failure'),
      errors: count('error'),
    };
    const root = parseXml(whole(junitXml(report)));
    expect(root.name).toBe('testsuites');
    expect(root.attributes).toMatchObject(totals);
    expect(root.children[0]?.attributes).toMatchObject({
      ...totals,
      skipped: count('skipped'),
      timestamp: report.run.asOf,
    });
    expect(Number(totals.failures)).toBe(
      new Set(
        report.findings
          .filter(({ status }) => status === 'OPEN')
          .map((finding) => `${finding.accountId} ${finding.checkId}`),
      ).size,
    );
  });

  it.each([
    ['a report of everything', auditReport()],
    ['a clean one', cleanReport()],
    ['one of nothing', { ...cleanReport(), checks: [] }],
  ])('%s is what Jenkins takes', (_name, report) => {
    const visit = ({ name, attributes, children }: XmlElement): void => {
      const {
        required = [],
        optional,
        children: within,
      } = JENKINS[name] ?? { optional: [], children: ['no element'] };
      expect([...required, ...optional]).toEqual(expect.arrayContaining(Object.keys(attributes)));
      expect(Object.keys(attributes)).toEqual(expect.arrayContaining(required));
      expect(within).toEqual(expect.arrayContaining(children.map((child) => child.name)));
      children.forEach(visit);
    };
    visit(parseXml(whole(junitXml(report))));
  });

  it('tells every finding in exactly one case', () => {
    const text = whole(junitXml(auditReport()));
    for (const { fingerprint } of auditReport().findings) {
      expect(text.split(`Finding ${fingerprint}.`)).toHaveLength(2);
    }
  });

  it('passes every case of a clean run', () => {
    expect(new Set(casesOf(cleanReport()).map(state))).toEqual(new Set(['passed']));
  });

  it('fails a case with an open finding, and says which', () => {
    const [failure] = caseOf(withFindings({ severity: 'high' }), accountId(4), 'stale-role').children;
    expect(failure?.attributes).toEqual({ message: '1 open finding', type: 'high' });
    expect(failure?.text).toMatch(/^\[high\] Role can be assumed by anyone: arn:aws:iam::/);
  });

  it('skips a case whose findings are all excepted, and says who accepted them', () => {
    const exception = {
      check: 'stale-role',
      resource: '*',
      reason: 'Known.',
      approvedBy: 'Ana',
      expires: '2027-01-01',
      expired: false,
    };
    const [skipped] = caseOf(
      withFindings({ status: 'EXCEPTED', exception }),
      accountId(4),
      'stale-role',
    ).children;
    expect(skipped?.name).toBe('skipped');
    expect(skipped?.attributes.message).toBe('1 finding, all excepted');
    expect(skipped?.text).toContain('(excepted by Ana until 2027-01-01)');
  });

  it('fails a case with one open finding among excepted ones, the open one first', () => {
    const [failure] = caseOf(
      withFindings({ status: 'EXCEPTED', severity: 'critical' }, { severity: 'low' }),
      accountId(4),
      'stale-role',
    ).children;
    expect(failure?.attributes).toEqual({ message: '1 open finding', type: 'low' });
    expect(failure?.text).toMatch(/^\[low\]/);
  });

  it.each(['UNKNOWN', 'ERROR'] as const)('makes a case with an %s an error, never passed', (status) => {
    const report = { ...cleanReport(), unanswered: [{ ...UNANSWERED, status }] };
    const [error] = caseOf(report, accountId(4), 'stale-role').children;
    expect(error?.name).toBe('error');
    expect(error?.attributes).toEqual({ message: '1 result without an answer', type: status });
  });

  it('makes a case an error when findings are excepted and something has no answer', () => {
    const report = { ...withFindings({ status: 'EXCEPTED' }), unanswered: [UNANSWERED] };
    expect(state(caseOf(report, accountId(4), 'stale-role'))).toBe('error');
  });

  it('makes every case of an account that was not read an error', () => {
    const report = auditReport();
    const failed = report.scope.accounts.filter(({ status }) => status === 'FAILED');
    expect(failed.map((account) => account.accountId)).toEqual([accountId(23)]);
    const states = casesOf(report)
      .filter(({ attributes }) => attributes.classname === accountId(23))
      .map(state);
    expect(states).toHaveLength(report.checks.length);
    expect(states.filter((each) => each === 'passed' || each === 'skipped')).toEqual([]);
  });

  it('skips all of an account that was not read by declaration, and passes none of it', () => {
    const report = auditReport();
    const id = accountId(23);
    const declare = <T extends { accountId: string }>(entry: T) =>
      entry.accountId === id ? { ...entry, blindSpot: 0 } : entry;
    const gaps = report.coverage.gaps.map(declare);
    expect(gaps.some(({ blindSpot }) => blindSpot === 0)).toBe(true);
    const states = (unanswered: AuditReport['unanswered'], all = gaps) => [
      ...new Set(
        casesOf({ ...report, unanswered, coverage: { ...report.coverage, gaps: all } })
          .filter(({ attributes }) => attributes.classname === id)
          .map(state),
      ),
    ];
    const others = report.unanswered.filter((entry) => entry.accountId !== id);
    expect(states(report.unanswered.map(declare))).toEqual(['skipped']);
    expect(states(others)).toEqual(['skipped']);
    const [first] = gaps.filter((entry) => entry.accountId === id);
    const { blindSpot: _declared, ...open } = first ?? gaps.at(0) ?? { blindSpot: 0 };
    expect(states(others, [...gaps, open as CoverageEntry])).toEqual(['error']);
  });

  it.each([
    ['accounts', { ...cleanReport(), scope: { ...cleanReport().scope, accounts: [] } }],
    ['checks', { ...cleanReport(), checks: [] }],
  ])('is an error without %s', (_what, report) => {
    expect(casesOf(report).map(state)).toEqual(['error']);
    expect(parseXml(whole(junitXml(report))).attributes).toMatchObject({ tests: '1', errors: '1' });
  });

  it('puts failed cases first, worst first, then errors, skipped and passed ones', () => {
    const states = casesOf(auditReport()).map(state);
    const order = ['failure', 'error', 'skipped', 'passed'];
    expect([...new Set(states)]).toEqual(order);
    expect(states).toEqual([...states].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
    const severities = casesOf(auditReport()).flatMap(({ children: [child] }) =>
      child?.name === 'failure' ? [child.attributes.type] : [],
    );
    const worst = ['critical', 'high', 'medium', 'low', 'info'];
    expect(severities).toEqual([...severities].sort((a = '', b = '') => worst.indexOf(a) - worst.indexOf(b)));
  });

  it.each([
    ...Object.values(HOSTILE),
    ']]><x/>',
    '&amp;&#0;',
    '\ud800\udfff\udc00',
    '\ufffe\uffff',
    'two\nlines\r\n  and more',
    '\u0000\u0008\u000b\u001f\u007f\u0085',
  ])('holds %j as text', (name) => {
    const report = withFindings({ title: name, detail: name, resourceArn: name });
    const [failure] = caseOf(
      { ...report, run: { ...report.run, title: name } },
      accountId(4),
      'stale-role',
    ).children;
    expect(failure?.children).toEqual([]);
    expect(failure?.text.split('\n')).toHaveLength(1);
  });

  it('keeps a case short, and says how many findings it left out', () => {
    const report = withFindings(...Array.from({ length: 50 }, () => ({ detail: 'x'.repeat(100_000) })));
    const [failure] = caseOf(report, accountId(4), 'stale-role').children;
    expect(failure?.attributes.message).toBe('50 open findings');
    expect(failure?.text).toMatch(/\nand 30 more, all of them in report\.json$/);
    expect(failure?.text.length).toBeLessThan(25_000);
  });

  it('stays quick and whole with 50,000 findings', () => {
    expect(parseXml(whole(junitXml(largeReport(size(50_000, 1_000))))).attributes.failures).toBe('25');
  });
});
