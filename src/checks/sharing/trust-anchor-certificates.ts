import type { CheckContext, Outcome, OutcomeEvidence } from '../../model/check.ts';
import type {
  AnchorCertificate,
  RevocationList,
  RolesAnywhere,
  TrustAnchor,
} from '../../model/facts/roles-anywhere.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { holderOf, partyOfAnchor } from '../../parties/trust-anchors.ts';
import { disableAnchorFixes } from '../remedies/roles-anywhere.ts';
import { listed } from '../support/judged-role.ts';

/** Certificates that are named; more are counted. */
const MOST_NAMED = 5;

const RENEW =
  'Take the certificate of the authority that issues now as the trust anchor, and take the expired one out; disable the anchor if nobody comes by it any more.';
const NEXT_LIST =
  'Import the list that the authority gives out now (aws rolesanywhere update-crl), and have that done each time it gives out another.';
const STRANGE_AUTHORITY =
  'Find out whose account it is: register it as a third party, or as an account of your own, or disable the trust anchor.';
const BELOW_THE_ROOT =
  'Take the certificate of an authority below the root that issues for these machines alone, or AWS Private CA, as the trust anchor. A root is always self-signed: where it has to be the anchor, record an exception that says who keeps its key and how.';

/** Who vouches for whoever comes by each trust anchor, and whether that still holds. */
export function anchorOutcomes(
  { trustAnchors, revocationLists }: RolesAnywhere,
  context: CheckContext,
): Outcome[] {
  const lists = groupedBy(
    revocationLists.map((list, at) => ({ list, at })).filter(({ list }) => list.enabled),
    ({ list }) => list.trustAnchorArn,
  );
  return trustAnchors.map((anchor, index) => judge(anchor, index, lists.get(anchor.arn) ?? [], context));
}

/** A list that is enabled, and its place in the fact. */
interface Enabled {
  list: RevocationList;
  at: number;
}

function judge(
  anchor: TrustAnchor,
  index: number,
  lists: readonly Enabled[],
  context: CheckContext,
): Outcome {
  const { name, certificates, unreadableCertificates } = anchor;
  const resource = { arn: anchor.arn, type: 'AWS::RolesAnywhere::TrustAnchor' };
  const answer = (status: 'PASS' | 'NOT_APPLICABLE' | 'UNKNOWN', detail: string): Outcome => ({
    status,
    resource,
    detail,
  });
  if (!anchor.enabled)
    return answer('NOT_APPLICABLE', `Trust anchor ${name} is disabled: nobody comes by it.`);
  const places = certificates.map((certificate, at) => ({ certificate, at }));
  const expired = places.filter(({ certificate }) => certificate.notAfter <= context.asOf);
  const selfSigned = places.filter(({ certificate }) => certificate.selfSigned);
  const bad = [...new Set([...expired, ...selfSigned])];
  const late = lists.filter(({ list }) => isLate(list, context));
  // An older list may have stayed beside the one that is kept.
  const isLeft = lists.length > 0 && late.length === lists.length;
  const revocation = () => revocationInWords(lists, late);
  if (bad.length > 0 || isLeft) {
    const party = partyOfAnchor(anchor, context.study);
    return {
      status: 'FAIL',
      resource,
      detail: [
        `Trust anchor ${name} is enabled.`,
        ...(expired.length === 0
          ? []
          : [`Expired: ${named(expired, ({ notAfter }) => ` on ${notAfter.slice(0, 10)}`)}.`]),
        ...(selfSigned.length === 0
          ? []
          : [
              `Issued by itself, as a root is: ${named(selfSigned)}. Nobody but the holder of its key vouches for it, and for every certificate that it ever issued.`,
            ]),
        ...(selfSigned.length === 0 && !isLeft ? [] : [revocation()]),
      ].join(' '),
      remediation: [
        ...(expired.length === 0 ? [] : [RENEW]),
        ...(selfSigned.length === 0 ? [] : [BELOW_THE_ROOT]),
        ...(isLeft ? [NEXT_LIST] : []),
      ].join(' '),
      evidence: [
        ...bad.slice(0, MOST_NAMED).map(
          ({ certificate, at }): OutcomeEvidence => ({
            fact: 'roles-anywhere',
            region: context.region,
            pointer: jsonPointer('trustAnchors', index, 'certificates', at),
            value: certificate,
            marks: [
              ...(certificate.notAfter <= context.asOf ? ['/notAfter'] : []),
              ...(certificate.selfSigned ? ['/selfSigned'] : []),
            ],
          }),
        ),
        ...(isLeft ? late.slice(0, MOST_NAMED) : []).map(
          ({ list, at }): OutcomeEvidence => ({
            fact: 'roles-anywhere',
            region: context.region,
            pointer: jsonPointer('revocationLists', at),
            value: list,
            marks: ['/nextUpdate'],
          }),
        ),
      ],
      ...(party === undefined ? {} : { thirdParty: party }),
      fixes: () => disableAnchorFixes(anchor, context.account),
    };
  }
  const holder = holderOf(anchor, context.study);
  if (holder !== undefined && holder.kind !== 'registered')
    return {
      status: 'FAIL',
      resource,
      severity: 'high',
      detail: `Trust anchor ${name} is enabled, and its authority of AWS Private CA is in account ${holder.accountId ?? ''}${holder.name === holder.accountId ? '' : ` (${holder.name})`}, which nobody has registered: who holds it gives out the certificates.`,
      remediation: STRANGE_AUTHORITY,
      evidence: [
        {
          fact: 'roles-anywhere',
          region: context.region,
          pointer: jsonPointer('trustAnchors', index),
          value: anchor,
          marks: ['/privateCaArn'],
        },
      ],
      thirdParty: holder,
      fixes: () => disableAnchorFixes(anchor, context.account),
    };
  if (anchor.sourceType === 'AWS_ACM_PCA') {
    return answer(
      'PASS',
      `AWS Private CA vouches for whoever comes by trust anchor ${name}. ${revocation()}`,
    );
  }
  if (unreadableCertificates > 0 || certificates.length === 0) {
    const what =
      certificates.length === 0 ? 'no certificate that can be read' : 'a certificate that cannot be read';
    return answer('UNKNOWN', `The bundle of trust anchor ${name} (${anchor.sourceType}) holds ${what}.`);
  }
  const first = certificates.map(({ notAfter }) => notAfter).toSorted()[0] ?? '';
  return answer(
    'PASS',
    `The certificates of trust anchor ${name} were issued by another authority, and hold until ${first.slice(0, 10)}. ${revocation()}`,
  );
}

function isLate({ nextUpdate }: RevocationList, { asOf }: CheckContext): boolean {
  return nextUpdate !== undefined && nextUpdate !== null && nextUpdate <= asOf;
}

function revocationInWords(lists: readonly Enabled[], late: readonly Enabled[]): string {
  if (lists.length === 0)
    return 'No revocation list is enabled for it: a certificate that was lost opens the way until it expires.';
  const unread = lists.filter(({ list }) => list.readable === false).length;
  return [
    lists.length === 1
      ? 'A revocation list is enabled for it.'
      : `${lists.length} revocation lists are enabled for it.`,
    ...late
      .slice(0, MOST_NAMED)
      .map(
        ({ list }) =>
          `The next one after ${shortened(list.name)} was due on ${(list.nextUpdate ?? '').slice(0, 10)}: what was revoked since then stands in no list here.`,
      ),
    ...(unread === 0 ? [] : [`Of ${unread} of them it could not be read when the next is due.`]),
  ].join(' ');
}

function named(
  places: ReadonlyArray<{ certificate: AnchorCertificate }>,
  more: (certificate: AnchorCertificate) => string = () => '',
): string {
  const shown = places
    .slice(0, MOST_NAMED)
    .map(({ certificate }) => `${shortened(certificate.subject)}${more(certificate)}`);
  const rest = places.length - shown.length;
  return listed(rest === 0 ? shown : [...shown, `${rest} more`]);
}

/** A subject may hold anything. */
function shortened(subject: string): string {
  return subject.length > 120
    ? `${subject.slice(0, 119).toWellFormed()}…`
    : subject || 'a certificate without a subject';
}
