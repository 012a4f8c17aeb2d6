import { type Input, NOT_HONOURED, type Shape } from '../../requests/shape.ts';

/** The model gives no limits for pages. */
const PAGING: Input = { maxResults: { type: 'integer' }, nextToken: { type: 'string' } };
const ANALYZER_ARN: Shape = {
  type: 'string',
  required: true,
  pattern: '[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:analyzer/.{1,255}',
};
const VALUES: Shape = { type: 'list', min: 1, max: 20, member: { type: 'string' } };
const FINDINGS: Input = {
  analyzerArn: ANALYZER_ARN,
  filter: {
    type: 'map',
    value: {
      type: 'structure',
      members: { eq: VALUES, neq: VALUES, contains: VALUES, exists: { type: 'boolean' } },
    },
  },
  sort: NOT_HONOURED,
  ...PAGING,
};

/** From the service model of Access Analyzer, 2019-11-01. */
export const ACCESS_ANALYZER_INPUTS = {
  GetFindingV2: {
    analyzerArn: ANALYZER_ARN,
    id: { type: 'string', required: true },
    maxResults: NOT_HONOURED,
    nextToken: NOT_HONOURED,
  },
  ListAnalyzers: {
    type: {
      type: 'string',
      enum: [
        'ACCOUNT',
        'ORGANIZATION',
        'ACCOUNT_UNUSED_ACCESS',
        'ORGANIZATION_UNUSED_ACCESS',
        'ACCOUNT_INTERNAL_ACCESS',
        'ORGANIZATION_INTERNAL_ACCESS',
      ],
    },
    ...PAGING,
  },
  ListArchiveRules: {
    analyzerName: { type: 'string', required: true, min: 1, max: 255, pattern: '[A-Za-z_][A-Za-z0-9_.-]*' },
    ...PAGING,
  },
  ListFindings: FINDINGS,
  ListFindingsV2: FINDINGS,
} satisfies Record<string, Input>;
