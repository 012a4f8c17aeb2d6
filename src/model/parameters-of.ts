import type { CheckSettings, JudgementConfig } from './config.ts';
import type { CheckParameters, Declared } from './parameter.ts';

/**
 * The check's parameters: its defaults, changed by the config; `drift.maxAge` speaks for all checks of drift. That each
 * is of its default's type was made sure of where the rules were put together.
 */
export function parametersOf<V extends CheckParameters>(
  check: { id: string; parameters?: Declared<V> },
  config: JudgementConfig,
): V {
  const settings: CheckSettings = { maxAgeHours: config.drift.maxAge, ...config.checks[check.id] };
  const values = Object.entries(check.parameters ?? {}).map(([name, { default: fallback }]) => [
    name,
    settings[name] ?? fallback,
  ]);
  return Object.fromEntries(values) as V;
}
