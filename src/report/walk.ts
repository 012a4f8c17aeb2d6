import type { CoverageEntry, Finding, Unanswered } from '../model/finding.ts';
import type { AccountScope, AuditReport } from '../model/report.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import type { ShareRow } from '../model/share-row.ts';

/**
 * A list that several ask of at the same time, and that is gone through once for them all: the first answer that is asked
 * for takes the pass, and whoever has come until then is served by it. So a form first says all that it wants to know.
 */
export class Walk<T> {
  readonly #rows: Iterable<T>;
  #waiting: Array<(row: T, index: number) => void> = [];

  constructor(rows: Iterable<T>) {
    this.#rows = rows;
  }

  /**
   * @param each gets every row of the pass, in order; keeps what is compact. It may ask other lists, never this one.
   * @param answer what comes of that; made once
   */
  gather<A>(each: (row: T, index: number) => void, answer: () => A): () => A {
    this.#waiting.push(each);
    return once(() => {
      if (this.#waiting.includes(each)) this.#pass();
      return answer();
    });
  }

  /** One thing that grows row by row. */
  into<A>(whole: A, each: (whole: A, row: T, index: number) => void): () => A {
    return this.gather(
      (row, index) => each(whole, row, index),
      () => whole,
    );
  }

  /** How many rows are so. */
  count(isOne: (row: T) => boolean): () => number {
    let count = 0;
    return this.gather(
      (row) => {
        if (isOne(row)) count += 1;
      },
      () => count,
    );
  }

  /** The first so many, made into what is kept of them. */
  first<U>(limit: number, make: (row: T) => U): () => Foremost<U> {
    return this.into(new Foremost<U>(limit), (first, row) => first.add(() => make(row)));
  }

  #pass(): void {
    const served = this.#waiting;
    this.#waiting = [];
    let index = 0;
    for (const row of this.#rows) {
      for (const each of served) each(row, index);
      index += 1;
    }
  }
}

/** The lists of a report that grow with the fleet. */
export interface Walks {
  findings: Walk<Finding>;
  roles: Walk<RoleInventoryEntry>;
  accounts: Walk<AccountScope>;
  gaps: Walk<CoverageEntry>;
  unanswered: Walk<Unanswered>;
  resolved: Walk<Finding>;
  shares: Walk<ShareRow>;
  /** Of the accounts in scope, by id. */
  names: () => ReadonlyMap<string, string>;
}

export function walksOf({
  findings,
  roles,
  scope,
  coverage,
  unanswered,
  resolved,
  shares = [],
}: Pick<
  AuditReport,
  'findings' | 'roles' | 'scope' | 'coverage' | 'unanswered' | 'resolved' | 'shares'
>): Walks {
  const accounts = new Walk(scope.accounts);
  return {
    findings: new Walk(findings),
    roles: new Walk(roles),
    accounts,
    gaps: new Walk(coverage.gaps),
    unanswered: new Walk(unanswered),
    resolved: new Walk(resolved),
    shares: new Walk(shares),
    names: accounts.into(new Map<string, string>(), (names, { accountId, name }) =>
      names.set(accountId, name),
    ),
  };
}

/** Of many the first few by some order, or as they come; and how many there were. What is equal stays in its order. */
export class Foremost<T> {
  /** Of all that were added. */
  length = 0;
  readonly #limit: number;
  readonly #compare: ((a: T, b: T) => number) | undefined;
  #kept: T[] = [];

  constructor(limit: number, compare?: (a: T, b: T) => number) {
    this.#limit = limit;
    this.#compare = compare;
  }

  add(make: () => T): void {
    this.length += 1;
    if (this.#compare === undefined && this.#kept.length >= this.#limit) return;
    this.#kept.push(make());
    if (this.#kept.length >= 2 * this.#limit + 16) this.#kept = this.slice(0, this.#limit);
  }

  /** Within the limit. */
  slice(from: number, to: number): T[] {
    const { length } = this.#kept;
    if (this.#compare !== undefined && length > 1) this.#kept.sort(this.#compare);
    return this.#kept.slice(from, Math.min(to, this.#limit));
  }
}

/** Makes it when it is first asked for. */
export function once<A>(make: () => A): () => A {
  let made: { value: A } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
