const BEGIN = '-----BEGIN X509 CRL-----';
const END = '-----END X509 CRL-----';

/** The tags of DER that stand in a list before its entries. */
const [INTEGER, UTC_TIME, GENERALIZED_TIME, SEQUENCE] = [0x02, 0x17, 0x18, 0x30];

/** When the next list is due; null where the list names no time, undefined where it cannot be read. */
export type NextUpdate = string | null | undefined;

/**
 * When the authority meant to have given out the next list, by the earliest of those that stand in PEM: what it revokes
 * after that is in none of them. Entries and signatures are not read.
 * https://www.rfc-editor.org/rfc/rfc5280#section-5.1
 */
export function readNextUpdate(data: Uint8Array): NextUpdate {
  const blocks = Buffer.from(data).toString('latin1').split(BEGIN).slice(1);
  const times = blocks.map((block) => {
    const end = block.indexOf(END);
    return end < 0 ? undefined : nextUpdateIn(Buffer.from(block.slice(0, end), 'base64'));
  });
  if (times.length === 0 || times.includes(undefined)) return undefined;
  return times.filter((time) => typeof time === 'string').toSorted()[0] ?? null;
}

/** A part of DER: its tag, and where its content lies. */
interface Part {
  tag: number;
  from: number;
  to: number;
}

/** `CertificateList` → `TBSCertList`: version?, signature, issuer, thisUpdate, nextUpdate?, and more. */
function nextUpdateIn(der: Buffer): NextUpdate {
  const list = partAt(der, 0, der.length);
  const signed = list?.tag === SEQUENCE ? partAt(der, list.from, list.to) : undefined;
  if (signed?.tag !== SEQUENCE) return undefined;
  let part = partAt(der, signed.from, signed.to);
  const next = () => {
    part = part === undefined ? undefined : partAt(der, part.to, signed.to);
  };
  if (part?.tag === INTEGER) next();
  for (const tag of [SEQUENCE, SEQUENCE]) {
    if (part?.tag !== tag) return undefined;
    next();
  }
  if (part === undefined || timeIn(der, part) === undefined) return undefined;
  if (part.to === signed.to) return null;
  next();
  if (part === undefined) return undefined;
  return part.tag === UTC_TIME || part.tag === GENERALIZED_TIME ? timeIn(der, part) : null;
}

function partAt(der: Buffer, at: number, end: number): Part | undefined {
  const [tag, length] = [der[at], der[at + 1]];
  if (tag === undefined || length === undefined || at + 2 > end) return undefined;
  const digits = length < 0x80 ? 0 : length & 0x7f;
  if (length >= 0x80 && (digits === 0 || digits > 4)) return undefined;
  const from = at + 2 + digits;
  if (from > end) return undefined;
  const to = from + (digits === 0 ? length : der.readUIntBE(at + 2, digits));
  return to > end ? undefined : { tag, from, to };
}

/** `260131235959Z` of this century or the last, or with the whole year. */
function timeIn(der: Buffer, { tag, from, to }: Part): string | undefined {
  const text = der.toString('latin1', from, to);
  const form = tag === UTC_TIME ? /^(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/ : LONG_TIME;
  const [, year = '', ...rest] =
    (tag === UTC_TIME || tag === GENERALIZED_TIME ? form.exec(text) : null) ?? [];
  if (year === '') return undefined;
  const century = tag === UTC_TIME ? (Number(year) < 50 ? '20' : '19') : '';
  const [month, day, hour, minute, second] = rest;
  const written = `${century}${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`;
  const time = new Date(written);
  // A day that is none, such as 31 February, is another for JavaScript.
  return !Number.isNaN(time.getTime()) && time.toISOString() === written ? written : undefined;
}

const LONG_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;
