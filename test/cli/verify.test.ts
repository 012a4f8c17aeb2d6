import { appendFile, cp, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sha256OfFile } from '../../src/evidence/manifest.ts';
import { scanChain } from '../support/chain.ts';
import { countersign } from '../support/command.ts';
import { newKeyFiles } from '../support/signing.ts';

const key = newKeyFiles('ed25519');
let runs: string[];
beforeAll(async () => {
  runs = await scanChain(2, { keyFile: key.keyFile });
});

async function copyOf(run: string): Promise<string> {
  const copy = join(await mkdtemp(join(tmpdir(), 'countersign-cli-verify-')), basename(run));
  await cp(run, copy, { recursive: true });
  return copy;
}

describe('countersign verify', () => {
  it('exits with 0 and says whose signature it trusts and where the chain stands', async () => {
    const head = await sha256OfFile(join(runs[1] ?? '', 'manifest.json'));
    const args = ['verify', '--key', key.publicKeyFile, '--expect-head', head.toUpperCase(), ...runs];
    const { code, stdout, stderr } = await countersign(args);
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('Signed by a key that was given');
    expect(stdout).toContain('Chain     numbers 1 to 2');
    expect(stdout).toContain(`Head      ${head}`);
    expect(stdout).toContain('Intact');
  });

  it('without a key says that the signature was not checked against one to trust', async () => {
    const { code, stdout } = await countersign(['verify', ...runs]);
    expect(code).toBe(0);
    expect(stdout).toContain('not checked against a key you trust');
  });

  it('exits with 4 and a sentence for damage, in text and in JSON', async () => {
    const run = await copyOf(runs[0] ?? '');
    await appendFile(join(run, 'report.json'), ' ');
    await writeFile(join(run, 'a\u001b[2J.txt'), '');
    const { code, stdout } = await countersign(['verify', run]);
    expect(code).toBe(4);
    expect(stdout).toMatch(/NOT INTACT: 2 problems\n/);
    expect(stdout).toMatch(/^altered-file .*report\.json was altered: it has \d+ bytes instead of \d+\.$/m);
    expect(stdout).toMatch(/^extra-file .*was put in later\.$/m);
    expect(stdout).not.toContain('\u001b');
    const json = await countersign(['verify', '--json', run]);
    expect(json.code).toBe(4);
    const { intact, damage } = JSON.parse(json.stdout);
    expect(intact).toBe(false);
    expect(damage.map(({ kind }: { kind: string }) => kind)).toEqual(['altered-file', 'extra-file']);
  });

  it('exits with 1 when it cannot look', async () => {
    expect((await countersign(['verify', 'nowhere'])).code).toBe(1);
    expect((await countersign(['verify'])).code).toBe(1);
    expect((await countersign(['verify', '--expect-head', 'abc', ...runs])).code).toBe(1);
    const notYet = await countersign(['verify', '--since', '2999-01-01', ...runs]);
    expect([notYet.code, notYet.stderr]).toEqual([1, expect.stringContaining('has not come yet')]);
    const noKey = await countersign(['verify', '--key', 'nowhere.pem', ...runs]);
    expect(noKey.code).toBe(1);
    expect(noKey.stderr).toContain('nowhere.pem cannot be read: ENOENT');
    const all = await countersign(['verify', dirname(runs[0] ?? '')]);
    expect([all.code, all.stderr]).toEqual([1, expect.stringContaining('It holds runs: name one of them')]);
  });
});

describe('countersign report', () => {
  it('makes no report of evidence that was altered', async () => {
    const run = await copyOf(runs[0] ?? '');
    const out = join(dirname(run), 'out');
    await appendFile(join(run, 'run.json'), ' ');
    const { code, stdout, stderr } = await countersign(['report', run, '--out', out]);
    expect(code).toBe(4);
    expect(stdout).toBe('');
    expect(stderr).toContain('run.json was altered');
    await expect(readFile(join(out, 'report.json'))).rejects.toThrow('ENOENT');
  });

  it('makes no report of evidence that another key signed', async () => {
    const other = newKeyFiles('ed25519').publicKeyFile;
    const { code, stderr } = await countersign([
      'report',
      runs[0] ?? '',
      '--key',
      other,
      '--out',
      '/nowhere',
    ]);
    expect(code).toBe(4);
    expect(stderr).toContain('unknown-key');
  });

  it('is kept by the name of the run itself where a link names it', async () => {
    const run = await copyOf(runs[0] ?? '');
    const latest = join(dirname(run), 'latest');
    await symlink(basename(run), latest);
    const { code, stdout, stderr } = await countersign(['report', latest]);
    expect(code, stderr).toBe(0);
    expect(await readdir(dirname(run))).toEqual([basename(run), `${basename(run)}-report`, 'latest']);
    expect(stdout).toContain(`\nEvidence  ${latest}\n`);
  });

  it('says what judging again changed, and that nothing did with the same rules', async () => {
    const out = await mkdtemp(join(tmpdir(), 'countersign-judged-'));
    const same = await countersign(['report', runs[0] ?? '', '--out', join(out, 'same')]);
    expect(same.stdout).toContain('Judgement  the same findings');
    const report = JSON.parse(await readFile(join(runs[0] ?? '', 'report.json'), 'utf8'));
    const { checkId } = report.findings[0];
    const ofCheck = report.findings.filter((finding: { checkId: string }) => finding.checkId === checkId);
    const config = join(out, 'config.yaml');
    await writeFile(
      config,
      JSON.stringify({
        organization: { discover: true },
        auditor: { roleName: 'R' },
        checks: { [checkId]: { enabled: false } },
      }),
    );
    const other = await countersign([
      'report',
      runs[0] ?? '',
      '--config',
      config,
      '--out',
      join(out, 'other'),
    ]);
    const lost = /Judgement {2}against the run’s own report: \d+ findings? gained, (\d+) lost/.exec(
      other.stdout,
    );
    expect(Number(lost?.[1])).toBeGreaterThanOrEqual(ofCheck.length);
    expect(other.stdout).toContain(`  - ${ofCheck[0].severity} ${checkId} ${ofCheck[0].resourceArn}`);
    await rm(out, { recursive: true });
  });
});
