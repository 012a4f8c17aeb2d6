import { describe, expect, it } from 'vitest';
import type { Fix } from '../../src/model/fix.ts';
import { remediationText } from '../../src/report/remediation-text.ts';

const POLICY: Fix = { kind: 'policy', title: 'The policy', text: JSON.stringify({ a: 'x'.repeat(200) }) };
const COMMAND: Fix = { kind: 'cli', title: 'With the AWS CLI', text: "aws iam get-role --role-name 'r'" };

describe('remediationText', () => {
  it('is the words alone where there is nothing to copy', () => {
    expect(remediationText({ remediation: 'Do it.' }, 100)).toBe('Do it.');
  });

  it('has all fixes where they fit, commands first', () => {
    expect(remediationText({ remediation: 'Do it.', fixes: [POLICY, COMMAND] }, 1000)).toBe(
      `Do it.\nWith the AWS CLI:\n${COMMAND.text}\nThe policy:\n${POLICY.text}`,
    );
  });

  it.each([40, 60, 120, 200, 250, 300])('never holds part of a fix nor more than %i characters', (limit) => {
    const text = remediationText({ remediation: 'Do it.', fixes: [POLICY, COMMAND] }, limit);
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(text.startsWith('Do it.')).toBe(true);
    for (const { title, text: code } of [POLICY, COMMAND]) {
      expect(text.includes(code)).toBe(text.includes(`${title}:`));
    }
  });

  it('says where the rest is', () => {
    expect(remediationText({ remediation: 'Do it.', fixes: [POLICY, COMMAND] }, 150)).toMatch(
      /^Do it\.\nWith the AWS CLI:\n.*\nMore to copy is in report\.json\.$/,
    );
  });
});
