import { createServer, type IncomingMessage, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

export interface TestProxy {
  /** `host:port`. */
  name: string;
  /** What was asked of it: the method, then the target of CONNECT or the whole address. */
  asked: string[];
  /** The values of `Proxy-Authorization` that came. */
  authorizations: Array<string | undefined>;
  close(): Promise<void>;
}

/**
 * A proxy on loopback that passes on what it is asked for.
 *
 * @param answer a status by which it refuses everything
 * @param target where all names lead; else where they say
 */
export async function startProxy({
  answer,
  target,
}: {
  answer?: number;
  target?: { port: number };
} = {}): Promise<TestProxy> {
  const asked: string[] = [];
  const authorizations: Array<string | undefined> = [];
  const note = ({ method, url, headers }: IncomingMessage) => {
    asked.push(`${method} ${url}`);
    authorizations.push(headers['proxy-authorization']);
  };
  const server = createServer((incoming, response) => {
    note(incoming);
    if (answer !== undefined) return void response.writeHead(answer).end('<html>No</html>');
    const { 'proxy-authorization': _, ...headers } = incoming.headers;
    const { hostname, port, pathname, search } = new URL(incoming.url ?? '');
    const onward = request(
      { hostname, port, path: `${pathname}${search}`, method: incoming.method, headers },
      (reply) => {
        response.writeHead(reply.statusCode ?? 502, reply.headers);
        reply.pipe(response);
      },
    );
    onward.on('error', () => response.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', (incoming, socket) => {
    note(incoming);
    socket.on('error', () => {});
    if (answer !== undefined) return void socket.end(`HTTP/1.1 ${answer} No\r\n\r\n`);
    const { hostname, port } = new URL(`http://${incoming.url}`);
    const onward = connect(
      target?.port ?? Number(port),
      target === undefined ? hostname : '127.0.0.1',
      () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        onward.pipe(socket);
        socket.pipe(onward);
      },
    );
    onward.on('error', () => socket.destroy());
    socket.on('close', () => onward.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    name: `127.0.0.1:${port}`,
    asked,
    authorizations,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
