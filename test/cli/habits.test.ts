import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { narrowed } from '../../src/cli/checks-asked.ts';
import { configPath } from '../../src/cli/config-path.ts';
import { createProgram } from '../../src/cli/program.ts';
import { progressDisplay } from '../../src/cli/progress-display.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { configSchema } from '../../src/config/schema.ts';
import { selectChecks } from '../../src/evaluate/selection.ts';

function judgementOf(config: object): ReturnType<typeof toJudgement> {
  const accounts = [{ id: '111122223333' }];
  return toJudgement(configSchema.parse({ accounts, regions: ['eu-west-1'], ...config }), []);
}

/** What is read where it is asked for alone. */
const EVERYTHING = {
  resourcePolicies: ['s3'],
  activity: { source: 'lookup' },
  recording: true,
  identityCenter: { account: '111122223333', region: 'eu-west-1' },
};

describe('--check and --severity', () => {
  const applied = (asked: Parameters<typeof narrowed>[1], judgement = judgementOf(EVERYTHING)) =>
    selectChecks(registry, narrowed(judgement, asked)).checks.map(({ id }) => id);

  it('apply only what they name', () => {
    expect(applied({ check: ['stale-role', 'public-trust'] }).sort()).toEqual(['public-trust', 'stale-role']);
    const critical = registry.filter(({ severity }) => severity === 'critical').map(({ id }) => id);
    expect(applied({ severity: 'critical' })).toEqual(critical);
    expect(applied({ severity: 'info' })).toHaveLength(registry.length);
    expect(applied({})).toHaveLength(registry.length);
  });

  it('go by the severity that the configuration gives, and switch nothing on that it switches off', () => {
    const raised = judgementOf({ checks: { 'stale-role': { severity: 'critical' } } });
    expect(applied({ severity: 'critical' }, raised)).toContain('stale-role');
    const off = judgementOf({ checks: { 'stale-role': { enabled: false } } });
    expect(applied({ check: ['stale-role'] }, off)).toEqual([]);
  });

  it('name the check that was probably meant', () => {
    expect(() => narrowed(judgementOf({}), { check: ['stale-rolle'] })).toThrow(
      'There is no check "stale-rolle". Did you mean stale-role?',
    );
  });
});

describe('the configuration is looked for', () => {
  const before = process.cwd();
  beforeAll(() => process.chdir(mkdtempSync(join(tmpdir(), 'countersign-habits-'))));
  afterAll(() => process.chdir(before));

  it('where the command line says, then the environment, then here, then with other settings', () => {
    const settings = mkdtempSync(join(tmpdir(), 'countersign-habits-'));
    const users = join(settings, 'countersign', 'config.yaml');
    const env = { XDG_CONFIG_HOME: settings };
    expect(configPath(undefined, env)).toBe('config.yaml');
    mkdirSync(join(settings, 'countersign'));
    writeFileSync(users, '');
    expect(configPath(undefined, env)).toBe(users);
    expect(configPath(undefined, { ...env, COUNTERSIGN_CONFIG: 'c.yaml' })).toBe('c.yaml');
    expect(configPath('d.yaml', { ...env, COUNTERSIGN_CONFIG: 'c.yaml' })).toBe('d.yaml');
    writeFileSync('config.yaml', '');
    expect(configPath(undefined, env)).toBe('config.yaml');
    expect(configPath(undefined, { XDG_CONFIG_HOME: join(homedir(), 'nowhere') })).toBe('config.yaml');
  });
});

describe('--quiet and --verbose', () => {
  function told(how: Parameters<typeof progressDisplay>[2]): string[] {
    const lines: string[] = [];
    const say = (text: string) => void lines.push(text);
    const terminal = {
      live: false,
      colour: false,
      logFormat: 'text',
      print: say,
      say,
      log: say,
      rewrite: say,
    };
    const watch = progressDisplay(terminal as Parameters<typeof progressDisplay>[0], () => 0, how);
    watch({ kind: 'accounts-known', inScope: 2, excluded: 0 });
    watch({ kind: 'account-done', accountId: '1', name: 'a', status: 'COMPLETE', gaps: 0 });
    watch({ kind: 'account-done', accountId: '2', name: 'b', status: 'PARTIAL', gaps: 3 });
    watch({ kind: 'key-among-runs', path: 'k' });
    return lines;
  }

  it('say less, and more', () => {
    expect(told({})).not.toContain('1 a: read in full');
    expect(told({})).toContain('2 b: 3 facts could not be read');
    expect(told({ verbose: true })).toContain('1 a: read in full');
    expect(told({ quiet: true })).toEqual([expect.stringContaining('The key k lies among the runs')]);
  });
});

it('--profile and --region are what the SDK reads', async () => {
  const { AWS_PROFILE, AWS_REGION } = process.env;
  try {
    const program = createProgram(true);
    program.command('nothing').action(() => {});
    await program.parseAsync(['--profile', 'audit', '--region', 'eu-west-1', 'nothing'], { from: 'user' });
    expect(process.env).toMatchObject({ AWS_PROFILE: 'audit', AWS_REGION: 'eu-west-1' });
  } finally {
    for (const [name, value] of Object.entries({ AWS_PROFILE, AWS_REGION })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
});
