import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import { DEFAULT_OUTPUTS, type OutputFormat } from '../model/output.ts';
import type { AuditReport } from '../model/report.ts';
import { findingsAsff } from '../report/asff.ts';
import { findingsCsv } from '../report/findings-csv.ts';
import { findingsJsonl } from '../report/findings-jsonl.ts';
import { renderHtml } from '../report/html.ts';
import { reportJson } from '../report/json.ts';
import { junitXml } from '../report/junit.ts';
import { findingsOcsf } from '../report/ocsf.ts';
import { summaryMarkdown } from '../report/summary-markdown.ts';

/** The templates that come with the tool, beside `src` and `dist`. */
export const TEMPLATES_DIRECTORY = join(import.meta.dirname, '../../report-templates');

interface Output {
  file: string;
  text: (report: AuditReport, runDirectory: string) => string | Promise<string>;
}

const OUTPUTS: Record<OutputFormat, Output> = {
  json: { file: RUN_FILES.reportJson, text: reportJson },
  jsonl: { file: RUN_FILES.findingsJsonl, text: findingsJsonl },
  csv: { file: RUN_FILES.findingsCsv, text: findingsCsv },
  ocsf: { file: RUN_FILES.findingsOcsf, text: findingsOcsf },
  asff: { file: RUN_FILES.findingsAsff, text: findingsAsff },
  junit: { file: RUN_FILES.junit, text: junitXml },
  markdown: { file: RUN_FILES.summaryMarkdown, text: summaryMarkdown },
  html: {
    file: RUN_FILES.reportHtml,
    text: async (report, runDirectory) =>
      renderHtml(report, await readTemplates(TEMPLATES_DIRECTORY), await evidenceFiles(runDirectory)),
  },
};

/**
 * Writes the report in each of the forms, every file whole or not at all. `report.json` is always written: comparing
 * with the next run and judging again read it.
 *
 * @param runDirectory the run whose evidence the report rests on, when it is written elsewhere
 */
export async function writeOutputs(
  directory: string,
  report: AuditReport,
  formats: readonly OutputFormat[] = DEFAULT_OUTPUTS,
  runDirectory: string = directory,
): Promise<void> {
  for (const format of new Set<OutputFormat>(['json', ...formats])) {
    const { file, text } = OUTPUTS[format];
    await writeWhole(join(directory, file), await text(report, runDirectory));
  }
}

/** The text of each template file by its path from the directory. */
async function readTemplates(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const templates: Record<string, string> = {};
  for (const entry of entries.filter((candidate) => candidate.isFile())) {
    const path = join(entry.parentPath, entry.name);
    templates[relative(directory, path).split(sep).join('/')] = await readFile(path, 'utf8');
  }
  return templates;
}
