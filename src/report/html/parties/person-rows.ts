import type { PartyPerson } from '../../../model/report.ts';
import { label, quantity } from '../support/format.ts';

/** A person in IAM Identity Center on the card of its third party. */
export interface PersonRow {
  person: string;
  state: string | null;
  groups: string;
  holds: string;
  accounts: string;
}

const MOST_NAMED = 5;

export function personRow(
  { userName, isDisabled, groups, assignments }: PartyPerson,
  accountNames: ReadonlyMap<string, string>,
): PersonRow {
  const sets = [...new Set(assignments.map(({ permissionSet }) => permissionSet))];
  const accounts = [...new Set(assignments.map(({ accountId }) => accountId))];
  return {
    person: label(userName),
    state: isDisabled ? 'disabled: cannot sign in' : null,
    groups: few(groups, 'group'),
    holds: few(sets, 'permission set'),
    accounts: few(
      accounts.map((accountId) => accountNames.get(accountId) ?? accountId),
      'account',
    ),
  };
}

function few(names: readonly string[], noun: string): string {
  if (names.length === 0) return 'None';
  const left = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map(label).join(', ');
  return left > 0 ? `${shown} and ${quantity(left, `more ${noun}`)}` : shown;
}
