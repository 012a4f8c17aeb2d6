import type { ManagedPolicy } from '../model/facts/authorization-details.ts';
import type { AnywhereProfile } from '../model/facts/roles-anywhere.ts';
import type { Study } from '../model/study.ts';
import { accessOf, administration } from './permissions/access.ts';
import { placed, readOnce } from './permissions/effective.ts';
import { inSessionOf } from './permissions/role-session.ts';
import type { PermissionDocument } from './permissions/statement.ts';

type Policies = ReadonlyMap<string, Pick<ManagedPolicy, 'document'>>;

type SessionLimit = 'some' | 'nothing' | 'not known';

/** The session policies of a profile. */
export interface SessionPolicies {
  /** Each of those that were collected. */
  read: readonly PermissionDocument[];
  /** The ARNs of those that were not. */
  unread: readonly string[];
  /**
   * How much they limit: what they allow is added up, and what one denies none gives. `not known` where one was not read
   * or not understood that may decide, or they allow everything under conditions alone.
   */
  limit: SessionLimit;
}

/** The session policies of a profile, read once: they are asked for by each role that it opens, which may be hundreds. */
export function sessionPolicies(profile: AnywhereProfile, policies: Policies, study: Study): SessionPolicies {
  return study.once(readingBy, policies)(profile);
}

function readingBy(policies: Policies): (profile: AnywhereProfile) => SessionPolicies {
  const known = new Map<AnywhereProfile, SessionPolicies>();
  return (profile) => {
    const found = known.get(profile) ?? readPolicies(profile, policies);
    known.set(profile, found);
    return found;
  };
}

function readPolicies(
  { sessionPolicy, managedPolicyArns }: AnywhereProfile,
  policies: Policies,
): SessionPolicies {
  const own = sessionPolicy === null ? [] : [{ document: sessionPolicy }];
  const managed = managedPolicyArns.map((arn) => ({
    arn,
    policy: policies.get(arn) ?? (ADMINISTRATOR.test(arn) ? EVERYTHING : undefined),
  }));
  const read = [...own, ...managed.flatMap(({ policy }) => policy ?? [])].map(readOnce);
  const unread = managed.flatMap(({ arn, policy }) => (policy === undefined ? [arn] : []));
  return { read, unread, limit: limitBy(read, unread) };
}

function limitBy(read: readonly PermissionDocument[], unread: readonly string[]): SessionLimit {
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

const OF_AWS = /^arn:[^:]+:iam::aws:policy\//;
/** Those that AWS writes to take rights away. */
const DENYING = /\/AWS(?:DenyAll|CompromisedKeyQuarantine\w*)$/;
const ADMINISTRATOR = /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/;

/** What AdministratorAccess says, of which AWS gives the document only where it is attached. */
const EVERYTHING = { document: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}' };

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
