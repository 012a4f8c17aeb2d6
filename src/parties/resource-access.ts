import type { Resource } from '../model/check.ts';
import type {
  PublicAccessBlock,
  ResourcePolicies,
  ResourceWithPolicy,
} from '../model/facts/resource-policies.ts';
import type { Grant, TrustReading } from '../model/grant.ts';
import { resourceType } from '../model/resource-services.ts';
import type { AccountStudy } from '../model/study.ts';
import { locksOutEveryone } from '../policy/locked-out.ts';
import { readResourcePolicy } from '../policy/resource-policy.ts';
import { throughAccessPoint } from '../policy/through-access-point.ts';
import { endOf } from '../policy/time-limit.ts';
import { isAwsItself } from './aws-principals.ts';
import { ofAclGrant, ofKeyGrant } from './grants-beside-policy.ts';
import { isThirdParty, partiesOf, type ThirdPartyGrant } from './third-party.ts';

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
    const reading = held.policy === null ? NOTHING : readResourcePolicy(held.policy, held.service, arn);
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
  reading: TrustReading;
  lacksAccountBlock: boolean;
}

function waysInto({ held, reading }: ReadPolicy): Way[] {
  return [
    ...reading.grants.map((grant): Way => ({ grant, by: 'policy', place: grant.statement })),
    ...(held.grants ?? []).map((grant, place): Way => ({ grant: ofKeyGrant(grant), by: 'grants', place })),
    ...(held.bucket?.acl ?? []).map((grant, place): Way => ({ grant: ofAclGrant(grant), by: 'acl', place })),
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
  const admits = point.reading.grants.some((grant) =>
    partiesOf(byAccount(grant), study).some((admitted) => isThirdParty(admitted)),
  );
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

const NOTHING: TrustReading = { grants: [], problems: [] };

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
