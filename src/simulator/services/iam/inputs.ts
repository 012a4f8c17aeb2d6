import { type Input, NOT_HONOURED, type Shape } from '../../requests/shape.ts';

const PAGING: Input = {
  Marker: { type: 'string', min: 1, max: 320, pattern: '[\\u0020-\\u00FF]+' },
  MaxItems: { type: 'integer', min: 1, max: 1000 },
};
const POLICY_ARN: Shape = { type: 'string', required: true, min: 20, max: 2048 };

/** From the service model of IAM, 2010-05-08. */
export const IAM_INPUTS = {
  GenerateServiceLastAccessedDetails: {
    Arn: { type: 'string', required: true, min: 20, max: 2048 },
    Granularity: { type: 'string', enum: ['SERVICE_LEVEL', 'ACTION_LEVEL'] },
  },
  GetAccountAuthorizationDetails: {
    Filter: {
      type: 'list',
      member: { type: 'string', enum: ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] },
    },
    ...PAGING,
  },
  GenerateCredentialReport: {},
  GetCredentialReport: {},
  GetPolicy: { PolicyArn: POLICY_ARN },
  GetPolicyVersion: {
    PolicyArn: POLICY_ARN,
    VersionId: { type: 'string', required: true, pattern: 'v[1-9][0-9]*(\\.[A-Za-z0-9-]*)?' },
  },
  GetRole: { RoleName: { type: 'string', required: true, min: 1, max: 64, pattern: '[\\w+=,.@-]+' } },
  GetServiceLastAccessedDetails: {
    JobId: { type: 'string', required: true, min: 36, max: 36 },
    ...PAGING,
  },
  ListAccountAliases: PAGING,
  ListDelegationRequests: { OwnerId: NOT_HONOURED, ...PAGING },
  ListRoles: {
    PathPrefix: { type: 'string', min: 1, max: 512, pattern: '\\u002F[\\u0021-\\u007F]*' },
    ...PAGING,
  },
} satisfies Record<string, Input>;
