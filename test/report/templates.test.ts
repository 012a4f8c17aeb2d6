import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { describe, expect, it } from 'vitest';
import { actionsOf } from '../../src/evaluate/actions/actions.ts';
import { DEFAULT_DEADLINES } from '../../src/model/action.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { explorerView } from '../../src/report/explorer.ts';
import { accountPageView } from '../../src/report/html/accounts/account-page.ts';
import { accountSlices } from '../../src/report/html/accounts/account-slice.ts';
import { compilePage, type PageName } from '../../src/report/html/page/environment.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { displayable } from '../../src/report/html/support/format.ts';
import { renderHtml } from '../../src/report/html.ts';
import { summaryView } from '../../src/report/summary-html.ts';
import { SETUP } from './explorer-file.ts';
import { auditReport } from './fixture.ts';
import { wideReport } from './fixture-map.ts';
import { changedReport, cleanReport } from './fixture-variants.ts';
import { reviewFormView, withDecisions } from './review-fixture.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();
const PAGES = Object.entries(TEMPLATES).filter(([name]) => name.endsWith('.hbs'));

const GOLDEN = new URL('../golden/run/report.json', import.meta.url);
const WHOLE: AuditReport = JSON.parse(readFileSync(GOLDEN, 'utf8'));
// The fleet of the golden run has an analyzer wherever it was asked for one.
for (const { accountId, regions } of WHOLE.scope.accounts.slice(0, 1)) {
  const [finding] = WHOLE.findings;
  if (finding !== undefined)
    WHOLE.findings = [
      ...WHOLE.findings,
      { ...finding, checkId: 'analyzer-coverage', accountId, region: regions[0] ?? '' },
    ];
}
// Nor has it a role that another service speaks of and whose trust is right.
for (const role of WHOLE.roles) {
  const evidence = WHOLE.findings.flatMap((finding) => finding.evidence).slice(0, 1);
  role.passes = [{ checkId: 'external-access-finding', detail: 'As the policy says.', evidence }];
}
// Nor a third party with people in IAM Identity Center.
for (const summary of WHOLE.thirdParties.slice(0, 1)) {
  const person = { accountId: '111122223333', userId: 'u', userName: 'jo', isDisabled: true };
  summary.people = [{ ...person, groups: [], assignments: [] }];
}
// Until it is made anew it may come from a version without actions.
WHOLE.actions = actionsOf({ ...WHOLE, asOf: WHOLE.run.asOf });
WHOLE.deadlines = DEFAULT_DEADLINES;
// Nor a fix of a role with something of everything.
WHOLE.roleFixes = WHOLE.scope.accounts.slice(0, 1).map(({ accountId }) => ({
  accountId,
  accountName: 'a',
  roleArn: `arn:aws:iam::${accountId}:role/a`,
  roleName: 'a',
  trustPolicy: { before: '{}', after: '{"a":"‹new external ID 1›"}', digest: '0' },
  inputs: [
    {
      placeholder: '‹new external ID 1›',
      kind: 'new-external-id',
      says: 'a random UUID',
      variable: 'EXTERNAL_ID_1',
    },
  ],
  clears: ['0'],
  remains: Array.from({ length: 21 }, () => ({ fingerprint: '1', checkId: 'stale-role', why: 'Ask.' })),
  follows: [{ checkId: 'external-id-change', severity: 'medium', detail: 'It has changed.' }],
}));
const BESIDE = { explorerHref: 'explorer.html', evidence: [{ name: 'a', bytes: 1, sha256: '0' }] };

/** What each page is tried on: with something of everything, and with next to nothing. */
const VIEWS = {
  report: [
    withDecisions(WHOLE),
    changedReport(),
    cleanReport(),
    wideReport({ accounts: 60, parties: 40 }),
  ].map((report) => pageView(report, BESIDE)),
  summary: [withDecisions(WHOLE), changedReport(), cleanReport()].map((report) =>
    summaryView(report, BESIDE),
  ),
  account: [WHOLE, changedReport()].flatMap((report) =>
    [...accountSlices(report)].map((slice) => accountPageView(slice, '../../report.html')),
  ),
  explorer: [explorerView(auditReport(), SETUP)],
  review: [reviewFormView()],
} satisfies Record<PageName, object[]>;

/** What templates are made of, as far as tests ask: expressions that print, and all fields that are named. */
function read(text: string): { raw: number[]; fields: string[][] } {
  const raw: number[] = [];
  const fields: string[][] = [];
  const visitor = new Handlebars.Visitor();
  visitor.MustacheStatement = (statement) => {
    if (!statement.escaped) raw.push(statement.loc.start.line);
    visitor.accept(statement.path);
  };
  visitor.PathExpression = ({ parts, data }) => {
    if (!data) fields.push(parts);
  };
  visitor.accept(Handlebars.parse(text));
  return { raw, fields };
}

/** A view that refuses to be asked for a field that it does not have, also where Handlebars takes none for false. */
function strict<T>(value: T, path = ''): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, key) {
      const member: unknown = Reflect.get(target, key);
      if (typeof key === 'symbol') return member;
      if (!Array.isArray(target) && !(key in Object.prototype) && !Object.hasOwn(target, key))
        throw new Error(`There is no ${path}.${key}.`);
      return strict(member, `${path}.${key}`);
    },
  });
}

function namesIn(value: unknown, into = new Set<string>()): Set<string> {
  if (typeof value !== 'object' || value === null) return into;
  for (const [key, member] of Object.entries(value)) namesIn(member, into.add(key));
  return into;
}

const KNOWN = new Set([...namesIn(VIEWS), ...'stylesheet script csp if unless each with length'.split(' ')]);

describe('the files of report-templates', () => {
  it('are read: pages and their partials', () => {
    expect(PAGES.length).toBeGreaterThan(15);
    expect(Object.keys(TEMPLATES)).toEqual(
      expect.arrayContaining(Object.keys(VIEWS).map((page) => `${page}.hbs`)),
    );
  });

  it.each(PAGES)('%s asks for no raw output', (_name, text) => {
    expect(read(text).raw).toEqual([]);
  });

  it.each(['{{{title}}}', '{{&title}}', '{{#if title}}{{{title}}}{{/if}}'])(
    'would be seen to: %s',
    (text) => {
      expect(read(text).raw).toEqual([1]);
    },
  );

  it.each(PAGES)('%s names only fields that a page has', (_name, text) => {
    const partials = [...text.matchAll(/\{\{> ([a-z-]+)/g)].map(([, name = '']) => name);
    expect(
      read(text)
        .fields.flat()
        .filter((name) => !KNOWN.has(name) && !partials.includes(name)),
    ).toEqual([]);
  });

  it.each(Object.entries(VIEWS))('%s asks no part of its view for a field of another', (page, views) => {
    const render = compilePage(TEMPLATES, page as PageName);
    for (const view of views) expect(() => render(strict(displayable(view)))).not.toThrow();
  });

  it.each(PAGES)(
    '%s puts every value between quotes, and no handler, style or address into a tag',
    (_name, text) => {
      const tags = text.replaceAll(/\{\{[^}]*\}\}/g, '\u0000').match(/<[a-z][^>]*>/g) ?? [];
      for (const tag of tags) {
        expect(tag.replaceAll(/=("[^"]*"|'[^']*')/g, '')).not.toContain('=');
        expect(tag).not.toMatch(/\s(on\w+|style|src|srcset|action|formaction|poster)=/i);
        expect(tag).not.toMatch(/\shref="(?!#|[a-z]+(\.[a-z]+)+"|\u0000")/);
        expect(tag).not.toMatch(/javascript:|data:|url\((?!#)/i);
      }
    },
  );

  it('give every column heading a scope and every table a caption', () => {
    const all = PAGES.map(([, text]) => text).join('');
    expect(all.match(/<th(?=[ >])(?![^>]*scope=)/g)).toBeNull();
    expect(all.match(/<caption>/g)?.length).toBe(all.match(/<table/g)?.length);
  });
});

describe('compiling templates', () => {
  it('refuses a field that does not exist rather than showing nothing', () => {
    expect(() => renderHtml(auditReport(), { ...TEMPLATES, 'report.hbs': '{{titel}}' })).toThrow(/titel/);
  });

  it('names a template that is missing', () => {
    const { 'report.hbs': _, ...rest } = TEMPLATES;
    expect(() => renderHtml(auditReport(), rest)).toThrow('report.hbs is missing');
  });

  it('refuses a script that would end its own element', () => {
    const templates = { ...TEMPLATES, 'report.js': 'let end = "</SCRIPT>";' };
    expect(() => renderHtml(auditReport(), templates)).toThrow('</script');
  });
});
