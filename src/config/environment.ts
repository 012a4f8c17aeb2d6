import { quote } from './display.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Expansion {
  value: string;
  /** Whether any of it came from the environment: such a value must not be shown. */
  fromEnvironment: boolean;
  /** In words that name variables and never their values. */
  problems: string[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Puts environment variables in the place of `${NAME}`; `$${` stands for a plain `${`. What is put in is not read again. */
export function expandVariables(text: string, environment: Environment): Expansion {
  const problems: string[] = [];
  let fromEnvironment = false;
  const value = text.replace(REFERENCE, (whole: string, name: string | undefined, close: string) => {
    if (name === undefined) return '${';
    if (close === '' || !VARIABLE_NAME.test(name)) {
      problems.push(`${quote(whole)} is not a variable: write \${NAME}, or $\${ for a plain \${`);
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
    return found;
  });
  return { value, fromEnvironment, problems };
}
