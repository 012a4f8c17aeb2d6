import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Study } from '../../model/study.ts';
import { type Access, type Administration, administration } from '../../policy/permissions/access.ts';
import type { EffectivePermissions } from '../../policy/permissions/effective.ts';
import type { OpenMethod } from '../../policy/permissions/open-way.ts';
import { surroundingsOf } from '../../policy/permissions/role-surroundings.ts';
import type { SessionLeaves } from '../../policy/permissions/within-session.ts';

/** What a role may do, or sessions of it that are limited, worked out once for all checks. */
export interface RolePermissions {
  permissions: EffectivePermissions;
  access: Access;
  administration: Administration | undefined;
  /** The ways to more rights; none for an administrator, who need not look for them. */
  methods: readonly OpenMethod[];
  /** Set where session policies limit it. */
  leaves?: SessionLeaves;
  /** Set where session policies limit it: what the role may, of which a boundary is not among its `permissions` here. */
  whole?: RolePermissions;
}

/** The permissions of each role of these details, each worked out when it is first asked for. */
export function permissionsIn(details: AuthorizationDetails, study: Study): (role: Role) => RolePermissions {
  const around = surroundingsOf(details, study);
  const permissionsOf = (role: Role): RolePermissions => {
    const { permissions, access } = around.held(role);
    const admin = administration(access);
    return {
      permissions,
      access,
      administration: admin,
      methods: admin === undefined ? around.ways(role) : [],
    };
  };
  return (role) => study.once(permissionsOf, role);
}

/** Of whom a sentence about them speaks: a role, or what is left of it. */
export function whatIsHeld({ leaves }: RolePermissions): string {
  return leaves === undefined ? 'The role' : 'What session policies leave of the role';
}
