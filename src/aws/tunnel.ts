import { type RequestOptions, STATUS_CODES, request as viaHttp } from 'node:http';
import { Agent, type AgentOptions, request as viaHttps } from 'node:https';
import type { Duplex } from 'node:stream';
import { noAnswerInWords } from './no-answer.ts';
import type { ProxyServer } from './proxy.ts';
import { WayFault } from './way-fault.ts';

/** Who asks the agent for a connection, as Node calls it. */
type Done = (error: Error | null, socket?: Duplex) => void;

/**
 * Connections to AWS through a proxy, which is asked for each by CONNECT and sees nothing of what goes through.
 * https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export class Tunnel extends Agent {
  readonly #proxy: ProxyServer;
  readonly #limitMs: number;

  /** @param limitMs what the proxy may take until the way is open */
  constructor(proxy: ProxyServer, limitMs: number, options: AgentOptions) {
    super(options);
    this.#proxy = proxy;
    this.#limitMs = limitMs;
  }

  override createConnection(options: RequestOptions, done: Done): undefined {
    const proxy = this.#proxy;
    const host = options.host ?? '';
    const target = `${host.includes(':') ? `[${host}]` : host}:${options.port}`;
    const asked = (proxy.secure ? viaHttps : viaHttp)({
      host: proxy.hostname,
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...proxyHeaders(proxy) },
      agent: false,
      ...(this.options.ca === undefined ? {} : { ca: this.options.ca }),
    });
    const late = Object.assign(new Error(), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => asked.destroy(late), this.#limitMs);
    asked.once('error', (error) => {
      clearTimeout(timer);
      done(notReached(proxy, error));
    });
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      clearTimeout(timer);
      if (statusCode >= 200 && statusCode < 300) {
        done(null, super.createConnection({ ...options, socket } as RequestOptions) ?? undefined);
        return;
      }
      socket.destroy();
      done(refused(proxy, statusCode));
    });
    asked.end();
    return undefined;
  }
}

export function proxyHeaders({ authorization }: ProxyServer): Record<string, string> {
  return authorization === undefined ? {} : { 'proxy-authorization': authorization };
}

/** The proxy answered in AWS's stead. */
export function refused({ name }: ProxyServer, status: number): WayFault {
  const meaning = STATUS_CODES[status];
  const words = `the proxy ${name} answered ${status}${meaning === undefined ? '' : ` (${meaning})`}`;
  return new WayFault(words, 'PROXY', status === 429 || status >= 500);
}

/** The proxy could not be asked. */
export function notReached({ name, hostname }: ProxyServer, error: unknown): WayFault {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!/^[A-Z][A-Z_]{2,60}$/.test(code))
    return new WayFault(`the proxy ${name} did not answer as one`, 'PROXY');
  const why =
    code === 'ETIMEDOUT' ? `it gave no answer in time (${code})` : noAnswerInWords(code, hostname, 'global');
  return new WayFault(`the proxy ${name} cannot be used: ${why}`, code, true);
}
