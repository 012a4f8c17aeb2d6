import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { texts } from '../../wire/params.ts';
import type { WorldRole } from '../../world.ts';
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

type Entity = { kind: 'role'; role: WorldRole } | { kind: 'policy'; policy: PolicyView };

/** Roles first, then policies, in one sequence of pages. The simulated accounts have no users and groups. */
export function getAccountAuthorizationDetails(request: Request): Result {
  const filter = texts(request.params, 'Filter');
  const wants = (type: string): boolean => filter.length === 0 || filter.includes(type);
  const entities: Entity[] = [];
  if (wants('Role')) for (const role of request.account.contents.roles) entities.push({ kind: 'role', role });
  const policies = [
    ...(wants('LocalManagedPolicy') ? localPolicies(request) : []),
    ...(wants('AWSManagedPolicy') ? awsPolicies(request) : []),
  ];
  for (const policy of policies) entities.push({ kind: 'policy', policy });

  const { items, next } = page(request, entities, IAM_PAGES);
  const use = policyUse(request);
  return {
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: items.flatMap((item) => (item.kind === 'role' ? [roleDetail(request, item.role)] : [])),
    Policies: items.flatMap((item) =>
      item.kind === 'policy'
        ? [{ ...policySummary(item.policy, use), PolicyVersionList: policyVersions(item.policy) }]
        : [],
    ),
    ...pageResult(next),
  };
}
