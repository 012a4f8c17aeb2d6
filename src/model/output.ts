import { z } from 'zod';

/** A form that a report can be written in. */
interface OutputDescription {
  /** The file, from the run directory. */
  file: string;
  /** What it is, in a few words for the configuration. */
  says: string;
  /** Written where the configuration names no form. */
  byDefault?: true;
}

/** The forms of the report, by the name that the configuration has for each. */
export const OUTPUTS = {
  html: { file: 'report.html', says: 'for people', byDefault: true },
  summary: {
    file: 'summary.html',
    says: 'the first two pages of report.html alone, to sign',
    byDefault: true,
  },
  accounts: {
    file: 'accounts/<id>/report.html',
    says: 'a page for the owner of each account',
    byDefault: true,
  },
  explorer: {
    file: 'explorer.html',
    says: 'all findings and roles, to search, filter and sort in a browser',
    byDefault: true,
  },
  json: { file: 'report.json', says: 'everything, for programs', byDefault: true },
  jsonl: { file: 'findings.jsonl', says: 'a finding a line', byDefault: true },
  csv: { file: 'findings.csv', says: 'a finding a row, for a spreadsheet', byDefault: true },
  ocsf: { file: 'findings.ocsf.json', says: 'OCSF 1.6 compliance findings, for a log lake' },
  junit: {
    file: 'junit.xml',
    says: 'a case for each account and check, for CodeBuild and other build servers',
  },
  asff: { file: 'findings.asff.json', says: 'for BatchImportFindings of Security Hub' },
  markdown: {
    file: 'summary.md',
    says: 'the verdict and the worst findings, for a chat or a pull request',
  },
} as const satisfies Record<string, OutputDescription>;

export type OutputFormat = keyof typeof OUTPUTS;

/** Object.keys gives the names of any object; these are those of the table, in its order. */
export const OUTPUT_FORMATS = Object.keys(OUTPUTS) as OutputFormat[];

/** A form of a report that could not be written, while others were. `countersign report RUN` may make it later. */
export const failedOutputShape = z.object({
  output: z.enum(OUTPUT_FORMATS),
  problem: z.string().describe('One sentence for a person.'),
});

export type FailedOutput = z.output<typeof failedOutputShape>;

/** What is written where the config names nothing, and by runs from before it could. */
export const DEFAULT_OUTPUTS: readonly OutputFormat[] = OUTPUT_FORMATS.filter(
  (format) => 'byDefault' in OUTPUTS[format],
);
