import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { actionsView } from '../../src/report/html/page/actions.ts';
import { ownersView } from '../../src/report/html/page/owners.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { renderHtml } from '../../src/report/html.ts';
import { explorerOf, tableOf } from './explorer-file.ts';
import { auditReport } from './fixture.ts';
import { withActions } from './fixture-actions.ts';
import { readTemplates } from './templates.ts';

const NAMES = ['platform@acme.example', 'A & B, 50 % + "x"', undefined];

/** The fixture, its findings given to owners in turn; the same owner is known by different things. */
function owned(names: ReadonlyArray<string | undefined> = NAMES): AuditReport {
  const findings = [...auditReport().findings].map(({ owner: _, ...finding }, index): Finding => {
    const name = names[index % names.length];
    const from = index % 2 === 0 ? ('register' as const) : ('role tag' as const);
    return name === undefined ? finding : { ...finding, owner: { name, from } };
  });
  return withActions({ ...auditReport(), findings });
}

describe('who has to do what', () => {
  const report = owned();
  const { rows } = ownersView(report, 'explorer.html');
  const nameOf = (row: (typeof rows)[number]) => (row.name === null ? undefined : row.name.join(''));

  it('counts each open finding once, under whoever answers for it', () => {
    expect(rows.map(nameOf).sort()).toEqual([...NAMES].sort());
    for (const row of rows) {
      const theirs = report.findings.filter(
        ({ status, owner }) => status === 'OPEN' && owner?.name === nameOf(row),
      );
      expect(row.severities.reduce((sum, { count }) => sum + Number(count), 0)).toBe(theirs.length);
    }
  });

  it('leads to every action, each under its owner', () => {
    expect(rows.flatMap(({ actions }) => actions.map(({ anchor }) => anchor)).sort()).toEqual(
      actionsView(report, new Map())
        .rows.map(({ anchor }) => anchor)
        .sort(),
    );
    expect(new Set(rows.map(({ due }) => due).sort()).has('No deadline')).toBe(false);
  });

  it('begins with what nobody answers for, and with the action to name an owner', () => {
    expect(rows[0]?.name).toBeNull();
    expect(rows[0]?.actions[0]?.title).toBe('Name an owner for actions that have none');
    expect(ownersView(owned(['jo@acme.example'])).sentence).toContain('Every open finding has an owner.');
  });

  it('leads to all findings of an owner in the explorer, by whatever each is known as its owner', () => {
    const { columns } = tableOf(explorerOf(report), 'findings');
    for (const row of rows) {
      const asked = new URLSearchParams(row.href?.split('#')[1]);
      const choice = asked.get('owner')?.replace(/^none$/, '') ?? '';
      const code = columns.owner.values.map(String).indexOf(choice);
      const theirs = report.findings.filter(({ owner }) => owner?.name === nameOf(row));
      expect(columns.owner.codes.filter((one) => one === code)).toHaveLength(theirs.length);
    }
  });

  it('keeps to a few, says so, and takes any name', () => {
    const names = Array.from({ length: LIMITS.owners + 5 }, (_, index) => `\uD800‮<i>${index}</i>`.repeat(50));
    const findings = names.flatMap((name) =>
      owned([name])
        .findings.slice(0, 1)
        .map((finding) => ({ ...finding, fingerprint: name.slice(0, 12) })),
    );
    const many = withActions({ ...auditReport(), findings });
    expect(ownersView(many, 'explorer.html').leftOut).toBe(
      '5 more owners are in report.json, with each action.',
    );
    expect(renderHtml(many, readTemplates(), { explorerHref: 'explorer.html' })).not.toMatch(/<i>|‮/);
  });
});
