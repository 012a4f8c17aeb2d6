import { expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

it.each([
  ['no key', '{}', 'name the key that signs: keyFile or kmsKeyId'],
  ['two keys', '{ keyFile: k, kmsKeyId: alias/k }', 'cannot stand beside keyFile: one key signs'],
  ['a key of no form', '{ kmsKeyId: "a key" }', 'must be a KMS key: its id, its ARN or its alias'],
  ['a mistyped key', '{ keyfile: k }', 'unknown key. Did you mean "keyFile"?'],
])('evidence.signing with %s', (_what, signing, message) => {
  const problems = problemsOf(`${ACCOUNTS}evidence: { signing: ${signing} }\n`);
  expect(problems.join('\n')).toContain(message);
  expect(problems.join('\n')).toContain('evidence.signing');
});

it.each(['{ keyFile: signing.key }', '{ kmsKeyId: "arn:aws:kms:eu-west-1:111122223333:key/1-2" }'])(
  'evidence.signing: %s is right',
  (signing) => {
    expect(problemsOf(`${ACCOUNTS}evidence: { signing: ${signing} }\n`)).toEqual([]);
  },
);
