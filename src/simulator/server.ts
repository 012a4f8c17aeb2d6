import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, dispatch, type Gates } from './dispatch.ts';
import { type Latency, latencyOf } from './latency.ts';
import type { Service, Simulation } from './service.ts';
import { readOperation, readSignature } from './wire/read-request.ts';
import { errorReply } from './wire/reply.ts';
import { ServiceError } from './wire/service-error.ts';

const LOOPBACK = '127.0.0.1';
const LARGEST_BODY = 1024 * 1024;

export interface Listening {
  endpoint: string;
  close(): Promise<void>;
}

/** Serves the simulation over HTTP on loopback, and nowhere else. */
export async function listen(
  simulation: Simulation,
  services: readonly Service[],
  gates: Gates,
  { port, latencyMs }: { port: number; latencyMs: Latency },
): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(request, response, (body) => answerTo(request, body, simulation, services, gates), latencyMs).catch(
      () => response.destroy(),
    );
  });
  server.keepAliveTimeout = 60_000;
  await started(server, port);
  const { port: actual } = server.address() as AddressInfo;
  return {
    endpoint: `http://${LOOPBACK}:${actual}`,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function started(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, resolve);
  });
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (body: string) => Answer,
  latencyMs: Latency,
): Promise<void> {
  const body = await readBody(request);
  const { delivery, reply } = answer(body);
  const wait = latencyOf(latencyMs, reply.headers['x-amzn-requestid'] ?? '');
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  if (delivery === 'reset') request.socket.resetAndDestroy();
  else send(response, reply, delivery);
}

function answerTo(
  request: IncomingMessage,
  body: string,
  simulation: Simulation,
  services: readonly Service[],
  gates: Gates,
): Answer {
  let service: Service | undefined;
  try {
    const signature = readSignature(request, services);
    service = signature.service;
    return dispatch(simulation, gates, { ...signature, ...readOperation(request, body, service) });
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return { delivery: 'whole', reply: errorReply(service, error, '00000000-0000-4000-8000-000000000000') };
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer['reply'], delivery: string): void {
  const bytes = Buffer.from(body);
  const isWhole = delivery === 'whole';
  response.writeHead(status, delivery === 'drip' ? headers : { ...headers, 'content-length': bytes.length });
  if (isWhole) response.end(bytes);
  else response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
  if (delivery !== 'drip') return;
  const timer = setInterval(() => response.write(' '), 50);
  response.once('close', () => clearInterval(timer));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('request body too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
