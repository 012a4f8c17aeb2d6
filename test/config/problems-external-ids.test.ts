import { expect, it } from 'vitest';
import { ACCOUNTS, problemsOf } from './problems-of.ts';

it.each([
  [
    'two keys of fingerprints',
    'evidence: { externalIdKeyFile: k, externalIdKmsKeyId: alias/k }',
    'evidence.externalIdKmsKeyId: cannot stand beside externalIdKeyFile: one key makes the fingerprints',
  ],
  [
    'a KMS key of no form',
    'evidence: { externalIdKmsKeyId: "a key" }',
    'must be a KMS key: its id, its ARN or its alias',
  ],
  [
    'reports that show what the evidence does not hold',
    'evidence: { externalIds: masked }\nreport: { externalIds: full }',
    'report.externalIds: must be masked where evidence.externalIds is',
  ],
  ['another word', 'evidence: { externalIds: hidden }', 'evidence.externalIds'],
])('%s', (_what, lines, message) => {
  expect(problemsOf(`${ACCOUNTS}${lines}\n`).join('\n')).toContain(message);
});

it.each([
  'evidence: { externalIdKmsKeyId: alias/fingerprints, externalIds: masked }',
  'evidence: { externalIdKeyFile: k, externalIds: masked }\nreport: { externalIds: masked }',
  'evidence: { externalIds: full }\nreport: { externalIds: full }',
])('%s is right', (lines) => {
  expect(problemsOf(`${ACCOUNTS}${lines}\n`)).toEqual([]);
});
