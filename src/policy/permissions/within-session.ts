import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../../model/facts/roles-anywhere.ts';
import type { Study } from '../../model/study.ts';
import { sessionPolicies } from '../session-limit.ts';
import { type Access, accessOf, accessWithinBoth } from './access.ts';
import {
  type EffectivePermissions,
  holdings,
  type PlacedStatement,
  type PolicySource,
  placed,
} from './effective.ts';
import { covers, EVERY_RESOURCE, resourcePattern } from './resources.ts';
import { inSessionOf } from './role-session.ts';
import { isUnconditional, speaksOf } from './statement.ts';

/** What a role's permissions come to in the sessions of one profile. */
export interface SessionPermissions {
  permissions: EffectivePermissions;
  access: Access;
  leaves: SessionLeaves;
}

/** What session policies leave of an action; true as well where that cannot be told. */
export interface SessionLeaves {
  /** Whether they leave some of it. */
  some(action: string): boolean;
  /** Whether they let sessions ask for a role. */
  role(arn: string): boolean;
  /**
   * Whether none of them denies it: all that it takes where the role's trust policy names the session, or everyone in
   * the account, since what a resource gives to a session itself is given after its policies have limited it.
   */
  roleThatAdmitsSession(arn: string): boolean;
}

const EVERYTHING: SessionLeaves = {
  some: () => true,
  role: () => true,
  roleThatAdmitsSession: () => true,
};

function leftBy(allows: readonly PlacedStatement[], denies: readonly PlacedStatement[]): SessionLeaves {
  const session: EffectivePermissions = { allows, denies, boundary: null, problems: [] };
  const takes = denies.filter((deny) => isUnconditional(deny) && speaksOf(deny, 'sts:assumerole'));
  return {
    some: (action) => holdings(session, action, EVERY_RESOURCE).length > 0,
    role: (arn) => holdings(session, 'sts:AssumeRole', resourcePattern(arn)).length > 0,
    roleThatAdmitsSession: (arn) => !takes.some(({ resources }) => covers(resources, resourcePattern(arn))),
  };
}

/**
 * What a profile of IAM Roles Anywhere leaves of a role's permissions: what its session policies together allow, and
 * no more. Undefined where they limit nothing. Where one of them was not read or not understood, they are not counted,
 * which is among the problems: a session may do less then. A permissions boundary of the role stands beside them: it
 * counts for the actions, and of the `permissions` for what it denies.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function withinSession(
  role: { arn: string; permissions: EffectivePermissions; access: Access },
  profile: AnywhereProfile,
  policies: ReadonlyMap<string, ManagedPolicy>,
  study: Study,
): SessionPermissions | undefined {
  const { limit, read, unread } = sessionPolicies(profile, policies, study);
  if (limit === 'nothing') return undefined;
  const { permissions, access } = role;
  if (unread.length > 0 || read.some(({ problems }) => problems.length > 0)) {
    const text = `the session policy of profile ${profile.name}: not all of it was collected and understood`;
    const problems = [...permissions.problems, { effect: 'may-narrow' as const, text }];
    return { permissions: { ...permissions, problems }, access, leaves: EVERYTHING };
  }
  const source: PolicySource = { kind: 'session', arn: profile.arn, name: profile.name };
  const statements = inSessionOf(
    role.arn,
    read.flatMap((document) => placed(source, document)),
  );
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const limited = { ...permissions, boundary: allows, denies: [...permissions.denies, ...denies] };
  const left = accessOf(limited);
  return {
    permissions: limited,
    access: permissions.boundary === null ? left : accessWithinBoth(left, access),
    leaves: leftBy(allows, denies),
  };
}
