import type { AuditReport } from '../../../model/report.ts';
import { isInvitation, isWithOutsiders, type ShareRow } from '../../../model/share-row.ts';
import { TOOL_KIND_WORDS, toolKind } from '../../../model/tool-kind.ts';
import { once, type Walks } from '../../walk.ts';
import { capital, capped, label, listed, quantity, shortArn } from '../support/format.ts';
import { LIMITS } from '../support/limits.ts';
import { notKnown } from '../support/not-known.ts';
import { permissionInWords, sinceInWords } from './share-rows.ts';

interface ShareLine {
  name: string;
  account: string;
  region: string;
  /** Who gives it, or has it. */
  parties: string;
  resources: string;
  /** Whether that is names of resources, and not words. */
  named: boolean;
  /** Whose it is, and whether somebody outside may be let in. */
  terms: string;
  /** Whether nobody outside has a say in it. */
  sound: boolean;
  since: string;
  owner: string;
}

export interface ShareList {
  caption: string;
  rows: ShareLine[];
  leftOut: string | null;
}

export interface SharesView {
  sentence: string;
  notKnown: string | null;
  outside: ShareList;
  inside: ShareList;
}

const CHECKS = ['external-resource-share', 'well-architected-share'];
/** Parties and resources that a row names. */
const NAMED = 3;

/** What is shared without any role: with outsiders and by them first, then within the organization. */
export function sharesView(report: AuditReport, walks: Pick<Walks, 'shares'>): () => SharesView {
  const { asOf } = report.run;
  const [outside, inside] = [
    [true, LIMITS.outsideShares] as const,
    [false, LIMITS.insideShares] as const,
  ].map(([wanted, limit]) => {
    const rows: ShareLine[] = [];
    let length = 0;
    return walks.shares.gather(
      (share) => {
        if (isWithOutsiders(share) !== wanted) return;
        length += 1;
        if (rows.length < limit) rows.push(shareLine(share, asOf));
      },
      () => ({ length, slice: (from: number, to: number) => rows.slice(from, to), limit }),
    );
  });
  const offers = walks.shares.count(({ direction }) => direction === 'invited');
  return once(() => {
    const found = { outside: outside?.(), inside: inside?.() };
    const list = (caption: string, all: typeof found.outside): ShareList => {
      if (all === undefined) return { caption, rows: [], leftOut: null };
      const { shown, leftOut } = capped(
        all,
        all.limit,
        (left) => `${quantity(left, 'more is', 'more are')} in report.json under shares.`,
      );
      return { caption, rows: shown, leftOut };
    };
    return {
      sentence: sentenceOf(report, found.outside?.length ?? 0, found.inside?.length ?? 0, offers()),
      notKnown: notKnown(report, CHECKS),
      outside: list('Shares with outsiders, and from them', found.outside),
      inside: list('Shares within the organization', found.inside),
    };
  });
}

function sentenceOf(report: AuditReport, outside: number, inside: number, offers: number): string {
  if (report.shares === undefined) return 'Resource shares were not asked for.';
  const read = notKnown(report, CHECKS) === null && report.coverage.complete ? '' : ' in what was read';
  if (outside + inside === 0) return `Nothing is shared by ${services(report)}${read}.`;
  const invited =
    offers === 0 ? '' : ` ${quantity(offers, 'invitation waits', 'invitations wait')} to be accepted here.`;
  return `${quantity(outside, 'share')} of ${services(report)} with outsiders or from them, ${quantity(inside, 'share')} within the organization${read}.${invited} Who has a share uses what is in it without assuming a role.`;
}

/** Those that were asked. */
function services({ checks }: AuditReport): string {
  const applied = new Set(checks.map(({ id }) => id));
  const asked = [
    ...(applied.has('external-resource-share') ? ['AWS RAM'] : []),
    ...(applied.has('well-architected-share') ? ['the AWS Well-Architected Tool'] : []),
  ];
  return listed(asked.length === 0 ? ['AWS RAM'] : asked);
}

/** A share as a table shows it. */
export function shareLine(share: ShareRow, asOf: string): ShareLine {
  const { name, accountName, region, since, owner, direction } = share;
  return {
    name: label(name),
    account: label(accountName),
    region,
    parties: partiesOf(share),
    resources: direction === 'invited' ? 'Told once it is accepted' : whatIs(share),
    named: direction !== 'invited' && share.service !== 'wellarchitected' && share.resources.length > 0,
    ...termsOf(share),
    since: sinceInWords(since, asOf),
    owner: label(owner?.name ?? 'Nobody is named'),
  };
}

/** What is shared by the AWS Well-Architected Tool has a name. */
function whatIs({ service, name, shareArn, resources }: ShareRow): string {
  if (service !== 'wellarchitected') return named(resources.map(shortArn), 'No resource');
  const kind = toolKind(shareArn);
  const what = kind === undefined ? 'resource' : TOOL_KIND_WORDS[kind];
  return label(`${capital(what)} ${name} of the Well-Architected Tool`);
}

function partiesOf({ parties, direction }: ShareRow): string {
  const names = parties.map(({ party, status, permission }) => {
    const { name, kind } = party;
    const account = party.accountId === undefined || party.accountId === name ? '' : ` ${party.accountId}`;
    const pending = direction === 'given' && isInvitation({ status }) ? ', invited' : '';
    const may = permission === undefined ? '' : `, ${permissionInWords(permission)}`;
    return `${name}${kind === 'service' ? ' (AWS service)' : ''}${account}${may}${pending}`;
  });
  return named([...new Set(names)], 'Nobody');
}

function termsOf(share: ShareRow): Pick<ShareLine, 'terms' | 'sound'> {
  const { direction, allowExternalPrincipals } = share;
  switch (direction) {
    case 'received':
      return { terms: 'Shared with you', sound: true };
    case 'invited':
      return { terms: 'You are invited', sound: true };
    case 'given':
      if (isWithOutsiders(share)) return { terms: `Yours, and outsiders ${haveIt(share)}`, sound: false };
      if (share.service === 'wellarchitected') return { terms: 'Yours, with your own alone', sound: true };
      return allowExternalPrincipals === false
        ? { terms: 'Yours, for the organization alone', sound: true }
        : { terms: 'Yours, and outsiders may be let in', sound: false };
  }
}

function haveIt({ parties }: ShareRow): string {
  const accepted = parties.filter((one) => !isInvitation(one));
  return isWithOutsiders({ parties: accepted }) ? 'have it' : 'are invited';
}

function named(all: readonly string[], none: string): string {
  if (all.length === 0) return none;
  const rest = all.length - NAMED;
  return listed([...all.slice(0, NAMED).map(label), ...(rest > 0 ? [`${rest} more`] : [])]);
}
