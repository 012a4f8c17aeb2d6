import type { Check, CheckArea } from '../../src/model/check.ts';
import { code, codes, generatedFrom, page, table, text } from './markdown.ts';

const AREAS: Record<CheckArea, string> = {
  trust: 'Trust: who may assume a role',
  'external-ids': 'External IDs',
  'access-analyzer': 'IAM Access Analyzer',
  usage: 'Usage',
  drift: 'Drift from CloudFormation',
};

/** The standard behind the first word of a control. */
const STANDARDS: Record<string, string> = {
  'AWS-WA': 'AWS Well-Architected, Security Pillar (best practice and implementation step)',
  'CIS-AWS-3.0': 'CIS AWS Foundations Benchmark 3.0',
  'ISO-27001-2022': 'ISO/IEC 27001:2022, Annex A',
  'NIST-800-53-r5': 'NIST SP 800-53 Revision 5',
  'PCI-DSS-4.0': 'PCI DSS 4.0',
  SOC2: 'SOC 2, Trust Services Criteria',
};

/** `docs/checks.md`: everything that the checks say of themselves. */
export function checksPage(checks: readonly Check[]): string {
  const areas = [...new Set(checks.map(({ area }) => area))];
  return page([
    generatedFrom('the checks in src/checks'),
    '# Checks',
    `Each of the ${checks.length} checks asks one question with a yes-or-no answer about one resource, and answers it from collected facts alone. \`PASS\` means looked at and found good; when a fact that the check reads was not collected, it answers \`UNKNOWN\`. The words are explained in the [glossary](glossary.md).`,
    'A finding may be more or less severe than the check as such where the case is: the finding says so. The configuration can replace a severity, switch a check off and set its parameters:',
    '```yaml\nchecks:\n  stale-role: { severity: high, staleAfterDays: 60 }\n  owner-tag: { enabled: false }\n```',
    '`countersign checks show ID` prints the same about one check.',
    ...areas.flatMap((area) => [
      `**${text(AREAS[area])}**`,
      table(
        ['Check', 'Severity', 'It fails for'],
        of(area, checks).map(({ id, severity, failureTitle }) => [
          `[${code(id)}](#${id})`,
          severity,
          text(failureTitle),
        ]),
      ),
    ]),
    ...areas.flatMap((area) => [`## ${text(AREAS[area])}`, ...of(area, checks).flatMap(section)]),
    '## Controls',
    'A control is named only where its text asks for what the check tests. Passing the checks is evidence towards a control, not the whole of it.',
    ...controls(checks),
  ]);
}

function of(area: CheckArea, checks: readonly Check[]): Check[] {
  return checks.filter((check) => check.area === area);
}

function section(check: Check): string[] {
  const { id, severity, title, failureTitle, rationale, remediation, requires } = check;
  const parameters = Object.entries(check.parameters ?? {});
  return [
    `### ${id}`,
    [
      `- **Severity:** ${severity}`,
      `- **Passes:** ${text(title)}`,
      `- **Fails:** ${text(failureTitle)}`,
      `- **Judged:** ${judged(check)}`,
      `- **Reads:** ${codes(requires)}`,
      `- **Controls:** ${text(check.controls.join(', '))}`,
    ].join('\n'),
    `**Why it matters.** ${text(rationale)}`,
    `**How to fix it.** ${text(remediation)}`,
    parameters.length === 0
      ? ''
      : table(
          ['Parameter', 'Default', 'Meaning'],
          parameters.map(([name, { default: value, description }]) => [
            code(name),
            Array.isArray(value) && value.length > 0 ? codes(value) : code(JSON.stringify(value)),
            text(description),
          ]),
        ),
  ];
}

function judged({ scope, per }: Check): string {
  if (scope === 'organization') return 'for all accounts together';
  return per === 'region' ? 'in each Region of an account' : 'once for an account';
}

/** Which checks serve which control, a table a standard. */
function controls(checks: readonly Check[]): string[] {
  const serving = new Map<string, string[]>();
  for (const { id, controls: served } of checks) {
    for (const control of served) serving.set(control, [...(serving.get(control) ?? []), id]);
  }
  return Object.entries(STANDARDS).flatMap(([prefix, standard]) => {
    const rows = [...serving.keys()].filter((control) => control.startsWith(`${prefix} `));
    const nameOf = (control: string) => control.slice(prefix.length + 1);
    return [
      `### ${text(standard)}`,
      table(
        ['Control', 'Checks'],
        rows
          .sort(byNumbers)
          .map((control) => [
            text(nameOf(control)),
            (serving.get(control) ?? []).map((id) => `[${code(id)}](#${id})`).join(', '),
          ]),
      ),
    ];
  });
}

/** `A.5.9` before `A.5.15`. */
function byNumbers(a: string, b: string): number {
  const padded = (control: string) => control.replaceAll(/\d+/g, (digits) => digits.padStart(6, '0'));
  return padded(a) < padded(b) ? -1 : 1;
}

/** Controls of a standard that the page does not know by name, which it would leave out. */
export function unknownStandards(checks: readonly Check[]): string[] {
  const names = checks.flatMap((check) => check.controls).map((control) => control.split(' ')[0] ?? '');
  return [...new Set(names)].filter((name) => !(name in STANDARDS));
}
