/** A token bucket for each account, service and Region. */
export interface ThrottleRule {
  /** The signing name, `iam`; every service, each by itself, when absent. */
  service?: string;
  ratePerSecond: number;
  burst: number;
}

/** Where a call goes. */
interface ThrottledCall {
  accountId: string;
  service: string;
  region: string;
}

/** Takes a token from the buckets of the call; false when one is empty. */
export type Throttle = (call: ThrottledCall) => boolean;

/** Token buckets, as AWS keeps them; without rules nothing is ever refused. */
export function createThrottle(
  rules: readonly ThrottleRule[],
  milliseconds: () => number = () => performance.now(),
): Throttle {
  const takers = rules.map((rule) => ({ service: rule.service, take: createBuckets(rule, milliseconds) }));
  return ({ accountId, service, region }) =>
    takers
      .filter((taker) => taker.service === undefined || taker.service === service)
      .every(({ take }) => take(`${accountId}|${service}|${region}`));
}

function createBuckets({ ratePerSecond, burst }: ThrottleRule, milliseconds: () => number) {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name: string): boolean => {
    const now = milliseconds();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * ratePerSecond);
    const admitted = tokens >= 1;
    buckets.set(name, { tokens: admitted ? tokens - 1 : tokens, at: now });
    return admitted;
  };
}
