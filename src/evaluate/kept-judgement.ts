import type { Check } from '../model/check.ts';
import type { Keeping } from '../model/rows.ts';
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
type Part = Pick<AccountJudgement, 'results' | 'coverage' | 'inventory' | 'roleFixes'>;

interface PlainPart extends Omit<Part, 'results'> {
  failures: PlainFailure[];
  unanswered: Results['unanswered'];
  counts: Array<[string, Array<[string, number]>]>;
  silent: Array<[string, number]>;
}

/**
 * Keeps what of each judgement is looked at one account at a time where it need not be in memory. The judgement that
 * comes back is the same: it reads that part when it is asked for, and holds it until another account's is.
 */
export function judgementsKept(
  keeping: Keeping,
  rules: Pick<Rules, 'checks'>,
): (judgement: AccountJudgement) => AccountJudgement {
  const keeper = keeping<PlainPart>();
  const checks = checksById(rules);
  let read: { index: number; part: Part } | undefined;
  let count = 0;

  function part(index: number): Part {
    if (read?.index !== index) {
      const plain = keeper.rows().at(index);
      if (plain === undefined) throw new Error(`Judgement ${index} was not kept.`);
      read = { index, part: partFrom(plain, checks) };
    }
    return read.part;
  }

  return (judgement) => {
    const { results: _, coverage: __, inventory: ___, roleFixes, ...compact } = judgement;
    const index = count;
    count += 1;
    keeper.add(plainPart(judgement));
    return {
      ...compact,
      get results() {
        return part(index).results;
      },
      get coverage() {
        return part(index).coverage;
      },
      get inventory() {
        return part(index).inventory;
      },
      ...(roleFixes === undefined
        ? {}
        : {
            get roleFixes() {
              return part(index).roleFixes ?? [];
            },
          }),
    };
  };
}

function plainPart({ results, coverage, inventory, roleFixes }: AccountJudgement): PlainPart {
  return {
    coverage,
    inventory,
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
