/** What a parameter of a check may be. */
export type ParameterValue = number | string | boolean | readonly string[];

/** The values of a check's parameters, by name. */
export type CheckParameters = Readonly<Record<string, ParameterValue>>;

/** A check without parameters. */
export type NoParameters = Record<never, never>;

/**
 * How a check declares its parameters: the default, whose type every other value must have, and what it means. `matches`
 * says what its texts are held against, so that one that meets nothing is found.
 */
export type Declared<V extends object> = {
  readonly [N in keyof V]: { default: V[N]; description: string; matches?: 'tag key' | 'tag pattern' };
};

/** Why a value cannot stand in the place of a parameter's default, in words; undefined where it can. */
export function parameterProblem(value: unknown, fallback: ParameterValue): string | undefined {
  switch (typeof fallback) {
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) && value >= 0
        ? undefined
        : 'must be a number, zero or more';
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'string':
      return typeof value === 'string' ? undefined : 'must be a text between quotes';
    default:
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
        ? undefined
        : 'must be a list of texts';
  }
}
