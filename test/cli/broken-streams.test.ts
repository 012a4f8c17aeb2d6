import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { appendFile, mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, expect, it } from 'vitest';

const main = join(resolve(import.meta.dirname, '../..'), 'dist/cli/main.js');

/** The command line in a process of its own: `gone` streams lose their reader at once, the others go where it says. */
function ended(
  args: string[],
  { out = 'pipe', err = 'pipe' }: { out?: 'pipe' | 'gone' | number; err?: 'pipe' | 'gone' | number },
): Promise<{ code: number | null; stderr: string }> {
  return new Promise((done, failed) => {
    const to = (stream: typeof out) => (stream === 'gone' ? 'pipe' : stream);
    const child = spawn(process.execPath, [main, ...args], { stdio: ['ignore', to(out), to(err)] });
    let stderr = '';
    if (out === 'gone') child.stdout?.destroy();
    else child.stdout?.resume();
    if (err === 'gone') child.stderr?.destroy();
    else
      child.stderr?.setEncoding('utf8').on('data', (text) => {
        stderr += text;
      });
    child.once('error', failed);
    child.once('close', (code) => done({ code, stderr }));
  });
}

let home: string;
let first: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-streams-'));
  first = join(home, 'first');
});

it('a run goes on and is sealed where whoever reads its progress or its result goes away', async () => {
  expect(
    await ended(['demo', '--accounts', '1', '--out', first], { out: 'gone', err: 'gone' }),
  ).toMatchObject({
    code: 0,
  });
  expect(await readdir(first)).toContain('latest');
  expect((await readdir(first)).filter((name) => name.includes('unfinished'))).toEqual([]);
});

it.runIf(existsSync('/dev/full'))(
  'a result that cannot be written is a failure, in a line, unless more is known',
  async () => {
    const full = openSync('/dev/full', 'w');
    const run = join(first, 'latest');
    try {
      expect(await ended(['verify', run], { out: full })).toEqual({
        code: 1,
        stderr: 'ENOSPC: no space left on device, write\n',
      });
      // Nothing that is told is lost with what tells it.
      expect(await ended(['verify', run], { err: full })).toMatchObject({ code: 0 });
      await appendFile(join(run, 'report.json'), '\n');
      expect(await ended(['verify', run], { out: full })).toMatchObject({ code: 4 });
    } finally {
      closeSync(full);
    }
  },
);
