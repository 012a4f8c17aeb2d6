import { stableUuid } from '../../digest.ts';
import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import type { WorldIdentityCenter } from '../../world.ts';
import { IDENTITY_STORE_INPUTS } from './inputs.ts';
import { centerOf, groupId, notFound, PAGES, storeId, userId } from './place.ts';

/** The store that the request names. */
function named(request: Request): WorldIdentityCenter {
  const center = centerOf(request);
  if (center === undefined || text(request.params, 'IdentityStoreId') !== storeId(request))
    throw notFound('IDENTITY_STORE');
  return center;
}

function listUsers(request: Request): Result {
  const { items, next } = page(request, named(request).users ?? [], PAGES);
  return {
    Users: items.map((user) => {
      const id = userId(request, user.userName);
      return {
        IdentityStoreId: storeId(request),
        UserId: id,
        UserArn: `arn:aws:identitystore:::user/${id}`,
        Revision: '1',
        UserName: user.userName,
        DisplayName: user.userName,
        Emails: user.email === undefined ? undefined : [{ Value: user.email, Type: 'work', Primary: true }],
        UserStatus: user.disabled === true ? 'DISABLED' : 'ENABLED',
      };
    }),
    NextToken: next,
  };
}

function listGroups(request: Request): Result {
  const { items, next } = page(request, named(request).groups ?? [], PAGES);
  return {
    Groups: items.map(({ name }) => {
      const id = groupId(request, name);
      return {
        IdentityStoreId: storeId(request),
        GroupId: id,
        GroupArn: `arn:aws:identitystore:::group/${id}`,
        Revision: '1',
        DisplayName: name,
      };
    }),
    NextToken: next,
  };
}

function memberships(request: Request, all: ReadonlyArray<{ group: string; user: string }>): Result {
  const { items, next } = page(request, all, PAGES);
  return {
    GroupMemberships: items.map(({ group, user }) => {
      const id = stableUuid('membership', request.account.id, group, user);
      return {
        IdentityStoreId: storeId(request),
        MembershipId: id,
        MembershipArn: `arn:aws:identitystore:::membership/${id}`,
        Revision: '1',
        GroupId: groupId(request, group),
        MemberId: { UserId: userId(request, user) },
      };
    }),
    NextToken: next,
  };
}

function listGroupMemberships(request: Request): Result {
  const wanted = text(request.params, 'GroupId');
  const group = (named(request).groups ?? []).find(({ name }) => groupId(request, name) === wanted);
  if (group === undefined) throw notFound('GROUP');
  return memberships(
    request,
    group.members.map((user) => ({ group: group.name, user })),
  );
}

function listGroupMembershipsForMember(request: Request): Result {
  const { groups = [] } = named(request);
  const member = request.params.MemberId as { UserId?: unknown } | undefined;
  const of = groups.flatMap(({ name, members }) =>
    members.filter((user) => userId(request, user) === member?.UserId).map((user) => ({ group: name, user })),
  );
  return memberships(request, of);
}

/** The identity store of IAM Identity Center. */
export const identityStore: Service = {
  signingName: 'identitystore',
  protocol: 'json',
  targetPrefix: 'AWSIdentityStore',
  regional: true,
  action: (operation) => `identitystore:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: IDENTITY_STORE_INPUTS,
  operations: {
    ListGroupMemberships: listGroupMemberships,
    ListGroupMembershipsForMember: listGroupMembershipsForMember,
    ListGroups: listGroups,
    ListUsers: listUsers,
  },
};
