import { digest } from '../../digest.ts';
import { partitionOf } from '../../names.ts';
import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import { type FoundResource, pageOfResources, resourceNamed, resourcesOf } from '../resources.ts';
import { KMS_INPUTS } from './inputs.ts';

const PAGES = {
  sizeParameter: 'Limit',
  tokenParameter: 'Marker',
  badToken: 'InvalidMarkerException',
} as const;

function listKeys(request: Request): Result {
  const { items, next } = pageOfResources(request, 'kms', { ...PAGES, usual: 100, most: 1000 });
  return {
    Keys: items.map(({ arn, resource }) => ({ KeyId: resource.name, KeyArn: arn })),
    NextMarker: next,
    Truncated: next !== undefined,
  };
}

function listAliases(request: Request): Result {
  const all = resourcesOf(request, 'kms').flatMap(({ resource: { alias, name } }) =>
    alias === undefined ? [] : [{ alias, name }],
  );
  const { items, next } = page(request, all, { ...PAGES, usual: 50, most: 100 });
  return {
    Aliases: items.map(({ alias, name }) => ({ AliasName: alias, TargetKeyId: name })),
    NextMarker: next,
    Truncated: next !== undefined,
  };
}

function getKeyPolicy(request: Request): Result {
  const { policy = accountOnly(request) } = keyOf(request);
  const { PolicyName = 'default' } = request.params;
  if (PolicyName !== 'default') throw new ServiceError('NotFoundException', 'No such policy exists');
  return { Policy: policy, PolicyName: 'default' };
}

function listGrants(request: Request): Result {
  const { resource, arn } = keyOf(request);
  const { items, next } = page(request, resource.grants ?? [], { ...PAGES, usual: 50, most: 100 });
  return {
    Grants: items.map(({ grantee, operations, ofService }) => ({
      KeyId: arn,
      GrantId: digest(arn, grantee),
      [ofService === true ? 'GranteeServicePrincipal' : 'GranteePrincipal']: grantee,
      Operations: operations,
    })),
    NextMarker: next,
    Truncated: next !== undefined,
  };
}

function keyOf(request: Request): FoundResource {
  return resourceNamed(request, 'kms', request.params.KeyId, { code: 'NotFoundException' });
}

/** The policy that KMS gives to a key of which nobody says another. */
function accountOnly({ simulation, account }: Request): string {
  const AWS = `arn:${partitionOf(simulation.world)}:iam::${account.id}:root`;
  return JSON.stringify({
    Version: '2012-10-17',
    Id: 'key-default-1',
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS },
        Action: 'kms:*',
        Resource: '*',
      },
    ],
  });
}

/** AWS KMS: keys with their policies and grants, and no cryptography. */
export const kms: Service = {
  signingName: 'kms',
  protocol: 'json',
  targetPrefix: 'TrentService',
  regional: true,
  action: (operation) => `kms:${operation}`,
  resource: () => undefined,
  errors: {
    throttled: { code: 'ThrottlingException', status: 400 },
    internal: { code: 'KMSInternalException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByRest,
  inputs: KMS_INPUTS,
  operations: {
    GetKeyPolicy: getKeyPolicy,
    ListAliases: listAliases,
    ListGrants: listGrants,
    ListKeys: listKeys,
  },
};
