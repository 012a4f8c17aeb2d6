import { GLOBAL } from '../model/fact.ts';
import type { FactIndex } from '../model/fact-index.ts';
import { selectorInWords } from '../model/party.ts';
import type { AccountStudy } from '../model/study.ts';
import { meansDomain, meansGroup } from '../parties/identity-center-guests.ts';
import { admittedParties } from '../parties/third-party.ts';
import { meets } from '../parties/third-party-users.ts';
import { isAnchorOf } from '../parties/trust-anchors.ts';
import { namedOrganizations } from '../policy/required-guards.ts';
import { matchesTag } from '../policy/tag-pattern.ts';
import { matchesWildcard } from '../policy/wildcard.ts';
import type { ResourceOfParty } from './party-resources.ts';
import type { Rules } from './rules.ts';

/** Which entries of the configuration were met in one account. */
export interface EntriesSeen {
  /** Ids of registered accounts and organizations that are let in somewhere, and of users and trust anchors that there are, what names them. */
  partyIds: string[];
  /** Configured tags that a role carries, each as `tagEntries` names it. */
  tags: string[];
}

/** A tag that the configuration names: for a check, instead of its default, or for an owner or an environment. */
export interface TagEntry {
  /** `checks.owner-tag.requiredTags[0]`, `owners[2].tag`, `environments.sandbox.tag`. */
  path: string;
  kind: 'tag' | 'owner' | 'environment';
  entry: string;
  matches: 'tag key' | 'tag pattern';
}

/** The tags that the configuration names: by the parameters of the checks that are applied, by owners and environments. */
export function tagEntries({ checks, config }: Pick<Rules, 'checks' | 'config'>): TagEntry[] {
  const ofOwners = (config.owners ?? []).flatMap(({ tag }, index): TagEntry[] =>
    tag === undefined
      ? []
      : [{ path: `owners[${index}].tag`, kind: 'owner', entry: tag, matches: 'tag pattern' }],
  );
  const ofChecks = checks.flatMap(({ id, parameters = {} }) =>
    Object.entries(parameters).flatMap(([name, { matches }]) => {
      const given = config.checks[id]?.[name];
      if (matches === undefined || !Array.isArray(given)) return [];
      return given.map(
        (entry: string, index): TagEntry => ({
          path: `checks.${id}.${name}[${index}]`,
          kind: 'tag',
          entry,
          matches,
        }),
      );
    }),
  );
  const ofEnvironments = Object.entries(config.environments ?? {}).flatMap(([name, { tag }]): TagEntry[] =>
    tag === undefined
      ? []
      : [{ path: `environments.${name}.tag`, kind: 'environment', entry: tag, matches: 'tag pattern' }],
  );
  return [...ofChecks, ...ofOwners, ...ofEnvironments];
}

/** What of the register and of the configured tags is met in the account, whatever is judged of it. */
export function entriesSeen(
  index: FactIndex,
  rules: Rules,
  study: AccountStudy,
  resources: readonly ResourceOfParty[],
): EntriesSeen {
  const tags = tagEntries(rules);
  const { thirdParties } = rules.config;
  if (tags.length + thirdParties.length === 0) return { partyIds: [], tags: [] };
  const details = index.get('authorization-details', GLOBAL);
  const { roles, users = [] } = details?.status === 'COLLECTED' ? details.value : { roles: [] };
  const ofAccount = Object.entries(study.account.tags).map(([key, value]) => ({ key, value }));
  const admitted = new Set([
    ...roles.flatMap((role) =>
      admittedParties(role, study).flatMap(({ key, grant }) => [key, ...namedOrganizations(grant)]),
    ),
    ...resources.flatMap(({ resource, organizationIds }) => [resource.admitted ?? '', ...organizationIds]),
  ]);
  const reported = study.account.regions.flatMap((region) => {
    const fact = index.get('external-access-findings', region);
    return fact?.status === 'COLLECTED'
      ? fact.value.findings.map(({ principal, condition }) => JSON.stringify([principal, condition]))
      : [];
  });
  const sharing = study.account.regions.flatMap((region) => {
    const ram = index.get('resource-shares', region);
    const tool = index.get('well-architected-shares', region);
    const { own = [], received = [], invitations = [] } = ram?.status === 'COLLECTED' ? ram.value : {};
    const shared = tool?.status === 'COLLECTED' ? tool.value : undefined;
    return [
      ...own.flatMap(({ principals }) => principals.map(({ entity }) => entity)),
      ...received.map(({ owningAccountId }) => owningAccountId),
      ...invitations.map(({ senderAccountId }) => senderAccountId),
      ...[shared?.workloads, shared?.lenses, shared?.profiles, shared?.templates].flatMap((things = []) =>
        things.flatMap(({ shares }) => shares.map(({ sharedWith }) => sharedWith)),
      ),
      ...(shared?.received ?? []).map(({ ownerAccountId }) => ownerAccountId),
      ...(shared?.invitations ?? []).map(({ senderAccountId }) => senderAccountId),
    ];
  });
  const asked = index.get('delegation-requests', GLOBAL);
  const requests = asked?.status === 'COLLECTED' ? asked.value.requests : [];
  const named = new Set([
    ...admitted,
    ...requests.flatMap(({ requestorId }) => requestorId ?? []),
    ...[...reported, ...sharing].flatMap((text) => text.match(PARTY_ID) ?? []),
  ]);
  const anchors = study.account.regions.flatMap((region) => {
    const fact = index.get('roles-anywhere', region);
    return fact?.status === 'COLLECTED' ? fact.value.trustAnchors : [];
  });
  const center = index.get('identity-center', GLOBAL);
  const { people = [], groups = [] } = center?.status === 'COLLECTED' ? center.value : {};
  // A policy may name an organization by a pattern.
  const patterns = [...admitted].filter((key) => /[*?]/.test(key));
  const isNamed = (id: string) => named.has(id) || patterns.some((pattern) => matchesWildcard(pattern, id));
  return {
    partyIds: thirdParties.flatMap(
      ({ accountIds, organizationIds, users: selectors = [], trustAnchors = [], identityCenter: guests }) => [
        ...[...accountIds, ...organizationIds].filter(isNamed),
        ...selectors
          .filter((selector) => users.some((user) => meets(user, selector) === true))
          .map(selectorInWords),
        ...trustAnchors.filter((pattern) => anchors.some((anchor) => isAnchorOf(anchor, pattern))),
        ...(guests?.domains ?? [])
          .filter((one) =>
            people.some(({ domains }) =>
              domains.some((domain) => meansDomain({ domains: [one], groups: [] }, domain)),
            ),
          )
          .map(guestDomain),
        ...(guests?.groups ?? [])
          .filter((one) => groups.some(({ name }) => meansGroup({ domains: [], groups: [one] }, name)))
          .map(guestGroup),
      ],
    ),
    tags: tags
      .filter(
        (wanted) =>
          (wanted.kind !== 'environment' &&
            roles.some((role) => role.tags.some((tag) => isMet(wanted, tag)))) ||
          (wanted.kind !== 'tag' && ofAccount.some((tag) => isMet(wanted, tag))),
      )
      .map(({ path }) => path),
  };
}

/** As what is seen is kept: a domain and a group may have one name. */
export function guestDomain(domain: string): string {
  return `people of ${domain}`;
}

export function guestGroup(group: string): string {
  return `group ${group}`;
}

const PARTY_ID = /(?<![\w-])(?:\d{12}|o-[a-z0-9]{10,32})(?![\w-])/g;

function isMet({ entry, matches }: TagEntry, tag: { key: string; value: string }): boolean {
  return matches === 'tag key' ? tag.key.toLowerCase() === entry.toLowerCase() : matchesTag(entry, tag);
}
