/** What decides how AWS is reached; their values may hold passwords and are shown nowhere. */
const VARIABLES = [
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
  'AWS_CA_BUNDLE',
  'NODE_EXTRA_CA_CERTS',
  'AWS_ENDPOINT_URL',
];

/** Those of them that are set, by name. */
export function networkVariables(environment: Readonly<Record<string, string | undefined>>): string[] {
  return VARIABLES.filter((name) => (environment[name] ?? '') !== '');
}
