import { GetAccountAuthorizationDetailsCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import { startSimulator } from '../../src/simulator/simulator.ts';

/** All pages of an account, twice over, and who asks. */
async function asked(keepAnswers: boolean) {
  const simulator = await startSimulator({ accounts: 2, keepAnswers });
  onTestFinished(() => simulator.close());
  const { endpoint, credentials } = simulator;
  const iam = new IAMClient({ endpoint, credentials, region: 'us-east-1' });
  const sts = new STSClient({ endpoint, credentials, region: 'us-east-1' });
  const answers: unknown[] = [];
  const requestIds: Array<string | undefined> = [];
  for (let round = 0; round < 2; round += 1) {
    let Marker: string | undefined;
    do {
      const { $metadata, ...page } = await iam.send(
        new GetAccountAuthorizationDetailsCommand(Marker === undefined ? {} : { Marker }),
      );
      answers.push(page);
      requestIds.push($metadata.requestId);
      Marker = page.Marker;
    } while (Marker !== undefined);
  }
  const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
  return { answers, requestIds, Arn };
}

test('kept answers are those that would be rendered anew, under request ids of their own', async () => {
  const kept = await asked(true);
  expect(kept).toEqual(await asked(false));
  expect(new Set(kept.requestIds).size).toBe(kept.answers.length);
  expect(kept.answers.length).toBeGreaterThan(4);
});
