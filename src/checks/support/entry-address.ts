import { isNeverPublic } from '../../policy/address-space.ts';
import { type IpRange, ipRange } from '../../policy/values.ts';

/** Where an entry came from, as far as its address tells. */
export function placeOf(address: string, agreed: readonly IpRange[]): 'within' | 'elsewhere' | 'not-told' {
  const range = ipRange(address);
  if (range === undefined) return 'not-told';
  const [one] = range;
  if (agreed.some((each) => each[0].kind() === one.kind() && one.match(each))) return 'within';
  return isNeverPublic(range) ? 'not-told' : 'elsewhere';
}

/** What one site is given as a rule: a /24 of IPv4, a /48 of IPv6. */
const NETWORK_BITS = { ipv4: 24, ipv6: 48 };

/** The network of a public address, `198.51.100.0/24`; undefined for what is no public address. */
export function networkOf(address: string): string | undefined {
  const range = ipRange(address);
  if (range === undefined || isNeverPublic(range)) return undefined;
  const [one] = range;
  const bits = NETWORK_BITS[one.kind()];
  const bytes = one.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0));
  const start =
    one.kind() === 'ipv4'
      ? bytes.join('.')
      : `${bytes
          .slice(0, bits / 8)
          .reduce<string[]>((groups, byte, index) => {
            if (index % 2 === 0) groups.push('');
            groups[groups.length - 1] += byte.toString(16).padStart(2, '0');
            return groups;
          }, [])
          .map((group) => group.replace(/^0+(?=.)/, ''))
          .join(':')}::`;
  return `${start}/${bits}`;
}

/** The ranges that a register names. */
export function agreedRanges(allowedSourceIps: readonly string[] = []): IpRange[] {
  return allowedSourceIps.map(ipRange).filter((range) => range !== undefined);
}
