import type { Check, CheckArea } from '../../src/model/check.ts';
import { code, codes, generatedFrom, page, table, text } from './markdown.ts';

const AREAS: Record<CheckArea, string> = {
  trust: 'Trust: who may assume a role',
  'external-ids': 'External IDs',
  'access-analyzer': 'IAM Access Analyzer',
  usage: 'Usage',
  drift: 'Drift from CloudFormation',
  credentials: 'Long-term credentials',
  sharing: 'Other ways in: certificates and shares',
  resources: 'Resource policies',
  activity: 'Activity: what third parties did',
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
    '`countersign checks show ID` prints the same about one check. The [controls](controls.md) that checks serve have a page of their own.',
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
  ]);
}

function of(area: CheckArea, checks: readonly Check[]): Check[] {
  return checks.filter((check) => check.area === area);
}

function section(check: Check): string[] {
  const { id, severity, title, failureTitle, failsWhen, rationale, remediation, cannotKnow, requires } =
    check;
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
    ...(failsWhen === undefined ? [] : [`**When it fails.** ${text(failsWhen)}`]),
    `**Why it matters.** ${text(rationale)}`,
    `**How to fix it.** ${text(remediation)}`,
    `**What it cannot know.** ${text(cannotKnow)}`,
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
