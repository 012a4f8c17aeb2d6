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
  ListProfileShares: {
    ProfileArn: {
      ...{ type: 'string', required: true, min: 0, max: 2084 },
      pattern: 'arn:aws[-a-z]*:wellarchitected:[a-z]{2}(-gov)?-[a-z]+-\\d:\\d{12}:profile/[a-z0-9]+',
    },
    SharedWithPrefix: NOT_HONOURED,
    Status: NOT_HONOURED,
    ...PAGING,
  },
  ListProfiles: {
    ProfileNamePrefix: NOT_HONOURED,
    ProfileOwnerType: NOT_HONOURED,
    ...PAGING,
  },
  ListReviewTemplates: PAGING,
  ListShareInvitations: {
    LensNamePrefix: NOT_HONOURED,
    ProfileNamePrefix: NOT_HONOURED,
    ShareResourceType: NOT_HONOURED,
    TemplateNamePrefix: NOT_HONOURED,
    WorkloadNamePrefix: NOT_HONOURED,
    ...PAGING,
  },
  ListTemplateShares: {
    SharedWithPrefix: NOT_HONOURED,
    Status: NOT_HONOURED,
    TemplateArn: {
      ...{ type: 'string', required: true, min: 50, max: 250 },
      pattern:
        'arn:aws(-us-gov|-iso(-[a-z])?|-cn)?:wellarchitected:[a-z]{2}(-gov|-iso([a-z])?)?-[a-z]+-\\d:\\d{12}:(review-template)/[a-f0-9]{32}',
    },
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
