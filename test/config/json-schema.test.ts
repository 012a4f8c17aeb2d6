import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { configJsonSchema } from '../../src/config/schema.ts';
import { leavesOf, type SchemaNode } from './schema-walk.ts';

const FILE = new URL('../../docs/schema/config.schema.json', import.meta.url);

it('docs/schema/config.schema.json is current (UPDATE_SCHEMA=1 writes it anew)', () => {
  const current = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA === '1') {
    mkdirSync(new URL('.', FILE), { recursive: true });
    writeFileSync(FILE, current);
  }
  expect(readFileSync(FILE, 'utf8')).toBe(current);
});

it('the schema is JSON Schema 2020-12 and describes every key', () => {
  const schema: SchemaNode = configJsonSchema();
  expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  const keys = leavesOf(schema);
  expect(keys.length).toBeGreaterThan(60);
  expect(keys.filter(({ node }) => !node.description?.endsWith('.')).map(({ path }) => path)).toEqual([]);
});

it('no mapping of the schema lets an unknown key pass, but tags and the settings of checks', () => {
  const open = leavesOf(configJsonSchema()).filter(({ node }) => {
    const mapping = node.items ?? node;
    return mapping.type === 'object' && mapping.additionalProperties !== false;
  });
  expect(open.map(({ path }) => path)).toEqual(['accounts[].tags', 'checks', 'checks.*']);
});
