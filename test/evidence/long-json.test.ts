import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readLongJson } from '../../src/evidence/long-json.ts';
import { jsonInParts } from '../../src/report/json.ts';

const folder = await mkdtemp(join(tmpdir(), 'countersign-long-json-'));

async function read(text: string): Promise<unknown> {
  const path = join(folder, 'document.json');
  await writeFile(path, text);
  return readLongJson(path);
}

const documents = fc.dictionary(
  fc.oneof(fc.string(), fc.constantFrom('__proto__', '', 'a"b\\', '[', '{,}')),
  fc.oneof(fc.jsonValue(), fc.array(fc.jsonValue())),
);

describe('readLongJson', () => {
  it('reads what JSON.parse reads, in whatever layout', async () => {
    await fc.assert(
      fc.asyncProperty(documents, fc.constantFrom(0, 2), async (document, indent) => {
        const text = JSON.stringify(document, null, indent);
        expect(JSON.stringify(await read(text))).toBe(JSON.stringify(JSON.parse(text)));
      }),
      { numRuns: 300 },
    );
  });

  it('reads across the blocks of a file, in the middle of a character too', async () => {
    const items = Array.from({ length: 30_000 }, (_, index) => ({
      name: `é€😀 "[{,\\${index}`,
      list: [index],
    }));
    const document = { before: { list: [1, 2] }, items, after: 'x'.repeat(3_000_000) };
    expect(await read(` ${JSON.stringify(document)}\n`)).toEqual(document);
  });

  it.each([
    '',
    ' ',
    '1',
    '[]',
    '[1]',
    '{',
    '{"a"',
    '{"a":[1',
    '{"a":[1}',
    '{"a":[1]',
    '{"a":[1,]}',
    '{"a":[,1]}',
    '{"a":[1 2]}',
    '{"a":[1] "b":2}',
    '{"a":[1][2]}',
    '{"a":[1],"b":2,}',
    '{"a":1,}',
    '{,"a":1}',
    '{"a":1,,"b":2}',
    '{"a":1]',
    '{"a":{]}',
    '{"a":{}}}',
    '{"a":1}{"b":2}',
    '{"a":1} x',
    'x {"a":1}',
    '{[1]}',
    '{a:[1]}',
    '{"a",[1]}',
    '{"a":"b[1]}',
    '{"a":01}',
  ])('refuses %j, as JSON.parse does', async (text) => {
    await expect(read(text)).rejects.toThrow();
  });

  it('tells that a file is not there', async () => {
    await expect(readLongJson(join(folder, 'none.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

it('jsonInParts gives what JSON.stringify gives', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect([...jsonInParts(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
    }),
  );
});
