import type { CheckContext, Tightening } from '../../model/check.ts';
import type { Activity } from '../../model/facts/activity.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../model/fix.ts';
import type { Grant } from '../../model/grant.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { AccountStudy } from '../../model/study.ts';
import { partyName } from '../../parties/party-name.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { thirdPartyGrants } from '../../parties/third-party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { wouldPass } from '../../policy/recorded-entry.ts';
import type { TrustDocument } from '../remedies/trust-policy.ts';
import {
  type CameIn,
  firstFew,
  inTimes,
  periodOf,
  timesOf,
  unreadOf,
  visitorsByRole,
} from './role-activity.ts';

type Shown = Pick<CheckContext, 'activity' | 'showExternalId'>;

/** What stands in a corrected policy for an external ID that people agree on. */
const TO_BE_AGREED: ReadonlySet<string> = new Set([NEW_EXTERNAL_ID, AGREED_EXTERNAL_ID]);

/**
 * How many of the entries on record a corrected trust policy would have refused, by its conditions. For an external ID that
 * is yet to be agreed stands the one that the party sends already, as most of its entries did. Undefined where nothing was
 * read, or the party is none that CloudTrail tells by an account.
 */
export function tighteningOf(
  { role, study }: { role: Role; study: AccountStudy },
  admitted: readonly ThirdPartyGrant[],
  corrected: TrustDocument | null | undefined,
  context: Shown,
): Tightening | undefined {
  const { activity } = context;
  const [first] = admitted;
  if (activity === undefined || first?.party.accountId === undefined) return undefined;
  if (corrected === undefined || corrected === null) return undefined;
  const came = (visitorsByRole(activity, study).get(role.arn) ?? []).find(
    ({ key }) => key === first.key,
  )?.came;
  const unread = unreadOf(activity, role.arn);
  const reserved = unread === undefined ? '' : ` ${unread}`;
  const period = periodOf(activity);
  if (came === undefined) {
    const so =
      unread === undefined
        ? 'so the conditions would have refused nothing'
        : 'and whether the conditions would have refused an entry is not known';
    const text = `Of what CloudTrail shows: ${partyName(first)} did not come in ${period}, ${so}.${reserved}`;
    return { entries: 0, refused: 0, undecided: 0, text };
  }
  const sent = mostSent(came);
  const after = { ...role, trustPolicy: JSON.stringify(corrected) };
  const { grants, assumed } = withSent(
    thirdPartyGrants(after, study)
      .filter(({ key }) => key === first.key)
      .map(({ grant }) => grant),
    sent,
  );
  // Who is shut out for good is not asked for anything.
  if (grants.length === 0 || trustOf(after, study).problems.length > 0) return undefined;
  const judged = came.map((one) => ({ ...one, pass: wouldPass(grants, recorded(one, first.key)) }));
  const refused = judged.filter(({ pass }) => pass === 'no');
  const undecided = judged.filter(({ pass }) => pass === 'not-told');
  const text = [
    `Of what CloudTrail shows: ${partyName(first)} came in ${inTimes(timesOf(came))} in ${period}, ${idsInWords(came, context)}, from ${addressesOf(came)}, as ${identitiesOf(came)}.`,
    verdictOf(refused, undecided, { assumed, isWhole: unread === undefined }, context),
    ...(unread === undefined ? [] : [unread]),
  ].join(' ');
  return { entries: timesOf(came), refused: timesOf(refused), undecided: timesOf(undecided), text };
}

function recorded({ entry }: CameIn, accountId: string) {
  const { principal, address, firstAt, lastAt } = entry;
  return {
    accountId,
    // Of a session its role's path is not told.
    principalArn: principal !== null && /^arn:(?!.*:assumed-role\/)/.test(principal) ? principal : null,
    ...{ address, firstAt, lastAt, externalId: entry['sts:ExternalId'] },
  };
}

/** The external ID of most entries; undefined where none sent any. */
function mostSent(came: readonly CameIn[]): string | undefined {
  const [most] = [...bySentId(came)]
    .filter(([id]) => id !== '')
    .sort(([a, ours], [b, theirs]) => timesOf(theirs) - timesOf(ours) || (a < b ? -1 : 1));
  return most?.[0];
}

function bySentId(came: readonly CameIn[]): Map<string, CameIn[]> {
  return groupedBy(came, ({ entry }) => entry['sts:ExternalId'] ?? '');
}

/** What was put in for an external ID that is yet to be agreed, where there is one. */
type Assumed = 'nothing' | 'most-sent' | 'none-sent';

function withSent(grants: readonly Grant[], sent: string | undefined): { grants: Grant[]; assumed: Assumed } {
  let assumed: Assumed = 'nothing';
  const filled = grants.map((grant) => ({
    ...grant,
    conditions: grant.conditions.map((condition) => {
      if (
        condition.keyLower !== 'sts:externalid' ||
        !condition.values.some((value) => TO_BE_AGREED.has(value))
      )
        return condition;
      assumed = sent === undefined ? 'none-sent' : 'most-sent';
      return { ...condition, values: sent === undefined ? [] : [sent] };
    }),
  }));
  return { grants: filled, assumed };
}

function idsInWords(came: readonly CameIn[], { showExternalId }: Shown): string {
  const all = timesOf(came);
  const ids = [...bySentId(came)].map(([id, some]) => ({ id, count: timesOf(some) }));
  const [only, ...others] = ids;
  const named = (id: string) =>
    id === '' ? 'without an external ID' : `with the external ID ${showExternalId(id)}`;
  if (only !== undefined && others.length === 0) return `${all === 1 ? '' : 'all '}${named(only.id)}`;
  return firstFew(ids.map(({ id, count }) => `${count} ${named(id)}`));
}

function addressesOf(came: readonly CameIn[]): string {
  return firstFew([...new Set(came.map(({ entry }) => entry.address))]);
}

/** CloudTrail gives who comes from another account by a unique id. */
function identitiesOf(came: readonly CameIn[]): string {
  const ids = [...new Set(came.map(({ entry }) => entry.principal ?? 'an identity that is not recorded'))];
  return firstFew(ids);
}

function verdictOf(
  refused: readonly CameIn[],
  undecided: readonly CameIn[],
  { assumed, isWhole }: { assumed: Assumed; isWhole: boolean },
  context: Shown,
): string {
  if (assumed === 'none-sent')
    return 'None of them sent an external ID, so the conditions would refuse all of them until one is sent.';
  const given =
    assumed === 'most-sent'
      ? 'With the external ID that most of them sent, the conditions'
      : 'The conditions';
  const open =
    undecided.length === 0
      ? ''
      : ` Of ${timesOf(undecided)} it cannot be told, since what the conditions ask for is not on record.`;
  if (refused.length === 0) {
    if (undecided.length > 0) return `${given} would have refused none of which it can be told.${open}`;
    return isWhole
      ? `${given} would have refused none of these entries.`
      : `${given} would have refused none of those that were read.`;
  }
  const how = [...new Set(refused.map(({ entry }) => `${idWords(entry, context)} from ${entry.address}`))];
  return `${given} would have refused ${timesOf(refused)} of these entries: ${firstFew(how)}.${open}`;
}

function idWords(entry: Activity['entries'][number], { showExternalId }: Shown): string {
  const id = entry['sts:ExternalId'];
  return id === null ? 'those without an external ID' : `those with ${showExternalId(id)}`;
}
