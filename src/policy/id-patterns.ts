import { beforeWildcard } from './wildcard.ts';

/** The account that a pattern means: ids have twelve digits, and where all are there a `*` stands for nothing more. */
export function accountOfPattern(pattern: string): string | undefined {
  const id = pattern.replaceAll('*', '');
  return /^\d{12}$/.test(id) ? id : undefined;
}

/** Whether a pattern of an organization's id leaves so little open that it means one in effect. */
export function isOneOrganization(pattern: string): boolean {
  return /^o-[a-z0-9]+$/.test(pattern) || (/^o-[a-z0-9*?]+$/.test(pattern) && !lacksFixed(pattern, 'o-', 8));
}

/** Whether so few characters of an id are fixed that someone else's may have them as well: ids cannot be chosen. */
export function lacksFixed(pattern: string, prefix: string, least: number): boolean {
  const start = beforeWildcard(pattern).slice(0, prefix.length);
  const fixed = pattern.replace(/[*?]/g, '').length;
  return start !== prefix || fixed - prefix.length < least;
}
