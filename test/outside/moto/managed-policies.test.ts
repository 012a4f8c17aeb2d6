import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetPolicyVersionCommand, IAMClient, paginateListPolicies } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { givenBy, NAMED, NOT_READ_ONLY } from '../../policy/permissions/managed-policies.ts';
import { locate, MOTO, missing } from '../outsiders.ts';
import { REGION, ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const program = locate(MOTO);

const STORED = new Map(
  readFileSync(join(import.meta.dirname, '../../datasets/managed-policies/aws-managed.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
    .map(({ name, document }): [string, string] => [name, spelled(document)]),
);

/** A document whatever the order of its keys. */
function spelled(document: unknown): string {
  return JSON.stringify(document, (_key, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}

describe('AWS managed policies as moto has them', () => {
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  const documents = new Map<string, string>();

  beforeAll(async () => {
    moto = await startMoto(program);
    const client = new IAMClient({ endpoint: moto.endpoint, region: REGION, credentials: ROOT_KEYS });
    const named = new Set(NAMED.map(([name]) => name));
    for await (const { Policies = [] } of paginateListPolicies({ client }, { Scope: 'AWS' })) {
      for (const { PolicyName = '', Arn, DefaultVersionId } of Policies) {
        if (!named.has(PolicyName) && !PolicyName.includes('ReadOnly')) continue;
        const { PolicyVersion } = await client.send(
          new GetPolicyVersionCommand({ PolicyArn: Arn, VersionId: DefaultVersionId }),
        );
        documents.set(PolicyName, decodeURIComponent(PolicyVersion?.Document ?? ''));
      }
    }
  });
  afterAll(() => moto?.close());

  it('come to what AWS calls them', () => {
    const found = NAMED.map(([name]) => {
      const { highest, administrator } = givenBy(name, documents.get(name) ?? '');
      return [name, highest, administrator];
    });
    expect(found).toEqual(NAMED);
  });

  it('do no more than read where they are called read-only', () => {
    // What AWS has changed or added since the documents were stored is reviewed when they are stored anew.
    const readOnly = [...documents].filter(
      ([name, document]) => name.includes('ReadOnly') && STORED.get(name) === spelled(JSON.parse(document)),
    );
    expect(readOnly.length).toBeGreaterThan(100);
    const more = readOnly
      .map(([name, document]) => [name, givenBy(name, document).beyondReading] as const)
      .filter(([, beyond]) => beyond.length > 0);
    const compared = new Set(readOnly.map(([name]) => name));
    const expected = Object.entries(NOT_READ_ONLY)
      .filter(([name]) => compared.has(name))
      .map(([name, { holds }]) => [name, holds] as const);
    expect(Object.fromEntries(more)).toEqual(Object.fromEntries(expected));
  });
});
