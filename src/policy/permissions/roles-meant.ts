import type { Role } from '../../model/facts/authorization-details.ts';
import { lazily } from '../../model/lazily.ts';
import { matchedOnce } from './access.ts';
import { overlap } from './catalogue.ts';
import type { EffectivePermissions } from './effective.ts';
import { ofKind } from './held-actions.ts';
import { covers, resourcePattern, touches } from './resources.ts';
import type { Surroundings } from './surroundings.ts';
import { identityActions } from './ways-alike.ts';

/**
 * Answers with the roles of an account that permissions may give an action of IAM or STS on, looked for once for all
 * ways: most policies name few roles, or mean all of them.
 */
export function rolesMeant(roles: ReadonlyMap<string, Role>): Surroundings['rolesMeant'] {
  const targets = lazily(() =>
    [...roles.values()].map((role) => ({ role, pattern: resourcePattern(role.arn) })),
  );
  const known = new WeakMap<EffectivePermissions, ReadonlySet<Role>>();
  const everyone = lazily(() => new Set(roles.values()));
  const read = ({ allows }: EffectivePermissions, all: ReturnType<typeof ofKind>): ReadonlySet<Role> => {
    const elements = allows
      .filter(({ actions }) => overlap(matchedOnce(actions), identityActions()))
      .map(({ resources }) => resources);
    if (elements.some((element) => covers(element, all))) return everyone();
    return new Set(
      targets()
        .filter(({ pattern }) => elements.some((element) => touches(element, pattern)))
        .map(({ role }) => role),
    );
  };
  return (permissions, holder) => {
    const meant = known.get(permissions) ?? read(permissions, ofKind('role', holder));
    known.set(permissions, meant);
    return meant;
  };
}
