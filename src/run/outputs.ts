import { rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { evidenceFiles } from '../evidence/evidence-files.ts';
import { directoryReader, type EvidenceReader } from '../evidence/evidence-reader.ts';
import { makeFolder } from '../evidence/make-folder.ts';
import { accountDirectory, RUN_FILES } from '../evidence/run-paths.ts';
import { writeWhole } from '../evidence/write-file.ts';
import type { EvidenceFile } from '../model/evidence-file.ts';
import { DEFAULT_OUTPUTS, type FailedOutput, OUTPUTS, type OutputFormat } from '../model/output.ts';
import { plainText } from '../model/plain-text.ts';
import type { AuditReport } from '../model/report.ts';
import { renderAccountPages } from '../report/account-pages.ts';
import { findingsAsff } from '../report/asff.ts';
import { type ByAccount, byAccount, findingsByAccount } from '../report/by-account.ts';
import { renderExplorer } from '../report/explorer.ts';
import { findingsCsv } from '../report/findings-csv.ts';
import { findingsJsonl } from '../report/findings-jsonl.ts';
import { renderHtml, type TemplateSources } from '../report/html.ts';
import { reportJson } from '../report/json.ts';
import { junitXml } from '../report/junit.ts';
import { findingsOcsf } from '../report/ocsf.ts';
import { renderSummary } from '../report/summary-html.ts';
import { summaryMarkdown } from '../report/summary-markdown.ts';
import type { ShownText } from '../report/visible.ts';
import { packText } from './pack.ts';
import { toolTemplates } from './templates.ts';
import type { Theme } from './theme.ts';

/** A file on its way to the disk; a long text comes in parts. */
interface OutputFile {
  /** From the run directory, with `/`. */
  name: string;
  text: ShownText | Iterable<ShownText>;
}

/** What the forms of a report are made from. */
interface Material {
  report: AuditReport;
  /** What the report holds of each account. */
  accounts: ByAccount;
  templates: TemplateSources;
  /** The files that the report rests on. */
  evidence: readonly EvidenceFile[];
  /** Every form that is written, so that one can link to another. */
  formats: ReadonlySet<OutputFormat>;
}

/** The files of one form of the report; made one after the other, as they are written. */
type Output = (material: Material) => Iterable<OutputFile>;

/** How each form is made. */
const MAKING: Record<OutputFormat, Output> = {
  json: file('json', reportJson),
  jsonl: file('jsonl', findingsJsonl),
  csv: file('csv', findingsCsv),
  ocsf: fileAndAccounts('ocsf', findingsOcsf),
  asff: fileAndAccounts('asff', findingsAsff),
  junit: file('junit', junitXml),
  markdown: ({ report, formats }) => [
    { name: OUTPUTS.markdown.file, text: summaryMarkdown(report, formats) },
  ],
  html: ({ report, templates, evidence, formats }) => {
    const beside = {
      evidence,
      ...(formats.has('accounts') ? { accountPage } : {}),
      ...(formats.has('explorer') ? { explorerHref: RUN_FILES.explorerHtml } : {}),
    };
    return [{ name: RUN_FILES.reportHtml, text: renderHtml(report, templates, beside) }];
  },
  summary: ({ report, templates, evidence, formats }) => {
    const beside = {
      evidence,
      ...(formats.has('html') ? { reportHref: RUN_FILES.reportHtml } : {}),
      ...(formats.has('explorer') ? { explorerHref: RUN_FILES.explorerHtml } : {}),
    };
    return [{ name: RUN_FILES.summaryHtml, text: renderSummary(report, templates, beside) }];
  },
  accounts: accountPages,
  explorer: ({ report, templates, formats }) => {
    const beside = {
      report: formats.has('html'),
      csv: formats.has('csv'),
      accountPages: formats.has('accounts'),
    };
    const text = renderExplorer(report, templates, { pack: packText, beside });
    return [{ name: RUN_FILES.explorerHtml, text }];
  },
};

/** A form that is one file, made from the report alone. */
function file(format: OutputFormat, make: (report: AuditReport) => OutputFile['text']): Output {
  return ({ report }) => [{ name: OUTPUTS[format].file, text: make(report) }];
}

/** The same, and beside the evidence of each account that there is something to say of, a file of that account alone. */
function fileAndAccounts(
  format: 'ocsf' | 'asff',
  make: (report: AuditReport) => Iterable<ShownText>,
): Output {
  const { file: name } = OUTPUTS[format];
  return function* ({ report, accounts }) {
    yield { name, text: make(report) };
    for (const { accountId, report: own } of findingsByAccount(report, accounts))
      yield { name: accountFile(accountId, name), text: make(own) };
  };
}

/** A page in the directory of each account. */
function* accountPages({ report, accounts, templates, formats }: Material): Iterable<OutputFile> {
  const reportHref = formats.has('html') ? `../../${RUN_FILES.reportHtml}` : null;
  for (const { accountId, text } of renderAccountPages(report, templates, reportHref, accounts)) {
    yield { name: accountPage(accountId), text };
  }
}

function accountPage(accountId: string): string {
  return accountFile(accountId, RUN_FILES.reportHtml);
}

function accountFile(accountId: string, name: string): string {
  return `${accountDirectory(accountId).split(sep).join('/')}/${name}`;
}

export interface OutputOptions {
  formats?: readonly OutputFormat[] | undefined;
  /** Colours and a logo for the pages. */
  theme?: Theme | undefined;
  /** The run whose evidence the report rests on, when it is written elsewhere. */
  run?: EvidenceReader;
  /** What the report holds of each account, where its lists are not in memory. */
  accounts?: ByAccount;
}

/**
 * Writes the report in each of the forms, every file whole or not at all, and answers what was written. A form that
 * cannot be made does not take the others: it is named in those that are written, and in the answer. `report.json` is
 * always written, since comparing with the next run and judging again read it. Throws what the disk says.
 */
export async function writeOutputs(
  directory: string,
  report: AuditReport,
  {
    formats = DEFAULT_OUTPUTS,
    theme,
    run = directoryReader(directory),
    accounts = byAccount(report),
  }: OutputOptions = {},
): Promise<AuditReport> {
  const material: Material = {
    report,
    accounts,
    templates: await templatesWith(theme),
    evidence: await evidenceFiles(run),
    formats: new Set(['json', ...formats]),
  };
  const failed: FailedOutput[] = [];
  for (const format of material.formats) {
    const problem = await failureOf(() => writeFiles(directory, MAKING[format](material)), format);
    if (problem !== undefined) failed.push({ output: format, problem });
  }
  if (failed.length === 0) return report;
  for (const { output } of failed) await removeFiles(directory, output, report);
  const left = [...material.formats].filter((format) => !failed.some(({ output }) => output === format));
  const failedOutputs = [...(report.failedOutputs ?? []), ...failed];
  return writeOutputs(
    directory,
    { ...report, failedOutputs },
    { formats: left, ...(theme && { theme }), run, accounts },
  );
}

/** What went wrong in making a form, in words; undefined where it was written. Throws what the disk says. */
async function failureOf(write: () => Promise<void>, format: OutputFormat): Promise<string | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (format === 'json' || (error instanceof Error && 'syscall' in error)) throw error;
    return plainText(error instanceof Error ? error.message : String(error));
  }
}

/** What of a form was written before it failed. */
async function removeFiles(directory: string, output: OutputFormat, report: AuditReport): Promise<void> {
  const ofAccounts = (name: string) =>
    report.scope.accounts.flatMap(({ accountId }) =>
      /^\d{12}$/.test(accountId) ? accountFile(accountId, name) : [],
    );
  const { file: name } = OUTPUTS[output];
  const names =
    output === 'accounts'
      ? ofAccounts(RUN_FILES.reportHtml)
      : [name, ...(output === 'ocsf' || output === 'asff' ? ofAccounts(name) : [])];
  for (const name of names) await rm(join(directory, name), { force: true });
}

/** Files of one form on their way to the disk at the same time: it takes longer over each than making it takes. */
const AT_ONCE = 8;

async function writeFiles(directory: string, files: Iterable<OutputFile>): Promise<void> {
  const writing = new Set<Promise<void>>();
  try {
    for (const file of files) {
      const written: Promise<void> = writeFile(directory, file).finally(() => writing.delete(written));
      writing.add(written);
      if (writing.size >= AT_ONCE) await Promise.race(writing);
    }
    await Promise.all(writing);
  } finally {
    // Nothing is left on its way when one has failed.
    await Promise.allSettled(writing);
  }
}

async function writeFile(directory: string, { name, text }: OutputFile): Promise<void> {
  const path = join(directory, name);
  await makeFolder(dirname(path));
  await writeWhole(path, text);
}

async function templatesWith(theme: Theme | undefined): Promise<TemplateSources> {
  const own = await toolTemplates();
  return theme === undefined ? own : { ...own, ...theme.files };
}
