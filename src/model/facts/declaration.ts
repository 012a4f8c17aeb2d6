import type { z } from 'zod';
import type { FactScope } from '../fact.ts';
import type { PlanningPopulation } from '../planning-population.ts';

/** What AWS itself knows late, or only for a while. */
export interface Limit {
  /** The AWS service or operation. */
  source: string;
  limit: string;
}

/** All that is said of a fact. Validation, masking, planning, coverage, limits and docs follow from it. */
export interface FactDeclaration<V = unknown, C extends FactScope = FactScope> {
  /** What it is, in a few words. */
  title: string;
  /** Read once an organization, once an account (`global`), or once a Region of an account. */
  scope: C;
  /** The shape of its value. Every text in it says what it holds. */
  shape: z.ZodType<V>;
  /** How fresh it can be at best; empty when there is nothing to say. */
  limits: readonly Limit[];
  /** What an earlier reading tells of the number of calls that the next one takes. */
  planning(value: V): Partial<PlanningPopulation>;
}

/** Declares a fact. Its value has the type of its shape, in which every text must say what it holds. */
export function declareFact<S extends z.ZodType, C extends FactScope>(
  declaration: FactDeclaration<z.output<S>, C> & { shape: S & Said<S> },
): FactDeclaration<z.output<S>, C> {
  return declaration;
}

type Said<S> = [Unsaid<S>] extends [never] ? unknown : { holds: 'every text must say what it holds' };

/** The texts of a shape that do not say what they hold. */
type Unsaid<S> = S extends { holds: string }
  ? never
  : S extends z.ZodObject<infer Members>
    ? { [K in keyof Members]: Unsaid<Members[K]> }[keyof Members]
    : S extends z.ZodArray<infer Item>
      ? Unsaid<Item>
      : S extends z.ZodNullable<infer Inner> | z.ZodExactOptional<infer Inner> | z.ZodReadonly<infer Inner>
        ? Unsaid<Inner>
        : S extends z.ZodPipe<z.ZodUnknown, infer Inner>
          ? Unsaid<Inner>
          : S extends z.ZodRecord<z.ZodString, infer Member>
            ? Unsaid<Member>
            : S extends z.ZodDiscriminatedUnion<infer Options>
              ? Unsaid<Options[number]>
              : S extends z.ZodNumber | z.ZodBoolean | z.ZodLiteral | z.ZodEnum
                ? never
                : S;
