import { expect, it } from 'vitest';
import { runCounts } from '../../src/evaluate/counts.ts';
import { organizationScopes } from '../../src/evaluate/organization-scope.ts';
import {
  isInUnit,
  knownMembers,
  organizationMembers,
  unitNames,
} from '../../src/evaluate/organizational-units.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { accountScopeShape, reportShape } from '../../src/model/report.ts';
import { sampleOf } from '../support/sample.ts';

const A = '111111111111';
const B = '222222222222';

function record(organization: string | undefined, fact: string, value?: object): FactRecord {
  const of =
    value === undefined
      ? { status: 'NOT_COLLECTED', reason: 'FAILED', message: 'x' }
      : { status: 'COLLECTED', value };
  return { fact, region: 'global', ...of, ...(organization && { organization }) } as unknown as FactRecord;
}

const itself = (id: string, partition: string) =>
  record(id, 'organization', { id, arn: `arn:${partition}:organizations::1:organization/${id}` });
const listing = (id: string | undefined, ...ids: string[]) =>
  record(id, 'organization-accounts', { accounts: ids.map((one) => ({ id: one, path: [] })) });

function scopes(facts: FactRecord[], subjects: Array<{ accountId: string; organizationId?: string }> = []) {
  const organizations = [
    { id: 'o-a', read: true },
    { id: 'o-b', read: true },
    { id: 'o-c', read: false },
  ];
  const scope = { accountSource: '', accounts: [], excluded: [], organizations };
  return organizationScopes(scope, subjects.map((subject) => ({ subject })) as never, facts).organizations;
}

it('one organization is no list of several', () => {
  expect(organizationScopes({ accountSource: '', accounts: [], excluded: [] }, [], [])).toEqual({});
});

it('of several, each says what was read of it, its partition, and how many accounts of it are in scope', () => {
  const facts = [itself('o-a', 'aws'), listing('o-a', A), record('o-b', 'organization'), listing('o-b', B)];
  const subjects = [
    { accountId: A, organizationId: 'o-a' },
    { accountId: B },
    { accountId: '3', organizationId: 'o-c' },
  ];
  expect(scopes(facts, subjects)).toEqual([
    { id: 'o-a', partition: 'aws', status: 'COMPLETE', accounts: 1 },
    // It did not say what it is, and its list of accounts tells them still.
    { id: 'o-b', partition: null, status: 'PARTIAL', accounts: 1 },
    { id: 'o-c', partition: null, status: 'NAMED', accounts: 1 },
  ]);
});

it('members are known where every organization was read', () => {
  const ids = (members: ReadonlyArray<{ id: string }> | undefined) => members?.map(({ id }) => id);
  expect(ids(organizationMembers([listing(undefined, A)]))).toEqual([A]);
  expect(ids(organizationMembers([listing('o-a', A), listing('o-b', B)]))).toEqual([A, B]);
  const half = [listing('o-a', A), record('o-b', 'organization-accounts')];
  expect([organizationMembers(half), ids(knownMembers(half))]).toEqual([undefined, [A]]);
  expect([organizationMembers([]), knownMembers([])]).toEqual([undefined, []]);
});

it('a unit is called by its id, and by the names on the way to it', () => {
  const path = ['Root', 'Workloads', 'Production'].map((name) => ({ id: `id-${name}`, name }));
  expect(unitNames({ path })).toEqual([
    ['id-Root'],
    ['id-Workloads', 'Workloads'],
    ['id-Production', 'Workloads/Production'],
  ]);
  const names = ['id-Root', 'Root', 'Workloads', 'id-Workloads', 'Workloads/Production', 'Production'];
  expect(names.map((name) => isInUnit({ path }, name))).toEqual([true, false, true, true, true, false]);
});

it('the counts of a run add up', () => {
  const least = sampleOf(reportShape);
  const report = {
    ...least,
    scope: {
      ...least.scope,
      accounts: [sampleOf(accountScopeShape), sampleOf(accountScopeShape), sampleOf(accountScopeShape)],
      roles: { ...least.scope.roles, listed: 9, evaluated: 7 },
    },
    coverage: { ...least.coverage, planned: 10, collected: 8 },
    summary: {
      ...least.summary,
      accounts: { COMPLETE: 1, PARTIAL: 2, FAILED: 0, excluded: 4 },
      openFindings: { critical: 1, high: 2, medium: 3, low: 4, info: 5 },
      exceptedFindings: 6,
    },
  };
  expect(runCounts(report, 42)).toEqual({
    accounts: { inScope: 3, complete: 1, partial: 2, failed: 0, excluded: 4 },
    facts: { planned: 10, collected: 8, notCollected: 2 },
    roles: { listed: 9, evaluated: 7, leftOut: 2 },
    calls: 42,
    findings: { open: 15, excepted: 6 },
  });
});
