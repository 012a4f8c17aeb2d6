import { expect, it } from 'vitest';
import { ownerEntries } from '../../src/evaluate/owner-entries.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { FactRecord } from '../../src/model/fact.ts';

const [SCANNED, EXCLUDED, MEMBER, STRANGE] = ['111122223333', '222233334444', '333344445555', '444455556666'];
const PATH = [
  { id: 'r-ab12', name: 'Root' },
  { id: 'ou-ab12-prod1234', name: 'Prod' },
];
const MEMBERS = {
  ...{ fact: 'organization-accounts', region: 'global', status: 'COLLECTED', collectedAt: '', source: '' },
  value: {
    accounts: [
      { id: MEMBER, path: PATH },
      { id: SCANNED, path: PATH.slice(0, 1) },
    ],
  },
} as unknown as FactRecord;

function entries(
  owner: { accounts?: string[]; organizationalUnits?: string[] },
  facts: FactRecord[] = [MEMBERS],
) {
  const scope = { accounts: [{ accountId: SCANNED }], excluded: [{ accountId: EXCLUDED }] } as never;
  const owners = [
    { accounts: [], organizationalUnits: [] },
    { accounts: [], organizationalUnits: [], ...owner },
  ];
  const rules = { config: { owners } } as unknown as Pick<Rules, 'config'>;
  return ownerEntries(scope, facts, rules).map(({ path, kind, entry, state }) => [path, kind, entry, state]);
}

it('an account of an owner is one that the run knows, in whatever way', () => {
  expect(entries({ accounts: [SCANNED, EXCLUDED, MEMBER, STRANGE] })).toEqual([
    ['owners[1].accounts[3]', 'owner', STRANGE, 'MATCHES_NOTHING'],
  ]);
  expect(entries({ accounts: [MEMBER] }, [])).toEqual([
    ['owners[1].accounts[0]', 'owner', MEMBER, 'MATCHES_NOTHING'],
  ]);
});

it('a unit of an owner is one that an account is in, where the organization was read', () => {
  const units = { organizationalUnits: ['Prod', 'ou-ab12-prod1234', 'r-ab12', 'Test'] };
  expect(entries(units)).toEqual([['owners[1].organizationalUnits[3]', 'owner', 'Test', 'MATCHES_NOTHING']]);
  expect(entries({ organizationalUnits: ['Prod'] }, [])).toEqual([
    ['owners[1].organizationalUnits[0]', 'owner', 'Prod', 'NOT_KNOWN'],
  ]);
});

it('no owners, no entries', () => {
  expect(ownerEntries({ accounts: [], excluded: [] }, [], { config: {} } as never)).toEqual([]);
});

it('accounts and units of an environment are judged alike', () => {
  const environments = { sandbox: { accounts: [STRANGE, SCANNED], organizationalUnits: ['Prod', 'Test'] } };
  const rules = { config: { environments } } as unknown as Pick<Rules, 'config'>;
  const scope = { accounts: [{ accountId: SCANNED }], excluded: [] } as never;
  expect(ownerEntries(scope, [MEMBERS], rules).map(({ path, kind, state }) => [path, kind, state])).toEqual([
    ['environments.sandbox.accounts[0]', 'environment', 'MATCHES_NOTHING'],
    ['environments.sandbox.organizationalUnits[1]', 'environment', 'MATCHES_NOTHING'],
  ]);
});
