import { registry } from '../../src/checks/registry.ts';
import { summaryText } from '../../src/cli/summary.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { judgeAccount } from '../../src/evaluate/account.ts';
import { judgeAndFix } from '../../src/evaluate/fixes.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { standInKey } from '../../src/masking/external-ids.ts';
import { maskFacts } from '../../src/masking/facts/facts.ts';
import type { AccountSubject } from '../../src/model/account.ts';
import { checkedRecord } from '../../src/model/checked-record.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { renderAccountPages } from '../../src/report/account-pages.ts';
import { findingsAsff } from '../../src/report/asff.ts';
import { renderExplorer } from '../../src/report/explorer.ts';
import { findingsCsv } from '../../src/report/findings-csv.ts';
import { findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { renderHtml, type TemplateSources } from '../../src/report/html.ts';
import { reportJson } from '../../src/report/json.ts';
import { junitXml } from '../../src/report/junit.ts';
import { findingsOcsf } from '../../src/report/ocsf.ts';
import { summaryMarkdown } from '../../src/report/summary-markdown.ts';
import { verdictOf } from '../../src/report/verdict.ts';
import { packText } from '../../src/run/pack.ts';
import { toolTemplates } from '../../src/run/templates.ts';
import type { Random } from '../../src/simulator/fleet/random.ts';
import { ACCOUNT, REGION } from '../facts/answers.ts';
import { JUDGED_AT, reportOnRecords } from '../support/judged-report.ts';

const SUBJECT: AccountSubject = {
  accountId: ACCOUNT,
  name: 'Member',
  partition: 'aws',
  tags: {},
  regions: [REGION],
};

/** The report on the one account of these facts; with its fixes, which take long, or without them. */
export function reportOn(
  records: readonly FactRecord[],
  withFixes: boolean,
  subject: AccountSubject = SUBJECT,
): AuditReport {
  return reportOnRecords([{ subject, records }], [], withFixes ? judgeAndFix : judgeAccount);
}

const { rules } = rulesFor(
  {
    asOf: JUDGED_AT,
    scope: { accountSource: 'abuse', accounts: [SUBJECT], excluded: [] },
    judgement: toJudgement(
      loadConfig(JSON.stringify({ accounts: [{ id: ACCOUNT }] }), 'abuse.yaml', {}, registry),
      [],
    ),
  },
  [],
);

/** What is wrong with the same facts when external IDs are taken out of them: they are no facts any more. */
export function maskedProblem(records: readonly FactRecord[]): string | undefined {
  for (const fact of maskFacts(records, standInKey('k'), SUBJECT, rules)) {
    const kept = checkedRecord(JSON.parse(JSON.stringify(fact)), ACCOUNT, 'x');
    if (kept?.status !== fact.status) return `${fact.fact} is no fact any more once it is masked.`;
  }
  return undefined;
}

type Form = (report: AuditReport, templates: TemplateSources) => unknown;

const FORMS: readonly [Form, ...Form[]] = [
  (report) => [...reportJson(report)],
  (report) => [...findingsJsonl(report)],
  (report) => [...findingsCsv(report)],
  (report) => [...findingsOcsf(report)],
  (report) => [...findingsAsff(report)],
  (report) => [...junitXml(report)],
  (report) => summaryMarkdown(report),
  (report) => summaryText(report, 'out', (_colour, text) => text),
];
const PAGES: readonly [Form, ...Form[]] = [
  (report, templates) => renderHtml(report, templates),
  (report, templates) => [...renderAccountPages(report, templates, null)],
  (report, templates) =>
    renderExplorer(report, templates, {
      pack: packText,
      beside: { report: true, csv: true, accountPages: true },
    }),
];

let templates: TemplateSources | undefined;

/** Makes one form of the report, of which pages take long. Throws what it throws. */
export async function someForm(report: AuditReport, random: Random): Promise<void> {
  templates ??= await toolTemplates();
  random.pick(random.chance(0.1) ? PAGES : FORMS)(report, templates);
}

/** What must still be there, or be said to be missing, where an input has lost nothing but its form. */
export interface Known {
  findings: ReadonlySet<string>;
  unanswered: number;
}

export function knownFrom(report: AuditReport): Known {
  return {
    findings: new Set(report.findings.map(({ fingerprint }) => fingerprint)),
    unanswered: report.unanswered.length,
  };
}

/** What is wrong with a report, whatever it was made from: a check that failed. */
export function failedCheck({ unanswered }: AuditReport): string | undefined {
  const error = unanswered.find(({ status }) => status === 'ERROR');
  return error === undefined ? undefined : `${error.checkId} failed: ${error.detail}`;
}

/** The findings that are gone without a word: everything was read and answered as before. */
export function falseGreen(report: AuditReport, known: Known): string | undefined {
  const answered = report.unanswered.length <= known.unanswered;
  const { reasons } = verdictOf(report);
  const complete = reasons.every(({ reason }) => reason === 'UNANSWERED_RESULTS');
  if (!answered || !complete) return undefined;
  const now = knownFrom(report).findings;
  const gone = [...known.findings].filter((fingerprint) => !now.has(fingerprint));
  return gone.length === 0 ? undefined : `${gone.length} findings are gone, and all is said to be read.`;
}
