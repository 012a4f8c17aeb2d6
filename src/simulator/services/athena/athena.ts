import { stableUuid } from '../../digest.ts';
import { type PageRules, page } from '../../paging.ts';
import type { Request, Result, Service } from '../../service.ts';
import { isParams, text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { Execution } from './executions.ts';
import { ATHENA_INPUTS } from './inputs.ts';

const PAGES: PageRules = {
  sizeParameter: 'MaxResults',
  tokenParameter: 'NextToken',
  usual: 1000,
  most: 1000,
  badToken: 'InvalidRequestException',
};

function startQuery(request: Request): Result {
  const { params, simulation, account, now } = request;
  const queryText = text(params, 'QueryString') ?? '';
  // The same token once more starts nothing.
  const token = text(params, 'ClientRequestToken') ?? String(simulation.executions.size);
  const id = stableUuid('query', account.id, token);
  const within = isParams(params.QueryExecutionContext) ? params.QueryExecutionContext : {};
  const results = isParams(params.ResultConfiguration) ? params.ResultConfiguration : {};
  if (!simulation.executions.has(id)) {
    simulation.executions.set(id, {
      accountId: account.id,
      text: queryText,
      database: text(within, 'Database'),
      workGroup: text(params, 'WorkGroup') ?? 'primary',
      outputLocation: text(results, 'OutputLocation'),
      startedAt: now,
      query: account.contents.queries?.find(({ contains }) => queryText.includes(contains)),
      asks: 0,
      stopped: false,
    });
  }
  return { QueryExecutionId: id };
}

function getQuery(request: Request): Result {
  const execution = executionOf(request);
  const state = stateOf(execution);
  execution.asks += 1;
  const { workGroup, database, outputLocation, startedAt, query } = execution;
  const failure = state === 'FAILED' ? (query?.failure ?? 'SYNTAX_ERROR: mismatched input') : undefined;
  return {
    QueryExecution: {
      QueryExecutionId: text(request.params, 'QueryExecutionId'),
      Query: execution.text,
      StatementType: 'DML',
      ResultConfiguration: { OutputLocation: outputLocation },
      QueryExecutionContext: { Database: database },
      Status: { State: state, StateChangeReason: failure, SubmissionDateTime: startedAt.getTime() / 1000 },
      Statistics: { DataScannedInBytes: state === 'SUCCEEDED' ? (query?.scannedBytes ?? 0) : 0 },
      WorkGroup: workGroup,
    },
  };
}

function getResults(request: Request): Result {
  const execution = executionOf(request);
  const state = stateOf(execution);
  const { query } = execution;
  if (state !== 'SUCCEEDED' || query === undefined) {
    const words =
      state === 'SUCCEEDED' || state === 'QUEUED' || state === 'RUNNING'
        ? `Query has not yet finished. Current state: ${state}`
        : `Query did not finish successfully. Final query state: ${state}`;
    throw new ServiceError('InvalidRequestException', words);
  }
  // The names of the columns are the first row of the first page.
  const { items, next } = page(request, [query.columns, ...query.rows], PAGES);
  return {
    ResultSet: {
      Rows: items.map((row) => ({
        Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
      })),
      ResultSetMetadata: { ColumnInfo: query.columns.map((Name) => ({ Name, Type: 'varchar' })) },
    },
    NextToken: next,
  };
}

function stopQuery(request: Request): Result {
  executionOf(request).stopped = true;
  return {};
}

function executionOf({ params, simulation, account }: Request): Execution {
  const id = text(params, 'QueryExecutionId') ?? '';
  const execution = simulation.executions.get(id);
  if (execution?.accountId === account.id) return execution;
  throw new ServiceError('InvalidRequestException', `QueryExecution ${id} was not found`);
}

function stateOf({ query, asks, stopped }: Execution): string {
  if (stopped) return 'CANCELLED';
  const { asks: needed = 1, failure } = query ?? {};
  if (asks < needed) return asks === 0 ? 'QUEUED' : 'RUNNING';
  return query === undefined || failure !== undefined ? 'FAILED' : 'SUCCEEDED';
}

/** Amazon Athena: queries whose answers the world has. */
export const athena: Service = {
  signingName: 'athena',
  protocol: 'json',
  targetPrefix: 'AmazonAthena',
  regional: true,
  action: (operation) => `athena:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'TooManyRequestsException', status: 400 },
    internal: { code: 'InternalServerException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: ([violation]) =>
    new ServiceError('InvalidRequestException', `${violation?.at}: ${violation?.words}`),
  inputs: ATHENA_INPUTS,
  operations: {
    GetQueryExecution: getQuery,
    GetQueryResults: getResults,
    StartQueryExecution: startQuery,
    StopQueryExecution: stopQuery,
  },
};
