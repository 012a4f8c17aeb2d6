import type { PartyResource, ResourceWay } from './third-party-summary.ts';

/** Of several things in a row, so many are named one by one; the others are in report.json. */
const NAMED = 5;

type Told = Pick<PartyResource, 'ways' | 'notKnown'>;

/** As whom a party comes to a resource, and by what: `111122223333 by its policy`; undefined where no run told. */
export function comersInWords({ ways }: Told): string | undefined {
  return ways && atMost(ways.map(({ by, principals }) => `${named(principals)} by ${SAID_BY[by]}`));
}

const SAID_BY = {
  policy: 'its policy',
  grants: 'a grant on it',
  acl: 'its access control list',
} as const;

/** What it may do there: `s3:GetObject on arn:aws:s3:::drop/one/*; s3:ListBucket`; undefined where no run told. */
export function grantedInWords({ ways }: Told): string | undefined {
  return ways && atMost(ways.map(wayInWords));
}

/** What is asked of it, of each way where that is not the same of all; undefined where no run told. */
export function askedInWords({ ways, notKnown }: Told): string | undefined {
  if (ways === undefined) return undefined;
  const told = ways.map((way) => ({ what: wayInWords(way), guards: way.guards.join(', ') || 'nothing' }));
  const isOne = new Set(told.map(({ guards }) => guards)).size === 1;
  const words = atMost(told.map(({ what, guards }) => (isOne ? guards : `${what}: ${guards}`)));
  return notKnown === undefined ? words : `${words}; as far as that is known`;
}

/** `sqs:SendMessage, sqs:ReceiveMessage and 1 more action`. */
export function actionsAndMore(actions: readonly string[], more: number): string {
  return `${actions.join(', ')}${more === 0 ? '' : ` and ${more} more action${more === 1 ? '' : 's'}`}`;
}

function wayInWords({ actions, moreActions, on, exceptOn }: ResourceWay): string {
  const where = on === undefined ? '' : ` on ${named(on)}`;
  const but = exceptOn === undefined ? '' : ` but on ${named(exceptOn)}`;
  return `${actionsAndMore(actions, moreActions)}${where}${but}`;
}

function named(all: readonly string[]): string {
  const more = all.length > NAMED ? ` and ${all.length - NAMED} more` : '';
  return `${all.slice(0, NAMED).join(', ')}${more}`;
}

/** Each once. */
function atMost(parts: readonly string[]): string {
  const all = [...new Set(parts)];
  return [...all.slice(0, NAMED), ...(all.length > NAMED ? [`${all.length - NAMED} more`] : [])].join('; ');
}
