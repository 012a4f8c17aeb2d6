import { describe, expect, it } from 'vitest';
import { buildParties } from '../../src/parties/build-parties.ts';
import { sharePrincipal } from '../../src/parties/share-principals.ts';

const [OWN, STRANGER] = ['111122223333', '999988887777'];
const OWN_ORGANIZATION = 'o-own1234567';

function partiesOf(ownOrganizationIds: string[] = [OWN_ORGANIZATION], memberIds?: string[]) {
  const ownAccounts = [{ accountId: OWN, name: 'payments' }];
  return buildParties({ ownAccounts, ownOrganizationIds, memberIds, register: [], vendors: [] });
}

describe('a principal of a share', () => {
  it.each<[entity: string, whose: string]>([
    [OWN, 'own'],
    [STRANGER, 'outside'],
    [`arn:aws:iam::${STRANGER}:root`, 'outside'],
    [`arn:aws-us-gov:iam::${OWN}:role/a/b`, 'own'],
    [`arn:aws:iam::${STRANGER}:user/a\nb`, 'outside'],
    [`arn:aws:organizations::${STRANGER}:organization/${OWN_ORGANIZATION}`, 'own'],
    [`arn:aws:organizations::${OWN}:ou/o-other123456/ou-ab12-cdefgh34`, 'outside'],
    [OWN_ORGANIZATION, 'own'],
    ['o-other123456', 'outside'],
    ['ou-ab12-cdefgh34', 'not-known'],
    [`x${OWN_ORGANIZATION}`, 'not-known'],
    ['pca-connector-ad.amazonaws.com', 'service'],
    ['ec2.amazonaws.com.cn', 'service'],
    ['ec2.amazonaws.com.evil.example', 'not-known'],
    [`arn:aws:iam::${STRANGER}:group/x`, 'not-known'],
    [`${STRANGER}1`, 'not-known'],
    [`x${OWN}`, 'not-known'],
    ['*', 'not-known'],
    ['', 'not-known'],
    ['__proto__', 'not-known'],
  ])('%s', (entity, whose) => {
    expect(sharePrincipal(entity, partiesOf()).whose).toBe(whose);
  });

  it('is own as the bare id of a unit where an account of an own organization is in it', () => {
    const unit = 'ou-ab12-cdefgh34';
    const parties = buildParties({
      ...{ ownAccounts: [], ownOrganizationIds: [OWN_ORGANIZATION], register: [], vendors: [] },
      organizationByMember: new Map([unit, 'r-ab12', OWN].map((id) => [id, OWN_ORGANIZATION])),
    });
    expect(sharePrincipal(unit, parties)).toMatchObject({ whose: 'own', organizationId: OWN_ORGANIZATION });
    for (const other of ['ou-ab12-cdefgh35', 'ou-ab12', 'r-ab12'])
      expect(sharePrincipal(other, parties).whose, other).toBe('not-known');
  });

  it('is not known where an organization has it and none is named as own', () => {
    const entity = `arn:aws:organizations::${OWN}:organization/${OWN_ORGANIZATION}`;
    expect(sharePrincipal(entity, partiesOf([]))).toMatchObject({ whose: 'not-known' });
  });
});

describe('whether an account belongs to the organization', () => {
  it.each([
    ['it was read and lists it', [OWN], true],
    ['it was read and does not', [STRANGER], false],
    ['it was not read', undefined, undefined],
  ])('%s', (_, members, expected) => {
    expect(partiesOf([OWN_ORGANIZATION], members).isMember?.(OWN)).toBe(expected);
  });
});
