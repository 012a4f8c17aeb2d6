import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { type Cell, type Column, ColumnBuilder } from '../../src/report/explorer/column.ts';
import { renderExplorer } from '../../src/report/explorer.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { visible } from '../../src/report/visible.ts';
import { size, some } from '../support/thorough.ts';
import { blockOf, blockTexts, explorerOf, SETUP, tableOf, withoutBlocks } from './explorer-file.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { cleanReport, largeReport } from './fixture-variants.ts';
import { decodeHtml } from './hostile.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();

function textsOf({ values, codes }: Column): Array<string | undefined> {
  return codes.map((code) => values[code]);
}

function columnOf<T>(rows: readonly T[], cellOf: (row: T) => Cell): Column {
  const column = new ColumnBuilder();
  for (const row of rows) column.add(cellOf(row));
  return column.column();
}

describe('a column', () => {
  it('holds each different cell once, in order without regard to case, and a code for each row', () => {
    const column = columnOf(['b', 'A', 'c', 'b', 'a'], (text) => ({ text }));
    expect(column).toEqual({ values: ['A', 'a', 'b', 'c'], codes: [2, 0, 3, 2, 1] });
  });

  it('sorts by what it is given to sort by, numbers before texts', () => {
    const column = columnOf(['1 h', '12 h', '90 min', 'Not read'], (text) => ({
      text,
      ...(text === 'Not read' ? {} : { sort: { '1 h': 60, '12 h': 720, '90 min': 90 }[text] ?? 0 }),
    }));
    expect(column.values).toEqual(['1 h', '90 min', '12 h', 'Not read']);
  });

  it('keeps cells apart that differ in their second line or in what is hidden', () => {
    const cells = [
      { text: 'prod', under: '1' },
      { text: 'prod', under: '2' },
      { text: 'prod', under: '2', hidden: 'x' },
    ];
    const { values, unders, hidden } = columnOf(cells, (cell) => cell);
    expect([values, unders, hidden]).toEqual([
      ['prod', 'prod', 'prod'],
      ['1', '2', '2'],
      ['', 'x', ''],
    ]);
  });

  it('shows invisible characters, so that no cell holds a line break', () => {
    expect(columnOf(['a\nb\u202e'], (text) => ({ text })).values).toEqual(['a[U+000A]b[U+202E]']);
  });
});

describe('the data of the page', () => {
  const report = auditReport();
  const page = explorerOf(report);
  const findings = tableOf(page, 'findings').columns;
  const roles = tableOf(page, 'roles');

  it('holds every finding in the order of the report, each with what it says', () => {
    expect(textsOf(findings.fingerprint)).toEqual(report.findings.map(({ fingerprint }) => fingerprint));
    expect(textsOf(findings.severity)).toEqual(report.findings.map(({ severity }) => severity));
    expect(textsOf(findings.check)).toEqual(report.findings.map(({ checkId }) => checkId));
    expect(textsOf(findings.status)).toEqual(report.findings.map(({ status }) => status.toLowerCase()));
    const details = blockOf(page, 'findings-0');
    expect(details).toHaveLength(report.findings.length);
    for (const [index, { evidence }] of [...report.findings].entries()) {
      expect(details[index]?.evidence).toEqual(evidence.map(({ value: _, ...place }) => place));
    }
  });

  it('sorts severities by how bad they are', () => {
    expect(findings.severity.values).toEqual([...SEVERITIES]);
  });

  it('holds every role once, those with the worst open findings first', () => {
    expect(roles.columns.role.codes).toHaveLength(report.roles.length);
    expect([...(roles.columns.role.hidden ?? [])].sort()).toEqual(
      [...report.roles]
        .map(({ roleArn }) => roleArn.replace('\u202E', '[U+202E]').replace('\u2066', '[U+2066]'))
        .sort(),
    );
    expect(textsOf(roles.columns.findings)[0]).toBe('1 critical');
    expect(textsOf(roles.columns.findings).at(-1)).toBe('None');
    expect([...roles.columns.findings.codes].sort((a, b) => a - b)).toEqual(roles.columns.findings.codes);
  });

  it('tells what was not read from what there is not', () => {
    expect(roles.columns.session.values.at(-1)).toBe('Not read');
    const unread = structuredClone(auditReport());
    delete unread.roles.at(0)?.stack;
    const { stack } = tableOf(explorerOf(unread), 'roles').columns;
    expect(stack.values).toEqual(['None', 'Not read', 'vendor-access (us-east-1)']);
    expect(roles.columns.used.values[0]).toBe('Not within the tracked period');
  });

  it('names the parties that a role admits, and marks the roles that ask nothing of one', () => {
    const row = [...report.roles].findIndex(({ roleName }) => roleName === 'meridian-deploy');
    const arn = report.roles.at(row)?.roleArn ?? '';
    const at = roles.columns.role.codes.indexOf((roles.columns.role.hidden ?? []).indexOf(visible(arn)));
    const admitted = roles.admitted[roles.columns.admits.codes[at] ?? -1] ?? [];
    expect(admitted.map((code) => roles.parties.values[code])).toEqual(['Meridian CI']);
    expect(admitted.map((code) => roles.parties.unders?.[code])).toEqual(['Known vendor, not registered']);
    expect(roles.bare).toContain(roles.columns.required.codes[at]);
    expect(roles.bare.map((code) => roles.columns.required.values[code])).toEqual(['Nothing is required']);
  });

  it('puts a role of several parties under each of them', () => {
    const several = structuredClone(auditReport());
    const [role] = several.roles;
    const other = several.roles.at(-1)?.admits[0];
    if (role === undefined || other === undefined) throw new Error('The fixture holds no role.');
    role.admits = [
      ...role.admits,
      other,
      other,
      {
        party: { kind: 'own', name: 'build', accountId: '210000000010' },
        principal: 'x',
        requiredConditions: [],
      },
    ];
    const table = tableOf(explorerOf(several), 'roles');
    const longest = table.admitted.reduce((a, b) => (a.length > b.length ? a : b));
    expect(longest.map((code) => table.parties.values[code]).sort()).toEqual(
      ['Northwind Observability', 'build', 'token.actions.githubusercontent.com'].sort(),
    );
    expect(table.columns.required.values).toContain('Audience; or: External ID; or: Nothing is required');
  });

  it('says of a finding whether the report shows it whole', () => {
    const large = explorerOf(largeReport(1500));
    const details = [...blockTexts(large)].filter(([id]) => /^findings-\d+$/.test(id));
    expect(details.map(([id]) => id)).toEqual(['findings-0', 'findings-1']);
    const inReport = details.flatMap(([, text]) => JSON.parse(text)).map((detail) => detail.inReport);
    expect(inReport).toHaveLength(1500);
    expect(inReport.filter(Boolean)).toHaveLength(LIMITS.fullFindings);
  });

  it('is cut where a value is huge', () => {
    const huge = structuredClone(auditReport());
    const [finding] = huge.findings;
    if (finding === undefined) throw new Error('The fixture holds no finding.');
    finding.detail = 'x'.repeat(1_000_000);
    finding.resourceArn = `arn:aws:iam::1:role/${'y'.repeat(1_000_000)}`;
    finding.accountName = 'z'.repeat(1_000_000);
    const length = (of: string) => [...blockTexts(of).values()].join('').length;
    expect(length(explorerOf(huge))).toBeLessThan(length(page) + 5000);
  });
});

describe('explorer.html', () => {
  const page = explorerOf(auditReport());

  it('gives the same bytes for the same report, in whatever order its keys were set', () => {
    const report = Object.fromEntries(Object.entries(auditReport()).reverse()) as object as AuditReport;
    expect(explorerOf(report)).toBe(page);
  });

  it('holds each finding and role in less than 100 bytes', () => {
    const count = size(20_000, 500);
    const large = explorerOf(largeReport(count));
    expect(large.length - page.length).toBeLessThan(100 * count);
    expect(tableOf(large, 'findings').columns.fingerprint.codes).toHaveLength(count);
    expect(tableOf(large, 'roles').columns.role.codes).toHaveLength(count);
  });

  it('says first whether the audit is complete', () => {
    const text = decodeHtml(withoutBlocks(page));
    expect(text).toContain('This audit is incomplete: 8 of 459 facts could not be read');
    expect(text.indexOf('This audit is incomplete')).toBeLessThan(text.indexOf('<table'));
    expect(text).toContain(
      'data-gaps="That says nothing about what was not looked at: 8 of 459 facts could not be read (in 4 of 25 accounts), 3 results have no answer and 1 result is missing because a check failed."',
    );
  });

  it('has nothing to add to an empty table of a complete run', () => {
    expect(explorerOf(cleanReport())).toContain('data-gaps=""');
  });

  it('says beside an empty table what is not looked at by declaration, whether findings are open or not', () => {
    const declared = {
      accountId: '111122223333',
      region: 'eu-south-1',
      fact: 'stacks',
      status: 'NOT_COLLECTED' as const,
      reason: 'ACCESS_DENIED' as const,
      action: 'cloudformation:ListStacks',
      message: 'cloudformation:ListStacks was refused.',
      blindSpot: 0,
    };
    for (const open of [0, 2]) {
      const report = structuredClone(cleanReport());
      report.summary.openFindings.high = open;
      report.scope.accounts = report.scope.accounts.map((one) => ({ ...one, status: 'COMPLETE' as const }));
      const { planned } = report.coverage;
      report.coverage = { complete: false, planned, collected: planned - 1, gaps: [declared] };
      expect(explorerOf(report)).toMatch(
        /data-gaps="That says nothing about what was not looked at: by declared blind spots 1 fact was not read/,
      );
    }
  });

  it('says that nothing was looked at where no account was in scope', () => {
    const report = structuredClone(cleanReport());
    report.scope.accounts = [];
    expect(explorerOf(report)).toContain('data-gaps="No account was in scope');
  });

  it('links only to what the run has', () => {
    const links = (text: string) => [...text.matchAll(/\shref="([^#"]+)"/g)].map((match) => match[1]);
    expect(new Set(links(page))).toEqual(new Set(['report.html', 'findings.csv', 'report.json']));
    const alone = explorerOf(auditReport(), { report: false, csv: false, accountPages: false });
    expect(new Set(links(alone))).toEqual(new Set(['report.json']));
    expect(alone).toContain('data-report="" data-accounts=""');
  });

  it.each(some(Object.entries(HOSTILE), 3))('keeps a hostile name out of the markup: %s', (_name, text) => {
    const report = structuredClone(auditReport());
    for (const finding of report.findings)
      Object.assign(finding, { accountName: text, title: text, detail: text });
    for (const role of report.roles) Object.assign(role, { roleName: text, accountName: text });
    Object.assign(report.run, { title: text, organizationName: text, runId: text });
    const hostile = explorerOf(report);
    const body = hostile.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '');
    expect(body.match(/<[a-z]/g)?.length).toBe(
      page.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '').match(/<[a-z]/g)?.length,
    );
    expect(body).not.toMatch(/<img|\sonmouseover="|<svg\/onload/);
    expect(hostile.match(/<script\b/g)?.length).toBe(page.match(/<script\b/g)?.length);
    for (const block of hostile.matchAll(/<script type="text\/plain"[^>]*>(.*?)<\/script>/gs)) {
      expect(block[1]).toMatch(/^[A-Za-z0-9+/]+$/);
    }
  });

  it('takes a compressor from outside and puts nothing into a block that it did not make', () => {
    const pack = (text: string) => String(text.length);
    const stub = [...renderExplorer(auditReport(), TEMPLATES, { ...SETUP, pack })].join('');
    for (const [, text] of stub.matchAll(/<script type="text\/plain" id="[a-z0-9-]+">([^<]*)</g)) {
      expect(text).toMatch(/^\d+$/);
    }
  });
});

describe('the scripts of all pages', () => {
  const scripts = Object.entries(TEMPLATES).filter(([name]) => name.endsWith('.js'));

  it.each(scripts)('%s makes elements, and never markup from text', (_name, text) => {
    expect(text).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|parseFromString/,
    );
    expect(text).not.toMatch(/createContextualFragment|srcdoc|\beval\b|new Function|setHTML|\.style\b/);
    expect(text).not.toMatch(/fetch\(|XMLHttpRequest|WebSocket|sendBeacon|import\(|localStorage/);
  });

  it('of the explorer holds no function that nothing uses', () => {
    const text = scripts
      .filter(([name]) => name.startsWith('explorer'))
      .map(([, part]) => part)
      .join('\n');
    const names = [...text.matchAll(/^(?:async )?function (\w+)|^(?:const|let) (\w+)/gm)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(names.length).toBeGreaterThan(30);
    for (const name of names)
      expect(text.match(new RegExp(`\\b${name}\\b`, 'g'))?.length, name).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
  });
});
