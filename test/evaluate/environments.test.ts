import { describe, expect, it } from 'vitest';
import { environmentsOf, outsideOrganization } from '../../src/evaluate/environments.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import type { FactRecord } from '../../src/model/fact.ts';

const [PAYMENTS, TRIALS, BOTH, OUTSIDE] = ['111111111111', '222222222222', '333333333333', '444444444444'];

function organization(...members: Array<[id: string, ...units: string[]]>): FactRecord {
  const accounts = members.map(([id, ...units]) => ({
    ...{ id, name: id, arn: id, state: 'ACTIVE' },
    path: [{ id: 'r-1', name: 'Root' }, ...units.map((name) => ({ id: `ou-${name}`, name }))],
  }));
  return {
    ...{ fact: 'organization-accounts', region: 'global', status: 'COLLECTED' },
    value: { accounts },
  } as unknown as FactRecord;
}

const UNREAD = {
  ...{ fact: 'organization-accounts', region: 'global', status: 'NOT_COLLECTED' },
  ...{ reason: 'ACCESS_DENIED', message: 'Refused.' },
} as unknown as FactRecord;

const FACTS = [
  organization([PAYMENTS, 'Workloads', 'Production'], [TRIALS, 'Sandbox', 'Berlin'], [BOTH, 'Sandbox']),
];

function environmentOf(
  environments: JudgementConfig['environments'],
  account: { accountId: string; tags?: Record<string, string> },
  facts = FACTS,
) {
  const config = { ...(environments === undefined ? {} : { environments }) } as JudgementConfig;
  return environmentsOf(facts, { config })(account).environment;
}

const by = (more: object) => ({ accounts: [], organizationalUnits: [], ...more });

describe('the environment of an account', () => {
  it.each<[string, JudgementConfig['environments'], string, Record<string, string>, string | undefined]>([
    ['nothing said', undefined, PAYMENTS, {}, undefined],
    [
      'its unit by path',
      { production: by({ organizationalUnits: ['Workloads/Production'] }) },
      PAYMENTS,
      {},
      'production',
    ],
    [
      'a unit above it',
      { production: by({ organizationalUnits: ['Workloads'] }) },
      PAYMENTS,
      {},
      'production',
    ],
    ['a unit by id', { sandbox: by({ organizationalUnits: ['ou-Sandbox'] }) }, TRIALS, {}, 'sandbox'],
    [
      'a part of the name of a unit',
      { sandbox: by({ organizationalUnits: ['Sand'] }) },
      TRIALS,
      {},
      undefined,
    ],
    ['its number', { sandbox: by({ accounts: [OUTSIDE] }) }, OUTSIDE, {}, 'sandbox'],
    [
      'its tag',
      { sandbox: by({ tag: 'environment=sand*' }) },
      OUTSIDE,
      { Environment: 'Sandbox' },
      'sandbox',
    ],
    [
      'another tag',
      { sandbox: by({ tag: 'environment=sandbox' }) },
      OUTSIDE,
      { environment: 'test' },
      undefined,
    ],
    [
      'two: production counts',
      { sandbox: by({ organizationalUnits: ['Sandbox'] }), production: by({ accounts: [BOTH] }) },
      BOTH,
      {},
      'production',
    ],
  ])('is known by %s', (_, environments, accountId, tags, expected) => {
    expect(environmentOf(environments, { accountId, tags })).toBe(expected);
  });

  it('is not known by a unit where the organization was not read', () => {
    const environments = { sandbox: by({ organizationalUnits: ['Sandbox'] }) };
    expect(environmentOf(environments, { accountId: TRIALS }, [UNREAD])).toBeUndefined();
  });
});

describe('own accounts outside the organization', () => {
  const own = [PAYMENTS, OUTSIDE].map((accountId) => ({ accountId, name: `n-${accountId}`, more: 1 }));

  it('are those that it does not list', () => {
    expect(outsideOrganization(own, FACTS)).toEqual({
      outsideOrganization: [{ accountId: OUTSIDE, name: `n-${OUTSIDE}` }],
    });
  });

  it.each([
    ['it was not read', [UNREAD]],
    ['there is none', []],
  ])('are not known where %s', (_, facts) => {
    expect(outsideOrganization(own, facts)).toEqual({});
  });
});
