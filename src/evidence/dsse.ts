import { z } from 'zod';

/** What the envelope says its payload is: an in-toto Statement. */
export const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

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
  const type = Buffer.from(payloadType);
  return Buffer.concat([
    Buffer.from(`DSSEv1 ${type.length} `),
    type,
    Buffer.from(` ${payload.length} `),
    payload,
  ]);
}

/** The text of an envelope file. Reading it and writing it again gives the same text. */
export function envelopeText(envelope: Envelope): string {
  const { payloadType, payload, signatures } = envelope;
  const members = { payloadType, payload, signatures: signatures.map(({ keyid, sig }) => ({ keyid, sig })) };
  return `${JSON.stringify(members, null, 2)}\n`;
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
