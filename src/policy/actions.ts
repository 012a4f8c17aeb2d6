import type { GrantPrincipal } from '../model/grant.ts';
import { matchesWildcard } from './wildcard.ts';

/** The actions by which someone comes in. */
const ENTRY_ACTIONS = ['sts:AssumeRole', 'sts:AssumeRoleWithWebIdentity', 'sts:AssumeRoleWithSAML'] as const;

/** Actions that go along with coming in and let nobody in alone. */
export const COMPANION_ACTIONS = ['sts:TagSession', 'sts:SetSourceIdentity'] as const;

type EntryAction = (typeof ENTRY_ACTIONS)[number];

/**
 * The entry actions that a kind of principal can use at all. AWS principals and services call AssumeRole with their
 * own credentials; the other two are called without credentials, with a token or an assertion whose issuer is the
 * principal. `"*"` and NotPrincipal mean everyone, so they take all three.
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html
 */
export function usableActions(kind: GrantPrincipal['kind']): readonly EntryAction[] {
  switch (kind) {
    case 'any':
    case 'other':
      return ENTRY_ACTIONS;
    case 'web-identity':
      return ['sts:AssumeRoleWithWebIdentity'];
    case 'saml':
      return ['sts:AssumeRoleWithSAML'];
    default:
      return ['sts:AssumeRole'];
  }
}

/**
 * Whether one of the patterns of an Action element matches an action; case does not count.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
 */
export function actionMatcher(patterns: readonly string[]): (action: string) => boolean {
  const lower = patterns.map((pattern) => pattern.toLowerCase());
  return (action) => lower.some((pattern) => matchesWildcard(pattern, action.toLowerCase()));
}
