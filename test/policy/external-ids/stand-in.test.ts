import { describe, expect, it } from 'vitest';
import {
  fingerprintIn,
  holdsStandIn,
  isFilledIn,
  isNoSecret,
  isStandIn,
  standInFor,
} from '../../../src/policy/external-ids/stand-in.ts';

const PRINT = 'id:0123456789abcdef';
const variable = (name: string) => '$'.concat('{', name, '}');

describe('what stands in for an external ID', () => {
  it.each<[id: string, standIn: string]>([
    ['secret-id', `${PRINT} (9 characters)`],
    ['', `${PRINT} (0 characters)`],
    ['secret-*', `${PRINT} (8 characters with *)`],
    ['secret-?', `${PRINT} (8 characters with *)`],
    [`x${variable('aws:username')}`, `${PRINT} (16 characters with ${variable('…')})`],
    [`x${variable('*')}`, `${PRINT} (5 characters with ${variable('*')})`],
    [`x*${variable('aws:username')}`, `${PRINT} (17 characters with * and ${variable('…')})`],
  ])('%s: %s', (id, standIn) => {
    const made = standInFor(id, PRINT);
    expect(made).toBe(standIn);
    expect([isStandIn(made), fingerprintIn(made)]).toEqual([true, PRINT]);
    // What a policy reads into a value it reads into what stands in for it.
    expect([made.includes('*'), isFilledIn(made)]).toEqual([/[*?]/.test(id), isFilledIn(id)]);
  });

  it.each<[text: string, is: boolean, holds: boolean]>([
    [`${PRINT} (9 characters)`, true, false],
    [`of ${PRINT} (9 characters)`, false, true],
    [`${PRINT} (9 characters), too`, false, true],
    [PRINT, false, false],
    ['id:0123 (9 characters)', false, false],
    ['secret-id', false, false],
  ])('%s is one: %s, holds one: %s', (text, is, holds) => {
    expect([isStandIn(text), holdsStandIn(text)]).toEqual([is, holds]);
  });
});

describe('a value', () => {
  it.each<[value: string, noSecret: boolean, filledIn: boolean]>([
    ['', true, false],
    ['*', true, false],
    ['*?*', true, false],
    ['a*', false, false],
    ['*a', false, false],
    [variable('aws:username'), false, true],
    [variable('*'), false, false],
    [variable('?'), false, false],
    [variable('$'), false, false],
    [`${variable('*')}${variable('aws:username')}`, false, true],
  ])('%s is no secret: %s, is filled in: %s', (value, noSecret, filledIn) => {
    expect([isNoSecret(value), isFilledIn(value)]).toEqual([noSecret, filledIn]);
  });
});
