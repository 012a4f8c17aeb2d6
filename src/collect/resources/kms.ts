import type { GrantListEntry } from '@aws-sdk/client-kms';
import { itemsOf, listOf, membersOf, required, requiredText } from '../../aws/answer.ts';
import type { KeyGrant } from '../../model/facts/resource-policies.ts';
import { type CollectContext, pages } from '../collector.ts';
import { lacking, partOf, someRead, sortedBy, sortedTexts } from '../values.ts';
import type { PolicyOfResource, PolicyService } from './policy-service.ts';

const KEYS_A_PAGE = 1000;
const THINGS_A_PAGE = 100;

/**
 * The customer managed keys of the Region with key policy and grants. Keys that AWS manages for the account are left out:
 * nobody can change their policies, and their aliases, which only AWS can give, tell which they are.
 * https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
 */
export const kms: PolicyService = {
  service: 'kms',
  actions: ['kms:GetKeyPolicy', 'kms:ListAliases', 'kms:ListGrants', 'kms:ListKeys'],
  plan: (keys) => [
    { service: 'kms', operation: 'ListKeys', calls: pages(keys, KEYS_A_PAGE) },
    { service: 'kms', operation: 'ListAliases', calls: pages(keys, THINGS_A_PAGE) },
    { service: 'kms', operation: 'GetKeyPolicy', calls: keys },
    { service: 'kms', operation: 'ListGrants', calls: keys },
  ],
  async list(context) {
    const { caller, region } = context;
    const [keys, aliases] = await Promise.all([
      caller.list('kms', 'ListKeys', region, { Limit: KEYS_A_PAGE }, ({ Keys }) => listOf(Keys, 'the keys')),
      caller.list('kms', 'ListAliases', region, { Limit: THINGS_A_PAGE }, ({ Aliases }) =>
        listOf(Aliases, 'the aliases of keys'),
      ),
    ]);
    const managed = new Set(
      aliases.flatMap(({ AliasName, TargetKeyId }) =>
        requiredText(AliasName, 'the name of an alias').startsWith('alias/aws/') ? [TargetKeyId] : [],
      ),
    );
    return keys
      .filter(({ KeyId }) => !managed.has(requiredText(KeyId, 'the id of a key')))
      .map(({ KeyArn }) => {
        const arn = requiredText(KeyArn, 'the ARN of a key');
        return { arn, source: 'kms:GetKeyPolicy, kms:ListGrants', read: () => key(context, arn) };
      });
  },
};

async function key(context: CollectContext, arn: string): Promise<PolicyOfResource> {
  const { caller, region } = context;
  const parts = await Promise.all([
    partOf(context, arn, 'policy', async () => {
      const { Policy } = await caller.call('kms', 'GetKeyPolicy', region, {
        KeyId: arn,
        PolicyName: 'default',
      });
      return required(Policy, 'the policy of a key');
    }),
    partOf(context, arn, 'grants', () =>
      caller.list('kms', 'ListGrants', region, { KeyId: arn, Limit: THINGS_A_PAGE }, ({ Grants }) =>
        listOf(Grants, 'the grants on a key'),
      ),
    ),
  ] as const);
  someRead(parts);
  const [policy, grants] = parts;
  return {
    policy: 'value' in policy ? policy.value : null,
    grants: 'value' in grants ? sortedBy(grants.value.map(toGrant), ({ id }) => id) : [],
    ...lacking(parts),
  };
}

/** What may stand there is not looked at. */
type Constraints = Record<string, unknown> | undefined;

function toGrant(grant: GrantListEntry): KeyGrant {
  return {
    id: required(grant.GrantId, 'the id of a grant'),
    grantee: required(grant.GranteePrincipal ?? grant.GranteeServicePrincipal, 'the grantee of a grant'),
    operations: sortedTexts(
      itemsOf(required(grant.Operations, 'the operations of a grant'), 'the operations of a grant'),
    ),
    constrained: membersOf(grant.Constraints as Constraints, 'the constraints of a grant').length > 0,
  };
}
