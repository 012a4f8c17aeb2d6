import { createHmac } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Readable } from 'node:stream';
import { HttpRequest } from '@smithy/core/protocols';
import { limitedSignal, untilCutOff } from '../aws/allowance.ts';
import type { Clock } from '../aws/clock.ts';
import { errorCode } from '../aws/errors.ts';
import type { RequestHandler } from '../aws/network.ts';
import { noAnswerInWords } from '../aws/no-answer.ts';
import { WayFault } from '../aws/way-fault.ts';
import type { Notice } from '../model/notice.ts';
import { type WebhookFormat, webhookBody } from '../report/notice/chat.ts';
import { NotTold, withAttempts } from './attempts.ts';

export interface WebhookTarget {
  /** May be a secret, and so is in no message. */
  url: string;
  format: WebhookFormat;
  /** What the body is signed with. */
  secret?: string | undefined;
}

export interface WebhookSetup {
  network: RequestHandler;
  clock: Clock;
  version: string;
}

/** For one attempt, answer included. */
const ATTEMPT_MS = 20_000;
/** Of an answer nothing is needed; of a longer one the connection is given up. */
const ANSWER_BYTES = 64 * 1024;

const MAY_PASS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Posts a notice. A redirect is not followed: it would take the notice, or its secret, to where nobody meant it to go. */
export async function postNotice(notice: Notice, target: WebhookTarget, setup: WebhookSetup): Promise<void> {
  const body = webhookBody(notice, target.format);
  await withAttempts(setup.clock, () => attempt(body, target, setup));
}

async function attempt(
  body: string,
  { url, secret }: WebhookTarget,
  { network, clock, version }: WebhookSetup,
): Promise<void> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const request = new HttpRequest({
    protocol,
    hostname: hostname.replace(/^\[|\]$/g, ''),
    ...(port === '' ? {} : { port: Number(port) }),
    method: 'POST',
    path: `${pathname}${search}`,
    headers: {
      host: new URL(url).host,
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': `countersign/${version}`,
      ...(secret === undefined ? {} : signature(body, secret, clock.now())),
    },
    body,
  });
  const late = () => new NotTold('The webhook gave no complete answer in time.', {});
  const limit = limitedSignal(new AbortController().signal, {
    clock,
    milliseconds: ATTEMPT_MS,
    reason: late,
  });
  try {
    const { response } = await untilCutOff(
      network.handle(request, { abortSignal: limit.signal }),
      limit.signal,
    );
    const { statusCode, headers } = response;
    const answer: Readable = response.body;
    // Whatever it says, the status has said it; what is left of a connection may break as it likes.
    answer.on('error', () => {});
    if (statusCode < 200 || statusCode >= 300) {
      answer.destroy();
      throw refusedWith(statusCode, headers['retry-after']);
    }
    await untilCutOff(ended(answer), limit.signal).catch((error: unknown) => {
      answer.destroy();
      throw error;
    });
  } catch (error) {
    throw inWords(error);
  } finally {
    limit.end();
  }
}

/** The answer to its end, or as much of it as anybody has use for. */
async function ended(answer: Readable): Promise<void> {
  let size = 0;
  for await (const chunk of answer) {
    size += (chunk as Buffer).length;
    if (size > ANSWER_BYTES) return;
  }
}

/**
 * HMAC-SHA-256 over the second, a full stop and the body: who holds the secret knows who sent it, and that it is not an old
 * one sent again.
 */
function signature(body: string, secret: string, now: Date): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const digest = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    'x-countersign-timestamp': timestamp,
    'x-countersign-signature': `sha256=${digest}`,
  };
}

function refusedWith(status: number, retryAfter: string | undefined): NotTold {
  const meaning = STATUS_CODES[status];
  const named = `${status}${meaning === undefined ? '' : ` (${meaning})`}`;
  if (status >= 300 && status < 400)
    return new NotTold(`The webhook answered ${named}; redirects are not followed.`);
  if (!MAY_PASS.has(status)) return new NotTold(`The webhook answered ${named}.`);
  const seconds = /^\d{1,5}$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
  return new NotTold(
    `The webhook answered ${named}.`,
    seconds === undefined ? {} : { afterMs: seconds * 1000 },
  );
}

/** Why the target gave no answer, without its name. */
function inWords(error: unknown): NotTold {
  if (error instanceof NotTold) return error;
  if (error instanceof WayFault)
    return new NotTold(`The webhook got no notice: ${error.message}.`, error.$retryable && {});
  const code = errorCode(error);
  return new NotTold(`The webhook got no notice: ${noAnswerInWords(code, 'its host', 'global')}.`, {});
}
