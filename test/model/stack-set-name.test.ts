import { expect, it } from 'vitest';
import { stackSetOf } from '../../src/model/stack-set-name.ts';
import { stackInWords } from '../../src/report/html/accounts/roles.ts';

const UUID = '1f4b2c66-3d0e-4f8c-9a7b-5e2d1c0a9b88';

it.each([
  [`StackSet-readers-${UUID}`, 'readers'],
  [`StackSet-two-words-${UUID}`, 'two-words'],
  ['StackSet-readers', undefined],
  [`stackset-readers-${UUID}`, undefined],
  [`My-StackSet-readers-${UUID}`, undefined],
  ['readers', undefined],
])('%s is of the stack set %s', (name, set) => {
  expect(stackSetOf(name)).toBe(set);
});

it('the stack of a role is shown with its stack set', () => {
  expect(stackInWords({ stackName: `StackSet-readers-${UUID}`, region: 'eu-west-1' })).toBe(
    `StackSet-readers-${UUID} (eu-west-1), by its name perhaps of stack set readers`,
  );
  expect(stackInWords({ stackName: 'readers', region: 'eu-west-1' })).toBe('readers (eu-west-1)');
  expect(stackInWords(null)).toBe('None');
});
