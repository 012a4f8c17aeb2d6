import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../../model/facts/roles-anywhere.ts';
import { limitOfSessions, sessionPolicies } from '../session-limit.ts';
import { type Access, accessOf, accessWithinBoth } from './access.ts';
import { type EffectivePermissions, holdings, type PolicySource, placed } from './effective.ts';
import { EVERY_RESOURCE } from './resources.ts';
import { inSessionOf } from './role-session.ts';

/** What a role's permissions come to in the sessions of one profile. */
export interface SessionPermissions {
  permissions: EffectivePermissions;
  access: Access;
  /** Whether the session policies leave some of an action, or that cannot be told. */
  leaves(action: string): boolean;
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
): SessionPermissions | undefined {
  const limit = limitOfSessions(profile, policies);
  if (limit === 'nothing') return undefined;
  const { permissions, access } = role;
  const { read, unread } = sessionPolicies(profile, policies);
  if (unread.length > 0 || read.some(({ problems }) => problems.length > 0)) {
    const text = `the session policy of profile ${profile.name}: not all of it was collected and understood`;
    const problems = [...permissions.problems, { effect: 'may-narrow' as const, text }];
    return { permissions: { ...permissions, problems }, access, leaves: () => true };
  }
  const source: PolicySource = { kind: 'session', arn: profile.arn, name: profile.name };
  const statements = inSessionOf(
    role.arn,
    read.flatMap((document) => placed(source, document)),
  );
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const session: EffectivePermissions = { allows, denies, boundary: null, problems: [] };
  const limited = { ...permissions, boundary: allows, denies: [...permissions.denies, ...denies] };
  const left = accessOf(limited);
  return {
    permissions: limited,
    access: permissions.boundary === null ? left : accessWithinBoth(left, access),
    leaves: (action) => holdings(session, action, EVERY_RESOURCE).length > 0,
  };
}
