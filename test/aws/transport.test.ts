import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../src/aws/clock.ts';
import { type Aws, openAws } from '../../src/aws/connection.ts';

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>';

const open: Array<() => void> = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** An AWS that answers as told, and the way to it. */
async function serving(
  answer: Parameters<typeof createServer>[1],
  requestTimeoutMs = 300_000,
): Promise<{ aws: Aws; server: Server }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const aws = openAws({
    version: '1.2.3',
    runId: 'r',
    clock: systemClock,
    concurrency: { accounts: 2, callsPerAccount: 3 },
    homeRegion: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    requestTimeoutMs,
  });
  open.push(
    () => aws.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { aws, server };
}

function whoAmI(aws: Aws) {
  return aws
    .connect('111122223333', { kind: 'caller' }, () => {})
    .caller('session')
    .call('sts', 'GetCallerIdentity', 'global', {});
}

describe('the connection', () => {
  test.each([
    ['never answers', () => {}],
    [
      'stops in the middle of the body',
      (_request: unknown, response: { write(text: string): void }) => response.write('<Get'),
    ],
    [
      'drips its body for ever',
      (
        _request: unknown,
        response: { write(text: string): void; once(event: 'close', then: () => void): void },
      ) => {
        const timer = setInterval(() => response.write(' '), 20);
        response.once('close', () => clearInterval(timer));
      },
    ],
  ])('gives up in time on an AWS that %s', async (_what, answer) => {
    const { aws } = await serving(answer, 300);
    await expect(whoAmI(aws)).rejects.toMatchObject({ reason: 'TIMED_OUT', action: 'sts:GetCallerIdentity' });
  });

  test('names the tool and its version in the user agent', async () => {
    const agents: Array<string | undefined> = [];
    const { aws } = await serving((request, response) => {
      agents.push(request.headers['user-agent']);
      response.end(IDENTITY);
    });
    await whoAmI(aws);
    expect(agents[0]).toContain('countersign/1.2.3');
  });

  test('is shared by accounts, and never wider than accounts times calls allow', async () => {
    let atOnce = 0;
    let most = 0;
    const { aws, server } = await serving((_request, response) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      setTimeout(() => {
        atOnce -= 1;
        response.end(IDENTITY);
      }, 10);
    });
    let connections = 0;
    server.on('connection', () => {
      connections += 1;
    });
    const accounts = ['a', 'b'].map((id) => aws.connect(id, { kind: 'caller' }, () => {}).caller('session'));
    const calls = accounts.flatMap((caller) =>
      Array.from({ length: 10 }, () => caller.call('sts', 'GetCallerIdentity', 'global', {})),
    );
    await Promise.all(calls);
    expect(most).toBe(6);
    expect(connections).toBeLessThanOrEqual(6);
  });
});
