import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { texts } from '../../wire/params.ts';
import type { WorldHolder, WorldRole, WorldUser } from '../../world.ts';
import { groupDetail, userDetail } from './holder-shapes.ts';
import { IAM_PAGES, pageResult } from './iam-pages.ts';
import {
  awsPolicies,
  localPolicies,
  type PolicyView,
  policySummary,
  policyUse,
  policyVersions,
} from './policy-shapes.ts';
import { roleDetail } from './role-shapes.ts';

type Entity =
  | { kind: 'user'; holder: WorldUser }
  | { kind: 'group'; holder: WorldHolder }
  | { kind: 'role'; role: WorldRole }
  | { kind: 'policy'; policy: PolicyView };

/** Users, groups, roles and policies, in one sequence of pages. */
export function getAccountAuthorizationDetails(request: Request): Result {
  const filter = texts(request.params, 'Filter');
  const wants = (type: string): boolean => filter.length === 0 || filter.includes(type);
  const entities: Entity[] = [];
  const { users = [], groups = [], roles } = request.account.contents;
  if (wants('User')) for (const holder of users) entities.push({ kind: 'user', holder });
  if (wants('Group')) for (const holder of groups) entities.push({ kind: 'group', holder });
  if (wants('Role')) for (const role of roles) entities.push({ kind: 'role', role });
  const policies = [
    ...(wants('LocalManagedPolicy') ? localPolicies(request) : []),
    ...(wants('AWSManagedPolicy') ? awsPolicies(request) : []),
  ];
  for (const policy of policies) entities.push({ kind: 'policy', policy });

  const { items, next } = page(request, entities, IAM_PAGES);
  const use = policyUse(request);
  return {
    UserDetailList: items.flatMap((item) => (item.kind === 'user' ? [userDetail(request, item.holder)] : [])),
    GroupDetailList: items.flatMap((item) =>
      item.kind === 'group' ? [groupDetail(request, item.holder)] : [],
    ),
    RoleDetailList: items.flatMap((item) => (item.kind === 'role' ? [roleDetail(request, item.role)] : [])),
    Policies: items.flatMap((item) =>
      item.kind === 'policy'
        ? [{ ...policySummary(item.policy, use), PolicyVersionList: policyVersions(item.policy) }]
        : [],
    ),
    ...pageResult(next),
  };
}
