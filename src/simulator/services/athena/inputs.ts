import { type Input, NOT_HONOURED } from '../../requests/shape.ts';

const QUERY_EXECUTION_ID = {
  type: 'string',
  required: true,
  min: 1,
  max: 128,
  pattern: '\\S+',
} as const;

/** From the service model of Athena, 2017-05-18. */
export const ATHENA_INPUTS = {
  GetQueryExecution: { QueryExecutionId: QUERY_EXECUTION_ID },
  GetQueryResults: {
    MaxResults: { type: 'integer', min: 1, max: 1000 },
    NextToken: { type: 'string', min: 1, max: 1024 },
    QueryExecutionId: QUERY_EXECUTION_ID,
    QueryResultType: NOT_HONOURED,
  },
  StartQueryExecution: {
    ClientRequestToken: { type: 'string', min: 32, max: 128 },
    EngineConfiguration: NOT_HONOURED,
    ExecutionParameters: NOT_HONOURED,
    QueryExecutionContext: {
      type: 'structure',
      members: {
        Catalog: NOT_HONOURED,
        Database: { type: 'string', min: 1, max: 255 },
      },
    },
    QueryString: { type: 'string', required: true, min: 1, max: 262144 },
    ResultConfiguration: {
      type: 'structure',
      members: {
        AclConfiguration: NOT_HONOURED,
        EncryptionConfiguration: NOT_HONOURED,
        ExpectedBucketOwner: NOT_HONOURED,
        OutputLocation: { type: 'string' },
      },
    },
    ResultReuseConfiguration: NOT_HONOURED,
    WorkGroup: { type: 'string', pattern: '[a-zA-Z0-9._-]{1,128}' },
  },
  StopQueryExecution: { QueryExecutionId: QUERY_EXECUTION_ID },
} satisfies Record<string, Input>;
