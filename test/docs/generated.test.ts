import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { configJsonSchema } from '../../src/config/schema.ts';
import { FRAMEWORKS } from '../../src/controls/frameworks.ts';
import { findingLineJsonSchema, reportJsonSchema } from '../../src/report/schema.ts';
import { checksPage } from './checks-page.ts';
import { controlsPage } from './controls-page.ts';
import { text } from './markdown.ts';
import { accessLevel, allActions, permissionsPage } from './permissions-page.ts';

// Each page is a file snapshot: `npm run docs` writes them, every other run compares.
describe('generated documents are current (npm run docs writes them anew)', () => {
  it('docs/checks.md', () => expect(checksPage(registry)).toMatchFileSnapshot('../../docs/checks.md'));

  it('docs/controls.md', () =>
    expect(controlsPage(FRAMEWORKS)).toMatchFileSnapshot('../../docs/controls.md'));

  it('docs/permissions.md', async () =>
    expect(await permissionsPage()).toMatchFileSnapshot('../../docs/permissions.md'));

  it.each([
    ['config', configJsonSchema()],
    ['report', reportJsonSchema()],
    ['finding', findingLineJsonSchema()],
  ])('docs/schema/%s.schema.json', (name, schema) =>
    expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
      `../../docs/schema/${name}.schema.json`,
    ),
  );
});

describe('the pages', () => {
  it('are right to say that the tool only reads: AWS classes every action as List or Read', async () => {
    const actions = allActions();
    expect(actions.length).toBeGreaterThan(20);
    const levels = await Promise.all(actions.map(async (action) => [action, await accessLevel(action)]));
    expect(levels.filter(([, level]) => level !== 'List' && level !== 'Read')).toEqual([]);
  });

  it('show text as it is, whatever it holds, and leave code spans alone', () => {
    expect(text('"*" <b> [x](y) a_b_c | d')).toBe('"\\*" \\<b\\> \\[x\\](y) a\\_b\\_c \\| d');
    expect(text('run `a_b *` & go')).toBe('run `a_b *` &amp; go');
    expect(text('a ` alone')).toBe('a \\` alone');
  });
});
