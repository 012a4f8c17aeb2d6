import { type Input, NOT_HONOURED, type Shape } from '../../requests/shape.ts';

const PAGING: Input = {
  maxResults: { type: 'integer', min: 1, max: 500 },
  nextToken: { type: 'string' },
};
const OWNER: Shape = { type: 'string', required: true, enum: ['SELF', 'OTHER-ACCOUNTS'] };
const ARNS: Shape = { type: 'list', member: { type: 'string' } };

/** From the service model of AWS RAM, 2018-01-04. */
export const RAM_INPUTS = {
  GetResourceShareAssociations: {
    associationType: { type: 'string', required: true, enum: ['PRINCIPAL', 'RESOURCE', 'SOURCE'] },
    resourceShareArns: ARNS,
    associationStatus: NOT_HONOURED,
    principal: NOT_HONOURED,
    resourceArn: NOT_HONOURED,
    ...PAGING,
  },
  GetResourceShareInvitations: {
    resourceShareArns: NOT_HONOURED,
    resourceShareInvitationArns: NOT_HONOURED,
    ...PAGING,
  },
  GetResourceShares: {
    resourceOwner: OWNER,
    name: NOT_HONOURED,
    permissionArn: NOT_HONOURED,
    permissionVersion: NOT_HONOURED,
    resourceShareArns: ARNS,
    resourceShareStatus: {
      type: 'string',
      enum: ['PENDING', 'ACTIVE', 'FAILED', 'DELETING', 'DELETED'],
    },
    tagFilters: NOT_HONOURED,
    ...PAGING,
  },
  ListResources: {
    resourceOwner: OWNER,
    principal: NOT_HONOURED,
    resourceArns: NOT_HONOURED,
    resourceRegionScope: NOT_HONOURED,
    resourceShareArns: ARNS,
    resourceType: NOT_HONOURED,
    ...PAGING,
  },
} satisfies Record<string, Input>;
