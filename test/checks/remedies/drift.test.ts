import { describe, expect, it } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import { inlinePolicyFixes, managedPolicyFixes, propertyFixes } from '../../../src/checks/remedies/drift.ts';
import type { ResourceDrift } from '../../../src/model/facts/drift.ts';
import { contextFor } from '../drift/facts.ts';

const POLICY = { Version: '2012-10-17', Statement: [] };
const OTHER = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const BACK = 'If the change is not wanted';
const CONTEXT = contextFor(roleDrift);

function fixesOf(
  property: string,
  expected: unknown,
  actual: unknown,
  more: Partial<ResourceDrift> = {},
  context: Partial<typeof CONTEXT> = {},
) {
  const side = (value: unknown) => (value === undefined ? {} : { [property]: value });
  const drift = {
    logicalId: 'Access',
    type: 'AWS::IAM::Role',
    physicalId: 'access',
    expectedProperties: side(expected),
    actualProperties: side(actual),
    ...more,
  } as unknown as ResourceDrift;
  return propertyFixes(drift, property, { ...CONTEXT, ...context });
}

/** The commands that set a property back. */
function back(...given: Parameters<typeof fixesOf>): string[] {
  return fixesOf(...given)
    .filter(({ kind, title }) => kind === 'cli' && title.startsWith(BACK))
    .flatMap(({ text }) => text.split('\n'));
}

describe('a drifted property of a role is set back', () => {
  it.each<[property: string, expected: unknown, actual: unknown, commands: string[]]>([
    [
      'AssumeRolePolicyDocument',
      POLICY,
      OTHER,
      ["aws iam update-assume-role-policy --role-name 'access' --policy-document file://trust-policy.json"],
    ],
    [
      'MaxSessionDuration',
      7200,
      43200,
      ["aws iam update-role --role-name 'access' --max-session-duration '7200'"],
    ],
    [
      'MaxSessionDuration',
      undefined,
      43200,
      ["aws iam update-role --role-name 'access' --max-session-duration '3600'"],
    ],
    ['Description', 'Ours', 'Theirs', ["aws iam update-role --role-name 'access' --description 'Ours'"]],
    ['Description', undefined, 'Theirs', []],
    ['Description', 'secret', 'Theirs', []],
    [
      'PermissionsBoundary',
      'arn:aws:iam::aws:policy/A',
      undefined,
      [
        "aws iam put-role-permissions-boundary --role-name 'access' --permissions-boundary 'arn:aws:iam::aws:policy/A'",
      ],
    ],
    [
      'PermissionsBoundary',
      undefined,
      'arn:aws:iam::aws:policy/A',
      ["aws iam delete-role-permissions-boundary --role-name 'access'"],
    ],
    [
      'ManagedPolicyArns',
      ['arn:a', 'arn:b'],
      ['arn:b', 'arn:c'],
      [
        "aws iam detach-role-policy --role-name 'access' --policy-arn 'arn:c'",
        "aws iam attach-role-policy --role-name 'access' --policy-arn 'arn:a'",
      ],
    ],
    ['Tags', [], [{ Key: 'a', Value: 'b' }], []],
  ])('%s, declared %j, found %j', (property, expected, actual, commands) => {
    const showText = (text: string) => text.replace('secret', '***');
    expect(back(property, expected, actual, {}, { showText })).toEqual(commands);
  });

  it('by the policies that differ or are gone, and without those that are not declared', () => {
    const policies = (all: object) =>
      Object.entries(all).map(([PolicyName, PolicyDocument]) => ({ PolicyName, PolicyDocument }));
    const found = fixesOf(
      'Policies',
      policies({ same: POLICY, changed: POLICY, gone: POLICY }),
      policies({ same: POLICY, changed: OTHER, extra: OTHER }),
    );
    const put = (name: string) =>
      `aws iam put-role-policy --role-name 'access' --policy-name '${name}' --policy-document file://policy.json`;
    expect(found.filter(({ kind }) => kind === 'cli').map(({ text }) => text)).toEqual([
      "aws iam delete-role-policy --role-name 'access' --policy-name 'extra'",
      put('changed'),
      put('gone'),
    ]);
    expect(found.filter(({ kind }) => kind === 'policy')).toHaveLength(2);
  });

  it('with the document to save, in the words of what it is', () => {
    const [policy] = fixesOf('AssumeRolePolicyDocument', POLICY, OTHER);
    expect(policy).toMatchObject({
      kind: 'policy',
      title: `${BACK}: the trust policy that the template declares`,
    });
    expect(JSON.parse(policy?.text ?? '')).toEqual(POLICY);
  });

  it('not where the declared document is none', () => {
    for (const expected of [undefined, 'nonsense', 3, null])
      expect(back('AssumeRolePolicyDocument', expected, OTHER)).toEqual([]);
  });

  it('not where its role has no name', () => {
    expect(fixesOf('AssumeRolePolicyDocument', POLICY, undefined, { physicalId: null })).toEqual([]);
  });
});

describe('what was found is declared', () => {
  it('as a template, unless it is gone', () => {
    const [template] = fixesOf('Description', undefined, 'Theirs');
    expect(template).toMatchObject({
      kind: 'cloudformation',
      text: expect.stringContaining('Description: Theirs'),
    });
    expect(fixesOf('Description', undefined, undefined)).toEqual([]);
  });

  it('for resources of any type, of which only a role’s and a policy’s are set back', () => {
    const kinds = (type: string, property: string) =>
      fixesOf(property, POLICY, OTHER, { type, physicalId: 'arn:p' }).map(({ kind }) => kind);
    expect(kinds('AWS::IAM::ManagedPolicy', 'PolicyDocument')).toEqual(['policy', 'cli', 'cloudformation']);
    expect(kinds('AWS::IAM::ManagedPolicy', 'Description')).toEqual(['cloudformation']);
    expect(kinds('AWS::S3::Bucket', 'AssumeRolePolicyDocument')).toEqual(['cloudformation']);
  });
});

it('a managed policy is put back as a new version that holds at once', () => {
  expect(managedPolicyFixes('arn:p', JSON.stringify(POLICY), CONTEXT).map(({ text }) => text)).toEqual([
    JSON.stringify(POLICY, null, 2),
    "aws iam create-policy-version --policy-arn 'arn:p' --set-as-default --policy-document file://policy.json",
  ]);
});

it('no document is shown for a policy that no command can name', () => {
  expect(inlinePolicyFixes({ name: 'access' }, '', POLICY, CONTEXT)).toEqual([]);
});
