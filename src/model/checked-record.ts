import { z } from 'zod';
import { checkedFact, inShape } from './check-fact.ts';
import type { Fact, FactRecord, NotCollectedFact } from './fact.ts';
import { isFactKey } from './fact-values.ts';
import { collectedFact, notCollectedFact } from './facts/per-resource.ts';
import { plainText } from './plain-text.ts';

const named = z.object({ fact: z.string(), region: z.string() });

const fact: z.ZodType<Fact<unknown>> = z.discriminatedUnion('status', [
  collectedFact(z.unknown()),
  notCollectedFact,
]);

/**
 * A fact as it was kept, whatever stands there now: what it is declared to be, or a gap that says what is wrong and
 * where it is kept. A fact that this version does not know stays as it is. Undefined where it is not even told which
 * fact it is.
 */
export function checkedRecord(
  record: unknown,
  accountId: string | undefined,
  where: string,
): FactRecord | undefined {
  const about = inShape(named, record);
  if ('problem' in about) return undefined;
  const { fact: name, region } = about.value;
  const kept = inShape(fact, record);
  const wrong = (problem: string, source?: string) => notAsKept(problem, source, where);
  if ('problem' in kept) return { ...about.value, ...wrong(kept.problem) };
  if (kept.value.status === 'NOT_COLLECTED' || !isFactKey(name)) return { ...about.value, ...kept.value };
  return { ...about.value, ...checkedFact(name, kept.value, { accountId, region }, wrong) };
}

function notAsKept(problem: string, source: string | undefined, where: string): NotCollectedFact {
  const action = source === undefined ? undefined : plainText(source).slice(0, -1);
  return {
    status: 'NOT_COLLECTED',
    reason: 'FAILED',
    message: plainText(`What is kept of ${action ?? 'it'} in ${where} cannot be used: ${problem}`),
    ...(action === undefined ? {} : { action }),
  };
}
