import { type Readable, Transform } from 'node:stream';
import { AnswersTooLong } from './allowance.ts';
import { UnusableAnswer } from './answer.ts';
import { noteHost } from './hosts.ts';
import { openNetwork, type RequestHandler } from './network.ts';

export interface TransportSetup {
  /** Connections to one endpoint at the same time, over all accounts. */
  maxSockets: number;
  connectionTimeoutMs: number;
  /** From the request to the response's headers, and again from there to the body's end. */
  requestTimeoutMs: number;
  /** Told what time it is by the clock of whoever answered, refusals included. */
  heardTime?: ((time: Date) => void) | undefined;
}

export interface Transport {
  /**
   * For the clients of one account, whose answers share a meter: what they `destroy` and set does not reach the
   * connections of others.
   */
  handler(meter: Meter): RequestHandler;
  /** For the clients that credentials are had by, which are of no account. */
  credentials: RequestHandler;
  /** Closes every connection, those in use too. */
  close(): void;
}

/** How many bytes of answers may still come. */
export interface Meter {
  left: number;
}

/** One pool of connections for all clients of the run. */
export function createTransport(setup: TransportSetup): Transport {
  const network = openNetwork({
    connectionTimeout: setup.connectionTimeoutMs,
    requestTimeout: setup.requestTimeoutMs,
    throwOnRequestTimeout: true,
    // Ours are the only time limits: the SDK's own one on idle sockets differs from client to client.
    socketTimeout: 0,
    maxSockets: setup.maxSockets,
  });
  const shared = { ...network, destroy() {} };
  return {
    handler: (meter) => ({
      ...shared,
      async handle(request, options) {
        const answer = await network.handle(request, options);
        const { date } = answer.response.headers;
        if (date !== undefined) setup.heardTime?.(new Date(date));
        const body = metered(answer.response.body, answer.response.statusCode, meter);
        answer.response.body = body;
        body.once('error', (error) => noteHost(error, request.hostname));
        endInTime(body, setup.requestTimeoutMs);
        return answer;
      },
    }),
    credentials: shared,
    close: () => network.destroy(),
  };
}

/** The SDK's request timeout ends at the headers: a body that stalls or drips would be awaited for ever. */
function endInTime(body: Readable, milliseconds: number): void {
  const timer = setTimeout(() => {
    const error = new Error('The response body did not end in time.');
    error.name = 'TimeoutError';
    body.destroy(error);
  }, milliseconds);
  body.once('close', () => clearTimeout(timer));
  body.once('end', () => clearTimeout(timer));
}

/** How a web page begins: what a proxy or a portal answers in the service's place, with the status of a success. */
const WEB_PAGE = /^\ufeff?\s*<(?:!doctype\s+html|html)\b/i;

/**
 * The body, which breaks off where the meter has run out: no answer is kept whole that is without end. A web page breaks
 * off too, since the SDK would take it for an answer that lists nothing; and what is no text at all.
 */
function metered(body: Readable, statusCode: number, meter: Meter): Readable {
  let isFirst = true;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const measured = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      meter.left -= chunk.length;
      const isPage = isFirst && statusCode < 300 && WEB_PAGE.test(chunk.toString('utf8', 0, 200));
      isFirst = false;
      if (!isUtf8(chunk)) done(new UnusableAnswer('it is no text of UTF-8'));
      else if (isPage) done(new UnusableAnswer('it is a web page, not an answer of AWS'));
      else if (meter.left < 0) done(new AnswersTooLong('The answers of the account are too long.'));
      else done(null, chunk);
    },
    flush: (done) => done(isUtf8() ? null : new UnusableAnswer('it is no text of UTF-8')),
  });
  /** Whether the bytes go on as text does; none are the end. The SDK would put other characters for what is none. */
  function isUtf8(chunk?: Buffer): boolean {
    try {
      utf8.decode(chunk, { stream: chunk !== undefined });
      return true;
    } catch {
      return false;
    }
  }
  // What fails here fails at whoever reads it. By hand, since `pipeline` makes an AbortController for each answer.
  body.on('error', (error) => measured.destroy(error));
  measured.once('close', () => body.destroy());
  return body.pipe(measured);
}
