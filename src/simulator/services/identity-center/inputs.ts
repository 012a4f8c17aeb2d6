import type { Input, Shape } from '../../requests/shape.ts';
import { NOT_HONOURED } from '../../requests/shape.ts';

const INSTANCE_ARN: Shape = {
  type: 'string',
  required: true,
  min: 10,
  max: 1224,
  pattern: 'arn:aws(-[a-z]{1,5}){0,3}:sso:::instance/(sso)?ins-[a-zA-Z0-9-.]{16}',
};
const SSO_PAGING: Input = {
  MaxResults: { type: 'integer', min: 1, max: 100 },
  NextToken: { type: 'string', min: 0, max: 2048, pattern: '[-a-zA-Z0-9+=/_]*' },
};

/** From the service model of IAM Identity Center (SSO Admin), 2020-07-20. */
export const SSO_INPUTS = {
  DescribePermissionSet: {
    InstanceArn: INSTANCE_ARN,
    PermissionSetArn: {
      type: 'string',
      required: true,
      min: 10,
      max: 1224,
      pattern:
        'arn:aws(-[a-z]{1,5}){0,3}:sso:::permissionSet/(sso)?ins-[a-zA-Z0-9-.]{16}/ps-[a-zA-Z0-9-./]{16}',
    },
  },
  ListAccountAssignmentsForPrincipal: {
    Filter: NOT_HONOURED,
    InstanceArn: INSTANCE_ARN,
    PrincipalId: {
      type: 'string',
      required: true,
      min: 1,
      max: 47,
      pattern: '([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
    },
    PrincipalType: { type: 'string', required: true, enum: ['USER', 'GROUP'] },
    ...SSO_PAGING,
  },
  ListInstances: { RegionScope: NOT_HONOURED, ...SSO_PAGING },
} satisfies Record<string, Input>;

const STORE_ID: Shape = {
  type: 'string',
  required: true,
  min: 1,
  max: 93,
  pattern:
    '(arn:aws[a-z-]*:identitystore::\\d{12}:identitystore/)?(d-[0-9a-f]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})',
};
const USER: Shape = {
  type: 'string',
  min: 1,
  max: 100,
  pattern:
    '(arn:aws[a-z-]*:identitystore:::(user|group|membership)/)?([0-9a-f]{10}-|)[A-Fa-f0-9]{8}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{4}-[A-Fa-f0-9]{12}',
};
const ID: Shape = { ...USER, required: true };
const STORE_PAGING: Input = {
  MaxResults: { type: 'integer', min: 1, max: 100 },
  NextToken: { type: 'string', min: 1, max: 65_535, pattern: '[-a-zA-Z0-9+=/:_]*' },
};

/** From the service model of the identity store, 2020-06-15. */
export const IDENTITY_STORE_INPUTS = {
  ListGroupMemberships: { IdentityStoreId: STORE_ID, GroupId: ID, ...STORE_PAGING },
  ListGroupMembershipsForMember: {
    IdentityStoreId: STORE_ID,
    MemberId: { type: 'structure', required: true, members: { UserId: USER } },
    ...STORE_PAGING,
  },
  ListGroups: { Filters: NOT_HONOURED, IdentityStoreId: STORE_ID, ...STORE_PAGING },
  ListUsers: { Extensions: NOT_HONOURED, Filters: NOT_HONOURED, IdentityStoreId: STORE_ID, ...STORE_PAGING },
} satisfies Record<string, Input>;
