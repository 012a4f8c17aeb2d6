import { describe, expect, it } from 'vitest';
import { identityCenterGuest } from '../../../src/checks/sharing/identity-center-guest.ts';
import type { Failed, Outcome } from '../../../src/model/check.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { AuthorizationDetails } from '../../../src/model/facts/authorization-details.ts';
import type { BillingTransfers } from '../../../src/model/facts/billing-transfers.ts';
import type { IdentityCenter, IdentityCenterPerson } from '../../../src/model/facts/identity-center.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { Parties, RegisteredThirdParty } from '../../../src/model/party.ts';
import { studyOf } from '../../../src/model/study.ts';
import { guestsIn } from '../../../src/parties/identity-center-guests.ts';
import { contextOf, ENTRY, fixOf, HERE, OWN, OWN_ORGANIZATION, role } from '../support/trust-fixtures.ts';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const set = (name: string) => `arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-${name}`;
const held = (name: string, accountId = OWN) => ({ accountId, permissionSetArn: set(name) });

function person(more: Partial<IdentityCenterPerson> = {}): IdentityCenterPerson {
  const { groupIds = [], assignments = [held('Reader')] } = more;
  return {
    ...{ id: 'u-1', userName: 'jo', status: 'ENABLED', domains: ['nimbus.example'] },
    ...more,
    ...{ groupIds, assignments },
  };
}

function center(more: Partial<IdentityCenter> = {}): IdentityCenter {
  return {
    ...{ isAskedHere: true, region: 'eu-west-1', instanceArn: INSTANCE, identityStoreId: 'd-1' },
    askedFor: { domains: ['nimbus.example', '*.nimbus.example'], groups: ['Nimbus *'] },
    users: 9,
    people: [person()],
    groups: [],
    permissionSets: ['Reader', 'Writer', 'Admin', 'Gone'].map((name) => ({ arn: set(name), name })),
    ...more,
  };
}

const NOT_HERE = center({ isAskedHere: false, instanceArn: null, people: [] });

const allows = (action: string) => ({
  name: 'AwsSSOInlinePolicy',
  document: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  }),
});

/** The roles of permission sets, as IAM Identity Center keeps them. */
const ROLES: AuthorizationDetails = {
  roles: Object.entries({ Reader: 's3:GetObject', Writer: 's3:PutObject', Admin: '*' }).map(
    ([name, action]) => {
      const path = '/aws-reserved/sso.amazonaws.com/eu-west-1/';
      const full = `AWSReservedSSO_${name}_0123456789abcdef`;
      const arn = `arn:aws:iam::${OWN}:role${path}${full}`;
      return { ...role({}), ...{ name: full, path, arn, inlinePolicies: [allows(action)] } };
    },
  ),
  policies: [],
};

const GUESTS = { domains: ['nimbus.example', '*.nimbus.example'], groups: ['Nimbus *'] };

interface Given {
  here?: IdentityCenter | null;
  entry?: Partial<RegisteredThirdParty>;
  /** Undefined for an account that is not in the run. */
  other?: AuthorizationDetails | 'unread' | undefined;
  /** Of the organization in which the account is; undefined where none was read. */
  managementAccountId?: string;
}

function evaluate({ here = center(), entry = {}, managementAccountId, ...more }: Given = {}): Outcome[] {
  const other = 'other' in more ? more.other : ROLES;
  const registered = { ...ENTRY, identityCenter: GUESTS, ...entry };
  const context = contextOf({ entry: registered });
  const digest = (accountId: string, facts: [AuthorizationDetails, IdentityCenter]) => {
    const account = { ...context.account, accountId };
    const study = studyOf({ ...context, account });
    const [details, value] = facts;
    return {
      ...{ account, region: 'global' },
      value: JSON.parse(
        JSON.stringify(
          identityCenterGuest.digest(
            { 'authorization-details': details, 'identity-center': value },
            { ...context, account, study, parameters: {} },
          ),
        ),
      ),
    };
  };
  const nothing = { roles: [], policies: [] };
  const digests = [
    ...(here === null ? [] : [digest(HERE, [nothing, here])]),
    ...(other === undefined || other === 'unread' ? [] : [digest(OWN, [other, NOT_HERE])]),
  ];
  const account = { ...context.account, accountId: OWN };
  const gaps = other === 'unread' ? [{ account, region: 'global' }] : [];
  const organization = {
    parties: { ...context.parties, organizationOf: () => OWN_ORGANIZATION },
    billing: [billingOf(managementAccountId)],
  };
  const outcomes = [
    ...identityCenterGuest.evaluate(
      { digests, gaps },
      { ...context, parameters: {}, ...(managementAccountId === undefined ? {} : organization) },
    ),
  ];
  for (const outcome of outcomes) {
    expect(outcome.accountId).toMatch(/^\d{12}$/);
    if (outcome.status !== 'FAIL') continue;
    for (const { pointer, value, marks = [] } of outcome.evidence) {
      expect(resolvePointer(here, pointer)).toEqual(value);
      for (const mark of marks) expect(resolvePointer(value, mark)).toBeDefined();
    }
  }
  return outcomes;
}

const billingOf = (managementAccountId = '') => ({
  organizationId: OWN_ORGANIZATION,
  transfers: {
    ...{ fact: 'billing-transfers', accountId: null, region: 'global', status: 'COLLECTED' },
    value: { asked: 'NOT_THE_MANAGEMENT_ACCOUNT', managementAccountId, outbound: [] },
  } as unknown as Fact<BillingTransfers>,
});

const ofPeople = (given: Given) => evaluate(given).filter(({ resource }) => resource.arn.includes(':user/'));

describe('people of identity-center-guest', () => {
  it.each<[string, Partial<IdentityCenterPerson>, Partial<RegisteredThirdParty>, Outcome['status'], RegExp]>([
    ['who read', {}, {}, 'PASS', /the one assignment keeps to the read access/],
    [
      'who write',
      { assignments: [held('Writer')] },
      {},
      'FAIL',
      /^jo of .*: Writer in \d{12} gives more than the read access that holds where the register says nothing\.$/,
    ],
    ['who may write', { assignments: [held('Writer')] }, { maxAccess: 'write' }, 'PASS', /write access/],
    ['of a domain below', { domains: ['eu.NIMBUS.example'] }, {}, 'PASS', /keeps/],
    ['who hold nothing', { assignments: [] }, {}, 'NOT_APPLICABLE', /Nothing is assigned/],
    [
      'who are disabled',
      { status: 'DISABLED', assignments: [held('Admin')] },
      {},
      'NOT_APPLICABLE',
      /cannot sign in anew; 1 assignment stays/,
    ],
    ['in a state yet to come', { status: 'NEW', assignments: [held('Writer')] }, {}, 'FAIL', /more than/],
    [
      'whose contract is over',
      {},
      { contractEnds: '2026-05-31' },
      'FAIL',
      /the contract ended on 2026-05-31, and Reader in \d{12} is still assigned/,
    ],
    ['whose contract ends today', {}, { contractEnds: '2026-06-01' }, 'PASS', /keeps/],
    [
      'in an account that is not theirs',
      {},
      { identityCenter: { ...GUESTS, accounts: [HERE] } },
      'FAIL',
      /the register does not name the account of Reader/,
    ],
    ['in their account', {}, { identityCenter: { ...GUESTS, accounts: [OWN] } }, 'PASS', /keeps/],
    [
      'with a permission set that has no role there',
      { assignments: [held('Gone')] },
      {},
      'UNKNOWN',
      /the account has no role for Gone/,
    ],
    [
      'with that and more than was agreed',
      { assignments: [held('Gone'), held('Writer')] },
      {},
      'FAIL',
      /Writer in/,
    ],
    [
      'with something in an account outside the run',
      { assignments: [held('Reader'), held('Reader', '777788889999')] },
      {},
      'NOT_APPLICABLE',
      /no part of this run/,
    ],
  ])('%s', (_what, more, entry, status, detail) => {
    const [outcome, ...others] = ofPeople({ here: center({ people: [person(more)] }), entry });
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ status });
    expect(outcome?.detail).toMatch(detail);
  });

  it('name party, severity and commands, and not those of a group', () => {
    const people = [person({ groupIds: ['g'], assignments: [held('Admin')] })];
    const groups = [{ id: 'g', name: 'Builders', assignments: [held('Writer')], memberIds: null }];
    const [failed] = ofPeople({ here: center({ people, groups }) }) as Failed[];
    expect(failed).toMatchObject({ severity: 'high', thirdParty: { kind: 'registered', name: ENTRY.name } });
    expect(failed?.detail).toContain(`Writer in ${OWN} (by the group Builders)`);
    const fix = fixOf(failed as Failed, 'cli');
    expect(fix).toContain(
      `--permission-set-arn '${set('Admin')}' --principal-type USER --principal-id 'u-1'`,
    );
    expect(fix).not.toContain(set('Writer'));
  });

  it('are not known where the roles of the account were not read', () => {
    expect(ofPeople({ other: 'unread' })).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('the roles of the account were not read') },
    ]);
  });

  it('are not known where a policy of the permission set was not read', () => {
    const attached = [{ name: 'more', arn: 'arn:aws:iam::aws:policy/More' }];
    const roles = ROLES.roles.map((one) => ({ ...one, attachedPolicies: attached }));
    expect(ofPeople({ other: { ...ROLES, roles } })).toMatchObject([{ status: 'UNKNOWN' }]);
  });

  it('bring thousands of assignments to words that end', () => {
    const many = Array.from({ length: 5000 }, (_, index) => held('Writer', String(100_000_000_000 + index)));
    const userName = 'x'.repeat(9000);
    const people = [person({ userName, assignments: [held('Writer'), ...many] })];
    const entry = { identityCenter: { ...GUESTS, accounts: [HERE] } };
    const [failed] = ofPeople({ here: center({ people }), entry });
    expect(failed?.status).toBe('FAIL');
    expect(failed?.detail.length).toBeLessThan(1500);
  });
});

describe('groups of identity-center-guest', () => {
  const group = (memberIds: string[]) => [{ id: 'g', name: 'nimbus staff', assignments: [], memberIds }];
  const stranger = person({ id: 'u-2', userName: 'tony', domains: ['own.example'], groupIds: ['g'] });
  const nameless = person({ id: 'u-3', domains: [], groupIds: ['g'] });
  const one = person({ groupIds: ['g'] });

  it.each<[string, IdentityCenterPerson[], Partial<RegisteredThirdParty>, Outcome['status'][]]>([
    ['hold their people alone', [one], {}, ['PASS']],
    ['hold somebody else', [one, stranger], {}, ['FAIL']],
    ['hold somebody of whom no address is known', [one, nameless], {}, ['UNKNOWN']],
    [
      'hold somebody else, where no domain is registered',
      [stranger],
      { identityCenter: { domains: [], groups: GUESTS.groups } },
      [],
    ],
  ])('that %s', (_what, people, entry, statuses) => {
    const groups = group(people.map(({ id }) => id));
    const found = evaluate({ here: center({ people, groups }), entry }).filter(
      ({ resource }) => resource.type === 'AWS::IdentityStore::Group',
    );
    expect(found.map(({ status }) => status)).toEqual(statuses);
    if (statuses[0] === 'FAIL')
      expect(found[0]?.detail).toContain('holds tony, whose addresses are of other');
  });
});

describe('identity-center-guest as a whole', () => {
  it('says so where there is nobody', () => {
    expect(evaluate({ here: center({ people: [] }) })).toMatchObject([
      { status: 'NOT_APPLICABLE', detail: expect.stringContaining('none of 9 users') },
    ]);
  });

  it('is silent where the account is not part of the run, and leaves one that was not read to its gap', () => {
    expect(evaluate({ here: null })).toMatchObject([{ status: 'NOT_APPLICABLE', silent: true }]);
    expect(evaluate({ here: null, other: 'unread' })).toEqual([]);
  });

  it('does not know where there is no instance', () => {
    expect(evaluate({ here: center({ instanceArn: null }) })).toMatchObject([{ status: 'UNKNOWN' }]);
  });

  it.each<[string, string | null, string, Outcome['status']]>([
    ['of a member account itself', HERE, OWN, 'UNKNOWN'],
    ['of the management account', HERE, HERE, 'PASS'],
    ['that the management account owns', OWN, OWN, 'PASS'],
    ['whose owner is not said', null, OWN, 'PASS'],
  ])('looks at the instance %s', (_what, ownerAccountId, managementAccountId, status) => {
    const found = evaluate({ here: center({ ownerAccountId }), managementAccountId });
    expect(found.map((one) => one.status)).toEqual([status]);
  });

  it('gives a person to whom its address says it belongs, whoever gave it to a group', () => {
    const entry = (name: string, guests: RegisteredThirdParty['identityCenter']) =>
      ({ ...ENTRY, name, identityCenter: guests }) as RegisteredThirdParty;
    const people = [
      person({ domains: ['nimbus.example'], groupIds: ['g'] }),
      person({ id: 'u-2', domains: [], groupIds: ['g'] }),
    ];
    const groups = [{ id: 'g', name: 'Stratus staff', assignments: [], memberIds: ['u-1', 'u-2'] }];
    const entriesWithGuests = [
      entry('Stratus', { domains: [], groups: ['Stratus *'] }),
      entry('Nimbus', { domains: ['nimbus.example'], groups: [] }),
    ];
    const guests = guestsIn(center({ people, groups }), { entriesWithGuests } as unknown as Parties);
    expect(guests.map(({ person: { id }, entry: { name } }) => [id, name])).toEqual([
      ['u-1', 'Nimbus'],
      ['u-2', 'Stratus'],
    ]);
  });

  it.each([
    ['and what is the person’s own', [{ isOwn: true as const }], ['g', 'h', null]],
    ['and takes for none of its own what the service may count by a group', [{}], ['g', 'h']],
  ])('keeps apart what several groups give, %s', (_, [own], ways) => {
    const assignments = [held('Reader')];
    const people = [
      person({ groupIds: ['g', 'h'], assignments: assignments.map((one) => ({ ...one, ...own })) }),
    ];
    const groups = ['g', 'h'].map((id) => ({ id, name: id, assignments, memberIds: ['u-1'] }));
    const entriesWithGuests = [{ ...ENTRY, identityCenter: { domains: ['nimbus.example'], groups: [] } }];
    const [guest] = guestsIn(center({ people, groups }), { entriesWithGuests } as unknown as Parties);
    expect(guest?.held.map(({ group }) => group)).toEqual(ways);
  });

  it('does not know of an entry that came later', () => {
    const askedFor = { domains: ['nimbus.example'], groups: [] };
    expect(evaluate({ here: center({ askedFor, people: [] }) })).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('*.nimbus.example, Nimbus *') },
      { status: 'NOT_APPLICABLE' },
    ]);
  });
});
