import { describe, expect, it } from 'vitest';
import { traceOf } from '../../src/evaluate/check-fault.ts';
import type { FaultPlace } from '../../src/model/fault.ts';
import { faultBook } from '../../src/run/fault-book.ts';

const PLACE: FaultPlace = { source: 'check', id: 'stale-role', accountId: '111122223333', region: 'global' };

function trace(error: unknown, ids: string[] = []) {
  return traceOf(error, PLACE, undefined, () => ids);
}

function withStack(stack: string): Error {
  const error = new TypeError('x is not a function');
  error.stack = stack;
  return error;
}

describe('the trace of what was thrown', () => {
  it('has place, code, message and the calls that led there', () => {
    const fault = trace(Object.assign(new Error('it broke'), { code: 'E_BROKEN' }));
    expect(fault).toMatchObject({ ...PLACE, code: 'E_BROKEN', message: 'it broke.', times: 1 });
    expect(fault.stack[0]).toMatch(/^at .*test\/evaluate\/check-fault\.test\.ts:\d+:\d+\)?$/);
  });

  it.each([
    ['    at a (/home/ravi/countersign/dist/checks/x.js:1:2)', 'at a (dist/checks/x.js:1:2)'],
    ['    at file:///home/ravi/src/countersign/src/checks/x.ts:1:2', 'at src/checks/x.ts:1:2'],
    [
      '    at async Object.b [as c] (C:\\Users\\ravi\\dist\\x.js:1:2)',
      'at async Object.b [as c] (dist/x.js:1:2)',
    ],
    ['    at a (/usr/lib/node_modules/zod/dist/x.js:1:2)', 'at a (node_modules/zod/dist/x.js:1:2)'],
    ['    at new Map (<anonymous>)', 'at new Map (<anonymous>)'],
    ['    at listOnTimeout (node:internal/timers:588:17)', 'at listOnTimeout (node:internal/timers:588:17)'],
    ['    at /home/ravi/secret/x.mjs:1:2', 'at x.mjs:1:2'],
  ])('names files as they lie in the program: %s', (line, expected) => {
    const fault = trace(withStack(`TypeError: secret in a message\n of /home lines\n${line}`));
    expect(fault.stack).toEqual([expected]);
    expect(JSON.stringify(fault)).not.toContain('ravi');
  });

  it('takes no lines of a message for calls', () => {
    const id = 'tenant-0042-7f3a9c';
    const fault = trace(new Error(`no document:\n    at ${id} (${id})\n`), [id]);
    expect(JSON.stringify(fault)).not.toContain(id);
    expect(fault.stack[0]).toContain('check-fault.test.ts');
  });

  it('ends where a run or a command asked', () => {
    const lines = [
      'dist/checks/x.js',
      'dist/evaluate/account.js',
      'dist/run/account-flow.js',
      'dist/run/scan.js',
    ];
    const stack = lines.map((file) => `    at async a (file:///opt/countersign/${file}:1:2)`);
    expect(trace(withStack(stack.join('\n'))).stack).toEqual([
      'at async a (dist/checks/x.js:1:2)',
      'at async a (dist/evaluate/account.js:1:2)',
    ]);
  });

  it.each([
    ["ENOENT: no such file, open '/home/ravi/keys/a.pem'", "open 'a.pem'"],
    ['key AKIAABCDEFGHIJKLMNOP', '(key)'],
    [`token ${'a1'.repeat(40)}`, '(token)'],
    ['https://user:pass@example.com/x', '(address)'],
    ['no path of arn:aws:iam::111122223333:role/a/b', 'arn:aws:iam::111122223333:role/a/b'],
  ])('holds no folder, key or address: %s', (message, expected) => {
    const fault = trace(new Error(message));
    expect(fault.message).toContain(expected);
    expect(fault.message).not.toMatch(/ravi|AKIA|a1a1|user:pass/);
  });

  it('holds no external ID, whatever its length and form', () => {
    const ids = ['5e1f0a9c-77b3-4d7e-8e21-000000000001', 'acme-42', 'a.b*c(d'];
    for (const id of ids) expect(trace(new Error(`what of ${id}?`), ids).message).not.toContain(id);
    const document = '{"Condition":{"StringEquals":{"sts:ExternalId":"unknown-1"}}}';
    expect(trace(new Error(document)).message).not.toContain('unknown-1');
    expect(trace(new Error(`cannot read ${document.slice(0, -2)}`)).message).not.toContain('unknown-1');
  });

  it.each<[ids: string[], text: string, left: RegExp]>([
    [['a1b2'], 'xa1b2y', /^x(?!a1b2).+y\.$/],
    [['abc'], 'xabcy', /^xabcy\.$/],
    [['abcd', 'abcdefgh'], 'xabcdefghy', /^x[^x]*y\.$/],
    [['a.b*c(d'], 'xa.b*c(dy', /^x(?!a\.b).+y\.$/],
    [['a.b.'], 'xa-b-y', /^xa-b-y\.$/],
    [[], 'xa1b2y', /^xa1b2y\.$/],
  ])('holds no external ID of four characters and more, within words too: %j in %s', (ids, text, left) => {
    expect(trace(new Error(text), ids).message).toMatch(left);
  });

  it.each([
    ['a text', 'a text'],
    [undefined, 'undefined'],
    [null, 'null'],
    [
      {
        toString: () => {
          throw new Error('no');
        },
      },
      'something that cannot be read',
    ],
  ])('is there whatever was thrown: %o', (thrown, message) => {
    expect(trace(thrown)).toMatchObject({ code: 'Error', message: `${message}.`, stack: [] });
  });

  it('is there when external IDs cannot be told', () => {
    const fault = traceOf(new Error('secret'), PLACE, undefined, () => {
      throw new Error('no');
    });
    expect(fault.message).toContain('withheld');
  });
});

it('the same fault is one line with its number, in whatever order it came', () => {
  const fault = trace(new Error('x'));
  const all = ['333333333333', '111111111111', '222222222222'].map((accountId) => ({ ...fault, accountId }));
  for (const order of [all, all.toReversed()]) {
    const news: unknown[] = [];
    const book = faultBook((one) => news.push(one));
    for (const one of order) book.note(one);
    expect(book.all()).toEqual([{ ...fault, accountId: '111111111111', times: 3 }]);
    expect(news).toEqual([order[0]]);
  }
});
