import type { Call } from '../model/call.ts';
import { GLOBAL } from '../model/fact.ts';

/** By UTF-16 code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Calls by fact (those that open the account first), Region, operation, parameters and page. Calls alike in all of
 * these were made one after the other and stay so.
 */
export function callsInOrder(
  calls: readonly Call[],
  facts: readonly string[],
  regions: readonly string[],
): Call[] {
  const factOrder = new Map(facts.map((fact, index) => [fact, index]));
  const regionOrder = new Map([GLOBAL, ...regions].map((region, index) => [region, index]));
  const keyed = calls.map((call) => ({
    call,
    fact: factOrder.get(call.fact) ?? -1,
    region: regionOrder.get(call.region) ?? -1,
    request: `${call.service}:${call.operation} ${JSON.stringify(call.parameters)}`,
  }));
  return keyed
    .toSorted(
      (a, b) =>
        a.fact - b.fact ||
        a.region - b.region ||
        compareText(a.request, b.request) ||
        a.call.page - b.call.page,
    )
    .map(({ call }) => call);
}
