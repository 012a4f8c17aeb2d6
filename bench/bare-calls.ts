import type { Call } from '../src/model/call.ts';
import type { BareAccount, BareCall } from './bare-sdk.ts';

/** What the SDK alone is to call in each account to make the calls of a run again. */
export function bareAccounts(calls: ReadonlyArray<readonly Call[]>): BareAccount[] {
  return calls.map((made) => {
    const opening = made.find(({ operation }) => operation === 'AssumeRole');
    const roleArn = (opening?.parameters as { RoleArn?: string } | undefined)?.RoleArn;
    return { ...(roleArn === undefined ? {} : { roleArn }), calls: listingsOf(made) };
  });
}

function listingsOf(calls: readonly Call[]): BareCall[] {
  const listings = new Map<string, BareCall>();
  for (const { service, operation, region, fact, parameters } of calls) {
    if (operation === 'AssumeRole') continue;
    const asked = JSON.stringify([fact, service, operation, region, parameters]);
    const listing = listings.get(asked);
    if (listing !== undefined) listing.pages += 1;
    else {
      const place = region === 'global' ? 'us-east-1' : region;
      listings.set(asked, { service, operation, region: place, parameters: parameters as object, pages: 1 });
    }
  }
  return [...listings.values()];
}
