import { mkdir } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { accountDirectory, RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { DEFAULT_OUTPUTS, type OutputFormat } from '../model/output.ts';
import type { AuditReport } from '../model/report.ts';
import { renderAccountPages } from '../report/account-pages.ts';
import { findingsAsff } from '../report/asff.ts';
import { findingsCsv } from '../report/findings-csv.ts';
import { findingsJsonl } from '../report/findings-jsonl.ts';
import { renderHtml, type TemplateSources } from '../report/html.ts';
import { reportJson } from '../report/json.ts';
import { junitXml } from '../report/junit.ts';
import { findingsOcsf } from '../report/ocsf.ts';
import { summaryMarkdown } from '../report/summary-markdown.ts';
import { type OwnTemplates, toolTemplates } from './templates.ts';

/** A file on its way to the disk; a long text comes in parts. */
interface OutputFile {
  /** From the run directory, with `/`. */
  name: string;
  text: string | Iterable<string>;
}

/** The files of one form of the report; made one after the other, as they are written. `all`: every form asked for. */
type Output = (
  report: AuditReport,
  templates: TemplateSources,
  all: ReadonlySet<OutputFormat>,
) => Iterable<OutputFile>;

const OUTPUTS: Record<OutputFormat, Output> = {
  json: (report) => [{ name: RUN_FILES.reportJson, text: reportJson(report) }],
  jsonl: (report) => [{ name: RUN_FILES.findingsJsonl, text: findingsJsonl(report) }],
  csv: (report) => [{ name: RUN_FILES.findingsCsv, text: findingsCsv(report) }],
  ocsf: (report) => [{ name: RUN_FILES.findingsOcsf, text: findingsOcsf(report) }],
  asff: (report) => [{ name: RUN_FILES.findingsAsff, text: findingsAsff(report) }],
  junit: (report) => [{ name: RUN_FILES.junit, text: junitXml(report) }],
  markdown: (report) => [{ name: RUN_FILES.summaryMarkdown, text: summaryMarkdown(report) }],
  html: (report, templates, all) => [
    {
      name: RUN_FILES.reportHtml,
      text: renderHtml(report, templates, all.has('accounts') ? accountPage : undefined),
    },
  ],
  accounts: accountPages,
};

/** A page in the directory of each account. */
function* accountPages(...[report, templates, all]: Parameters<Output>): Iterable<OutputFile> {
  const reportHref = all.has('html') ? `../../${RUN_FILES.reportHtml}` : null;
  for (const { accountId, text } of renderAccountPages(report, templates, reportHref)) {
    yield { name: accountPage(accountId), text };
  }
}

function accountPage(accountId: string): string {
  return `${accountDirectory(accountId).split(sep).join('/')}/${RUN_FILES.reportHtml}`;
}

/**
 * Writes the report in each of the forms, every file whole or not at all. `report.json` is always written: comparing
 * with the next run and judging again read it.
 *
 * @param own templates to use instead of the tool's
 */
export async function writeOutputs(
  directory: string,
  report: AuditReport,
  formats: readonly OutputFormat[] = DEFAULT_OUTPUTS,
  own?: OwnTemplates,
): Promise<void> {
  const templates = own?.files ?? (await toolTemplates());
  const all = new Set<OutputFormat>(['json', ...formats]);
  for (const format of all) {
    for (const { name, text } of OUTPUTS[format](report, templates, all)) {
      const path = join(directory, name);
      await mkdir(dirname(path), { recursive: true });
      await writeWhole(path, text);
    }
  }
}
