import { describe, expect, it } from 'vitest';
import { actionSet, matchedActions, noActions } from '../../../src/policy/permissions/catalogue.ts';
import { coveringPatterns } from '../../../src/policy/permissions/covering-patterns.ts';

const matched = (...patterns: string[]) => matchedActions({ not: false, patterns });

describe('the fewest patterns for', () => {
  it.each<[says: string, set: ReturnType<typeof noActions>, patterns: string[]]>([
    ['nothing', noActions(), []],
    ['one action', actionSet(['s3:GetObject']), ['s3:GetObject']],
    [
      'two that have nothing in common',
      actionSet(['s3:PutObject', 'iam:GetRole']),
      ['iam:GetRole', 's3:PutObject'],
    ],
    ['a service', matched('xray:*'), ['xray:*']],
    ['two services', matched('xray:*', 'sqs:*'), ['sqs:*', 'xray:*']],
    ['all that begin with a word', matched('s3:get*'), ['s3:Get*']],
    ['all that begin with several words', matched('s3:getbucket*'), ['s3:GetBucket*']],
    ['those and one more', matched('s3:getbucket*', 's3:putobject'), ['s3:GetBucket*', 's3:PutObject']],
    [
      'an action whose reading form is a member too',
      actionSet(['s3express:CreateSession']),
      ['s3express:CreateSession'],
    ],
  ])('%s', (_says, set, patterns) => {
    expect(coveringPatterns(set, 1000)).toEqual(patterns);
  });

  it('as long as they may be, with quotes and a comma', () => {
    const set = actionSet(['s3:PutObject', 'iam:GetRole']);
    const length = '"iam:GetRole","s3:PutObject",'.length;
    expect(coveringPatterns(set, length)).toEqual(['iam:GetRole', 's3:PutObject']);
    expect(coveringPatterns(set, length - 1)).toBeUndefined();
  });

  it.each([['s3:get*'], ['s3:*object*', 'iam:*role*'], ['ec2:describe*', 'ec2:runinstances', 'sts:*']])(
    '%j and no other action',
    (...patterns) => {
      const set = matched(...patterns);
      const found = coveringPatterns(set, 100_000) ?? [];
      expect(matched(...found.map((one) => one.toLowerCase()))).toEqual(set);
    },
  );
});
