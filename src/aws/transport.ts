import type { Readable } from 'node:stream';
import { NodeHttpHandler } from '@smithy/node-http-handler';

export interface TransportSetup {
  /** Connections to one endpoint at the same time, over all accounts. */
  maxSockets: number;
  connectionTimeoutMs: number;
  /** From the request to the response's headers, and again from there to the body's end. */
  requestTimeoutMs: number;
}

/** What clients send through. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

export interface Transport {
  /** Shared by all clients: their `destroy` and their settings do not reach the connections of others. */
  handler: RequestHandler;
  /** Closes every connection, those in use too. */
  close(): void;
}

/** One pool of connections for all clients of the run. */
export function createTransport(setup: TransportSetup): Transport {
  const pool = new NodeHttpHandler({
    connectionTimeout: setup.connectionTimeoutMs,
    requestTimeout: setup.requestTimeoutMs,
    throwOnRequestTimeout: true,
    // Ours are the only time limits: the SDK's own one on idle sockets differs from client to client.
    socketTimeout: 0,
    httpAgent: { keepAlive: true, maxSockets: setup.maxSockets },
    httpsAgent: { keepAlive: true, maxSockets: setup.maxSockets },
  });
  return {
    handler: {
      metadata: pool.metadata,
      async handle(request, options) {
        const answer = await pool.handle(request, options);
        endInTime(answer.response.body, setup.requestTimeoutMs);
        return answer;
      },
      destroy() {},
      updateHttpClientConfig() {},
      httpHandlerConfigs: () => pool.httpHandlerConfigs(),
    },
    close: () => pool.destroy(),
  };
}

/** The SDK's request timeout ends at the headers: a body that stalls or drips would be awaited for ever. */
function endInTime(body: Readable, milliseconds: number): void {
  const timer = setTimeout(() => {
    const error = new Error('The response body did not end in time.');
    error.name = 'TimeoutError';
    body.destroy(error);
  }, milliseconds);
  body.once('close', () => clearTimeout(timer));
  body.once('end', () => clearTimeout(timer));
}
