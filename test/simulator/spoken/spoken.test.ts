import { describe, expect, test } from 'vitest';
import type { Fault } from '../../../src/simulator/faults.ts';
import { latencyOf } from '../../../src/simulator/latency.ts';
import { SERVICES } from '../../../src/simulator/simulator.ts';
import { readFault } from '../../../src/simulator/spoken/fault.ts';
import { readLatency } from '../../../src/simulator/spoken/latency.ts';
import { readThrottle } from '../../../src/simulator/spoken/throttle.ts';
import { createThrottle } from '../../../src/simulator/throttle.ts';

describe('a fault', () => {
  const understood: ReadonlyArray<[string, Fault]> = [
    ['iam=AccessDenied', { kind: 'access-denied', service: 'iam' }],
    ['*=Throttling', { kind: 'throttle' }],
    ['iam:ListRoles=ExpiredToken', { kind: 'expired-token', service: 'iam', operation: 'ListRoles' }],
    [
      'iam:ListRoles@111122223333=AccessDenied',
      { kind: 'access-denied', service: 'iam', operation: 'ListRoles', accountId: '111122223333' },
    ],
    [
      'access-analyzer/eu-west-1=InternalFailure,times=3',
      { kind: 'error-500', service: 'access-analyzer', region: 'eu-west-1', times: 3 },
    ],
    [
      'cloudformation@111122223333/us-east-1=Reset,after=10,times=1',
      {
        kind: 'reset',
        service: 'cloudformation',
        accountId: '111122223333',
        region: 'us-east-1',
        after: 10,
        times: 1,
      },
    ],
    // What CloudFormation does in the caller's name is refused as an action.
    ['iam:GetRole=AccessDenied', { kind: 'access-denied', service: 'iam', operation: 'iam:GetRole' }],
    [
      'iam:GetRolePolicy=AccessDenied',
      { kind: 'access-denied', service: 'iam', operation: 'iam:GetRolePolicy' },
    ],
  ];
  test.each(understood)('%s', (text, fault) => {
    expect(readFault(text, SERVICES)).toEqual(fault);
  });

  const refused: ReadonlyArray<[string, RegExp]> = [
    ['', /^It must be SERVICE/],
    ['iam', /^It must be SERVICE/],
    ['iam:ListRoles@1111=AccessDenied', /^It must be SERVICE/],
    ['iam=AccessDenied,often=3', /^It must be SERVICE/],
    ['iam=Denied', /one of AccessDenied, Throttling/],
    ['glacier=AccessDenied', /no service "glacier"/],
    ['iam:ListUsers=AccessDenied', /no iam:ListUsers/],
    ['*:ListRoles=AccessDenied', /needs the name of its service/],
    ['iam:GetRolePolicy=Throttling', /never called here/],
  ];
  test.each(refused)('that could not strike is refused: %s', (text, words) => {
    expect(() => readFault(text, SERVICES)).toThrow(words);
  });
});

describe('throttling', () => {
  test('is a rate and a burst of one service, or of each', () => {
    expect(readThrottle('iam=10/20', SERVICES)).toEqual({ service: 'iam', ratePerSecond: 10, burst: 20 });
    expect(readThrottle('*=0.5/1', SERVICES)).toEqual({ ratePerSecond: 0.5, burst: 1 });
    for (const text of ['iam', 'iam=10', 'iam=-1/2', 'iam=10/0', 'ec2=1/1']) {
      expect(() => readThrottle(text, SERVICES), text).toThrow();
    }
  });

  test('keeps a bucket an account, service and Region, and fills it again', () => {
    let now = 0;
    const throttle = createThrottle([{ service: 'iam', ratePerSecond: 2, burst: 2 }], () => now);
    const call = { accountId: '111122223333', service: 'iam', region: 'us-east-1' };
    expect([throttle(call), throttle(call), throttle(call)]).toEqual([true, true, false]);
    for (const other of [{ accountId: '444455556666' }, { service: 'sts' }, { region: 'eu-west-1' }]) {
      expect(throttle({ ...call, ...other })).toBe(true);
    }
    now = 500;
    expect([throttle(call), throttle(call)]).toEqual([true, false]);
  });
});

describe('latency', () => {
  test('is a number or a span of milliseconds', () => {
    expect(readLatency('60')).toBe(60);
    expect(readLatency('60-200')).toEqual({ from: 60, to: 200 });
    for (const text of ['', 'fast', '60-', '-60', '200-60', '1e3'])
      expect(() => readLatency(text), text).toThrow();
  });

  test('is the same for the same request, and all over the span', () => {
    const waits = Array.from({ length: 500 }, (_, i) => latencyOf({ from: 60, to: 200 }, `request ${i}`));
    expect(Math.min(...waits)).toBeLessThan(65);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...waits)).toBeGreaterThan(195);
    expect(Math.max(...waits)).toBeLessThanOrEqual(200);
    expect(latencyOf({ from: 60, to: 200 }, 'request 7')).toBe(waits[7]);
    expect(latencyOf(30, 'request 7')).toBe(30);
  });
});
