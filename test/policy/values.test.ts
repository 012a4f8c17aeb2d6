import { describe, expect, it } from 'vitest';
import { isNeverPublic, publicAddresses } from '../../src/policy/address-space.ts';
import { dateValue, type IpRange, ipRange, isNumber } from '../../src/policy/values.ts';

it.each<[string, boolean]>([
  ['3', true],
  [' -3.5e2 ', true],
  ['', false],
  [' ', false],
  ['3x', false],
  ['Infinity', false],
])('%j is a number', (value, expected) => {
  expect(isNumber(value)).toBe(expected);
});

it.each<[string, string | undefined]>([
  ['2026', '2026-01-01T00:00:00Z'],
  ['2026-06', '2026-06-01T00:00:00Z'],
  ['2026-06-01', '2026-06-01T00:00:00Z'],
  ['2026-06-01T12:30Z', '2026-06-01T12:30:00Z'],
  ['2026-06-01T12:30:15.5Z', '2026-06-01T12:30:15.5Z'],
  ['2026-06-01T12:30:00+02:00', '2026-06-01T10:30:00Z'],
  ['1780272000', '2026-06-01T00:00:00Z'],
  ['2026-06-01T12:30', undefined],
  ['2026-13-01', undefined],
  ['2026-6-1', undefined],
  ['12345678', undefined],
  ['x2026-06-01', undefined],
  ['2026-06-01x', undefined],
])('%j is a moment', (value, moment) => {
  expect(dateValue(value)).toBe(moment === undefined ? undefined : Date.parse(moment));
});

function written(range: IpRange | undefined): string | undefined {
  return range === undefined ? undefined : `${range[0].toString()}/${range[1]}`;
}

it.each<[string, string | undefined]>([
  ['203.0.113.7', '203.0.113.7/32'],
  ['203.0.113.0/24', '203.0.113.0/24'],
  ['::ffff:0.0.0.0/96', '0.0.0.0/0'],
  ['::ffff:203.0.113.0/120', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.7/32'],
  ['0.0.0.0/0', '0.0.0.0/0'],
  ['255.255.255.255/32', '255.255.255.255/32'],
  ['203.0.113.0/33', undefined],
  ['203.0.113.256', undefined],
  ['2001:db8::/32', '2001:db8::/32'],
  ['2001:db8::1', '2001:db8::1/128'],
  ['2001:db8::/129', undefined],
  ['10', undefined],
  ['nonsense', undefined],
  ['nonsense.example', undefined],
])('%j is a range of addresses', (value, range) => {
  expect(written(ipRange(value))).toBe(range);
});

describe('public addresses', () => {
  function count(family: 'ipv4' | 'ipv6', ...values: string[]): bigint {
    return publicAddresses(
      values.flatMap((value) => {
        const range = ipRange(value);
        return range === undefined ? [] : [range];
      }),
      family,
    );
  }

  it.each<[string[], bigint]>([
    [[], 0n],
    [['203.0.113.7'], 1n],
    [['203.0.113.0/24'], 256n],
    [['203.0.113.9/24'], 256n],
    // Each counts once, in whatever order, next to each other or within.
    [['203.0.113.0/24', '203.0.113.0/25'], 256n],
    [['203.0.113.128/25', '203.0.113.0/25'], 256n],
    [['203.0.113.0/25', '203.0.113.64/26', '203.0.113.64/25'], 128n],
    [['203.0.114.0/24', '203.0.112.0/24'], 512n],
    [['10.0.0.0/8'], 0n],
    [['10.0.0.0/7'], 2n ** 24n],
    [['192.168.0.0/15'], 2n ** 16n],
    [['224.0.0.0/3'], 0n],
    [['2001:db8::/32'], 0n],
  ])('of IPv4 in %j', (values, addresses) => {
    expect(count('ipv4', ...values)).toBe(addresses);
  });

  it('of IPv6 are counted by themselves', () => {
    expect(count('ipv6', '2001:db8::/126', '203.0.113.0/24')).toBe(4n);
    expect(count('ipv6', 'fc00::/7', 'fe80::/10', '::1')).toBe(0n);
  });

  it.each<[string, boolean]>([
    ['10.1.2.3', true],
    ['10.0.0.0/8', true],
    ['10.0.0.0/7', false],
    ['9.255.255.255', false],
    ['11.0.0.0', false],
    ['100.64.0.0/10', true],
    ['255.255.255.255', true],
    ['203.0.113.7', false],
    ['fd00::1', true],
    ['2001:db8::1', false],
  ])('are none in %s', (value, never) => {
    const range = ipRange(value);
    expect(range !== undefined && isNeverPublic(range)).toBe(never);
  });
});
