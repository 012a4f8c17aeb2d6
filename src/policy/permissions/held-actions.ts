import type { Role } from '../../model/iam-facts.ts';
import { arnParts } from '../wildcard.ts';
import type { Access } from './access.ts';
import { hasAction } from './catalogue.ts';
import { type EffectivePermissions, type Holding, holdings } from './effective.ts';
import type { MethodAction, MethodTarget } from './methods/method.ts';
import {
  allOfKind,
  EVERY_RESOURCE,
  type ResourcePattern,
  resourcePattern,
  wildcardsMeet,
} from './resources.ts';
import { settled } from './settled.ts';

/** The key of the boundary that the role or user in question has. */
export const BOUNDARY_KEY = 'iam:permissionsboundary';

/** The statements that give an action of a method, the best first; empty where none does. */
export function heldFor(
  wanted: MethodAction,
  permissions: EffectivePermissions,
  access: Access,
  role: Role,
): Holding[] {
  const giving = new Set(
    access.statements
      .filter(({ actions }) => hasAction(actions, wanted.action))
      .map(({ statement }) => statement.ref),
  );
  const held = inContexts(wanted, permissions, role).flatMap((context) =>
    holdings(context, wanted.action, targetOf(wanted.on, role)),
  );
  return held
    .filter((holding) => giving.has(holding.statement.ref) && isOnItsOwn(wanted, holding))
    .map((holding) => (wanted.on === 'any' ? { ...holding, whole: canBeNamed(holding) } : holding))
    .sort((one, other) => score(other) - score(one));
}

/**
 * Systems Manager's actions take resources of several services, S3 and IAM among them; the machines that its methods are
 * about are its own and those of EC2.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html
 */
function isOnItsOwn({ action, on }: MethodAction, holding: Holding): boolean {
  if ((on !== 'existing' && on !== 'any') || !action.startsWith('ssm:')) return true;
  return holding
    .left()
    .some(({ parts: [, , service = '*'] }) => ['ssm', 'ec2'].some((name) => wildcardsMeet(service, name)));
}

/** The permissions as they are in each request that would do. */
function inContexts({ on, passedTo }: MethodAction, permissions: EffectivePermissions, role: Role) {
  if (passedTo !== undefined) {
    return passedTo
      .flatMap((service) => namesOf(service, role))
      .map((service) => settled(permissions, new Map([['iam:passedtoservice', [service]]])));
  }
  if (on === 'own-role') return [settled(permissions, boundaryOf(role))];
  return [permissions];
}

/** The boundary of a role as a condition on it sees it. */
export function boundaryOf({ permissionsBoundaryArn: arn }: Role): ReadonlyMap<string, readonly string[]> {
  return new Map([[BOUNDARY_KEY, arn === null ? [] : [arn]]]);
}

/** Names in China end otherwise for some services: `ec2.amazonaws.com.cn`. */
export function namesOf(service: string, { arn }: Role): string[] {
  return arn.startsWith('arn:aws-cn:') ? [service, `${service}.cn`] : [service];
}

/** What is made for the purpose can bear whatever name is left, unless nobody can tell which is. */
function canBeNamed({ denies }: Holding): boolean {
  return denies.every(({ resources }) => resources.patterns.every(({ exact }) => exact));
}

function score({ whole, unconditional }: Holding): number {
  return (whole ? 2 : 0) + (unconditional ? 1 : 0);
}

function targetOf(target: MethodTarget, role: Role): ResourcePattern {
  if (target === 'own-role') return resourcePattern(role.arn);
  if (target === 'any' || target === 'existing') return EVERY_RESOURCE;
  return ofKind(target, role);
}

/** All roles, users, groups or customer managed policies of a role's account. */
export function ofKind(kind: 'role' | 'user' | 'group' | 'policy', { arn }: Role): ResourcePattern {
  const [, partition = '*', , , account = '*'] = arnParts(arn) ?? [];
  return allOfKind(`arn:${partition}:iam::${account}:${kind}/`);
}
