import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PURE_ROOMS } from '../pure-rooms.ts';
import { forbidding, ROOMS, root } from '../rules.ts';

const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');

/** A row of the table: the paths that it speaks of, and what it says that they may import. */
interface Row {
  paths: string[];
  says: string;
}

const ROWS: Row[] = [...text.matchAll(/^\| (`src\/[^|]*) \| [^|]* \| ([^|]*) \|$/gm)].map(
  ([, paths = '', says = '']) => ({ paths: quoted(paths), says }),
);

/** What may be imported of a room of which nothing else may. */
const PARTS = ['checks/registry.ts', 'checks/remedies/'];

function quoted(words: string): string[] {
  return [...words.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);
}

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** The rooms that a row says may be imported. */
function said({ paths, says }: Row): string[] {
  if (says === 'nothing') return [];
  if (!says.startsWith('all of the above')) return quoted(says);
  const above = ROWS.slice(
    0,
    ROWS.findIndex((row) => row.paths === paths),
  ).flatMap((row) => row.paths.map(roomOf));
  const except = quoted(says);
  return [...new Set(above)].filter((room) => !except.includes(room) && room !== roomOf(paths[0] ?? ''));
}

/** The same by the rules: rooms of which any file may be imported, and the parts of others that may be. */
function ruled(path: string): string[] {
  const file = path.endsWith('.ts') ? path : `src/${roomOf(path)}/some-file.ts`;
  const mayImport = (place: string) => forbidding(file, `src/${place}`).length === 0;
  const rooms = ROOMS.filter((room) => room !== roomOf(path) && mayImport(`${room}/some-file.ts`));
  const parts = PARTS.filter((part) => {
    const [room = ''] = part.split('/');
    const isApart = room !== roomOf(path) && !rooms.some((one) => one === room);
    return isApart && mayImport(part.endsWith('/') ? `${part}some-file.ts` : part);
  });
  return [...rooms, ...parts];
}

describe('the folders in docs/architecture.md', () => {
  it('are those of src, each once', () => {
    const folders = ROWS.flatMap(({ paths }) => paths).filter((path) => path.endsWith('/'));
    expect(folders.map(roomOf).sort()).toEqual([...ROOMS].sort());
  });

  it.each(ROWS.flatMap((row) => row.paths.map((path) => ({ path, row }))))(
    '$path may import what the rules let it',
    ({ path, row }) => {
      expect(said(row).sort()).toEqual(ruled(path).sort());
    },
  );

  it('are pure where biome.json holds them to it', () => {
    const [sentence = ''] = /^`model`[^.]*? are pure:/m.exec(text) ?? [];
    expect(quoted(sentence).sort()).toEqual([...PURE_ROOMS].sort());
  });

  it.each(PURE_ROOMS)('src/%s may not import what is not pure', (room) => {
    expect(
      ruled(`src/${room}/`).filter((other) => !PURE_ROOMS.includes(other) && !PARTS.includes(other)),
    ).toEqual([]);
  });
});
