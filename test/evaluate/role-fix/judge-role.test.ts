import { expect, it } from 'vitest';
import { type Around, indexingWith, judgeRole } from '../../../src/evaluate/role-fix/judge-role.ts';
import type { Rules } from '../../../src/evaluate/rules.ts';
import type { Check, CheckContext, Outcome } from '../../../src/model/check.ts';
import { indexFacts } from '../../../src/model/fact-index.ts';
import { allow, contextOf, HERE, REGISTERED, role, STRANGER } from '../../checks/support/trust-fixtures.ts';

const [ONE, OTHER] = [role(allow(REGISTERED), { name: 'one' }), role(allow(REGISTERED), { name: 'other' })];
const REGIONS = ['eu-west-1', 'us-east-1'];
const DETAILS = { roles: [ONE, OTHER], policies: [] };

/** What a check is asked, once it is. */
type Asked = { facts: Record<string, unknown>; context: CheckContext };

interface Given {
  check?: object;
  outcome?: Partial<Outcome>;
  collected?: Record<string, unknown>;
  denied?: string[];
  drift?: 'off' | 'access-roles';
  candidate?: object;
  options?: Parameters<typeof judgeRole>[3];
}

const SETTINGS = { roles: [ONE, OTHER].map(({ arn }) => ({ arn, maxSessionDuration: 3600 })) };

function asked({
  check = {},
  outcome,
  collected = {},
  denied = [],
  drift = 'off',
  candidate = {},
  options,
}: Given) {
  const calls: Asked[] = [];
  const made = {
    ...{ id: 'c', scope: 'account', per: 'account', requires: ['authorization-details'] },
    evaluate: (facts: Asked['facts'], context: CheckContext) => {
      calls.push({ facts, context });
      return outcome === undefined ? [] : [{ resource: { arn: ONE.arn, type: '' }, detail: '', ...outcome }];
    },
    ...check,
  } as unknown as Check;
  const { study, parties, asOf } = contextOf();
  const record = ([fact, value]: [string, unknown]) => {
    const about = { fact, region: 'global', collectedAt: asOf, source: 'the test' };
    return denied.includes(fact)
      ? { ...about, status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'no' }
      : { ...about, status: 'COLLECTED', value };
  };
  const all = { 'authorization-details': DETAILS, 'role-settings': SETTINGS, ...collected };
  const index = indexFacts(Object.entries(all).map(record) as never);
  const config = { checks: {}, drift: { mode: drift }, report: { externalIds: 'full' } };
  const account = { accountId: HERE, name: 'here', partition: 'aws', tags: {}, regions: REGIONS };
  const around = {
    ...{ account, index, study, stackOf: () => null, known: new Set<string>() },
    indexWith: indexingWith(index, DETAILS, study),
    rules: { checks: [made], parties, asOf, config } as unknown as Rules,
  } satisfies Around;
  return { found: judgeRole({ role: ONE, ...candidate }, [made], around, options), calls };
}

it.each<[words: string, given: Given, regions: string[]]>([
  ['once, of an account', {}, ['global']],
  ['for each Region, where it asks so', { check: { per: 'region' } }, REGIONS],
  ['by settings alone', { check: { requires: ['role-settings'] } }, ['global']],
  [
    'beside other facts',
    {
      check: { requires: ['account-identity', 'authorization-details'] },
      collected: { 'account-identity': {} },
    },
    ['global'],
  ],
  [
    'not of what has nothing to do with roles',
    { check: { requires: ['account-identity'] }, collected: { 'account-identity': {} } },
    [],
  ],
  ['not of what all accounts decide', { check: { scope: 'organization' } }, []],
  [
    'not where a fact was not read',
    { check: { requires: ['authorization-details', 'role-settings'] }, denied: ['role-settings'] },
    [],
  ],
  ['not without the drift that it is about', { check: { requires: ['authorization-details', 'drift'] } }, []],
  [
    'not without drift that was to be read',
    { check: { requires: ['authorization-details', 'drift'], withoutDrift: true }, drift: 'access-roles' },
    [],
  ],
  [
    'without drift that nobody reads, where it can do without',
    { check: { requires: ['authorization-details', 'drift'], withoutDrift: true } },
    ['global'],
  ],
])('a check is asked again: %s', (_words, given, regions) => {
  const { calls } = asked(given);
  expect(calls.map(({ context }) => context.region)).toEqual(regions);
  for (const { context } of calls) expect(context.account.accountId).toBe(HERE);
});

it('is told of no drift where nobody reads it', () => {
  const [call] = asked({ check: { requires: ['authorization-details', 'drift'], withoutDrift: true } }).calls;
  expect(call?.facts.drift).toEqual({ perResource: [] });
});

it('is asked of the role alone, unless of all, with external IDs as they are to be shown', () => {
  const [alone] = asked({}).calls;
  const [all] = asked({ options: { roles: 'all', showExternalId: () => 'shown' } }).calls;
  expect([alone?.context.onlyRole, all?.context.onlyRole]).toEqual([ONE.arn, undefined]);
  expect([alone?.context.showExternalId('x'), all?.context.showExternalId('x')]).toEqual(['x', 'shown']);
});

it.each<[words: string, candidate: object, denied: string[], sessions: number[] | undefined]>([
  ['with its session, if that changes', { maxSessionDuration: 900 }, [], [900, 3600]],
  ['else with that which it has', {}, [], [3600, 3600]],
  ['whose session nobody knows', { maxSessionDuration: 900 }, ['role-settings'], undefined],
])('sees the role as it would be, others as they are: %s', (_words, candidate, denied, sessions) => {
  const changed = { ...ONE, trustPolicy: allow(STRANGER) };
  const requires = denied.length > 0 ? ['authorization-details'] : ['authorization-details', 'role-settings'];
  const [call] = asked({ candidate: { role: changed, ...candidate }, denied, check: { requires } }).calls;
  expect(call?.facts['authorization-details']).toEqual({ ...DETAILS, roles: [changed, OTHER] });
  const settings = call?.facts['role-settings'] as typeof SETTINGS | undefined;
  expect(settings?.roles.map((one) => one.maxSessionDuration)).toEqual(sessions);
  if (settings !== undefined) expect(settings.roles.map(({ arn }) => arn)).toEqual([ONE.arn, OTHER.arn]);
});

it('knows failures by what the finding would be known by', () => {
  const of = (outcome: object) => asked({ outcome }).found.map(({ fingerprint }) => fingerprint);
  expect(of({ status: 'PASS' })).toEqual([undefined]);
  const told = [{}, { discriminator: 'd' }, { accountId: STRANGER }, { region: 'eu-west-1' }];
  const all = told.flatMap((more) => of({ status: 'FAIL', ...more }));
  expect(all.every((one) => /^[0-9a-f]{32}$/.test(one ?? ''))).toBe(true);
  expect(new Set(all).size).toBe(4);
});
