import type { ResourceDrift, StackDrift } from '../../model/cloudformation-facts.ts';
import type { Role } from '../../model/iam-facts.ts';
import type { OwnedRole } from './owned-roles.ts';

/** A resource of a stack that decides who may enter by an access role, or what they may do there. */
export interface GrantingResource {
  drift: ResourceDrift;
  /** Its place among the stack's resources. */
  index: number;
  /** The role it belongs to; the first, where a policy belongs to several. */
  role: OwnedRole;
}

/**
 * The stack's access roles and the IAM policies attached to them. A policy whose roles are not known counts, since
 * it may be one of theirs.
 */
export function grantingResources(stack: StackDrift, roles: readonly OwnedRole[]): GrantingResource[] {
  return stack.resources.flatMap((drift, index) => {
    const [role] = rolesOf(drift, roles);
    return role === undefined ? [] : [{ drift, index, role }];
  });
}

/** Whose rights the resource is about. */
export function rolesOf(drift: ResourceDrift, roles: readonly OwnedRole[]): OwnedRole[] {
  return roles.filter((candidate) => belongsTo(drift, candidate));
}

function belongsTo(drift: ResourceDrift, { role, owner }: OwnedRole): boolean {
  switch (drift.type) {
    case 'AWS::IAM::Role':
      return drift.logicalId === owner.stack.logicalId;
    case 'AWS::IAM::ManagedPolicy':
      return isAttached(role, drift.physicalId) || (rolesNamed(drift)?.has(role.name) ?? false);
    case 'AWS::IAM::Policy':
    case 'AWS::IAM::RolePolicy':
      return rolesNamed(drift)?.has(role.name) ?? true;
    default:
      return false;
  }
}

function isAttached(role: Role, arn: string | null): boolean {
  return (
    arn !== null &&
    (role.permissionsBoundaryArn === arn || role.attachedPolicies.some((policy) => policy.arn === arn))
  );
}

/** The roles that a policy names on either side of the comparison; undefined when neither is known. */
function rolesNamed({ expectedProperties, actualProperties }: ResourceDrift): Set<string> | undefined {
  const sides = [expectedProperties, actualProperties].filter((side) => side !== null).map(parse);
  if (sides.length === 0 || sides.includes(undefined)) return undefined;
  return new Set(sides.flatMap((side) => [side?.Roles, side?.RoleName].flat().map(String)));
}

function parse(text: string): { Roles?: unknown; RoleName?: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
