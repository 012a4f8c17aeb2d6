import { describe, expect, it } from 'vitest';
import { roleDrift } from '../../../src/checks/drift/role-drift.ts';
import { externalIdMask } from '../../../src/masking/external-ids.ts';
import { maskTemplate } from '../../../src/masking/facts/template.ts';
import { withoutKnownIds } from '../../../src/policy/external-ids/known-ids.ts';
import {
  collected,
  contextFor,
  driftOf,
  owning,
  perResource,
  resourceDrift,
  role,
  STACK_ID,
  stacksIn,
  stackTemplate,
  statuses,
} from '../../checks/drift/facts.ts';

const SECRET = 'tf/Xq81-kd0Zp2-Ww77';
const mask = externalIdMask({ fingerprint: (value) => `id:${value.length.toString(16).padStart(16, '0')}` });
const masking = { mask, known: withoutKnownIds([SECRET], mask) };
const STAND_IN = mask(SECRET);
const REST = { Rest: 'kd0Zp2-Ww77' };

/** A policy by which the role asks for another with an external ID, as a template writes it. */
function asking(externalId: unknown): object {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Resource: '*',
        Condition: { StringEquals: { 'sts:ExternalId': externalId } },
      },
    ],
  };
}

/** What becomes of a stack whose template declares this external ID for an inline policy that asks with `SECRET`. */
function judge(externalId: unknown, { live = SECRET, more = {}, parameters = {} } = {}) {
  const body = JSON.stringify({
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: { Policies: [{ PolicyName: 'ask', PolicyDocument: asking(externalId) }] },
      },
      Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'kept-out' } },
    },
    ...more,
  });
  const template = stackTemplate(body, {
    parameters: Object.entries(parameters).map(([key, value]) => ({
      key,
      value: String(value),
      resolvedValue: null,
    })),
  });
  const masked = maskTemplate(template, masking);
  const verdict = (one: typeof template, liveId: string) => {
    const inlinePolicies = [{ name: 'ask', document: JSON.stringify(asking(liveId)) }];
    return statuses(
      roleDrift.evaluate(
        {
          'authorization-details': { roles: [role({ inlinePolicies })], policies: [] },
          stacks: stacksIn(),
          'role-stacks': owning('vendor'),
          'stack-templates': perResource([STACK_ID, collected(one)]),
          drift: driftOf([resourceDrift()]),
        },
        contextFor(roleDrift),
      ),
    );
  };
  return {
    full: verdict(template, live),
    masked: verdict(masked, mask(live)),
    text: JSON.stringify(masked),
  };
}

describe('a template without external IDs', () => {
  it.each([
    ['the same value', SECRET, {}],
    [
      'a parameter',
      { Ref: 'Id' },
      { parameters: { Id: SECRET }, more: { Parameters: { Id: { Type: 'String', Default: SECRET } } } },
    ],
    ['another value', 'short', {}],
    [
      'one of two by a condition',
      { 'Fn::If': ['Yes', SECRET, 'short'] },
      { more: { Conditions: { Yes: { 'Fn::Equals': ['a', 'a'] } } } },
    ],
    [
      'one that depends on whether there is one',
      { 'Fn::If': ['Has', { Ref: 'Id' }, { Ref: 'AWS::NoValue' }] },
      {
        parameters: { Id: SECRET },
        more: {
          Parameters: { Id: { Type: 'String', Default: '' } },
          Conditions: { Has: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Id' }, ''] }] } },
        },
      },
    ],
  ])('compares as with them: %s', (_name, externalId, more) => {
    const { full, masked, text } = judge(externalId, more);
    expect(masked).toEqual(full);
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('short');
  });

  it.each([
    ['Fn::Sub', { 'Fn::Sub': `tf/Xq81-\${Rest}` }, REST],
    ['Fn::Join', { 'Fn::Join': ['-', ['tf/Xq81', { Ref: 'Rest' }]] }, REST],
    ['Fn::Select', { 'Fn::Select': [0, [SECRET, 'x']] }, {}],
  ])('finds no difference where parts make up the value: %s', (_name, externalId, parameters) => {
    const { full, masked, text } = judge(externalId, { parameters });
    expect(full).toEqual(['PASS']);
    expect(masked).toEqual(['PASS']);
    expect(text).not.toMatch(/Xq81|kd0Zp2/);
  });

  it('keeps of resources that grant nothing that they are there', () => {
    const { text } = judge(SECRET);
    expect(text).toContain('AWS::S3::Bucket');
    expect(text).not.toContain('kept-out');
  });

  it('stays YAML where it was, and short forms are functions still', () => {
    const body = [
      'Parameters:',
      '  Id:',
      '    Type: String',
      `    Default: ${SECRET}`,
      'Resources:',
      '  Role:',
      '    Type: AWS::IAM::Role',
      '    Properties:',
      '      AssumeRolePolicyDocument:',
      '        Statement:',
      '          - Condition:',
      '              StringEquals:',
      '                sts:ExternalId: !Ref Id',
    ].join('\n');
    const { body: masked } = maskTemplate(stackTemplate(body), masking);
    expect(masked).toMatch(/^#/);
    expect(JSON.parse(masked.replace(/^#.*\n/, ''))).toEqual({
      Parameters: { Id: { Type: 'String', Default: STAND_IN } },
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: {
              Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'Id' } } } }],
            },
          },
        },
      },
    });
  });

  it('is as it was where it has none', () => {
    const template = stackTemplate('{ "Resources": {  } }');
    expect(maskTemplate(template, masking)).toBe(template);
  });

  it.each([
    ['neither JSON nor YAML', `{"sts:ExternalId": "${SECRET}"`],
    ['without end', `a: &a\n  sts:ExternalId: ${SECRET}\n  again: *a\n`],
  ])('is withheld where it cannot be read: %s', (_name, body) => {
    const text = JSON.stringify(
      maskTemplate(
        stackTemplate(body, { parameters: [{ key: 'Id', value: SECRET, resolvedValue: null }] }),
        masking,
      ),
    );
    expect(text).toContain('withheld');
    expect(text).not.toContain(SECRET);
  });
});
