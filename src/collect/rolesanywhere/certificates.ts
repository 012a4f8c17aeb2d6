import { X509Certificate } from 'node:crypto';
import type { AnchorCertificate, TrustAnchor } from '../../model/facts/roles-anywhere.ts';

const BEGIN = '-----BEGIN CERTIFICATE-----';
const END = '-----END CERTIFICATE-----';

/**
 * The certificates of a bundle in PEM, in its order, and how many of it cannot be read: whatever else stands in it under
 * a label of its own counts as one, since the service may take what Node does not.
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
  const labelled = bundle.split('-----BEGIN ').length - 1;
  return { certificates, unreadableCertificates: labelled - certificates.length };
}

function readCertificate(pem: string): AnchorCertificate | undefined {
  try {
    const certificate = new X509Certificate(pem);
    return {
      subject: inOneLine(certificate.subject),
      issuer: inOneLine(certificate.issuer),
      notBefore: timeOf(certificate.validFrom),
      notAfter: timeOf(certificate.validTo),
      selfSigned: isSelfSigned(certificate),
      fingerprint: certificate.fingerprint256,
    };
  } catch {
    return undefined;
  }
}

/** OpenSSL leaves zeros before a year out, and JavaScript takes `49` for 2049: such a certificate is not read. */
function timeOf(written: string): string {
  if (!/ \d{4} GMT$/.test(written)) throw new RangeError('no year of four digits');
  return new Date(written).toISOString();
}

/**
 * Whether nobody else vouches for it: it is signed by its own key, whatever its extensions say of issuers, or it names
 * itself as its issuer. The signature of a trust anchor is not looked at by who trusts it, so that one which does not
 * hold, or is of a kind that Node cannot verify, is no word of anybody else's.
 */
function isSelfSigned(certificate: X509Certificate): boolean {
  if (certificate.subject === certificate.issuer) return true;
  try {
    return certificate.verify(certificate.publicKey);
  } catch {
    return false;
  }
}

/** Node puts each part of a name on a line of its own. */
function inOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').join(', ').toWellFormed();
}
