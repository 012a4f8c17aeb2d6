import type { Access } from './access.ts';
import { hasNumber, numbersOf } from './catalogue.ts';
import {
  type EffectivePermissions,
  type Holding,
  holdings,
  type Identity,
  type PlacedStatement,
} from './effective.ts';
import type { MethodAction, MethodTarget } from './methods/method.ts';
import { kindOf } from './removals.ts';
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

/** The statement that gives an action of a method best, the first of several; undefined where none does. */
export function heldFor(
  wanted: MethodAction,
  permissions: EffectivePermissions,
  access: Access,
  role: Identity,
): Holding | undefined {
  if (wanted.on === 'own-role' && kindOf(role.arn) === 'User') return undefined;
  const { action, on } = wanted;
  const target = targetOf(on, role);
  const numbers = numbersOf(action);
  let best: Holding | undefined;
  for (const context of inContexts(wanted, permissions, role)) {
    for (const found of holdings(context, action, target)) {
      if (!isGivenBy(found.statement, access, numbers) || !isOnItsOwn(wanted, found)) continue;
      const holding = on === 'any' ? { ...found, whole: canBeNamed(found) } : found;
      if (best === undefined || score(holding) > score(best)) best = holding;
    }
  }
  return best;
}

function isGivenBy({ ref }: PlacedStatement, { statements }: Access, numbers: readonly number[]): boolean {
  for (const { statement, actions } of statements) {
    if (statement.ref === ref && numbers.some((number) => hasNumber(actions, number))) return true;
  }
  return false;
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
function inContexts({ on, passedTo }: MethodAction, permissions: EffectivePermissions, role: Identity) {
  if (passedTo !== undefined) {
    return passedTo
      .flatMap((service) => namesOf(service, role))
      .map((service) => settled(permissions, new Map([['iam:passedtoservice', [service]]])));
  }
  if (on === 'own-role') return [settled(permissions, boundaryOf(role))];
  return [permissions];
}

/** The boundary of a role or user as a condition on it sees it. */
export function boundaryOf({
  permissionsBoundaryArn: arn,
}: Pick<Identity, 'permissionsBoundaryArn'>): ReadonlyMap<string, readonly string[]> {
  return new Map([[BOUNDARY_KEY, arn === null ? [] : [arn]]]);
}

/** Names in China end otherwise for some services: `ec2.amazonaws.com.cn`. */
export function namesOf(service: string, { arn }: Identity): string[] {
  return arn.startsWith('arn:aws-cn:') ? [service, `${service}.cn`] : [service];
}

/** What is made for the purpose can bear whatever name is left, unless nobody can tell which is. */
function canBeNamed({ denies }: Holding): boolean {
  return denies.every(({ resources }) => resources.patterns.every(({ exact }) => exact));
}

function score({ whole, unconditional }: Holding): number {
  return (whole ? 2 : 0) + (unconditional ? 1 : 0);
}

function targetOf(target: MethodTarget, role: Identity): ResourcePattern {
  if (target === 'own-role') return resourcePattern(role.arn);
  return target === 'any' || target === 'existing' ? EVERY_RESOURCE : patternsOf(role)[target];
}

/** All roles, users, groups or customer managed policies of a role's account. */
export function ofKind(kind: Kind, role: Pick<Identity, 'arn'>): ResourcePattern {
  return patternsOf(role)[kind];
}

type Kind = 'role' | 'user' | 'group' | 'policy';

/** The patterns of this many accounts are remembered. */
const MOST_REMEMBERED = 128;

const ofAccount = new Map<string, Record<Kind, ResourcePattern>>();

const patterns = new WeakMap<object, Record<Kind, ResourcePattern>>();

/** Every method asks for one of these. */
function patternsOf(role: Pick<Identity, 'arn'>): Record<Kind, ResourcePattern> {
  const known = patterns.get(role);
  if (known !== undefined) return known;
  const made = patternsOfAccount(role);
  patterns.set(role, made);
  return made;
}

function patternsOfAccount({ arn }: Pick<Identity, 'arn'>): Record<Kind, ResourcePattern> {
  const [owner = ''] = OWNER.exec(arn) ?? [];
  const known = ofAccount.get(owner);
  if (known !== undefined) return known;
  const [, partition = '*', , , account = '*'] = owner.split(':');
  const all = (kind: Kind) => allOfKind(`arn:${partition}:iam::${account}:${kind}/`);
  const made = { role: all('role'), user: all('user'), group: all('group'), policy: all('policy') };
  if (ofAccount.size >= MOST_REMEMBERED) ofAccount.clear();
  ofAccount.set(owner, made);
  return made;
}

/** The parts of an ARN up to the account. */
const OWNER = /^(?:[^:]*:){4}[^:]*(?=:)/;
