import { quote } from './display.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Expansion {
  value: string;
  /** Whether any of it came from the environment: such a value must not be shown. */
  fromEnvironment: boolean;
  /** In words that name variables and never their values. */
  problems: string[];
}

/** Which variables are put in, and who is told of it. */
export interface Expanding {
  /** Names that are put in beside those that begin with `COUNTERSIGN_`. */
  named?: readonly string[];
  /** Told of each value that is put in: none of them may be shown, wherever it leads to. */
  expanded?: (name: string, value: string) => void;
}

/** An environment holds keys of others, so that only what is meant for this tool gets into a configuration. */
const OWN_PREFIX = 'COUNTERSIGN_';

const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Puts environment variables in the place of `${NAME}`; `$${` stands for a plain `${`. What is put in is not read again. */
export function expandVariables(
  text: string,
  environment: Environment,
  { named = [], expanded }: Expanding = {},
): Expansion {
  const problems: string[] = [];
  let fromEnvironment = false;
  const value = text.replace(REFERENCE, (whole: string, name: string | undefined, close: string) => {
    if (name === undefined) return '${';
    if (close === '' || !VARIABLE_NAME.test(name)) {
      problems.push(`${quote(whole)} is not a variable: write \${NAME}, or $\${ for a plain \${`);
      return '';
    }
    if (!name.startsWith(OWN_PREFIX) && !named.includes(name)) {
      problems.push(
        `the environment variable ${name} is not put in, since its name does not begin with ${OWN_PREFIX}: rename it, allow it by --env ${name}, or write $\${${name}} for the text itself`,
      );
      return '';
    }
    const found = Object.hasOwn(environment, name) ? environment[name] : undefined;
    if (found === undefined) {
      problems.push(
        `the environment variable ${name} is not set: set it, or write $\${${name}} for the text itself`,
      );
      return '';
    }
    fromEnvironment = true;
    expanded?.(name, found);
    return found;
  });
  return { value, fromEnvironment, problems };
}
