import type { AuditReport } from './report.ts';
import type { ShareRow } from './share-row.ts';

type Service = NonNullable<ShareRow['service']>;

/** Which check has the shares of a service read, and in which fact they stand. */
const SERVICES = {
  ram: { check: 'external-resource-share', fact: 'resource-shares' },
  wellarchitected: { check: 'well-architected-share', fact: 'well-architected-shares' },
} as const satisfies Record<Service, { check: string; fact: string }>;

const ALL = Object.keys(SERVICES) as Service[];

type Read = Pick<AuditReport, 'coverage' | 'scope' | 'checks'>;

/** What a run did not read of shares: what is not found there may be there all the same. */
export interface UnreadShares {
  /** Whether the shares of a service were read in a Region of an account. */
  wereRead(place: { accountId: string; region: string; service: Service }): boolean;
  /** Accounts in scope where some were asked for and not read, sorted. */
  accounts: string[];
  /** How far it is known what is shared in the Regions in scope: nowhere, not everywhere, or everywhere. */
  extent: 'none' | 'part' | 'all';
}

export function unreadShares({ coverage, scope, checks }: Read): UnreadShares {
  const applied = new Set(checks.map(({ id }) => id));
  const asked = ALL.filter((service) => applied.has(SERVICES[service].check));
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
    extent: asked.length === 0 ? 'none' : lacking.size > 0 || asked.length < ALL.length ? 'part' : 'all',
  };
}
