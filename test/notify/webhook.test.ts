import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../src/aws/clock.ts';
import { openNetwork } from '../../src/aws/network.ts';
import { NotTold } from '../../src/notify/attempts.ts';
import { postNotice, type WebhookTarget } from '../../src/notify/webhook.ts';
import { noticeOf } from '../../src/report/notice/notice.ts';
import { auditReport } from '../report/fixture.ts';

const NOTICE = noticeOf(auditReport());
const NOW = '2026-11-22T06:30:00.000Z';

interface Heard {
  path: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A target that answers each request by the next of `answers`, the last for all others. */
async function target(...answers: Array<(response: ServerResponse) => void>) {
  const heard: Heard[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => {
      body += part;
    });
    request.on('end', () => {
      heard.push({ path: request.url, headers: request.headers, body });
      const answer = answers[Math.min(heard.length, answers.length) - 1];
      answer?.(response);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${port}/services/T0/s3cr3t?token=hunter2` };
}

const status =
  (code: number, headers: Record<string, string> = {}) =>
  (response: ServerResponse) =>
    void response.writeHead(code, headers).end('ok');

/** Sleeps are noted, and alarms ring at once where time is to be over. */
function clockOf({ late = false } = {}): Clock & { slept: number[] } {
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(NOW),
    sleep: async (milliseconds) => void slept.push(milliseconds),
    alarm: (_milliseconds, ring) => {
      const timer = late ? setTimeout(ring, 100) : undefined;
      return () => clearTimeout(timer);
    },
  };
}

async function post(to: Partial<WebhookTarget> & { url: string }, clock: Clock = clockOf()): Promise<string> {
  const network = openNetwork({ connectionTimeout: 5_000 });
  try {
    await postNotice(NOTICE, { format: 'json', ...to }, { network, clock, version: '0.0.0' });
    return 'told';
  } catch (error) {
    if (!(error instanceof NotTold)) throw error;
    expect(error.message).not.toMatch(/s3cr3t|hunter2|127\.0\.0\.1|services/);
    return error.message;
  } finally {
    network.destroy();
  }
}

describe('a webhook', () => {
  it('gets the notice as JSON, by the whole of its address', async () => {
    const { heard, url } = await target(status(200));
    expect(await post({ url })).toBe('told');
    expect(heard[0]).toMatchObject({ path: '/services/T0/s3cr3t?token=hunter2' });
    expect(heard[0]?.headers['content-type']).toMatch(/^application\/json/);
    expect(JSON.parse(heard[0]?.body ?? '')).toMatchObject({ run: NOTICE.run });
    expect(heard[0]?.headers).not.toHaveProperty('x-countersign-signature');
  });

  it('with a secret can tell who sent it, and when', async () => {
    const { heard, url } = await target(status(204));
    expect(await post({ url, secret: 'a secret' })).toBe('told');
    const headers = heard[0]?.headers ?? {};
    const body = heard[0]?.body ?? '';
    const seconds = String(Date.parse(NOW) / 1000);
    expect(headers['x-countersign-timestamp']).toBe(seconds);
    const digest = createHmac('sha256', 'a secret').update(`${seconds}.${body}`).digest('hex');
    expect(headers['x-countersign-signature']).toBe(`sha256=${digest}`);
    expect(JSON.stringify([headers, body])).not.toContain('a secret');
  });

  it('that is busy is asked again, each time later', async () => {
    const { heard, url } = await target(status(500), status(429, { 'retry-after': '7' }), status(200));
    const clock = clockOf();
    expect(await post({ url }, clock)).toBe('told');
    expect([heard.length, clock.slept]).toEqual([3, [1_000, 7_000]]);
  });

  it.each([
    ['refuses', status(403), 1, 'The webhook answered 403 (Forbidden).'],
    ['stays broken', status(502), 4, 'The webhook answered 502 (Bad Gateway).'],
    [
      'asks to come back tomorrow',
      status(503, { 'retry-after': '86400' }),
      1,
      'The webhook answered 503 (Service Unavailable).',
    ],
    [
      'sends elsewhere',
      status(307, { location: 'https://evil.example/' }),
      1,
      'The webhook answered 307 (Temporary Redirect); redirects are not followed.',
    ],
    [
      'hangs up',
      (response: ServerResponse) => void response.socket?.destroy(),
      4,
      'The webhook got no notice: the connection to its host failed (ECONNRESET).',
    ],
  ])('that %s', async (_what, answer, times, words) => {
    const { heard, url } = await target(answer);
    expect(await post({ url })).toBe(words);
    expect(heard).toHaveLength(times);
  });

  it.each([
    ['never answers', () => {}],
    ['never ends its answer', (response: ServerResponse) => void response.writeHead(200).write('x')],
  ])('that %s is given up', async (_what, answer) => {
    const { url } = await target(answer);
    expect(await post({ url }, clockOf({ late: true }))).toBe('The webhook gave no complete answer in time.');
  });

  it('that answers without end is told all the same, and read no further', async () => {
    let sent = 0;
    const { url } = await target((response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        sent += 1;
        response.write('x'.repeat(100_000));
      }, 1);
      response.once('close', () => clearInterval(timer));
    });
    expect(await post({ url })).toBe('told');
    expect(sent).toBeLessThan(1_000);
  });

  it('that is not there', async () => {
    const { url } = await target(status(200));
    await new Promise((resolve) => server?.close(resolve));
    expect(await post({ url })).toMatch(/its host refused the connection \(ECONNREFUSED\)/);
  });
});
