import type { Access } from '../model/review.ts';

const POWERS = ['list', 'read', 'write', 'admin'] as const;

/** The more, the higher; undefined where it was not worked out. What may make itself administrator is not known to be less. */
export function powerOf({
  highestAccess,
  administered,
}: Pick<Access, 'highestAccess' | 'administered'>): number | undefined {
  if (administered === 'is' || administered === 'can') return POWERS.length;
  if (administered === 'may' || highestAccess === null) return undefined;
  return POWERS.indexOf(highestAccess);
}
