import type { Finding } from '../model/finding.ts';

/**
 * How to fix a finding in one text of at most `limit` UTF-16 units, for outputs that have one place for it: the words,
 * then as many fixes as fit, commands first. A fix stands there whole or not at all.
 */
export function remediationText(
  {
    remediation,
    fixes = [],
    roleFix,
    tightening,
  }: Pick<Finding, 'remediation' | 'fixes' | 'roleFix' | 'tightening'>,
  limit: number,
): string {
  const commandsFirst = [...fixes].sort((a, b) => Number(b.kind === 'cli') - Number(a.kind === 'cli'));
  const recorded = tightening === undefined ? '' : `\n${tightening.text}`;
  const pointer =
    roleFix === undefined
      ? recorded
      : `${recorded}\nThe one fix of the role ${roleFix}: countersign fix RUN --role ARN`;
  let text = remediation.length + pointer.length > limit ? remediation : `${remediation}${pointer}`;
  let left = 0;
  for (const { title, text: code } of commandsFirst) {
    const longer = `${text}\n${title}:\n${code}`;
    if (longer.length <= limit - REST.length) text = longer;
    else left += 1;
  }
  return left > 0 && text.length + REST.length <= limit ? `${text}${REST}` : text;
}

const REST = '\nMore to copy is in report.json.';
