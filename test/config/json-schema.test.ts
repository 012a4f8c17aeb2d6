import { expect, it } from 'vitest';
import { configJsonSchema } from '../../src/config/schema.ts';
import { leavesOf } from './schema-walk.ts';

it('the schema describes every key', () => {
  const keys = leavesOf(configJsonSchema());
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
