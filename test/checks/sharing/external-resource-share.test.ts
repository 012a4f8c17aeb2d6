import { describe, expect, it } from 'vitest';
import { externalResourceShare } from '../../../src/checks/sharing/external-resource-share.ts';
import type { Outcome } from '../../../src/model/check.ts';
import type { OwnShare, ShareAssociation } from '../../../src/model/facts/resource-shares.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { Parties } from '../../../src/model/party.ts';
import { growth } from '../../support/steps.ts';
import { oneIn } from '../../support/thorough.ts';
import {
  contextOf,
  ENTRY,
  finding,
  fixOf,
  HERE,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  rootOf,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';

const REGION = 'eu-west-1';
const ARN = `arn:aws:ram:${REGION}:${HERE}:resource-share/0f0e0d0c`;

function association(entity: string, more: Partial<ShareAssociation> = {}): ShareAssociation {
  return { entity, status: 'ASSOCIATED', since: '2026-02-03T04:05:06Z', ...more };
}

function share(principals: Array<string | ShareAssociation>, more: Partial<OwnShare> = {}): OwnShare {
  return {
    ...{ arn: ARN, name: 'network', allowExternalPrincipals: true, status: 'ACTIVE', featureSet: 'STANDARD' },
    ...{ createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z' },
    principals: principals.map((one) => (typeof one === 'string' ? association(one) : one)),
    resources: [association(`arn:aws:ec2:${REGION}:${HERE}:transit-gateway/tgw-1`)],
    ...more,
  };
}

function judge(own: OwnShare[], parties: Partial<Parties> = {}): Outcome[] {
  const context = contextOf({});
  const facts = { 'resource-shares': { own, received: [], invitations: [] } };
  const outcomes = externalResourceShare.evaluate(facts, {
    ...context,
    region: REGION,
    parameters: {},
    parties: { ...context.parties, isMember: (id) => id === HERE || id === OWN, ...parties },
  });
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { pointer, value, marks = [] } of outcome.evidence) {
      expect(resolvePointer(facts['resource-shares'], pointer)).toEqual(value);
      for (const mark of marks) expect(resolvePointer(value, mark)).toBeDefined();
    }
  }
  return outcomes;
}

const organization = (id: string) => `arn:aws:organizations::${OWN}:organization/${id}`;
const unit = (id: string) => `arn:aws:organizations::${OWN}:ou/${id}/ou-ab12-cdefgh34`;
/** The account is in one of them, and the other own account in the other. */
const TWO_ORGANIZATIONS: Partial<Parties> = {
  ownOrganizationIds: [OWN_ORGANIZATION, 'o-second12345'],
  organizationOf: (id) => (id === HERE ? OWN_ORGANIZATION : id === OWN ? 'o-second12345' : undefined),
};
const gone = (entity: string, status: string) => association(entity, { status });

describe('external-resource-share', () => {
  it.each<[string, OwnShare[], string[], RegExp]>([
    ['no share at all', [], ['NOT_APPLICABLE'], /shares nothing by AWS RAM in eu-west-1/],
    ['a deleted share', [share([STRANGER], { status: 'DELETED' })], ['NOT_APPLICABLE'], /shares nothing/],
    ['one that failed', [share([STRANGER], { status: 'FAILED' })], ['NOT_APPLICABLE'], /shares nothing/],
    ['one that is on its way out', [share([STRANGER], { status: 'DELETING' })], ['FAIL'], /999988887777/],
    ['one of a state yet to come', [share([STRANGER], { status: 'FROZEN' })], ['FAIL'], /999988887777/],
    ['a stranger', [share([STRANGER])], ['FAIL high'], /since 2026-02-03. It is neither registered/],
    ['its root', [share([rootOf(STRANGER)])], ['FAIL high'], /is shared with account 999988887777/],
    ['a role of it', [share([`arn:aws:iam::${STRANGER}:role/a/b`])], ['FAIL high'], /999988887777/],
    ['a user of it', [share([`arn:aws:iam::${STRANGER}:user/b`])], ['FAIL high'], /999988887777/],
    ['a known vendor', [share([VENDOR])], ['FAIL high'], /known as a vendor, Datadog, but not registered/],
    ['a registered party', [share([REGISTERED])], ['FAIL medium'], /registered; its owner is Jo Doe/],
    [
      'the organization of one',
      [share([organization(REGISTERED_ORGANIZATION)])],
      ['FAIL medium'],
      /Auditors Ltd \(organization o-reg1234567\)/,
    ],
    ['another organization', [share([organization('o-other12345')])], ['FAIL high'], /o-other12345/],
    ['a unit of another', [share([unit('o-other12345')])], ['FAIL high'], /o-other12345/],
    [
      'an invitation',
      [share([association(STRANGER, { status: 'ASSOCIATING' })])],
      ['FAIL high'],
      /is offered to account 999988887777, invited on 2026-02-03 and yet to accept/,
    ],
    ['one that was suspended', [share([gone(STRANGER, 'SUSPENDED')])], ['FAIL high'], /999988887777/],
    [
      'two parties, one finding each',
      [share([STRANGER, REGISTERED, rootOf(STRANGER), OWN])],
      ['FAIL high', 'FAIL medium'],
      /999988887777/,
    ],
    [
      'those who left, where outsiders may come',
      [share([gone(STRANGER, 'DISASSOCIATED'), gone(VENDOR, 'FAILED')])],
      ['FAIL medium'],
      /Nobody outside has the share network yet, but it allows external principals/,
    ],
    ['an own account, where they may', [share([OWN])], ['FAIL medium'], /Nobody outside/],
    [
      'an own account, the organization and a unit, where they may not',
      [
        share([OWN, organization(OWN_ORGANIZATION), unit(OWN_ORGANIZATION)], {
          allowExternalPrincipals: false,
        }),
      ],
      ['PASS'],
      /nobody outside can be let in/,
    ],
    [
      'a service alone',
      [share(['pca-connector-ad.amazonaws.com'], { allowExternalPrincipals: false })],
      ['PASS'],
      /Nobody outside/,
    ],
    [
      'a share of a resource policy that nobody outside has',
      [share([OWN], { featureSet: 'CREATED_FROM_POLICY' })],
      ['PASS'],
      /A resource policy made it/,
    ],
    ['what is not understood', [share(['*'])], ['UNKNOWN'], /What the principal \* stands for is not known/],
    [
      'what is not understood beside a stranger',
      [share(['x', STRANGER, 'y'])],
      ['FAIL high', 'UNKNOWN'],
      /999988887777/,
    ],
  ])('judges %s', (_, own, expected, detail) => {
    const outcomes = judge(own);
    expect(outcomes.map((one) => ('severity' in one ? `${one.status} ${one.severity}` : one.status))).toEqual(
      expected.map((word) => (word === 'FAIL' ? 'FAIL high' : word)),
    );
    expect(outcomes[0]?.detail).toMatch(detail);
  });

  it.each<[string, Partial<Parties>, string[], string, RegExp]>([
    [
      'an account without an organization needs the setting',
      { isMember: () => false },
      [OWN],
      'PASS',
      /as every share of an account without an organization must/,
    ],
    [
      'an own account beyond it needs the setting',
      { isMember: (id) => id === HERE },
      [OWN],
      'PASS',
      /because tooling, which is yours, is not in the organization of the account/,
    ],
    [
      'an own account of another of yours needs the setting',
      { ...TWO_ORGANIZATIONS, isMember: () => true },
      [OWN],
      'PASS',
      /because tooling, which is yours, is not in the organization of the account/,
    ],
    [
      'another of yours as a whole needs the setting',
      { ...TWO_ORGANIZATIONS, isMember: () => true },
      [organization('o-second12345')],
      'PASS',
      /because o-second12345, which is yours/,
    ],
    [
      'of two of yours its own does not',
      { ...TWO_ORGANIZATIONS, isMember: () => true },
      [organization(OWN_ORGANIZATION)],
      'FAIL',
      /allows external/,
    ],
    [
      'of two of yours it is not known which it is in',
      { ...TWO_ORGANIZATIONS, organizationOf: () => undefined },
      [OWN],
      'UNKNOWN',
      /whether those of yours that have it are in the same organization/,
    ],
    ['it was not read', { isMember: () => undefined }, [OWN], 'FAIL', /allows external/],
    [
      'it has no name',
      { isMember: () => undefined, ownOrganizationIds: [] },
      [OWN],
      'UNKNOWN',
      /the configuration names none, and none was read/,
    ],
    [
      'an organization has the share, and the own one has no name',
      { isMember: () => undefined, ownOrganizationIds: [] },
      [organization(OWN_ORGANIZATION)],
      'UNKNOWN',
      /Whether the organization o-own1234567 is your own is not known/,
    ],
    [
      'a stranger has it all the same',
      { isMember: () => false, ownOrganizationIds: [] },
      [STRANGER],
      'FAIL',
      /999988887777/,
    ],
  ])('knows the organization: %s', (_, parties, principals, status, detail) => {
    expect(judge([share(principals)], parties)).toEqual([
      expect.objectContaining({ status, detail: expect.stringMatching(detail) }),
    ]);
  });

  it('names few of many resources', () => {
    const resources = [1, 2, 3, 4, 5].map((index) => association(`arn:aws:ec2:::subnet/${index}`));
    expect(finding(judge([share([STRANGER], { resources })])).detail).toMatch(
      /^By the share network, arn:aws:ec2:::subnet\/1, \S+, \S+ and 2 more resources are shared with/,
    );
    expect(finding(judge([share([STRANGER], { resources: [] })])).detail).toMatch(
      /^The share network, which holds no resource now, is shared with/,
    );
  });

  it('offers to take the principals out, to forbid outsiders with the last of them, and an entry of the register', () => {
    const role = `arn:aws:iam::${STRANGER}:role/loader`;
    const alone = finding(judge([share([STRANGER, role, OWN])]));
    expect(fixOf(alone, 'cli')).toBe(
      [
        `aws ram disassociate-resource-share --resource-share-arn '${ARN}' --principals '${STRANGER}' --region '${REGION}' &&`,
        `aws ram disassociate-resource-share --resource-share-arn '${ARN}' --principals '${role}' --region '${REGION}' &&`,
        `aws ram update-resource-share --resource-share-arn '${ARN}' --no-allow-external-principals --region '${REGION}'`,
      ].join('\n'),
    );
    expect(fixOf(alone, 'configuration')).toContain(STRANGER);
    const [first, second] = judge([share([STRANGER, REGISTERED])]);
    expect(first).toMatchObject({ discriminator: STRANGER, thirdParty: { kind: 'unknown' } });
    expect(second).toMatchObject({ discriminator: REGISTERED, thirdParty: { name: 'Auditors Ltd' } });
    if (first?.status !== 'FAIL' || second?.status !== 'FAIL') throw new Error('not two findings');
    expect(fixOf(first, 'cli')).not.toContain('update-resource-share');
    expect(fixOf(second, 'configuration')).toBe('');
  });

  it('does not offer to forbid outsiders where one of your own would be shut out by it', () => {
    const beyond = { isMember: (id: string) => id === HERE };
    const found = finding(judge([share([STRANGER, OWN])], beyond));
    expect(fixOf(found, 'cli')).not.toContain('update-resource-share');
    const second = finding(judge([share([STRANGER, OWN])], TWO_ORGANIZATIONS));
    expect(fixOf(second, 'cli')).not.toContain('update-resource-share');
    expect(fixOf(finding(judge([share([STRANGER, OWN])])), 'cli')).toContain('update-resource-share');
  });

  it('takes a registration for an approval until the contract has ended', () => {
    const judged = (contractEnds: string) => {
      const parties = contextOf({ entry: { ...ENTRY, contractEnds } }).parties;
      return finding(judge([share([REGISTERED])], parties));
    };
    expect(judged('2026-06-01').severity).toBe('medium');
    expect(judged('2026-05-31')).toMatchObject({
      severity: 'high',
      detail: expect.stringContaining('its contract ended on 2026-05-31; its owner is Jo Doe'),
    });
  });

  oneIn(5)('says what is shared once, however many have it', async () => {
    const load = () => import('../../../src/checks/sharing/external-resource-share.ts');
    const work = ({ externalResourceShare: check }: Awaited<ReturnType<typeof load>>, size: number) => {
      const principals = Array.from({ length: size }, (_, index) => String(700_000_000_000 + index));
      const resources = principals.map((id) => association(`arn:aws:ec2:::subnet/${id}`));
      const facts = {
        'resource-shares': { own: [share(principals, { resources })], received: [], invitations: [] },
      };
      check.evaluate(facts, { ...contextOf({}), region: REGION, parameters: {} });
    };
    expect(await growth(load, work, 100)).toBeLessThan(2.5);
  });

  it('offers to keep an own share within the organization', () => {
    expect(fixOf(finding(judge([share([OWN])])), 'cli')).toBe(
      `aws ram update-resource-share --resource-share-arn '${ARN}' --no-allow-external-principals --region '${REGION}'`,
    );
  });

  it('offers no command for a share that a resource policy made', () => {
    const found = finding(judge([share([VENDOR], { featureSet: 'CREATED_FROM_POLICY' })]));
    expect(fixOf(found, 'cli')).toBe('');
    expect(found.remediation).toMatch(/policies of the resources/);
  });
});
