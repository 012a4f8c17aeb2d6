// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of the configuration look like this.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { readConfigFile } from '../../src/config/config-file.ts';
import { ConfigError } from '../../src/config/errors.ts';
import { parseDecisions } from '../../src/config/register-files.ts';
import { anyText } from '../support/any-text.ts';
import { tries } from '../support/thorough.ts';
import { ACCOUNTS, CHECKS, EXCEPTION, PARTY, PARTY_ACCOUNT, problemsOf } from './problems-of.ts';

const REGISTER = PARTY + PARTY_ACCOUNT;
const EXCEPTIONS = `${EXCEPTION}    check: stale-role\n    expires: 2027-06-30\n`;

function problemsIn(text: string, keys?: Array<'thirdParties' | 'exceptions'>): string[] {
  try {
    parseDecisions(text, 'r.yaml', CHECKS, keys);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.format().split('\n');
    throw error;
  }
}

describe('a configuration whose register and exceptions stand in files', () => {
  let home: string;
  const write = (name: string, text: string) => writeFileSync(join(home, name), text);
  const read = () => readConfigFile(join(home, 'config.yaml'), { COUNTERSIGN_X: 'secret' }, CHECKS);

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'countersign-register-'));
    write('config.yaml', `${ACCOUNTS}register: people/register.yaml\nexceptionsFile: exceptions.yaml\n`);
    mkdirSync(join(home, 'people'));
    write('people/register.yaml', REGISTER);
    write('exceptions.yaml', EXCEPTIONS);
  });

  it('is the same as one that holds them itself, and tells the digests of the files', async () => {
    const { config, files } = await read();
    write('config.yaml', ACCOUNTS + REGISTER + EXCEPTIONS);
    const whole = await read();
    expect(config).toEqual({
      ...whole.config,
      register: 'people/register.yaml',
      exceptionsFile: 'exceptions.yaml',
    });
    expect(config.thirdParties).toHaveLength(1);
    expect(files).toEqual([
      { key: 'register', sha256: sha256(REGISTER) },
      { key: 'exceptionsFile', sha256: sha256(EXCEPTIONS) },
    ]);
    expect(whole.files).toEqual([]);
  });

  it('is refused with file, line and column of what is wrong there', async () => {
    write('people/register.yaml', REGISTER.replace('owner', 'ownr'));
    await expect(read()).rejects.toThrow(
      /people\/register\.yaml:3:5 {2}thirdParties\[0\]\.ownr: unknown key\. Did you mean "owner"\?/,
    );
    write('people/register.yaml', REGISTER);
    write('exceptions.yaml', EXCEPTIONS.replace('stale-role', 'stale-rolle'));
    await expect(read()).rejects.toThrow(/exceptions\.yaml:5:12 {2}exceptions\[0\]\.check: .*"stale-role"/);
  });

  it('is refused where a file is not there, and where one registers an account of the configuration', async () => {
    write('people/register.yaml', REGISTER.replace('222233334444', '111122223333'));
    await expect(read()).rejects.toThrow(/register\.yaml:5:18 .*one of your own accounts/);
    write('config.yaml', `${ACCOUNTS}register: nowhere.yaml\n`);
    await expect(read()).rejects.toThrow(/nowhere\.yaml:1:1 {2}the file cannot be read: ENOENT/);
  });

  it('lets nothing of the environment into them', async () => {
    write('people/register.yaml', REGISTER.replace('Ana', '${COUNTERSIGN_X}'));
    expect((await read()).config.thirdParties[0]?.owner).toBe('${COUNTERSIGN_X}');
  });

  it('has one place for each', () => {
    expect(
      problemsOf(`${ACCOUNTS + REGISTER + EXCEPTIONS}register: r.yaml\nexceptionsFile: e.yaml\n`),
    ).toEqual([
      'c.yaml:3:1  thirdParties: cannot stand beside register: move these entries into that file',
      'c.yaml:8:1  exceptions: cannot stand beside exceptionsFile: move these entries into that file',
    ]);
  });
});

describe('a file of decisions', () => {
  it('holds what it is meant for alone: who may register cannot accept findings', () => {
    expect(problemsIn(REGISTER + EXCEPTIONS)).toEqual([]);
    expect(problemsIn(REGISTER + EXCEPTIONS, ['thirdParties'])).toEqual([
      'r.yaml:6:1  exceptions: does not belong into this file, which holds thirdParties alone',
    ]);
  });

  it.each([
    ['colour: red\nthirdParties: []\n', 'colour: unknown key. Valid keys: thirdParties, exceptions'],
    [
      'exceptions: [{ colour: red }]\n',
      'exceptions[0].colour: unknown key. Valid keys: check, resource, account,',
    ],
    [
      'thirdParties: [{ colour: red }]\n',
      'thirdParties[0].colour: unknown key. Valid keys: name, accountIds,',
    ],
  ])('has no other keys, and says which it may have: %j', (text, words) => {
    expect(problemsIn(text).join('\n')).toContain(words);
  });

  it('must say what it is', () => {
    for (const text of ['- name: Nimbus\n', 'just text\n', '{}\n', EXCEPTIONS])
      expect(problemsIn(text, ['thirdParties'])[0]).toMatch(/must begin with "thirdParties:"/);
    expect(problemsIn('')).toEqual(['r.yaml:1:1  the file is empty']);
    expect(problemsIn('thirdParties:\n')).toEqual([
      'r.yaml:1:14  thirdParties: is empty: give it a value, or remove the key',
    ]);
    expect(problemsIn('thirdParties: []\n')).toEqual([]);
  });

  it('names the lines in which something is still to be filled in, and says nothing else of them', () => {
    const text = `${REGISTER}    contractEnds: TO BE FILLED IN\n`.replace('Ana', '"TO BE FILLED IN"');
    expect(problemsIn(text)).toEqual([
      'r.yaml:3:12  thirdParties[0].owner: is still to be filled in',
      'r.yaml:6:19  thirdParties[0].contractEnds: is still to be filled in',
    ]);
    expect(problemsOf(ACCOUNTS + text)).toEqual([
      'c.yaml:5:12  thirdParties[0].owner: is still to be filled in',
      'c.yaml:8:19  thirdParties[0].contractEnds: is still to be filled in',
    ]);
  });

  it('is read or refused, whatever it holds', () => {
    const text = fc.oneof(
      anyText(100),
      fc.json(),
      fc.string().map((text) => REGISTER + text),
    );
    fc.assert(
      fc.property(text, (yaml) => {
        problemsIn(yaml);
      }),
      tries(100, 20_261_205),
    );
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
