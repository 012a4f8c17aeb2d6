import { describe, expect, test } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { configurationEntries, type EntriesInput } from '../../src/evaluate/configuration-entries.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { Exception } from '../../src/model/finding.ts';
import type { OwnerEntry } from '../../src/model/owner.ts';
import type { RegisteredThirdParty } from '../../src/model/party.ts';

const AS_OF = '2026-11-01T12:00:00.000Z';
const OWN = '111122223333';
const OTHER = '444455556666';
const VENDOR = '222233334444';

const EXCEPTION: Exception = {
  check: 'stale-role',
  resource: `arn:aws:iam::${OWN}:role/break-glass`,
  reason: 'Drills',
  approvedBy: 'Ana',
  expires: '2027-06-30',
};

const PARTY: RegisteredThirdParty = {
  name: 'Nimbus',
  accountIds: [VENDOR],
  organizationIds: [],
  owner: 'Ana',
  justification: 'Metrics',
};

const GUESTS = { domains: ['nimbus.example'], groups: ['Nimbus *'] };

interface Case {
  exceptions?: Array<Partial<Exception> & { covers?: number; expired?: boolean }>;
  thirdParties?: Array<Partial<RegisteredThirdParty>>;
  checks?: EntriesInput['rules']['config']['checks'];
  seen?: { partyIds?: string[]; tags?: string[] };
  gaps?: string[];
  /** In which account people are to be looked for, and whether they were. */
  people?: { accountId: string; isRead: boolean };
  unanswered?: Array<{ checkId: string; resourceArn?: string; accountId?: string }>;
  excluded?: string;
  named?: EntriesInput['scope']['named'];
  organization?: 'read' | 'unread';
  strict?: true;
  owners?: Array<Partial<OwnerEntry>>;
}

function judge(one: Case) {
  const accounts: FactRecord =
    one.organization === 'unread'
      ? {
          fact: 'organization-accounts',
          region: 'global',
          status: 'NOT_COLLECTED',
          reason: 'FAILED',
          message: 'x',
        }
      : {
          fact: 'organization-accounts',
          region: 'global',
          status: 'COLLECTED',
          source: 'x',
          collectedAt: AS_OF,
          value: { accounts: [member(OWN, 'Workloads', 'Production'), member(OTHER, 'Workloads')] },
        };
  const thirdParties = (one.thirdParties ?? []).map((party) => ({ ...PARTY, ...party }));
  const exceptions = (one.exceptions ?? []).map((exception) => ({
    ...EXCEPTION,
    covers: 1,
    expired: false,
    ...exception,
  }));
  const excluded =
    one.excluded === undefined ? [] : [{ accountId: OTHER, name: 'o', reason: one.excluded, message: 'm' }];
  const owners = (one.owners ?? []).map((entry) => ({ accounts: [], organizationalUnits: [], ...entry }));
  // Only what is read of these; the rest of a report or of the rules is of no account here.
  const input = {
    scope: {
      accountSource: '',
      accounts: [{ accountId: OWN }],
      excluded,
      ...(one.named && { named: one.named }),
    },
    organizationFacts: [accounts],
    judgements: [{ seen: { partyIds: one.seen?.partyIds ?? [], tags: one.seen?.tags ?? [] } }],
    report: {
      coverage: { gaps: (one.gaps ?? []).map((fact) => ({ fact })) },
      exceptions,
      findings: [],
      scope: { accounts: [{ accountId: OWN }] },
      ...(one.people && { identityCenter: one.people }),
      unanswered: (one.unanswered ?? []).map((result) => ({ accountId: OWN, resourceArn: '', ...result })),
    },
    rules: {
      asOf: AS_OF,
      checks: registry.filter(({ id }) => one.checks?.[id]?.enabled !== false),
      config: {
        ...{ thirdParties, checks: one.checks ?? {}, owners },
        ...(one.strict && { strict: true }),
        ...(one.people && { identityCenter: { accountId: one.people.accountId, region: 'eu-west-1' } }),
      },
    },
  } as unknown as EntriesInput;
  return configurationEntries(input);
}

function member(id: string, ...units: string[]) {
  const path = [{ id: 'r-ab12', name: 'Root' }, ...units.map((name) => ({ id: `ou-ab12-${name}`, name }))];
  return { id, name: id, arn: '', state: 'ACTIVE', path };
}

function states(one: Case): string[] {
  return judge(one).map(({ path, state }) => `${path} ${state}`);
}

const NAMES = { includedUnits: [], excludedUnits: [], excludedAccounts: [] };

describe('an entry of the configuration', () => {
  test.each<[string, Case, string[]]>([
    ['an exception that covers something', { exceptions: [{}] }, []],
    ['one that covers nothing', { exceptions: [{ covers: 0 }] }, ['exceptions[0] MATCHES_NOTHING']],
    [
      'one whose check has no answer for the whole account',
      { exceptions: [{ covers: 0 }], unanswered: [{ checkId: 'stale-role' }] },
      ['exceptions[0] NOT_KNOWN'],
    ],
    [
      'one whose check has no answer about another role',
      {
        exceptions: [{ covers: 0 }],
        unanswered: [{ checkId: 'stale-role', resourceArn: 'arn:aws:iam::1:role/x' }],
      },
      ['exceptions[0] MATCHES_NOTHING'],
    ],
    [
      'one beside another check without an answer',
      { exceptions: [{ covers: 0 }], unanswered: [{ checkId: 'owner-tag' }] },
      ['exceptions[0] MATCHES_NOTHING'],
    ],
    [
      'one in a run of some accounts only',
      { exceptions: [{ covers: 0 }], excluded: 'NOT_SELECTED' },
      ['exceptions[0] NOT_KNOWN'],
    ],
    [
      'one for an account that was read, in a run of some accounts only',
      { exceptions: [{ covers: 0, account: OWN }], excluded: 'NOT_SELECTED' },
      ['exceptions[0] MATCHES_NOTHING'],
    ],
    [
      'one for an account that is suspended',
      { exceptions: [{ covers: 0, account: OTHER }], excluded: 'SUSPENDED' },
      ['exceptions[0] MATCHES_NOTHING'],
    ],
    [
      'one for a check that is switched off',
      { exceptions: [{ covers: 0 }], checks: { 'stale-role': { enabled: false } }, unanswered: [] },
      ['exceptions[0] MATCHES_NOTHING'],
    ],
    ['one that has ended', { exceptions: [{ expires: '2026-10-31' }] }, ['exceptions[0] EXPIRED']],
    ['one that ends today', { exceptions: [{ expires: '2026-11-01' }] }, ['exceptions[0] ENDS_SOON']],
    ['one that ends in 30 days', { exceptions: [{ expires: '2026-12-01' }] }, ['exceptions[0] ENDS_SOON']],
    ['one that ends in 31 days', { exceptions: [{ expires: '2026-12-02' }] }, []],
    [
      'one that has ended and covers nothing',
      { exceptions: [{ expires: '2026-10-31', expired: true, covers: 0 }] },
      ['exceptions[0] EXPIRED', 'exceptions[0] MATCHES_NOTHING'],
    ],
    ...['*', '**', 'arn:aws:iam::*:role/*', 'arn:*', '*/*'].map((resource): [string, Case, string[]] => [
      `an exception for ${resource}`,
      { exceptions: [{ resource }] },
      ['exceptions[0] MATCHES_EVERYTHING'],
    ]),
    ...[
      'arn:aws:iam::*:role/vendor-*',
      `arn:aws:iam::${OWN}:role/*`,
      '*/meridian',
      'arn:aws:iam::*:role/role',
    ].map((resource): [string, Case, string[]] => [
      `an exception for ${resource}`,
      { exceptions: [{ resource }] },
      [],
    ]),
    ['an exception for all of one account', { exceptions: [{ resource: '*', account: OWN }] }, []],
    ['a third party that is let in', { thirdParties: [{}], seen: { partyIds: [VENDOR] } }, []],
    ['a third party that is not', { thirdParties: [{}] }, ['thirdParties[0] NEVER_SEEN']],
    [
      'a wrong id beside a good one',
      { thirdParties: [{ accountIds: [VENDOR, '222233334445'] }], seen: { partyIds: [VENDOR] } },
      ['thirdParties[0].accountIds[1] NEVER_SEEN'],
    ],
    [
      'an organization that is not seen beside an account that is',
      { thirdParties: [{ organizationIds: ['o-nimbus12345'] }], seen: { partyIds: [VENDOR] } },
      ['thirdParties[0].organizationIds[0] NEVER_SEEN'],
    ],
    [
      'users that there are',
      { thirdParties: [{ users: [{ name: 'n-*' }] }], seen: { partyIds: [VENDOR, 'users with name n-*'] } },
      [],
    ],
    [
      'trust anchors, one that there is and one that there is not',
      { thirdParties: [{ trustAnchors: ['n-*', 'o-*'] }], seen: { partyIds: [VENDOR, 'n-*'] } },
      ['thirdParties[0].trustAnchors[1] NEVER_SEEN'],
    ],
    [
      'users that are not seen beside an account that is',
      { thirdParties: [{ users: [{ path: '/n/', tag: 'v=n' }] }], seen: { partyIds: [VENDOR] } },
      ['thirdParties[0].users[0] NEVER_SEEN'],
    ],
    [
      'people that nobody looks for',
      { thirdParties: [{ identityCenter: GUESTS }], seen: { partyIds: [VENDOR] } },
      [],
    ],
    [
      'people that were looked for, and a group that was not there',
      {
        thirdParties: [{ identityCenter: GUESTS }],
        people: { accountId: OWN, isRead: true },
        seen: { partyIds: [VENDOR, 'people of nimbus.example'] },
      },
      ['thirdParties[0].identityCenter.groups[0] NEVER_SEEN'],
    ],
    [
      'people that were to be looked for and were not',
      {
        thirdParties: [{ accountIds: [VENDOR, '222233334445'], identityCenter: GUESTS }],
        people: { accountId: OWN, isRead: false },
        seen: { partyIds: [VENDOR] },
      },
      [
        'thirdParties[0].accountIds[1] NEVER_SEEN',
        'thirdParties[0].identityCenter.domains[0] NOT_KNOWN',
        'thirdParties[0].identityCenter.groups[0] NOT_KNOWN',
      ],
    ],
    [
      'people alone that were to be looked for and were not',
      {
        thirdParties: [{ accountIds: [], identityCenter: GUESTS }],
        people: { accountId: OWN, isRead: false },
      },
      ['thirdParties[0] NOT_KNOWN'],
    ],
    [
      'an account to look for people in that is not audited',
      { people: { accountId: '777788889999', isRead: false } },
      ['identityCenter.account MATCHES_NOTHING'],
    ],
    [
      'an account to look for people in that is left out',
      { people: { accountId: OTHER, isRead: false }, excluded: 'EXCLUDED' },
      ['identityCenter.account MATCHES_NOTHING'],
    ],
    [
      'an account to look for people in that was not selected',
      { people: { accountId: OTHER, isRead: false }, excluded: 'NOT_SELECTED' },
      ['identityCenter.account NOT_KNOWN'],
    ],
    [
      'a third party where shares of the Well-Architected Tool were not read',
      { thirdParties: [{}], gaps: ['well-architected-shares'] },
      ['thirdParties[0] NOT_KNOWN'],
    ],
    [
      'a third party where some roles were not read',
      { thirdParties: [{}], gaps: ['authorization-details'] },
      ['thirdParties[0] NOT_KNOWN'],
    ],
    [
      'a third party where drift alone was not read',
      { thirdParties: [{}], gaps: ['drift'] },
      ['thirdParties[0] NEVER_SEEN'],
    ],
    [
      'a contract that is over',
      { thirdParties: [{ contractEnds: '2026-10-31' }], seen: { partyIds: [VENDOR] } },
      ['thirdParties[0] EXPIRED'],
    ],
    [
      'a contract that ends soon',
      { thirdParties: [{ contractEnds: '2026-11-20' }], seen: { partyIds: [VENDOR] } },
      ['thirdParties[0] ENDS_SOON'],
    ],
    [
      'a tag that no role carries',
      {
        checks: { 'owner-tag': { requiredTags: ['Owner', 'Ownr'] } },
        seen: { tags: ['checks.owner-tag.requiredTags[0]'] },
      },
      ['checks.owner-tag.requiredTags[1] MATCHES_NOTHING'],
    ],
    [
      'a tag where not all roles were read',
      { checks: { 'owner-tag': { requiredTags: ['Ownr'] } }, gaps: ['authorization-details'] },
      ['checks.owner-tag.requiredTags[0] NOT_KNOWN'],
    ],
    [
      'tags of tools that any tag meets',
      {
        checks: { 'unmanaged-role': { provisioningTags: ['*', '*=*', 'team=*'] } },
        seen: { tags: ['checks.unmanaged-role.provisioningTags[2]'] },
      },
      [
        'checks.unmanaged-role.provisioningTags[0] MATCHES_EVERYTHING',
        'checks.unmanaged-role.provisioningTags[1] MATCHES_EVERYTHING',
      ],
    ],
    ['a check’s own tags, which nobody chose', { checks: {} }, []],
    [
      'an excluded account that there is not',
      { named: { ...NAMES, excludedAccounts: [OWN, '999999999999'] } },
      ['organization.exclude.accounts[1] MATCHES_NOTHING'],
    ],
    [
      'an excluded account where the organization was not read',
      { named: { ...NAMES, excludedAccounts: ['999999999999'] }, organization: 'unread' },
      ['organization.exclude.accounts[0] NOT_KNOWN'],
    ],
    [
      'excluded units: one, none, all, and all by the root',
      {
        named: { ...NAMES, excludedUnits: ['Workloads/Production', 'Workloads/Prod', 'Workloads', 'r-ab12'] },
      },
      [
        'organization.exclude.organizationalUnits[1] MATCHES_NOTHING',
        'organization.exclude.organizationalUnits[2] MATCHES_EVERYTHING',
        'organization.exclude.organizationalUnits[3] MATCHES_EVERYTHING',
      ],
    ],
    [
      'an included unit without accounts',
      { named: { ...NAMES, includedUnits: ['Workloads', 'Empty'] } },
      ['organization.include.organizationalUnits[1] MATCHES_NOTHING'],
    ],
    [
      'owners of an account and a unit that there are, one left out of the run',
      { owners: [{ accounts: [OWN, OTHER] }, { organizationalUnits: ['Workloads', 'ou-ab12-Production'] }] },
      [],
    ],
    [
      'owners of an account and a unit that there are not',
      { owners: [{ accounts: [OWN, '999999999999'] }, { organizationalUnits: ['Workloads', 'Prod'] }] },
      ['owners[0].accounts[1] MATCHES_NOTHING', 'owners[1].organizationalUnits[1] MATCHES_NOTHING'],
    ],
    [
      'an owner of a unit where the organization was not read',
      { owners: [{ organizationalUnits: ['Workloads'] }], organization: 'unread' },
      ['owners[0].organizationalUnits[0] NOT_KNOWN'],
    ],
    [
      'owners by a tag that is there, one that is not, and one that any tag meets',
      { owners: [{ tag: 'team' }, { tag: 'teem' }, { tag: '*' }], seen: { tags: ['owners[0].tag'] } },
      ['owners[1].tag MATCHES_NOTHING', 'owners[2].tag MATCHES_EVERYTHING'],
    ],
    [
      'an owner by a tag where not all roles were read',
      { owners: [{ tag: 'teem' }], gaps: ['authorization-details'] },
      ['owners[0].tag NOT_KNOWN'],
    ],
  ])('%s', (_what, one, expected) => {
    expect(states(one)).toEqual(expected);
  });

  test('a third party that was not seen says where nobody looked at policies of resources', () => {
    const off = { enabled: false };
    const ids = registry.filter(({ requires }) => requires.includes('resource-policies')).map(({ id }) => id);
    const checks = Object.fromEntries(ids.map((id) => [id, off]));
    const [looked, not] = [{}, checks].map(
      (given) => judge({ thirdParties: [{}], checks: given })[0]?.detail,
    );
    expect(looked).toMatch(/no role and no resource that was looked at lets it in\.$/);
    expect(not).toMatch(/ Policies of resources were not looked at: resourcePolicies names no service\.$/);
  });

  test('is a failure under strict, unless it is not known', () => {
    const both: Case = {
      exceptions: [{ covers: 0 }, { covers: 0, check: 'owner-tag' }],
      unanswered: [{ checkId: 'owner-tag' }],
    };
    expect(judge(both).some(({ fails }) => fails)).toBe(false);
    expect(judge({ ...both, strict: true }).map(({ state, fails }) => [state, fails])).toEqual([
      ['MATCHES_NOTHING', true],
      ['NOT_KNOWN', undefined],
    ]);
  });
});
