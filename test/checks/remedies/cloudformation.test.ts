import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { templateFragment } from '../../../src/checks/remedies/cloudformation.ts';

function fragment(properties: object): string | undefined {
  return templateFragment('Role', 'AWS::IAM::Role', properties);
}

describe('templateFragment', () => {
  it('keeps texts that look like something else as texts', () => {
    const properties = {
      Version: '2012-10-17',
      Account: '000011112222',
      Octal: '0777',
      Switch: 'yes',
      Off: 'off',
      Nothing: 'null',
      Number: 3600,
      Sign: '!Ref x',
      Colon: 'a: b # c',
      Empty: [],
    };
    const text = fragment(properties) ?? '';
    expect(parse(text, { version: '1.1' }).Resources.Role).toEqual({
      Type: 'AWS::IAM::Role',
      Properties: properties,
    });
    expect(text).toContain('Version: "2012-10-17"');
    expect(text).toContain('Account: "000011112222"');
  });

  it.each<[string, object]>([
    ['a function in a key', { Condition: { StringEquals: { 'Fn::ImportValue': 'x' } } }],
    ['a reference', { AWS: { Ref: 'x' } }],
    ['a dynamic reference', { Description: 'x {{resolve:secretsmanager:prod/key}} y' }],
    ['a dynamic reference in a key', { '{{resolve:ssm:x}}': 'y' }],
    ['a line break in a text', { Description: 'a\nb' }],
    ['a bidirectional mark', { Description: 'a\u202Eb' }],
  ])('is refused for %s', (_, properties) => {
    expect(fragment(properties)).toBeUndefined();
  });

  it('is refused for a logical id that is none', () => {
    expect(templateFragment('a: b', 'AWS::IAM::Role', {})).toBeUndefined();
  });
});
