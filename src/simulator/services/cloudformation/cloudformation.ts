import type { Service } from '../../service.ts';

export const cloudFormation: Service = {
  signingName: 'cloudformation',
  protocol: 'query',
  namespace: 'urn:none',
  regional: true,
  action: (operation) => `cloudformation:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'Throttling', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDenied', status: 403 },
  },
  operations: {},
};
