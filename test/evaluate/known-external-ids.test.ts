import { describe, expect, it } from 'vitest';
import { aboutResource, evidenceShown } from '../../src/evaluate/known-external-ids.ts';
import { withoutKnownIds } from '../../src/policy/external-ids/known-ids.ts';

const ID = 'tenant-0042-7f3a9c';
const ids = withoutKnownIds([ID, 'acme-42', 'acme-42-0042-7f3a9c', 'reader'], () => '#');

describe('what is shown of a resource', () => {
  it.each([
    ['arn:aws:iam::1:role/a', `Role a asks for ${ID}.`, 'Role a asks for #.'],
    ['arn:aws:iam::1:role/n', `Role n asks for ${ID}.`, 'Role n asks for #.'],
    [`arn:aws:iam::1:role/${ID}`, `Role ${ID} asks for acme-42.`, `Role ${ID} asks for #.`],
    [`arn:aws:iam::1:role/x-${ID}`, `Role x-${ID} asks for ${ID}.`, `Role x-${ID} asks for #.`],
    // A role that is named like a part of an ID does not hide the ID.
    ['arn:aws:iam::1:role/0042', `Role 0042 asks for ${ID}.`, 'Role 0042 asks for #.'],
    [
      'arn:aws:iam::1:role/acme-42',
      `Role acme-42 asks for x-acme-42-${ID}.`,
      'Role acme-42 asks for x-acme-42-#.',
    ],
    ['arn:aws:iam::1:role/acme-42', 'Role acme-42 asks for acme-42-0042-7f3a9c.', 'Role acme-42 asks for #.'],
    ['', `It is ${ID}.`, 'It is #.'],
  ])('of %s keeps its name and no external ID', (arn, text, shown) => {
    expect(aboutResource(text, arn, ids.inSentence)).toBe(shown);
  });

  it('keeps names in evidence, and loses words where people write', () => {
    const value = { name: ID, note: `the reader of ${ID}`, list: ['acme-42'] };
    const policies = { fact: 'authorization-details', pointer: '/roles/0' };
    expect(evidenceShown(policies, value, ids)).toEqual({
      name: ID,
      note: 'the reader of #',
      list: ['acme-42'],
    });
    expect(evidenceShown({ fact: 'role-settings', pointer: '/roles/0' }, value, ids)).toEqual({
      name: ID,
      note: 'the # of #',
      list: ['#'],
    });
    expect(evidenceShown({ ...policies, pointer: '/roles/0/name' }, ID, ids)).toBe(ID);
    expect(
      evidenceShown({ ...policies, pointer: '/roles/0/tags' }, [{ key: 'a', value: 'reader' }], ids),
    ).toEqual([{ key: 'a', value: '#' }]);
  });
});
