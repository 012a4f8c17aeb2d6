import { describe, expect, it } from 'vitest';
import { reviewSetting } from '../../src/evaluate/decisions.ts';
import {
  type PeopleHere,
  peopleHere,
  peopleLookedFor,
  peopleOfParties,
} from '../../src/evaluate/party-people.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { AuthorizationDetails } from '../../src/model/facts/authorization-details.ts';
import type { IdentityCenter } from '../../src/model/facts/identity-center.ts';
import { thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { Access } from '../../src/model/review.ts';
import { studyOf } from '../../src/model/study.ts';
import type { PeopleLookedFor } from '../../src/model/third-party-summary.ts';
import { contextOf, ENTRY, HERE, OWN, role } from '../checks/support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const NOT_IN_THE_RUN = '777788889999';
const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const set = (name: string) => `arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-${name}`;
const held = (name: string, accountId = OWN) => ({ accountId, permissionSetArn: set(name) });
const RULES = {
  config: { identityCenter: { accountId: HERE, region: REGION } },
  checks: [{ requires: ['identity-center'] }],
} as unknown as Pick<Rules, 'config' | 'checks'>;
const GUESTS = { domains: ['nimbus.example'], groups: ['Nimbus *'] };

const CENTER: IdentityCenter = {
  ...{ isAskedHere: true, region: REGION, instanceArn: INSTANCE, identityStoreId: 'd-1', users: 9 },
  askedFor: GUESTS,
  people: [
    {
      ...{ id: 'u-1', userName: 'jo', status: 'ENABLED', domains: ['nimbus.example'], groupIds: ['g'] },
      assignments: [held('Reader'), held('Gone'), held('Reader', NOT_IN_THE_RUN)],
    },
  ],
  groups: [{ id: 'g', name: 'Nimbus staff', assignments: [held('Admin')], memberIds: ['u-1'] }],
  permissionSets: ['Reader', 'Admin', 'Gone'].map((name) => ({ arn: set(name), name })),
};

const details = (action: string): AuthorizationDetails => ({
  roles: Object.entries({ Reader: action, Admin: '*' }).map(([name, allowed]) => {
    const path = '/aws-reserved/sso.amazonaws.com/';
    const full = `AWSReservedSSO_${name}_0123456789abcdef`;
    const document = { Statement: [{ Effect: 'Allow', Action: allowed, Resource: '*' }] };
    const inlinePolicies = [{ name: 'AwsSSOInlinePolicy', document: JSON.stringify(document) }];
    return {
      ...role({}),
      ...{ name: full, path, arn: `arn:aws:iam::${OWN}:role${path}${full}`, inlinePolicies },
    };
  }),
  policies: [],
});

const fact = (name: string, value: unknown) =>
  ({ fact: name, region: 'global', status: 'COLLECTED', value }) as unknown as FactRecord;

function told(
  accountId: string,
  records: FactRecord[],
): { subject: { accountId: string }; peopleHere: PeopleHere } {
  const context = contextOf({ entry: { ...ENTRY, identityCenter: GUESTS } });
  const study = studyOf({ ...context, account: { ...context.account, accountId } });
  return { subject: { accountId }, peopleHere: peopleHere(indexFacts(records), study, RULES) };
}

const all = (of: FactRecord[], center: IdentityCenter = CENTER) => [
  told(HERE, [fact('identity-center', center), fact('authorization-details', { roles: [], policies: [] })]),
  told(OWN, of),
];

describe('people of third parties', () => {
  it('are told with what each permission set gives in its account, or why that is not known', () => {
    const [one, ...others] = peopleOfParties(all([fact('authorization-details', details('s3:GetObject'))]));
    expect(others).toEqual([]);
    expect(one?.party).toEqual(thirdPartyRef('registered', ENTRY.name));
    expect(one?.person).toMatchObject({
      resourceArn: `aws:identitystore:${REGION}:${HERE}:user/u-1`,
      ...{ region: REGION, instanceArn: INSTANCE, meantBy: GUESTS },
    });
    const permissions = expect.stringMatching(/^[0-9a-f]{16}$/);
    const from = ({ permissionSetArn, accountId }: ReturnType<typeof held>, permissionSet: string) => ({
      ...{ permissionSetArn, accountId, permissionSet },
    });
    expect(one?.person.assignments).toEqual([
      {
        ...from(held('Admin'), 'Admin'),
        ...{ group: 'Nimbus staff', highestAccess: 'admin', administers: true, permissions },
      },
      { ...from(held('Reader'), 'Reader'), group: null, highestAccess: 'read', permissions },
      { ...from(held('Gone'), 'Gone'), group: null, notKnown: 'the account has no role for it' },
      {
        ...from(held('Reader', NOT_IN_THE_RUN), 'Reader'),
        ...{ group: null, notKnown: 'the account is no part of the run' },
      },
    ]);
  });

  it('hold something else where a policy of a permission set is another', () => {
    const digestOf = (action: string) =>
      peopleOfParties(all([fact('authorization-details', details(action))]))[0]?.person.assignments.find(
        ({ permissionSet }) => permissionSet === 'Reader',
      )?.permissions;
    expect(digestOf('s3:GetObject')).toBe(digestOf('s3:GetObject'));
    expect(digestOf('s3:GetObject')).not.toBe(digestOf('s3:GetObjectAcl'));
  });

  it('hold nobody knows how much where roles were not read, or a policy was not', () => {
    const notKnown = (of: FactRecord[]) =>
      peopleOfParties(all(of))[0]?.person.assignments.map((one) => one.notKnown);
    expect(notKnown([])?.slice(0, 2)).toEqual(Array(2).fill('the roles of the account were not read'));
    const { roles } = details('s3:GetObject');
    const more = roles.map((one) => ({
      ...one,
      attachedPolicies: [{ name: 'x', arn: 'arn:aws:iam::aws:policy/X' }],
    }));
    expect(notKnown([fact('authorization-details', { roles: more, policies: [] })])?.[1]).toMatch(
      /not understood/,
    );
  });

  it('are looked for in one account, and it is said where that was not done', () => {
    const read = { accountId: HERE, region: REGION, isRead: true, users: 9, ...GUESTS };
    expect(peopleLookedFor(all([]), RULES)).toEqual(read);
    expect(peopleLookedFor(all([], { ...CENTER, instanceArn: null }), RULES)).toMatchObject({
      isRead: false,
    });
    expect(peopleLookedFor([told(OWN, [])], RULES)).toMatchObject({
      accountId: HERE,
      isRead: false,
      users: 0,
    });
    expect(peopleLookedFor(all([]), { ...RULES, checks: [] })).toBeUndefined();
    expect(peopleLookedFor(all([]), { ...RULES, config: {} as Rules['config'] })).toBeUndefined();
  });
});

describe('a person who is not found any more', () => {
  const PERSON = {
    ...{ party: { key: 'k', name: 'n', kind: 'registered' }, accountId: HERE, roleArn: 'arn-of-jo' },
    principal: 'jo@nimbus.example',
    person: { region: REGION, holds: [], meantBy: { domains: ['nimbus.example'], groups: [] } },
  } satisfies Partial<Access>;
  const READ: PeopleLookedFor = { accountId: HERE, region: REGION, isRead: true, users: 9, ...GUESTS };
  const settingOf = (identityCenter?: PeopleLookedFor, thirdParties: object[] = []) =>
    reviewSetting(
      {
        run: { asOf: '2026-06-01T00:00:00Z', startedAt: '2026-06-01T00:00:00Z' },
        ...{
          scope: { accounts: [], excluded: [] },
          coverage: { gaps: [] },
          roles: [],
          findings: [],
          checks: [],
        },
        unanswered: [],
        ...{ thirdParties, ...(identityCenter === undefined ? {} : { identityCenter }) },
      } as unknown as AuditReport,
      { thirdParties: [] },
    );

  it.each<[string, PeopleLookedFor | undefined, boolean]>([
    ['where it was', READ, true],
    ['nowhere', undefined, false],
    ['and was refused', { ...READ, isRead: false }, false],
    ['in another account', { ...READ, accountId: OWN }, false],
    ['in another Region', { ...READ, region: 'us-east-1' }, false],
  ])('was looked for %s', (_what, looked, expected) => {
    expect(settingOf(looked).wasRead(PERSON)).toBe(expected);
  });

  const byGroup = (group: string | null) => ({
    ...PERSON.person,
    meantBy: { domains: [], groups: ['Nimbus *'] },
    holds: [{ accountId: OWN, accountName: OWN, permissionSet: 'Reader', group }],
  });

  it.each<[string, Access['person'], PeopleLookedFor, boolean]>([
    ['by its domain', PERSON.person, READ, true],
    ['by a domain that nobody looks for any more', PERSON.person, { ...READ, domains: [] }, false],
    ['by a group that gave all that it held', byGroup('nimbus staff'), READ, true],
    ['by a group beside which it held something', byGroup(null), READ, false],
    ['by a group that gave nothing', byGroup('Builders'), READ, false],
    ['by a group that nobody looks for any more', byGroup('Nimbus staff'), { ...READ, groups: [] }, false],
  ])('would be found %s', (_what, person, looked, expected) => {
    expect(settingOf(looked).wouldList({ ...PERSON, ...(person === undefined ? {} : { person }) })).toBe(
      expected,
    );
  });

  it('is listed though it enters nothing', () => {
    const people = [{ resourceArn: PERSON.roleArn, isDisabled: false, assignments: [] }];
    const party = thirdPartyRef('registered', 'n');
    const setting = settingOf({ ...READ, domains: [] }, [{ party, people }]);
    expect(setting.wouldList(PERSON)).toBe(true);
    expect(setting.accesses).toEqual([]);
  });
});
