import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { givenBy, NAMED, NOT_READ_ONLY } from './managed-policies.ts';
import { allow, document } from './roles.ts';

/** Documents of AWS managed policies in their default versions, as moto 5.2.1 has them. */
const STORED = new Map(
  readFileSync(new URL('../../datasets/managed-policies/aws-managed.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; document: object })
    .map(({ name, document: policy }) => [name, JSON.stringify(policy)] as const),
);

describe('AWS managed policies come to what AWS calls them', () => {
  it.each(NAMED)('%s is %s', (name, highest, administrator) => {
    const given = givenBy(name, STORED.get(name) ?? '');
    expect(given).toMatchObject({ highest, administrator });
  });

  const readOnly = [...STORED.keys()].filter((name) => name.includes('ReadOnly'));

  it('has all that are called read-only', () => {
    expect(readOnly.length).toBeGreaterThan(200);
    expect(Object.keys(NOT_READ_ONLY).filter((name) => !STORED.has(name))).toEqual([]);
  });

  it.each(readOnly)('%s does no more than read', (name) => {
    expect(givenBy(name, STORED.get(name) ?? '').beyondReading).toEqual(NOT_READ_ONLY[name]?.holds ?? []);
  });
});

const READING_SESSION = { Condition: { StringEquals: { 's3express:SessionMode': 'ReadOnly' } } };

describe('an action that a condition holds to reading', () => {
  const highest = (statements: object | object[]) => givenBy('own', document(statements)).highest;

  it.each<[says: string, statements: object | object[], highest: string]>([
    ['is writing without the condition', allow('s3express:CreateSession'), 'write'],
    ['is reading under it', allow('s3express:CreateSession', '*', READING_SESSION), 'read'],
    ['by a wildcard too', allow('s3express:Create*Session', '*', READING_SESSION), 'read'],
    [
      'is writing where another statement gives it without',
      [allow('s3express:CreateSession', '*', READING_SESSION), allow('s3express:CreateSession')],
      'write',
    ],
    [
      'is writing where the condition lets other values through',
      allow('s3express:CreateSession', '*', {
        Condition: { StringEquals: { 's3express:SessionMode': ['ReadOnly', 'ReadWrite'] } },
      }),
      'write',
    ],
    [
      'is writing where a request without the key gets through',
      allow('s3express:CreateSession', '*', {
        Condition: { StringEqualsIfExists: { 's3express:SessionMode': 'ReadOnly' } },
      }),
      'write',
    ],
    [
      'is writing under a condition on something else',
      allow('s3express:CreateSession', '*', {
        Condition: { StringEquals: { 'aws:PrincipalOrgID': 'ReadOnly' } },
      }),
      'write',
    ],
    ['the use of a connection is writing', allow('codeconnections:UseConnection'), 'write'],
    [
      'the use of a connection for reading is reading',
      allow('codeconnections:UseConnection', '*', {
        Condition: { StringEquals: { 'codeconnections:ProviderPermissionsRequired': 'read_only' } },
      }),
      'read',
    ],
  ])('%s', (_says, statements, expected) => {
    expect(highest(statements)).toBe(expected);
  });
});
