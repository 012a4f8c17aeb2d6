import type { JudgementConfig } from './config.ts';
import type { CoverageEntry } from './finding.ts';
import type { AuditReport } from './report.ts';
import { isUnlisted, serviceOf } from './resource-services.ts';
import type { ShareRow } from './share-row.ts';

type ShareService = NonNullable<ShareRow['service']>;
type Service = ShareService | 'rolesanywhere' | 'resources';

/** Which checks have what a service opens read, and in which fact it stands. */
const SERVICES = {
  ram: { checks: ['external-resource-share'], fact: 'resource-shares' },
  wellarchitected: { checks: ['well-architected-share'], fact: 'well-architected-shares' },
  rolesanywhere: { checks: ['roles-anywhere-trust'], fact: 'roles-anywhere' },
  resources: {
    checks: ['resource-public', 'resource-third-party', 'resource-beyond-register'],
    fact: 'resource-policies',
  },
} as const satisfies Record<Service, { checks: readonly string[]; fact: string }>;

type Read = Pick<AuditReport, 'coverage' | 'scope' | 'checks'>;

const FACTS: ReadonlySet<string> = new Set(Object.values(SERVICES).map(({ fact }) => fact));

/** Whether a gap is one of these facts: what is asked of a report here rests on no other. */
export function isGapOfPlaces({ fact }: Pick<CoverageEntry, 'fact'>): boolean {
  return FACTS.has(fact);
}

/** Whether a gap is what a service opens. */
export function isGapOf({ fact }: Pick<CoverageEntry, 'fact'>, service: Service): boolean {
  return fact === SERVICES[service].fact;
}

/** What a run did not read of services by Region: what is not found there may be there all the same. */
export interface UnreadPlaces<S extends Service> {
  /** Whether it was read of a service in a Region of an account. */
  wereRead(place: { accountId: string; region: string; service: S }): boolean;
  /** Accounts in scope where some was asked for and not read, sorted. */
  accounts: string[];
  /** How far it is known in the Regions in scope: nowhere, not everywhere, or everywhere. */
  extent: 'none' | 'part' | 'all';
}

/** What a run did not read of one of them. */
export function unreadOf(read: Read, service: Service): UnreadPlaces<Service> {
  return unreadPlaces(read, [service]);
}

export function unreadShares(read: Read): UnreadPlaces<ShareService> {
  return unreadPlaces(read, ['ram', 'wellarchitected']);
}

/** The same of trust anchors and profiles of IAM Roles Anywhere. */
export function unreadAnchors(read: Read): UnreadPlaces<'rolesanywhere'> {
  return unreadPlaces(read, ['rolesanywhere']);
}

/** The same of what resources admit by themselves, of the services that the configuration names. */
export function unreadResources(read: Read): UnreadPlaces<'resources'> {
  return unreadPlaces(read, ['resources']);
}

/**
 * Whether all was read that says whom one resource admits, so that who is not found there is not admitted. What was read and
 * not understood leaves the question open, or stands with others whom the resource admits.
 */
export function resourceReader(
  report: Pick<AuditReport, 'coverage' | 'scope' | 'checks' | 'unanswered' | 'thirdParties'>,
  { resourcePolicies = [] }: Pick<JudgementConfig, 'resourcePolicies'>,
): (resource: { accountId: string; region: string; resourceArn: string }) => boolean {
  const { checks, fact } = SERVICES.resources;
  const isAsked = unreadResources(report).extent !== 'none';
  const regions = new Map(
    report.scope.accounts.flatMap(({ accountId, status, regions: all }) =>
      status === 'FAILED' ? [] : [[accountId, new Set(all)]],
    ),
  );
  const gaps = new Set<string>();
  for (const { accountId, region, fact: of, resource } of report.coverage.gaps) {
    if (of !== fact) continue;
    const what = resource !== undefined && isUnlisted(resource) ? serviceOf(resource) : resource;
    gaps.add(`${accountId} ${region} ${what ?? ''}`);
  }
  const open = new Set([
    ...report.unanswered.flatMap(({ checkId, resourceArn }) =>
      checks.some((check) => check === checkId) ? [resourceArn] : [],
    ),
    ...report.thirdParties.flatMap(({ resources = [] }) =>
      resources.flatMap(({ resourceArn, notKnown }) => (notKnown === undefined ? [] : [resourceArn])),
    ),
  ]);
  return ({ accountId, region, resourceArn }) => {
    const service = serviceOf(resourceArn);
    return (
      isAsked &&
      service !== undefined &&
      resourcePolicies.includes(service) &&
      regions.get(accountId)?.has(region) === true &&
      !['', service, resourceArn].some((what) => gaps.has(`${accountId} ${region} ${what}`)) &&
      !open.has(resourceArn)
    );
  };
}

function unreadPlaces<S extends Service>(
  { coverage, scope, checks }: Read,
  services: readonly S[],
): UnreadPlaces<S> {
  const applied = new Set(checks.map(({ id }) => id));
  const asked = services.filter((service) => SERVICES[service].checks.some((check) => applied.has(check)));
  const facts = new Set<string>(asked.map((service) => SERVICES[service].fact));
  const failed = new Set<string>();
  const regions = new Map<string, ReadonlySet<string>>();
  for (const account of scope.accounts) {
    if (account.status === 'FAILED') failed.add(account.accountId);
    else regions.set(account.accountId, new Set(account.regions));
  }
  const gaps = new Set<string>();
  const lacking = new Set(facts.size === 0 ? [] : failed);
  for (const { accountId, region, fact } of coverage.gaps) {
    if (!facts.has(fact)) continue;
    gaps.add(`${accountId} ${region} ${fact}`);
    lacking.add(accountId);
  }
  return {
    wereRead: ({ accountId, region, service }) =>
      asked.includes(service) &&
      regions.get(accountId)?.has(region) === true &&
      !gaps.has(`${accountId} ${region} ${SERVICES[service].fact}`),
    accounts: [...lacking].sort(),
    extent: asked.length === 0 ? 'none' : lacking.size > 0 || asked.length < services.length ? 'part' : 'all',
  };
}
