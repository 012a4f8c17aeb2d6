export interface ThrottleOptions {
  ratePerSecond: number;
  burst: number;
}

/** Takes a token from the bucket; false when it is empty. */
export type Throttle = (bucket: string) => boolean;

/** Token buckets as AWS keeps them for each account, API and Region. Without options nothing is ever refused. */
export function createThrottle(
  options: ThrottleOptions | undefined,
  milliseconds: () => number = () => performance.now(),
): Throttle {
  if (!options) return () => true;
  const { ratePerSecond, burst } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (name) => {
    const now = milliseconds();
    const bucket = buckets.get(name) ?? { tokens: burst, at: now };
    const tokens = Math.min(burst, bucket.tokens + ((now - bucket.at) / 1000) * ratePerSecond);
    const admitted = tokens >= 1;
    buckets.set(name, { tokens: admitted ? tokens - 1 : tokens, at: now });
    return admitted;
  };
}
