import type { ManagedPolicy } from '../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../model/facts/roles-anywhere.ts';
import { accessOf, administration } from './permissions/access.ts';
import { placed, readOnce } from './permissions/effective.ts';
import { inSessionOf } from './permissions/role-session.ts';
import type { PermissionDocument } from './permissions/statement.ts';

type Policies = ReadonlyMap<string, Pick<ManagedPolicy, 'document'>>;

/**
 * How much the session policies of a profile limit: what they allow is added up, and what one denies none gives. `not
 * known` where one was not read or not understood that may decide, or they allow everything under conditions alone.
 */
export function limitOfSessions(profile: AnywhereProfile, policies: Policies): SessionLimit {
  const ofProfiles = limits.get(policies) ?? new WeakMap<AnywhereProfile, SessionLimit>();
  limits.set(policies, ofProfiles);
  const limit = ofProfiles.get(profile) ?? readLimit(profile, policies);
  ofProfiles.set(profile, limit);
  return limit;
}

type SessionLimit = 'some' | 'nothing' | 'not known';

/** Asked for each role that a profile opens, which may be hundreds. */
const limits = new WeakMap<Policies, WeakMap<AnywhereProfile, SessionLimit>>();

function readLimit(profile: AnywhereProfile, policies: Policies): SessionLimit {
  const { read, unread } = sessionPolicies(profile, policies);
  if (read.length === 0 && unread.length === 0) return 'nothing';
  const problems = read.flatMap((one) => one.problems);
  const given = administration(accessTogether(read));
  if (given === undefined) {
    // What AWS writes gives less than everything, but for what is known to give it.
    const mayAdd =
      problems.some(({ effect }) => effect === 'may-add') || unread.some((arn) => !OF_AWS.test(arn));
    return mayAdd ? 'not known' : 'some';
  }
  const mayTake =
    problems.some(({ effect }) => effect === 'may-narrow') ||
    unread.some((arn) => !OF_AWS.test(arn) || DENYING.test(arn));
  return mayTake || given.conditional ? 'not known' : 'nothing';
}

/** The session policies of a profile, each read once, and the ARNs of those that were not collected. */
export function sessionPolicies(
  profile: AnywhereProfile,
  policies: Policies,
): { read: PermissionDocument[]; unread: string[] } {
  const { sessionPolicy, managedPolicyArns } = profile;
  const own = sessionPolicy === null ? [] : [heldBy(profile, sessionPolicy)];
  const managed = managedPolicyArns.map((arn) => ({
    arn,
    policy: policies.get(arn) ?? (ADMINISTRATOR.test(arn) ? EVERYTHING : undefined),
  }));
  return {
    read: [...own, ...managed.flatMap(({ policy }) => policy ?? [])].map(readOnce),
    unread: managed.flatMap(({ arn, policy }) => (policy === undefined ? [arn] : [])),
  };
}

const OF_AWS = /^arn:[^:]+:iam::aws:policy\//;
/** Those that AWS writes to take rights away. */
const DENYING = /\/AWS(?:DenyAll|CompromisedKeyQuarantine\w*)$/;
const ADMINISTRATOR = /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/;

/** What AdministratorAccess says, of which AWS gives the document only where it is attached. */
const EVERYTHING = { document: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' };

const held = new WeakMap<AnywhereProfile, { document: string }>();

/** A thing of its own for the text, so that it is read once. */
function heldBy(profile: AnywhereProfile, document: string): { document: string } {
  const known = held.get(profile) ?? { document };
  held.set(profile, known);
  return known;
}

function accessTogether(documents: readonly PermissionDocument[]) {
  const source = { kind: 'session', arn: '', name: '' } as const;
  const all = documents.flatMap((document) => placed(source, document));
  const statements = inSessionOf(undefined, all);
  return accessOf({
    allows: statements.filter(({ effect }) => effect === 'Allow'),
    denies: statements.filter(({ effect }) => effect === 'Deny'),
    boundary: null,
    problems: [],
  });
}
