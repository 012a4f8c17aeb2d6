import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { pageOfResources, resourceNamed } from '../resources.ts';
import { LAMBDA_INPUTS } from './inputs.ts';

function listFunctions(request: Request): Result {
  const { items, next } = pageOfResources(request, 'lambda', {
    sizeParameter: 'MaxItems',
    tokenParameter: 'Marker',
    usual: 50,
    most: 50,
    badToken: 'InvalidParameterValueException',
  });
  return {
    Functions: items.map(({ arn, resource }) => ({ FunctionArn: arn, FunctionName: resource.name })),
    NextMarker: next,
  };
}

function getPolicy(request: Request): Result {
  const missing = { code: 'ResourceNotFoundException', status: 404 };
  const { policy } = resourceNamed(request, 'lambda', request.params.FunctionName, missing);
  if (policy === undefined) {
    throw new ServiceError(missing.code, 'The resource you requested does not exist.', missing.status);
  }
  return { Policy: policy };
}

/** AWS Lambda: functions and their policies, and nothing that runs. */
export const lambda: Service = {
  signingName: 'lambda',
  protocol: 'rest-json',
  routes: [
    { method: 'GET', path: '/2015-03-31/functions', operation: 'ListFunctions' },
    { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/policy', operation: 'GetPolicy' },
  ],
  regional: true,
  action: (operation) => `lambda:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'TooManyRequestsException', status: 429 },
    internal: { code: 'ServiceException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: LAMBDA_INPUTS,
  operations: { GetPolicy: getPolicy, ListFunctions: listFunctions },
};
