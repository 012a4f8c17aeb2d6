import type { Service } from '../service.ts';
import type { ThrottleRule } from '../throttle.ts';
import { serviceNamed } from './service-named.ts';

/** Reads `iam=10/20` or `*=10/20`: calls a second, and how many at once; throws an Error in plain words. */
export function readThrottle(text: string, services: readonly Service[]): ThrottleRule {
  const [, name, rate, burst] = /^([^=]+)=(\d+(?:\.\d+)?)\/(\d+)$/.exec(text) ?? [];
  if (name === undefined) throw new Error('It must be SERVICE=RATE/BURST, such as iam=10/20.');
  if (Number(burst) < 1) throw new Error('BURST must be at least 1, or no call would ever pass.');
  const limits = { ratePerSecond: Number(rate), burst: Number(burst) };
  return name === '*' ? limits : { service: serviceNamed(name, services).signingName, ...limits };
}
