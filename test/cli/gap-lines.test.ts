import { expect, it } from 'vitest';
import { describeFailure, failureLine } from '../../src/cli/failure.ts';
import { gapLines } from '../../src/cli/gap-lines.ts';
import { noteRun } from '../../src/cli/log-line.ts';
import { wantsJson } from '../../src/cli/options.ts';
import { fitting } from '../../src/cli/terminal.ts';
import { ConfigError } from '../../src/config/errors.ts';
import type { CoverageEntry } from '../../src/model/finding.ts';
import { UserError } from '../../src/model/user-error.ts';

function gap(accountId: string, message: string, more: Partial<CoverageEntry> = {}): CoverageEntry {
  return {
    accountId,
    region: 'global',
    fact: 'account-identity',
    status: 'NOT_COLLECTED',
    reason: 'ACCESS_DENIED',
    action: 'sts:AssumeRole',
    message,
    ...more,
  };
}

it('groups what is the same in many accounts, the most accounts first', () => {
  const ids = Array.from({ length: 283 }, (_, index) => String(100000000000 + index));
  const refused = ids.map((id) =>
    gap(id, `sts:AssumeRole was refused: the role Auditor does not exist in ${id} or does not trust us.`),
  );
  const alone = gap('999999999999', 'iam:ListRoles in 999999999999 was throttled.', { region: 'eu-west-1' });
  expect(gapLines([alone, alone, ...refused])).toEqual([
    '  283 accounts: sts:AssumeRole was refused: the role Auditor does not exist in <account> or does not trust us (283 facts, global)',
    '  999999999999: iam:ListRoles in 999999999999 was throttled (2 facts, eu-west-1)',
  ]);
});

it('counts facts that needed the one that was refused under its cause', () => {
  const [line, ...others] = gapLines([
    gap('111122223333', 'iam:ListRoles was throttled.'),
    gap(
      '111122223333',
      'Needs role-settings in eu-west-1, which were not collected: iam:ListRoles was throttled.',
    ),
  ]);
  expect(line).toBe('  111122223333: iam:ListRoles was throttled (2 facts, global)');
  expect(others).toEqual([]);
});

it('cleans what stands in a cause', () => {
  const [line = ''] = gapLines([gap('111122223333', 'no\u001b]0;owned\u0007\u202e')]);
  expect(line).toBe('  111122223333: no[U+001B]]0;owned[U+0007][U+202E] (1 fact, global)');
});

it('a line of progress fits the terminal, whatever its width', () => {
  const text = '12 of 250 accounts done · 8 running · 0 partly read · 0 failed · about 3 min left';
  for (const columns of [1, 2, 3, 20, 40, 80, 81, 82, 200]) {
    expect(fitting(text, columns).length).toBeLessThan(Math.max(columns, 1));
  }
  expect(fitting(text, undefined)).toBe(text);
  expect(fitting(text, 20)).toMatch(/^12 of 250 .*…$/);
});

it('a failure is a line of JSON with code, time and run where JSON is wanted', () => {
  noteRun('20261101T000000Z-01020304');
  expect(JSON.parse(failureLine(new UserError('UNKNOWN_UNIT', 'No such unit.')))).toMatchObject({
    level: 'error',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    runId: '20261101T000000Z-01020304',
    code: 'UNKNOWN_UNIT',
    message: 'No such unit.',
  });
  const problem = { source: 'c.yaml', line: 3, column: 5, path: 'accounts', message: 'is wrong' };
  expect(JSON.parse(failureLine(new ConfigError([problem])))).toMatchObject({ problems: [problem] });
  expect(failureLine(new Error('a\u202eb\u009b'))).not.toMatch(/[\u202e\u009b]/);
});

it('a failure in text holds nothing that a terminal would act on, and keeps its lines', () => {
  expect(describeFailure(new UserError('X', 'one\ntwo\u001b[2J\u202e'))).toBe(
    'X: one\ntwo[U+001B][2J[U+202E]',
  );
});

it.each([
  [['scan', '--json'], true],
  [['--log-format', 'json', 'scan'], true],
  [['scan', '--log-format=json'], true],
  [['scan', '--log-format', 'text'], false],
  [['scan'], false],
])('%j wants JSON: %s', (argv, wanted) => {
  expect(wantsJson(argv)).toBe(wanted);
});
