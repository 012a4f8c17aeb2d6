import { describe, expect, it } from 'vitest';
import { removalFixes, roleFixes, trustPolicyFixes } from '../../../src/checks/remedies/role-fixes.ts';
import type { Fix } from '../../../src/model/fix.ts';
import { allow, contextOf, HERE, role, STRANGER, VENDOR } from '../support/trust-fixtures.ts';

const STACK = { stackName: 'app', region: 'eu-west-1', logicalId: 'VendorRole' };
const ROLE = { name: 'access', arn: `arn:aws:iam::${HERE}:role/access` };
const WAYS = [
  ['no stack has the role', null],
  ['a stack has it', STACK],
  ['nobody knows', undefined],
] as const;

const context = (stack: (typeof WAYS)[number][1]) =>
  ({ ...contextOf(), stackOf: () => stack }) as unknown as ReturnType<typeof contextOf>;
const kinds = (fixes: Fix[]) => fixes.map(({ kind }) => kind);
const titles = (fixes: Fix[]) => fixes.map(({ title }) => title);
const text = (fixes: Fix[], kind: Fix['kind']) => fixes.find((fix) => fix.kind === kind)?.text ?? '';

const POLICY = { title: 'The policy as it should read', document: { Version: 'x' }, file: 'p.json' };
const change = { policy: POLICY, commands: ['aws iam x'], properties: { Path: '/' } };

describe('a change to a role', () => {
  it.each<[string, (typeof WAYS)[number][1], string[]]>([
    [...WAYS[0], ['The policy as it should read', 'With the AWS CLI, with that policy saved as p.json']],
    [
      ...WAYS[1],
      [
        'The policy as it should read',
        'In the template of stack app (eu-west-1), which declares the role (a change made elsewhere would be drift)',
      ],
    ],
    [
      ...WAYS[2],
      [
        'The policy as it should read',
        'With the AWS CLI, with that policy saved as p.json',
        'Where a CloudFormation template declares the role, in that template instead',
      ],
    ],
  ])('is made where the role is declared: %s', (_, stack, said) => {
    expect(titles(roleFixes(ROLE, change, context(stack)))).toEqual(said);
  });

  it('is made by commands too where the run cannot know of stacks', () => {
    expect(kinds(roleFixes(ROLE, change, contextOf()))).toEqual(['policy', 'cli', 'cloudformation']);
  });

  it.each([
    ['a property of the role', { properties: { Path: '/' } }, STACK, 'VendorRole:', 'AWS::IAM::Role', 'Path'],
    [
      'the same where no stack is known',
      { properties: { Path: '/' } },
      undefined,
      'Role:',
      'AWS::IAM::Role',
      'Path',
    ],
    [
      'a resource beside it',
      { resource: { logicalId: 'Deny', type: 'AWS::IAM::RolePolicy', properties: { PolicyName: 'deny' } } },
      STACK,
      'Deny:',
      'AWS::IAM::RolePolicy',
      'PolicyName',
    ],
  ])('is a piece of a template: %s', (_, what, stack, ...words) => {
    const fragment = text(roleFixes(ROLE, { commands: [], ...what }, context(stack)), 'cloudformation');
    for (const word of words) expect(fragment).toContain(word);
  });

  it('has no template where there is nothing to put into one, and no policy where none is to be saved', () => {
    expect(titles(roleFixes(ROLE, { commands: ['aws iam x'] }, context(undefined)))).toEqual([
      'With the AWS CLI',
    ]);
  });

  it.each([
    [
      'Until then',
      [
        'Until then: the policy as it should read',
        'Until then: with the AWS CLI, with that policy saved as p.json',
      ],
    ],
    [undefined, ['The policy as it should read', 'With the AWS CLI, with that policy saved as p.json']],
  ])('says in which case it is to be made: %s', (when, said) => {
    expect(titles(roleFixes(ROLE, { ...change, ...(when && { when }) }, context(null)))).toEqual(said);
  });

  it.each([
    ['AWS CLI alone', 'Until then: AWS CLI alone'],
    ['the Policy', 'Until then: the Policy'],
    ['A policy', 'Until then: A policy'],
  ])('keeps the capitals of names: %s', (title, said) => {
    const [first] = roleFixes(
      ROLE,
      { ...change, when: 'Until then', policy: { ...POLICY, title } },
      context(null),
    );
    expect(first?.title).toBe(said);
  });

  it.each([
    ['as long as a page', 30_000, 2],
    ['longer', 30_001, 0],
  ])('is not offered in part where a text of it is too long to copy: %s', (_, length, count) => {
    const document = (filler: number) => ({ ...change, policy: { ...POLICY, document: 'x'.repeat(filler) } });
    expect(roleFixes(ROLE, document(length - 2), context(null))).toHaveLength(count);
  });
});

describe('another trust policy', () => {
  const stranger = allow(STRANGER);
  const before = role([stranger, allow(VENDOR)]);
  const corrected = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
  const yes = { passes: () => true };

  it('is offered as policy, command and property', () => {
    const document = corrected(stranger);
    const fixes = trustPolicyFixes(before, document, context(undefined), yes);
    expect(titles(fixes)[0]).toBe('The trust policy as it should read');
    expect(JSON.parse(text(fixes, 'policy'))).toEqual(document);
    expect(text(fixes, 'cli')).toBe(
      "aws iam update-assume-role-policy --role-name 'access' --policy-document file://trust-policy.json",
    );
    expect(text(fixes, 'cloudformation')).toContain('AssumeRolePolicyDocument');
    expect(text(fixes, 'cloudformation')).toContain(STRANGER);
  });

  it('says in which case it is meant', () => {
    const fixes = trustPolicyFixes(before, corrected(stranger), context(null), { ...yes, when: 'If so' });
    expect(titles(fixes)[0]).toBe('If so: the trust policy as it should read');
  });

  it.each<[words: string, given: Parameters<typeof trustPolicyFixes>]>([
    ['it could not be made', [before, undefined, context(null), yes]],
    ['it would not put things right', [before, corrected(stranger), context(null), { passes: () => false }]],
    ['it admits one more', [role(stranger), corrected(stranger, allow(VENDOR)), context(null), yes]],
    ['it admits another', [role(stranger), corrected(allow(VENDOR)), context(null), yes]],
    [
      'the one in force is not understood',
      [role([stranger, { Effect: 'Maybe' }]), corrected(stranger), context(null), yes],
    ],
    ['it is not understood', [before, corrected(stranger, { Effect: 'Maybe' }), context(null), yes]],
  ])('is not offered where %s', (_, given) => {
    expect(trustPolicyFixes(...given)).toEqual([]);
  });

  it('is judged as it would be', () => {
    const seen: string[] = [];
    const passes = ({ trustPolicy }: { trustPolicy: string }) => seen.push(trustPolicy) > 0;
    trustPolicyFixes(before, corrected(stranger), context(null), { passes });
    expect(seen.map((one) => JSON.parse(one))).toEqual([corrected(stranger)]);
  });

  it.each([
    [undefined, 'Nobody else is admitted: delete the role with the AWS CLI'],
    ['If so', 'If so: delete the role with the AWS CLI'],
  ])('leaves a role that admits nobody to be deleted: %s', (when, said) => {
    const fixes = trustPolicyFixes(before, null, context(null), { ...yes, ...(when && { when }) });
    expect(titles(fixes)).toEqual([said]);
  });
});

describe('the removal of a role', () => {
  const full = role(allow(STRANGER), {
    attachedPolicies: [{ name: 'audit', arn: 'arn:aws:iam::aws:policy/SecurityAudit' }],
    inlinePolicies: [{ name: 'own', document: '{}' }],
  });

  it('takes off first what IAM would not delete it with', () => {
    expect(text(removalFixes(full, { when: 'Unused' }, context(null)), 'cli').split('\n')).toEqual([
      "aws iam detach-role-policy --role-name 'access' --policy-arn 'arn:aws:iam::aws:policy/SecurityAudit'",
      "aws iam delete-role-policy --role-name 'access' --policy-name 'own'",
      "aws iam delete-role --role-name 'access'",
    ]);
  });

  it.each<[string, (typeof WAYS)[number][1], number]>([
    [...WAYS[0], 1],
    [...WAYS[1], 0],
    [...WAYS[2], 1],
  ])('is left to the template that declares it: %s', (_, stack, count) => {
    expect(removalFixes(full, { when: 'Unused' }, context(stack))).toHaveLength(count);
  });
});
