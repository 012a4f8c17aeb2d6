/** The forms that a report can be written in. */
export const OUTPUT_FORMATS = [
  'html',
  'accounts',
  'explorer',
  'json',
  'jsonl',
  'csv',
  'ocsf',
  'junit',
  'asff',
  'markdown',
] as const;

export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** What is written where the config names nothing, and by runs from before it could. */
export const DEFAULT_OUTPUTS: readonly OutputFormat[] = [
  'html',
  'accounts',
  'explorer',
  'json',
  'jsonl',
  'csv',
];
