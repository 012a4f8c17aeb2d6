import ipaddr from 'ipaddr.js';

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

/**
 * Ranges that no request from the Internet comes from: private, link-local and otherwise reserved ones. Those set
 * aside for documentation are left out, since policies under test are written with them.
 * https://www.iana.org/assignments/iana-ipv4-special-registry/
 * https://www.iana.org/assignments/iana-ipv6-special-registry/
 */
const NEVER_PUBLIC: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '224.0.0.0/3',
  '::/8',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
];

/** First and last address of a range as numbers of its family. */
interface Span {
  first: bigint;
  last: bigint;
}

/** How many public addresses ranges of one family hold together, each address counted once. */
export function publicAddresses(ranges: readonly Range[], family: 'ipv4' | 'ipv6'): bigint {
  const spans = outermost(ranges.filter(([address]) => address.kind() === family).map(spanOf));
  const reserved = RESERVED[family];
  return spans.reduce(
    (sum, span) => sum + sizeOf(span) - reserved.reduce((shared, one) => shared + overlap(span, one), 0n),
    0n,
  );
}

/** Whether no request from the Internet comes from a range. */
export function isNeverPublic(range: Range): boolean {
  const span = spanOf(range);
  return RESERVED[range[0].kind()].some((reserved) => holds(reserved, span));
}

const RESERVED = { ipv4: reservedOf('ipv4'), ipv6: reservedOf('ipv6') };

function reservedOf(family: 'ipv4' | 'ipv6'): Span[] {
  return outermost(
    NEVER_PUBLIC.map((text) => ipaddr.parseCIDR(text))
      .filter(([address]) => address.kind() === family)
      .map(spanOf),
  );
}

function spanOf([address, bits]: Range): Span {
  const bytes = address.toByteArray();
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const free = BigInt(bytes.length * 8 - bits);
  const first = (value >> free) << free;
  return { first, last: first + (1n << free) - 1n };
}

/** Those that no other one holds: of two ranges one holds the other, or they have no address in common. */
function outermost(spans: readonly Span[]): Span[] {
  const result: Span[] = [];
  for (const span of spans.toSorted((a, b) => Number(a.first - b.first || b.last - a.last))) {
    const before = result.at(-1);
    if (before === undefined || span.first > before.last) result.push(span);
  }
  return result;
}

function sizeOf({ first, last }: Span): bigint {
  return last - first + 1n;
}

function holds(outer: Span, inner: Span): boolean {
  return outer.first <= inner.first && inner.last <= outer.last;
}

/** How many addresses two ranges have in common. */
function overlap(a: Span, b: Span): bigint {
  return holds(a, b) ? sizeOf(b) : holds(b, a) ? sizeOf(a) : 0n;
}
