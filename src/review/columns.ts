import { askedInWords, grantedInWords } from '../model/resource-way-words.ts';
import type { Access, ReviewSheet } from '../model/review.ts';
import { composed, type ShownText, shorten, visible, withoutFormulas } from '../report/visible.ts';
import { billsInWords, delegationInWords } from './agreements.ts';

/** The kinds of access that are told of in words of their own. */
type Kinds = Pick<Access, 'share' | 'person' | 'resource' | 'billing' | 'delegation'>;

/** What a role, a user, a person's assignments, a share, a resource, bills or a request let a third party do, in words. */
export function powerInWords({
  highestAccess,
  administered,
  ...of
}: Pick<Access, 'highestAccess' | 'administered'> & Kinds): string {
  const { share, person, resource, billing, delegation } = of;
  if (billing !== undefined) return billsInWords(billing);
  if (delegation !== undefined)
    return delegationInWords({
      ...{ highestAccess, delegation },
      ...(administered === undefined ? {} : { administered }),
    });
  if (resource !== undefined) return usedInWords(highestAccess, resource);
  if (person !== undefined)
    return `${person.isDisabled === true ? 'disabled; ' : ''}${highestAccess === null ? 'nothing that is known' : `up to ${highestAccess}`}: ${holdsInWords(person)}`;
  if (share !== undefined) return `${useInWords(share)}${share.isAccepted ? '' : ', once it accepts'}`;
  if (administered === 'is') return 'administers the account';
  if (administered === 'can') return 'can make itself administrator';
  const may = administered === 'may' ? '; may be able to make itself administrator' : '';
  return `${highestAccess === null ? 'no permission that was read' : `up to ${highestAccess}`}${may}`;
}

/** Assignments that are named; the others are in report.json. */
const NAMED = 20;

type Held = NonNullable<Access['person']>['holds'][number];

/** By what a person enters which accounts. */
function holdsInWords({ holds }: NonNullable<Access['person']>): string {
  const named = holds.slice(0, NAMED).map(({ accountId, accountName, permissionSet, group, ...gives }) => {
    const place = accountName === accountId ? accountId : `${accountName} (${accountId})`;
    const by = group === null ? '' : ` by the group ${group}`;
    return `${permissionSet} in ${place}${by} (${levelInWords(gives)})`;
  });
  return [...named, ...(holds.length > NAMED ? [`${holds.length - NAMED} more`] : [])].join('; ');
}

function levelInWords({
  highestAccess,
  administers,
  notKnown,
}: Pick<Held, 'highestAccess' | 'administers' | 'notKnown'>): string {
  const known =
    administers === true
      ? ['administers it']
      : highestAccess === undefined
        ? []
        : [highestAccess ?? 'nothing that was read'];
  return [...known, ...(notKnown === undefined ? [] : [`not known in full: ${notKnown}`])].join('; ');
}

function useInWords({ service, permission, resources }: NonNullable<Access['share']>): string {
  if (service === 'ram') return `use ${resources} shared ${resources === 1 ? 'resource' : 'resources'}`;
  if (permission === undefined || permission === 'READONLY') return 'read what is shared';
  return permission === 'CONTRIBUTOR' ? 'read the workload and change its answers' : `do ${permission}`;
}

type OfResource = NonNullable<Access['resource']>;

function usedInWords(access: Access['highestAccess'], resource: OfResource): string {
  const { region, type, notKnown } = resource;
  const where = `${typeInWords(type)} in ${region}`;
  if (access === null) return `${where}: not known${notKnown === undefined ? '' : `: ${notKnown}`}`;
  const what = [`up to ${access}`, grantedInWords(resource) ?? []].flat().join(': ');
  return `${where}: ${what}${notKnown === undefined ? '' : `; not known in full: ${notKnown}`}`;
}

/** `S3 Bucket`. */
export function typeInWords(type: OfResource['type']): string {
  return type.split('::').slice(1).join(' ');
}

/** As whom a third party comes; of a certificate, the trust anchor by name and ARN. */
export function comesInAs({ principal, trustAnchor }: Pick<Access, 'principal' | 'trustAnchor'>): string {
  return trustAnchor === undefined ? principal : `with a certificate by ${trustAnchor} (${principal})`;
}

/** How the way in is guarded, in words. */
export function guardInWords({ guard, guards, ...of }: Pick<Access, 'guard' | 'guards'> & Kinds): string {
  const { person, resource } = of;
  if (of.billing !== undefined) return 'the agreement of the management account';
  if (of.delegation !== undefined) return 'the consent of somebody in the account';
  if (resource !== undefined) return askedInWords(resource) ?? 'not told of resources';
  if (person !== undefined)
    return person.isDisabled === true
      ? 'disabled: no new sign-in, but an open session of the access portal goes on'
      : 'the sign-in; whether that asks for MFA was not read';
  const by = guards.length === 0 ? 'nothing' : guards.join(', ');
  return guard === null ? by : `${guard}: ${by}`;
}

/** When the role was used last, and for what in 90 days where that is known, in words that no spreadsheet takes for a date and writes anew. */
export function lastUseInWords({
  lastUsedAt,
  servicesUsed,
  ...of
}: Pick<Access, 'lastUsedAt' | 'servicesUsed'> & Kinds): string {
  const { share, person, resource } = of;
  if (of.billing !== undefined) return 'not told of bills';
  if (of.delegation !== undefined) return 'not told of delegations';
  if (resource !== undefined) return 'not told of resources';
  if (share !== undefined) return 'not told of shares';
  if (person !== undefined) return 'not told of people';
  const last = lastUsedAt === null ? 'not within the tracked period' : `on ${lastUsedAt.slice(0, 10)}`;
  return servicesUsed === undefined
    ? last
    : `${last}; services in 90 days: ${servicesUsed.join(', ') || 'none'}`;
}

export function findingsInWords({ findings }: Pick<Access, 'findings'>): string {
  return findings.map(({ severity, title }) => `${severity}: ${title}`).join('; ') || 'none';
}

type FactColumn = readonly [header: string, cell: (access: Access, sheet: ReviewSheet) => string];

/** What a reviewer is told of each access. None of it may be changed in the sheet. */
export const FACT_COLUMNS: readonly FactColumn[] = [
  ['access', ({ id }) => id],
  ['party', ({ party }) => party.name],
  ['account', ({ accountId, accountName }) => `${accountName} (${accountId})`],
  ['role', ({ roleArn }) => roleArn],
  ['comes in as', comesInAs],
  ['can do', powerInWords],
  ['guarded by', guardInWords],
  ['last used', lastUseInWords],
  ['open findings', findingsInWords],
  ['owner', ({ owner }) => owner ?? 'nobody'],
  ['sheet', (_access, { id }) => id],
  ['run', (_access, { runId }) => `run ${runId}`],
];

/** What is asked of a reviewer. */
export const ANSWER_COLUMNS = ['decision', 'until', 'reason'] as const;

const REWRITTEN =
  /^(?:[\d(.,$€£]|(?:true|false)$|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ .-]*\d)/i;

/** Spreadsheets cut a cell at 32,767 characters. */
const CELL_LIMIT = 4_000;

/**
 * A cell on one line in which nothing hides, and which no spreadsheet takes for a formula, a number, a date or a truth and
 * writes anew; also what a cell that comes back is held against.
 */
export function cellText(text: string): ShownText {
  const inert = composed(withoutFormulas(visible(text.trim())), (line) =>
    REWRITTEN.test(line) ? `'${line}` : line,
  );
  return shorten(inert, CELL_LIMIT);
}
