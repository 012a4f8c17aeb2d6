import { connect as connectTcp, isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { errorCode } from './errors.ts';
import { noAnswerInWords } from './no-answer.ts';
import { proxyFor } from './proxy.ts';
import { caBundle } from './settings.ts';
import { Tunnel } from './tunnel.ts';
import { WayFault } from './way-fault.ts';

/**
 * Why a host cannot be reached, as the end of a sentence that does not name it; undefined where it can. The connection is
 * made as requests are, by proxy and certificates, and nothing is sent through it.
 */
export async function whyNotReached(target: URL, limitMs: number): Promise<string | undefined> {
  try {
    (await connected(target, limitMs)).destroy();
    return undefined;
  } catch (error) {
    if (error instanceof WayFault) return error.message;
    const code = errorCode(error);
    return code === 'ETIMEDOUT'
      ? 'its host gave no answer in time'
      : noAnswerInWords(code, 'its host', 'global');
  }
}

async function connected(target: URL, limitMs: number): Promise<Duplex> {
  const secure = target.protocol === 'https:';
  const host = target.hostname.replace(/^\[|\]$/g, '');
  const port = target.port === '' ? (secure ? 443 : 80) : Number(target.port);
  const ca = await caBundle();
  const trust = ca === undefined ? {} : { ca };
  const proxy = proxyFor(target, process.env);
  // TLS knows names alone; an address is held against the certificate all the same.
  const place = { host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...trust };
  if (!secure) return opened(connectTcp({ host, port }), 'connect', limitMs);
  if (proxy === undefined) return opened(connectTls(place), 'secureConnect', limitMs);
  const socket = await new Promise<Duplex>((resolve, reject) => {
    new Tunnel(proxy, limitMs, trust).createConnection(place, (error, made) =>
      made === undefined ? reject(error) : resolve(made),
    );
  });
  return opened(socket, 'secureConnect', limitMs);
}

function opened(socket: Duplex, event: 'connect' | 'secureConnect', limitMs: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const late = Object.assign(new Error('too late'), { code: 'ETIMEDOUT' });
    const timer = setTimeout(() => socket.destroy(late), limitMs);
    socket.once(event, () => {
      clearTimeout(timer);
      resolve(socket);
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
