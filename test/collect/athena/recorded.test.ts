import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countedRows } from '../../../src/collect/athena/counted-rows.ts';
import { CALL_COLUMNS, ENTRY_COLUMNS } from '../../../src/collect/athena/query-text.ts';
import { fromAthena } from '../../../src/collect/athena/recorded.ts';
import type { CollectContext } from '../../../src/collect/collector.ts';
import { activity } from '../../../src/model/facts/activity.ts';
import { tries } from '../../support/thorough.ts';
import { HERE } from '../../support/trail-events.ts';
import { target } from '../support.ts';

const ROLE = `arn:aws:iam::${HERE}:role/team/partner`;
const WITHOUT_PATH = `arn:aws:iam::${HERE}:role/partner`;

type Cells = { readonly [column: string]: string };

const CAME: Cells = {
  ...{ account: HERE, event: 'AssumeRole', source: 'sts.amazonaws.com', kind: 'AWSAccount', role: ROLE },
  ...{ caller: '424242424242', principal: 'AROAVENDOR', address: '198.51.100.7', agent: 'Boto3' },
  ...{ day: '2026-10-20', events: '3', sessions: '3', records: '3', reads: '3', places: '2' },
  ...{ regions: 'us-east-1', days: '2026-10-20', quarters: '09:00,09:31' },
  ...{ first_at: '2026-10-20T09:00:00Z', last_at: '2026-10-20T09:31:00Z' },
};

function rowOf(columns: readonly string[], cells: Cells): Map<string, string> {
  return new Map(
    columns.flatMap((column): Array<[string, string]> => {
      const cell = cells[column];
      return cell === undefined ? [] : [[column, cell]];
    }),
  );
}

async function factOf(entries: Cells[], calls: Cells[] = []) {
  const of = countedRows(
    entries.map((cells) => rowOf(ENTRY_COLUMNS, { ...CAME, ...cells })),
    calls.map((cells) => rowOf(CALL_COLUMNS, { ...CAME, ...cells })),
  );
  const held = { regions: new Map([['us-east-1', '2026-10-20']]), days: new Set(['2026-10-20']) };
  const context = {
    ...{ account: target({ accountId: HERE }), regions: ['us-east-1'], isOutsiderRole: () => true },
    fact: () => ({ status: 'COLLECTED', value: { roles: [{ arn: ROLE }] } }),
  };
  const reading = {
    place: { region: 'eu-west-1', workGroup: 'w', database: 'd', table: 't' },
    ...{ from: '2026-08-01T00:00:00.000Z', to: '2026-11-01T00:00:00.000Z', withCalls: true },
    read: async () => ({ accountId: HERE, queries: [], of, held }),
  };
  return fromAthena(context as unknown as CollectContext, { days: 90, source: 'athena', reading });
}

it('a row that says what no event does is a gap of its own, and what others say stays', async () => {
  const good = await factOf([{}], [{}]);
  expect(good).toMatchObject({ entries: [{ count: 3 }], calls: [{ count: 3 }], perResource: [] });
  for (const cells of [
    { events: '0' },
    { last_at: '2026-10-19T00:00:00Z' },
    { source: 'half a \ud800 character' },
    { event: 'x'.repeat(3000) },
  ])
    expect(await factOf([{}], [cells, {}])).toMatchObject({
      entries: [{ count: 3 }],
      calls: [{ count: 3 }],
      perResource: [{ fact: { message: expect.stringContaining('1 rows of the answer') } }],
    });
});

it('what an answer says, however damaged it is, is a fact as declared', async () => {
  const cell = fc.constantFrom(
    ...['', '0', '-1', '1e9', '999999999999999', 'x', '\u0000', '\ud800', ' ', 'a'.repeat(3000), HERE],
    ...['2099-01-01T00:00:00Z', '2026-10-20T25:00:00Z', '2026-02-31T00:00:00Z', '00:00', WITHOUT_PATH],
    ...['SwitchRole', 'AssumeRoleWithSAML', 'SAMLUser', 'WebIdentityUser', 'AccessDenied', 'Success'],
    ...[`arn:aws:sts::${HERE}:assumed-role/partner/`, 'arn:aws:sts::424242424242:assumed-role/x'],
  );
  const rows = (columns: readonly string[]) =>
    fc.array(fc.dictionary(fc.constantFrom(...columns), cell, { maxKeys: 3 }), { maxLength: 4 });
  // A role that is named with its path and without is one.
  const named = [{}, { role: WITHOUT_PATH }];
  await fc.assert(
    fc.asyncProperty(rows(ENTRY_COLUMNS), rows(CALL_COLUMNS), async (entries, calls) => {
      const { error } = activity.shape.safeParse(await factOf(entries, calls));
      expect(error?.issues).toBeUndefined();
    }),
    { ...tries(3000, 16), examples: [[named, []]] },
  );
});
