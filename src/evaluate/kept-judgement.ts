import type { Check } from '../model/check.ts';
import type { Keeper, Keeping } from '../model/rows.ts';
import type { AccountJudgement } from './account.ts';
import type { Failure, Results } from './results.ts';
import type { Rules } from './rules.ts';

/** A failure as plain data: with its fixes made, and of what would correct its role only what judging all together asks. */
export type PlainFailure = Omit<Failure, 'check' | 'outcome'> & {
  checkId: string;
  outcome: Omit<Failure['outcome'], 'fixes' | 'corrects'> & {
    fixes?: ReturnType<NonNullable<Failure['outcome']['fixes']>>;
    newExternalId?: readonly string[];
  };
};

export function plainFailure({ check, outcome, ...rest }: Failure): PlainFailure {
  const { fixes, corrects, ...plain } = outcome;
  return {
    ...rest,
    checkId: check.id,
    outcome: {
      ...plain,
      ...(fixes === undefined ? {} : { fixes: fixes() }),
      ...(corrects?.newExternalId === undefined ? {} : { newExternalId: corrects.newExternalId }),
    },
  };
}

/** The failure again, by the checks of the run. */
export function failureFrom(
  { checkId, outcome: { fixes, newExternalId, ...outcome }, ...rest }: PlainFailure,
  checks: ReadonlyMap<string, Check>,
): Failure {
  const check = checks.get(checkId);
  if (check === undefined) throw new Error(`No check ${checkId} is applied.`);
  return {
    ...rest,
    check,
    outcome: {
      ...outcome,
      ...(fixes === undefined ? {} : { fixes: () => fixes }),
      ...(newExternalId === undefined ? {} : { corrects: { newExternalId } }),
    },
  };
}

export function checksById({ checks }: Pick<Rules, 'checks'>): ReadonlyMap<string, Check> {
  return new Map(checks.map((check) => [check.id, check]));
}

/** What of a judgement is looked at one account at a time. */
type Part = Pick<AccountJudgement, 'results' | 'coverage' | 'inventory' | 'shares' | 'roleFixes'>;

interface PlainPart extends Omit<Part, 'results'> {
  failures: PlainFailure[];
  unanswered: Results['unanswered'];
  counts: Array<[string, Array<[string, number]>]>;
  silent: Array<[string, number]>;
}

/** What is looked at of all accounts together, and not for long. */
type SharedPart = Pick<AccountJudgement, 'digests' | 'chainRoles'>;

/** The same, where it is little: going through it takes nothing else along. */
type SmallPart = Omit<AccountJudgement, 'subject' | 'scope' | keyof Part | keyof SharedPart>;

interface PlainSmallPart extends Omit<SmallPart, 'lookedAt' | 'roleOwners'> {
  lookedAt: string[];
  roleOwners: Array<[string, string]>;
}

/**
 * Keeps all of each judgement but who the account is and how far it was read where it need not be in memory. The
 * judgement that comes back is the same: it reads the rest when it is asked for, and holds it until another account's is.
 */
export function judgementsKept(
  keeping: Keeping,
  rules: Pick<Rules, 'checks'>,
): (judgement: AccountJudgement) => AccountJudgement {
  const checks = checksById(rules);
  const kept: KeptParts = {
    part: oneAtATime(keeping<PlainPart>(), plainPart, (plain) => partFrom(plain, checks)),
    shared: oneAtATime(keeping<SharedPart>(), ({ digests, chainRoles }) => ({ digests, chainRoles }), same),
    small: oneAtATime(keeping<PlainSmallPart>(), plainSmallPart, smallPartFrom),
  };
  let count = 0;
  return (judgement) => {
    for (const part of Object.values(kept)) part.add(judgement);
    count += 1;
    return new KeptJudgement(judgement, kept, count - 1);
  };
}

interface KeptParts {
  part: OneAtATime<Part>;
  shared: OneAtATime<SharedPart>;
  small: OneAtATime<SmallPart>;
}

/** One of thousands: it has what stays and a number, and what reads the rest is of all of them. */
class KeptJudgement implements AccountJudgement {
  readonly subject: AccountJudgement['subject'];
  readonly scope: AccountJudgement['scope'];
  readonly #kept: KeptParts;
  readonly #place: number;

  constructor({ subject, scope }: AccountJudgement, kept: KeptParts, place: number) {
    this.subject = subject;
    this.scope = scope;
    this.#kept = kept;
    this.#place = place;
  }

  get results() {
    return this.#part.results;
  }

  get coverage() {
    return this.#part.coverage;
  }

  get inventory() {
    return this.#part.inventory;
  }

  get shares() {
    return this.#part.shares;
  }

  get roleFixes() {
    return this.#part.roleFixes ?? [];
  }

  get digests() {
    return this.#kept.shared.at(this.#place).digests;
  }

  get chainRoles() {
    return this.#kept.shared.at(this.#place).chainRoles;
  }

  get population() {
    return this.#small.population;
  }

  get externalIds() {
    return this.#small.externalIds;
  }

  get partyUsers() {
    return this.#small.partyUsers;
  }

  get partyDelegations() {
    return this.#small.partyDelegations;
  }

  get deployedStacks() {
    return this.#small.deployedStacks;
  }

  get peopleHere() {
    return this.#small.peopleHere;
  }

  get partyResources() {
    return this.#small.partyResources;
  }

  get activity() {
    return this.#small.activity;
  }

  get lookedAt() {
    return this.#small.lookedAt;
  }

  get seen() {
    return this.#small.seen;
  }

  get roleOwners() {
    return this.#small.roleOwners;
  }

  get #part() {
    return this.#kept.part.at(this.#place);
  }

  get #small() {
    return this.#kept.small.at(this.#place);
  }
}

interface OneAtATime<T> {
  add(judgement: AccountJudgement): void;
  at(place: number): T;
}

/** Keeps a part of each judgement, and reads it again; the one that was read last stays at hand. */
function oneAtATime<P, T>(
  keeper: Keeper<P>,
  plain: (judgement: AccountJudgement) => P,
  made: (row: P) => T,
): OneAtATime<T> {
  let read: { place: number; value: T } | undefined;
  return {
    add: (judgement) => keeper.add(plain(judgement)),
    at(place) {
      if (read?.place !== place) {
        const row = keeper.rows().at(place);
        if (row === undefined) throw new Error(`Judgement ${place} was not kept.`);
        read = { place, value: made(row) };
      }
      return read.value;
    },
  };
}

function same<T>(row: T): T {
  return row;
}

function plainPart({ results, coverage, inventory, shares, roleFixes }: AccountJudgement): PlainPart {
  return {
    coverage,
    inventory,
    shares,
    ...(roleFixes === undefined ? {} : { roleFixes }),
    failures: results.failures.map(plainFailure),
    unanswered: results.unanswered,
    counts: [...results.counts].map(([id, counts]) => [id, [...counts]]),
    silent: [...results.silent],
  };
}

function partFrom(
  { failures, unanswered, counts, silent, ...part }: PlainPart,
  checks: ReadonlyMap<string, Check>,
): Part {
  const results = {
    failures: failures.map((failure) => failureFrom(failure, checks)),
    unanswered,
    counts: new Map(counts.map(([id, own]) => [id, new Map(own)])) as Results['counts'],
    silent: new Map(silent),
  };
  return { ...part, results };
}

function plainSmallPart({
  population,
  externalIds,
  partyUsers,
  partyDelegations,
  deployedStacks,
  peopleHere,
  partyResources,
  activity,
  lookedAt,
  seen,
  roleOwners,
}: AccountJudgement): PlainSmallPart {
  return {
    ...{
      population,
      externalIds,
      partyUsers,
      partyDelegations,
      deployedStacks,
      peopleHere,
      partyResources,
      seen,
    },
    ...(activity === undefined ? {} : { activity }),
    lookedAt: [...lookedAt],
    roleOwners: [...roleOwners],
  };
}

function smallPartFrom({ lookedAt, roleOwners, ...plain }: PlainSmallPart): SmallPart {
  return { ...plain, lookedAt: new Set(lookedAt), roleOwners: new Map(roleOwners) };
}
