import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isNeverPublic, publicAddresses } from '../../src/policy/address-space.ts';

function addresses(family: 'ipv4' | 'ipv6', ranges: readonly string[]): bigint {
  return publicAddresses(
    ranges.map((range) => ipaddr.parseCIDR(range)),
    family,
  );
}

describe('the public addresses of several ranges', () => {
  it.each<[says: string, ranges: string[], addresses: bigint]>([
    ['of none', [], 0n],
    ['of one address that is given twice', ['203.0.113.7/32', '203.0.113.7/32'], 1n],
    ['of a range with others in it', ['203.0.113.0/24', '203.0.113.0/32', '203.0.113.255/32'], 256n],
    ['of a range after others in it', ['203.0.113.255/32', '203.0.113.0/25', '203.0.113.0/24'], 256n],
    ['of neighbours', ['203.0.113.128/25', '203.0.113.0/25'], 256n],
    ['of three apart, in no order', ['203.0.113.4/32', '203.0.113.8/32', '203.0.113.0/32'], 3n],
    [
      'of parts in no order, and the whole',
      ['9.0.1.0/24', '9.0.3.0/24', '9.0.2.0/24', '9.0.0.0/16'],
      65_536n,
    ],
    ['written with the address of a host', ['203.0.113.77/24', '203.0.113.0/24'], 256n],
    ['that begins with private ones', ['10.0.0.0/7'], 2n ** 24n],
    ['that ends with private ones', ['8.0.0.0/6'], 3n * 2n ** 24n],
    ['that lies within private ones', ['10.20.0.0/16', '11.0.0.0/32'], 1n],
    // What is private or reserved of it, by IANA's registry: 3 /8, 1 /10, 2 /16, 1 /12, 1 /15 and a /3.
    [
      'that is all there is',
      ['0.0.0.0/0'],
      2n ** 32n - 3n * 2n ** 24n - 2n ** 22n - 2n * 2n ** 16n - 2n ** 20n - 2n ** 17n - 2n ** 29n,
    ],
    ['of another family', ['2001:db8::/32'], 0n],
  ])('%s', (_says, ranges, count) => {
    expect(addresses('ipv4', ranges)).toBe(count);
  });

  it.each<[says: string, ranges: string[], addresses: bigint]>([
    ['of one address', ['2001:db8::1/128'], 1n],
    ['that lie apart', ['2001:db8::/64', '2001:db9::/64', '2001:db8::/64'], 2n ** 65n],
    ['of which some are local', ['fe00::/9', 'fe80::/10'], 2n ** 119n],
    ['of which some are local, with what follows', ['fe00::/8'], 2n ** 120n - 2n ** 118n],
  ])('of IPv6, %s', (_says, ranges, count) => {
    expect(addresses('ipv6', ranges)).toBe(count);
  });
});

describe('requests from the Internet', () => {
  it.each<[range: string, never: boolean]>([
    ['172.16.0.0/12', true],
    ['172.16.0.0/32', true],
    ['172.31.255.255/32', true],
    ['172.15.255.255/32', false],
    ['172.32.0.0/32', false],
    ['172.16.0.0/11', false],
    ['172.0.0.0/8', false],
    ['fdff:ffff::/32', true],
    ['fe00::/16', false],
    ['::1/128', true],
    ['::/0', false],
  ])('from %s: none is %s', (range, never) => {
    expect(isNeverPublic(ipaddr.parseCIDR(range))).toBe(never);
  });
});
