import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { publicAccessBlock, S3_ERRORS } from '../s3/s3.ts';
import { S3_CONTROL_INPUTS } from './inputs.ts';

function getPublicAccessBlock({ account, params }: Request): Result {
  if (params.AccountId !== account.id) throw new ServiceError('AccessDenied', 'Access Denied', 403);
  return publicAccessBlock(account.contents.publicAccessBlock);
}

/** Amazon S3 Control: Block Public Access of an account. */
export const s3Control: Service = {
  signingName: 's3-control',
  signsAs: { name: 's3', under: '/v20180820/' },
  protocol: 'rest-xml',
  namespace: 'http://awss3control.amazonaws.com/doc/2018-08-20/',
  wrapsErrors: true,
  routes: [
    {
      method: 'GET',
      path: '/v20180820/configuration/publicAccessBlock',
      operation: 'GetPublicAccessBlock',
      headers: { 'x-amz-account-id': 'AccountId' },
    },
  ],
  regional: true,
  action: () => 's3:GetAccountPublicAccessBlock',
  resource: () => undefined,
  errors: S3_ERRORS,
  refused: refusedByRest,
  inputs: S3_CONTROL_INPUTS,
  operations: { GetPublicAccessBlock: getPublicAccessBlock },
};
