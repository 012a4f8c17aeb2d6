import { queryObjects } from 'node:v8';
import { STSClient } from '@aws-sdk/client-sts';
import { expect, it } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { AS_OF } from '../support/fixed-clock.ts';
import { runScan } from '../support/scan.ts';
import { bareConfiguration, PAGES } from '../support/short-configuration.ts';

it('lets go of the way to each account when the account is done, however many there are', async () => {
  const clock = () => new Date(AS_OF);
  const accounts = 6;
  const simulator = await startSimulator({ clock, asOf: AS_OF, seed: '1', accounts, pageSize: PAGES });
  /** Clients of STS in the heap: each way has one for its session, with all that belongs to it. */
  const alive: number[] = [];
  let done = 0;
  try {
    await runScan({
      config: { ...bareConfiguration(simulator.world), concurrency: { accounts: 1, callsPerAccount: 4 } },
      aws: { endpoint: simulator.endpoint, credentials: simulator.credentials },
      watch: ({ kind }) => {
        if (kind !== 'account-done') return;
        done += 1;
        if (done === accounts) alive.push(queryObjects(STSClient, { format: 'count' }));
      },
    });
  } finally {
    await simulator.close();
  }
  // The caller's own, that of the last account, and such as something on its way still holds.
  expect(alive).toEqual([expect.toSatisfy((count: number) => count <= 3)]);
});
