import ipaddr from 'ipaddr.js';
import { WayFault } from './way-fault.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A proxy on the way. Its user and password are in `authorization` alone, which is never shown. */
export interface ProxyServer {
  secure: boolean;
  hostname: string;
  port: number;
  /** `host:port`, for messages. */
  name: string;
  /** The value of the header `Proxy-Authorization`; undefined when the address names no user. */
  authorization: string | undefined;
}

/**
 * The proxy for a request, by `HTTPS_PROXY` or `HTTP_PROXY` and `NO_PROXY` as the AWS CLI and curl read them: small
 * letters win, and a variable that is empty is none. Undefined when the request goes straight. Throws `WayFault` for an
 * address that is none, which must not send anything straight.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-proxy.html
 */
export function proxyFor(target: URL, env: Environment): ProxyServer | undefined {
  const name = target.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const address = (env[name.toLowerCase()] ?? env[name] ?? '').trim();
  if (address === '' || goesStraight(target, env.no_proxy ?? env.NO_PROXY ?? '')) return undefined;
  return parseProxy(address, name);
}

/** Every proxy that the environment names is one that can be used. Throws `WayFault`. */
export function demandProxies(env: Environment): void {
  for (const protocol of ['http', 'https']) proxyFor(new URL(`${protocol}://amazonaws.invalid`), env);
}

function parseProxy(address: string, variable: string): ProxyServer {
  const text = address.includes('://') ? address : `http://${address}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || url.hostname === '')
    throw new WayFault(
      `${variable} is not the address of a proxy, such as http://proxy.example:3128`,
      'PROXY',
    );
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new WayFault(
      `${variable} names a proxy for ${url.protocol.slice(0, -1)}; only http and https can be used`,
      'PROXY',
    );
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  const user = `${decoded(url.username)}:${decoded(url.password)}`;
  return {
    secure,
    hostname: withoutBrackets(url.hostname),
    port,
    name: `${url.hostname}:${port}`,
    authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * `NO_PROXY`: hosts with everything below them (`example.com`, `.example.com` and `*.example.com` are the same), with a
 * port or without, addresses and ranges of addresses, or `*`.
 */
function goesStraight(target: URL, list: string): boolean {
  const host = withoutBrackets(target.hostname).toLowerCase();
  const port = target.port === '' ? (target.protocol === 'https:' ? '443' : '80') : target.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      if (entry === '') return false;
      if (entry === '*') return true;
      if (isWithin(host, entry)) return true;
      const [, name = entry, only] = /^(\[[^\]]*\]|[^:]*):(\d+)$/.exec(entry) ?? [];
      const domain = withoutBrackets(name).replace(/^\*?\./, '');
      return (
        domain !== '' &&
        (only === undefined || only === port) &&
        (host === domain || (host.endsWith(`.${domain}`) && !ipaddr.isValid(host)))
      );
    });
}

function isWithin(host: string, range: string): boolean {
  if (!ipaddr.isValid(host) || !ipaddr.isValidCIDR(range)) return false;
  const address = ipaddr.process(host);
  const [base, bits] = ipaddr.parseCIDR(range);
  return address.kind() === base.kind() && address.match(base, bits);
}

function withoutBrackets(host: string): string {
  return host.replace(/^\[|\]$/g, '');
}
