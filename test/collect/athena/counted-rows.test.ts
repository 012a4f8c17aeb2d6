import { describe, expect, it } from 'vitest';
import { countedRows } from '../../../src/collect/athena/counted-rows.ts';
import { CALL_COLUMNS, ENTRY_COLUMNS } from '../../../src/collect/athena/query-text.ts';
import { createTally } from '../../../src/collect/cloudtrail/tally.ts';
import { readTrailEvent } from '../../../src/collect/cloudtrail/trail-event.ts';
import { HERE } from '../../support/trail-events.ts';
import { TABLE_EVENTS } from '../../support/trail-table.ts';
// What DuckDB answers to the queries, put into its words by sqlglot, over the rows of `TABLE_EVENTS`.
import answers from './answers.json' with { type: 'json' };

type Answer = { columns: readonly string[]; rows: ReadonlyArray<ReadonlyArray<string | null>> };

function rowsOf({ columns, rows }: Answer): Array<Map<string, string>> {
  return rows.map(
    (row) =>
      new Map(
        columns.flatMap((column, index): Array<[string, string]> => {
          const value = row[index];
          return typeof value === 'string' ? [[column, value]] : [];
        }),
      ),
  );
}

const entries = rowsOf(answers.entries);
const calls = rowsOf(answers.calls);
const period = { from: '2025-10-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' };

describe('what a table of Athena has', () => {
  it('is what comes of the same events one by one', () => {
    expect(answers.entries.columns).toEqual([...ENTRY_COLUMNS]);
    expect(answers.calls.columns).toEqual([...CALL_COLUMNS]);
    const role = `arn:aws:iam::${HERE}:role/partner`;
    const tally = createTally({ accountId: HERE, roles: new Set([role]), ...period });
    for (const record of TABLE_EVENTS) {
      const event = readTrailEvent(record);
      if (event !== undefined) tally.add(event);
    }
    const one = tally.result(() => true);
    const found = countedRows(entries, calls).get(HERE);
    expect(found?.entries.length).toBeGreaterThan(4);
    expect(found?.entries).toEqual(one.entries);
    expect(found?.refusals).toEqual(one.refusals);
    // Sessions whose beginning is not on record are in log files alone.
    expect(found?.calls).toEqual(
      one.calls.filter(({ accountId, provider }) => accountId !== null || provider !== null),
    );
    expect([...(found?.begun ?? [])]).toEqual(one.sessions.map(({ role: of, begun }) => [of, begun]));
    expect(found).toMatchObject({
      records: 17,
      reads: 12,
      regions: new Set(['us-east-1']),
      firstAt: '2025-12-01T10:00:00.000Z',
      lastAt: '2025-12-14T10:00:00.000Z',
      unread: 0,
      overfull: { entries: false, refusals: false, calls: false },
    });
    expect(JSON.stringify(found)).not.toContain('jane.doe');
  });

  it('keeps a row that is none, and one account that is flooded, from all others', () => {
    const [first] = entries;
    const broken = new Map([...(first ?? []), ['first_at', 'yesterday']]);
    const flooded = new Map([...(first ?? []), ['places', '10001']]);
    const found = countedRows([broken, flooded, ...entries], []);
    expect(found.get(HERE)).toMatchObject({ unread: 1, overfull: { refusals: true, entries: false } });
    expect(found.get('900000000004')).toMatchObject({ unread: 0, overfull: { entries: false } });
  });
});
