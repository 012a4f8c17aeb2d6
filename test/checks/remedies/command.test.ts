import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command, script } from '../../../src/checks/remedies/command.ts';
import { tries } from '../../support/thorough.ts';

describe('command', () => {
  it('quotes every value and nothing else', () => {
    expect(command`aws iam get-role --role-name ${'a b'} --query ${'x'}`).toBe(
      "aws iam get-role --role-name 'a b' --query 'x'",
    );
  });

  it('reaches the shell as the very value, whatever it holds', () => {
    const value = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 20 }), (values) => {
        const lines = values.flatMap((one) => {
          const line = command`printf %s ${one}`;
          return line === undefined ? [] : [{ one, line }];
        });
        const shown = lines.map(({ line }) => `${line}; echo`).join('\n');
        const out = execFileSync('/bin/sh', ['-c', shown], { encoding: 'utf8' });
        expect(out).toBe(lines.map(({ one }) => `${one}\n`).join(''));
      }),
      tries(30, 20_261_236),
    );
  });

  it.each([
    ['a newline', 'a\nrm -rf ~'],
    ['a NUL', 'a\0b'],
    ['a bidirectional mark', 'a\u202Eb'],
    ['a zero-width space', 'a\u200Bb'],
    ['half a surrogate pair', 'a\uD800'],
    ['an option', '--profile'],
    ['a file for the CLI to load', 'file:///etc/passwd'],
    ['an address for the CLI to load', 'https://example.com/x'],
    ['nothing', ''],
  ])('is refused for %s', (_, value) => {
    expect(command`aws iam get-role --role-name ${value}`).toBeUndefined();
  });
});

describe('script', () => {
  it('is whole or not there', () => {
    expect(script(['a', 'b'])).toBe('a\nb');
    expect(script(['a', undefined])).toBeUndefined();
    expect(script([])).toBeUndefined();
  });
});
