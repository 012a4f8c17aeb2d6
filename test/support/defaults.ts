import type { Declared } from '../../src/model/parameter.ts';

/** The parameters of a check where the configuration says nothing of it. */
export function defaultsOf<V extends object>({ parameters }: { parameters?: Declared<V> }): V {
  const declared: Record<string, { default: unknown }> = parameters ?? {};
  const values = Object.entries(declared).map(([name, { default: value }]) => [name, value]);
  return Object.fromEntries(values);
}
