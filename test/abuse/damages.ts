import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { changedSomewhere, oddText } from './oddities.ts';

/** Does something to the files of a run, whose files may be shared, and says what. */
export function damages(run: string, other: string, random: Random): string {
  const done: string[] = [];
  for (let count = random.chance(0.8) ? 1 : random.between(2, 3); count > 0; count -= 1)
    done.push(damage(run, other, random));
  return done.join('; ');
}

function filesOf(run: string): string[] {
  return readdirSync(run, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(run, join(entry.parentPath, entry.name)))
    .sort();
}

function damage(run: string, other: string, random: Random): string {
  const files = filesOf(run);
  const seals = files.filter((name) => name.startsWith('manifest'));
  const some = random.chance(0.35) && seals.length > 0 ? seals : files;
  if (some.length === 0) return 'nothing is left';
  const name = random.pick(some as [string, ...string[]]);
  const path = join(run, name);
  const roll = random.next();
  if (roll < 0.3) return `${name}: ${bytesChanged(path, random)}`;
  if (roll < 0.6) return `${name}: ${contentChanged(path, random)}`;
  if (roll < 0.8) return `${name}: ${replaced(path, random)}`;
  if (roll < 0.9) return added(run, random);
  return mixed(run, other, name, random);
}

/** Writes a file anew: another run may share the one that is there. */
function put(path: string, bytes: Uint8Array | string): void {
  rmSync(path, { recursive: true, force: true });
  writeFileSync(path, bytes);
}

function bytesChanged(path: string, random: Random): string {
  const bytes = readFileSync(path);
  const at = random.between(0, Math.max(0, bytes.length - 1));
  const noise = Buffer.from(Array.from({ length: random.between(1, 40) }, () => random.between(0, 255)));
  const [what, changed] = random.pick<readonly [string, () => Uint8Array]>([
    [
      'a bit turned',
      () =>
        bytes.length === 0
          ? noise
          : Uint8Array.from(bytes).with(at, (bytes[at] ?? 0) ^ (1 << random.between(0, 7))),
    ],
    ['bytes put in', () => Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)])],
    [
      'bytes written over',
      () => Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at + noise.length)]),
    ],
    ['bytes taken out', () => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + noise.length)])],
    ['cut', () => bytes.subarray(0, at)],
    ['a line end more', () => Buffer.concat([bytes, Buffer.from('\n')])],
    ['zeros behind', () => Buffer.concat([bytes, Buffer.alloc(random.pick([1, 4096]))])],
    ['emptied', () => Buffer.alloc(0)],
    ['zeros', () => Buffer.alloc(bytes.length)],
    ['twice', () => Buffer.concat([bytes, bytes])],
  ]);
  put(path, changed());
  return `${what} at ${at}`;
}

/** What a file says is changed, in the form that it had. */
function contentChanged(path: string, random: Random): string {
  try {
    if (path.endsWith('.json')) {
      const { value, what } = changedSomewhere(JSON.parse(readFileSync(path, 'utf8')), random);
      put(path, `${JSON.stringify(value, null, random.chance(0.9) ? 2 : 0)}\n`);
      return what;
    }
    if (path.endsWith('.gz')) {
      const lines = gunzipSync(readFileSync(path)).toString('utf8').trimEnd().split('\n');
      const at = random.between(0, lines.length - 1);
      const { value, what } = changedSomewhere(JSON.parse(lines[at] ?? 'null'), random);
      const changed = random.chance(0.8)
        ? lines.with(at, JSON.stringify(value) ?? '')
        : random.pick([
            lines.toSpliced(at, 1),
            [...lines, ...lines],
            lines.with(at, (lines[at] ?? '').slice(9)),
          ]);
      const packed = gzipSync(`${changed.join('\n')}${random.chance(0.9) ? '\n' : ''}`);
      put(path, random.chance(0.9) ? packed : Buffer.concat([packed, packed]));
      return `line ${at + 1}: ${what}`;
    }
  } catch {
    // Something was done to it before.
  }
  return bytesChanged(path, random);
}

/** Something else under the name of a file. */
function replaced(path: string, random: Random): string {
  const kept = `${path}.kept`;
  const [what, put] = random.pick<readonly [string, () => void]>([
    ['taken away', () => {}],
    ['a directory', () => mkdirSync(path)],
    ['a link to nothing', () => symlinkSync('nowhere', path)],
    ['a link to itself', () => symlinkSync(path, path)],
    ['a link to a device', () => symlinkSync('/dev/zero', path)],
    ['a link to its own content', () => twin(path, kept)],
    ['a pipe', () => execFileSync('mkfifo', [path])],
    ['a device', () => device(path)],
    ['a file of 5 GB', () => endless(path)],
    ['another name', () => copyFileSync(kept, `${path}x`)],
    [
      'in other letters',
      () => copyFileSync(kept, join(dirname(path), path.slice(dirname(path).length + 1).toUpperCase())),
    ],
    ['no text', () => writeFileSync(path, oddText(random))],
  ]);
  renameSync(path, kept);
  put();
  rmSync(kept);
  return what;
}

/** A file that says it has 5 GB. */
function endless(path: string): void {
  writeFileSync(path, '{');
  truncateSync(path, 5 * 1024 ** 3);
}

function twin(path: string, content: string): void {
  copyFileSync(content, `${path}.twin`);
  symlinkSync(`${path}.twin`, path);
}

/** A device that never ends, where one may be made; else a pipe. */
function device(path: string): void {
  try {
    execFileSync('mknod', [path, 'c', '1', '5'], { stdio: 'ignore' });
  } catch {
    execFileSync('mkfifo', [path]);
  }
}

function added(run: string, random: Random): string {
  const names = [
    'more',
    'accounts/111122223333',
    'manifest.json.partial',
    'state',
    '.hidden',
    'faults.jsonl',
    'a b\n',
    'accounts/x',
  ] as const;
  const path = join(run, random.pick(names));
  if (existsSync(path)) return 'nothing';
  const [what, put] = random.pick<readonly [string, () => void]>([
    ['an empty directory', () => mkdirSync(path)],
    ['a file', () => writeFileSync(path, oddText(random))],
    ['a link', () => symlinkSync('/etc/passwd', path)],
    ['a pipe', () => execFileSync('mkfifo', [path])],
    ['a device', () => device(path)],
  ]);
  put();
  return `${what} added: ${JSON.stringify(relative(run, path))}`;
}

/** Files in each other's place, or those of another run. */
function mixed(run: string, other: string, name: string, random: Random): string {
  const path = join(run, name);
  if (random.chance(0.2)) {
    rmSync(run, { recursive: true });
    cpSync(other, run, { recursive: true });
    return 'another run under its name';
  }
  const theirs = join(other, name);
  if (random.chance(0.5) && existsSync(theirs) && lstatSync(theirs).isFile()) {
    put(path, readFileSync(theirs));
    return `${name} of another run`;
  }
  const second = random.pick(filesOf(run) as [string, ...string[]]);
  const [one, two] = [readFileSync(path), readFileSync(join(run, second))];
  put(path, two);
  put(join(run, second), one);
  return `${name} and ${second} in each other's place`;
}
