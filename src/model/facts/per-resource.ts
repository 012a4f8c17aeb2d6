import { z } from 'zod';
import { type MissingPart, NOT_COLLECTED_REASONS, type NotCollectedFact } from '../fact.ts';
import { name, prose, time } from './held.ts';

const notCollected = {
  status: z.literal('NOT_COLLECTED'),
  reason: z.enum(NOT_COLLECTED_REASONS),
  message: prose,
  action: z.exactOptional(name),
};

/** Why something was not read. */
export const notCollectedFact = z.object(notCollected) satisfies z.ZodType<NotCollectedFact>;

/** What was read, and what stands beside it. */
export function collectedFact<S extends z.ZodType>(value: S) {
  return z.object({
    status: z.literal('COLLECTED'),
    value,
    collectedAt: time,
    source: name,
    carriedFrom: z.exactOptional(name),
  });
}

/** A value that is read resource by resource, each member with a status of its own. */
export function perResource<S extends z.ZodType>(value: S) {
  const fact = z.discriminatedUnion('status', [collectedFact(value), notCollectedFact]);
  return z.array(z.object({ resource: name, fact })).readonly();
}

/** For a member that may be read in part: what was not. */
export const missing = z.exactOptional(
  z.array(z.object({ resource: name, part: name, ...notCollected })) satisfies z.ZodType<MissingPart[]>,
);
