import type { Role } from '../../model/facts/authorization-details.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { collected, member } from '../values.ts';
import { ownerSearch } from './owner-search.ts';

const ACTION = 'cloudformation:DescribeStackResources';

/**
 * Which stack of the Region owns each access role, and each of the account's own managed policies on one. IAM has no
 * Regions: a policy may belong to a stack in another Region than its role's, so it is asked for wherever there are
 * stacks. So is a role, also when another Region has claimed it: a role that was imported or kept may stand in two
 * stacks, and whether a Region is asked must not depend on which answers first.
 */
export const roleStacks: Collector<'role-stacks'> = {
  fact: 'role-stacks',
  requires: ['authorization-details', 'stacks'],
  actions: () => [ACTION, 'cloudformation:ListStackResources'],
  plan: ({ accessRoles, askedPolicies, stacks }) => [
    {
      service: 'cloudformation',
      operation: 'DescribeStackResources',
      calls: stacks === 0 ? 0 : accessRoles + askedPolicies,
    },
  ],
  async collect(context) {
    const accessRoles = collected(context.fact('authorization-details')).roles.filter(context.isAccessRole);
    const stackNames = new Map(
      collected(context.fact('stacks', context.region)).stacks.map((stack) => [
        stack.stackId,
        stack.stackName,
      ]),
    );
    const hasStacks = stackNames.size > 0;
    const source = hasStacks ? ACTION : 'cloudformation:ListStacks';
    const search = ownerSearch(context, stackNames);
    const roles = await Promise.all(
      accessRoles.map((role) =>
        member(context, role.arn, source, async () =>
          hasStacks ? search.ownerOf({ type: 'AWS::IAM::Role', physicalId: role.name }) : null,
        ),
      ),
    );
    const policies = policiesOf(accessRoles, context);
    return {
      perResource: [
        ...roles,
        ...(await Promise.all(
          policies.map((arn) => {
            const sought = { type: 'AWS::IAM::ManagedPolicy', physicalId: arn } as const;
            return member(context, arn, source, async () =>
              hasStacks ? (search.seen(sought) ?? search.ownerOf(sought)) : null,
            );
          }),
        )),
      ],
    };
  },
};

/** The account's own managed policies on the access roles, each once, in order. */
function policiesOf(roles: readonly Role[], { account }: Pick<CollectContext, 'account'>): string[] {
  const arns = roles
    .flatMap(({ attachedPolicies, permissionsBoundaryArn }) => [
      ...attachedPolicies.map(({ arn }) => arn),
      ...(permissionsBoundaryArn === null ? [] : [permissionsBoundaryArn]),
    ])
    .filter((arn) => arn.split(':')[4] === account.accountId);
  return [...new Set(arns)].toSorted();
}
