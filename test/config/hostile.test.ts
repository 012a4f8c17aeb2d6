// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { ConfigError } from '../../src/config/errors.ts';
import { loadConfig } from '../../src/config/load.ts';
import { parseVendorFile } from '../../src/config/vendor-files.ts';
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
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) =>
        isAnswered(() => loadConfig(text, 'c.yaml', {}, CHECKS)),
      ),
      { numRuns: 1000, seed: 1 },
    );
  });

  it('any sequence of words that mean something to YAML', () => {
    const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join(''));
    fc.assert(
      fc.property(
        text,
        (yaml) =>
          isAnswered(() => loadConfig(yaml, 'c.yaml', { X: '${X}' }, CHECKS)) &&
          isAnswered(() => parseVendorFile(yaml, 'v.yaml')),
      ),
      { numRuns: 2000, seed: 2 },
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
      { numRuns: 1500, seed: 3 },
    );
  });
});

describe('hostile files are refused soon', () => {
  it.each([
    ['a flow that nests a million deep', '['.repeat(MEGABYTE), 'nests too deeply'],
    ['a list that nests half a million deep', '- '.repeat(MEGABYTE / 2), 'nests too deeply'],
    ['a flow that nests 800 deep', `a: ${'['.repeat(800)}${']'.repeat(800)}`, 'nests deeper than 24 levels'],
    ['a billion laughs', laughs(), 'more than 200000 values, aliases counted'],
    ['an alias of itself', 'a: &a [*a]', 'nests deeper than 24 levels'],
    ['250,000 aliases', `a: &a 1\nb: [${'*a,'.repeat(250_000)}]`, 'more than 200000 values'],
    [
      '120,000 keys',
      Array.from({ length: 120_000 }, (_, n) => `${n.toString(36)}: 1\n`).join(''),
      'unknown key',
    ],
    ['200,000 times the same key', 'a: 1\n'.repeat(200_000), 'this key is given twice'],
    ['a quarter of a million quotes', '"'.repeat(MEGABYTE / 4), 'not expected here'],
    ['a million and one characters', 'x'.repeat(MEGABYTE + 1), 'the limit is 1048576'],
  ])('%s', (_name, text, message) => {
    const started = performance.now();
    expect(problemsOf(text).join('\n')).toContain(message);
    expect(performance.now() - started).toBeLessThan(30_000);
  });

  it('a register of 5,000 accounts is not hostile', () => {
    const accounts = Array.from(
      { length: 5000 },
      (_, n) => `  - { id: "${100_000_000_000 + n}", name: number ${n} }\n`,
    );
    expect(problemsOf(`auditor: { roleName: R }\naccounts:\n${accounts.join('')}`)).toEqual([]);
  });
});

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
