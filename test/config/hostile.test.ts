// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { parseVendorFile } from '../../src/config/vendor-files.ts';
import { anyText } from '../support/any-text.ts';
import { growth } from '../support/steps.ts';
import { oneIn, size, some, tries } from '../support/thorough.ts';
import { CHECKS, problemsOf } from './problems-of.ts';

const MEGABYTE = 2 ** 20;

/** True when it loads or is refused with positions inside the text; anything else is thrown. */
function isAnswered(load: () => unknown): boolean {
  try {
    load();
    return true;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.length > 0 && error.problems.every(({ line, column }) => line >= 1 && column >= 1);
  }
}

const WORDS = [
  ...[
    'accounts:',
    'id:',
    'organization:',
    'discover:',
    'checks:',
    'stale-role:',
    'regions:',
    'thirdParties:',
  ],
  ...[
    '- ',
    ' ',
    '  ',
    '\n',
    '\t',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '<<',
    '?',
    ':',
    '|',
    '>',
    '---\n',
    '#',
  ],
  ...[
    '!!binary',
    '!x',
    '${',
    '$${',
    '}',
    'X',
    '111122223333',
    'true',
    'null',
    '~',
    '.inf',
    '0x1f',
    '__proto__',
    '%YAML 1.1\n',
  ],
];

describe('whatever the text, there is a configuration or a ConfigError', () => {
  it('any text', () => {
    fc.assert(
      fc.property(anyText(200), (text) => isAnswered(() => loadConfig(text, 'c.yaml', {}, CHECKS))),
      tries(1000, 1),
    );
  });

  it('any sequence of words that mean something to YAML', () => {
    const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(''));
    fc.assert(
      fc.property(
        text,
        (yaml) =>
          isAnswered(() => loadConfig(yaml, 'c.yaml', { X: '${X}' }, CHECKS, { named: ['X'] })) &&
          isAnswered(() => parseVendorFile(yaml, 'v.yaml')),
      ),
      tries(2000, 2),
    );
  });

  it('any value under any key of the configuration', () => {
    const value = fc.anything({
      key: fc.constantFrom('id', 'roleArn', 'files', 'x', '__proto__', 'constructor'),
    });
    const root = fc.dictionary(
      fc.constantFrom(
        'accounts',
        'organization',
        'auditor',
        'thirdParties',
        'exceptions',
        'checks',
        'drift',
        'vendors',
      ),
      value,
    );
    fc.assert(
      fc.property(fc.oneof(root, value), (data) => {
        const yaml = yamlOf(data);
        return yaml === undefined || isAnswered(() => loadConfig(yaml, 'c.yaml', {}, CHECKS));
      }),
      tries(1500, 3),
    );
  });
});

/** The largest that is read at all takes the YAML library seconds, so it is tried where everything is. */
const SIZE = size(MEGABYTE, MEGABYTE / 128);

describe('hostile files are refused', () => {
  const REFUSED: Array<[says: string, text: string, message: string]> = [
    ['a flow that nests without end', '['.repeat(SIZE), 'nests deeper than 24 levels'],
    ['a list that nests without end', '- '.repeat(SIZE / 2), 'nests deeper than 24 levels'],
    ['a flow that nests 800 deep', `a: ${'['.repeat(800)}${']'.repeat(800)}`, 'nests deeper than 24 levels'],
    ['a billion laughs', laughs(), 'more than 200000 values, aliases counted'],
    ['an alias of itself', 'a: &a [*a]', 'nests deeper than 24 levels'],
    ['aliases of many values', manyAliases(), 'more than 200000 values'],
    [
      'keys without end',
      Array.from({ length: SIZE / 9 }, (_, n) => `${n.toString(36)}: 1\n`).join(''),
      'unknown key',
    ],
    ['the same key without end', 'a: 1\n'.repeat(SIZE / 6), 'this key is given twice'],
    ['quotes without end', '"'.repeat(SIZE / 4), 'not expected here'],
    ['a million and one characters', 'x'.repeat(MEGABYTE + 1), 'the limit is 1048576'],
  ];
  it.each(some(REFUSED, 2))('%s', (_name, text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });

  const GROWING: Array<[string, (count: number) => string]> = [
    ['a flow that nests', (count) => '['.repeat(count)],
    ['a list that nests', (count) => '- '.repeat(count)],
    ['aliases', (count) => `a: &a 1\nb: [${'*a,'.repeat(count)}]`],
    ['keys', (count) => Array.from({ length: count }, (_, n) => `${n.toString(36)}: 1\n`).join('')],
    ['the same key', (count) => 'a: 1\n'.repeat(count)],
    ['quotes', (count) => '"'.repeat(count)],
  ];
  oneIn(3).each(some(GROWING, 1))('%s: twice as much is twice the work', async (_name, text) => {
    const load = () => import('../../src/config/document.ts');
    const work = ({ readDocument }: Awaited<ReturnType<typeof load>>, count: number) =>
      readDocument(text(count), 'c.yaml');
    expect(await growth(load, work, 200)).toBeLessThan(2.5);
  });

  it('a register of thousands of accounts is not hostile', () => {
    const accounts = Array.from(
      { length: size(5000, 300) },
      (_, n) => `  - { id: "${100_000_000_000 + n}", name: number ${n} }\n`,
    );
    expect(problemsOf(`auditor: { roleName: R }\naccounts:\n${accounts.join('')}`)).toEqual([]);
  });
});

/** A thousand names for the same three hundred values: few characters, and more values than are let in. */
function manyAliases(): string {
  return `a: &a [${'1,'.repeat(300)}]\nb: [${'*a,'.repeat(1_000)}]`;
}

function laughs(): string {
  const lines = ['a0: &a0 [x,x,x,x,x,x,x,x,x]'];
  for (let level = 1; level < 20; level++) {
    lines.push(
      `a${level}: &a${level} [${Array(9)
        .fill(`*a${level - 1}`)
        .join(',')}]`,
    );
  }
  return lines.join('\n');
}

/** Some values have no YAML form. */
function yamlOf(data: unknown): string | undefined {
  try {
    return stringify(data) as string | undefined;
  } catch {
    return undefined;
  }
}
