import type { AccessKey } from '../../src/simulator/credentials.ts';

/** A request as it goes over the wire, free of what an SDK makes of it. */
export interface RawRequest {
  /** The signing name. */
  service: string;
  region?: string;
  method?: string;
  path?: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
}

export interface RawAnswer {
  status: number;
  type: string;
  body: string;
}

/** Sends it with the header of a signature, which neither the simulator nor moto checks. */
export async function ask(
  endpoint: string,
  { accessKeyId }: Pick<AccessKey, 'accessKeyId'>,
  request: RawRequest,
): Promise<RawAnswer> {
  const { service, region = 'us-east-1', method = 'POST', path = '/', headers = {}, body } = request;
  const scope = `${accessKeyId}/20260101/${region}/${service}/aws4_request`;
  const response = await fetch(`${endpoint}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      ...headers,
    },
    ...(body === undefined ? {} : { body }),
  });
  const type = (response.headers.get('content-type') ?? '').replace(/;.*/, '');
  return { status: response.status, type, body: await response.text() };
}

const VERSIONS: Readonly<Record<string, string>> = {
  iam: '2010-05-08',
  sts: '2011-06-15',
  cloudformation: '2010-05-15',
};

/** A request of the Query protocol. */
export function query(
  service: string,
  operation: string,
  params: Readonly<Record<string, string>> = {},
): RawRequest {
  return {
    service,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams({ Action: operation, Version: VERSIONS[service] ?? '', ...params })),
  };
}

/** A request to Organizations, in JSON 1.1. */
export function organizations(operation: string, params: object = {}): RawRequest {
  return {
    service: 'organizations',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSOrganizationsV20161128.${operation}`,
    },
    body: JSON.stringify(params),
  };
}

/** A request of a REST service. */
export function rest(service: string, method: string, path: string, params?: object): RawRequest {
  return {
    service,
    method,
    path,
    ...(params === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(params) }),
  };
}
