import type { RoleCorrection } from '../../model/check.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Fix } from '../../model/fix.ts';
import { NEW_EXTERNAL_ID } from '../../model/fix.ts';
import type { ThirdPartyGrant } from '../../parties/third-party.ts';
import { trustOf } from '../../policy/access-role.ts';
import { externalIdConditions } from '../../policy/required-guards.ts';
import { command } from './command.ts';
import { commandFixes } from './fix.ts';
import { type TrustFixContext, trustPolicyFixes } from './role-fixes.ts';
import { type TrustDocument, trustDocument, withConditions } from './trust-policy.ts';

/** How to ask a third party for a new external ID in place of all that a role asks it for now. */
export function newExternalIdFixes(
  role: Role,
  admitted: readonly ThirdPartyGrant[],
  context: TrustFixContext,
): Fix[] {
  const document = trustDocument(role.trustPolicy);
  if (document === undefined) return [];
  const values = new Set(admitted.map(({ grant }) => grant.principal.value));
  const corrected = withNewId(document, admitted);
  return trustPolicyFixes(role, corrected, context, {
    when: 'Once a new id is agreed',
    passes: (again) =>
      trustOf(again, context.study)
        .grants.filter(({ principal }) => values.has(principal.value))
        .flatMap(externalIdConditions)
        .every((condition) => condition.values.every((value) => value === NEW_EXTERNAL_ID)),
  });
}

/** The same as what the finding would have changed. */
export function newExternalId(admitted: readonly ThirdPartyGrant[]): RoleCorrection {
  return { trust: (document) => withNewId(document, admitted) };
}

function withNewId(document: TrustDocument, admitted: readonly ThirdPartyGrant[]): TrustDocument | undefined {
  return withConditions(
    document,
    admitted.map(({ grant }) => grant),
    () => ({ StringEquals: { 'sts:ExternalId': NEW_EXTERNAL_ID } }),
  );
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
