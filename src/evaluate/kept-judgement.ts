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

/**
 * Keeps what of each judgement is not needed all the time where it need not be in memory. The judgement that comes back
 * is the same: it reads that when it is asked for, and holds it until another account's is.
 */
export function judgementsKept(
  keeping: Keeping,
  rules: Pick<Rules, 'checks'>,
): (judgement: AccountJudgement) => AccountJudgement {
  const checks = checksById(rules);
  const parts = oneAtATime(keeping<PlainPart>(), (plain) => partFrom(plain, checks));
  const shared = oneAtATime(keeping<SharedPart>(), (plain) => plain);
  return (judgement) => {
    const {
      results: _,
      coverage: __,
      inventory: ___,
      shares: ____,
      roleFixes,
      digests,
      chainRoles,
      ...compact
    } = judgement;
    const part = parts(plainPart(judgement));
    const own = shared({ digests, chainRoles });
    return {
      ...compact,
      get results() {
        return part().results;
      },
      get coverage() {
        return part().coverage;
      },
      get inventory() {
        return part().inventory;
      },
      get shares() {
        return part().shares;
      },
      get roleFixes() {
        return part().roleFixes ?? [];
      },
      get digests() {
        return own().digests;
      },
      get chainRoles() {
        return own().chainRoles;
      },
    };
  };
}

/** Takes rows, and gives for each what reads it again; the one that was read last stays at hand. */
function oneAtATime<P, T>(keeper: Keeper<P>, made: (row: P) => T): (row: P) => () => T {
  let read: { index: number; value: T } | undefined;
  let count = 0;
  return (row) => {
    keeper.add(row);
    const index = count;
    count += 1;
    return () => {
      if (read?.index !== index) {
        const plain = keeper.rows().at(index);
        if (plain === undefined) throw new Error(`Judgement ${index} was not kept.`);
        read = { index, value: made(plain) };
      }
      return read.value;
    };
  };
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
