import { describe, expect, it } from 'vitest';
import { remedyView } from '../../src/report/html/findings/remedy.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';

describe('a remediation on the page', () => {
  it('is a paragraph for each line of prose', () => {
    expect(remedyView({ remediation: 'Delete the role.\n\nThen test.' })).toEqual({
      paragraphs: [[{ text: 'Delete the role.', code: false }], [{ text: 'Then test.', code: false }]],
      fixes: [],
      leftOut: null,
    });
  });

  it('shows backticks within a sentence as code, and one without a partner as it is', () => {
    expect(remedyView({ remediation: 'Run `aws iam x` or not.' }).paragraphs).toEqual([
      [
        { text: 'Run ', code: false },
        { text: 'aws iam x', code: true },
        { text: ' or not.', code: false },
      ],
    ]);
    expect(remedyView({ remediation: 'a ` b' }).paragraphs).toEqual([[{ text: 'a ` b', code: false }]]);
  });

  it('shows a command open and a policy folded, each line by line', () => {
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [] }, null, 2);
    const { fixes } = remedyView({
      remediation: 'Do it.',
      fixes: [
        { kind: 'policy', title: 'A policy', text: `${policy}\n` },
        { kind: 'cli', title: 'With the AWS CLI', text: 'aws iam y' },
      ],
    });
    expect(fixes).toMatchObject([
      { language: 'JSON', open: false, withheld: null },
      { language: 'Shell', open: true, withheld: null, lines: ['aws iam y'] },
    ]);
    expect(fixes[0]?.lines.join('\n')).toBe(`${policy}\n`);
  });

  it('never shows part of a policy', () => {
    const [fix] = remedyView({
      remediation: 'Do it.',
      fixes: [{ kind: 'policy', title: 'A policy', text: 'x\n'.repeat(LIMITS.fixLines + 1) }],
    }).fixes;
    expect(fix).toMatchObject({ lines: [], open: true, withheld: expect.stringContaining('report.json') });
  });

  it('says how many fixes are not shown', () => {
    const fixes = Array.from({ length: LIMITS.fixesPerFinding + 2 }, () => ({
      kind: 'cli' as const,
      title: 'x',
      text: 'y',
    }));
    expect(remedyView({ remediation: 'Do it.', fixes }).leftOut).toBe('2 more fixes are in report.json.');
  });
});
