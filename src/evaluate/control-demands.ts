import type { ControlDemand } from '../model/control.ts';
import type { RegisteredThirdParty } from '../model/party.ts';
import { daysOf, type Rules } from './rules.ts';

/**
 * Where the run judged by laxer numbers than a control's text gives, in sentences: by parameters of its checks, or by
 * entries of the register that set the number for themselves. A check that was not applied is told of elsewhere.
 */
export function laxerThan(
  demands: readonly ControlDemand[],
  { checks, config }: Pick<Rules, 'checks' | 'config'>,
): string[] {
  return demands.flatMap(({ check: checkId, parameter, atMost, words }) => {
    const check = checks.find(({ id }) => id === checkId);
    if (check === undefined) return [];
    const asked = `the control asks for ${words}, ${atMost} days at most`;
    const used = daysOf(check, parameter, config);
    const entries = config.thirdParties.map((entry) => ({ name: entry.name, set: setBy(entry, parameter) }));
    // Where every entry of the register says it for itself, the parameter speaks of none.
    const isUsed = parameter !== 'reviewEveryDays' || entries.some(({ set }) => set === undefined);
    const laxer = entries.filter(({ set }) => set !== undefined && set > atMost);
    return [
      ...(isUsed && !(used <= atMost) ? [`${checkId} goes by ${parameter} ${used}, where ${asked}.`] : []),
      ...laxer.map(({ name, set }) => `The register gives ${name} ${parameter} ${set}, where ${asked}.`),
    ];
  });
}

function setBy(entry: RegisteredThirdParty, parameter: ControlDemand['parameter']): number | undefined {
  return parameter === 'reviewEveryDays' ? entry.reviewEveryDays : undefined;
}
