import type { CheckContext, Outcome, OutcomeEvidence } from '../../model/check.ts';
import type { AnchorCertificate, RolesAnywhere, TrustAnchor } from '../../model/facts/roles-anywhere.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { partyOfAnchor } from '../../parties/trust-anchors.ts';
import { disableAnchorFixes } from '../remedies/roles-anywhere.ts';
import { listed } from '../support/judged-role.ts';

/** Certificates that are named; more are counted. */
const MOST_NAMED = 5;

const RENEW =
  'Take the certificate of the authority that issues now as the trust anchor, and take the expired one out; disable the anchor if nobody comes by it any more.';
const BELOW_THE_ROOT =
  'Take the certificate of an authority below the root that issues for these machines alone, or AWS Private CA, as the trust anchor. A root is always self-signed: where it has to be the anchor, record an exception that says who keeps its key and how.';

/** Who vouches for whoever comes by each trust anchor, and whether that still holds. */
export function anchorOutcomes(
  { trustAnchors, revocationLists }: RolesAnywhere,
  context: CheckContext,
): Outcome[] {
  const revoking = new Set(
    revocationLists.filter(({ enabled }) => enabled).map(({ trustAnchorArn }) => trustAnchorArn),
  );
  return trustAnchors.map((anchor, index) => judge(anchor, index, revoking.has(anchor.arn), context));
}

function judge(anchor: TrustAnchor, index: number, revokes: boolean, context: CheckContext): Outcome {
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
  if (bad.length > 0) {
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
        ...(selfSigned.length === 0 ? [] : [revocation(revokes)]),
      ].join(' '),
      remediation: [
        ...(expired.length === 0 ? [] : [RENEW]),
        ...(selfSigned.length === 0 ? [] : [BELOW_THE_ROOT]),
      ].join(' '),
      evidence: bad.slice(0, MOST_NAMED).map(
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
      ...(party === undefined ? {} : { thirdParty: party }),
      fixes: () => disableAnchorFixes(anchor, context.account),
    };
  }
  if (anchor.sourceType === 'AWS_ACM_PCA') {
    return answer(
      'PASS',
      `AWS Private CA vouches for whoever comes by trust anchor ${name}. ${revocation(revokes)}`,
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
    `The certificates of trust anchor ${name} were issued by another authority, and hold until ${first.slice(0, 10)}. ${revocation(revokes)}`,
  );
}

function revocation(revokes: boolean): string {
  return revokes
    ? 'A revocation list is enabled for it.'
    : 'No revocation list is enabled for it: a certificate that was lost opens the way until it expires.';
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
