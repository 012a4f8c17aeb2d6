import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import { noteHost } from './hosts.ts';
import { type ProxyServer, proxyFor } from './proxy.ts';
import { caBundle } from './settings.ts';
import { notReached, proxyHeaders, refused, Tunnel } from './tunnel.ts';

/** What clients send through. */
export type RequestHandler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'updateHttpClientConfig' | 'httpHandlerConfigs'
>;

export interface NetworkSetup
  extends Pick<NodeHttpHandlerOptions, 'requestTimeout' | 'throwOnRequestTimeout' | 'socketTimeout'> {
  connectionTimeout: number;
  /** Connections to one endpoint at the same time. */
  maxSockets?: number;
}

type HttpRequest = Parameters<NodeHttpHandler['handle']>[0];

/**
 * The one way of the SDK's requests, those for credentials too: through the proxy that the environment names, and to
 * servers that the CA bundle knows. `destroy` closes every connection.
 */
export function openNetwork(setup: NetworkSetup): RequestHandler {
  const { maxSockets = 50, ...limits } = setup;
  const pool = { keepAlive: true, maxSockets };
  const routes = new Map<string, NodeHttpHandler>();

  function routeOf(proxy: ProxyServer | undefined): NodeHttpHandler {
    const key = JSON.stringify(proxy ?? null);
    const known = routes.get(key);
    if (known !== undefined) return known;
    const route = new NodeHttpHandler(async () => {
      const ca = await caBundle();
      if (proxy === undefined && ca === undefined) return { ...limits, httpAgent: pool, httpsAgent: pool };
      // Agents and not their options, of which the SDK would make other agents for uploads.
      const trust = ca === undefined ? pool : { ...pool, ca };
      const httpsAgent =
        proxy === undefined ? new HttpsAgent(trust) : new Tunnel(proxy, limits.connectionTimeout, trust);
      return { ...limits, httpAgent: new HttpAgent(pool), httpsAgent };
    });
    routes.set(key, route);
    return route;
  }

  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const target = new URL(`${request.protocol}//${request.hostname}:${request.port ?? ''}`);
      const proxy = proxyFor(target, process.env);
      // What is not secret is not tunnelled: the proxy itself is asked for it.
      const asked = proxy !== undefined && target.protocol === 'http:' ? proxy : undefined;
      try {
        if (asked === undefined) return await routeOf(proxy).handle(request, options);
        const answer = await routeOf(undefined).handle(askedOf(asked, request, target), options);
        const { statusCode, body } = answer.response;
        if (statusCode !== 407) return answer;
        body.destroy();
        throw refused(asked, statusCode);
      } catch (error) {
        noteHost(error, request.hostname, proxy?.name);
        throw asked !== undefined && isOfTheConnection(error) ? notReached(asked, error) : error;
      }
    },
    destroy() {
      for (const route of routes.values()) route.destroy();
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

/** The request as a proxy takes it, with the whole address. https://www.rfc-editor.org/rfc/rfc9112#name-absolute-form */
function askedOf(proxy: ProxyServer, request: HttpRequest, target: URL): HttpRequest {
  const asked: HttpRequest = Object.assign(Object.create(Object.getPrototypeOf(request)), request);
  asked.protocol = proxy.secure ? 'https:' : 'http:';
  asked.hostname = proxy.hostname;
  asked.port = proxy.port;
  asked.path = `${target.origin}${request.path}`;
  asked.headers = { ...request.headers, ...proxyHeaders(proxy) };
  return asked;
}

function isOfTheConnection(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}
