import { describe, expect, it } from 'vitest';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { entriesView } from '../../src/report/html/page/entries.ts';
import { verdictView } from '../../src/report/html/page/verdict.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { auditReport } from './fixture.ts';
import { cleanReport } from './fixture-variants.ts';

/** A clean run of which an entry is not in order. */
function withEntry(fails: boolean) {
  const entries = (auditReport().configurationEntries ?? []).slice(0, 1);
  return {
    ...cleanReport(),
    configurationEntries: entries.map((entry) => (fails ? { ...entry, fails: true as const } : entry)),
  };
}

const LENIENT = { failOn: 'none', allowIncomplete: { share: 0 } } as const;

describe('entries of the configuration', () => {
  it('stand on the page with their state', () => {
    const { rows, failing } = entriesView(auditReport());
    expect(rows.map(({ state, tone }) => `${state}: ${tone}`)).toEqual([
      'matches nothing: bad',
      'ends within 30 days: warn',
      'expired: bad',
      'never seen: bad',
      'not known: plain',
    ]);
    expect(failing).toBeNull();
  });

  it('are told apart where there are none from where nobody looked', () => {
    expect(entriesView(cleanReport()).none).toContain('None:');
    const { configurationEntries: _, ...earlier } = cleanReport();
    expect(entriesView(earlier).none).toContain('Not known');
  });

  it('stand in the summary, their names in code spans', () => {
    const text = summaryMarkdown(auditReport());
    expect(text).toContain('- `organization.exclude.accounts[0]` `219999999993`: matches nothing');
    expect(text.length).toBeLessThan(4_000);
  });

  it('are a note beside a clean verdict, and take it away under strict', () => {
    expect(verdictView(withEntry(false))).toMatchObject({
      state: 'clear',
      notes: expect.arrayContaining([
        '1 entry of the configuration should be looked at: matches nothing (1).',
      ]),
    });
    expect(verdictView(withEntry(true))).toMatchObject({
      state: 'incomplete',
      sentence: expect.stringContaining('1 entry of the strict configuration is not in order'),
    });
  });

  it('end a run with 3 under strict, whatever may be incomplete, and with 0 without', () => {
    expect(exitCodeFor(withEntry(false), LENIENT)).toBe(0);
    expect(exitCodeFor(withEntry(true), LENIENT)).toBe(3);
  });
});
