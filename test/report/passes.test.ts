import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { renderAccountPages } from '../../src/report/account-pages.ts';
import { findingsAsff } from '../../src/report/asff.ts';
import { byAccount, findingsByAccount } from '../../src/report/by-account.ts';
import { controlEvidence } from '../../src/report/control-evidence.ts';
import { renderExplorer } from '../../src/report/explorer.ts';
import { findingsCsv } from '../../src/report/findings-csv.ts';
import { findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { renderHtml } from '../../src/report/html.ts';
import { reportJson } from '../../src/report/json.ts';
import { junitXml } from '../../src/report/junit.ts';
import { metricsOf } from '../../src/report/notice/metrics.ts';
import { noticeOf } from '../../src/report/notice/notice.ts';
import { findingsOcsf } from '../../src/report/ocsf.ts';
import { renderSummary } from '../../src/report/summary-html.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { accessesOf } from '../../src/review/accesses.ts';
import { CountedRows } from '../support/counted-rows.ts';
import { some, THOROUGH } from '../support/thorough.ts';
import { SETUP } from './explorer-file.ts';
import { fleetReport } from './fixture-variants.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();
/** How much is held on to shows in a large fleet alone, how often something is gone through in a small one as well. */
const FLEET = THOROUGH
  ? fleetReport()
  : fleetReport({ accounts: 40, findings: 800, parties: 20, roles: 800 });
/** What is asked of one account at a time comes from elsewhere. */
const ACCOUNTS = [...byAccount(FLEET)];
const FIRST = ACCOUNTS.slice(0, 20);

type List = 'findings' | 'resolved' | 'roles' | 'roleFixes' | 'accounts' | 'gaps' | 'unanswered' | 'shares';

/** The report with lists that count how they are gone through. */
function counting() {
  const Row = class {};
  const lists = {
    findings: new CountedRows(FLEET.findings, Row),
    resolved: new CountedRows(FLEET.resolved, Row),
    roles: new CountedRows(FLEET.roles, Row),
    roleFixes: new CountedRows(FLEET.roleFixes ?? [], Row),
    shares: new CountedRows(FLEET.shares ?? [], Row),
    accounts: new CountedRows(FLEET.scope.accounts, Row),
    gaps: new CountedRows(FLEET.coverage.gaps, Row),
    unanswered: new CountedRows(FLEET.unanswered, Row),
  };
  const { accounts, gaps, ...others } = lists;
  const report: AuditReport = {
    ...FLEET,
    ...others,
    scope: { ...FLEET.scope, accounts },
    coverage: { ...FLEET.coverage, gaps },
  };
  return { report, lists };
}

/** Goes through the parts of a text, and keeps none. */
function through(parts: Iterable<unknown>): void {
  for (const part of parts) void part;
}

/** Passes over each list, and how many rows of all of them may be held on to at the end of the last. */
interface Most {
  passes: Partial<Record<List, number>>;
  kept?: { after: List; rows: number };
}

const VERDICT = { accounts: 1, gaps: 1, unanswered: 1 };
const CHANGES = { findings: 1, resolved: 1 };
const NONE: Most = { passes: {} };

const FORMS: Array<[form: string, make: (report: AuditReport) => unknown, most: Most]> = [
  [
    'report.html',
    (report) => renderHtml(report, TEMPLATES, { accountPage: (id) => id, explorerHref: 'explorer.html' }),
    { passes: { ...VERDICT, ...CHANGES, roles: 1, shares: 1 }, kept: { after: 'roles', rows: 1_900 } },
  ],
  [
    'summary.html',
    (report) => renderSummary(report, TEMPLATES),
    { passes: { ...VERDICT, ...CHANGES, roles: 1 } },
  ],
  [
    'explorer.html',
    (report) => through(renderExplorer(report, TEMPLATES, SETUP)),
    { passes: { ...VERDICT, findings: 2, roles: 1 }, kept: { after: 'roles', rows: 800 } },
  ],
  ['pages of accounts', (report) => through(renderAccountPages(report, TEMPLATES, null, FIRST)), NONE],
  [
    'report.json',
    (report) => through(reportJson(report)),
    { passes: { ...CHANGES, roles: 1, roleFixes: 1, shares: 1, accounts: 2, gaps: 2, unanswered: 2 } },
  ],
  ['findings.jsonl', (report) => through(findingsJsonl(report)), { passes: { findings: 1 } }],
  ['findings.csv', (report) => through(findingsCsv(report)), { passes: { findings: 1 } }],
  ['findings.ocsf.json', (report) => through(findingsOcsf(report)), { passes: { ...CHANGES, accounts: 1 } }],
  ['findings.asff.json', (report) => through(findingsAsff(report)), { passes: { ...CHANGES, accounts: 1 } }],
  [
    'files of findings of accounts',
    (report) => {
      for (const { report: own } of findingsByAccount(report, ACCOUNTS)) through(findingsOcsf(own));
    },
    NONE,
  ],
  [
    'junit.xml',
    (report) => through(junitXml(report)),
    { passes: { accounts: 1, unanswered: 1, findings: 1 }, kept: { after: 'findings', rows: 1 } },
  ],
  [
    'summary.md',
    (report) => summaryMarkdown(report),
    { passes: { ...VERDICT, ...CHANGES }, kept: { after: 'findings', rows: 11 } },
  ],
  [
    'a notice',
    (report) => noticeOf(report),
    { passes: { ...VERDICT, ...CHANGES }, kept: { after: 'findings', rows: 1 } },
  ],
  ['metrics', (report) => metricsOf(report), { passes: VERDICT }],
  [
    'accesses to review',
    (report) => accessesOf(report),
    { passes: { findings: 1, roles: 1 }, kept: { after: 'roles', rows: 1 } },
  ],
  [
    'the evidence of controls',
    (report) => report.controls?.slice(0, 1).map((framework) => controlEvidence(report, framework)),
    { passes: { findings: 1, unanswered: 1 } },
  ],
];

/** The form of which it is counted what it holds on to, another each time: in the heap of all tests that takes half a minute. */
const KEEPING = FORMS.filter(([, , { kept }]) => kept !== undefined);
const [COUNTED] = THOROUGH ? fc.sample(fc.constantFrom(...KEEPING), 1) : [];

describe('a report whose lists are read anew each time', () => {
  it.each(some(FORMS, 8))(
    'goes through them as often as it has to for %s, and keeps little',
    (form, make, most) => {
      const { report, lists } = counting();
      const { after, rows } = form === COUNTED?.[0] ? (most.kept ?? {}) : {};
      let held = 0;
      if (after !== undefined)
        lists[after].whenThrough = (kept) => {
          held = kept;
        };
      make(report);
      const passes = Object.entries(lists).flatMap(([list, { passes }]) =>
        passes > 0 ? [[list, passes]] : [],
      );
      expect(Object.fromEntries(passes)).toEqual(most.passes);
      expect(held).toBeLessThanOrEqual(rows ?? 0);
    },
  );
});
