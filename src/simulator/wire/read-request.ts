import type { IncomingMessage } from 'node:http';
import type { Route, Service } from '../service.ts';
import { isParams, type Params, queryParams } from './params.ts';
import { ServiceError } from './service-error.ts';

/** What a request says of itself before anyone has checked who sent it. */
export interface WireRequest {
  service: Service;
  operation: string;
  params: Params;
  region: string;
  accessKeyId: string;
  securityToken: string | undefined;
}

/** The service and key that signed the request, from the Signature Version 4 header. */
export function readSignature(request: IncomingMessage, services: readonly Service[]) {
  const scope = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request,/.exec(
    request.headers.authorization ?? '',
  );
  if (!scope)
    throw new ServiceError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const [, accessKeyId = '', region = '', signingName = ''] = scope;
  const service = services.find(({ signingName: own, signsAs }) =>
    signsAs === undefined
      ? own === signingName
      : signsAs.name === signingName && request.url?.startsWith(signsAs.under),
  );
  if (!service) {
    throw new ServiceError(
      'UnknownService',
      `The simulator has no service that signs as ${signingName}.`,
      404,
    );
  }
  const token = request.headers['x-amz-security-token'];
  return { service, accessKeyId, region, securityToken: typeof token === 'string' ? token : undefined };
}

/** The operation and its parameters, according to the service's protocol. */
export function readOperation(
  request: IncomingMessage,
  body: string,
  service: Service,
): { operation: string; params: Params } {
  switch (service.protocol) {
    case 'query': {
      const form = new URLSearchParams(body);
      return { operation: form.get('Action') ?? '', params: queryParams(form) };
    }
    case 'json': {
      const target = String(request.headers['x-amz-target'] ?? '');
      const [operation = ''] = target.split('.').slice(-1);
      // Some SDKs send the name of CloudTrail's target with its package before it, and some without.
      const isOurs = `.${target}`.endsWith(`.${service.targetPrefix}.${operation}`);
      return { operation: isOurs ? operation : '', params: readJson(body) };
    }
    case 'rest-json':
    case 'rest-xml':
      return readRoute(request, body, service.routes);
  }
}

function readRoute(request: IncomingMessage, body: string, routes: readonly Route[]) {
  const url = new URL(request.url ?? '/', 'http://localhost');
  for (const route of routes) {
    const { method, path, operation, flag } = route;
    if (method !== request.method || (flag !== undefined && !url.searchParams.has(flag))) continue;
    const labels = matchPath(path, url.pathname);
    if (labels) return { operation, params: { ...readJson(body), ...named(route, url, request), ...labels } };
  }
  return { operation: '', params: {} };
}

/** What stands in the query and the headers, by the names of the model. `x-id` is the SDK's own note of the operation. */
function named({ flag, query = {}, headers = {} }: Route, url: URL, request: IncomingMessage): Params {
  const params: Params = {};
  for (const [name, value] of url.searchParams) {
    if (name !== flag && name !== 'x-id') params[query[name] ?? name] = value;
  }
  for (const [header, name] of Object.entries(headers)) {
    const value = request.headers[header];
    if (typeof value === 'string') params[name] = value;
  }
  return params;
}

function matchPath(template: string, path: string): Params | undefined {
  const wanted = template.replace(/\/$/, '').split('/');
  const found = path.replace(/\/$/, '').split('/');
  if (wanted.length !== found.length) return undefined;
  const labels: Params = {};
  for (const [i, part] of wanted.entries()) {
    const value = decodeURIComponent(found[i] ?? '');
    if (part.startsWith('{')) labels[part.slice(1, -1)] = value;
    else if (part !== value) return undefined;
  }
  return labels;
}

function readJson(body: string): Params {
  if (body === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (isParams(value)) return value;
  } catch {
    // Falls through to the same answer as a body that is JSON and no object.
  }
  throw new ServiceError('SerializationException', 'The request body is not a JSON object.', 400);
}
