import { stableUuid } from '../../digest.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { IAM_PAGES } from './iam-pages.ts';

/** Unlike in the other lists of IAM, the member that says whether more follow begins with a small letter. */
export function listDelegationRequests(request: Request): Result {
  const { account } = request;
  const { items, next } = page(request, account.contents.delegationRequests ?? [], IAM_PAGES);
  return {
    DelegationRequests: items.map((one) => ({
      DelegationRequestId: stableUuid('delegation-request', account.id, one.description),
      OwnerAccountId: account.id,
      Description: one.description,
      PermissionPolicy: JSON.stringify(one.permissionPolicy),
      RolePermissionRestrictionArns: one.roleBoundaryArns ?? [],
      OwnerId: one.owner,
      ApproverId: one.approver,
      State: one.state,
      RequestorId: one.requestorId,
      RequestorName: one.requestorName,
      CreateDate: one.createdAt,
      UpdatedTime: one.updatedAt ?? one.createdAt,
      SessionDuration: one.sessionSeconds ?? 3600,
    })),
    Marker: next,
    isTruncated: next !== undefined,
  };
}
