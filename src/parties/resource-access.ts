import type { Resource } from '../model/check.ts';
import type {
  PublicAccessBlock,
  ResourcePolicies,
  ResourceWithPolicy,
} from '../model/facts/resource-policies.ts';
import type { Grant, GrantCondition, TrustReading } from '../model/grant.ts';
import { resourceType } from '../model/resource-services.ts';
import type { AccountStudy } from '../model/study.ts';
import { locksOutEveryone } from '../policy/locked-out.ts';
import { narrowingOf } from '../policy/narrowing.ts';
import { isOriginAccessIdentity } from '../policy/principal.ts';
import { type ResourceReading, readResourcePolicy } from '../policy/resource-policy.ts';
import { throughAccessPoint } from '../policy/through-access-point.ts';
import { endOf } from '../policy/time-limit.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import { isAwsItself } from './aws-principals.ts';
import { ofAclGrant, ofKeyGrant } from './grants-beside-policy.ts';
import { type AdmittedParty, isThirdParty, partiesOf, type ThirdPartyGrant } from './third-party.ts';

/** One way in: a grant of the policy, a grant on a key, or an entry of an access control list. */
export interface Way {
  grant: Grant;
  by: 'policy' | 'grants' | 'acl';
  /** Its place among the grants of its kind; of the policy, the statement's. */
  place: number;
  /** Through an access point: the grant of its own policy, where the bucket's says more. */
  own?: Grant;
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
  /** What Block Public Access says of it; undefined for what is neither a bucket nor an access point. */
  blocks?: Blocks;
  /** Of an access point: the bucket behind it. */
  bucketArn?: string;
}

/** The settings that count together, of which one is enough. */
export interface Blocks {
  settings: ReadonlyArray<PublicAccessBlock | null>;
  /** Whether all of them were read. */
  known: boolean;
}

/** A resource that was read, or why it was not. */
export type ResourceAccess = OpenResource | { resource: Resource; unread: string };

/**
 * By what ways someone may use each resource by itself: by its policy, by grants on a key, by an access control list. Those
 * that have ended or that nobody can take, and those of AWS's own services under other names, are left out. What an access
 * point lets through, its policy and that of the bucket give together.
 */
export function resourceAccess({ perResource }: ResourcePolicies, study: AccountStudy): ResourceAccess[] {
  const readings = new Map<string, ReadPolicy>();
  const lacksAccountBlock = perResource.some(({ resource }) =>
    resource.endsWith(':account-public-access-block'),
  );
  for (const { resource: arn, fact } of perResource) {
    if (fact.status === 'NOT_COLLECTED') continue;
    const { value: held } = fact;
    const reading = readResourcePolicy(held.policy, held.service, arn, [
      ...(held.grants ?? []).map(ofKeyGrant),
      ...(held.bucket?.acl ?? []).map(ofAclGrant),
    ]);
    readings.set(arn, { arn, held, reading, lacksAccountBlock });
  }
  return perResource.map(({ resource: arn, fact }, index): ResourceAccess => {
    const resource = { arn, type: resourceType(arn) };
    const read = readings.get(arn);
    if (fact.status === 'NOT_COLLECTED' || read === undefined) {
      return { resource, unread: fact.status === 'NOT_COLLECTED' ? fact.message : 'It is not known.' };
    }
    const { held, reading } = read;
    const { ways, unknown, ...more } =
      held.accessPoint === undefined
        ? { ways: waysInto(read), unknown: [] }
        : throughPoint(read, held.accessPoint, readings, study);
    return {
      resource,
      index,
      held,
      ways: ways.filter(({ grant }) => isOpen(grant, study) && !isAwsItself(grant.principal, held)),
      unknown: [
        ...notRead(held),
        ...reading.problems.map((problem) => `the policy could not be understood in full: ${problem}`),
        ...sharedProviders(reading).map(
          (name) =>
            `${name} signs people in for many accounts, and who of them may come is documented nowhere`,
        ),
        ...unknown,
      ],
      ...blocksOf(read),
      ...more,
    };
  });
}

/** A policy that was read, of a resource. */
interface ReadPolicy {
  arn: string;
  held: ResourceWithPolicy;
  reading: ResourceReading;
  lacksAccountBlock: boolean;
}

function waysInto({ held, reading }: ReadPolicy): Way[] {
  const grants = held.grants?.length ?? 0;
  return [
    ...reading.grants.map((grant): Way => ({ grant, by: 'policy', place: grant.statement })),
    ...reading.beside.flatMap((left, place) =>
      left.map(
        (grant): Way =>
          place < grants ? { grant, by: 'grants', place } : { grant, by: 'acl', place: place - grants },
      ),
    ),
  ];
}

/** What was not read of a resource, Block Public Access aside, in words. */
function notRead({ missing = [] }: ResourceWithPolicy): string[] {
  return missing
    .filter(({ part }) => part !== BLOCK)
    .map(({ part, message }) => `the ${part} was not read (${message})`);
}

function blocksOf({ held, lacksAccountBlock }: ReadPolicy): { blocks?: Blocks } {
  const { bucket, accessPoint, missing = [] } = held;
  const own = bucket ?? accessPoint;
  if (own === undefined) return {};
  const known = !lacksAccountBlock && !missing.some(({ part }) => part === BLOCK);
  return { blocks: { settings: [own.block, own.accountBlock], known } };
}

type ThroughPoint = Pick<OpenResource, 'ways' | 'unknown' | 'blocks' | 'bucketArn'>;

/** Where the policy of the bucket is not at hand, nothing is said of those whom the access point alone admits. */
function throughPoint(
  point: ReadPolicy,
  { bucket, bucketAccountId, vpcId }: NonNullable<ResourceWithPolicy['accessPoint']>,
  readings: ReadonlyMap<string, ReadPolicy>,
  study: AccountStudy,
): ThroughPoint {
  const { accountId } = study.account;
  const bucketArn = `${point.arn.split(':', 2).join(':')}:s3:::${bucket}`;
  const isForeign = bucketAccountId !== null && bucketAccountId !== accountId;
  const behind = isForeign ? undefined : readings.get(bucketArn);
  const pairs =
    behind === undefined
      ? null
      : throughAccessPoint({ arn: point.arn, accountId, vpcId }, point.reading.grants, behind.reading.grants);
  const admits = point.reading.grants.some((grant) => outsidersBy(grant, study).length > 0);
  if (behind === undefined || pairs === null) {
    const whose = isForeign ? `, which belongs to account ${bucketAccountId},` : '';
    const why = behind === undefined ? 'is not at hand' : 'and this one are too long to be held together';
    const unknown = admits ? [`the policy of the bucket ${bucket}${whose} ${why}`] : [];
    return { ways: [], unknown, bucketArn };
  }
  const doubts = [
    ...notRead(behind.held).map((text) => `of the bucket ${bucket}, ${text}`),
    ...behind.reading.problems.map(
      (text) => `the policy of the bucket ${bucket} could not be understood in full: ${text}`,
    ),
  ];
  const ofBucket = blocksOf(behind).blocks;
  const blocks = blocksOf(point).blocks;
  return {
    ways: pairs.map(({ grant, by }) => ({ grant, by: 'policy', place: by.statement, own: by })),
    unknown: admits ? doubts : [],
    bucketArn,
    ...(blocks === undefined || ofBucket === undefined
      ? {}
      : {
          blocks: {
            settings: [...blocks.settings, ...ofBucket.settings],
            known: blocks.known && ofBucket.known,
          },
        }),
  };
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
const BLOCK = 'public access block';

/** Whether somebody can come by it: not where it has ended, or asks for what no request has. */
function isOpen(grant: Grant, { asOf }: Pick<AccountStudy, 'asOf'>): boolean {
  const end = endOf(grant);
  return !locksOutEveryone(grant) && (end === undefined || end >= Date.parse(asOf));
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
    for (const admitted of outsidersBy(way.grant, study)) {
      if (admitted.party.kind === 'public') continue;
      const known = found.get(admitted.key);
      if (known === undefined) found.set(admitted.key, [{ ...way, admitted }]);
      else known.push({ ...way, admitted });
    }
  }
  return found;
}

/** Those from outside whom a grant lets in, the public too. */
function outsidersBy(grant: Grant, study: AccountStudy): ThirdPartyGrant[] {
  if (isOriginAccessIdentity(grant.principal.value)) return [];
  return partiesOf(asCaller(grant), study)
    .filter(isThirdParty)
    .filter((admitted) => !isShutOut(admitted, study));
}

/**
 * The grant as one to those in whose hands it is. Whoever signed in by an identity provider of an account is in the hands
 * of that account; what a service of AWS does for an account that the policy names is that account's doing; and whoever
 * comes from an endpoint or a VPC of an account comes from there.
 */
export function asCaller(grant: Grant): Grant {
  const { principal } = grant;
  switch (principal.kind) {
    case 'saml':
    case 'web-identity': {
      const { accountId, value } = principal;
      return accountId === undefined ? grant : { ...grant, principal: { kind: 'account', value, accountId } };
    }
    case 'service': {
      const anyone: Grant = { ...grant, principal: { kind: 'any', value: principal.value } };
      return narrowingOf(anyone) === null ? grant : anyone;
    }
    case 'any':
      return narrowingOf(grant) === null
        ? { ...grant, conditions: grant.conditions.map(onOwnerOfNetwork) }
        : grant;
    default:
      return grant;
  }
}

/** The keys that say whose a network is, and those that say the same of a caller. */
const OWNERS: ReadonlyMap<string, string> = new Map([
  ['aws:sourcevpcarn', 'aws:principalarn'],
  ['aws:vpceaccount', 'aws:principalaccount'],
  ['aws:vpceorgid', 'aws:principalorgid'],
  ['aws:vpceorgpaths', 'aws:principalorgpaths'],
]);

function onOwnerOfNetwork(condition: GrantCondition): GrantCondition {
  return { ...condition, keyLower: OWNERS.get(condition.keyLower) ?? condition.keyLower };
}

/**
 * Whether conditions name other callers than the account that the statement names, so that it cannot come. Who is in an own
 * organization is an own account, and no third party; a registered one may be in it all the same.
 */
function isShutOut({ grant, entry }: AdmittedParty, { parties }: AccountStudy): boolean {
  const { principal } = grant;
  if (!('accountId' in principal) || principal.accountId === undefined) return false;
  const narrowing = narrowingOf(grant);
  if (narrowing === null || narrowing.uniqueIds.length > 0) return false;
  const isOwn = (id: string) => parties.ownOrganizationIds.some((own) => matchesWildcard(id, own));
  const mayBeInOwn = narrowing.organizationIds.length > 0 || narrowing.home.includes('organization');
  return (
    !narrowing.accountIds.includes(principal.accountId) &&
    narrowing.organizationIds.every(isOwn) &&
    !(mayBeInOwn && entry !== undefined)
  );
}
