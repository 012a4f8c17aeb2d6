import { describe, expect, it } from 'vitest';
import type { OwnerSource } from '../../src/model/owner.ts';
import { ownerOf } from '../../src/review/owner.ts';

const ROLE = 'arn:aws:iam::444455556666:role/acme';

function finding(name: string, from: OwnerSource, more: { resourceArn?: string; roleArns?: string[] } = {}) {
  return { resourceArn: ROLE, owner: { name, from }, ...more };
}

describe('who answers for an access', () => {
  const cases: Array<[string, Parameters<typeof ownerOf>, string | null]> = [
    ['the register first', [{ owner: 'Jane' }, ROLE, [finding('Shop', 'role tag')]], 'Jane'],
    ['the tag of the role', [{ owner: null }, ROLE, [finding('Shop', 'role tag')]], 'Shop'],
    ['the account, for a party that nobody knows', [undefined, ROLE, [finding('Ops', 'account')]], 'Ops'],
    [
      'the unit',
      [undefined, ROLE, [finding('Ops', 'organizational unit'), finding('Ops', 'account')]],
      'Ops',
    ],
    [
      'not the owner of another party on the role',
      [{ owner: null }, ROLE, [finding('Eve', 'register')]],
      null,
    ],
    [
      'not the owner of another role that a finding bears on',
      [{ owner: null }, ROLE, [finding('Eve', 'role tag', { roleArns: [ROLE, `${ROLE}-2`] })]],
      null,
    ],
    [
      'nobody where two are named',
      [undefined, ROLE, [finding('A', 'role tag'), finding('B', 'account')]],
      null,
    ],
    ['nobody where none is named', [undefined, ROLE, [{ resourceArn: ROLE }]], null],
  ];
  it.each(cases)('is %s', (_, asked, expected) => {
    expect(ownerOf(...asked)).toBe(expected);
  });
});
