import { parseArn } from '../aws/regions.ts';
import type { AccountAccess, AccountTarget } from '../model/account.ts';
import { type Candidate, unitPath } from './scope.ts';
import type { TargetsInput } from './targets-input.ts';

/** How to reach a candidate and what of it to read: the account's own entry in the configuration comes first. */
export function toTarget(candidate: Candidate, input: TargetsInput, callerArn: string): AccountTarget {
  const { accountId, name, listed, discovered } = candidate;
  const partition = parseArn(callerArn)?.partition ?? 'aws';
  // An account directly in the root is in no unit below it, and still in the organization.
  const unit = unitPath(discovered?.path) ?? discovered?.path?.[0]?.name;
  const regions = listed?.regions ?? input.regions;
  return {
    accountId,
    name,
    partition,
    ...(unit !== undefined && { organizationalUnit: unit }),
    tags: { ...listed?.tags },
    access: accessTo(accountId, listed, input, callerArn, partition),
    // The one word stands for Regions that are found out when the account is read.
    regions: regions === 'enabled' ? ['enabled'] : [...regions],
  };
}

/**
 * The entry's profile, else its role, else the auditor role of every account, else the caller as it is: then only the
 * caller's own account can be read, and any other says so. A caller that is already in the auditor role stays in it.
 */
function accessTo(
  accountId: string,
  listed: Candidate['listed'],
  { auditor }: TargetsInput,
  callerArn: string,
  partition: string,
): AccountAccess {
  if (listed?.profile !== undefined) return { kind: 'profile', profile: listed.profile };
  const roleArn =
    listed?.roleArn ??
    (auditor.roleName === undefined
      ? undefined
      : `arn:${partition}:iam::${accountId}:role/${auditor.roleName}`);
  if (roleArn === undefined || isSessionOf(callerArn, roleArn)) return { kind: 'caller' };
  const externalId = listed?.externalId ?? auditor.externalId;
  return {
    kind: 'assume-role',
    roleArn,
    ...(externalId !== undefined && { externalId }),
    sessionDuration: auditor.sessionDuration,
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
