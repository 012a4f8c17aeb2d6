/** Which host each failed request was on its way to: the SDK's errors say it only of names that do not resolve. */
const hosts = new WeakMap<Error, string>();

export function noteHost(error: unknown, host: string): void {
  if (error instanceof Error && /^[\w.:[\]-]{1,255}$/.test(host)) hosts.set(error, host);
}

/** The host, without a port; undefined where no request was sent, or its answer was read in full. */
export function hostOf(error: unknown): string | undefined {
  return error instanceof Error ? hosts.get(error) : undefined;
}
