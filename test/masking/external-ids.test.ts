import { describe, expect, it } from 'vitest';
import { externalIdMask } from '../../src/masking/external-ids.ts';
import { maskExternalIds } from '../../src/masking/mask-external-ids.ts';

const mask = (value: string) => `<${value.length}>`;

function masked(value: unknown): unknown {
  return maskExternalIds(value, mask);
}

describe('how an external ID is written', () => {
  it('shows fingerprint and length where there is a key, the length alone where there is none', () => {
    expect(externalIdMask({ fingerprint: () => 'id:0123456789abcdef' })('secret-1')).toBe(
      'id:0123456789abcdef (8 characters)',
    );
    expect(externalIdMask(undefined)('secret-1')).toBe('•••••• (8 characters)');
  });
});

describe('masking what a finding rests on', () => {
  it.each([
    'StringEquals',
    'StringNotEquals',
    'StringLike',
    'ForAnyValue:StringEqualsIfExists',
    'StringNotLike',
  ])('masks the values of %s, of Allow and of Deny', (operator) => {
    for (const Effect of ['Allow', 'Deny']) {
      const statement = {
        Effect,
        Condition: { [operator]: { 'STS:externalID': ['secret-1', 'secret-22'] } },
      };
      expect(masked(statement)).toEqual({
        Effect,
        Condition: { [operator]: { 'STS:externalID': ['<8>', '<9>'] } },
      });
    }
  });

  it('leaves the operator Null readable, unless something else than true or false stands there', () => {
    expect(masked({ Null: { 'sts:ExternalId': 'false' } })).toEqual({ Null: { 'sts:ExternalId': 'false' } });
    expect(masked({ null: { 'sts:ExternalId': ['true'] } })).toEqual({
      null: { 'sts:ExternalId': ['true'] },
    });
    expect(masked({ Null: { 'sts:ExternalId': 'secret-1' } })).toEqual({ Null: { 'sts:ExternalId': '<8>' } });
  });

  it('reads a text that holds a policy document as that document, however deep', () => {
    const inner = JSON.stringify({ Condition: { StringEquals: { 'sts:ExternalId': 'secret-1' } } });
    expect(masked({ actual: JSON.stringify({ PolicyDocument: inner }) })).toEqual({
      actual: JSON.stringify({
        PolicyDocument: JSON.stringify({ Condition: { StringEquals: { 'sts:ExternalId': '<8>' } } }),
      }),
    });
  });

  it('withholds a text that names an external ID and cannot be read', () => {
    expect(masked('{"sts:ExternalId": "secret-1"')).toMatch(/withheld/);
    expect(masked('sts:ExternalId: secret-1')).toMatch(/withheld/);
  });

  it('masks both values of a property that CloudFormation names by the condition key', () => {
    const difference = {
      propertyPath: '/AssumeRolePolicyDocument/Statement/0/Condition/StringEquals/sts:ExternalId',
      expected: 'secret-1',
      actual: '["secret-22","secret-333"]',
      differenceType: 'NOT_EQUAL',
    };
    expect(masked(difference)).toEqual({ ...difference, expected: '<8>', actual: '["<9>","<10>"]' });
    expect(masked(difference.propertyPath)).toBe(difference.propertyPath);
  });

  it('leaves everything else as it is, strange keys too', () => {
    const value = JSON.parse('{"__proto__": {"a": 1}, "text": "no id here", "n": null, "list": [true, 3]}');
    expect(JSON.stringify(masked(value))).toBe(JSON.stringify(value));
  });
});
