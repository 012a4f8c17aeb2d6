import { X509Certificate } from 'node:crypto';
import type { AnchorCertificate, TrustAnchor } from '../../model/facts/roles-anywhere.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * The certificates of a bundle in PEM, in its order, and how many of it cannot be read.
 * https://docs.aws.amazon.com/rolesanywhere/latest/APIReference/API_SourceData.html
 */
export function readCertificates(
  bundle: string,
): Pick<TrustAnchor, 'certificates' | 'unreadableCertificates'> {
  const blocks = bundle.split(BEGIN).slice(1);
  const certificates = blocks.flatMap((block) => {
    const end = block.indexOf(END);
    return end < 0 ? [] : (readCertificate(`${BEGIN}${block.slice(0, end)}${END}`) ?? []);
  });
  return { certificates, unreadableCertificates: blocks.length - certificates.length };
}

function readCertificate(pem: string): AnchorCertificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return {
      subject: inOneLine(certificate.subject),
      issuer: inOneLine(certificate.issuer),
      notBefore: new Date(certificate.validFrom).toISOString(),
      notAfter: new Date(certificate.validTo).toISOString(),
      selfSigned: isSelfSigned(certificate),
      fingerprint: certificate.fingerprint256,
    };
  } catch {
    return undefined;
  }
}

/** Whose key is of a kind that Node cannot verify with goes by the names alone. */
function isSelfSigned(certificate: X509Certificate): boolean {
  if (!certificate.checkIssued(certificate)) return false;
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    return true;
  }
}

/** Node puts each part of a name on a line of its own. */
function inOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ').toWellFormed();
}
