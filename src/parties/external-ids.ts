import { externalIdConditions } from '../policy/required-guards.ts';
import { hasWildcard } from '../policy/wildcard.ts';
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

/** Those among them that are compared without regard to case, so that every spelling of them is accepted. */
export function externalIdsInAnyCase(admitted: ThirdPartyGrant): string[] {
  const ignoring = new Set(
    externalIdConditions(admitted.grant)
      .filter(({ base }) => base === 'StringEqualsIgnoreCase')
      .flatMap(({ values }) => values),
  );
  return externalIdsOf(admitted).filter((id) => ignoring.has(id));
}

/**
 * External IDs with those folded that are accepted in any case. Undefined where none is, or where it is not known what
 * the spellings of one have in common.
 */
export function inAnyCase(
  ids: readonly string[],
  ignoringCase: readonly string[],
  foldedId: (id: string) => string | undefined,
): string[] | undefined {
  if (ignoringCase.length === 0) return undefined;
  const folded = ids.map((id) => (ignoringCase.includes(id) ? foldedId(id) : id));
  const known = folded.filter((id) => id !== undefined);
  return known.length === folded.length ? known : undefined;
}
