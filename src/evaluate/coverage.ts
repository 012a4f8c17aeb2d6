import type { AccountSubject } from '../model/account.ts';
import { type Fact, type FactRecord, GLOBAL, isPerResource, missingParts } from '../model/fact.ts';
import { isFact } from '../model/fact-values.ts';
import type { CoverageEntry, OlderReading } from '../model/finding.ts';
import { groupedBy } from '../model/grouped-by.ts';
import type { AccountScope, AccountStatus } from '../model/report.ts';

/** The stand-in for an account id in coverage entries about the organization itself, where there is one. */
const ORGANIZATION = 'organization';

/** Whether a coverage entry is about an organization itself. */
export function isOfOrganization({ accountId }: Pick<CoverageEntry, 'accountId'>): boolean {
  return accountId.startsWith(ORGANIZATION);
}

/** What was planned and read of the organizations themselves; of several, each is named beside the stand-in. */
export function coverageOfOrganizations(records: readonly FactRecord[]): Coverage[] {
  const byOrganization = groupedBy(records, ({ organization }) => organization ?? '');
  return [...byOrganization].map(([id, own]) =>
    coverageOf(id === '' ? ORGANIZATION : `${ORGANIZATION} ${id}`, own),
  );
}

export interface Coverage {
  planned: number;
  collected: number;
  /** In the order of the facts. */
  gaps: CoverageEntry[];
  /** What was read and was found out before. */
  older: OlderReading[];
}

/**
 * What was planned and what was read, from the facts alone. Members of per-resource facts count one each, and so does
 * every part that a member lacks.
 *
 * @param asOf the start of the run: what was found out since then is not older than it
 */
export function coverageOf(accountId: string, records: readonly FactRecord[], asOf?: string): Coverage {
  const gaps: CoverageEntry[] = [];
  let planned = 0;
  let collected = 0;

  function count(fact: Fact<unknown>, entry: { region: string; fact: string; resource?: string }): void {
    planned += 1;
    if (fact.status === 'COLLECTED') collected += 1;
    else {
      const { reason, message } = fact;
      gaps.push({
        accountId,
        ...entry,
        status: 'NOT_COLLECTED',
        reason,
        action: fact.action ?? null,
        message,
      });
    }
  }

  for (const record of records) {
    const { fact, region } = record;
    count(record, { region, fact });
    if (record.status !== 'COLLECTED' || !isPerResource(record.value)) continue;
    for (const { resource, fact: member } of record.value.perResource) {
      count(member, { region, fact, resource });
      if (member.status !== 'COLLECTED') continue;
      for (const part of missingParts(member.value)) count(part, { region, fact, resource: part.resource });
    }
  }
  const older = records.flatMap((record) => olderReadings(accountId, record));
  const isOlder = ({ since }: OlderReading) =>
    asOf === undefined || new Date(since).getTime() < new Date(asOf).getTime();
  return { planned, collected, gaps, older: older.filter(isOlder) };
}

/** What of a fact is older than the run: all of it, or comparisons of stacks that were taken over. */
function olderReadings(accountId: string, record: FactRecord): OlderReading[] {
  if (record.status !== 'COLLECTED') return [];
  const { fact, region, carriedFrom: run, collectedAt } = record;
  if (run !== undefined) return [{ accountId, region, fact, since: collectedAt, run }];
  if (!isFact(record, 'drift') || record.status !== 'COLLECTED') return [];
  const times = record.value.perResource.flatMap(({ fact: stack }) =>
    stack.status === 'COLLECTED' ? (stack.value.reusedSince ?? []) : [],
  );
  const [since] = times.toSorted();
  return since === undefined ? [] : [{ accountId, region, fact, since, stacks: times.length }];
}

/** The gap of an account that is in scope and has left no evidence at all. */
export function missingEvidence(accountId: string): Coverage {
  const gap: CoverageEntry = {
    accountId,
    region: GLOBAL,
    fact: 'every fact',
    status: 'NOT_COLLECTED',
    reason: 'FAILED',
    action: null,
    message: 'The run holds no evidence of this account.',
  };
  return { planned: 1, collected: 0, gaps: [gap], older: [] };
}

export function accountScope(subject: AccountSubject, coverage: Coverage): AccountScope {
  const { accountId, name, partition, regions } = subject;
  return {
    accountId,
    name,
    partition,
    ...(subject.organizationId === undefined ? {} : { organizationId: subject.organizationId }),
    organizationalUnit: subject.organizationalUnit ?? null,
    regions,
    status: statusOf(coverage),
    factsPlanned: coverage.planned,
    factsCollected: coverage.collected,
  };
}

/** How far something was read. */
export function statusOf({ planned, collected, gaps }: Coverage): AccountStatus {
  if (collected === 0) return 'FAILED';
  return gaps.length === 0 && collected === planned ? 'COMPLETE' : 'PARTIAL';
}
