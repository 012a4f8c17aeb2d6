import type { AclGrant, KeyGrant } from '../model/facts/resource-policies.ts';
import type { Grant, GrantPrincipal } from '../model/grant.ts';
import { readPrincipals } from '../policy/principal.ts';

/** What a grant on a KMS key gives. */
export function ofKeyGrant({ grantee, operations }: KeyGrant): Grant {
  return unconditional(
    principalOf(grantee),
    operations.map((operation) => `kms:${operation}`),
  );
}

/** What the permissions of an access control list give on a bucket. https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html */
const BY_PERMISSION: Readonly<Record<string, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject', 's3:DeleteObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
};

/** What an entry of an access control list gives. */
export function ofAclGrant({ grantee, granteeType, permission }: AclGrant): Grant {
  const everyone =
    granteeType === 'Group' && /\/groups\/global\/(?:AllUsers|AuthenticatedUsers)$/.test(grantee);
  const principal: GrantPrincipal = everyone
    ? { kind: 'any', value: grantee }
    : { kind: 'other', value: grantee };
  return unconditional(
    principal,
    permission === 'FULL_CONTROL' ? Object.values(BY_PERMISSION).flat() : (BY_PERMISSION[permission] ?? []),
  );
}

function unconditional(principal: GrantPrincipal, actions: readonly string[]): Grant {
  return { statement: 0, sid: null, principal, actions: [...actions], conditions: [] };
}

function principalOf(grantee: string): GrantPrincipal {
  if (/^[\w.-]+\.amazonaws\.(?:com|com\.cn|eu)$/.test(grantee)) {
    return { kind: 'service', value: grantee, service: grantee };
  }
  const [principal] = readPrincipals({ AWS: grantee }, false, () => {}).principals;
  return principal ?? { kind: 'other', value: grantee };
}
