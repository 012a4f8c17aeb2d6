import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { countersign } from '../../support/command.ts';
import type { Mistake } from './scene.ts';

/** A mistake as `docs/troubleshooting.md` shows it. */
export interface Shown {
  heading: string;
  /** What is given to the command line. */
  args: string[];
  /** What it says then, line by line; `…` stands for whatever it is. */
  lines: string[];
}

const PAGE = readFileSync(join(import.meta.dirname, '../../../docs/troubleshooting.md'), 'utf8');

/** All mistakes of the page, in its order. */
export function shownMistakes(): Shown[] {
  return PAGE.split(/^### /m)
    .slice(1)
    .map((section) => {
      const [heading = ''] = section.split('\n');
      const [, block = ''] = /```console\n([\s\S]*?)```/.exec(section) ?? [];
      const [command = '', ...lines] = block.trimEnd().split('\n');
      return { heading, args: command.replace(/^\$ countersign /, '').split(' '), lines };
    });
}

/** Makes a mistake, gives the command of the page, and holds the answer to what the page shows. */
export async function play({ args, lines }: Shown, make: Mistake): Promise<void> {
  const scene = await make();
  try {
    const { code, stdout, stderr } = await countersign(args, scene);
    const answer = [...stderr.split('\n'), ...stdout.split('\n')].filter((line) => line !== '');
    const missing = lines.filter((line) => !answer.some((one) => patternOf(line).test(one)));
    expect(missing, `${code}\n${answer.join('\n')}`).toEqual([]);
    expect(code).not.toBe(0);
  } finally {
    await scene.end?.();
  }
}

function patternOf(line: string): RegExp {
  const parts = line.split('…').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
