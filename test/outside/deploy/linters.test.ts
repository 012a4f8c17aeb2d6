import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ASKS_ATHENA, fileOf } from '../../setup/made.ts';
import { CFN_LINT, CHECK_JSONSCHEMA, HADOLINT, locate, missing } from '../outsiders.ts';

const FOLDER = join(import.meta.dirname, '../../../deploy');
const TEMPLATES = readdirSync(FOLDER).filter((name) => /^(?!buildspec|github)[^.]+\.yaml$/.test(name));

function said(program: string, args: string[]): { code: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { code: status, text: stdout + stderr };
}

describe('the templates of CloudFormation', () => {
  const program = locate(CFN_LINT);
  if (program === undefined) return missing(CFN_LINT);

  it.each(TEMPLATES)(
    '%s: cfn-lint has nothing to say, in four partitions and with what is mere information',
    (name) => {
      const regions = ['us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1'];
      expect(said(program, ['-c', 'I', '-r', ...regions, '-t', join(FOLDER, name)])).toEqual({
        code: 0,
        text: '',
      });
    },
  );

  it('trail-reader.yaml, which is made for a table alone: the same', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'countersign-lint-')), 'trail-reader.yaml');
    writeFileSync(file, fileOf('trail-reader.yaml', ASKS_ATHENA));
    const regions = ['us-east-1', 'us-gov-west-1', 'cn-north-1'];
    expect(said(program, ['-c', 'I', '-r', ...regions, '-t', file])).toEqual({ code: 0, text: '' });
  });

  it('are all here, and cfn-lint would say something of one that is wrong', () => {
    expect(TEMPLATES).toHaveLength(6);
    const wrong = join(mkdtempSync(join(tmpdir(), 'countersign-lint-')), 'wrong.yaml');
    const text = readFileSync(join(FOLDER, 'home.yaml'), 'utf8');
    writeFileSync(wrong, text.replace('KeySpec: ECC_NIST_P256', 'KeySpec: ECC_NIST_P255'));
    expect(said(program, ['-t', wrong]).text).toContain('ECC_NIST_P255');
  });
});

describe('the Dockerfile', () => {
  const program = locate(HADOLINT);
  if (program === undefined) return missing(HADOLINT);

  it('leaves hadolint nothing to say', () => {
    expect(said(program, [join(FOLDER, 'Dockerfile')])).toEqual({ code: 0, text: '' });
  });
});

describe('the workflow of GitHub Actions', () => {
  const program = locate(CHECK_JSONSCHEMA);
  if (program === undefined) return missing(CHECK_JSONSCHEMA);

  it('is one by the schema of workflows', () => {
    const args = ['--builtin-schema', 'vendor.github-workflows', join(FOLDER, 'github-actions.yaml')];
    expect(said(program, args)).toMatchObject({ code: 0 });
  });
});

describe('the units of systemd', () => {
  const verified = spawnSync('systemd-analyze', ['--version'], { encoding: 'utf8' }).status === 0;

  it.skipIf(!verified)('leave systemd nothing to say, but that the program is not installed here', () => {
    const units = ['countersign.service', 'countersign.timer'].map((name) => join(FOLDER, 'systemd', name));
    const lines = said('systemd-analyze', ['verify', ...units])
      .text.split('\n')
      .filter((line) => line !== '' && !/\/usr\/local\/bin\/countersign is not executable/.test(line));
    expect(lines).toEqual([]);
  });
});
