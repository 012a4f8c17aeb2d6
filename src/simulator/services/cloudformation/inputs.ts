import { type Input, NOT_HONOURED, type Shape } from '../../requests/shape.ts';

const NEXT_TOKEN: Shape = { type: 'string', min: 1, max: 1024 };
const OPTIONAL_TEXT: Shape = { type: 'string' };
const REQUIRED_TEXT: Shape = { type: 'string', required: true };
const CALL_AS: Shape = { type: 'string', enum: ['SELF', 'DELEGATED_ADMIN'] };
/** The operations for drift are strict about the name, the older ones are not. */
const DRIFTING_STACK: Shape = {
  type: 'string',
  required: true,
  min: 1,
  pattern: '([a-zA-Z][-a-zA-Z0-9]*)|(arn:\\b(aws|aws-us-gov|aws-cn)\\b:[-a-zA-Z0-9:/._+]*)',
};

/** From the service model of CloudFormation, 2010-05-15. */
export const CLOUDFORMATION_INPUTS = {
  DescribeStackDriftDetectionStatus: {
    StackDriftDetectionId: { type: 'string', required: true, min: 1, max: 36 },
  },
  DescribeStackResourceDrifts: {
    StackName: DRIFTING_STACK,
    StackResourceDriftStatusFilters: {
      type: 'list',
      min: 1,
      max: 4,
      member: {
        type: 'string',
        enum: ['IN_SYNC', 'MODIFIED', 'DELETED', 'NOT_CHECKED', 'UNKNOWN', 'UNSUPPORTED'],
      },
    },
    NextToken: NEXT_TOKEN,
    MaxResults: { type: 'integer', min: 1, max: 100 },
  },
  DescribeStackResources: {
    StackName: OPTIONAL_TEXT,
    LogicalResourceId: OPTIONAL_TEXT,
    PhysicalResourceId: OPTIONAL_TEXT,
  },
  DescribeStackSet: { StackSetName: REQUIRED_TEXT, CallAs: CALL_AS },
  DescribeStacks: { StackName: OPTIONAL_TEXT, NextToken: NEXT_TOKEN },
  DetectStackDrift: { StackName: DRIFTING_STACK, LogicalResourceIds: NOT_HONOURED },
  DetectStackResourceDrift: { StackName: DRIFTING_STACK, LogicalResourceId: REQUIRED_TEXT },
  GetTemplate: {
    StackName: OPTIONAL_TEXT,
    ChangeSetName: NOT_HONOURED,
    TemplateStage: { type: 'string', enum: ['Original', 'Processed'] },
  },
  ListStackInstances: {
    StackSetName: REQUIRED_TEXT,
    NextToken: NEXT_TOKEN,
    MaxResults: { type: 'integer', min: 1, max: 100 },
    Filters: NOT_HONOURED,
    StackInstanceAccount: NOT_HONOURED,
    StackInstanceRegion: NOT_HONOURED,
    CallAs: CALL_AS,
  },
  ListStackResources: { StackName: REQUIRED_TEXT, NextToken: NEXT_TOKEN },
  ListStackSets: {
    NextToken: NEXT_TOKEN,
    MaxResults: { type: 'integer', min: 1, max: 100 },
    Status: { type: 'string', enum: ['ACTIVE', 'DELETED'] },
    CallAs: CALL_AS,
  },
  ListStacks: {
    StackStatusFilter: {
      type: 'list',
      member: {
        type: 'string',
        enum: [
          'CREATE_IN_PROGRESS',
          'CREATE_FAILED',
          'CREATE_COMPLETE',
          'ROLLBACK_IN_PROGRESS',
          'ROLLBACK_FAILED',
          'ROLLBACK_COMPLETE',
          'DELETE_IN_PROGRESS',
          'DELETE_FAILED',
          'DELETE_COMPLETE',
          'UPDATE_IN_PROGRESS',
          'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
          'UPDATE_COMPLETE',
          'UPDATE_FAILED',
          'UPDATE_ROLLBACK_IN_PROGRESS',
          'UPDATE_ROLLBACK_FAILED',
          'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
          'UPDATE_ROLLBACK_COMPLETE',
          'REVIEW_IN_PROGRESS',
          'IMPORT_IN_PROGRESS',
          'IMPORT_COMPLETE',
          'IMPORT_ROLLBACK_IN_PROGRESS',
          'IMPORT_ROLLBACK_FAILED',
          'IMPORT_ROLLBACK_COMPLETE',
        ],
      },
    },
    NextToken: NEXT_TOKEN,
  },
} satisfies Record<string, Input>;
