import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import type { AuditReport } from '../model/report.ts';
import { findingsCsv } from '../report/findings-csv.ts';
import { findingsJsonl } from '../report/findings-jsonl.ts';
import { renderHtml } from '../report/html.ts';
import { reportJson } from '../report/json.ts';

/** The templates that come with the tool, beside `src` and `dist`. */
export const TEMPLATES_DIRECTORY = join(import.meta.dirname, '../../report-templates');

/** Writes everything that is made from a report, each file whole or not at all. */
export async function writeOutputs(directory: string, report: AuditReport): Promise<void> {
  const templates = await readTemplates(TEMPLATES_DIRECTORY);
  await writeWhole(join(directory, RUN_FILES.reportJson), reportJson(report));
  await writeWhole(join(directory, RUN_FILES.findingsJsonl), findingsJsonl(report));
  await writeWhole(join(directory, RUN_FILES.findingsCsv), findingsCsv(report));
  await writeWhole(join(directory, RUN_FILES.reportHtml), renderHtml(report, templates));
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
