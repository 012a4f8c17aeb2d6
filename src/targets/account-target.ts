import { parseArn } from '../aws/regions.ts';
import type { AccountAccess, AccountTarget } from '../model/account.ts';
import { partitionOfRegion } from '../model/partitions.ts';
import { UserError } from '../model/user-error.ts';
import { type Candidate, unitPath } from './scope.ts';
import type { TargetsInput } from './targets-input.ts';

/**
 * How to reach a candidate and what of it to read: the account's own entry in the configuration comes first, then what
 * the configuration says of its organization.
 */
export function toTarget(candidate: Candidate, input: TargetsInput, callerArn: string): AccountTarget {
  const { accountId, name, listed, discovered, visit } = candidate;
  const enteredBy = visit?.callerArn ?? callerArn;
  const partition = parseArn(enteredBy)?.partition ?? 'aws';
  // An account directly in the root is in no unit below it, and still in the organization.
  const unit = unitPath(discovered?.path) ?? discovered?.path?.[0]?.name;
  const regions = listed?.regions ?? regionsOf(visit, input, partition);
  return {
    accountId,
    name,
    partition,
    ...(visit?.organizationId !== undefined && { organizationId: visit.organizationId }),
    ...(visit?.organization.id !== undefined &&
      input.organizations !== undefined && { foundIn: visit.organization.id }),
    ...(unit !== undefined && { organizationalUnit: unit }),
    tags: { ...listed?.tags },
    access: accessTo(candidate, input, enteredBy, partition),
    // The one word stands for Regions that are found out when the account is read.
    regions: regions === 'enabled' ? ['enabled'] : [...regions],
    ...(enteredBy !== callerArn && { callerArn: enteredBy }),
    ...(visit?.stackSetAdministrators?.includes(accountId) && { administersStackSets: true as const }),
  };
}

/**
 * The Regions that are read in accounts of one of several organizations: its own, or those of the common list that its
 * partition has. Throws `UserError` where that is none, and where its own are of another partition.
 */
function regionsOf(
  visit: Candidate['visit'],
  { regions: common, organizations }: TargetsInput,
  partition: string,
): readonly string[] | 'enabled' {
  const own = visit?.organization.regions;
  const regions = own ?? common;
  if (visit === undefined || organizations === undefined || regions === 'enabled') return regions;
  const there = regions.filter((region) => (partitionOfRegion(region)?.id ?? partition) === partition);
  if (there.length > 0 && (own === undefined || there.length === own.length)) return there;
  const [where, what] =
    own === undefined
      ? ['regions', 'none of its Regions']
      : [`${visit.place}.regions`, 'not all of its Regions'];
  throw new UserError(
    'OTHER_PARTITION',
    `${visit.place} is in the partition ${partition}, and ${where} names ${what}. Name them under ${visit.place}.regions.`,
  );
}

/**
 * The entry's profile, else its role, else the auditor role of every account, else the caller as it is: then only the
 * caller's own account can be read, and any other says so. A caller that is already in the auditor role stays in it.
 */
function accessTo(
  { accountId, listed, visit }: Candidate,
  input: TargetsInput,
  callerArn: string,
  partition: string,
): AccountAccess {
  if (listed?.profile !== undefined) return { kind: 'profile', profile: listed.profile };
  const auditor = { ...input.auditor, ...visit?.organization.auditor };
  const profile = visit?.organization.profile;
  const roleArn =
    listed?.roleArn ??
    (auditor.roleName === undefined
      ? undefined
      : `arn:${partition}:iam::${accountId}:role/${auditor.roleName}`);
  if (roleArn === undefined || isSessionOf(callerArn, roleArn))
    return profile === undefined ? { kind: 'caller' } : { kind: 'profile', profile };
  const externalId = listed?.externalId ?? auditor.externalId;
  return {
    kind: 'assume-role',
    roleArn,
    ...(externalId !== undefined && { externalId }),
    sessionDuration: auditor.sessionDuration,
    ...(profile !== undefined && { profile }),
  };
}

/** Whether the caller's ARN is of a session in that role; session ARNs leave the role's path out. */
function isSessionOf(callerArn: string, roleArn: string): boolean {
  const caller = parseArn(callerArn);
  const role = parseArn(roleArn);
  const roleName = role?.resource.split('/').at(-1);
  return (
    caller?.accountId === role?.accountId &&
    roleName !== undefined &&
    caller?.resource.startsWith(`assumed-role/${roleName}/`) === true
  );
}
