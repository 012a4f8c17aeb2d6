import { z } from 'zod';
import { instant } from './shape.ts';

/** Lower-case hex. */
export const sha256Shape = z.string().regex(/^[0-9a-f]{64}$/);

/** The key that signs a statement; it comes with it, so that anyone can tell whether the signature is one of it. */
const signingKeyShape = z.object({
  keyid: sha256Shape.describe('SHA-256 of the public key in DER.'),
  algorithm: z.enum(['Ed25519', 'ECDSA-P256-SHA256']),
  publicKey: z.string().max(2000).describe('PEM. It says nothing of who holds the private one.'),
});

/** What every statement of a person over a sealed run says. */
export const statementBaseShape = z.object({
  schemaVersion: z.literal(1),
  runId: z.string().max(100),
  by: z.string().max(200).describe('Who says it, by their own word.'),
  at: instant.describe('By the clock of the machine that it was made on.'),
  tool: z.object({ name: z.literal('countersign'), version: z.string().max(100) }),
  signedBy: signingKeyShape
    .nullable()
    .describe('Null: nobody signed, and whoever can write there can have written it.'),
  earlier: z
    .array(sha256Shape)
    .describe(
      'SHA-256 of the statements of the same kind over the run that were there before: one that is taken away is missed.',
    ),
});

export type StatementBase = z.output<typeof statementBaseShape>;

/**
 * `trusted`: signed by a key that was given or configured. `not-trusted`: signed by another, or none was given.
 * `unsigned`: a record that nobody signed. `bad`: it is not as it was made.
 */
export const STATEMENT_STATES = ['trusted', 'not-trusted', 'unsigned', 'bad'] as const;

export type StatementState = (typeof STATEMENT_STATES)[number];

/** Who a statement comes from, as far as its signature tells. */
export const statementSourceShape = z.object({
  file: z.string(),
  sha256: z.string().describe('Of the file.'),
  state: z.enum(STATEMENT_STATES),
  keyid: z.string().nullable(),
  signedByRunKey: z
    .literal(true)
    .exactOptional()
    .describe('The key is the one that sealed the run itself, so that it is no second signature.'),
  reviewer: z.string().exactOptional().describe('Whose key it is, by the configuration.'),
});

export type StatementSource = z.output<typeof statementSourceShape>;

/** Who a statement comes from, as far as its signature tells, in a sentence. */
export function signatureInWords({
  state,
  keyid,
  signedByRunKey,
  reviewer,
}: Pick<StatementSource, 'state' | 'keyid' | 'signedByRunKey' | 'reviewer'>): string {
  if (signedByRunKey === true)
    return `Signed by the key that sealed the run itself (${keyid}): no second signature.`;
  switch (state) {
    case 'trusted':
      return `The signature holds, by a key that is trusted${reviewer === undefined ? '' : `, that of ${reviewer}`} (${keyid}).`;
    case 'not-trusted':
      return `NOT CHECKED against a key that is trusted: whoever holds the key ${keyid} may be anyone.`;
    case 'unsigned':
      return 'NOT SIGNED: whoever can write there can have written it.';
    case 'bad':
      return 'NOT as it was made: it was altered.';
  }
}
