import type { Call } from '../model/call.ts';
import type { CoverageEntry } from '../model/finding.ts';

/** What was asked for one fact of one Region of an account, and how it ended. */
export interface CollectionEntry {
  accountId: string;
  region: string;
  /** `session` for the calls that open the account. */
  fact: string;
  operations: OperationRecord[];
  /** What of the fact was not read; empty when all of it was. */
  gaps: Array<Pick<CoverageEntry, 'reason' | 'action' | 'message' | 'resource'>>;
}

export interface OperationRecord {
  service: string;
  operation: string;
  /** The parameters that every call had in common. */
  parameters: Record<string, unknown>;
  /** The names of those that differed from call to call. */
  varying: string[];
  /** All calls, failed ones included. */
  calls: number;
  /** Answers that were a page of a list. */
  pages: number;
  /** Things in all answers; null when no answer was a list. */
  items: number | null;
  /** Whether every list that was asked for was read to its last page; null when no answer was a page. */
  lastPage: boolean | null;
  /** How many calls ended with which error code. */
  errors: Record<string, number>;
}

/** The calls of one evidence directory by fact and Region and, within, by operation; each in the order of first use. */
export function collectionEntries(
  calls: readonly Call[],
  gaps: Iterable<Omit<CoverageEntry, 'status'>>,
): CollectionEntry[] {
  const entries = new Map<string, CollectionEntry & { calls: Call[] }>();
  function entryOf({ accountId, region, fact }: Pick<Call, 'accountId' | 'region' | 'fact'>) {
    const key = JSON.stringify([accountId, region, fact]);
    const entry = entries.get(key) ?? { accountId, region, fact, operations: [], gaps: [], calls: [] };
    entries.set(key, entry);
    return entry;
  }
  for (const call of calls) entryOf(call).calls.push(call);
  for (const { reason, action, message, resource, ...about } of gaps) {
    entryOf(about).gaps.push({ reason, action, message, ...(resource === undefined ? {} : { resource }) });
  }
  return [...entries.values()].map(({ calls: made, ...entry }) => ({
    ...entry,
    operations: byOperation(made).map(operationRecord),
  }));
}

function byOperation(calls: readonly Call[]): Call[][] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = `${call.service}:${call.operation}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [call]);
    else group.push(call);
  }
  return [...groups.values()];
}

function operationRecord(calls: Call[]): OperationRecord {
  const { service = '', operation = '' } = calls[0] ?? {};
  const pages = calls.filter(({ lastPage }) => lastPage !== null);
  const counted = calls.some(({ items }) => items !== null);
  // A list that an expired session interrupted is begun twice: what was asked tells lists apart, not how often.
  const asked = new Set(calls.map(({ parameters }) => JSON.stringify(parameters)));
  const ended = new Set(
    calls.filter(({ lastPage }) => lastPage).map(({ parameters }) => JSON.stringify(parameters)),
  );
  const errors = new Map<string, number>();
  for (const { outcome } of calls) {
    if (outcome !== 'OK') errors.set(outcome, (errors.get(outcome) ?? 0) + 1);
  }
  return {
    service,
    operation,
    ...parametersOf(calls),
    calls: calls.length,
    pages: pages.length,
    items: counted ? calls.reduce((sum, { items }) => sum + (items ?? 0), 0) : null,
    lastPage: pages.length > 0 ? ended.size === asked.size : null,
    errors: Object.fromEntries([...errors].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function parametersOf(calls: readonly Call[]): Pick<OperationRecord, 'parameters' | 'varying'> {
  const texts = new Map<string, Set<string>>();
  const seen = new Map<string, { value: unknown; times: number }>();
  for (const { parameters } of calls) {
    if (typeof parameters !== 'object' || parameters === null) continue;
    for (const [name, value] of Object.entries(parameters)) {
      texts.set(name, (texts.get(name) ?? new Set()).add(JSON.stringify(value)));
      seen.set(name, { value, times: (seen.get(name)?.times ?? 0) + 1 });
    }
  }
  const names = [...seen.keys()].sort();
  const common = names.filter(
    (name) => texts.get(name)?.size === 1 && seen.get(name)?.times === calls.length,
  );
  return {
    parameters: Object.fromEntries(common.map((name) => [name, seen.get(name)?.value])),
    varying: names.filter((name) => !common.includes(name)),
  };
}
