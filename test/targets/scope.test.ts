import { describe, expect, it } from 'vitest';
import type { OrganizationalUnitRef } from '../../src/model/facts/organization-accounts.ts';
import { type Candidate, exclusionOf, unitPath } from '../../src/targets/scope.ts';
import type { TargetsInput } from '../../src/targets/targets-input.ts';

const ID = '111122223333';
const ROOT = { id: 'r-ab12', name: 'Root' };
const WORKLOADS = { id: 'ou-ab12-workload', name: 'Workloads' };
const PRODUCTION = { id: 'ou-ab12-producti', name: 'Production' };

function found(path?: OrganizationalUnitRef[], state = 'ACTIVE'): Candidate['discovered'] {
  return { id: ID, name: 'payments', arn: '', state, ...(path === undefined ? {} : { path }) };
}

interface Case {
  discovered?: Candidate['discovered'];
  listed?: boolean;
  include?: string[];
  exclude?: string[];
  excludeAccounts?: string[];
  selected?: string[];
}

function reasonFor({ discovered, listed, include, exclude, excludeAccounts, selected }: Case): string {
  const candidate: Candidate = {
    accountId: ID,
    name: 'payments',
    listed: listed ? { id: ID } : undefined,
    discovered,
  };
  const input: TargetsInput = {
    organization: {
      discover: true,
      include: { organizationalUnits: include ?? [] },
      exclude: { accounts: excludeAccounts ?? [], organizationalUnits: exclude ?? [] },
    },
    accounts: [],
    auditor: { sessionDuration: 3600 },
    regions: ['eu-west-1'],
    ...(selected === undefined ? {} : { selected }),
  };
  return exclusionOf(candidate, input)?.reason ?? 'in scope';
}

const inProduction = found([ROOT, WORKLOADS, PRODUCTION]);

describe('an account is', () => {
  const cases: Array<[words: string, given: Case, expected: string]> = [
    ['in scope when nothing speaks against it', { discovered: inProduction }, 'in scope'],
    ['out when it is suspended', { discovered: found([ROOT], 'SUSPENDED') }, 'SUSPENDED'],
    [
      'out when it is closed though it is listed',
      { discovered: found([ROOT], 'CLOSED'), listed: true },
      'CLOSED',
    ],
    ['out when excluded by id', { discovered: inProduction, excludeAccounts: [ID] }, 'EXCLUDED_BY_CONFIG'],
    [
      'out when excluded by id though it is listed',
      { listed: true, excludeAccounts: [ID] },
      'EXCLUDED_BY_CONFIG',
    ],
    ['in by the id of its unit', { discovered: inProduction, include: [PRODUCTION.id] }, 'in scope'],
    ['in by the id of a unit above', { discovered: inProduction, include: [WORKLOADS.id] }, 'in scope'],
    ['in by the root', { discovered: inProduction, include: [ROOT.id] }, 'in scope'],
    ['in by the path of names', { discovered: inProduction, include: ['Workloads/Production'] }, 'in scope'],
    [
      'not in by a name that is no path',
      { discovered: inProduction, include: ['Production'] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'out when another unit is included',
      { discovered: inProduction, include: ['Sandbox'] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'out when its unit is excluded',
      { discovered: inProduction, exclude: [PRODUCTION.id] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'out when a unit above is excluded',
      { discovered: inProduction, exclude: ['Workloads'] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'out when its unit is excluded and one above is included',
      { discovered: inProduction, include: ['Workloads'], exclude: ['Workloads/Production'] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'out when its unit is included and one above is excluded',
      { discovered: inProduction, include: ['Workloads/Production'], exclude: ['Workloads'] },
      'EXCLUDED_BY_CONFIG',
    ],
    [
      'in when it is listed, whatever is said of units',
      { discovered: inProduction, listed: true, exclude: [WORKLOADS.id] },
      'in scope',
    ],
    [
      'out when units are named and its own is not known',
      { discovered: found(), include: ['Workloads'] },
      'UNIT_UNKNOWN',
    ],
    [
      'out when units are excluded and its own is not known',
      { discovered: found(), exclude: ['Workloads'] },
      'UNIT_UNKNOWN',
    ],
    ['in when no unit is named and its own is not known', { discovered: found() }, 'in scope'],
    ['in when it is selected', { discovered: inProduction, selected: [ID] }, 'in scope'],
    [
      'out when others are selected',
      { discovered: inProduction, selected: ['444455556666'] },
      'NOT_SELECTED',
    ],
    [
      'out when others are selected though it is listed',
      { listed: true, selected: ['444455556666'] },
      'NOT_SELECTED',
    ],
    [
      'not in by being selected when it is excluded',
      { discovered: inProduction, excludeAccounts: [ID], selected: [ID] },
      'EXCLUDED_BY_CONFIG',
    ],
  ];
  it.each(cases)('%s', (_words, given, expected) => {
    expect(reasonFor(given)).toBe(expected);
  });
});

it.each<[Partial<TargetsInput>, string]>([
  [{}, 'in scope'],
  [{ selected: [ID] }, 'in scope'],
  [{ selected: ['444455556666'] }, 'NOT_SELECTED'],
])('without an organization, %j alone says whether a listed account is in scope', (more, expected) => {
  const input = { accounts: [], auditor: { sessionDuration: 3600 }, regions: ['eu-west-1'], ...more };
  for (const listed of [{ id: ID }, undefined]) {
    const candidate = { accountId: ID, name: 'payments', listed, discovered: undefined };
    expect(exclusionOf(candidate, input)?.reason ?? 'in scope').toBe(expected);
  }
});

it('says in which state an account is that is not active', () => {
  const candidate = {
    accountId: ID,
    name: 'payments',
    listed: undefined,
    discovered: found([ROOT], 'SUSPENDED'),
  };
  const input = { accounts: [], auditor: { sessionDuration: 3600 }, regions: ['eu-west-1'] };
  expect(exclusionOf(candidate, input)?.message).toContain('suspended');
});

it('the path of a unit has the names below the root', () => {
  expect(unitPath([ROOT, WORKLOADS, PRODUCTION])).toBe('Workloads/Production');
  expect(unitPath([ROOT])).toBeUndefined();
  expect(unitPath(undefined)).toBeUndefined();
});
