import { mkdtemp, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';

/** Two worlds at one address. */
export interface TwoClouds {
  endpoint: string;
  first: Simulator;
  second: Simulator;
}

/**
 * Two simulated AWS beside each other, as two partitions are: none knows the keys of the other, so the key decides to
 * which a request goes. The first one's is the caller's; the profile `second` has that of the other.
 */
export async function twoClouds(
  first: SimulatorOptions,
  second: SimulatorOptions,
  region = 'us-gov-west-1',
): Promise<TwoClouds> {
  const worlds = await Promise.all([
    startSimulator({ seed: 'first', ...first }),
    startSimulator({ seed: 'second', ...second }),
  ]);
  const [one, two] = worlds;
  const server = createServer((incoming, outgoing) => {
    const key = /Credential=([A-Z0-9]+)\//.exec(incoming.headers.authorization ?? '')?.[1] ?? '';
    const isOf = ({ credentials, issued }: Simulator) =>
      [credentials, ...issued].some(({ accessKeyId }) => accessKeyId === key);
    pass(incoming, outgoing, isOf(two) ? two.endpoint : one.endpoint);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { accessKeyId, secretAccessKey } = two.credentials;
  const configuration = join(await mkdtemp(join(tmpdir(), 'countersign-aws-')), 'aws-config');
  await writeFile(
    configuration,
    `[profile second]\nregion = ${region}\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
  );
  vi.stubEnv('AWS_CONFIG_FILE', configuration);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', `${configuration}-none`);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await Promise.all(worlds.map((world) => world.close()));
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, first: one, second: two };
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, endpoint: string): void {
  const onward = request(
    `${endpoint}${incoming.url}`,
    { method: incoming.method, headers: incoming.headers },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  incoming.pipe(onward);
}
