import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import {
  actionNames,
  actionSet,
  actionsOn,
  everyAction,
  intersection,
  isEmpty,
  matchedActions,
  matchesMember,
  overlap,
  union,
  without,
} from '../../../src/policy/permissions/catalogue.ts';
import type { PlacedStatement } from '../../../src/policy/permissions/effective.ts';
import { resourcePattern } from '../../../src/policy/permissions/resources.ts';
import { tries } from '../../support/thorough.ts';

const NAMES = actionNames(everyAction());

/** Every thirtieth, and those that the statements speak of. */
const SAMPLE = NAMES.filter((name, index) => index % 30 === 0 || /^(?:s3|sqs|iam):/.test(name));
const members = fc.oneof(
  fc.subarray(NAMES.slice(0, 80)),
  fc.subarray(['s3:GetObject', 'sqs:SendMessage', 'iam:PassRole', 'ec2:RunInstances']),
  fc.constantFrom<string[]>([], SAMPLE),
);

describe('sets of actions', () => {
  it('come together, and are taken apart, as sets of names do', () => {
    fc.assert(
      fc.property(members, members, (some, others) => {
        const [one, other] = [actionSet(some), actionSet(others)];
        const before = [one.slice(), other.slice()];
        const named = new Set(others);
        const namesOf = (set: typeof one) => actionNames(set).sort();
        const sorted = (names: readonly string[]) => [...new Set(names)].sort();
        expect(namesOf(union(one, other))).toEqual(sorted([...some, ...others]));
        expect(namesOf(intersection(one, other))).toEqual(sorted(some.filter((name) => named.has(name))));
        expect(namesOf(without(one, other))).toEqual(sorted(some.filter((name) => !named.has(name))));
        expect(isEmpty(intersection(one, other))).toBe(!overlap(one, other));
        expect([one, other]).toEqual(before);
      }),
      tries(50, 20_261_234),
    );
  });

  it('have a member that a pattern matches where they overlap with all that it matches', () => {
    const pattern = fc.constantFrom(
      '*',
      's3:*',
      's3:get*',
      's3:getobject',
      'sqs:sendmessag?',
      'none:*',
      'iam:',
    );
    fc.assert(
      fc.property(pattern, members, (one, some) => {
        const set = actionSet(some);
        expect(matchesMember(one, set)).toBe(overlap(matchedActions({ not: false, patterns: [one] }), set));
      }),
      tries(100, 20_261_217),
    );
  });
});

const BUCKET = 'arn:aws:s3:::records/*';

/** Statements without conditions, on everything or on one bucket. */
const statement = (effect: 'Allow' | 'Deny'): fc.Arbitrary<PlacedStatement> =>
  fc
    .record({
      actions: fc.record({
        not: fc.boolean(),
        patterns: fc.subarray(['s3:*', 's3:getobject', 'sqs:*', 'iam:*', '*'], { maxLength: 3 }),
      }),
      on: fc.constantFrom('*', BUCKET),
    })
    .map(({ actions, on }) => ({
      index: 0,
      sid: null,
      effect,
      actions,
      resources: { not: false, patterns: [resourcePattern(on)] },
      conditions: [],
      ref: { policy: { kind: 'inline', index: 0, name: 'x' }, statement: 0, isList: true, sid: null },
    }));

describe('what a statement gives', () => {
  it('is what it matches, within the boundary, less what each Deny takes', () => {
    const world = fc.record({
      allows: fc.array(statement('Allow'), { maxLength: 3 }),
      denies: fc.array(statement('Deny'), { maxLength: 3 }),
      boundary: fc.option(fc.array(statement('Allow'), { maxLength: 2 })),
    });
    const known = new Map<string, ReadonlySet<string>>();
    const namesOf = ({ actions }: PlacedStatement) => {
      const key = JSON.stringify(actions);
      const names = known.get(key) ?? new Set(actionNames(matchedActions(actions)));
      known.set(key, names);
      return names;
    };
    const sampled = new Set(SAMPLE);
    const sample = (set: ReturnType<typeof actionSet>) =>
      actionNames(set)
        .filter((name) => sampled.has(name))
        .sort();
    const ofBucket = new Set(actionNames(actionsOn(resourcePattern(BUCKET))));
    fc.assert(
      fc.property(world, ({ allows, denies, boundary }) => {
        const isOnAll = ({ resources }: PlacedStatement) => resources.patterns[0]?.value === '*';
        const lets = (one: PlacedStatement) => {
          const names = namesOf(one);
          return (name: string) => names.has(name) && (isOnAll(one) || ofBucket.has(name));
        };
        const within = boundary?.map(lets);
        const onAll = boundary?.filter(isOnAll).map(lets);
        const access = accessOf({ allows, denies, boundary, problems: [] });
        const all = new Set<string>();
        for (const allow of allows) {
          const possible = SAMPLE.filter(lets(allow));
          const taking = denies.filter((deny) => !isOnAll(allow) || isOnAll(deny)).map(namesOf);
          const given = possible.filter(
            (name) => !taking.some((taken) => taken.has(name)) && (within?.some((one) => one(name)) ?? true),
          );
          const denied = denies.map(namesOf);
          const everywhere = possible.filter(
            (name) =>
              isOnAll(allow) &&
              !denied.some((names) => names.has(name)) &&
              (onAll?.some((one) => one(name)) ?? true),
          );
          for (const name of given) all.add(name);
          const found = access.statements.find((one) => one.statement === allow);
          expect(found === undefined ? [] : sample(found.actions)).toEqual(given.sort());
          if (found !== undefined) expect(sample(found.everywhere)).toEqual(everywhere.sort());
        }
        expect(sample(access.actions)).toEqual([...all].sort());
      }),
      tries(30, 20_261_235),
    );
  });
});
