import { describe, expect, it } from 'vitest';
import type { ChainRole } from '../../../src/policy/chains/chain-role.ts';
import { targetIndex } from '../../../src/policy/chains/target-index.ts';
import { A, arn, B, C } from './world.ts';

const NAMES: ReadonlyArray<[account: string, name: string]> = [
  [B, 'zeta'],
  [A, 'app-2'],
  [B, 'ops/app-1'],
  [A, 'app-1'],
  [B, 'app-10'],
  [A, 'app'],
  [B, 'able'],
];

/** What an index asks of a role. */
const roles = NAMES.map(([accountId, name]) => ({ accountId, arn: arn(accountId, name) }) as ChainRole);

const inWords = (found: readonly ChainRole[]) =>
  found.map((role) => `${role.accountId === A ? 'A' : 'B'} ${role.arn.split(':role/').at(-1)}`).toSorted();

const all = inWords(roles);

const MATCHING: Array<[pattern: string, found: string[]]> = [
  ['*', all],
  ['arn:aws:iam::*:role/*', all],
  ['arn:aws:iam::*:*', all],
  ['arn:aws:iam::*', all],
  ['arn:aws:iam::?????????????:role/*', []],
  [arn(A, 'app-1'), ['A app-1']],
  [arn(A, '*'), ['A app', 'A app-1', 'A app-2']],
  [arn(B, '*app-1*'), ['B app-10', 'B ops/app-1']],
  [arn(C, '*'), []],
  [arn(A, 'zeta'), []],
  [arn('*', 'app'), ['A app']],
  [arn('*', 'app-1'), ['A app-1']],
  [arn('*', 'app*'), ['A app', 'A app-1', 'A app-2', 'B app-10']],
  [arn('*', 'app-?'), ['A app-1', 'A app-2']],
  [arn('*', 'app-1?'), ['B app-10']],
  [arn('*', 'a*1'), ['A app-1']],
  [arn('*', 'able'), ['B able']],
  [arn('*', 'zeta*'), ['B zeta']],
  [arn('*', 'ops/*'), ['B ops/app-1']],
  [arn('*', 'aaa*'), []],
  [arn('*', 'm*'), []],
  [arn('*', 'zz*'), []],
  [arn('2*', 'a*'), ['B able', 'B app-10']],
  ['arn:aws:iam::*:user/*', []],
  ['arn:aws:s3:::*', []],
];

describe('the roles of an index', () => {
  it.each(MATCHING)('that %s means', (pattern, found) => {
    expect(inWords(targetIndex(roles).matching(pattern))).toEqual(found);
    expect(inWords(targetIndex(roles.toReversed()).matching(pattern))).toEqual(found);
  });

  it.each([
    [A, ['A app', 'A app-1', 'A app-2']],
    [C, []],
  ])('that stand in account %s', (accountId, found) => {
    expect(inWords(targetIndex(roles).inAccount(accountId))).toEqual(found);
  });
});
