import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { pageOfResources } from '../resources.ts';
import { EVENTS_INPUTS } from './inputs.ts';

function listEventBuses(request: Request): Result {
  const { items, next } = pageOfResources(request, 'events', {
    sizeParameter: 'Limit',
    tokenParameter: 'NextToken',
    usual: 100,
    most: 100,
    badToken: 'ValidationException',
  });
  return {
    EventBuses: items.map(({ arn, resource, policy }) => ({ Arn: arn, Name: resource.name, Policy: policy })),
    NextToken: next,
  };
}

/** Amazon EventBridge: event buses and their policies. The default bus is there where the world has one. */
export const eventBridge: Service = {
  signingName: 'events',
  protocol: 'json',
  targetPrefix: 'AWSEvents',
  regional: true,
  action: (operation) => `events:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'InternalException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: EVENTS_INPUTS,
  operations: { ListEventBuses: listEventBuses },
};
