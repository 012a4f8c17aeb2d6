import { describe, expect, it } from 'vitest';
import {
  CALL_COLUMNS,
  callQuery,
  ENTRY_COLUMNS,
  entryQuery,
  type TrailTable,
} from '../../../src/collect/athena/query-text.ts';

const TABLE: TrailTable = { database: 'audit', table: 'trail' };
const ASKED = {
  from: '2026-03-03T12:00:00.123Z',
  to: '2026-06-01T12:00:00.123Z',
  accountIds: ['111122223333', '444455556666'],
};

/** What each query takes of the table. */
function within(partitions?: TrailTable['partitions']): { entries: string; calls: string } {
  const table = { ...TABLE, ...(partitions === undefined ? {} : { partitions }) };
  const of = (text: string) => /FROM "audit"\."trail" WHERE (.*?)\)(?: AS recorded|,)/.exec(text)?.[1] ?? '';
  return { entries: of(entryQuery(table, ASKED).text), calls: of(callQuery(table, ASKED).text) };
}

describe('the queries', () => {
  it('take the time that is looked at, and calls of the day before it too', () => {
    expect(within()).toEqual({
      entries: "eventtime BETWEEN '2026-03-03T12:00:00Z' AND '2026-06-01T12:00:00Z'",
      calls: "eventtime BETWEEN '2026-03-02T12:00:00Z' AND '2026-06-01T12:00:00Z'",
    });
  });

  it.each<[string, TrailTable['partitions'], string]>([
    ['by day', { date: 'day' }, `"day" BETWEEN '2026/03/03' AND '2026/06/01'`],
    [
      'by day, written in another way',
      { date: 'Ymd', dateFormat: 'yyyyMMdd' },
      `"Ymd" BETWEEN '20260303' AND '20260601'`,
    ],
    [
      'by year, month and day',
      { year: 'y', month: 'm', day: 'd' },
      `"y" || '/' || "m" || '/' || "d" BETWEEN '2026/03/03' AND '2026/06/01'`,
    ],
    ['by account', { account: 'account' }, `"account" IN ('111122223333', '444455556666')`],
    [
      'by all of these',
      { date: 'date', dateFormat: 'yyyy-MM-dd', account: 'id' },
      `"date" BETWEEN '2026-03-03' AND '2026-06-01' AND "id" IN ('111122223333', '444455556666')`,
    ],
  ])('leave out what the table is cut by: %s', (_what, partitions, more) => {
    const time = "eventtime BETWEEN '2026-03-03T12:00:00Z' AND '2026-06-01T12:00:00Z'";
    expect(within(partitions).entries).toBe(`${time} AND ${more}`);
    expect(within(partitions).calls).toContain(more.replace(/(2026.?03.?)03/, '$102'));
  });

  it('ask for the columns by which their answers are read', () => {
    expect(entryQuery(TABLE, ASKED)).toMatchObject({ purpose: 'entries', columns: ENTRY_COLUMNS });
    expect(callQuery(TABLE, ASKED)).toMatchObject({ purpose: 'calls', columns: CALL_COLUMNS });
    for (const { text, columns } of [entryQuery(TABLE, ASKED), callQuery(TABLE, ASKED)])
      expect(text).toMatch(new RegExp(`(?:^|\\n)SELECT ${columns.join(', ')}\\nFROM \\(`));
  });

  it.each<[string, TrailTable, string[]]>([
    ['a database', { ...TABLE, database: 'audit"; DROP TABLE trail --' }, []],
    ['a table', { ...TABLE, table: 'trail" WHERE 1=1 --' }, []],
    ['a table of no name', { ...TABLE, table: '' }, []],
    ['a column', { ...TABLE, partitions: { date: "day' OR '1'='1" } }, []],
    ['a column of three', { ...TABLE, partitions: { year: 'y', month: 'm"', day: 'd' } }, []],
    ['a column of accounts', { ...TABLE, partitions: { account: 'a b' } }, []],
    ['an account', TABLE, ["1') OR ('1'='1"]],
  ])('are not made where the name of %s is none', (_what, table, accountIds) => {
    for (const query of [entryQuery, callQuery])
      expect(() => query(table, { ...ASKED, accountIds })).toThrow(/ is none\.$/);
  });
});
