import type { Resource } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { ResourceDrift } from '../../model/facts/drift.ts';
import type { RoleStack } from '../../model/facts/role-stacks.ts';
import { parseJson } from '../../model/json-text.ts';
import type { OwnedRole } from './owned-roles.ts';

/** A resource of a stack that decides who may enter by an access role, or what they may do there. */
export interface GrantingResource {
  drift: ResourceDrift;
  /** Its place among the stack's resources in the fact; of no use where CloudFormation gave no answer. */
  index: number;
  /** An inline policy has no ARN: it is named by its place in the stack. */
  resource: Resource;
  stack: StackName;
}

/** A stack, and what it has to do with access roles. */
export interface GrantingStack {
  stack: StackName;
  /** The access roles that it owns. */
  roles: readonly OwnedRole[];
  /** ARNs of the managed policies that it owns of access roles, its own or another stack's. */
  policies: ReadonlySet<string>;
}

type StackName = Pick<RoleStack, 'stackId' | 'stackName'>;

/**
 * The stack's access roles, the IAM policies attached to them, and its managed policies on roles of other stacks. A
 * policy whose roles are not known counts, since it may be one of theirs.
 */
export function grantingResources(
  resources: readonly ResourceDrift[],
  { stack, roles, policies }: GrantingStack,
): GrantingResource[] {
  return resources.flatMap((drift, index) => {
    const [role] = rolesOf(drift, roles);
    const isForeign = drift.type === 'AWS::IAM::ManagedPolicy' && policies.has(drift.physicalId ?? '');
    if (role === undefined && !isForeign) return [];
    return [{ drift, index, stack, resource: resourceOf(drift, stack, role) }];
  });
}

/** Whose rights the resource is about. */
export function rolesOf(drift: ResourceDrift, roles: readonly OwnedRole[]): OwnedRole[] {
  return roles.filter((candidate) => belongsTo(drift, candidate));
}

function resourceOf(
  { type, physicalId, logicalId }: ResourceDrift,
  { stackId }: StackName,
  role: OwnedRole | undefined,
): Resource {
  if (type === 'AWS::IAM::Role' && role !== undefined) return role.resource;
  if (type === 'AWS::IAM::ManagedPolicy' && physicalId !== null) return { arn: physicalId, type };
  return { arn: `aws:cloudformation:${stackId}/${logicalId}`, type };
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
    const value: unknown = parseJson(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
