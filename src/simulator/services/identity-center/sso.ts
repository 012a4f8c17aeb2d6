import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import type { WorldIdentityCenter } from '../../world.ts';
import { SSO_INPUTS } from './inputs.ts';
import {
  centerOf,
  groupId,
  instanceArn,
  notFound,
  PAGES,
  permissionSetArn,
  storeId,
  userId,
} from './place.ts';

function listInstances(request: Request): Result {
  const center = centerOf(request);
  if (center === undefined) return { Instances: [] };
  const one = {
    InstanceArn: instanceArn(request),
    IdentityStoreId: storeId(request),
    OwnerAccountId: center.ownerAccountId ?? request.account.id,
    Status: 'ACTIVE',
  };
  return { Instances: [one] };
}

/** The instance that the request names. */
function named(request: Request): WorldIdentityCenter {
  const center = centerOf(request);
  if (center === undefined || text(request.params, 'InstanceArn') !== instanceArn(request))
    throw notFound('Instance');
  return center;
}

function listAssignments(request: Request): Result {
  const { assignments = [] } = named(request);
  const wanted = text(request.params, 'PrincipalId');
  const type = text(request.params, 'PrincipalType');
  const held = assignments.filter((one) =>
    'user' in one
      ? type === 'USER' && userId(request, one.user) === wanted
      : type === 'GROUP' && groupId(request, one.group) === wanted,
  );
  const { items, next } = page(request, held, PAGES);
  return {
    AccountAssignments: items.map((one) => ({
      AccountId: one.accountId,
      PermissionSetArn: permissionSetArn(request, one.permissionSet),
      PrincipalId: wanted,
      PrincipalType: type,
    })),
    NextToken: next,
  };
}

function describePermissionSet(request: Request): Result {
  const { assignments = [] } = named(request);
  const wanted = text(request.params, 'PermissionSetArn');
  const found = assignments.find((one) => permissionSetArn(request, one.permissionSet) === wanted);
  if (found === undefined) throw notFound('Permission set');
  return {
    PermissionSet: {
      Name: found.permissionSet,
      PermissionSetArn: wanted,
      SessionDuration: 'PT1H',
    },
  };
}

/** IAM Identity Center, as far as assignments go. */
export const sso: Service = {
  signingName: 'sso',
  protocol: 'json',
  targetPrefix: 'SWBExternalService',
  regional: true,
  action: (operation) => `sso:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: SSO_INPUTS,
  operations: {
    DescribePermissionSet: describePermissionSet,
    ListAccountAssignmentsForPrincipal: listAssignments,
    ListInstances: listInstances,
  },
};
