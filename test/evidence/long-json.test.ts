import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readLongJson } from '../../src/evidence/long-json.ts';
import { documentReader, longDocumentReader } from '../../src/model/document.ts';
import { rowsFrom, rowsOf } from '../../src/model/rows.ts';
import { jsonInParts } from '../../src/report/json.ts';
import { spoolIn } from '../../src/run/spool.ts';
import { tries } from '../support/thorough.ts';

/** In chunks so small that they end within names, strings and characters. */
async function* chunksOf(text: string): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7);
}

async function read(text: string): Promise<unknown> {
  return readLongJson(chunksOf(text));
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
      tries(300, 1),
    );
  });

  it('ends at the hole of a sparse file, however long that is', async () => {
    async function* sparse(): AsyncIterable<Buffer> {
      yield Buffer.from('{');
      for (;;) yield Buffer.alloc(4096);
    }
    await expect(readLongJson(sparse())).rejects.toThrow(/NUL/);
  });

  it('refuses what nests too deep to be held in memory, and takes brackets in a text for what they are', async () => {
    const deep = '['.repeat(200_000);
    for (const text of [deep, `{"a":${deep}`, `{\n  "a": [\n    ${deep}1\n  ]\n}`, '{"a":'.repeat(200_000)])
      await expect(readLongJson([Buffer.from(text)] as never)).rejects.toThrow('nests too deep');
    const document = { text: `${deep}"\\`, list: Array(150_000).fill([]) };
    expect(await readLongJson([Buffer.from(JSON.stringify(document))] as never)).toEqual(document);
  });

  it('reads across the blocks of a file, in the middle of a character too', async () => {
    const items = Array.from({ length: 1_000 }, (_, index) => ({
      name: `é€😀 "[{,\\${index}`,
      list: [index],
    }));
    const document = { before: { list: [1, 2] }, items, after: 'x'.repeat(100_000) };
    expect(await read(` ${JSON.stringify(document)}\n`)).toEqual(document);
  });

  it('holds one item at a time, of documents as they are written', async () => {
    const document = {
      a: [{ list: [1, [2], {}], text: '    },\n  ],' }, 'x,', [], {}, null, -1],
      b: { c: [] },
      d: [],
    };
    for (const text of [JSON.stringify(document, null, 2), [...jsonInParts(document)].join('')])
      expect(await read(text)).toEqual(document);
    expect(await read('{\n  "a": [\n  ],\n  "a": [\n    1\n  ]\n}')).toEqual({ a: [1] });
    expect(await read('{\n  "a": [\n    1\n  ],\n  "a": []\n}')).toEqual({ a: [] });
  });

  it('makes what it is told of the items of a list within a member, and holds the others as they are', async () => {
    const document = { a: { list: [{ b: [1] }, 'x'], other: [2], c: { list: [3] } }, list: [4] };
    const item = (key: string) => (key === 'a/list' ? () => 'made' : undefined);
    const text = JSON.stringify(document, null, 2);
    expect(await readLongJson(chunksOf(text), { item })).toEqual({
      ...document,
      a: { ...document.a, list: ['made', 'made'] },
    });
    const twice = '{\n  "a": {\n    "list": [\n      1\n    ],\n    "list": 2\n  }\n}';
    expect(await readLongJson(chunksOf(twice), { item })).toEqual({ a: { list: 2 } });
    const broken = '{\n  "a": {\n    "list": [\n      {]\n    ]\n  }\n}';
    await expect(readLongJson(chunksOf(broken), { item })).rejects.toThrow(SyntaxError);
  });

  it.each([
    '{\n  "a": [\n    1,\n  ]\n}',
    '{\n  "a": [\n    1\n    2\n  ]\n}',
    '{\n  "a": [\n    {\n  ]\n}',
    '{\n  "a": [\n    {\n      "b": "x\ny"\n    }\n  ]\n}',
    '{\n  "a": [\n    {\n      "b": "x\\\ny"\n    }\n  ]\n}',
    '{\n  "a": [\n    1\n',
    '{\n  "a": [\n    1\n  ]\n',
    '{\n  "a": [\n    {\n      "b": 1\n    ]\n  ]\n}',
    '{\n  "a": [\n    1\n  ],\n}',
    '{\n  "a": [\n    1\n  ]\n  "b": 1\n}',
    '[\n  "a": [\n  ]\n]',
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
});

it('jsonInParts gives what JSON.stringify gives', () => {
  fc.assert(
    fc.property(documents, (document) => {
      expect([...jsonInParts(document)].join('')).toBe(`${JSON.stringify(document, null, 2)}\n`);
    }),
    tries(100, 20_261_209),
  );
});

it('a long list is kept where it is asked to be, each item as it is made', async () => {
  const document = { before: [1], long: Array.from({ length: 30 }, (_, id) => ({ id })), after: [] };
  const text = [...jsonInParts(document)].join('');
  const keeping = spoolIn(await mkdtemp(join(tmpdir(), 'countersign-long-')), 0);
  const item = (key: string) => (key === 'long' ? (value: unknown) => ({ made: value }) : undefined);
  const read = await readLongJson(chunksOf(text), { keeping, item });
  expect(Array.isArray(read.before)).toBe(true);
  expect(Array.isArray(read.long)).toBe(false);
  expect([...(read.long as Iterable<unknown>)]).toEqual(document.long.map((made) => ({ made })));
});

it('a document whose long lists are on disk is read as it is, and its damage is named alike', async () => {
  const rows = (value: unknown[]) => rowsFrom({ read: () => value[Symbol.iterator](), length: value.length });
  const shape = z.object({ schemaVersion: z.int(), long: rowsOf(z.object({ id: z.int() })) });
  const read = (long: unknown[]) => {
    const document = longDocumentReader(shape, 1, ['long'])();
    const item = document.item('long');
    return document.whole({ schemaVersion: 1, long: rows(long.map((value) => item?.(value))) });
  };
  const whole = documentReader(shape, 1);
  const good = [{ id: 1 }, { id: 2, more: true }];
  const parsed = read(good);
  expect('value' in parsed && [...parsed.value.long]).toEqual([{ id: 1 }, { id: 2 }]);
  const bad = [{ id: 1 }, { id: 'two' }, {}];
  expect(read(bad)).toEqual(whole({ schemaVersion: 1, long: bad }));
  expect(read(bad)).toMatchObject({ problem: { pointer: '/long/1/id' } });
});
