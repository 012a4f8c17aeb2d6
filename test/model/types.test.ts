import { describe, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import { accountCheck, type Check, type CheckContext, organizationCheck } from '../../src/model/check.ts';
import type { JudgementConfig } from '../../src/model/config.ts';
import { type Fact, type FactRecord, GLOBAL } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { isFact } from '../../src/model/fact-values.ts';
import type { Analyzers } from '../../src/model/facts/analyzers.ts';
import type { AuthorizationDetails } from '../../src/model/facts/authorization-details.ts';
import { declareFact } from '../../src/model/facts/declaration.ts';
import { name, prose } from '../../src/model/facts/held.ts';
import { parametersOf } from '../../src/model/parameters-of.ts';

/**
 * What must not compile. The compiler is the judge (`npm run typecheck`): it refuses a line that is expected to be an
 * error and is none. Nothing here is called.
 */

const words = {
  id: 'sample',
  area: 'trust',
  title: '',
  failureTitle: '',
  severity: 'low',
  rationale: '',
  remediation: '',
  cannotKnow: '',
} as const;

const sample = accountCheck({
  ...words,
  per: 'account',
  requires: ['authorization-details', 'analyzers'],
  parameters: {
    days: { default: 90, description: '' },
    strict: { default: false, description: '' },
    tag: { default: 'Owner', description: '' },
    tags: { default: ['Owner'], description: '' },
  },
  evaluate(facts, { parameters }) {
    expectTypeOf(parameters.days).toEqualTypeOf<number>();
    expectTypeOf(parameters.strict).toEqualTypeOf<boolean>();
    expectTypeOf(parameters.tag).toEqualTypeOf<string>();
    expectTypeOf(parameters.tags).toEqualTypeOf<string[]>();
    // @ts-expect-error the check declares no such parameter
    Number(parameters.dayz);
    expectTypeOf(facts['authorization-details']).toEqualTypeOf<AuthorizationDetails>();
    expectTypeOf(facts.analyzers).toEqualTypeOf<ReadonlyArray<{ region: string; value: Analyzers }>>();
    // @ts-expect-error the check declares no such fact
    facts.drift;
    return [];
  },
});

describe('parameters of a check', () => {
  test('are those it declares, of the type of their defaults', () => {
    expectTypeOf(sample.evaluate)
      .parameter(1)
      .toEqualTypeOf<CheckContext<{ days: number; strict: boolean; tag: string; tags: string[] }>>();
    expectTypeOf(sample).toExtend<Check>();
  });

  test('are none where it declares none', () => {
    accountCheck({
      ...words,
      per: 'region',
      requires: ['analyzers'],
      evaluate(facts, { parameters }) {
        expectTypeOf(facts.analyzers).toEqualTypeOf<Analyzers>();
        // @ts-expect-error the check declares no parameters
        parameters.days;
        return [];
      },
    });
  });

  test('are typed in an organization-wide check too', () => {
    organizationCheck({
      ...words,
      per: 'account',
      requires: ['authorization-details'],
      parameters: { days: { default: 90, description: '' } },
      digest(_, { parameters }) {
        expectTypeOf(parameters.days).toEqualTypeOf<number>();
        // @ts-expect-error the check declares no such parameter
        return parameters.dayz;
      },
      evaluate(_, { parameters }) {
        expectTypeOf(parameters.days).toEqualTypeOf<number>();
        // @ts-expect-error the check declares no such parameter
        parameters.dayz;
        return [];
      },
    });
  });

  test('must be declared by a check whose helper reads them', () => {
    const isOld = ({ parameters }: CheckContext<{ days: number }>) => parameters.days > 90;
    const ask = (context: CheckContext<{ hours: number }>) =>
      // @ts-expect-error the check declares hours and the helper reads days
      isOld(context);
    expectTypeOf(ask).returns.toBeBoolean();
  });

  test('are numbers, texts, true or false, or lists of texts: the registry takes no other', () => {
    const wrong = accountCheck({
      ...words,
      per: 'account',
      requires: ['authorization-details'],
      parameters: { since: { default: new Date(0), description: '' } },
      evaluate: () => [],
    });
    expectTypeOf(wrong).not.toExtend<Check>();
  });

  test('keep their types where the configuration changes them', () => {
    const used = (config: JudgementConfig) => parametersOf(sample, config);
    expectTypeOf(used).returns.toEqualTypeOf<{
      days: number;
      strict: boolean;
      tag: string;
      tags: string[];
    }>();
  });
});

describe('the fact index', () => {
  const index = indexFacts([]);

  test('gives the value of a fact with its type', () => {
    expectTypeOf(index.get('authorization-details', GLOBAL)).toEqualTypeOf<
      Fact<AuthorizationDetails> | undefined
    >();
    const region: string = 'eu-west-1';
    expectTypeOf(index.get('analyzers', region)).toEqualTypeOf<Fact<Analyzers> | undefined>();
    expectTypeOf(index.get('analyzers', 'eu-west-1')).toEqualTypeOf<Fact<Analyzers> | undefined>();
  });

  test('knows every fact by name', () => {
    // @ts-expect-error there is no such fact
    index.get('authorisation-details', GLOBAL);
  });

  test('tells Regional facts from global ones', () => {
    // @ts-expect-error roles are not Regional
    index.get('authorization-details', 'eu-west-1');
    // @ts-expect-error analyzers are
    index.get('analyzers', GLOBAL);
  });

  test('a record is told by the name of its fact', () => {
    const record = (given: FactRecord & { status: 'COLLECTED' }) => {
      // @ts-expect-error there is no such fact
      isFact(given, 'authorisation-details');
      return isFact(given, 'authorization-details') ? given.value : undefined;
    };
    expectTypeOf(record).returns.toEqualTypeOf<AuthorizationDetails | undefined>();
  });
});

describe('a fact', () => {
  const said = { title: '', scope: 'global', limits: [], planning: () => ({}) } as const;

  test('says of every text what it holds', () => {
    declareFact({ ...said, shape: z.object({ id: name, notes: z.array(prose.nullable()) }) });
    // @ts-expect-error may an external ID stand in the note?
    declareFact({ ...said, shape: z.object({ id: name, note: z.string() }) });
    // @ts-expect-error however deep it stands
    declareFact({ ...said, shape: z.object({ a: z.array(z.object({ b: z.exactOptional(z.string()) })) }) });
    // @ts-expect-error or whatever it is
    declareFact({ ...said, shape: z.object({ id: name, more: z.unknown() }) });
  });

  test('says what planning knows of it', () => {
    const { planning: _, ...less } = said;
    // @ts-expect-error the number of calls cannot be foreseen
    declareFact({ ...less, shape: z.object({ id: name }) });
    // @ts-expect-error planning asks for no such number
    declareFact({ ...said, shape: z.object({ id: name }), planning: () => ({ buckets: 1 }) });
  });
});
