/**
 * ECDSA signatures in the one form in which they are made and accepted here. Of every signature (r, s) there is another,
 * (r, n - s), that holds as well and that anyone can work out without the key, and DER written loosely gives more: with
 * s in the lower half of the order n and strict DER, no byte of a signature can be changed unseen.
 * SEC 1, 4.1.4; BIP 146 gives the same reason. The order of P-256: https://doi.org/10.6028/NIST.SP.800-186, 3.2.1.3
 */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** The same signature with the lower s, in strict DER; undefined when it is no signature of P-256 in DER. */
export function withLowS(signature: Uint8Array): Buffer | undefined {
  const pair = pairOf(Buffer.from(signature));
  if (pair === undefined) return undefined;
  const [r, s] = pair;
  const body = Buffer.concat([integer(r), integer(s > ORDER / 2n ? ORDER - s : s)]);
  return Buffer.concat([Buffer.from([SEQUENCE, body.length]), body]);
}

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** r and s. Their lengths are one byte each: neither has more than 33. */
function pairOf(der: Buffer): [bigint, bigint] | undefined {
  const rLength = der[3] ?? 0;
  const sAt = 4 + rLength;
  const sLength = der[sAt + 1] ?? 0;
  const whole = der[0] === SEQUENCE && der[1] === der.length - 2 && sAt + 2 + sLength === der.length;
  if (!whole || der[2] !== INTEGER || der[sAt] !== INTEGER) return undefined;
  const r = numberIn(der.subarray(4, sAt));
  const s = numberIn(der.subarray(sAt + 2));
  return isInRange(r) && isInRange(s) ? [r, s] : undefined;
}

function numberIn(bytes: Buffer): bigint {
  return bytes.length === 0 ? 0n : BigInt(`0x${bytes.toString('hex')}`);
}

function isInRange(number: bigint): boolean {
  return number > 0n && number < ORDER;
}

/** Positive: a first byte of 0x80 and more would be a sign. */
function integer(number: bigint): Buffer {
  const digits = number.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  const padded = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes;
  return Buffer.concat([Buffer.from([INTEGER, padded.length]), padded]);
}
