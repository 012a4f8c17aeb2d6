import type { Result, Service } from '../service.ts';
import type { ServiceError } from './service-error.ts';
import { renderFlatXml, renderXml } from './xml.ts';

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A response in the service's protocol. */
export function reply(service: Service, operation: string, result: Result, requestId: string): Reply {
  if (service.protocol === 'query') {
    const content = renderXml(result);
    const wrapped = content === '' ? '' : `<${operation}Result>${content}</${operation}Result>`;
    return {
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<${operation}Response xmlns="${service.namespace}">${wrapped}<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
    };
  }
  if (service.protocol === 'rest-xml') {
    const { document } = result;
    const isText = typeof document === 'string';
    return {
      status: 200,
      headers: {
        'content-type': isText ? 'application/json' : 'application/xml',
        'x-amz-request-id': requestId,
      },
      body: isText ? document : renderFlatXml(result, ` xmlns="${service.namespace}"`),
    };
  }
  return {
    status: 200,
    headers: { 'content-type': jsonType(service), 'x-amzn-requestid': requestId },
    body: JSON.stringify(result),
  };
}

/** An error in the service's protocol; without a service, in that of the Query services. */
export function errorReply(service: Service | undefined, error: ServiceError, requestId: string): Reply {
  const { code, status, message, members } = error;
  if (service === undefined || service.protocol === 'query') {
    const type = status >= 500 ? 'Receiver' : 'Sender';
    const xmlns = service ? ` xmlns="${service.namespace}"` : '';
    return {
      status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId },
      body: `<ErrorResponse${xmlns}>${renderXml({ Error: { Type: type, Code: code, Message: message }, RequestId: requestId })}</ErrorResponse>`,
    };
  }
  if (service.protocol === 'rest-xml') {
    const told = { Error: { Code: code, Message: message } };
    return {
      status,
      headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
      body: renderXml(service.wrapsErrors ? { ErrorResponse: { ...told, RequestId: requestId } } : told),
    };
  }
  const headers: Record<string, string> = {
    'content-type': jsonType(service),
    'x-amzn-requestid': requestId,
  };
  if (service.protocol === 'json') {
    return { status, headers, body: JSON.stringify({ __type: code, Message: message, ...members }) };
  }
  headers['x-amzn-errortype'] = code;
  return { status, headers, body: JSON.stringify({ message, ...members }) };
}

function jsonType(service: Service): string {
  return service.protocol === 'json' ? 'application/x-amz-json-1.1' : 'application/json';
}
