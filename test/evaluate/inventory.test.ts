import { describe, expect, it } from 'vitest';
import { type InventoryRow, inventoryOf } from '../../src/evaluate/inventory.ts';
import { roleDigests } from '../../src/evaluate/role-digests.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import type { AuthorizationDetails, Role } from '../../src/model/facts/authorization-details.ts';
import {
  allow,
  contextOf,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  role,
  rootOf,
  STRANGER,
  VENDOR,
  withExternalId,
} from '../checks/support/trust-fixtures.ts';

const KEY = { id: 'k', fingerprint: (value: string) => `id:${value}` };
const STACK = { stackId: 'arn:s', stackName: 'vendors', logicalId: 'Role', physicalId: 'r' };

interface Case {
  sessions?: Record<string, number>;
  stack?: object | null;
  key?: typeof KEY;
  externalIds?: AuthorizationDetails['externalIds'];
  shown?: 'masked' | 'full';
  policies?: Record<string, string>;
}

function inventory(roles: Role[], given: Case = {}): InventoryRow[] {
  const { study } = contextOf({ account: { regions: ['eu-west-1'] } });
  const collected = (fact: string, region: string, value: object) => ({
    fact,
    region,
    status: 'COLLECTED',
    value,
  });
  const settings = Object.entries(given.sessions ?? {}).map(([arn, maxSessionDuration]) => ({
    arn,
    maxSessionDuration,
  }));
  const records = [
    collected('authorization-details', 'global', {
      roles,
      policies: Object.entries(given.policies ?? {}).map(([arn, document]) => ({ arn, document })),
      ...(given.externalIds && { externalIds: given.externalIds }),
    }),
    ...(given.sessions === undefined ? [] : [collected('role-settings', 'global', { roles: settings })]),
    ...(given.stack === undefined
      ? []
      : [
          collected('role-stacks', 'eu-west-1', {
            perResource: roles.map(({ arn }) => ({
              resource: arn,
              fact: { status: 'COLLECTED', value: given.stack },
            })),
          }),
        ]),
  ];
  const rules = {
    config: { report: { externalIds: given.shown ?? 'full' } },
    ...(given.key && { externalIdKey: given.key }),
  };
  return inventoryOf(indexFacts(records as unknown as FactRecord[]), rules as unknown as Rules, study);
}

const only = (statements: object | object[] | string, given?: Case) =>
  inventory([role(statements)], given)[0];

describe('the inventory', () => {
  it('has the roles that somebody outside may assume, in the order of the fact', () => {
    const roles = [
      role(allow(STRANGER), { name: 'z' }),
      role(allow(HERE), { name: 'own' }),
      role(
        { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
        { name: 'service' },
      ),
      role(allow(OWN), { name: 'a' }),
    ];
    expect(inventory(roles).map(({ roleName }) => roleName)).toEqual(['z', 'a']);
  });

  it('is empty where the roles were not read', () => {
    const refused = { fact: 'authorization-details', region: 'global', status: 'NOT_COLLECTED' };
    const { study } = contextOf();
    expect(inventoryOf(indexFacts([refused as unknown as FactRecord]), {} as Rules, study)).toEqual([]);
  });

  it('says of a role what is known of it, and no more', () => {
    const used = role(allow(STRANGER), { lastUsed: { at: '2026-05-01T00:00:00Z', region: 'eu-west-1' } });
    expect(inventory([used], { sessions: { [used.arn]: 7200 }, stack: STACK })[0]).toMatchObject({
      accountId: HERE,
      accountName: 'Payments',
      roleArn: used.arn,
      createdAt: used.createdAt,
      lastUsedAt: '2026-05-01T00:00:00Z',
      lastUsedRegion: 'eu-west-1',
      maxSessionDuration: 7200,
      stack: { stackName: 'vendors', region: 'eu-west-1' },
    });
    const unused = only(allow(STRANGER));
    expect(unused).toMatchObject({ lastUsedAt: null, lastUsedRegion: null, maxSessionDuration: null });
    expect(unused).not.toHaveProperty('stack');
    expect(unused).not.toHaveProperty('externalIds');
    expect(only(allow(STRANGER), { stack: null })?.stack).toBeNull();
    expect(only(allow(STRANGER), { sessions: { other: 1 } })?.maxSessionDuration).toBeNull();
  });

  it('names whom each role admits, each once, an own account by its id, with its guards', () => {
    const row = only([withExternalId(REGISTERED), allow(OWN), allow(OWN), allow(REGISTERED)]);
    const admitted = row?.admits.map(({ party, principal, requiredConditions, guard }) =>
      [party.kind, party.accountId, principal, requiredConditions.join(), guard].join(' '),
    );
    expect(admitted?.toSorted()).toEqual([
      `own ${OWN} ${rootOf(OWN)}  none`,
      `registered ${REGISTERED} ${rootOf(REGISTERED)}  none`,
      `registered ${REGISTERED} ${rootOf(REGISTERED)} external ID strong`,
    ]);
  });

  it('names providers, and callers that conditions name by their ids', () => {
    const github = {
      Effect: 'Allow',
      Principal: { Federated: `arn:aws:iam::${HERE}:oidc-provider/token.actions.githubusercontent.com` },
      Action: 'sts:AssumeRoleWithWebIdentity',
    };
    const byId = {
      Effect: 'Allow',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { StringLike: { 'aws:userid': 'AROAEXAMPLEEXAMPLE:*' } },
    };
    const parties = only([github, byId])?.admits.map(({ party }) => [party.kind, party.name]);
    expect(parties).toContainEqual(['identity-provider', 'token.actions.githubusercontent.com']);
    expect(parties).toContainEqual(['unknown', 'principal AROAEXAMPLEEXAMPLE']);
  });

  it('shows the external IDs that each party must bring, each once, as the report shows them', () => {
    const statements = [
      withExternalId(STRANGER, ['b-id', 'a-id']),
      withExternalId(REGISTERED, 'c-id'),
      withExternalId(STRANGER, 'a-id'),
      allow(OWN),
    ];
    expect(only(statements)?.externalIds?.map(({ party, shown }) => [party.name, shown])).toEqual([
      ['Auditors Ltd', ['c-id']],
      [STRANGER, ['a-id', 'b-id']],
    ]);
    const masked = only(statements, { shown: 'masked', key: KEY })?.externalIds ?? [];
    expect(masked.map(({ shown }) => shown)).toEqual([
      ['id:c-id (4 characters)'],
      ['id:a-id (4 characters)', 'id:b-id (4 characters)'],
    ]);
  });

  const toOrganization = (id: string) =>
    only({ ...allow(STRANGER), Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } });

  it.each([
    ['own', OWN_ORGANIZATION, OWN_ORGANIZATION],
    ['another', REGISTERED_ORGANIZATION, undefined],
  ])('names an organization, its own by the id that it has no account for: %s', (_, id, accountId) => {
    expect(toOrganization(id)?.admits.map(({ party }) => party.accountId)).toEqual([accountId]);
  });

  it.each([
    ['its own account', OWN, 'strong'],
    ['another’s account, which hands out the tags', STRANGER, 'weak'],
  ])('takes tags of the caller for as good a guard as who sets them: %s', (_, account, guard) => {
    const tagged = allow(account, { Condition: { StringEquals: { 'aws:PrincipalTag/team': 'audit' } } });
    expect(only(tagged)?.admits.map((one) => one.guard)).toEqual([guard]);
  });

  it('is in one order, however the policy is written', () => {
    const statements = [allow(STRANGER), allow(OWN), allow(REGISTERED)];
    expect(only(statements.toReversed())?.admits).toEqual(only(statements)?.admits);
  });

  it('tells by the digests what a managed policy says', () => {
    const attached = { attachedPolicies: [{ name: 'p', arn: 'arn:aws:iam::aws:policy/p' }] };
    const permissions = (document: string) =>
      inventory([role(allow(STRANGER), attached)], { policies: { 'arn:aws:iam::aws:policy/p': document } })[0]
        ?.digests?.permissions;
    expect(permissions('{"Statement":[]}')).not.toBe(permissions('{"Statement":[{}]}'));
  });

  it.each<[words: string, externalIds: AuthorizationDetails['externalIds'], inAnyCase: string[] | undefined]>(
    [
      ['the value', undefined, ['id:some-id']],
      [
        'what was kept of it',
        [{ standIn: 'Some-ID', inAnyCase: 'kept', isUuid: false, strengths: [], formats: [] }],
        ['id:kept'],
      ],
      ['nothing, where nothing was kept', [], undefined],
    ],
  )('knows of an external ID in any case by %s', (_, externalIds, inAnyCase) => {
    const asking = allow(STRANGER, {
      Condition: { StringEqualsIgnoreCase: { 'sts:ExternalId': 'Some-ID' } },
    });
    const row = only(asking, { key: KEY, ...(externalIds && { externalIds }) });
    expect(row?.digests?.externalIds?.[0]?.inAnyCase).toEqual(inAnyCase);
  });
});

describe('the digests of a role', () => {
  const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';
  const FIRST = { name: 'First', arn: 'arn:aws:iam::aws:policy/First' };
  const SECOND = { name: 'Second', arn: 'arn:aws:iam::aws:policy/Second' };

  function digests(
    more: Partial<Role>,
    documents: Record<string, string> = {},
    key?: typeof KEY,
    foldedId = (id: string): string | undefined => id.toLowerCase(),
  ) {
    const { study } = contextOf();
    const setting = { study, foldedId, externalIdKey: key };
    return roleDigests(role(allow(STRANGER), more), new Map(Object.entries(documents)), setting);
  }

  const permissions = (more: Partial<Role>, documents?: Record<string, string>) =>
    digests(more, documents).permissions;
  const trust = (statements: object | object[] | string) =>
    digests({ trustPolicy: role(statements).trustPolicy }).trustPolicy;

  it('are the same for the same in another writing', () => {
    const spaced = '{ "Statement": [], "Version": "2012-10-17" }';
    const inline = (...documents: string[]) => ({
      inlinePolicies: documents.map((document, index) => ({ name: `p${index}`, document })),
    });
    expect(permissions(inline(spaced))).toBe(permissions(inline(DOCUMENT)));
    const two = inline(DOCUMENT, DOCUMENT).inlinePolicies;
    expect(permissions({ inlinePolicies: two.toReversed() })).toBe(permissions({ inlinePolicies: two }));
    expect(permissions({ attachedPolicies: [SECOND, FIRST] })).toBe(
      permissions({ attachedPolicies: [FIRST, SECOND] }),
    );
  });

  it.each<[string, Partial<Role>, Record<string, string>?]>([
    ['an inline policy', { inlinePolicies: [{ name: 'p', document: DOCUMENT }] }],
    ['an inline policy of another name', { inlinePolicies: [{ name: 'q', document: DOCUMENT }] }],
    ['an inline policy that is none', { inlinePolicies: [{ name: 'p', document: 'nonsense' }] }],
    ['a managed policy', { attachedPolicies: [FIRST] }],
    ['another one', { attachedPolicies: [SECOND] }],
    ['what it says', { attachedPolicies: [FIRST] }, { [FIRST.arn]: DOCUMENT }],
    ['a boundary', { permissionsBoundaryArn: FIRST.arn }],
    ['what that says', { permissionsBoundaryArn: FIRST.arn }, { [FIRST.arn]: DOCUMENT }],
  ])('tell %s from all else that a role may hold', (_what, more, documents) => {
    const others: Array<Partial<Role>> = [
      {},
      { inlinePolicies: [{ name: 'r', document: DOCUMENT }] },
      { permissionsBoundaryArn: SECOND.arn },
    ];
    for (const other of others) expect(permissions(more, documents)).not.toBe(permissions(other, documents));
    expect(permissions(more, documents)).toBe(permissions(structuredClone(more), documents));
    if (documents !== undefined) expect(permissions(more, documents)).not.toBe(permissions(more));
  });

  it('of a trust policy tell everything but external IDs', () => {
    expect(trust('nonsense')).not.toBe(trust('other nonsense'));
    expect(trust('{"b":null,"a":[1,2]}')).toBe(trust('{ "a": [1, 2], "b": null }'));
    expect(trust('{"a":[1,2]}')).not.toBe(trust('{"a":[2,1]}'));
    expect(trust(withExternalId(STRANGER, 'a'))).toBe(trust(withExternalId(STRANGER, 'b')));
    expect(trust(withExternalId(STRANGER))).not.toBe(trust(allow(STRANGER)));
    expect(trust(allow(STRANGER))).not.toBe(trust(allow(REGISTERED)));
  });

  it('have fingerprints of external IDs, by party and each once, where there is a key', () => {
    const asking = role([
      withExternalId(STRANGER, ['b', 'a', 'b']),
      withExternalId(REGISTERED, 'c'),
      allow(OWN),
      allow(VENDOR),
    ]);
    expect(digests({ trustPolicy: asking.trustPolicy })).not.toHaveProperty('externalIds');
    expect(digests({ trustPolicy: asking.trustPolicy }, {}, KEY).externalIds).toEqual([
      { party: REGISTERED, fingerprints: ['id:c'] },
      { party: STRANGER, fingerprints: ['id:a', 'id:b'] },
    ]);
  });

  it('have what all spellings share, where any case is taken and that is known', () => {
    const asking = role(
      allow(STRANGER, { Condition: { StringEqualsIgnoreCase: { 'sts:ExternalId': ['B', 'a'] } } }),
    );
    const more = { trustPolicy: asking.trustPolicy };
    expect(digests(more, {}, KEY).externalIds).toEqual([
      { party: STRANGER, fingerprints: ['id:B', 'id:a'], inAnyCase: ['id:a', 'id:b'] },
    ]);
    expect(digests(more, {}, KEY, () => undefined).externalIds?.[0]).not.toHaveProperty('inAnyCase');
  });
});
