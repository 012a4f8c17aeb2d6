import type { Role } from '../../model/facts/authorization-details.ts';
import type { Administered } from '../../model/reach.ts';
import { administration } from './access.ts';
import type { EffectivePermissions } from './effective.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Whether a role administers its account by its own policies, or can or may make itself administrator: `is` and `can`
 * only where nothing stands in between but the account's own roles and users. Undefined where neither was found.
 */
export function administrationOf(role: Role, around: Surroundings): Administered | undefined {
  const { permissions, access } = around.held(role);
  const held = administration(access);
  if (held !== undefined && !held.conditional && isCertain(permissions)) return 'is';
  const methods = around.ways(role);
  if (methods.some(({ doubts }) => doubts.length === 0)) return 'can';
  return held !== undefined || methods.length > 0 ? 'may' : undefined;
}

function isCertain({ problems }: EffectivePermissions): boolean {
  return problems.every(({ effect }) => effect !== 'may-narrow');
}
