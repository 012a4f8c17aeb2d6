import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { trustOf } from '../../../src/policy/access-role.ts';
import { type ChainRole, chainRoles } from '../../../src/policy/chains/chain-role.ts';
import { ACCOUNT, allow, document, otherRole } from '../permissions/roles.ts';
import { ORGANIZATION, VENDOR } from './world.ts';

const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };
const OUTSIDE = { AWS: `arn:aws:iam::${VENDOR}:root` };
const PROVIDER = `arn:aws:iam::${ACCOUNT}`;

/** What a chain knows of a role with these statements of trust; undefined where it can be no part of one. */
function read(
  trust: object[] | string,
  more: Partial<Role> = {},
  organizationId?: string,
): ChainRole | undefined {
  const statements = typeof trust === 'string' ? trust : document(trust);
  const role = { ...otherRole('x', ROOT, allow('s3:Get*')), trustPolicy: statements, ...more };
  const study = newStudy();
  const setting = {
    accountId: ACCOUNT,
    ...(organizationId === undefined ? {} : { organizationId }),
    isOwn: (id: string) => id === ACCOUNT,
    entrancesOf: (one: Role) =>
      trustOf(one, study)
        .grants.filter(
          ({ principal }) =>
            !('accountId' in principal) ||
            principal.accountId !== ACCOUNT ||
            principal.kind === 'saml' ||
            principal.kind === 'web-identity',
        )
        .map((grant) => ({ key: 'theirs', party: { name: 'them', kind: 'unknown' as const }, grant })),
  };
  return chainRoles({ roles: [role], policies: [] }, setting, study)[0];
}

const trusting = (Principal: object, Action = 'sts:AssumeRole', Effect = 'Allow') => ({
  Effect,
  Principal,
  Action,
});

describe('a role is part of a chain', () => {
  it.each<[says: string, trust: object[] | string, more: Partial<Role>, is: boolean]>([
    ['where it admits its account', [trusting(ROOT)], {}, true],
    ['where it admits an outsider', [trusting(OUTSIDE)], {}, true],
    ['not where it admits nobody', [], {}, false],
    ['where its trust policy was not understood', '{', {}, true],
    [
      'not where it is reserved to AWS',
      [trusting(ROOT)],
      {
        path: '/aws-service-role/x.amazonaws.com/',
        arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x.amazonaws.com/x`,
      },
      false,
    ],
  ])('%s', (_says, trust, more, is) => {
    expect(read(trust, more) !== undefined).toBe(is);
  });
});

describe('of a role is known', () => {
  it.each<[says: string, trust: object[] | string, takes: boolean, unclear: boolean]>([
    ['that it takes no session tags', [trusting(ROOT)], false, false],
    ['that it takes session tags', [trusting(ROOT), trusting(ROOT, 'sts:TagSession')], true, false],
    ['that it refuses them', [trusting(ROOT), trusting(ROOT, 'sts:TagSession', 'Deny')], false, false],
    ['that its trust policy was not understood', '{', false, true],
  ])('%s', (_says, trust, takes, unclear) => {
    expect(read(trust)).toMatchObject({ takesSessionTags: takes, trustUnclear: unclear });
  });

  it('the organization, where it is known', () => {
    expect(read([trusting(ROOT)], {}, ORGANIZATION)?.organizationId).toBe(ORGANIZATION);
    expect(read([trusting(ROOT)])).not.toHaveProperty('organizationId');
  });

  it('how it administers its account, if it does', () => {
    const inlinePolicies = [{ name: 'own', document: document(allow('*')) }];
    expect(read([trusting(ROOT)], { inlinePolicies })?.administered).toBe('is');
    expect(read([trusting(ROOT)])).not.toHaveProperty('administered');
  });

  it.each<[says: string, principal: object, action: string, accountId: string | undefined]>([
    ['from an account', OUTSIDE, 'sts:AssumeRole', VENDOR],
    [
      'not that of a SAML provider',
      { Federated: `${PROVIDER}:saml-provider/x` },
      'sts:AssumeRoleWithSAML',
      undefined,
    ],
    [
      'not that of an OIDC provider',
      { Federated: `${PROVIDER}:oidc-provider/x.example` },
      'sts:AssumeRoleWithWebIdentity',
      undefined,
    ],
  ])('who comes in, %s', (_says, principal, action, accountId) => {
    const [entrance] = read([trusting(principal, action)])?.entrances ?? [];
    expect([entrance?.key, entrance?.accountId]).toEqual(['theirs', accountId]);
  });
});
