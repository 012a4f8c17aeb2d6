import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf } from '../setup/made.ts';

const FOLDER = join(import.meta.dirname, '../../deploy');

/** What is written by hand: it builds from this repository, which setup knows nothing of. */
const BY_HAND = ['Dockerfile', 'Dockerfile.dockerignore'];

describe('deploy/ is what countersign setup makes of no configuration (npm run docs writes it anew)', () => {
  const files = filesOf();

  it.each([...files])('%s', (name, text) => expect(text).toMatchFileSnapshot(join(FOLDER, name)));

  it('and nothing else but what is written by hand', () => {
    const there = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(FOLDER.length + 1));
    expect(there.sort()).toEqual([...files.keys(), ...BY_HAND].sort());
  });
});
