import type { AuthorizationDetails, Role } from '../../model/facts/authorization-details.ts';
import type { Grant } from '../../model/grant.ts';
import type { Study } from '../../model/study.ts';
import { admittingGrants, reservedReason, trustOf } from '../access-role.ts';
import { accountUsers } from './account-users.ts';
import { policiesByArn } from './effective.ts';
import { openMethods, powerOf, USER_WAYS, wayActions } from './escalation.ts';
import { heldAlike } from './held-alike.ts';
import { rolesMeant } from './roles-meant.ts';
import type { AccountUsers, Surroundings, TrustingRole } from './surroundings.ts';
import { trustingRoles } from './trusting-roles.ts';
import { waysAlike } from './ways-alike.ts';

/** The account of these details; each thing is worked out once, when it is first asked for. */
export function surroundingsOf(details: AuthorizationDetails, study: Study): Surroundings {
  return study.once(readSurroundings, details);
}

function readSurroundings(details: AuthorizationDetails, study: Study): Surroundings {
  const policies = policiesByArn(details.policies);
  const roles = new Map(
    details.roles.filter((role) => reservedReason(role) === null).map((role) => [role.arn, role]),
  );
  const held = remembered(heldAlike(policies));
  const trustingRole = trustingRoles(roles, study);
  const alike = waysAlike({
    waysOf: ({ permissions, access }, who) => openMethods(permissions, access, who, surroundings),
    trustingRole,
    actions: wayActions,
  });
  const ways = remembered((role) => alike(held(role), role));
  let usersRead: { users: AccountUsers | undefined } | undefined;
  const users = () => {
    usersRead ??= { users: accountUsers(details, policies, USER_WAYS) };
    return usersRead.users;
  };
  const power = remembered((role) => {
    const { permissions, access } = held(role);
    return powerOf(permissions, access, role, users);
  });
  let known: ReadonlyMap<string, TrustingRole[]> | undefined;
  const byService = () => {
    known ??= indexByService(roles.values(), study);
    return known;
  };
  const surroundings: Surroundings = {
    policies,
    roles,
    trustingService(service) {
      const named = byService().get(service) ?? [];
      const any = byService().get(ANY_SERVICE);
      return any === undefined ? named : [...named, ...any];
    },
    trustedServices: () => [...byService().keys()].filter((service) => service !== ANY_SERVICE),
    rolesMeant: rolesMeant(roles),
    trustingRole,
    held,
    ways,
    power,
    users,
  };
  return surroundings;
}

/** Answers about roles, each worked out once. */
function remembered<T>(answer: (role: Role) => T): (role: Role) => T {
  const known = new Map<Role, T>();
  return (role) => {
    const found = known.get(role) ?? answer(role);
    known.set(role, found);
    return found;
  };
}

/** Where roles stand that trust whatever service there is, or may. */
const ANY_SERVICE = '';

function indexByService(roles: Iterable<Role>, study: Study): Map<string, TrustingRole[]> {
  const index = new Map<string, TrustingRole[]>();
  const add = (service: string, trusting: TrustingRole) => {
    const known = index.get(service);
    if (known === undefined) index.set(service, [trusting]);
    else known.push(trusting);
  };
  for (const role of roles) {
    const { problems } = trustOf(role, study);
    if (problems.length > 0) add(ANY_SERVICE, { role, certain: false });
    const certain = new Map<string, boolean>();
    for (const { principal, actions, conditions } of admittingGrants(role, study)) {
      if (!actions.includes('sts:AssumeRole')) continue;
      if (principal.kind !== 'service' && principal.kind !== 'any') continue;
      const service = principal.kind === 'service' ? withoutRegion(principal.service) : ANY_SERVICE;
      const surely = principal.kind === 'service' && conditions.every(isOfOwnAccount);
      certain.set(service, surely || (certain.get(service) ?? false));
    }
    for (const [service, surely] of certain) add(service, { role, certain: surely });
  }
  return index;
}

/** `states.us-east-1.amazonaws.com` and `ec2.amazonaws.com.cn` are the same services as elsewhere. */
function withoutRegion(service: string): string {
  return service
    .toLowerCase()
    .replace(/\.cn$/, '')
    .replace(/\.(?:[a-z]{2}|eusc)(?:-[a-z]+)+-\d\.amazonaws\.com$/, '.amazonaws.com');
}

/** What a service sends along of the account that it acts for: what is made in the account itself meets it. */
function isOfOwnAccount({ keyLower }: Grant['conditions'][number]): boolean {
  return keyLower === 'aws:sourceaccount' || keyLower === 'aws:sourceorgid';
}
