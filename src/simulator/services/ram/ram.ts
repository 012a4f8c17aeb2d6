import { refusedByRest } from '../../requests/refusals.ts';
import type { Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { RAM_INPUTS } from './inputs.ts';
import {
  getResourceShareAssociations,
  getResourceShareInvitations,
  getResourceShares,
  listResources,
} from './shares.ts';

/** AWS Resource Access Manager. */
export const ram: Service = {
  signingName: 'ram',
  protocol: 'rest-json',
  routes: [
    { method: 'POST', path: '/getresourceshares', operation: 'GetResourceShares' },
    {
      method: 'POST',
      path: '/getresourceshareassociations',
      operation: 'GetResourceShareAssociations',
    },
    {
      method: 'POST',
      path: '/getresourceshareinvitations',
      operation: 'GetResourceShareInvitations',
    },
    { method: 'POST', path: '/listresources', operation: 'ListResources' },
  ],
  regional: true,
  action: (operation) => `ram:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 429 },
    internal: { code: 'ServerInternalException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: (violations) => new ServiceError('InvalidParameterException', refusedByRest(violations).message),
  inputs: RAM_INPUTS,
  operations: {
    GetResourceShareAssociations: getResourceShareAssociations,
    GetResourceShareInvitations: getResourceShareInvitations,
    GetResourceShares: getResourceShares,
    ListResources: listResources,
  },
};
