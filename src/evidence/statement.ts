import type { KeyObject } from 'node:crypto';
import { z } from 'zod';
import {
  type StatementBase,
  type StatementState,
  sha256Shape,
  statementBaseShape,
} from '../model/statement.ts';
import { PAYLOAD_TYPE, parseEnvelope } from './dsse.ts';
import { publicKeyFrom } from './key-file-signer.ts';
import { sha256Of } from './manifest.ts';
import { isSignedBy, keyIdOf, pemOf, type Signer, signManifest } from './signer.ts';

const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** What the statements of people are called, by their kind. */
export const PREDICATE_TYPES = {
  attestation: 'urn:countersign:attestation:v1',
  review: 'urn:countersign:review:v1',
} as const;

export type StatementKind = keyof typeof PREDICATE_TYPES;

/** No longer file is read as a statement. */
export const LONGEST_STATEMENT = 16 * 1024 * 1024;

/** A statement in the one file that holds it. */
export interface StatementFile {
  /** Its time and the beginning of its digest: whoever makes another never writes over it. */
  name: string;
  text: string;
}

/** What a person says of a sealed run, before it is known who signs it. */
export type Said<P extends StatementBase> = Omit<P, 'schemaVersion' | 'signedBy'>;

/**
 * Makes an in-toto statement whose subject is the manifest of a run: a DSSE envelope where there is a signer, else the
 * statement alone, which says so.
 * https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md
 */
export async function makeStatement<P extends StatementBase>(
  kind: StatementKind,
  manifestSha256: string,
  said: Said<P>,
  signer: Signer | undefined,
): Promise<StatementFile> {
  const { runId, by, at, ...rest } = said;
  const signedBy =
    signer === undefined
      ? null
      : { keyid: signer.keyid, algorithm: signer.algorithm, publicKey: signer.publicKeyPem };
  const statement = {
    _type: STATEMENT_TYPE,
    subject: [{ name: 'manifest.json', digest: { sha256: manifestSha256 } }],
    predicateType: PREDICATE_TYPES[kind],
    predicate: { schemaVersion: 1, runId, by, at, signedBy, ...rest },
  };
  const payload = `${JSON.stringify(statement, null, 2)}\n`;
  const text = signer === undefined ? payload : await signManifest(Buffer.from(payload), signer);
  return { name: nameOf(at, text, signer !== undefined), text };
}

function nameOf(at: string, text: string, signed: boolean): string {
  const time = at.replace(/\.\d+Z$/, 'Z').replaceAll(/[-:]/g, '');
  return `${time}-${sha256Of(Buffer.from(text)).slice(0, 16)}${signed ? '.dsse' : ''}.json`;
}

/** A statement as it was read; without one where it is not as it was made. */
export type ReadStatement<P> = { sha256: string } & (
  | { state: Exclude<StatementState, 'bad'>; predicate: P; keyid: string | null; subject: string }
  | { state: 'bad'; problem: string; keyid: null }
);

const frame = z.object({
  _type: z.literal(STATEMENT_TYPE),
  subject: z.tuple([
    z.object({ name: z.literal('manifest.json'), digest: z.object({ sha256: sha256Shape }) }),
  ]),
  predicateType: z.string(),
  predicate: statementBaseShape.loose(),
});

/**
 * Reads a statement, and holds its signature against the key that comes with it: which can show that it is wrong, and
 * that it is right only where the key is one of those that are trusted.
 *
 * @param name the file's own name, without its folder
 */
export function readStatement<P extends StatementBase>(
  file: { name: string; bytes: Buffer },
  { kind, shape, trusted }: { kind: StatementKind; shape: z.ZodType<P>; trusted: readonly KeyObject[] },
): ReadStatement<P> {
  const sha256 = sha256Of(file.bytes);
  const bad = (problem: string) => ({ sha256, state: 'bad' as const, problem, keyid: null });
  const text = file.bytes.toString('utf8');
  const signed = file.name.endsWith('.dsse.json');
  const envelope = signed ? parseEnvelope(text) : undefined;
  if (signed && envelope?.payloadType !== PAYLOAD_TYPE)
    return bad('It is not a signed statement: it was altered.');
  const payload = envelope === undefined ? text : Buffer.from(envelope.payload, 'base64').toString('utf8');
  const parsed = frame.safeParse(parsedJson(payload));
  if (!parsed.success || parsed.data.predicateType !== PREDICATE_TYPES[kind])
    return bad(`It is not ${kind === 'review' ? 'a review' : 'a countersignature'} that can be read.`);
  const { predicate: base, subject } = parsed.data;
  const predicate = shape.safeParse(base);
  if (!predicate.success) return bad('It does not say what it has to say, or a newer version made it.');
  if (nameOf(base.at, text, signed) !== file.name)
    return bad('Its name does not fit what it says: it was altered or renamed.');
  const { signedBy } = base;
  const read = { sha256, predicate: predicate.data, subject: subject[0].digest.sha256 };
  if (envelope === undefined)
    return signedBy === null
      ? { ...read, state: 'unsigned', keyid: null }
      : bad('It says that it was signed, and its signature is not there.');
  const key = signedBy === null ? undefined : publicKeyFrom(signedBy.publicKey);
  if (
    key === undefined ||
    signedBy === null ||
    pemOf(key) !== signedBy.publicKey ||
    keyIdOf(key) !== signedBy.keyid
  )
    return bad('The key that comes with it is not the key that it names.');
  if (isSignedBy(envelope, key) !== true) return bad('Its signature is not one of its key over it.');
  const isTrusted = trusted.some((one) => keyIdOf(one) === signedBy.keyid);
  return { ...read, state: isTrusted ? 'trusted' : 'not-trusted', keyid: signedBy.keyid };
}

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
