import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { some, THOROUGH } from '../../support/thorough.ts';
import { PURE_ROOMS } from '../pure-rooms.ts';
import { moduleState } from './module-state.ts';

const root = resolve(import.meta.dirname, '../../..');

/**
 * What modules of pure rooms keep all the same, and why. What is worked out of an account stands on its study
 * (`src/model/study.ts`), a constant that costs something to make is made `lazily`.
 */
const OF_THE_LIST = "made of AWS's published list of actions once: the same for every account";
const OF_ITS_KEY = 'goes with the object that it says something of, and says of it what that alone tells';

const KEPT: Readonly<Record<string, string>> = {
  'src/checks/external-ids/kept-answers.ts formats':
    'the expressions of a register as machines: asked again for every role, and it has a limit',
  'src/policy/permissions/access.ts matched': OF_ITS_KEY,
  'src/policy/permissions/account-users.ts done': OF_THE_LIST,
  'src/policy/permissions/account-users.ts gifts':
    'goes with the group, which has the policies of its account alone',
  'src/policy/permissions/catalogue.ts byArnService': OF_THE_LIST,
  'src/policy/permissions/catalogue.ts every': OF_THE_LIST,
  'src/policy/permissions/catalogue.ts expansions':
    'which published actions a pattern matches: policies of all accounts write the same ones, and it has a limit',
  'src/policy/permissions/catalogue.ts none': OF_THE_LIST,
  'src/policy/permissions/catalogue.ts ofLevel': OF_THE_LIST,
  'src/policy/permissions/catalogue.ts read': OF_THE_LIST,
  'src/policy/permissions/effective.ts documents': OF_ITS_KEY,
  'src/policy/permissions/escalation.ts known': OF_THE_LIST,
  'src/policy/permissions/escalation.ts notByUsers': OF_THE_LIST,
  'src/policy/permissions/hands.ts known': OF_ITS_KEY,
  'src/policy/permissions/held-actions.ts ofAccount':
    'what names all roles, users and so on of an account: of its number alone, and it has a limit',
  'src/policy/permissions/held-actions.ts patterns': OF_ITS_KEY,
  'src/policy/permissions/led-to-user.ts made': OF_ITS_KEY,
  'src/report/html/page/environment.ts compiled': OF_ITS_KEY,
  'src/report/theme/style-sheet.ts HARMLESS_ADDRESS':
    'an expression that is told where to begin before each use',
  'src/report/theme/style-sheet.ts NAME': 'an expression that is told where to begin before each use',
};

function filesOf(room: string): string[] {
  return readdirSync(join(root, 'src', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${room}/${name.replaceAll('\\', '/')}`);
}

function kept(file: string): string[] {
  return moduleState(readFileSync(join(root, file), 'utf8')).map((name) => `${file} ${name}`);
}

describe('modules of pure rooms keep nothing from one call to the next', () => {
  it('but what is listed here with its reason', () => {
    const files = some(PURE_ROOMS.flatMap(filesOf), 100);
    const listed = Object.keys(KEPT).filter((one) => THOROUGH || files.includes(one.split(' ')[0] ?? ''));
    expect(files.flatMap(kept).sort()).toEqual(listed.sort());
  });

  it.each([
    ['a variable', 'let known: string | undefined;', ['known']],
    ['a weak map', 'const known = new WeakMap<object, string>();', ['known']],
    ['a weak map that is called read-only', 'const known: object = new WeakMap();', ['known']],
    ['a map', 'const known = new Map<string, string>();', ['known']],
    ['an exported one', 'export const known = new Set<string>();', ['known']],
    ['one inside an object', 'const caches = { roles: new Map() };', ['caches']],
    [
      'one inside a function called at once',
      'const f = (() => { const m = new Map(); return () => m; })();',
      ['f'],
    ],
    ['a study', 'const study = newStudy();', ['study']],
    [
      'a list that is added to',
      'const seen: string[] = [];\nexport function f(x: string) { seen.push(x); }',
      ['seen'],
    ],
    [
      'an object that is filled',
      'const by: Record<string, number> = {};\nexport function f(x: string) { by[x] = 1; }',
      ['by'],
    ],
    ['a field of a class', 'class A { static known = 1; }', ['A.known']],
    ['a function with a field', 'const f = () => 1;\nf.known = 2;', ['f']],
  ])('finds %s', (_what, text, names) => {
    expect(moduleState(text)).toEqual(names);
  });

  it.each([
    ['a read-only set', "const WORDS: ReadonlySet<string> = new Set(['a']);"],
    ['a map of a function', 'export function f() { const m = new Map(); m.set(1, 2); return m; }'],
    ['a lazily made constant', 'const all = lazily(() => new Map([[1, 2]]));'],
    ['a list that nobody changes', "const WORDS = ['a', 'b'];"],
    [
      'a local one of the same name',
      'const seen = [1];\nexport function f() { const seen: number[] = []; seen.push(1); return seen; }',
    ],
  ])('leaves %s alone', (_what, text) => {
    expect(moduleState(text)).toEqual([]);
  });
});
