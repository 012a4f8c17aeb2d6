import { z } from 'zod';

/**
 * What a part of a fact holds. Every text of a fact says it, itself or with the part that it stands in: a fact that
 * leaves it open does not compile. Masking and the door go by it.
 */
export interface Held {
  /** A name, an id or an ARN: stays, since findings are about it. */
  name: string;
  /** An ARN that must be one of the account that was read. */
  ownArn: string;
  /** AWS's word for a state or a type. Any is taken: AWS adds new ones. */
  word: string;
  time: string;
  /** A policy document: judging reads it. */
  policy: string;
  /** What a principal, a condition or the filter of a rule names or compares with. */
  compared: string;
  /** What people and services write as they like. */
  prose: string;
  /** Free text, but for the tags that policies and the configuration ask for. */
  tag: { key: string; value: string };
  /** A template of CloudFormation with the values of its parameters. */
  template: {
    body: string;
    parameters: Array<{ key: string; value: string; resolvedValue: string | null }>;
  };
  /** How a property of a resource differs from what its template declares. */
  difference: { propertyPath: string; expected: string; actual: string };
  /** The JSON text of a resource's properties. */
  properties: string;
  /** What masking itself keeps of external IDs. */
  answers: unknown;
}

export type Holding = keyof Held;

/** A part of a shape that says what it holds. */
export type HeldShape<S, H extends Holding> = S & { readonly holds: H };

export function holding<S extends z.ZodType<Held[H]>, H extends Holding>(
  holds: H,
  shape: S,
): HeldShape<S, H> {
  return Object.assign(shape, { holds });
}

/** Half a character, such as JSON can write, reads in one way here and in another there. */
function text(): z.ZodString {
  return z.string().check(({ value, issues }) => {
    if (!value.isWellFormed())
      issues.push({ code: 'custom', input: value, message: 'holds half a character' });
  });
}

export const name = holding('name', text());
/** The number of an account. It becomes the name of a directory. */
export const accountId = holding('name', z.string().regex(/^\d{12}$/));
export const ownArn = holding('ownArn', text());
export const word = holding('word', text());
export const policy = holding('policy', text());
export const compared = holding('compared', text());
export const prose = holding('prose', text());
export const properties = holding('properties', text());

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** ISO 8601 UTC. */
export const time = holding(
  'time',
  z.string().check(({ value, issues }) => {
    if (!TIME.test(value) || Number.isNaN(Date.parse(value)))
      issues.push({ code: 'custom', input: value, message: 'is no time' });
  }),
);

/** A list in which no two things have the same identity: one that comes twice tells of a listing that went wrong. */
export function unique<S extends z.ZodObject>(item: S, ...identity: Array<keyof z.infer<S> & string>) {
  const [member = ''] = identity;
  return z.array(item).check(({ value: things, issues }) => {
    const seen = new Map<string, number>();
    for (const [index, thing] of things.entries()) {
      const id = JSON.stringify(identity.map((key) => (thing as Record<string, unknown>)[key]));
      const before = seen.get(id);
      if (before !== undefined) {
        const message = `is the same as in [${before}]: one thing was given twice`;
        issues.push({ code: 'custom', input: thing, path: [index, member], message });
        return;
      }
      seen.set(id, index);
    }
  });
}

/** An object whose members' names come from AWS. One that JavaScript takes for something else is no name. */
export function mapOf<V extends z.ZodType>(member: V) {
  return z
    .unknown()
    .check(({ value, issues }) => {
      if (typeof value === 'object' && value !== null && Object.hasOwn(value, '__proto__'))
        issues.push({ code: 'custom', input: value, message: 'has a member named __proto__' });
    })
    .pipe(z.record(z.string(), member));
}
