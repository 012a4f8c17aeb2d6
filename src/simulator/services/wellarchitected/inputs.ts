import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

const PAGING: Input = {
  MaxResults: { type: 'integer', min: 1, max: 50 },
  NextToken: { type: 'string', pattern: '[A-Za-z0-9+\\/=_-]+' },
};

/** From the service model of the AWS Well-Architected Tool, 2020-03-31. */
export const WELL_ARCHITECTED_INPUTS = {
  ListLensShares: {
    LensAlias: { type: 'string', required: true, min: 1, max: 128 },
    SharedWithPrefix: NOT_HONOURED,
    Status: NOT_HONOURED,
    ...PAGING,
  },
  ListLenses: {
    LensName: NOT_HONOURED,
    LensStatus: { type: 'string', enum: ['ALL', 'DRAFT', 'PUBLISHED'] },
    LensType: { type: 'string', enum: ['AWS_OFFICIAL', 'CUSTOM_SHARED', 'CUSTOM_SELF'] },
    ...PAGING,
  },
  ListShareInvitations: {
    LensNamePrefix: NOT_HONOURED,
    ProfileNamePrefix: NOT_HONOURED,
    ShareResourceType: NOT_HONOURED,
    TemplateNamePrefix: NOT_HONOURED,
    WorkloadNamePrefix: NOT_HONOURED,
    ...PAGING,
  },
  ListWorkloadShares: {
    SharedWithPrefix: NOT_HONOURED,
    Status: NOT_HONOURED,
    WorkloadId: { type: 'string', required: true, min: 32, max: 32, pattern: '[0-9a-f]{32}' },
    ...PAGING,
  },
  ListWorkloads: { WorkloadNamePrefix: NOT_HONOURED, ...PAGING },
} satisfies Record<string, Input>;
