import { expect, it } from 'vitest';
import { accountOfArnPattern } from '../../src/policy/arn-account.ts';
import { accountOfPattern, isOneOrganization, lacksFixed } from '../../src/policy/id-patterns.ts';

const ID = '555566667777';

it.each<[string, string | undefined]>([
  [ID, ID],
  [`${ID}*`, ID],
  ['55556666*7777', ID],
  ['5555*', undefined],
  [`${ID}8`, undefined],
  ['55556666777?', undefined],
  ['', undefined],
])('the account that %j means', (pattern, account) => {
  expect(accountOfPattern(pattern)).toBe(account);
});

it.each<[string, boolean]>([
  ['o-vendor12345', true],
  ['o-vendor12*', true],
  ['o-vendor1*', false],
  ['o-vendor12?', true],
  ['*-vendor12345', false],
  ['o-*vendor12', true],
  ['O-VENDOR12345', false],
  ['x-vendor12345', false],
  ['o-', false],
])('%j means one organization', (pattern, one) => {
  expect(isOneOrganization(pattern)).toBe(one);
});

it('of an id enough is fixed where it has its prefix and so many characters', () => {
  expect(['AROA12*', 'AROA1*', 'ARO?123', '*AROA12'].map((one) => lacksFixed(one, 'AROA', 2))).toEqual([
    false,
    true,
    true,
    true,
  ]);
});

it.each<[pattern: string, base: string, account: string | undefined]>([
  [`arn:aws:iam::${ID}:role/x`, 'StringEquals', ID],
  [`arn:aws:iam::${ID}:role/x*`, 'StringEquals', ID],
  [`arn:aws*:iam::${ID}:role/x`, 'StringEquals', undefined],
  [`arn:aws:iam::${ID}:role/x`, 'StringLike', ID],
  [`arn:aws:iam::${ID}*`, 'StringLike', ID],
  [`arn:aws:iam::${ID}?role/x`, 'StringLike', ID],
  [`arn:*:iam::${ID}:role/x`, 'StringLike', undefined],
  ['arn:aws:iam::5555*:role/x', 'StringLike', undefined],
  [`x-arn:aws:iam::${ID}:role/x`, 'StringLike', undefined],
  [`arn:*:iam::${ID}:role/*`, 'ArnLike', ID],
  [`arn:*:iam::${ID}*:role/*`, 'ArnEquals', ID],
  ['arn:aws:iam::*:role/*', 'ArnLike', undefined],
  ['nonsense', 'ArnLike', undefined],
  ['nonsense', 'StringEquals', undefined],
])('the account of %s under %s', (pattern, base, account) => {
  expect(accountOfArnPattern(pattern, base)).toBe(account);
});
