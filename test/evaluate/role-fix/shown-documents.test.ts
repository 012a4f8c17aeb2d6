import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Blank } from '../../../src/evaluate/role-fix/blanks.ts';
import { digestOf, shownChange } from '../../../src/evaluate/role-fix/shown-documents.ts';

const asking = (id: unknown, key = 'sts:ExternalId', operator = 'StringEquals') => ({
  Condition: { [operator]: { [key]: id } },
});
const statements = (...Statement: unknown[]) => ({ Version: '2012-10-17', Statement });
const SAMPLE = 'a0000000-0000-4000-a000-000000000000';
const BLANK: Blank = {
  sample: SAMPLE,
  input: { placeholder: '‹new external ID 1›', kind: 'new-external-id', says: '' },
};

it.each<[words: string, before: object, ids: Array<[placeholder: string, at: string]>]>([
  [
    'one',
    statements(asking('a1')),
    [['‹external ID 1›', '/Statement/0/Condition/StringEquals/sts:ExternalId']],
  ],
  [
    'one in another case, in a single statement',
    { Statement: asking('a1', 'STS:externalid', 'StringLike') },
    [['‹external ID 1›', '/Statement/Condition/StringLike/STS:externalid']],
  ],
  [
    'each of a list, and one that stands twice once',
    statements(asking(['a1', 7, 'b2']), asking('a1')),
    [
      ['‹external ID 1›', '/Statement/0/Condition/StringEquals/sts:ExternalId/0'],
      ['‹external ID 2›', '/Statement/0/Condition/StringEquals/sts:ExternalId/2'],
    ],
  ],
  [
    'none, where it is asked whether there is one',
    statements(asking('true', 'sts:ExternalId', 'Null'), asking('false', 'sts:ExternalId', 'null')),
    [],
  ],
  ['none, beside what has no value', statements(null, asking(null), asking('x', 'aws:username')), []],
])('external IDs in force stand in a fix as placeholders, with their places: %s', (_words, before, ids) => {
  const shown = shownChange({ ...before }, { ...before }, []);
  expect(shown?.inputs.map(({ placeholder, at, kind }) => [placeholder, at, kind])).toEqual(
    ids.map((one) => [...one, 'in-force']),
  );
  for (const text of [shown?.change.before, shown?.change.after]) {
    expect(text).not.toMatch(/a1|b2/);
    for (const [placeholder] of ids) expect(text).toContain(placeholder);
  }
});

it('says of the same place whether there is an ID as it was', () => {
  const before = statements(asking('true', 'sts:ExternalId', 'Null'), {
    Sid: 'x',
    n: [1, null, { deep: true }],
  });
  expect(JSON.parse(shownChange(before, before, [])?.change.after ?? '')).toEqual(before);
});

it('what people have to give stands there by its placeholder, in other texts too', () => {
  const before = statements(asking('a1'), { Sid: SAMPLE });
  const after = statements(asking([SAMPLE, 'a1', 7]), { Resource: [`${SAMPLE}/x ${SAMPLE}`] });
  const shown = shownChange(before, after, [BLANK]);
  expect(JSON.parse(shown?.change.after ?? '').Statement).toEqual([
    asking(['‹new external ID 1›', '‹external ID 1›', 7]),
    { Resource: ['‹new external ID 1›/x ‹new external ID 1›'] },
  ]);
  // Of the policy in force nothing is a sample.
  expect(JSON.parse(shown?.change.before ?? '').Statement[1]).toEqual({ Sid: SAMPLE });
  expect(shown?.inputs.map(({ kind }) => kind)).toEqual(['in-force', 'new-external-id']);
});

it('an external ID that is neither in force nor to be given could be filled in by nobody', () => {
  expect(shownChange(statements(asking('a1')), statements(asking('b2')), [BLANK])).toBeUndefined();
});

it('the digest is that of what jq writes of the document, external IDs left out', () => {
  const document = {
    b: [{ z: 1, y: null }, 'x'],
    a: asking('a1', 'STS:ExternalId'),
    'a-b': { c: asking(['a1']) },
  };
  const text =
    '{"a":{"Condition":{"StringEquals":{"STS:ExternalId":null}}},"a-b":{"c":{"Condition":{"StringEquals":{"sts:ExternalId":null}}}},"b":[{"y":null,"z":1},"x"]}\n';
  expect(digestOf(document)).toBe(createHash('sha256').update(text).digest('hex'));
});
