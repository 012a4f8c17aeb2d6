import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../../..');
const DOCKERFILE = readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8');
const NOBODY = 65_534;

/** Everything that the first stage takes from the repository. */
const COPIED = [...DOCKERFILE.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
  paths.split(' '),
);

/** No builder is here: its steps are taken one by one, but for those of npm, whose result is in node_modules already. */
describe('the steps of the Dockerfile', () => {
  const image = mkdtempSync(join(tmpdir(), 'countersign-image-'));

  function run(command: string, args: string[], more: object = {}) {
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', ...more });
    return { code: status, text: stdout + stderr };
  }

  beforeAll(() => {
    for (const path of COPIED) cpSync(join(ROOT, path), join(image, path), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(image, 'node_modules'));
    const built = run(process.execPath, ['tools/build.js'], { cwd: image });
    expect(built).toEqual({ code: 0, text: '' });
    const removed = /&& (rm -rf .*)$/m.exec(DOCKERFILE)?.[1] ?? '';
    expect(run('sh', ['-c', removed], { cwd: image })).toEqual({ code: 0, text: '' });
    run('chmod', ['-R', 'a+rX', image]);
  });

  it('copy what is let through to the builder, and no more', () => {
    const ignored = readFileSync(join(ROOT, 'deploy/Dockerfile.dockerignore'), 'utf8');
    const letThrough = [...ignored.matchAll(/^!(.+)$/gm)].map(([, path = '']) => path);
    expect(letThrough.sort()).toEqual([...COPIED].sort());
    expect(readdirSync(image)).not.toContain('src');
  });

  it('leave a program that another user runs, who can write to one folder alone', () => {
    const state = mkdtempSync(join(tmpdir(), 'countersign-state-'));
    const nowhere = join(image, 'home');
    mkdirSync(nowhere, { mode: 0o555 });
    const asRoot = process.getuid?.() === 0;
    if (asRoot) chownSync(state, NOBODY, NOBODY);
    chmodSync(image, 0o555);
    const before = readdirSync(image).sort();
    const program = (TMPDIR: string, ...args: string[]) =>
      run(process.execPath, ['--no-warnings', join(image, 'dist/cli/main.js'), ...args], {
        cwd: state,
        env: { PATH: process.env.PATH ?? '', HOME: nowhere, NODE_ENV: 'production', TMPDIR },
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      });
    const { code, text } = program(nowhere, 'demo', '--accounts', '3', '--out', join(state, 'runs'));
    expect(code, text).toBe(0);
    // What is run again or taken out of a run needs a folder for a while, as `--tmpfs /tmp` is.
    const taken = ['export', 'runs/latest', '--framework', 'soc2', '--out', 'exported'];
    const nowhereToKeep = program(nowhere, ...taken);
    expect([nowhereToKeep.code, nowhereToKeep.text]).toEqual([1, expect.stringMatching(/^EACCES: .*TMPDIR/)]);
    const exported = program(state, ...taken);
    expect(exported.code, exported.text).toBe(0);
    expect(readdirSync(join(state, 'runs'))).toContain('latest');
    expect([readdirSync(image).sort(), readdirSync(nowhere)]).toEqual([before, []]);
  });

  it('end in a program without rights that is no service', () => {
    const last = DOCKERFILE.slice(DOCKERFILE.lastIndexOf('FROM '));
    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^HEALTHCHECK NONE$/m);
    expect(last).toMatch(/^VOLUME \/var\/lib\/countersign$/m);
  });
});
