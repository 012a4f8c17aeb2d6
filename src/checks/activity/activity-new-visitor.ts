import { accountCheck, type CheckContext } from '../../model/check.ts';
import type { Activity } from '../../model/facts/activity.ts';
import { agreedRanges, networkOf, placeOf } from '../support/entry-address.ts';
import { type ActivityVerdict, judgeVisitors } from '../support/judged-visitor.ts';
import {
  type CameIn,
  day,
  entryEvidence,
  firstFew,
  nameOf,
  periodOf,
  RECORD_CANNOT_KNOW,
  spanOf,
  unreadOf,
  type Visitor,
} from '../support/role-activity.ts';

const DAY_MS = 86_400_000;

const PARAMETERS = {
  newDays: {
    default: 7,
    description: 'The last days of the time that is looked at: what was first seen in them is new.',
  },
  historyDays: {
    default: 30,
    description: 'The least number of days before them without which nothing can be called new.',
  },
  mostNetworks: {
    default: 10,
    description:
      'Where a third party came from more networks than these before, one more is no news and is not judged.',
  },
};

export const activityNewVisitor = accountCheck({
  id: 'activity-new-visitor',
  area: 'activity',
  per: 'account',
  title: 'Third party comes as it always came',
  failureTitle: 'Third party came in a way that was not seen before',
  failsWhen:
    'In the last `newDays` days a third party came into a role for the first time, or as an identity, with a user agent or from a network that the time before them does not show; that time is `historyDays` days at least, and networks do not count where there were more than `mostNetworks` before.',
  severity: 'low',
  rationale:
    'Vendors are machines: the same identity, the same tool, the same networks, month after month. A new one of these is a change that somebody made, and how stolen credentials show where everything else is in order.',
  remediation:
    'Ask the third party what it has changed. If nothing, treat its credentials as stolen: shut the role and look at what was done. New addresses that are theirs go into allowedSourceIps of the register, which makes them known here too.',
  cannotKnow: `Whether what is new is the third party’s own. New is what the last days show (newDays) and the days before them, back to the beginning of the time that is looked at, do not: an identity of the caller, a user agent by its product and not by its version, or a network (/24 of IPv4, /48 of IPv6). A third party that did not come before at all is new as a whole. Where fewer days are looked at than both take (activity.days), it does not apply, and says so. What only earlier runs have seen is not remembered, addresses that the register agrees to are never new, and a third party that changes its networks all the time (mostNetworks) is not judged by them. ${RECORD_CANNOT_KNOW}`,
  parameters: PARAMETERS,
  requires: ['authorization-details', 'activity'],
  evaluate(facts, context) {
    const { activity } = facts;
    return judgeVisitors(facts, context, (visitor, { role }) => {
      const short = tooShort(activity, context);
      if (short !== undefined) return short;
      // Of what was not read it is not known whether it was there before.
      const unread = unreadOf(activity, role.arn);
      if (unread !== undefined) return { status: 'UNKNOWN', detail: unread };
      const since = Date.parse(spanOf(activity).to) - context.parameters.newDays * DAY_MS;
      return tooYoung(activity, role.createdAt, since, context) ?? judged(visitor, since, activity, context);
    });
  },
});

type Context = CheckContext<{ newDays: number; historyDays: number; mostNetworks: number }>;

/** Who asks for fewer days than this takes has chosen not to be told: no fact is missing. */
function tooShort(
  { from, to }: Activity,
  { parameters: { newDays, historyDays } }: Context,
): ActivityVerdict | undefined {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
  if (days >= newDays + historyDays) return undefined;
  const asked = days === 1 ? '1 day is' : `${days} days are`;
  const detail = `${asked} looked at (activity.days), and what is new shows in ${newDays + historyDays} or more: the last ${newDays} against ${historyDays} before them.`;
  return { status: 'NOT_APPLICABLE', silent: true, detail };
}

function tooYoung(
  activity: Activity,
  createdAt: string,
  since: number,
  { parameters: { newDays, historyDays } }: Context,
): ActivityVerdict | undefined {
  const begins = since - historyDays * DAY_MS;
  if (Date.parse(spanOf(activity).from) > begins) {
    const detail = `What is on record begins less than ${historyDays} days before the last ${newDays}, so that nothing in them can be called new.`;
    return { status: 'UNKNOWN', detail };
  }
  if (Date.parse(createdAt) > begins) {
    const detail = `The role was made on ${day(createdAt)}, less than ${historyDays} days before the last ${newDays}: all who come are new.`;
    return { status: 'NOT_APPLICABLE', silent: true, detail };
  }
  return undefined;
}

/** One way in which comers differ, and what it is called. */
interface Trait {
  words: string;
  mark: string;
  of(came: CameIn): string | undefined;
}

const IDENTITY: Trait = { words: 'as', mark: '/principal', of: ({ entry }) => entry.principal ?? undefined };
// Whoever comes picks the user agent: one without a name is as new as another name.
const AGENT: Trait = {
  words: 'with',
  mark: '/agent',
  of: ({ entry: { agent } }) => (agent === 'not recorded' ? 'no named user agent' : agent),
};

function judged(visitor: Visitor, since: number, activity: Activity, context: Context): ActivityVerdict {
  const who = nameOf(visitor);
  const { newDays, mostNetworks } = context.parameters;
  const isBefore = ({ entry }: CameIn) => Date.parse(entry.firstAt) < since;
  const period = periodOf(activity);
  if (!visitor.came.some(isBefore)) {
    return {
      status: 'FAIL',
      detail: `${who} came in in the last ${newDays} days, for the first time in ${period}.`,
      evidence: entryEvidence(visitor.came, ['/firstAt']),
    };
  }
  const agreed = agreedRanges(visitor.entry?.allowedSourceIps);
  const network: Trait = {
    words: 'from',
    mark: '/address',
    of: ({ entry: { address } }) =>
      placeOf(address, agreed) === 'elsewhere' ? networkOf(address) : undefined,
  };
  const before = (trait: Trait) => new Set(visitor.came.filter(isBefore).map(trait.of));
  const traits = [IDENTITY, AGENT, ...(before(network).size > mostNetworks ? [] : [network])];
  const news = traits.flatMap((trait) => {
    const known = before(trait);
    const came = visitor.came.filter((one) => {
      const value = trait.of(one);
      return value !== undefined && !known.has(value);
    });
    return came.length === 0 ? [] : [{ trait, came }];
  });
  if (news.length === 0) {
    return {
      status: 'PASS',
      detail: `In the last ${newDays} days ${who} came in only as it did before in ${period}.`,
    };
  }
  const said = news.map(
    ({ trait, came }) => `${trait.words} ${firstFew([...new Set(came.map((one) => String(trait.of(one))))])}`,
  );
  return {
    status: 'FAIL',
    detail: `${who} came in in the last ${newDays} days in ways that were not seen before in ${period}: ${said.join('; ')}.`,
    evidence: news.flatMap(({ trait, came }) => entryEvidence(came.slice(0, 2), [trait.mark])),
  };
}
