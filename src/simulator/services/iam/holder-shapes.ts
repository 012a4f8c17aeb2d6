import { stableId } from '../../digest.ts';
import { holderArn } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import type { Document, WorldHolder, WorldUser } from '../../world.ts';
import { encodeDocument } from './documents.ts';
import { boundaryDetail, iamTime, policyNameOf, tagList } from './role-shapes.ts';

/** What GetAccountAuthorizationDetails says of a user. */
export function userDetail(request: Request, user: WorldUser): Result {
  return {
    UserName: user.name,
    UserId: stableId('AIDA', 21, request.account.id, user.name),
    UserPolicyList: inlineList(user.inlinePolicies),
    GroupList: user.groups ?? [],
    PermissionsBoundary: boundaryDetail(user.permissionsBoundary),
    Tags: tagList(user.tags ?? {}),
    ...common(request, 'user', user),
  };
}

/** What GetAccountAuthorizationDetails says of a group. */
export function groupDetail(request: Request, group: WorldHolder): Result {
  return {
    GroupName: group.name,
    GroupId: stableId('AGPA', 21, request.account.id, group.name),
    GroupPolicyList: inlineList(group.inlinePolicies),
    ...common(request, 'group', group),
  };
}

function common({ simulation, account }: Request, kind: 'user' | 'group', holder: WorldHolder): Result {
  const { world } = simulation;
  const { path = '/', createdAt = world.asOf, attachedPolicies = [] } = holder;
  return {
    Path: path,
    Arn: holderArn(world, account, kind, holder),
    CreateDate: iamTime(createdAt),
    AttachedManagedPolicies: attachedPolicies.map((arn) => ({
      PolicyName: policyNameOf(arn),
      PolicyArn: arn,
    })),
  };
}

function inlineList(policies: Record<string, Document> = {}): Result[] {
  return Object.entries(policies).map(([name, document]) => ({
    PolicyName: name,
    PolicyDocument: encodeDocument(document),
  }));
}
