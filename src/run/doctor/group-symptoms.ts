import type { DoctorCheck, DoctorStatus, Symptom } from '../../model/doctor.ts';
import { groupedBy } from '../../model/grouped-by.ts';

const WORST_FIRST: readonly DoctorStatus[] = ['fail', 'warn', 'not-tried', 'ok'];

/**
 * One check a cause over all accounts, the worst and most widespread first. Actions are put together where they are
 * refused in the same place, Regions where the same is refused, and accounts where all of it is the same: so each check
 * holds of every action, Region and account that it names.
 */
export function groupSymptoms(symptoms: readonly Symptom[]): DoctorCheck[] {
  const byPlace = merged(symptoms.map(checkOf), ({ accounts, regions }) => [accounts, regions]);
  const byAccount = merged(byPlace, ({ accounts, actions }) => [accounts, actions]);
  return merged(byAccount, ({ actions, regions }) => [actions, regions]).sort(
    (a, b) =>
      WORST_FIRST.indexOf(a.status) - WORST_FIRST.indexOf(b.status) ||
      b.accounts.length - a.accounts.length ||
      (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
}

function checkOf({ id, status, accountId, region, action, words, whatToDo }: Symptom): DoctorCheck {
  const list = (value: string | undefined) => (value === undefined ? [] : [value]);
  return {
    id,
    status,
    accounts: list(accountId),
    regions: list(region),
    actions: list(action),
    words,
    whatToDo,
  };
}

/** Puts together what has the same cause and the same `sides`. */
function merged(
  checks: readonly DoctorCheck[],
  sides: (check: DoctorCheck) => readonly string[][],
): DoctorCheck[] {
  const groups = groupedBy(checks, (check) =>
    JSON.stringify([check.id, check.status, check.words, check.whatToDo, sides(check)]),
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const all = (side: 'accounts' | 'regions' | 'actions') =>
      [...new Set(same.flatMap((check) => check[side]))].toSorted();
    return [{ ...first, accounts: all('accounts'), regions: all('regions'), actions: all('actions') }];
  });
}
