import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { pageOfResources, resourceNamed, seconds } from '../resources.ts';
import { BACKUP_INPUTS } from './inputs.ts';

function listBackupVaults(request: Request): Result {
  const { items, next } = pageOfResources(request, 'backup', {
    sizeParameter: 'MaxResults',
    tokenParameter: 'NextToken',
    usual: 1000,
    most: 1000,
    badToken: 'InvalidParameterValueException',
  });
  return {
    BackupVaultList: items.map(({ arn, resource, createdAt }) => ({
      BackupVaultArn: arn,
      BackupVaultName: resource.name,
      CreationDate: seconds(createdAt),
    })),
    NextToken: next,
  };
}

function getBackupVaultAccessPolicy(request: Request): Result {
  const missing = { code: 'ResourceNotFoundException', status: 400 };
  const { arn, resource, policy } = resourceNamed(request, 'backup', request.params.BackupVaultName, missing);
  if (policy === undefined) throw new ServiceError(missing.code, 'No policy is attached to the vault.');
  return { BackupVaultArn: arn, BackupVaultName: resource.name, Policy: policy };
}

/** AWS Backup: vaults and their policies, and no recovery points. */
export const backup: Service = {
  signingName: 'backup',
  protocol: 'rest-json',
  routes: [
    {
      method: 'GET',
      path: '/backup-vaults',
      operation: 'ListBackupVaults',
      query: { maxResults: 'MaxResults', nextToken: 'NextToken' },
    },
    {
      method: 'GET',
      path: '/backup-vaults/{BackupVaultName}/access-policy',
      operation: 'GetBackupVaultAccessPolicy',
    },
  ],
  regional: true,
  action: (operation) => `backup:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 429 },
    internal: { code: 'ServiceUnavailableException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 403 },
  },
  refused: refusedByRest,
  inputs: BACKUP_INPUTS,
  operations: { GetBackupVaultAccessPolicy: getBackupVaultAccessPolicy, ListBackupVaults: listBackupVaults },
};
