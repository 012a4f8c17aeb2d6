import { z } from 'zod';

/** What the envelope says its payload is: an in-toto Statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** Bytes that are gone through, as often as wanted, and need not be in memory at once. */
export interface Message {
  size: number;
  chunks(): Iterable<Uint8Array>;
}

export function inOneChunk(bytes: Uint8Array): Message {
  return { size: bytes.length, chunks: () => [bytes] };
}

/** A DSSE 1.0 envelope: https://github.com/secure-systems-lab/dsse/blob/v1.0.2/envelope.md. Base64 is the standard one. */
export interface Envelope {
  payloadType: string;
  payload: string;
  signatures: Array<{ keyid: string; sig: string }>;
}

const envelopeSchema = z.strictObject({
  payloadType: z.string(),
  payload: z.base64(),
  signatures: z.array(z.strictObject({ keyid: z.string(), sig: z.base64() })).length(1),
});

/**
 * The bytes that are signed, so that a payload cannot be passed off as one of another type: `DSSEv1`, the type's length
 * and the type, the payload's length and the payload, with one space between; lengths in bytes, decimal.
 * https://github.com/secure-systems-lab/dsse/blob/v1.0.2/protocol.md
 */
export function preAuthenticationEncoding(payloadType: string, payload: Uint8Array): Buffer {
  return Buffer.concat([beforePayload(payloadType, payload.length), payload]);
}

/** What stands before a payload of so many bytes in what is signed. */
export function beforePayload(payloadType: string, length: number): Buffer {
  return Buffer.from(`DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${length} `);
}

/** What is signed of a payload that need not be in memory at once. */
export function signedMessage(payload: Message): Message {
  const before = beforePayload(PAYLOAD_TYPE, payload.size);
  return {
    size: before.length + payload.size,
    *chunks() {
      yield before;
      yield* payload.chunks();
    },
  };
}

/** The text of an envelope file. Reading it and writing it again gives the same text. */
export function envelopeText(envelope: Envelope): string {
  const { payloadType, payload, signatures } = envelope;
  const members = { payloadType, payload, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })) };
  return `${JSON.stringify(members, null, 2)}\n`;
}

/** The same of a manifest, in parts. */
export function* envelopeParts(payload: Message, signatures: Envelope['signatures']): Iterable<string> {
  const [before = '', after = ''] = envelopeText({
    payloadType: PAYLOAD_TYPE,
    payload: HERE,
    signatures,
  }).split(HERE);
  yield before;
  yield* base64Of(payload.chunks());
  yield after;
}

/** No base64. */
const HERE = '(payload)';

/** Bytes that make whole characters, and texts so short that they go with what is young in the heap. */
const PIECE = 3 * 2 ** 14;

function* base64Of(chunks: Iterable<Uint8Array>): Iterable<string> {
  let rest = Buffer.alloc(0);
  for (const chunk of chunks) {
    const bytes = rest.length === 0 ? viewOf(chunk) : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    for (let at = 0; at < whole; at += PIECE) yield bytes.toString('base64', at, Math.min(at + PIECE, whole));
    // A copy, since whoever gives the chunk may fill it again.
    rest = Buffer.from(bytes.subarray(whole));
  }
  yield rest.toString('base64');
}

function viewOf({ buffer, byteOffset, length }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, length);
}

/** An envelope whose payload has been read through. */
export type EmptyEnvelope = Omit<Envelope, 'payload'>;

/** No key has a signature so long, with the names around it. */
const LONGEST_END = 64 * 1024;

/**
 * Reads the file of a signed manifest, and hands over its payload piece by piece; undefined unless it is exactly as
 * `envelopeParts` writes it, to the byte.
 */
export async function readEnvelope(
  file: AsyncIterable<Buffer>,
  take: (payload: Buffer) => void,
): Promise<EmptyEnvelope | undefined> {
  const [before = ''] = [...envelopeParts(inOneChunk(Buffer.alloc(0)), [])];
  const payload = base64Reader(take);
  /** What is not read yet; of the end all of it. A character a byte. */
  let text = '';
  let part: 'before' | 'payload' | 'after' = 'before';
  for await (const chunk of file) {
    text += chunk.toString('latin1');
    if (part === 'before') {
      if (text.length < before.length) continue;
      if (!text.startsWith(before)) return undefined;
      text = text.slice(before.length);
      part = 'payload';
    }
    if (part === 'payload') {
      const end = text.indexOf('"');
      if (!payload.read(end < 0 ? text : text.slice(0, end))) return undefined;
      text = end < 0 ? '' : text.slice(end);
      if (end >= 0) part = 'after';
    }
    if (text.length > LONGEST_END) return undefined;
  }
  if (part !== 'after' || !payload.isWhole()) return undefined;
  return parseEnvelope(`${before}${Buffer.from(text, 'latin1').toString('utf8')}`);
}

/** Reads base64 piece by piece, as long as it is the one way to write its bytes. */
function base64Reader(take: (bytes: Buffer) => void) {
  let rest = '';
  let padded = false;
  return {
    read(piece: string): boolean {
      const text = rest + piece;
      const whole = text.slice(0, text.length - (text.length % 4));
      rest = text.slice(whole.length);
      if (whole === '') return true;
      const bytes = Buffer.from(whole, 'base64');
      // The last character may carry bits that nobody reads.
      if (padded || bytes.toString('base64') !== whole) return false;
      padded = whole.endsWith('=');
      take(bytes);
      return true;
    },
    isWhole: () => rest === '',
  };
}

/** Reads an envelope file; undefined unless it is exactly as `envelopeText` writes it, to the byte. */
export function parseEnvelope(text: string): Envelope | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = envelopeSchema.safeParse(value);
  if (!parsed.success || envelopeText(parsed.data) !== text) return undefined;
  const texts = [parsed.data.payload, ...parsed.data.signatures.map(({ sig }) => sig)];
  // The last character of base64 may carry bits that nobody reads.
  const exact = texts.every((base64) => Buffer.from(base64, 'base64').toString('base64') === base64);
  return exact ? parsed.data : undefined;
}
