import type { Resource } from '../model/check.ts';
import type {
  AclGrant,
  KeyGrant,
  ResourcePolicies,
  ResourceWithPolicy,
} from '../model/facts/resource-policies.ts';
import type { Grant, GrantPrincipal, TrustReading } from '../model/grant.ts';
import { RESOURCE_TYPES, serviceOf } from '../model/resource-services.ts';
import type { AccountStudy } from '../model/study.ts';
import { locksOutEveryone } from '../policy/locked-out.ts';
import { readPrincipals } from '../policy/principal.ts';
import { readResourcePolicy } from '../policy/resource-policy.ts';
import { endOf } from '../policy/time-limit.ts';
import { isAwsItself } from './aws-principals.ts';
import { isThirdParty, partiesOf, type ThirdPartyGrant } from './third-party.ts';

/** One way in: a grant of the policy, a grant on a key, or an entry of an access control list. */
export interface Way {
  grant: Grant;
  by: 'policy' | 'grants' | 'acl';
  /** Its place among the grants of its kind; of the policy, the statement's. */
  place: number;
}

/** A resource whose policy was read, and the ways in that it gives. */
export interface OpenResource {
  resource: Resource;
  /** Its place in the fact, for pointers. */
  index: number;
  held: ResourceWithPolicy;
  /** The ways that someone can take. */
  ways: readonly Way[];
  /** What could not be read or understood, in words; a question about it is then not answered by PASS. */
  unknown: readonly string[];
  /** Whether the Block Public Access of the account was not read. */
  lacksAccountBlock: boolean;
}

/** A resource that was read, or why it was not. */
export type ResourceAccess = OpenResource | { resource: Resource; unread: string };

/**
 * By what ways someone may use each resource by itself: by its policy, by grants on a key, by an access control list. Those
 * that have ended or that nobody can take, and those of AWS's own services under other names, are left out.
 */
export function resourceAccess({ perResource }: ResourcePolicies, study: AccountStudy): ResourceAccess[] {
  const lacksAccountBlock = perResource.some(({ resource }) =>
    resource.endsWith(':account-public-access-block'),
  );
  return perResource.map(({ resource: arn, fact }, index): ResourceAccess => {
    if (fact.status === 'NOT_COLLECTED') {
      return { resource: { arn, type: RESOURCE_TYPES[serviceOf(arn) ?? 's3'] }, unread: fact.message };
    }
    const { value: held } = fact;
    const reading = held.policy === null ? NOTHING : readResourcePolicy(held.policy, held.service, arn);
    const missing = (held.missing ?? []).filter(({ part }) => part !== BLOCK);
    return {
      resource: { arn, type: RESOURCE_TYPES[held.service] },
      index,
      held,
      ways: [
        ...reading.grants.map((grant): Way => ({ grant, by: 'policy', place: grant.statement })),
        ...(held.grants ?? []).map(
          (grant, place): Way => ({ grant: ofKeyGrant(grant), by: 'grants', place }),
        ),
        ...(held.bucket?.acl ?? []).map(
          (grant, place): Way => ({ grant: ofAclGrant(grant), by: 'acl', place }),
        ),
      ].filter(({ grant }) => isOpen(grant, study) && !isAwsItself(grant.principal, held)),
      unknown: [
        ...missing.map(({ part, message }) => `the ${part} was not read (${message})`),
        ...reading.problems.map((problem) => `the policy could not be understood in full: ${problem}`),
        ...sharedProviders(reading).map(
          (name) =>
            `${name} signs people in for many accounts, and who of them may come is documented nowhere`,
        ),
      ],
      lacksAccountBlock,
    };
  });
}

/** Identity providers that belong to no account, such as Google. */
function sharedProviders({ grants }: TrustReading): string[] {
  return [
    ...new Set(
      grants.flatMap(({ principal }) =>
        principal.kind === 'web-identity' && principal.accountId === undefined ? [principal.provider] : [],
      ),
    ),
  ];
}

/** The part of a bucket that is asked for only where somebody would be shut out by it. */
export const BLOCK = 'public access block';

const NOTHING: TrustReading = { grants: [], problems: [] };

/** Whether somebody can come by it: not where it has ended, or asks for what no request has. */
function isOpen(grant: Grant, { asOf }: Pick<AccountStudy, 'asOf'>): boolean {
  const end = endOf(grant);
  return !locksOutEveryone(grant) && (end === undefined || end >= Date.parse(asOf));
}

function ofKeyGrant({ grantee, operations }: KeyGrant): Grant {
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

function ofAclGrant({ grantee, granteeType, permission }: AclGrant): Grant {
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
  if (/^[\w.-]+\.amazonaws\.com(?:\.cn)?$/.test(grantee)) {
    return { kind: 'service', value: grantee, service: grantee };
  }
  const [principal] = readPrincipals({ AWS: grantee }, false, () => {}).principals;
  return principal ?? { kind: 'other', value: grantee };
}

/** One from outside, with a way that it has. */
export interface OutsideWay extends Way {
  admitted: ThirdPartyGrant;
}

/** The third parties that have a way, each with all of its ways; own accounts and the public are left out. */
export function thirdPartiesOf(
  { ways }: Pick<OpenResource, 'ways'>,
  study: AccountStudy,
): ReadonlyMap<string, readonly OutsideWay[]> {
  const found = new Map<string, OutsideWay[]>();
  for (const way of ways) {
    for (const admitted of partiesOf(byAccount(way.grant), study)) {
      if (!isThirdParty(admitted) || admitted.party.kind === 'public') continue;
      const known = found.get(admitted.key);
      if (known === undefined) found.set(admitted.key, [{ ...way, admitted }]);
      else known.push({ ...way, admitted });
    }
  }
  return found;
}

/** Whoever signed in by an identity provider of an account is in the hands of that account. */
function byAccount(grant: Grant): Grant {
  const { principal } = grant;
  if (principal.kind !== 'saml' && principal.kind !== 'web-identity') return grant;
  const { accountId, value } = principal;
  return accountId === undefined ? grant : { ...grant, principal: { kind: 'account', value, accountId } };
}
