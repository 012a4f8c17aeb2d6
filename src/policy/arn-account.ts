import { arnParts } from './wildcard.ts';

/**
 * The account that an ARN pattern under this operator names; undefined when it names none or leaves it open. In a
 * string pattern a wildcard runs across colons, so nothing before the account may hold one.
 */
export function accountOfArnPattern(pattern: string, base: string): string | undefined {
  const parts = arnParts(pattern);
  if (parts === undefined) return undefined;
  const [, , , , account = ''] = parts;
  const before = parts.slice(0, 4).join(':');
  if (base.startsWith('String') && /[*?]/.test(before)) return undefined;
  return /^\d{12}$/.test(account) ? account : undefined;
}
