import { hasWildcard } from '../../policy/wildcard.ts';
import { externalIdConditions } from './guards.ts';
import type { ThirdPartyGrant } from './third-party.ts';

/** The values that a grant accepts as external IDs; patterns and policy variables are no ids. */
export function externalIdsOf({ grant }: ThirdPartyGrant): string[] {
  return externalIdConditions(grant)
    .filter(
      ({ base }) => base === 'StringEquals' || base === 'StringEqualsIgnoreCase' || base === 'StringLike',
    )
    .flatMap(({ base, values }) =>
      base === 'StringLike' ? values.filter((value) => !hasWildcard(value)) : values,
    )
    .filter((value) => value !== '' && !value.includes('${'));
}
