import { createServer, type RequestListener, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClients } from '../../src/aws/clients.ts';
import { systemClock } from '../../src/aws/clock.ts';
import { toAwsCallError } from '../../src/aws/errors.ts';
import type { Sender } from '../../src/aws/operations.ts';
import { clientSettings } from '../../src/aws/settings.ts';
import { createTransport } from '../../src/aws/transport.ts';
import { ATTEMPTS } from '../support/open-gate.ts';

/** What something between us and AWS may answer, by the name of the service's host. */
let answer: RequestListener = () => {};
let server: Server;
let port = 0;

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => server.close());

const ENDLESS = new AbortController().signal;

async function failure(endpoint: string, ask: (sender: Sender) => Promise<unknown>, region = 'global') {
  const transport = createTransport({
    maxSockets: 1,
    connectionTimeoutMs: 60_000,
    requestTimeoutMs: 60_000,
  });
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' };
  const sender = createClients({
    session: { credentials: async () => credentials, discard: () => {} },
    handler: transport.handler({ left: Infinity }),
    clock: systemClock,
    callTimeoutMs: 60_000,
    homeRegion: async () => 'us-east-1',
    endpoint,
    maxAttempts: 1,
    settings: clientSettings,
    version: '0',
  });
  try {
    await ask(sender);
    throw new Error('it was answered');
  } catch (error) {
    return toAwsCallError(error, 'iam', 'ListRoles', region).message;
  } finally {
    transport.close();
  }
}

const SERVICES: Array<[string, (sender: Sender) => Promise<unknown>]> = [
  ['Query', (sender) => sender.send('iam', 'ListRoles', 'us-east-1', {}, ENDLESS, ATTEMPTS)],
  ['JSON', (sender) => sender.send('organizations', 'ListAccounts', 'us-east-1', {}, ENDLESS, ATTEMPTS)],
  ['REST', (sender) => sender.send('access-analyzer', 'ListAnalyzers', 'us-east-1', {}, ENDLESS, ATTEMPTS)],
];

const FOREIGN: Array<[string, number, string, string]> = [
  ['a gateway’s page', 502, 'text/html', '<html><body><h1>502 Bad Gateway</h1></body></html>'],
  ['nothing but a status', 503, 'text/plain', ''],
  ['a line of text', 403, 'text/plain', 'Blocked by policy'],
  ['a proxy’s page', 407, 'text/html', '<html>Log in</html>'],
];

const PAGES = ['<html><body>Log in</body></html>', '\n<!DOCTYPE html>\n<title>Log in</title>'];

describe('an answer that AWS did not write', () => {
  test.each(
    SERVICES.flatMap(([protocol, ask]) =>
      FOREIGN.map(([what, status, type, body]) => ({ protocol, ask, what, status, type, body })),
    ),
  )('$what in the place of a $protocol answer is told by its status', async (one) => {
    answer = (_request, response) => {
      response.writeHead(one.status, { 'content-type': one.type }).end(one.body);
    };
    expect(await failure(`http://127.0.0.1:${port}`, one.ask)).toBe(
      `iam:ListRoles was answered with HTTP ${one.status}, not an answer of AWS.`,
    );
  });
});

describe('a web page with the status of a success', () => {
  test.each(SERVICES.flatMap(([protocol, ask]) => PAGES.map((page) => ({ protocol, ask, page }))))(
    'is not taken for a $protocol answer that lists nothing: $page',
    async ({ ask, page }) => {
      answer = (_request, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end(page);
      };
      expect(await failure(`http://127.0.0.1:${port}`, ask)).toBe(
        'iam:ListRoles was answered in a way that cannot be used: it is a web page, not an answer of AWS.',
      );
    },
  );
});

describe('no answer at all names the host and the Region, and no port', () => {
  const [, ask] = SERVICES[0] ?? ['', async () => {}];

  test('where it refuses the connection', async () => {
    expect(await failure('http://localhost:1', ask, 'eu-west-1')).toBe(
      'iam:ListRoles got no answer: localhost (eu-west-1) refused the connection (ECONNREFUSED).',
    );
  });

  test('where it speaks no TLS', async () => {
    answer = (_request, response) => void response.end();
    expect(await failure(`https://127.0.0.1:${port}`, ask)).toMatch(
      /^iam:ListRoles got no answer: no secure connection to 127\.0\.0\.1 could be made \(E\w+\)\.$/,
    );
  });

  test('where its name does not resolve', async () => {
    expect(await failure('http://no-such-host.invalid', ask)).toMatch(
      /^iam:ListRoles got no answer: the name no-such-host\.invalid could not be resolved \(E\w+\)\.$/,
    );
  });

  test('where it cuts the connection, before and in the middle of the answer', async () => {
    answer = (request) => void request.socket.destroy();
    expect(await failure(`http://127.0.0.1:${port}`, ask)).toBe(
      'iam:ListRoles got no answer: the connection to 127.0.0.1 failed (ECONNRESET).',
    );
    answer = (request, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('<');
      setImmediate(() => request.socket.destroy());
    };
    expect(await failure(`http://127.0.0.1:${port}`, ask)).toContain('127.0.0.1 failed (ECONNRESET)');
  });
});
