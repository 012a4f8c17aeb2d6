/** The Region of the trust anchor as whose certificates a party comes; undefined where it comes another way. */
export function anchorRegion(principal: string): string | undefined {
  return /^arn:[^:]+:rolesanywhere:([^:]+):\d{12}:trust-anchor\//.exec(principal)?.[1];
}
