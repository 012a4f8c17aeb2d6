import type { Input, Shape } from '../../requests/shape.ts';

const PAGING: Input = {
  NextToken: { type: 'string', max: 100_000, pattern: '[\\s\\S]*' },
  MaxResults: { type: 'integer', min: 1, max: 20 },
};
const PARENT_ID: Shape = {
  type: 'string',
  required: true,
  max: 100,
  pattern: '^(r-[0-9a-z]{4,32})|(ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$',
};

/** From the service model of Organizations, 2016-11-28. */
export const ORGANIZATIONS_INPUTS = {
  DescribeOrganization: {},
  ListAccounts: PAGING,
  ListAccountsForParent: { ParentId: PARENT_ID, ...PAGING },
  ListDelegatedAdministrators: {
    ServicePrincipal: { type: 'string', min: 1, max: 128, pattern: '[\\w+=,.@-]*' },
    ...PAGING,
  },
  ListOrganizationalUnitsForParent: { ParentId: PARENT_ID, ...PAGING },
  ListOutboundResponsibilityTransfers: {
    Type: { type: 'string', required: true, enum: ['BILLING'] },
    ...PAGING,
  },
  ListRoots: PAGING,
} satisfies Record<string, Input>;
