import ipaddr from 'ipaddr.js';
import { dateValue, ipRange } from '../values.ts';

/**
 * The one spelling of a condition value for all that mean the same to its operator (without prefix and suffix); a value
 * that is not of the operator's type stays as it is.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function spelledFor(base: string, value: string): string {
  if (base === 'Bool' || base === 'Null')
    return /^(?:true|false)$/i.test(value) ? value.toLowerCase() : value;
  if (base === 'StringEqualsIgnoreCase' || base === 'StringNotEqualsIgnoreCase') return value.toLowerCase();
  if (base.startsWith('Date')) return spelledDate(value);
  if (base.startsWith('Numeric')) return DECIMAL.test(value) ? String(Number(value)) : value;
  return base === 'IpAddress' || base === 'NotIpAddress' ? spelledRange(value) : value;
}

/** So short that no digit is lost. */
const DECIMAL = /^-?\d{1,9}(?:\.\d{1,6})?$/;

function spelledDate(value: string): string {
  const time = dateValue(value);
  return time === undefined ? value : new Date(time).toISOString();
}

/** A part of an address with a leading zero may be meant as octal or not. */
function spelledRange(value: string): string {
  const range = /(?:^|\.)0\d/.test(value) ? undefined : ipRange(value);
  if (range === undefined) return value;
  const [address, bits] = range;
  const cidr = `${address.toNormalizedString()}/${bits}`;
  const family = address.kind() === 'ipv4' ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${family.networkAddressFromCIDR(cidr).toNormalizedString()}/${bits}`;
}
