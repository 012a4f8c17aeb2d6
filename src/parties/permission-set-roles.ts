import type { AuthorizationDetails, Role } from '../model/facts/authorization-details.ts';
import {
  accessOf,
  administration,
  highestAccess,
  MAX_ACCESS,
  type MaxAccess,
} from '../policy/permissions/access.ts';
import { levelsOf } from '../policy/permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../policy/permissions/effective.ts';

/** What a permission set of IAM Identity Center comes to in an account. */
export interface PermissionSetRole {
  permissionSet: string;
  /** Null where it gives nothing that is published. */
  access: MaxAccess | null;
  administers: boolean;
  /** Set where a policy of it was not read or not understood that may give more. */
  mayGiveMore?: true;
}

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html */
const OF_PERMISSION_SET =
  /:role\/aws-reserved\/sso\.amazonaws\.com\/(?:[\w-]+\/)?AWSReservedSSO_(.+)_[0-9a-f]{16}$/;

/** The permission set that a role comes from; undefined of all other roles. */
export function permissionSetOf({ arn }: Pick<Role, 'arn'>): string | undefined {
  return OF_PERMISSION_SET.exec(arn)?.[1];
}

/** The roles that Identity Center keeps in an account, one a permission set: what people who come by it may do. */
export function permissionSetRoles(details: AuthorizationDetails): PermissionSetRole[] {
  const policies = policiesByArn(details.policies);
  return details.roles.flatMap((role): PermissionSetRole[] => {
    const permissionSet = permissionSetOf(role);
    if (permissionSet === undefined) return [];
    const permissions = effectivePermissions(role, policies);
    const access = accessOf(permissions);
    return [
      {
        permissionSet,
        access: highestAccess(levelsOf(access.actions)),
        administers: administration(access) !== undefined,
        ...(permissions.problems.some(({ effect }) => effect === 'may-add')
          ? { mayGiveMore: true as const }
          : {}),
      },
    ];
  });
}

/** What several of them give together: a permission set that was made anew may have left its role behind. */
export function givenTogether(
  roles: readonly PermissionSetRole[],
): Pick<PermissionSetRole, 'access' | 'administers' | 'mayGiveMore'> {
  const highest = Math.max(...roles.map(({ access }) => (access === null ? -1 : MAX_ACCESS.indexOf(access))));
  return {
    access: MAX_ACCESS[highest] ?? null,
    administers: roles.some(({ administers }) => administers),
    ...(roles.some(({ mayGiveMore }) => mayGiveMore === true) ? { mayGiveMore: true } : {}),
  };
}
