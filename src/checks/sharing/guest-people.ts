import type { AccountSubject } from '../../model/account.ts';
import type { OrganizationContext, Outcome, OutcomeEvidence } from '../../model/check.ts';
import { isOver } from '../../model/days.ts';
import type { IdentityCenter } from '../../model/facts/identity-center.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import {
  type Guest,
  type HeldAssignment,
  partyOfEntry,
  personArn,
} from '../../parties/identity-center-guests.ts';
import { givenTogether, type PermissionSetRole } from '../../parties/permission-set-roles.ts';
import { MAX_ACCESS, type MaxAccess } from '../../policy/permissions/access.ts';
import { DEFAULT_ACCESS } from '../../policy/permissions/beyond.ts';
import { removeAssignmentFixes } from '../remedies/identity-center.ts';
import { listed } from '../support/wording.ts';

export interface CenterSeen {
  account: AccountSubject;
  center: IdentityCenter;
}

export type RolesByAccount = Map<string, readonly PermissionSetRole[]>;

/** What is known of accounts. */
interface AccountsKnown {
  roles: RolesByAccount;
  /** Those of the run whose roles were not read. */
  unread: ReadonlySet<string>;
}

const MOST_NAMED = 5;

/** Whether a person holds what the register allows to its third party. */
export function personOutcome(
  guest: Guest,
  seen: CenterSeen,
  known: AccountsKnown,
  { asOf }: OrganizationContext,
): Outcome {
  const { person, entry, held, index } = guest;
  const { accountId } = seen.account;
  const about = {
    accountId,
    resource: { arn: personArn(seen.center, accountId, person), type: 'AWS::IdentityStore::User' },
  };
  const who = `${shortened(person.userName)} of ${entry.name}`;
  if (held.length === 0)
    return { ...about, status: 'NOT_APPLICABLE', detail: `Nothing is assigned to ${who} in any account.` };
  if (person.status === 'DISABLED') {
    const detail = `${who} is disabled and cannot sign in anew; ${held.length} ${held.length === 1 ? 'assignment stays' : 'assignments stay'}, which an open session of the access portal goes on with.`;
    return { ...about, status: 'NOT_APPLICABLE', detail };
  }
  const limit = entry.maxAccess ?? DEFAULT_ACCESS;
  const judged = held.map((one) => ({ one, level: levelOf(one, known) }));
  const hasEnded = isOver(entry.contractEnds, asOf);
  const { accounts } = entry.identityCenter ?? {};
  const elsewhere = held.filter((one) => accounts !== undefined && !accounts.includes(one.accountId));
  const beyond = judged.filter(({ level }) => isBeyond(level, limit));
  const bad = hasEnded ? held : [...new Set([...elsewhere, ...beyond.map(({ one }) => one)])];
  if (bad.length === 0) return { ...about, ...within(who, judged, limit) };
  const why = [
    ...(hasEnded
      ? [
          `the contract ended on ${entry.contractEnds}, and ${named(held)} ${held.length === 1 ? 'is' : 'are'} still assigned`,
        ]
      : []),
    ...(elsewhere.length === 0 ? [] : [`the register does not name the account of ${named(elsewhere)}`]),
    ...(beyond.length === 0
      ? []
      : [
          `${named(beyond.map(({ one }) => one))} ${beyond.length === 1 ? 'gives' : 'give'} more than the ${limit} access ${entry.maxAccess === undefined ? 'that holds where the register says nothing' : 'that the register allows'}`,
        ]),
  ];
  return {
    ...about,
    status: 'FAIL',
    detail: `${who} may sign in by IAM Identity Center: ${why.join('; ')}.`,
    ...(judged.some(({ one, level }) => bad.includes(one) && level.is === 'known' && level.administers)
      ? { severity: 'high' as const }
      : {}),
    thirdParty: partyOfEntry(entry),
    evidence: [
      evidence(['people', index, 'userName'], person.userName),
      ...bad
        .slice(0, MOST_NAMED)
        .map(({ place, accountId: at, permissionSetArn }) =>
          evidence(place, { accountId: at, permissionSetArn }, ['']),
        ),
    ],
    fixes: () => removeAssignmentFixes(bad.slice(0, MOST_NAMED), guest, seen),
  };
}

function evidence(
  place: ReadonlyArray<string | number>,
  value: unknown,
  marks: string[] = [],
): OutcomeEvidence {
  return { fact: 'identity-center', region: 'global', pointer: jsonPointer(...place), value, marks };
}

/** How much a permission set gives in an account, or why that is not known. */
type Level =
  | { is: 'known'; access: MaxAccess | null; administers: boolean; mayGiveMore: boolean }
  | { is: 'unread' | 'outside the run' | 'without a role' };

function levelOf({ accountId, permissionSet }: HeldAssignment, { roles, unread }: AccountsKnown): Level {
  const ofAccount = roles.get(accountId);
  if (ofAccount === undefined) return { is: unread.has(accountId) ? 'unread' : 'outside the run' };
  const all = ofAccount.filter((role) => role.permissionSet === permissionSet);
  if (all.length === 0) return { is: 'without a role' };
  const { mayGiveMore = false, ...given } = givenTogether(all);
  return { is: 'known', ...given, mayGiveMore };
}

function isBeyond(level: Level, limit: MaxAccess): boolean {
  return (
    level.is === 'known' &&
    level.access !== null &&
    (MAX_ACCESS.indexOf(level.access) > MAX_ACCESS.indexOf(limit) || (level.administers && limit !== 'admin'))
  );
}

/** All that is known keeps to what was agreed. Where roles were not read, or may give more, nobody knows of the rest. */
function within(
  who: string,
  judged: ReadonlyArray<{ one: HeldAssignment; level: Level }>,
  limit: MaxAccess,
): Pick<Outcome & { status: 'PASS' }, 'detail'> & {
  status: 'PASS' | 'UNKNOWN' | 'NOT_APPLICABLE';
  silent?: true;
} {
  const those = (is: (level: Level) => boolean) =>
    judged.filter(({ level }) => is(level)).map(({ one }) => one);
  const open = those((level) => limit !== 'admin' && level.is === 'unread');
  const more = those((level) => limit !== 'admin' && level.is === 'known' && level.mayGiveMore);
  const roleless = those((level) => limit !== 'admin' && level.is === 'without a role');
  const outside = those((level) => limit !== 'admin' && level.is === 'outside the run');
  if (open.length + more.length + roleless.length > 0) {
    const detail = [
      ...(open.length === 0 ? [] : [`the roles of the account were not read for ${named(open)}`]),
      ...(more.length === 0 ? [] : [`a policy was not read or not understood of ${named(more)}`]),
      ...(roleless.length === 0 ? [] : [`the account has no role for ${named(roleless)}`]),
    ].join('; ');
    return { status: 'UNKNOWN', detail: `What ${who} may do is not known in full: ${detail}.` };
  }
  if (outside.length > 0) {
    const detail = `${who} holds ${named(outside)}, in accounts that are no part of this run: what that gives was not read. All else keeps to what was agreed.`;
    return { status: 'NOT_APPLICABLE', silent: true, detail };
  }
  const what = judged.length === 1 ? 'the one assignment keeps' : `all ${judged.length} assignments keep`;
  return { status: 'PASS', detail: `Of ${who}, ${what} to the ${limit} access that was agreed.` };
}

function named(held: readonly HeldAssignment[]): string {
  const shown = held
    .slice(0, MOST_NAMED)
    .map(
      ({ permissionSet, accountId, group }) =>
        `${permissionSet} in ${accountId}${group === null ? '' : ` (by the group ${shortened(group)})`}`,
    );
  const rest = held.length - shown.length;
  return listed(rest > 0 ? [...shown, `${rest} more`] : shown);
}

/** Names may hold anything. */
export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 79).toWellFormed()}…` : text;
}
