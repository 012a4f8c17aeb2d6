import { describe, expect, it } from 'vitest';
import { unregisteredThirdParty } from '../../../src/checks/trust/unregistered-third-party.ts';
import {
  allow,
  finding,
  HERE,
  judge,
  OWN,
  OWN_ORGANIZATION,
  REGISTERED,
  REGISTERED_ORGANIZATION,
  role,
  STRANGER,
  statuses,
  VENDOR,
} from '../support/trust-fixtures.ts';

function organization(id: string) {
  return allow(STRANGER, { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': id } } });
}

describe('unregistered-third-party', () => {
  it('fails for an unknown account', () => {
    expect(finding(judge(unregisteredThirdParty, role(allow(STRANGER))))).toMatchObject({
      discriminator: STRANGER,
      thirdParty: { kind: 'unknown', accountId: STRANGER },
      detail: expect.stringContaining('neither registered nor a known vendor'),
    });
  });

  it('fails for a known vendor and names it', () => {
    const found = finding(judge(unregisteredThirdParty, role(allow(VENDOR))));
    expect(found.thirdParty).toEqual({
      name: 'Datadog',
      kind: 'known-vendor',
      accountId: VENDOR,
      key: 'known-vendor:Datadog',
    });
    expect(found.detail).toContain('Datadog, but not registered');
  });

  it('fails for an organization that nobody registered', () => {
    expect(finding(judge(unregisteredThirdParty, role(organization('o-else123456')))).thirdParty).toEqual({
      name: 'o-else123456',
      kind: 'organization',
      key: 'organization:o-else123456',
    });
  });

  it('gives one finding for each third party, whatever the number and order of statements', () => {
    const statements = [allow(STRANGER), allow(VENDOR), allow(STRANGER, { Sid: 'again' })];
    const ids = (given: object[]) =>
      judge(unregisteredThirdParty, role(given)).map(
        (outcome) => outcome.status === 'FAIL' && outcome.discriminator,
      );
    expect(ids(statements)).toEqual([STRANGER, VENDOR]);
    expect(ids(statements.reverse()).sort()).toEqual([VENDOR, STRANGER].sort());
  });

  it('passes for registered accounts and organizations', () => {
    expect(statuses(judge(unregisteredThirdParty, role(allow(REGISTERED))))).toEqual(['PASS']);
    expect(statuses(judge(unregisteredThirdParty, role(organization(REGISTERED_ORGANIZATION))))).toEqual([
      'PASS',
    ]);
  });

  it.each<[string, object]>([
    ['the same account', allow(HERE)],
    ['another own account', allow(OWN)],
    ['the own organization', organization(OWN_ORGANIZATION)],
    ['a service', allow(HERE, { Principal: { Service: 'ec2.amazonaws.com' } })],
    ['anyone, which is public-trust', allow(HERE, { Principal: '*' })],
  ])('is not applicable for %s', (_, statement) => {
    expect(statuses(judge(unregisteredThirdParty, role(statement)))).toEqual(['NOT_APPLICABLE']);
  });

  it('is unknown when the trust policy was not understood, and fails all the same for what was', () => {
    expect(statuses(judge(unregisteredThirdParty, role('nonsense')))).toEqual(['UNKNOWN']);
    const broken = [allow(REGISTERED), { Effect: 'Maybe' }];
    expect(statuses(judge(unregisteredThirdParty, role(broken)))).toEqual(['UNKNOWN']);
    expect(statuses(judge(unregisteredThirdParty, role([...broken, allow(STRANGER)])))).toEqual(['FAIL']);
  });

  it('does not know whose a unique id is, unless a role of the account has it', () => {
    const byId = (id: string) => ({
      Effect: 'Allow',
      Principal: '*',
      Action: 'sts:AssumeRole',
      Condition: { StringLike: { 'aws:userid': `${id}:*` } },
    });
    expect(statuses(judge(unregisteredThirdParty, role(byId('AROASTRANGER12345'))))).toEqual(['UNKNOWN']);
    const itself = role(byId('AROAOWN1234567890'), { id: 'AROAOWN1234567890' });
    expect(statuses(judge(unregisteredThirdParty, itself))).toEqual(['NOT_APPLICABLE']);
  });
});
