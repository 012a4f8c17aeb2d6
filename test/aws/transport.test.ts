import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from 'vitest';
import { CutOff } from '../../src/aws/allowance.ts';
import { systemClock } from '../../src/aws/clock.ts';
import { type Aws, type AwsSetup, openAws } from '../../src/aws/connection.ts';
import { createTransport } from '../../src/aws/transport.ts';

const IDENTITY =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/u</Arn><UserId>U</UserId><Account>111122223333</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></GetCallerIdentityResponse>';

const open: Array<() => void> = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

/** An AWS that answers as told, and the way to it. */
async function serving(
  answer: Parameters<typeof createServer>[1],
  setup: Partial<AwsSetup> = {},
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
    requestTimeoutMs: 300_000,
    ...setup,
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
    const { aws } = await serving(answer, { requestTimeoutMs: 300 });
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
    // Answers wait until as many calls are there as may be, and a little longer for one too many.
    const waiting: Array<() => void> = [];
    let [arrived, most] = [0, 0];
    const { aws, server } = await serving((_request, response) => {
      arrived += 1;
      most = Math.max(
        most,
        waiting.push(() => response.end(IDENTITY)),
      );
      if (waiting.length !== 6 && arrived !== 20) return;
      setTimeout(() => {
        for (const answer of waiting.splice(0)) answer();
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

describe('what has no end', () => {
  const drip: Parameters<typeof createServer>[1] = (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    const timer = setInterval(() => response.write(' '), 5);
    response.once('close', () => clearInterval(timer));
  };

  test('a call is given up after all its attempts together, however each of them drips on', async () => {
    const { aws } = await serving(drip, { callTimeoutMs: 50, maxAttempts: 6 });
    await expect(whoAmI(aws)).rejects.toMatchObject({
      reason: 'TIMED_OUT',
      message: 'sts:GetCallerIdentity got no complete answer in time.',
    });
  });

  test('a call under way ends with what cuts the account off', async () => {
    const controller = new AbortController();
    const { aws } = await serving((request, response) => {
      drip(request, response);
      controller.abort(new CutOff('FAILED', 'the run was ended by SIGTERM'));
    });
    const { caller } = aws.connect('111122223333', { kind: 'caller' }, () => {}, controller.signal);
    await expect(caller('session').call('sts', 'GetCallerIdentity', 'global', {})).rejects.toMatchObject({
      reason: 'FAILED',
      message: 'sts:GetCallerIdentity was cut off: the run was ended by SIGTERM.',
    });
  });

  test('answers end at the meter of the account, which counts all of them', async () => {
    const { port } = (
      await serving((_request, response) => response.end('x'.repeat(600)))
    ).server.address() as AddressInfo;
    const transport = createTransport({
      maxSockets: 1,
      connectionTimeoutMs: 300_000,
      requestTimeoutMs: 300_000,
    });
    open.push(() => transport.close());
    const { handle } = transport.handler({ left: 1000 });
    const ask = async () => {
      const request = {
        protocol: 'http:',
        hostname: '127.0.0.1',
        port,
        path: '/',
        method: 'GET',
        headers: {},
      };
      const { response } = await handle(request as Parameters<typeof handle>[0]);
      return (await text(response.body)).length;
    };
    expect(await ask()).toBe(600);
    await expect(ask()).rejects.toMatchObject({ name: 'AnswersTooLong' });
  });
});
