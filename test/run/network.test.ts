import { afterEach, expect, test } from 'vitest';
import { generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { startProxy } from '../aws/support/proxy-server.ts';
import { setEnvironment } from '../support/environment.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';
import { shortConfiguration } from '../support/short-configuration.ts';

const undo: Array<() => unknown> = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

async function scanning(environment: Record<string, string>) {
  const world = generateFleet({ accounts: 3, seed: 'network', asOf: AS_OF });
  const simulator = await startSimulator({ world, seed: 'network' });
  undo.push(() => simulator.close());
  undo.push(setEnvironment({ NO_PROXY: undefined, no_proxy: undefined, ...environment }));
  const { endpoint, credentials } = simulator;
  const scanned = () => runScan({ config: shortConfiguration(world), aws: { endpoint, credentials } });
  return { scanned, simulator };
}

test('a whole scan goes through the proxy, and none of it by NO_PROXY', async () => {
  const proxy = await startProxy();
  undo.push(() => proxy.close());
  const HTTP_PROXY = `http://user:topsecret@${proxy.name}`;
  const through = await (await scanning({ HTTP_PROXY })).scanned();
  expect(through.report.coverage.complete).toBe(true);
  const calls = proxy.asked.length;
  expect(calls).toBeGreaterThan(50);
  expect(new Set(proxy.authorizations).size).toBe(1);
  expect(JSON.stringify(through.report)).not.toContain('topsecret');

  const straight = await (await scanning({ HTTP_PROXY, NO_PROXY: '127.0.0.0/8' })).scanned();
  expect(proxy.asked).toHaveLength(calls);
  expect(straight.report.findings).toEqual(through.report.findings);
});

test('a proxy that is down ends the scan in words', async () => {
  const { scanned } = await scanning({ HTTP_PROXY: 'http://user:topsecret@127.0.0.1:1' });
  await expect(scanned()).rejects.toThrow(
    'the proxy 127.0.0.1:1 cannot be used: 127.0.0.1 refused the connection (ECONNREFUSED)',
  );
});
