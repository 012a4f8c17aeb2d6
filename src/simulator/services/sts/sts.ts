import { refusedByQuery } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { assumeRole } from './assume-role.ts';
import { STS_INPUTS } from './inputs.ts';

function getCallerIdentity({ caller }: Request): Result {
  return { UserId: caller.userId, Account: caller.accountId, Arn: caller.arn };
}

/** AWS Security Token Service. */
export const sts: Service = {
  signingName: 'sts',
  protocol: 'query',
  namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
  regional: true,
  action: (operation) => `sts:${operation}`,
  resource: ({ params }) => text(params, 'RoleArn'),
  errors: {
    throttled: { code: 'Throttling', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDenied', status: 403 },
  },
  refused: refusedByQuery,
  inputs: STS_INPUTS,
  operations: { GetCallerIdentity: getCallerIdentity, AssumeRole: assumeRole },
};
