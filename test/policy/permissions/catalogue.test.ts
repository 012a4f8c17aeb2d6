import { describe, expect, it } from 'vitest';
import {
  accessByService,
  actionNames,
  actionSet,
  actionsOfLevel,
  actionsOn,
  addAll,
  beyondReadingForm,
  canBeOn,
  everyAction,
  expand,
  hasAction,
  intersection,
  isEmpty,
  levelsOf,
  matchedActions,
  matchesMember,
  noActions,
  nothing,
  numbersOf,
  overlap,
  publishedCount,
  removeAll,
  retainAll,
  sizeOf,
  union,
  without,
} from '../../../src/policy/permissions/catalogue.ts';
import { resourcePattern } from '../../../src/policy/permissions/resources.ts';

/** Far apart from each other in the order of all actions. */
const [A, B, C] = ['access-analyzer:GetFinding', 's3:GetObject', 'xray:PutTraceSegments'] as const;
const NONE: string[] = [];

const TWO_SETS: Array<[one: string[], other: string[], union: string[], both: string[], without: string[]]> =
  [
    [[A], [B], [A, B], NONE, [A]],
    [[A, B], [B], [A, B], [B], [A]],
    [[B], [A, B], [A, B], [B], NONE],
    [[A, B], [B, C], [A, B, C], [B], [A]],
    [[A, B, C], [A, B, C], [A, B, C], [A, B, C], NONE],
    [NONE, [A], [A], NONE, NONE],
    [[A], NONE, [A], NONE, [A]],
    [NONE, NONE, NONE, NONE, NONE],
  ];

describe('sets of actions', () => {
  it.each(TWO_SETS)('%j and %j', (one, other, together, both, rest) => {
    const [first, second] = [actionSet(one), actionSet(other)];
    expect(actionNames(union(first, second))).toEqual(together);
    expect(actionNames(intersection(first, second))).toEqual(both);
    expect(actionNames(without(first, second))).toEqual(rest);
    expect(overlap(first, second)).toBe(both.length > 0);
    expect(isEmpty(intersection(first, second))).toBe(both.length === 0);
    expect(sizeOf(union(first, second))).toBe(together.length);
    // None of these changes what it is asked of.
    expect([actionNames(first), actionNames(second)]).toEqual([one, other]);
  });

  it.each(TWO_SETS)('%j, changed by %j', (one, other, together, both, rest) => {
    const changed = (change: typeof addAll) => {
      const set = actionSet(one);
      change(set, actionSet(other));
      return actionNames(set);
    };
    expect(changed(addAll)).toEqual(together);
    expect(changed(retainAll)).toEqual(both);
    expect(changed(removeAll)).toEqual(rest);
  });

  it('hold actions in any case of letters, and none that is not published', () => {
    expect(actionNames(actionSet(['S3:getobject', 's3:MakeCoffee', B]))).toEqual([B]);
    expect(hasAction(actionSet([B]), 'S3:GETOBJECT')).toBe(true);
    expect(hasAction(actionSet([B]), 's3:PutObject')).toBe(false);
    expect(hasAction(everyAction(), 's3:MakeCoffee')).toBe(false);
    expect(numbersOf('s3:MakeCoffee')).toEqual([]);
  });

  it('may be empty or hold all', () => {
    expect([isEmpty(nothing()), isEmpty(noActions()), isEmpty(actionSet([A]))]).toEqual([true, true, false]);
    expect([sizeOf(nothing()), actionNames(everyAction()).length]).toEqual([0, publishedCount()]);
    expect(new Set(actionNames(everyAction())).size).toBe(publishedCount());
  });

  it('hold an action whose reading form alone is left', () => {
    const session = 's3express:CreateSession';
    const left = without(actionSet([session]), beyondReadingForm([session]));
    expect(levelsOf(actionSet([session]))).toEqual(['read', 'write']);
    expect(levelsOf(left)).toEqual(['read']);
    expect([hasAction(left, session), actionNames(left)]).toEqual([true, [session]]);
    expect(isEmpty(beyondReadingForm([]))).toBe(true);
  });
});

describe('patterns of actions', () => {
  it.each<[pattern: string, some: string[], none: string[]]>([
    ['s3:getobject', [B], ['s3:GetObjectAcl']],
    ['s3:getobj*', [B, 's3:GetObjectAcl'], ['s3:GetBucketAcl', A]],
    ['s3:getobjec?', [B], ['s3:GetObjectAcl']],
    ['*:getfinding', [A], [B]],
    ['s?:getobject', [B], ['s3:GetObjectAcl']],
    ['s3*:getobject', [B], [A]],
    ['*', [A, B, C], NONE],
    ['*getobject', [B], [A]],
    ['xray:*', [C], [A, B]],
    ['s3:makecoffee', NONE, [A, B, C]],
    ['nosuch:*', NONE, [A, B, C]],
    ['getobject', NONE, [B]],
  ])('%s', (pattern, some, none) => {
    const found = actionNames(matchedActions({ not: false, patterns: [pattern] }));
    const others = actionNames(matchedActions({ not: true, patterns: [pattern] }));
    for (const action of some)
      expect([found.includes(action), others.includes(action)]).toEqual([true, false]);
    for (const action of none)
      expect([found.includes(action), others.includes(action)]).toEqual([false, true]);
    expect(found.length + others.length).toBe(
      publishedCount() + others.filter((name) => found.includes(name)).length,
    );
    for (const action of some) expect(matchesMember(pattern, actionSet([A, action]))).toBe(true);
    expect(matchesMember(pattern, actionSet(none))).toBe(false);
  });

  it('mean the same, however often they are asked for', () => {
    expect(expand('s3:get*')).toEqual(expand('s3:get*'));
  });
});

describe('on resources can be given', () => {
  it.each<[resource: string, some: string[], none: string[]]>([
    ['*', [A, B, C], NONE],
    ['arn:aws:s3:::records/*', [B], [A, C, 'iam:GetRole']],
    ['arn:aws:s?:::records', [B], ['iam:GetRole']],
    ['arn:aws:iam::111122223333:role/x', ['iam:GetRole', 'sts:AssumeRole'], [B]],
    ['arn:aws:*:::x', [A, B], NONE],
    ['arn:aws:nosuch:::x', ['backup:StartBackupJob'], [A, B]],
    ['*:role/x', [A, B, 'iam:GetRole'], NONE],
    ['ar*:aws:s3:::x', [A, B], NONE],
  ])('%s', (resource, some, none) => {
    const pattern = resourcePattern(resource);
    for (const action of some)
      expect([action, hasAction(actionsOn(pattern), action)]).toEqual([action, true]);
    for (const action of none)
      expect([action, hasAction(actionsOn(pattern), action)]).toEqual([action, false]);
    for (const action of some) expect(canBeOn(pattern, action)).toBe(true);
    for (const action of none) expect(canBeOn(pattern, action)).toBe(false);
    expect(canBeOn(pattern, 's3:MakeCoffee')).toBe(true);
  });
});

describe('levels', () => {
  it.each<[actions: string[], levels: string[]]>([
    [NONE, NONE],
    [['s3:ListBucket'], ['list']],
    [
      [B, 's3:ListBucket'],
      ['list', 'read'],
    ],
    [
      ['s3:PutObject', 's3:PutObjectTagging', 's3:PutBucketPolicy'],
      ['write', 'tagging', 'permissions'],
    ],
  ])('of %j are %j', (actions, levels) => {
    expect(levelsOf(actionSet(actions))).toEqual(levels);
  });

  it('are counted by service', () => {
    const set = actionSet([C, B, 's3:GetObjectAcl', 's3:PutObject', A]);
    expect(accessByService(set).map(({ service, levels }) => [service, ...levels])).toEqual([
      ['access-analyzer', ['read', 1]],
      ['s3', ['read', 2], ['write', 1]],
      ['xray', ['write', 1]],
    ]);
    expect(accessByService(noActions())).toEqual([]);
  });

  it('have an action each', () => {
    expect(hasAction(actionsOfLevel('read'), B)).toBe(true);
    expect(hasAction(actionsOfLevel('write'), B)).toBe(false);
    const counted = (['list', 'read', 'write', 'tagging', 'permissions'] as const).map((level) =>
      sizeOf(actionsOfLevel(level)),
    );
    expect(counted.reduce((sum, size) => sum + size, 0)).toBe(sizeOf(everyAction()));
  });
});
