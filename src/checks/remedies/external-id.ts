import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { externalIdConditions } from '../../policy/required-guards.ts';
import { command } from './command.ts';
import { commandFixes } from './fix.ts';
import { type TrustFixContext, trustPolicyFixes } from './role-fixes.ts';
import { NEW_EXTERNAL_ID } from './shown-policy.ts';
import { trustDocument, withConditions } from './trust-policy.ts';

/** How to ask a third party for a new external ID in place of all that a role asks it for now. */
export function newExternalIdFixes(
  role: Role,
  admitted: readonly ThirdPartyGrant[],
  context: TrustFixContext,
): Fix[] {
  const document = trustDocument(role.trustPolicy);
  if (document === undefined) return [];
  const grants = admitted.map(({ grant }) => grant);
  const values = new Set(grants.map(({ principal }) => principal.value));
  const corrected = withConditions(document, grants, () => ({
    StringEquals: { 'sts:ExternalId': NEW_EXTERNAL_ID },
  }));
  return trustPolicyFixes(role, corrected, context, {
    when: 'Once a new id is agreed',
    passes: (again) =>
      trustOf(again, context.study)
        .grants.filter(({ principal }) => values.has(principal.value))
        .flatMap(externalIdConditions)
        .every((condition) => condition.values.every((value) => value === NEW_EXTERNAL_ID)),
  });
}

/** The same by hand, where the trust policy is not at hand. */
export function replacementCommands(roleArn: string): Fix[] {
  const name = roleArn.split('/').at(-1) ?? '';
  return commandFixes(
    'Once a new id is agreed: with the AWS CLI, changing the id in trust-policy.json before the second command',
    [
      command`aws iam get-role --role-name ${name} --query Role.AssumeRolePolicyDocument --output json > trust-policy.json`,
      command`aws iam update-assume-role-policy --role-name ${name} --policy-document file://trust-policy.json`,
    ],
  );
}
