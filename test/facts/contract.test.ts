import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actionOf, type Service } from '../../src/aws/operations.ts';
import { registry } from '../../src/checks/registry.ts';
import { collectorsFor } from '../../src/collect/collectors.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { maskFacts } from '../../src/masking/facts/facts.ts';
import { knownExternalIds } from '../../src/masking/known-external-ids.ts';
import { checkedFact, unusable } from '../../src/model/check-fact.ts';
import { type CollectedFact, type FactRecord, GLOBAL } from '../../src/model/fact.ts';
import { indexFacts } from '../../src/model/fact-index.ts';
import { holds } from '../../src/model/fact-places.ts';
import { FACTS, type FactKey, isRegional } from '../../src/model/fact-values.ts';
import type { Holding } from '../../src/model/facts/held.ts';
import { placesOf } from '../../src/model/facts/places.ts';
import { EMPTY_POPULATION } from '../../src/model/planning-population.ts';
import { RESOURCE_SERVICES } from '../../src/model/resource-services.ts';
import { newStudy } from '../../src/model/study.ts';
import { permissionsPage } from '../docs/permissions-page.ts';
import { some } from '../support/thorough.ts';
import { ACCOUNT, REGION, withChange } from './answers.ts';
import { type Filling, PLAIN, sampleOf, waysInto } from './sample.ts';

const KEYS = Object.keys(FACTS) as FactKey[];
const OF_ACCOUNTS = KEYS.filter((key) => FACTS[key].scope !== 'organization');
const READ = {
  status: 'COLLECTED',
  collectedAt: '2026-01-01T00:00:00.000Z',
  source: 'iam:ListRoles',
} as const;
/** An account's own ARNs stand in the Region of a sample. */
const PLACE = { accountId: ACCOUNT, region: GLOBAL };

function sample(key: FactKey, filling: Filling = PLAIN): CollectedFact<unknown> {
  return { ...READ, value: sampleOf(FACTS[key].shape, filling) };
}

function checked(key: FactKey, fact: CollectedFact<unknown>) {
  return checkedFact(key, fact, PLACE, (problem, source) => unusable(source, problem));
}

const PAGE = permissionsPage();

describe.each(KEYS)('the fact %s', (key) => {
  it('has a sample that is what it is declared to be, and stays as it is', () => {
    expect(checked(key, sample(key))).toEqual(sample(key));
    expect(JSON.stringify(checked(key, sample(key)))).toBe(JSON.stringify(sample(key)));
  });

  it('is a gap that names the place, whatever stands where something else belongs', () => {
    const { value } = sample(key);
    for (const way of some([...waysInto(value)], 20)) {
      const there = way.reduce<unknown>((inner, step) => Reflect.get(Object(inner), step), value);
      for (const wrong of wrongFor(there)) {
        const fact = checked(key, { ...READ, value: withChange(value, way, wrong) });
        const message = saidIn(fact);
        expect(message, `${way.join('.')} as ${String(wrong)}`).toMatch(/cannot be used: /);
        const [name] = way.filter((step) => !/^\d+$|^(perResource|fact|value|member)$/.test(step)).slice(-1);
        if (name !== undefined && message.split('cannot be used: ')[1]?.startsWith('the whole') !== true)
          expect(message).toContain(name);
      }
    }
  });

  it('drops what is not declared', () => {
    const { value } = sample(key);
    const more = { ...Object(value), surprise: { a: [1] } };
    expect(checked(key, { ...READ, value: more })).toEqual(sample(key));
  });

  it('says of each text what it holds', () => {
    for (const { path, holds: held } of placesOf(FACTS[key].shape))
      expect(held, path.join('.')).toBeDefined();
  });

  it('knows of planning only what planning asks for', () => {
    const { planning }: { planning(value: never): object } = FACTS[key];
    for (const name of Object.keys(planning(sample(key).value as never)))
      expect(Object.keys(EMPTY_POPULATION)).toContain(name);
  });

  it('stands in the docs', async () => {
    expect(await PAGE).toContain(`| \`${key}\` | `);
  });

  it('is tested by name where it is collected', () => {
    const folder = FACTS[key].scope === 'organization' ? 'targets' : 'collect';
    expect(new RegExp(`['"]${key}[ '"]`).test(testsIn(folder))).toBe(true);
  });
});

/** What is of another kind than what stands there, and nothing at all. */
function wrongFor(there: unknown): unknown[] {
  const kinds: unknown[] = ['a text', 5, true, ['x'], Number.NaN, Number.POSITIVE_INFINITY];
  const kindOf = (one: unknown) => (Array.isArray(one) ? 'list' : typeof one);
  const wrong = kinds.filter((one) => kindOf(one) !== kindOf(there) || Number.isNaN(one));
  return typeof there === 'object' && there !== null && !Array.isArray(there) ? wrong : [...wrong, { a: 1 }];
}

/** What the gaps of a fact say, those of its members among them. */
function saidIn(fact: unknown): string {
  return [...JSON.stringify(fact).matchAll(/"message":"([^"]*cannot be used[^"]*)"/g)]
    .map(([, said]) => said)
    .join('\n');
}

function testsIn(folder: string): string {
  const root = resolve(import.meta.dirname, '..', folder);
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => readFileSync(join(root, name), 'utf8'))
    .join('\n');
}

describe('collectors', () => {
  it('are one for each fact of an account, in the order of the declarations', () => {
    expect(collectorsFor('access-roles').map(({ fact }) => fact)).toEqual(OF_ACCOUNTS);
  });

  it.each(collectorsFor('access-roles'))('plan calls and name the actions of them ($fact)', (collector) => {
    const actions = collector.actions('access-roles', RESOURCE_SERVICES);
    const planned = collector.plan(EMPTY_POPULATION, 'access-roles', RESOURCE_SERVICES);
    for (const { service, operation } of planned)
      expect(actions).toContain(actionOf(service as Service, operation));
  });
});

const ID = 'tenant-7f3a9c-0042-77ab';
const ASKING = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: '123123123123' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'sts:ExternalId': ID } },
    },
  ],
});

/** The external ID in everything that may hold one: as one by its place, or within what people write. */
const TELLING: Filling = {
  ...PLAIN,
  policy: () => ASKING,
  compared: () => ID,
  prose: () => `for ${ID}, by hand`,
  tag: () => ({ key: 'Note', value: `of ${ID}` }),
  template: () => ({
    stackName: 'access',
    body: JSON.stringify({
      Description: ID,
      Parameters: { Id: { Type: 'String', Default: ID } },
      Resources: {
        R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: JSON.parse(ASKING) } },
      },
    }),
    parameters: [{ key: 'Id', value: ID, resolvedValue: ID }],
    resources: [],
  }),
  difference: () => ({
    propertyPath: '/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/sts:ExternalId',
    expected: ID,
    actual: ID,
    differenceType: 'NOT_EQUAL',
  }),
  properties: () => JSON.stringify({ Description: ID, AssumeRolePolicyDocument: JSON.parse(ASKING) }),
};

const SUBJECT = { accountId: ACCOUNT, name: 'Member', partition: 'aws', tags: {}, regions: [REGION] };
const config = loadConfig(JSON.stringify({ accounts: [{ id: ACCOUNT }] }), 'test.yaml', {}, registry);
const { rules } = rulesFor(
  {
    asOf: READ.collectedAt,
    scope: { accountSource: 'test', accounts: [SUBJECT], excluded: [] },
    judgement: toJudgement(config, []),
  },
  [],
);
const MASK = { id: 'key', fingerprint: () => 'id:0123456789abcdef' };

describe('masking', () => {
  /** Some role that asks for the ID, so that it is known. */
  const asking: FactRecord = {
    fact: 'authorization-details',
    region: GLOBAL,
    ...sample('authorization-details', TELLING),
  };

  it.each(OF_ACCOUNTS)('leaves no external ID in any place of %s that may hold one', (key) => {
    const record: FactRecord = {
      fact: key,
      region: isRegional(key) ? REGION : GLOBAL,
      ...sample(key, TELLING),
    };
    const mayHold = placesOf(FACTS[key].shape).some(
      ({ holds: held }) => held !== undefined && MAY_HOLD[held],
    );
    expect(JSON.stringify(record).includes(ID)).toBe(mayHold);
    const masked = maskFacts([record, asking], MASK, SUBJECT, rules);
    expect(JSON.stringify(masked)).not.toContain(ID);
    expect(checked(key, masked[0] as CollectedFact<unknown>).status).toBe('COLLECTED');
  });

  it('learns external IDs from every fact in which one may stand by its place', () => {
    for (const key of OF_ACCOUNTS) {
      const record: FactRecord = {
        fact: key,
        region: isRegional(key) ? REGION : GLOBAL,
        ...sample(key, TELLING),
      };
      if (holds(key, ['difference', 'policy']))
        expect(knownExternalIds(indexFacts([record]), newStudy())).toContain(ID);
    }
  });

  it('takes free text out of a fact that this version does not know', () => {
    const later = { fact: 'later', region: GLOBAL, ...READ, value: { note: `for ${ID}` } };
    expect(JSON.stringify(maskFacts([later, asking], MASK, SUBJECT, rules))).not.toContain(ID);
  });
});

const MAY_HOLD: Record<Holding, boolean> = {
  name: false,
  ownArn: false,
  word: false,
  time: false,
  answers: false,
  policy: true,
  compared: true,
  prose: true,
  tag: true,
  template: true,
  difference: true,
  properties: true,
};
