import { partitionOf } from '../../names.ts';
import { page } from '../../paging.ts';
import { refusedByRest } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldLayer } from '../../world.ts';
import { documentText } from '../iam/documents.ts';
import { type FoundResource, pageOfResources, resourceNamed } from '../resources.ts';
import { LAMBDA_INPUTS } from './inputs.ts';

const PAGES = {
  sizeParameter: 'MaxItems',
  tokenParameter: 'Marker',
  badToken: 'InvalidParameterValueException',
} as const;

const MISSING = { code: 'ResourceNotFoundException', status: 404 };

function listFunctions(request: Request): Result {
  const { items, next } = pageOfResources(request, 'lambda', { ...PAGES, usual: 50, most: 50 });
  return {
    Functions: items.map(({ arn, resource }) => ({ FunctionArn: arn, FunctionName: resource.name })),
    NextMarker: next,
  };
}

function listAliases(request: Request): Result {
  const { resource, arn } = functionOf(request);
  const { items, next } = page(request, resource.aliases ?? [], { ...PAGES, usual: 50, most: 50 });
  return {
    Aliases: items.map(({ name }) => ({ AliasArn: `${arn}:${name}`, Name: name, FunctionVersion: '1' })),
    NextMarker: next,
  };
}

function functionOf(request: Request): FoundResource {
  return resourceNamed(request, 'lambda', request.params.FunctionName, MISSING);
}

function getPolicy(request: Request): Result {
  const found = functionOf(request);
  const { Qualifier } = request.params;
  if (Qualifier === undefined) return policyOf(found.policy);
  const alias = (found.resource.aliases ?? []).find(({ name }) => name === Qualifier);
  return policyOf(alias?.policy === undefined ? undefined : documentText(alias.policy));
}

function policyOf(policy: string | undefined): Result {
  if (policy === undefined) {
    throw new ServiceError(MISSING.code, 'The resource you requested does not exist.', MISSING.status);
  }
  return { Policy: policy };
}

function listLayers(request: Request): Result {
  const { items, next } = page(request, layersOf(request), { ...PAGES, usual: 50, most: 50 });
  return {
    Layers: items.map((layer) => ({
      LayerName: layer.name,
      LayerArn: layerArn(request, layer),
      LatestMatchingVersion: versionOf(request, layer, layer.versions.length),
    })),
    NextMarker: next,
  };
}

/** The newest first, as Lambda gives them. */
function listLayerVersions(request: Request): Result {
  const layer = layerOf(request);
  const numbers = layer.versions.map((_, index) => layer.versions.length - index);
  const { items, next } = page(request, numbers, { ...PAGES, usual: 50, most: 50 });
  return { LayerVersions: items.map((number) => versionOf(request, layer, number)), NextMarker: next };
}

function getLayerVersionPolicy(request: Request): Result {
  const policy = layerOf(request).versions[Number(request.params.VersionNumber) - 1]?.policy;
  return policyOf(policy === undefined ? undefined : documentText(policy));
}

function layersOf({ account, region }: Request): WorldLayer[] {
  return (account.contents.layers ?? []).filter((layer) => layer.region === region);
}

function layerOf(request: Request): WorldLayer {
  const { LayerName } = request.params;
  const found = layersOf(request).find(
    (layer) => layer.name === LayerName || layerArn(request, layer) === LayerName,
  );
  if (found === undefined)
    throw new ServiceError(MISSING.code, 'The resource you requested does not exist.', MISSING.status);
  return found;
}

function layerArn({ simulation, account, region }: Request, { name }: WorldLayer): string {
  return `arn:${partitionOf(simulation.world)}:lambda:${region}:${account.id}:layer:${name}`;
}

function versionOf(request: Request, layer: WorldLayer, number: number): Result {
  return { LayerVersionArn: `${layerArn(request, layer)}:${number}`, Version: number };
}

/** AWS Lambda: functions with their aliases, layers and their policies, and nothing that runs. */
export const lambda: Service = {
  signingName: 'lambda',
  protocol: 'rest-json',
  routes: [
    { method: 'GET', path: '/2015-03-31/functions', operation: 'ListFunctions' },
    { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/policy', operation: 'GetPolicy' },
    { method: 'GET', path: '/2015-03-31/functions/{FunctionName}/aliases', operation: 'ListAliases' },
    { method: 'GET', path: '/2018-10-31/layers', operation: 'ListLayers' },
    { method: 'GET', path: '/2018-10-31/layers/{LayerName}/versions', operation: 'ListLayerVersions' },
    {
      method: 'GET',
      path: '/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy',
      operation: 'GetLayerVersionPolicy',
    },
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
  operations: {
    GetLayerVersionPolicy: getLayerVersionPolicy,
    GetPolicy: getPolicy,
    ListAliases: listAliases,
    ListFunctions: listFunctions,
    ListLayerVersions: listLayerVersions,
    ListLayers: listLayers,
  },
};
