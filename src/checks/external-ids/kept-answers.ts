import { createHash } from 'node:crypto';
import { RE2JS } from 're2js';
import type { KeptExternalId } from '../../model/facts/authorization-details.ts';
import { isNoSecret } from '../../policy/external-ids/stand-in.ts';
import { type Strength, type Surroundings, strengthOf } from './strength.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Why there is no answer, to follow what was asked. */
export const NOT_KEPT =
  'is not known: the evidence holds a fingerprint instead of it, and this was not asked when it was at hand.';

/** All that is ever asked of an external ID's value. Undefined: the value is not at hand, and this was not asked of it. */
export interface ExternalIdAnswers {
  strength(surroundings: Surroundings): Strength | undefined;
  isUuid(): boolean | undefined;
  /** Whether all of it follows a regular expression; null when that is none. */
  follows(expression: string): boolean | null | undefined;
  /** What it has in common with every other spelling of it in upper and lower case. */
  inAnyCase(): string | undefined;
}

/**
 * The one way to what an external ID is like: from its value, or, where the evidence holds stand-ins, from the
 * answers that were kept when the value was at hand.
 *
 * @param kept undefined where `id` is the value itself
 */
export function askAbout(id: string, kept: readonly KeptExternalId[] | undefined): ExternalIdAnswers {
  if (kept === undefined || isNoSecret(id)) return answersOf(id);
  const known = kept.find(({ standIn }) => standIn === id);
  return {
    strength: (surroundings) => {
      const asked = surroundingsDigest(surroundings);
      return known?.strengths.find((one) => one.surroundings === asked);
    },
    isUuid: () => known?.isUuid,
    follows: (expression) =>
      formatOf(expression) === null
        ? null
        : known?.formats.find((one) => one.expression === expression)?.follows,
    inAnyCase: () => known?.inAnyCase,
  };
}

function answersOf(id: string) {
  return {
    strength: (surroundings: Surroundings) => strengthOf(id, surroundings),
    isUuid: () => UUID.test(id),
    follows: (expression: string) => formatOf(expression)?.matches(id) ?? null,
    inAnyCase: () => id.toLowerCase(),
  } satisfies ExternalIdAnswers;
}

/** What is known of an external ID's surroundings, by SHA-256. */
export function surroundingsDigest({ accountIds, names }: Surroundings): string {
  return createHash('sha256')
    .update(JSON.stringify([accountIds, names]))
    .digest('hex');
}

/** Those of a register, which are asked again for every role. */
const formats = new Map<string, RE2JS | null>();
const FORMATS_KEPT = 1000;

/**
 * The whole id must follow the format. Null when it is no regular expression. Whoever writes a trust policy chooses the
 * id, so the work grows with its length and no faster: https://github.com/google/re2/wiki/WhyRE2
 */
function formatOf(expression: string): RE2JS | null {
  let format = formats.get(expression);
  if (format === undefined) {
    if (formats.size === FORMATS_KEPT) formats.clear();
    format = compiled(expression);
    formats.set(expression, format);
  }
  return format;
}

function compiled(expression: string): RE2JS | null {
  try {
    return RE2JS.compile(expression);
  } catch {
    return null;
  }
}

/** The answers about one external ID that are to be kept in its place. */
export function answersToKeep(
  id: string,
  standInFor: (value: string) => string,
  asked: { surroundings: readonly Surroundings[]; formats: readonly string[] },
): KeptExternalId {
  const answers = answersOf(id);
  return {
    standIn: standInFor(id),
    isUuid: answers.isUuid(),
    strengths: asked.surroundings.map((surroundings) => ({
      surroundings: surroundingsDigest(surroundings),
      ...answers.strength(surroundings),
    })),
    formats: asked.formats.flatMap((expression) => {
      const follows = answers.follows(expression);
      return follows === null ? [] : [{ expression, follows }];
    }),
    inAnyCase: standInFor(answers.inAnyCase()),
  };
}
