import ipaddr from 'ipaddr.js';

/** A range of addresses as ipaddr.js has it: its address, and how many bits of it are fixed. */
export type IpRange = [ipaddr.IPv4 | ipaddr.IPv6, number];

export function isNumber(value: string): boolean {
  return value.trim() !== '' && Number.isFinite(Number(value));
}

/**
 * The moment that a value of a date condition names, in milliseconds since 1970; undefined when it is neither an
 * ISO 8601 date nor epoch seconds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Date
 */
export function dateValue(value: string): number | undefined {
  if (/^\d{9,11}$/.test(value)) return Number(value) * 1000;
  if (
    !/^\d{4}(?:-\d{2}(?:-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2}))?)?)?$/.test(value)
  ) {
    return undefined;
  }
  const time = Date.parse(value);
  return Number.isNaN(time) ? undefined : time;
}

/** How nearly all ranges and addresses are written. */
const PLAIN = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?:\/(0|[1-9]\d?))?$/;

/** A CIDR range or single address; undefined when a text is neither. */
export function ipRange(value: string): IpRange | undefined {
  const plain = PLAIN.exec(value);
  if (plain === null) return parsedRange(value);
  const octets = plain.slice(1, 5).map(Number);
  const bits = Number(plain[5] ?? 32);
  return bits > 32 || octets.some((octet) => octet > 255) ? undefined : [new ipaddr.IPv4(octets), bits];
}

/** The same, however it is written. */
export function parsedRange(value: string): IpRange | undefined {
  const [family, bits] = value.includes(':') ? ([ipaddr.IPv6, 128] as const) : ([ipaddr.IPv4, 32] as const);
  if (!/[:.]/.test(value)) return undefined;
  try {
    return withoutMapping(value.includes('/') ? family.parseCIDR(value) : [family.parse(value), bits]);
  } catch {
    return undefined;
  }
}

/** A range of IPv4 that is written as one of IPv6 (`::ffff:0.0.0.0/96`) counts as what it is. */
function withoutMapping([address, bits]: IpRange): IpRange {
  return address instanceof ipaddr.IPv6 && bits >= 96 && address.isIPv4MappedAddress()
    ? [address.toIPv4Address(), bits - 96]
    : [address, bits];
}
