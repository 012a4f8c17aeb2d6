import type { ManagedPolicy } from '../../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../../model/facts/roles-anywhere.ts';
import { limitOfSessions } from '../session-limit.ts';
import { type EffectivePermissions, holdings, type PolicySource, placed, readOnce } from './effective.ts';
import { EVERY_RESOURCE } from './resources.ts';
import { inSessionOf } from './role-session.ts';

/** What a role's permissions come to in the sessions of one profile. */
export interface SessionPermissions {
  permissions: EffectivePermissions;
  /** Whether the session policies leave some of an action, or that cannot be told. */
  leaves(action: string): boolean;
}

/**
 * What a profile of IAM Roles Anywhere leaves of a role's permissions: what its session policies together allow, and
 * no more. Undefined where they limit nothing. Where one of them was not read or not understood, or the role has a
 * permissions boundary besides, they are not counted, which is among the problems: a session may do less then.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
 */
export function withinSession(
  role: { arn: string; permissions: EffectivePermissions },
  profile: AnywhereProfile,
  policies: ReadonlyMap<string, ManagedPolicy>,
): SessionPermissions | undefined {
  const limit = limitOfSessions(profile, policies);
  if (limit === 'nothing') return undefined;
  const { permissions } = role;
  const source: PolicySource = { kind: 'session', arn: profile.arn, name: profile.name };
  const uncounted = (text: string): EffectivePermissions => ({
    ...permissions,
    problems: [
      ...permissions.problems,
      { effect: 'may-narrow', text: `the session policy of profile ${profile.name}: ${text}` },
    ],
  });
  const documents = documentsOf(profile, policies);
  if (documents === undefined) {
    const gap = 'not all of it was collected and understood';
    return { permissions: uncounted(gap), leaves: () => true };
  }
  const statements = inSessionOf(
    role.arn,
    documents.flatMap((document) => placed(source, document)),
  );
  const allows = statements.filter(({ effect }) => effect === 'Allow');
  const denies = statements.filter(({ effect }) => effect === 'Deny');
  const session: EffectivePermissions = { allows, denies, boundary: null, problems: [] };
  return {
    permissions:
      permissions.boundary === null
        ? { ...permissions, boundary: allows, denies: [...permissions.denies, ...denies] }
        : uncounted('beside the permissions boundary it was not worked out'),
    leaves: (action) => holdings(session, action, EVERY_RESOURCE).length > 0,
  };
}

/** The documents of a profile's session policies; undefined where one was not collected or not understood in full. */
function documentsOf(
  { sessionPolicy, managedPolicyArns }: AnywhereProfile,
  policies: ReadonlyMap<string, ManagedPolicy>,
): ReturnType<typeof readOnce>[] | undefined {
  const managed = managedPolicyArns.flatMap((arn) => policies.get(arn) ?? []);
  if (managed.length < managedPolicyArns.length) return undefined;
  const documents = [...(sessionPolicy === null ? [] : [{ document: sessionPolicy }]), ...managed].map(
    readOnce,
  );
  return documents.every(({ problems }) => problems.length === 0) ? documents : undefined;
}
