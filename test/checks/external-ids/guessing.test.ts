import { expect, it } from 'vitest';
import { surroundingsOf } from '../../../src/checks/external-ids/guessing.ts';

const CONTEXT = {
  account: { accountId: '111122223333', name: 'payments' },
  parties: { ownAccountIds: new Set(['444455556666', '111122223333']) },
  parameters: { minimumBits: 64, words: ['acme'] },
};

function surroundings(admitted: object[], context: object = CONTEXT) {
  return surroundingsOf(admitted as never, { aliases: ['acme-pay'] } as never, context as never);
}

it('are the account, the own accounts, and words of the configuration', () => {
  expect(surroundings([])).toEqual({
    accountIds: ['111122223333', '444455556666'],
    names: ['payments', '', 'acme-pay', 'acme'],
  });
  const account = { ...CONTEXT.account, organizationalUnit: 'Workloads/Production' };
  expect(surroundings([], { ...CONTEXT, account }).names).toContain('Workloads/Production');
});

it.each([
  ['the account that comes', { party: { name: 'x', accountId: '999900001111' } }, ['999900001111']],
  [
    'all accounts of the register',
    {
      party: { name: 'x', accountId: '999900001111' },
      entry: { accountIds: ['999900001111', '999900002222'] },
    },
    ['999900001111', '999900002222'],
  ],
  ['none, where an organization is admitted', { party: { name: 'x', accountId: null }, entry: {} }, []],
])('are of a third party %s', (_what, grant, ids) => {
  expect(surroundings([grant, grant]).accountIds).toEqual(['111122223333', '444455556666', ...ids]);
});

it('are of a third party its name, and that of the vendor list', () => {
  const { names } = surroundings([{ party: { name: 'Nimbus' }, vendor: 'Nimbus Monitoring' }]);
  expect(names).toEqual(['payments', '', 'acme-pay', 'Nimbus', 'Nimbus Monitoring', 'acme']);
});
