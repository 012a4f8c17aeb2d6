import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Call } from '../src/model/call.ts';
import type { BareAccount, BareCall, BareCalls } from './bare-sdk.ts';
import { madeCalls } from './made-calls.ts';
import { measuredProcess } from './measured-process.ts';
import { scan, withSimulatedAws } from './measured-scan.ts';
import { medianOf } from './median.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ACCOUNTS = size(500, 3);
const ROLES = size(200, 20);
const ROUNDS = size(3, 1);
const CONCURRENCY = { accounts: 8, callsPerAccount: 4 };

/** What a scan takes of the processor, against its calls made by the SDK alone. */
export function floor(): Promise<Comparison[]> {
  return withSimulatedAws({ accounts: ACCOUNTS, rolesPerAccount: ROLES }, async (aws, folder) => {
    const scanned = () => scan(folder, aws, { concurrency: CONCURRENCY });
    // The first is not counted: in it the answers are rendered.
    const calls = await madeCalls((await scanned()).directory);
    const plan = join(folder, 'bare-calls.json');
    await writeFile(plan, JSON.stringify(bareCalls(calls, aws.externalId)));
    const bare = () => measuredProcess([join(import.meta.dirname, 'bare-sdk.js'), plan], aws.environment);

    const rounds: Array<{ bare: number; scan: number }> = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const floor = await bare();
      const expected = calls.flat().length;
      if (Number(floor.stdout) !== expected)
        throw new Error(`The bare SDK made ${floor.stdout} calls, and the scan ${expected}.`);
      rounds.push({ bare: floor.processorSeconds, scan: (await scanned()).processorSeconds });
    }
    const bareSeconds = medianOf(rounds.map((round) => round.bare));
    const scanSeconds = medianOf(rounds.map((round) => round.scan));
    return [
      {
        what: `Processor time of a scan of ${ACCOUNTS} accounts with ${ROLES} roles each`,
        base: `its ${calls.flat().length} calls by the SDK alone: ${bareSeconds.toFixed(1)} s`,
        measured: `${scanSeconds.toFixed(1)} s`,
        ratio: medianOf(rounds.map((round) => round.scan / round.bare)),
        bound: 1.5,
      },
    ];
  });
}

function bareCalls(calls: ReadonlyArray<readonly Call[]>, externalId: string): BareCalls {
  return { externalId, concurrency: CONCURRENCY, accounts: calls.map(bareAccount) };
}

function bareAccount(calls: readonly Call[]): BareAccount {
  const opening = calls.find(({ operation }) => operation === 'AssumeRole');
  const listings = new Map<string, BareCall>();
  for (const { service, operation, region, fact, parameters } of calls) {
    if (operation === 'AssumeRole') continue;
    const asked = JSON.stringify([fact, service, operation, region, parameters]);
    const listing = listings.get(asked);
    if (listing !== undefined) listing.pages += 1;
    else
      listings.set(asked, {
        service,
        operation,
        region: region === 'global' ? 'us-east-1' : region,
        parameters: parameters as object,
        pages: 1,
      });
  }
  const roleArn = (opening?.parameters as { RoleArn?: string } | undefined)?.RoleArn;
  return { ...(roleArn === undefined ? {} : { roleArn }), calls: [...listings.values()] };
}
