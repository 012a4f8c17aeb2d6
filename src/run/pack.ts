import { deflateSync } from 'node:zlib';

/**
 * The text compressed as a zlib stream (RFC 1950), which names no machine in its head, in base64 without padding: the
 * same for one version of Node, and unpacked by any browser.
 */
export function packText(text: string): string {
  return deflateSync(text).toString('base64').replace(/=+$/, '');
}
