import type { CheckContext, OutcomeEvidence, Resource } from '../../model/check.ts';
import type { Fact, PerResource } from '../../model/fact.ts';
import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { RoleStack, RoleStacks } from '../../model/facts/role-stacks.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { exemptReason } from '../../parties/third-party.ts';
import { isAccessRole } from '../../policy/access-role.ts';

/** An access role and what a Region's stacks have to do with it. */
export interface RoleOwnership {
  role: Role;
  /** Its place among the roles of `authorization-details`. */
  index: number;
  resource: Resource;
  owner: Owner;
}

export type Owner =
  | { kind: 'stack'; stack: RoleStack; evidence: OutcomeEvidence }
  | { kind: 'none' }
  /** Not known, and why, in words. */
  | { kind: 'gap'; reason: string };

export type OwnedRole = RoleOwnership & { owner: Extract<Owner, { kind: 'stack' }> };

/** The access roles of the account, each with its owner in one Region. */
export function ownershipsIn(
  region: string,
  details: AuthorizationDetails,
  roleStacks: RoleStacks,
  context: CheckContext,
): RoleOwnership[] {
  const members = membersOf(roleStacks);
  return details.roles.flatMap((role, index) => {
    if (
      exemptReason(role, context.study) !== null ||
      !isAccessRole(role, context.account.accountId, context.study)
    )
      return [];
    const resource = { arn: role.arn, type: 'AWS::IAM::Role' };
    return [{ role, index, resource, owner: ownerOf(members.get(role.arn), region) }];
  });
}

function ownerOf(member: Member<RoleStack | null> | undefined, region: string): Owner {
  if (member === undefined) return { kind: 'gap', reason: 'the evidence says nothing of it' };
  const { fact, index } = member;
  if (fact.status === 'NOT_COLLECTED') return { kind: 'gap', reason: withoutFullStop(fact.message) };
  const stack = fact.value;
  if (stack === null) return { kind: 'none' };
  const pointer = jsonPointer('perResource', index, 'fact', 'value');
  return { kind: 'stack', stack, evidence: { fact: 'role-stacks', region, pointer, value: stack } };
}

export function isOwned(ownership: RoleOwnership): ownership is OwnedRole {
  return ownership.owner.kind === 'stack';
}

/** A managed policy on access roles, and the stack of the Region that owns it. */
export interface OwnedPolicy {
  arn: string;
  stack: RoleStack;
}

/** The managed policies on these roles that stacks of the Region are known to own, and those of which that was not read. */
export function policyOwners(
  roleStacks: RoleStacks,
  ownerships: readonly RoleOwnership[],
): { owned: OwnedPolicy[]; gaps: Array<{ arn: string; reason: string }> } {
  const inUse = new Set(
    ownerships.flatMap(({ role }) => [
      role.permissionsBoundaryArn,
      ...role.attachedPolicies.map(({ arn }) => arn),
    ]),
  );
  const members = roleStacks.perResource.filter(({ resource }) => inUse.has(resource));
  return {
    owned: members.flatMap(({ resource: arn, fact }) =>
      fact.status === 'COLLECTED' && fact.value !== null ? [{ arn, stack: fact.value }] : [],
    ),
    gaps: members.flatMap(({ resource: arn, fact }) =>
      fact.status === 'NOT_COLLECTED' ? [{ arn, reason: withoutFullStop(fact.message) }] : [],
    ),
  };
}

/** A member of a fact that is read resource by resource, and its place in it. */
export interface Member<T> {
  index: number;
  fact: Fact<T>;
}

export function membersOf<T>(value: PerResource<T>): Map<string, Member<T>> {
  return new Map(value.perResource.map(({ resource, fact }, index) => [resource, { index, fact }]));
}

/** A message made ready to stand inside a sentence. */
export function withoutFullStop(message: string): string {
  return message.replace(/\.$/, '');
}
