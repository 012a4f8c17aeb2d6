import { accountOfPattern } from './id-patterns.ts';
import { arnParts } from './wildcard.ts';

/**
 * The account that an ARN pattern under this operator names; undefined when it names none or leaves it open. In a
 * string pattern a wildcard runs across colons, so that nothing before the account may hold one; what follows its
 * twelve digits can only be a colon.
 */
export function accountOfArnPattern(pattern: string, base: string): string | undefined {
  if (base === 'StringLike') return /^arn:[^:*?]*:[^:*?]*:[^:*?]*:(\d{12})[:*?]/.exec(pattern)?.[1];
  const account = arnParts(pattern)?.[4] ?? '';
  if (base.startsWith('Arn')) return accountOfPattern(account);
  return /^\d{12}$/.test(account) && !/[*?]/.test(pattern.split(':', 4).join(':')) ? account : undefined;
}
