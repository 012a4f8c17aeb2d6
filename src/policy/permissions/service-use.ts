import { TRACKED_DAYS } from '../../model/facts/iam-limits.ts';
import type { LastAccessReport, ServiceLastAccess } from '../../model/facts/service-last-accessed.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { lazily } from '../../model/lazily.ts';
import type { Access } from './access.ts';
import {
  type ActionSet,
  accessByService,
  actionSet,
  actionsOfLevel,
  isPublishedService,
  matchedActions,
  union,
  without,
} from './catalogue.ts';
import type { EffectivePermissions } from './effective.ts';

const DAY_MS = 86_400_000;

/** A service as IAM last saw it used. */
export interface UsedService {
  namespace: string;
  /** The last attempt, a refused one too. */
  at: string;
  region: string | null;
}

/**
 * The services that were used since, by namespace and in that order, each once; who used an action used its service. It
 * is IAM's own list: what is on it may have been refused, and what it does not track is not on it.
 */
export function usedServices({ services }: LastAccessReport, since: string): UsedService[] {
  const used = new Map<string, UsedService>();
  for (const { namespace, lastAccessedAt, region, actions } of services) {
    const uses = [
      { at: lastAccessedAt, region },
      ...actions.map((one) => ({ at: one.lastAccessedAt, region: null })),
    ];
    for (const { at, region } of uses) {
      if (at === null || isBefore(at, since)) continue;
      const known = used.get(namespace);
      if (known === undefined || isBefore(known.at, at)) used.set(namespace, { namespace, at, region });
    }
  }
  return [...used.values()];
}

function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other);
}

/** The first moment of so many days before a report, or of all that IAM remembers where that is less. */
export function periodBefore({ completedAt }: Pick<LastAccessReport, 'completedAt'>, days: number): string {
  const counted = Math.max(0, Math.min(days, TRACKED_DAYS));
  return new Date(Date.parse(completedAt) - counted * DAY_MS).toISOString();
}

/** What a role did of what it may do in a period, as far as IAM tells. Services are in order, and by namespace. */
export interface ServiceUse {
  used: readonly UsedService[];
  /** Services that it may use by its own policies and boundary, and that it did not touch. */
  untouched: ReadonlySet<string>;
  /** The same, where it is not known whether it may use them. */
  unclear: readonly string[];
  /** Services that it may use, and whose use IAM does not track. */
  untracked: readonly string[];
  /** The published actions that it can do without: those of untouched services, and those tracked and not used of others. */
  idle: ActionSet;
}

/**
 * Not tracked, whatever its service: who passes a role calls another service, and IAM is not in the list for it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
const unseen = lazily(() => actionSet(['iam:PassRole']));

/**
 * Holds IAM's report against what the role may do by its own policies, boundary and Deny statements. The report lists
 * what its permission policies allow, whatever a boundary says: what our own reasoning takes away is not held against
 * it. Where that has no say, since a service is on no published list or a policy was not understood, IAM's word
 * counts, unless a boundary may take it back.
 */
export function serviceUse(
  report: LastAccessReport,
  { permissions, access }: { permissions: EffectivePermissions; access: Access },
  since: string,
): ServiceUse {
  const listed = groupedBy(report.services, ({ namespace }) => namespace.toLowerCase());
  const held = new Set(accessByService(without(access.actions, unseen())).map(({ service }) => service));
  const used = usedServices(report, since);
  const touched = new Set(used.map(({ namespace }) => namespace.toLowerCase()));
  const isUnread = permissions.problems.some(({ effect }) => effect === 'may-add');
  const untouched: string[] = [];
  const unclear: string[] = [];
  for (const namespace of listed.keys()) {
    if (touched.has(namespace)) continue;
    if (held.has(namespace)) untouched.push(namespace);
    else if (!isPublishedService(namespace) || isUnread)
      (permissions.boundary === null && permissions.unreadBoundary === undefined ? untouched : unclear).push(
        namespace,
      );
  }
  const idle = union(
    matchedActions({ not: false, patterns: untouched.filter(isPublishedService).map((name) => `${name}:*`) }),
    idleActions(
      report.services.filter(({ namespace }) => touched.has(namespace.toLowerCase())),
      since,
    ),
  );
  return {
    used,
    untouched: new Set(untouched.sort()),
    unclear: unclear.sort(),
    untracked: [...held].filter((service) => !listed.has(service)).sort(),
    idle: without(idle, unseen()),
  };
}

/**
 * Tags may be set by a call that creates something, which is another action: those are left. So is an action of a
 * namespace that several services share where it was used of one of them.
 */
function idleActions(services: readonly ServiceLastAccess[], since: string): ActionSet {
  const used: string[] = [];
  const unused: string[] = [];
  for (const { namespace, actions } of services) {
    for (const { name, lastAccessedAt } of actions) {
      const isUsed = lastAccessedAt !== null && !isBefore(lastAccessedAt, since);
      (isUsed ? used : unused).push(`${namespace}:${name}`);
    }
  }
  return without(without(actionSet(unused), actionSet(used)), actionsOfLevel('tagging'));
}
