import { groupedBy } from '../../../model/grouped-by.ts';
import { accessWordShape } from '../../../model/party.ts';
import type { PartyPerson, PersonHolds } from '../../../model/third-party-summary.ts';
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
  const sets = [...groupedBy(assignments, ({ permissionSet }) => permissionSet)].map(
    ([name, held]) => `${name}${mostOf(held)}`,
  );
  const accounts = [...new Set(assignments.map(({ accountId }) => accountId))];
  return {
    person: label(userName),
    state: isDisabled
      ? `disabled: cannot sign in${assignments.length === 0 ? '' : ' anew, and keeps what is assigned'}`
      : null,
    groups: few(groups, 'group'),
    holds: few(sets, 'permission set'),
    accounts: few(
      accounts.map((accountId) => accountNames.get(accountId) ?? accountId),
      'account',
    ),
  };
}

/** The most that a permission set gives in one of these accounts; nothing in reports that did not look. */
function mostOf(held: readonly PersonHolds[]): string {
  const levels = held.flatMap(({ highestAccess }) => highestAccess ?? []);
  const most = accessWordShape.options.findLast((level) => levels.includes(level));
  const words = [
    ...(most === undefined ? [] : [most]),
    ...(held.some(({ notKnown }) => notKnown !== undefined) ? ['not known in full'] : []),
  ];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

function few(names: readonly string[], noun: string): string {
  if (names.length === 0) return 'None';
  const left = names.length - MOST_NAMED;
  const shown = names.slice(0, MOST_NAMED).map(label).join(', ');
  return left > 0 ? `${shown} and ${quantity(left, `more ${noun}`)}` : shown;
}
