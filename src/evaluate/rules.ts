import type { Check, CheckContext, CheckParameters } from '../model/check.ts';
import type { CheckSettings, JudgementConfig } from '../model/config.ts';
import type { Parties } from '../model/party.ts';
import { maskedExternalId } from './external-ids.ts';

/** All that judging needs besides the facts. */
export interface Rules {
  config: JudgementConfig;
  /** The moment of judgement, ISO 8601 UTC. */
  asOf: string;
  parties: Parties;
  /** The checks to apply, in the order of the registry. */
  checks: readonly Check[];
  /** Undefined when the organization was not read. */
  analyzerAdministrators?: readonly string[];
}

/** The check's parameters: its defaults, changed by the config; `drift.maxAge` speaks for all checks of drift. */
export function parametersOf(check: Check, config: JudgementConfig): CheckParameters {
  const settings: CheckSettings = { maxAgeHours: config.drift.maxAge, ...config.checks[check.id] };
  return Object.fromEntries(
    Object.entries(check.parameters ?? {}).map(([name, { default: fallback }]) => [
      name,
      settings[name] ?? fallback,
    ]),
  );
}

/** The part of a check's context that is the same for every account. */
export function commonContext(check: Check, rules: Rules): Omit<CheckContext, 'account' | 'region'> {
  const masked = rules.config.report.externalIds === 'masked';
  return {
    asOf: rules.asOf,
    parties: rules.parties,
    parameters: parametersOf(check, rules.config),
    showExternalId: masked ? maskedExternalId : (value) => value,
  };
}
