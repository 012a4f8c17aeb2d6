import { describe, expect, test } from 'vitest';
import { compareDocument } from '../../src/stack-template/compare-document.ts';
import { openValueOf } from '../../src/stack-template/open-value.ts';
import { readTemplate } from '../../src/stack-template/read-template.ts';
import { templateScope } from '../../src/stack-template/scope.ts';
import { STACK_ID, stackTemplate } from '../checks/drift/facts.ts';

const HIDDEN = { Ref: 'Secret' };

function compare(declared: unknown, live: unknown): string {
  const template = readTemplate(
    JSON.stringify({
      Parameters: { Names: { Type: 'CommaDelimitedList' }, Secret: { Type: 'String', NoEcho: true } },
      Mappings: { Access: { prod: { Actions: ['s3:Get*', 's3:List*'] } } },
      Conditions: { Hidden: { 'Fn::Equals': [HIDDEN, 'x'] } },
      Resources: { Bucket: { Type: 'AWS::S3::Bucket' } },
    }),
  );
  if ('problem' in template) throw new Error(template.problem);
  const stack = stackTemplate('', {
    parameters: [
      { key: 'Names', value: 'a,b', resolvedValue: null },
      { key: 'Secret', value: '****', resolvedValue: null },
    ],
    resources: [{ logicalId: 'Bucket', physicalId: 'my-bucket', type: 'AWS::S3::Bucket' }],
  });
  const scope = templateScope(template, stack, STACK_ID);
  if (scope === undefined) throw new Error('no scope');
  return compareDocument(
    openValueOf(declared, scope),
    typeof live === 'string' ? live : JSON.stringify(live),
  );
}

function allow(changes: object = {}): object {
  return { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::my-bucket', ...changes };
}

function policy(...statements: unknown[]): object {
  return { Version: '2012-10-17', Statement: statements };
}

describe('documents all of which is known', () => {
  test.each<[string, unknown, unknown, string]>([
    [
      'functions',
      policy(allow({ Resource: { 'Fn::Sub': 'arn:aws:s3:::${Bucket}' } })),
      policy(allow()),
      'same',
    ],
    [
      'a list parameter',
      policy(allow({ Resource: { Ref: 'Names' } })),
      policy(allow({ Resource: ['b', 'a'] })),
      'same',
    ],
    [
      'a list of a mapping',
      policy(allow({ Action: { 'Fn::FindInMap': ['Access', 'prod', 'Actions'] } })),
      policy(allow({ Action: ['s3:List*', 's3:Get*'] })),
      'same',
    ],
    [
      'a split text',
      policy(allow({ Action: { 'Fn::Split': [',', 'a:b,c:d'] } })),
      policy(allow({ Action: ['a:b', 'c:d'] })),
      'same',
    ],
    [
      'a member and an item that are left out',
      policy(allow({ Condition: { Ref: 'AWS::NoValue' } }), { Ref: 'AWS::NoValue' }),
      policy(allow()),
      'same',
    ],
    ['a document as text', JSON.stringify(policy(allow())), policy(allow()), 'same'],
    [
      'policy variables',
      policy(allow({ Resource: 'x/${aws:username}' })),
      policy(allow({ Resource: 'x/${aws:username}' })),
      'same',
    ],
    ['another resource', policy(allow()), policy(allow({ Resource: '*' })), 'different'],
    ['a statement more', policy(allow()), policy(allow(), allow({ Action: 'iam:*' })), 'different'],
    ['no document', {}, policy(allow()), 'unreadable'],
    ['no document in force', policy(allow()), '"text"', 'unreadable'],
  ])('%s', (_name, declared, live, comparison) => {
    expect(compare(declared, live)).toBe(comparison);
  });
});

describe('documents of which something is not known', () => {
  const conditional = (statement: unknown) => ({ 'Fn::If': ['Hidden', statement, { Ref: 'AWS::NoValue' }] });
  test.each<[string, unknown, unknown, string]>([
    ['a hidden text', policy(allow({ Resource: HIDDEN })), policy(allow()), 'unclear'],
    [
      'a hidden text for two actions, each with a statement of its own in force',
      policy(allow({ Action: ['a:b', 'c:d'], Resource: HIDDEN })),
      policy(allow({ Action: 'a:b', Sid: 'A' }), allow({ Action: 'c:d', Sid: 'B' })),
      'unclear',
    ],
    [
      'the same with another resource in one of them',
      policy(allow({ Action: ['a:b', 'c:d'], Resource: HIDDEN })),
      policy(allow({ Action: 'a:b' }), allow({ Action: 'c:d', Resource: '*' })),
      'different',
    ],
    [
      'two statements with a hidden text each, in force as one',
      policy(allow({ Action: 'a:b', Resource: HIDDEN }), allow({ Action: 'c:d', Resource: HIDDEN })),
      policy(allow({ Action: ['a:b', 'c:d'] })),
      'unclear',
    ],
    [
      'a hidden condition on two resources, each with a statement of its own in force',
      policy(allow({ Resource: ['x', 'y'], Condition: { StringEquals: { 'aws:username': HIDDEN } } })),
      policy(
        ...['x', 'y'].map((one) =>
          allow({ Resource: one, Condition: { StringEquals: { 'aws:username': 'u' } } }),
        ),
      ),
      'unclear',
    ],
    [
      'one action more in a statement of its own',
      policy(allow({ Action: ['a:b', 'c:d'], Resource: HIDDEN })),
      policy(allow({ Action: 'a:b' }), allow({ Action: 'c:d' }), allow({ Action: 'iam:*' })),
      'different',
    ],
    [
      'a hidden part of a text',
      policy(allow({ Resource: { 'Fn::Sub': 'arn:aws:s3:::${Secret}' } })),
      policy(allow()),
      'unclear',
    ],
    [
      'a hidden part that does not fit',
      policy(allow({ Resource: { 'Fn::Sub': 'arn:aws:sqs:::${Secret}' } })),
      policy(allow()),
      'different',
    ],
    [
      'a hidden text beside a known one that is missing',
      policy(allow({ Resource: ['a', HIDDEN] })),
      policy(allow({ Resource: ['b', 'c'] })),
      'different',
    ],
    [
      'a hidden text, and another action',
      policy(allow({ Resource: HIDDEN })),
      policy(allow({ Action: '*' })),
      'different',
    ],
    [
      'a statement that may be there, and is',
      policy(allow(), conditional(allow({ Action: 'a:b' }))),
      policy(allow(), allow({ Action: 'a:b' })),
      'unclear',
    ],
    [
      'a statement that may be there, and is not',
      policy(allow(), conditional(allow({ Action: 'a:b' }))),
      policy(allow()),
      'unclear',
    ],
    [
      'a statement that may be there, and one that may not',
      policy(allow(), conditional(allow({ Action: 'a:b' }))),
      policy(allow(), allow({ Action: '*' })),
      'different',
    ],
    [
      'a condition that may be there',
      policy(allow({ Condition: conditional({ Bool: { k: 'true' } }) })),
      policy(allow()),
      'unclear',
    ],
    [
      'a condition that may be there, and another',
      policy(allow({ Condition: conditional({ Bool: { k: 'true' } }) })),
      policy(allow({ Condition: { Bool: { k: 'false' } } })),
      'different',
    ],
    [
      'a hidden value, and a condition less',
      policy(allow({ Resource: HIDDEN, Condition: { Bool: { k: 'true' } } })),
      policy(allow()),
      'different',
    ],
    [
      'a hidden value, and an empty condition less',
      policy(allow({ Resource: HIDDEN, Condition: {} })),
      policy(allow()),
      'unclear',
    ],
    [
      'a hidden value, and the case of keys',
      policy(allow({ Resource: HIDDEN, Condition: { Bool: { 'AWS:X': true } } })),
      policy(allow({ Condition: { Bool: { 'aws:x': ['true'] } } })),
      'unclear',
    ],
    [
      'a list from elsewhere',
      policy(allow({ Action: { 'Fn::ImportValue': 'actions' } })),
      policy(allow({ Action: ['a:b', 'c:d'] })),
      'unclear',
    ],
    ['statements from elsewhere', { Statement: { 'Fn::Transform': {} } }, policy(allow()), 'unclear'],
    ['members from elsewhere', policy({ Effect: 'Allow', 'Fn::Transform': {} }), policy(allow()), 'unclear'],
    ['all of it', HIDDEN, policy(allow()), 'unclear'],
    ['all of it, and no document in force', HIDDEN, '{}', 'unreadable'],
  ])('%s', (_name, declared, live, comparison) => {
    expect(compare(declared, live)).toBe(comparison);
  });

  test('nesting without end is not known', () => {
    let deep: unknown = 'x';
    for (let depth = 0; depth < 1_000; depth += 1) deep = { Statement: [deep] };
    expect(compare(deep, policy(allow()))).not.toBe('same');
  });
});
