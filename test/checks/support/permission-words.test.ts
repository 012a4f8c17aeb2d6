import { describe, expect, it } from 'vitest';
import {
  evidenceOf,
  policyOrPolicies,
  reservations,
  statementNames,
} from '../../../src/checks/support/third-party-permissions.ts';
import type { PlacedStatement } from '../../../src/policy/permissions/effective.ts';
import { details, role } from './trust-fixtures.ts';

const DOCUMENT = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Action: ['s3:Get*', 'IAM:PassRole'], Resource: '*' },
    { Effect: 'Allow', NotAction: 's3:*', Resource: '*' },
  ],
};
const SINGLE = { ...DOCUMENT, Statement: DOCUMENT.Statement[0] };
const text = JSON.stringify;

/** Statements of an inline policy, or of a managed one by its ARN. */
function placed(
  statement: number,
  policy: object = { kind: 'inline', index: 0, name: 'work' },
  isList = true,
) {
  return { ref: { policy, statement, isList, sid: null } } as unknown as PlacedStatement;
}

const managed = (arn: string) => ({ kind: 'attached', arn, name: arn.slice(4) });

const FACT = {
  ...details(
    role([]),
    role([], { name: 'second', inlinePolicies: [{ name: 'work', document: text(DOCUMENT) }] }),
  ),
  policies: [
    { arn: 'arn:first', name: 'first', document: text(SINGLE) },
    { arn: 'arn:second', name: 'second', document: text(DOCUMENT) },
  ],
} as ReturnType<typeof details>;

describe('the statements that a finding rests on are shown', () => {
  it.each<[string, PlacedStatement, string, unknown]>([
    [
      'of an inline policy, by the place of its role',
      placed(1),
      '/roles/1/inlinePolicies/0/document/Statement/1',
      DOCUMENT.Statement[1],
    ],
    [
      'of a managed policy, by its ARN',
      placed(0, managed('arn:second')),
      '/policies/1/document/Statement/0',
      DOCUMENT.Statement[0],
    ],
    [
      'that stands alone',
      placed(0, managed('arn:first'), false),
      '/policies/0/document/Statement',
      SINGLE.Statement,
    ],
  ])('%s', (_what, statement, pointer, value) => {
    expect(evidenceOf(FACT, { index: 1 }, [statement])).toMatchObject([
      { fact: 'authorization-details', region: 'global', pointer, value },
    ]);
  });

  it.each<[string, number, ((pattern: string) => boolean) | undefined, string[]]>([
    ['each action where all are to blame', 0, undefined, ['/Action/0', '/Action/1']],
    ['those to blame, in whatever case', 0, (one) => one === 'iam:passrole', ['/Action/1']],
    ['all of them where none is by itself', 0, () => false, ['/Action']],
    ['what is left out of everything', 1, undefined, ['/NotAction']],
  ])('with a mark on %s', (_what, statement, blame, marks) => {
    expect(evidenceOf(FACT, { index: 1 }, [placed(statement)], blame)[0]?.marks).toEqual(marks);
  });
});

it('statements are named as a reader counts them, each once, and not too many', () => {
  const names = (...statements: number[]) => statementNames(statements.map((one) => placed(one)));
  expect(names(0)).toBe('statement 1 of inline policy work');
  expect(names(1, 1)).toBe('statement 2 of inline policy work');
  expect(names(0, 1)).toBe('statement 1 of inline policy work and statement 2 of inline policy work');
  expect(names(0, 1, 2, 3)).not.toContain('more');
  expect(names(0, 1, 2, 3, 4)).toMatch(
    /^statement 1 [^,]+, statement 2 [^,]+, statement 3 [^,]+ and 2 more statements$/,
  );
});

it('what bears on a finding besides is said, and what was never evaluated', () => {
  const said = (conditionalDenies: PlacedStatement[], texts: Array<[string, string]>) =>
    reservations({
      permissions: { problems: texts.map(([effect, words]) => ({ effect, text: words })) },
      access: { conditionalDenies },
    } as never);
  const always = ' Service and resource control policies may narrow this and were not evaluated.';
  expect(said([], [])).toBe(always);
  expect(said([placed(0)], [])).toBe(
    ` Denied under conditions by statement 1 of inline policy work.${always}`,
  );
  const four = ['a', 'b', 'c', 'd'].map((words): [string, string] => ['may-narrow', words]);
  expect(said([], [['may-add', 'x'], ...four])).toBe(` Not counted as a limit: a, b and c.${always}`);
});

it.each<[words: string, statements: PlacedStatement[], said: string]>([
  ['one statement', [placed(0)], 'policy'],
  ['two of one inline policy', [placed(0), placed(1)], 'policy'],
  ['two of one managed policy', [placed(0, managed('arn:one')), placed(1, managed('arn:one'))], 'policy'],
  ['two inline policies', [placed(0), placed(0, { kind: 'inline', index: 1, name: 'other' })], 'policies'],
  [
    'two managed policies of one name',
    ['arn:aws:one', 'arn:aws:two'].map((arn) => placed(0, { kind: 'attached', arn, name: 'work' })),
    'policies',
  ],
  [
    'an inline and a managed policy of one name',
    [placed(0), placed(0, { ...managed('arn:w'), name: 'work' })],
    'policies',
  ],
])('says whether statements stand in one policy: %s', (_, statements, said) => {
  expect(policyOrPolicies(statements)).toBe(said);
});
