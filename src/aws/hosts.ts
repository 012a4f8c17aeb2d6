/** Which host each failed request was on its way to: the SDK's errors say it only of names that do not resolve. */
const hosts = new WeakMap<Error, string>();

const HOST = /^[\w.:[\]-]{1,255}$/;

/** @param proxy the `host:port` of the proxy on the way */
export function noteHost(error: unknown, host: string, proxy?: string): void {
  if (!(error instanceof Error) || !HOST.test(host)) return;
  hosts.set(error, proxy === undefined || !HOST.test(proxy) ? host : `${host} by way of the proxy ${proxy}`);
}

/** The host, without a port; undefined where no request was sent, or its answer was read in full. */
export function hostOf(error: unknown): string | undefined {
  return error instanceof Error ? hosts.get(error) : undefined;
}
