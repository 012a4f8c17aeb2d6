import { expect, it } from 'vitest';
import { type Blank, withSamples } from '../../../src/evaluate/role-fix/blanks.ts';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../../src/model/fix.ts';

const ARN = 'arn:aws:iam::111122223333:role/access';
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/;
const KNOWN: Blank = { sample: 's', input: { placeholder: '‹x›', kind: 'other', says: 'x' } };

function filled(
  corrected: object,
  {
    before = {},
    known = [],
    party,
    arn = ARN,
  }: Partial<{ before: object; known: Blank[]; party: string; arn: string }> = {},
) {
  return withSamples({ ...corrected }, { ...before }, arn, known, party);
}

it.each<[text: string, kind: string, placeholder: string, variable: string, sample: RegExp]>([
  [NEW_EXTERNAL_ID, 'new-external-id', '‹new external ID 1›', 'EXTERNAL_ID_1', UUID],
  [AGREED_EXTERNAL_ID, 'agreed-external-id', '‹agreed external ID 1›', 'EXTERNAL_ID_1', UUID],
  ['<whom they call ‹it›>', 'other', '‹whom they call it›', 'VALUE_1', /^sample[0-9a-f]{12}$/],
])(
  'what people have to fill in, is judged with something in its place: %s',
  (text, kind, placeholder, variable, sample) => {
    const { document, blanks } = filled({ a: text });
    expect(document.a).toMatch(sample);
    expect(blanks).toMatchObject([{ sample: document.a, input: { kind, placeholder, variable } }]);
    expect(blanks[0]?.input).not.toHaveProperty('party');
  },
);

it('is asked of the party, in the words of the correction', () => {
  const [blank] = filled({ a: 'of <their own>' }, { party: 'Nimbus' }).blanks;
  expect(blank?.input).toMatchObject({ party: 'Nimbus', says: 'their own' });
  expect(filled({ a: NEW_EXTERNAL_ID }, { party: 'Nimbus' }).blanks[0]?.input.party).toBe('Nimbus');
});

it('is the same where the words are, and another for each role and each number', () => {
  const { document, blanks } = filled({ a: ['<x>', 'in <x> and <y>'] }, { known: [KNOWN] });
  const [, x, y] = blanks.map(({ sample }) => sample);
  expect(document.a).toEqual([x, `in ${x} and ${y}`]);
  expect(blanks.map(({ input }) => input.variable)).toEqual([undefined, 'VALUE_2', 'VALUE_3']);
  expect(new Set([x, y, filled({ a: '<x>' }, { known: [KNOWN], arn: `${ARN}2` }).document.a]).size).toBe(3);
});

it('leaves what the policy said before, and what is no text', () => {
  const corrected = { a: ['<script>', 7, null, true, { b: '<script>' }], c: '<x>' };
  const { document, blanks } = filled(corrected, { before: { z: ['<script>'] } });
  expect(document).toEqual({ ...corrected, c: blanks[0]?.sample });
  expect(blanks).toHaveLength(1);
});
