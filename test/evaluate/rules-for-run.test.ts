import { describe, expect, it } from 'vitest';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { RunRecord } from '../../src/model/run-record.ts';

const MANAGEMENT = '111111111111';
const MEMBER = '222222222222';
const OLD = '333333333333';
const OTHER_MANAGEMENT = '444444444444';

const CONFIG: JudgementConfig = {
  organizationId: null,
  thirdParties: [],
  vendors: [],
  exceptions: [],
  checks: {},
  drift: { mode: 'access-roles', maxAge: 24 },
  report: { externalIds: 'masked', title: 'Test', organizationName: null },
};

function rules({
  facts = [],
  judgement = {},
  scope = {},
}: {
  facts?: unknown[];
  judgement?: Partial<JudgementConfig>;
  scope?: object;
}) {
  const run = {
    asOf: '2026-06-01T12:00:00Z',
    scope: { accountSource: 'the test', accounts: [], excluded: [], ...scope } as RunRecord['scope'],
    judgement: { ...CONFIG, ...judgement },
  };
  return rulesFor(run, facts as FactRecord[]).rules;
}

function collected(fact: string, value: object, organization?: string) {
  const of = organization === undefined ? {} : { organization };
  return { fact, region: 'global', status: 'COLLECTED', value, ...of };
}

function refused(fact: string, organization?: string) {
  const of = organization === undefined ? {} : { organization };
  return { fact, region: 'global', status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'no', ...of };
}

function itself(id = 'o-ours000000', managementAccountId = MANAGEMENT, organization?: string) {
  return collected('organization', { id, arn: '', managementAccountId }, organization);
}

function delegated(ids: string[], organization?: string) {
  return collected('delegated-administrators', { accessAnalyzer: ids }, organization);
}

function listing(...accounts: Array<{ id: string; name: string; state: string }>) {
  return collected('organization-accounts', { accounts: accounts.map((one) => ({ ...one, path: [] })) });
}

it('know which of several organizations an account or a unit belongs to, as far as that was read', () => {
  const listed = (id: string, organization: string) => {
    const path = [{ id: `ou-ab12-${organization}`, name: 'Workloads' }];
    return collected(
      'organization-accounts',
      { accounts: [{ id, name: id, state: 'ACTIVE', path }] },
      organization,
    );
  };
  const { parties } = rules({
    facts: [
      ...[itself('o-ours000000', MANAGEMENT, 'first'), listed(MEMBER, 'first')],
      ...[itself('o-other00000', OTHER_MANAGEMENT, 'second'), listed(OLD, 'second')],
    ],
  });
  const units = ['ou-ab12-first', 'ou-ab12-second', 'ou-ab12-third'];
  const own = ['o-ours000000', 'o-other00000', undefined];
  for (const ids of [[MEMBER, OLD, MANAGEMENT], units])
    expect(ids.map((id) => parties.organizationOf?.(id))).toEqual(own);
});

describe('one’s own accounts', () => {
  const scope = {
    accounts: [{ accountId: MEMBER, name: 'As configured' }],
    excluded: [{ accountId: OLD, name: 'Left out' }],
  };

  it('are those of the run, also those that it leaves out', () => {
    const { parties } = rules({ scope });
    expect(parties.ownAccountIds.toSorted()).toEqual([MEMBER, OLD]);
    expect(parties.whoIs(OLD)).toEqual({ kind: 'own', accountId: OLD, name: 'Left out' });
    expect(parties.whoIs(MANAGEMENT).kind).toBe('unknown');
  });

  it('are those that the organization lists too, by the name of the run where it has one', () => {
    const facts = [
      listing(
        { id: MANAGEMENT, name: 'Management', state: 'ACTIVE' },
        { id: MEMBER, name: 'As listed', state: 'ACTIVE' },
        { id: OLD, name: 'Closed', state: 'SUSPENDED' },
      ),
    ];
    const { parties } = rules({ scope, facts });
    expect([MANAGEMENT, MEMBER, OLD].map(parties.whoIs)).toEqual([
      { kind: 'own', accountId: MANAGEMENT, name: 'Management' },
      { kind: 'own', accountId: MEMBER, name: 'As configured' },
      { kind: 'own', accountId: OLD, name: 'Left out', closedState: 'SUSPENDED' },
    ]);
  });

  it('are not guessed where the list was not read', () => {
    const { parties } = rules({ facts: [refused('organization-accounts'), itself()] });
    expect(parties.ownAccountIds).toEqual([]);
  });

  it.each([
    ['said nothing of itself', [refused('organization')]],
    ['did not say who administers', [itself(), refused('delegated-administrators')]],
  ])('are known where the organization %s', (_what, facts) => {
    const listed = listing({ id: MEMBER, name: 'x', state: 'ACTIVE' });
    expect(rules({ facts: [...facts, listed] }).parties.ownAccountIds).toEqual([MEMBER]);
  });
});

describe('one’s own organizations', () => {
  it.each<[string, Parameters<typeof rules>[0], string[]]>([
    ['none where none is named or read', {}, []],
    ['that which the configuration names', { judgement: { organizationId: 'o-named' } }, ['o-named']],
    ['that which was read', { facts: [itself('o-read')] }, ['o-read']],
    [
      'all of them, each once, in the order of the configuration',
      {
        judgement: { organizationId: 'o-b', organizationIds: ['o-c', 'o-b'] },
        scope: {
          organizations: [
            { id: 'o-d', read: false },
            { id: 'o-c', read: true },
          ],
        },
        facts: [itself('o-c', MANAGEMENT, 'o-c'), itself('o-a', OTHER_MANAGEMENT, 'o-a')],
      },
      ['o-b', 'o-c', 'o-d', 'o-a'],
    ],
  ])('%s', (_what, given, ids) => {
    expect(rules(given).parties.ownOrganizationIds).toEqual(ids);
  });
});

describe('who administers Access Analyzer', () => {
  it('is the management account and those that it has appointed', () => {
    const found = rules({ facts: [itself(), delegated([MEMBER, MANAGEMENT])] });
    expect(found.analyzerAdministrators).toEqual([MANAGEMENT, MEMBER]);
    expect(found).not.toHaveProperty('administratorsByOrganization');
  });

  it.each([
    ['no organization was read', []],
    ['the organization was not read', [refused('organization'), delegated([MEMBER])]],
    ['those it has appointed were not read', [itself(), refused('delegated-administrators')]],
  ])('is not known where %s', (_what, facts) => {
    expect(rules({ facts })).not.toHaveProperty('analyzerAdministrators');
  });

  it('is told by organization where there are several, and of all only where each was read', () => {
    const one = [itself('o-a', MANAGEMENT, 'o-a'), delegated([MEMBER], 'o-a')];
    const other = [itself('o-b', OTHER_MANAGEMENT, 'o-b'), delegated([], 'o-b')];
    const both = rules({ facts: [...one, ...other] });
    expect(both.analyzerAdministrators).toEqual([MANAGEMENT, MEMBER, OTHER_MANAGEMENT]);
    expect(both.administratorsByOrganization).toEqual(
      new Map([
        ['o-a', [MANAGEMENT, MEMBER]],
        ['o-b', [OTHER_MANAGEMENT]],
      ]),
    );
    const half = rules({ facts: [...one, refused('organization', 'o-b')] });
    expect(half).not.toHaveProperty('analyzerAdministrators');
    expect(half.administratorsByOrganization).toEqual(new Map([['o-a', [MANAGEMENT, MEMBER]]]));
  });
});

it('the user’s own list of vendors knows better than the built-in one', () => {
  const datadog = '464622532012';
  const vendors = [{ name: 'Mine', accountIds: [datadog], sources: [] }];
  expect(rules({}).parties.whoIs(datadog)).toMatchObject({ kind: 'known-vendor', name: 'Datadog' });
  expect(rules({ judgement: { vendors } }).parties.whoIs(datadog)).toMatchObject({ name: 'Mine' });
});
