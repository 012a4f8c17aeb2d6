import type { Service } from '../../service.ts';

export const accessAnalyzer: Service = {
  signingName: 'access-analyzer',
  protocol: 'query',
  namespace: 'urn:none',
  regional: true,
  action: (operation) => `access-analyzer:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'Throttling', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDenied', status: 403 },
  },
  operations: {},
};
