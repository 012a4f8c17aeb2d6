import { describe, expect, it } from 'vitest';
import { remedyView } from '../../src/report/html/remedy.ts';

describe('a remediation on the page', () => {
  it('is one paragraph when it is one sentence', () => {
    expect(remedyView('Delete the role.')).toEqual([
      { pieces: [{ text: 'Delete the role.', code: false }], lines: [] },
    ]);
  });

  it('shows a policy below its sentence as a block, line by line', () => {
    expect(remedyView('Require it:\n{\n  "Effect": "Allow"\n}\nThen test.')).toEqual([
      { pieces: [{ text: 'Require it:', code: false }], lines: [] },
      { pieces: [], lines: ['{', '  "Effect": "Allow"', '}'] },
      { pieces: [{ text: 'Then test.', code: false }], lines: [] },
    ]);
  });

  it('shows a command as a block, and backticks within a sentence as code', () => {
    expect(remedyView('Run `aws iam x` or:\naws iam y')).toEqual([
      {
        pieces: [
          { text: 'Run ', code: false },
          { text: 'aws iam x', code: true },
          { text: ' or:', code: false },
        ],
        lines: [],
      },
      { pieces: [], lines: ['aws iam y'] },
    ]);
  });

  it('leaves a backtick without a partner as it is', () => {
    expect(remedyView('a ` b')).toEqual([{ pieces: [{ text: 'a ` b', code: false }], lines: [] }]);
  });
});
