/** One thing wrong in a file, and where. Carries no value that came from the environment. */
export interface ConfigProblem {
  /** The file's name as it was given. */
  source: string;
  /** From 1. */
  line: number;
  /** From 1, in UTF-16 code units. */
  column: number;
  /** The key, `thirdParties[0].accountIds`; empty for the file as a whole. */
  path: string;
  /** What is wrong and what to write instead. */
  message: string;
}

const PROBLEMS_SHOWN = 50;

/** All that is wrong in a configuration or vendor file, in the order of the file. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = [...problems].sort((a, b) => a.line - b.line || a.column - b.column);
    super(formatProblems(sorted));
    this.problems = sorted;
  }

  /** A line a problem, for a person: `config.yaml:12:5  thirdParties[0].acountIds: unknown key. …`. */
  format(): string {
    return formatProblems(this.problems);
  }
}

function formatProblems(problems: readonly ConfigProblem[]): string {
  const lines = problems.slice(0, PROBLEMS_SHOWN).map(formatProblem);
  const more = problems.length - lines.length;
  if (more > 0) lines.push(`… and ${more} more`);
  return lines.join('\n');
}

function formatProblem({ source, line, column, path, message }: ConfigProblem): string {
  return `${source}:${line}:${column}  ${path === '' ? '' : `${path}: `}${message}`;
}
