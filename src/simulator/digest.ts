import { createHash } from 'node:crypto';

/** SHA-256 in hex over the parts, unambiguously joined. Everything that must look random but repeat comes from here. */
export function digest(...parts: ReadonlyArray<string | number>): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** A UUID (version 4 in form) that is always the same for the same parts. */
export function stableUuid(...parts: ReadonlyArray<string | number>): string {
  const hex = digest(...parts);
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An IAM unique id or access key id: the prefix, filled up to `length` with capitals and digits. */
export function stableId(prefix: string, length: number, ...parts: ReadonlyArray<string | number>): string {
  const bytes = Buffer.from(digest(...parts), 'hex');
  let id = prefix;
  for (let i = 0; id.length < length; i++) id += ID_ALPHABET.charAt((bytes[i % bytes.length] ?? 0) % 32);
  return id;
}
