import type { PublicAccessBlock } from '../model/facts/resource-policies.ts';
import type { Grant } from '../model/grant.ts';
import type { AccountStudy } from '../model/study.ts';
import { type Alternative, alone, choicesOf } from '../policy/alternatives.ts';
import { guardStrength } from '../policy/guard-strength.ts';
import { narrowingOf } from '../policy/narrowing.ts';
import { isNetworkKey } from '../policy/required-guards.ts';
import { asCaller, type OpenResource, thirdPartiesOf, type Way } from './resource-access.ts';

/** The ways of which no condition says whose they are: those of anyone, or of anyone in a network that is named. */
export function namelessWays({ ways }: Pick<OpenResource, 'ways'>): Way[] {
  return ways.filter(({ grant }) => isNameless(grant) && isNameless(asCaller(grant)));
}

/** The ways that anyone may take, whoever they are: no condition names callers, or a network of few addresses. */
export function openWays({ ways }: OpenResource, { asOf }: Pick<AccountStudy, 'asOf'>): Way[] {
  return ways.filter(({ grant }) => isNameless(grant) && !shutsStrangersOut(grant, asOf));
}

function isNameless(grant: Grant): boolean {
  return grant.principal.kind === 'any' && narrowingOf(grant) === null;
}

function shutsStrangersOut(grant: Grant, asOf: string): boolean {
  const isShut = (way: Alternative) =>
    way.some(
      (condition) =>
        (isNetworkKey(condition.keyLower) || isAgreedEndpoint(condition.keyLower, condition.values, grant)) &&
        guardStrength(condition, { foreign: true, asOf }) === 'strong',
    );
  return isShut(alone(grant)) || choicesOf(grant).some((ways) => ways.every(isShut));
}

/**
 * Who subscribes for an address of an agreed domain, server or account, has the messages sent there.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
 */
function isAgreedEndpoint(keyLower: string, values: readonly string[], { actions }: Grant): boolean {
  return (
    keyLower === 'sns:endpoint' &&
    actions.every((action) => /^sns:(?:Subscribe|Receive)$/i.test(action)) &&
    values.every((value) => /@[^@*?]+$|^https:\/\/[^*?/]+\/|^arn:[^*?]+:\d{12}:/.test(value))
  );
}

/** What Block Public Access leaves of the ways that anyone may take. */
export interface Standing {
  open: readonly Way[];
  /** Those that it shuts. */
  shut: readonly Way[];
  /** Those of which it is not known whether it does, since it was not read. */
  unclear: readonly Way[];
}

/**
 * What S3 keeps of a public bucket from strangers: RestrictPublicBuckets leaves a public policy to the own account and to
 * services, IgnorePublicAcls takes public lists for nothing. It is enough that one of them is on, for the access point, for the bucket or for
 * all of the account. BlockPublicPolicy and BlockPublicAcls refuse new ones and leave those that are there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export function behindBlock(subject: OpenResource, open: readonly Way[]): Standing {
  const { blocks } = subject;
  if (blocks === undefined) return { open, shut: [], unclear: [] };
  const isOn = (setting: keyof PublicAccessBlock) =>
    blocks.settings.some((settings) => settings?.[setting] === true);
  const concerned = open.filter(({ by, grant }) => by === 'acl' || isPublicToS3(grant));
  const shut = concerned.filter(({ by }) =>
    isOn(by === 'acl' ? 'ignorePublicAcls' : 'restrictPublicBuckets'),
  );
  const unclear = blocks.known ? [] : concerned.filter((way) => !shut.includes(way));
  return { open: open.filter((way) => !shut.includes(way) && !unclear.includes(way)), shut, unclear };
}

/**
 * S3 calls a policy public by a narrower meaning: not so where it asks for a fixed network or key of KMS, however many come
 * from there. What is not public to S3 its settings do not shut.
 */
function isPublicToS3(grant: Grant): boolean {
  return !alone(grant).some(
    ({ required, keyLower }) => required && (isNetworkKey(keyLower) || keyLower === FIXED_KEY),
  );
}

const FIXED_KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';

/**
 * Whether Block Public Access keeps everyone from outside out, those too whom the policy names, since it is public;
 * undefined where it would if it were on, and was not read.
 */
export function isShutToOutsiders(
  subject: OpenResource,
  study: Pick<AccountStudy, 'asOf'>,
): boolean | undefined {
  const { shut, unclear } = behindBlock(subject, openWays(subject, study));
  if (shut.some(({ by }) => by === 'policy')) return true;
  return unclear.some(({ by }) => by === 'policy') ? undefined : false;
}

/**
 * The third parties that have a way, without those ways that Block Public Access shuts. It leaves access control lists
 * that are not public alone, and services, also those that come for a third party.
 */
export function partiesPastBlock(
  subject: OpenResource,
  study: AccountStudy,
): ReturnType<typeof thirdPartiesOf> {
  const isShut = isShutToOutsiders(subject, study) === true;
  const ways = isShut ? subject.ways.filter((way) => !isShutByBlock(way)) : subject.ways;
  return thirdPartiesOf({ ways }, study);
}

/** Whether Block Public Access takes the way of a third party, where the policy is public. */
export function isShutByBlock({ by, grant }: Way): boolean {
  return by === 'policy' && grant.principal.kind !== 'service';
}
