import { describe, expect, test } from 'vitest';
import { UnusableAnswer } from '../../../src/aws/answer.ts';
import { readCredentialTable } from '../../../src/collect/iam/credential-table.ts';

const ROW: Readonly<Record<string, string>> = {
  user: 'ada',
  arn: 'arn:aws:iam::900000000002:user/ada',
  user_creation_time: '2025-01-01T00:00:00+00:00',
  password_enabled: 'true',
  password_last_used: 'no_information',
  mfa_active: 'false',
  access_key_1_active: 'true',
  access_key_1_last_rotated: '2025-01-01T00:00:00+00:00',
  access_key_1_last_used_date: 'N/A',
  access_key_1_last_used_region: 'N/A',
  access_key_1_last_used_service: 'N/A',
  access_key_2_active: 'false',
  access_key_2_last_rotated: 'N/A',
  access_key_2_last_used_date: 'N/A',
  access_key_2_last_used_region: 'N/A',
  access_key_2_last_used_service: 'N/A',
};

function csv(row: Readonly<Record<string, string>>): string {
  return `${Object.keys(row).join(',')}\n${Object.values(row).join(',')}\n`;
}

function read(more: Readonly<Record<string, string>> = {}) {
  return readCredentialTable(csv({ ...ROW, ...more }))[0];
}

const KNOWN = read();

describe('the table of a credential report', () => {
  test('is read in whatever order its columns come, with a mark at the beginning and empty lines', () => {
    const reversed = Object.fromEntries(Object.entries(ROW).reverse());
    expect(readCredentialTable(`\ufeff${csv(reversed).replaceAll('\n', '\r\n')}\r\n`)).toEqual([KNOWN]);
  });

  test('may have columns that nobody knows, whatever they are called', () => {
    for (const column of ['a_new_one', '__proto__', 'constructor', ''])
      expect(read(Object.fromEntries([...Object.entries(ROW), [column, '"x\n,"']]))).toEqual(KNOWN);
    expect(
      readCredentialTable(csv(ROW).replace('user,', '__proto__,user,').replace('\nada', '\nx,ada')),
    ).toEqual([KNOWN]);
  });

  test('says how many more credentials there are, where there are any', () => {
    expect(read({ additional_credentials_info: 'N/A' })).toEqual(KNOWN);
    expect(read({ additional_credentials_info: '1 more access key' })).toEqual({
      ...KNOWN,
      moreCredentials: '1 more access key',
    });
  });

  test.each([
    ['true', true],
    ['TRUE', true],
    ['false', false],
    ['FALSE', false],
    ['not_supported', null],
    ['no_information', null],
    ['N/A', null],
  ])('takes password_enabled %s for %s', (cell, expected) => {
    expect(read({ password_enabled: cell })?.passwordEnabled).toBe(expected);
  });

  test.each([
    ['2025-06-01T12:00:00+00:00', '2025-06-01T12:00:00.000Z'],
    ['2025-06-01T12:00:00Z', '2025-06-01T12:00:00.000Z'],
    ['2025-06-01T12:00:00+02:00', '2025-06-01T10:00:00.000Z'],
    ['N/A', null],
    ['no_information', null],
    ['not_supported', null],
    ['', null],
  ])('takes the time %s for %s', (cell, expected) => {
    expect(read({ access_key_1_last_used_date: cell })?.accessKeys[0]?.lastUsedAt).toBe(expected);
  });

  test.each<[string, Record<string, string>]>([
    ['neither true nor false', { access_key_2_active: 'perhaps' }],
    ['neither true nor false', { access_key_1_active: 'N/A' }],
    ['neither true nor false', { mfa_active: '' }],
    ['neither true nor false', { password_enabled: '1' }],
    ['is no time', { access_key_1_last_rotated: 'yesterday' }],
    ['is no time', { access_key_1_last_rotated: '2025-13-41T00:00:00Z' }],
    ['is no time', { password_last_used: '1735689600' }],
  ])('is of no use where a cell is %s', (problem, more) => {
    expect(() => read(more)).toThrow(new RegExp(problem));
    expect(() => read(more)).toThrow(UnusableAnswer);
  });

  test('is of no use where a column is missing or there twice', () => {
    for (const column of Object.keys(ROW).filter((one) => one !== 'user_creation_time')) {
      const { [column]: _, ...rest } = ROW;
      expect(() => readCredentialTable(csv(rest)), column).toThrow(`has no column ${column}`);
    }
    const twice = csv(ROW).replace('user_creation_time', 'mfa_active');
    expect(() => readCredentialTable(twice)).toThrow('has a column twice');
  });

  test.each([
    ['a row that is too short', `${csv(ROW)}bob\n`],
    ['a row that is too long', csv(ROW).replace('\nada', '\nada,ada')],
    ['a quote that does not end', csv(ROW).replace('\nada', '\n"ada')],
    ['a quote in the middle', csv(ROW).replace('\nada', '\na"da')],
    ['a row without end', csv({ ...ROW, user: 'a'.repeat(200_000) })],
  ])('is of no use with %s', (_, text) => {
    expect(() => readCredentialTable(text)).toThrow('is no table');
    expect(() => readCredentialTable(text)).toThrow(UnusableAnswer);
  });

  test.each(['', '\n', '\uFEFF'])('is of no use with nothing in it: %j', (text) => {
    expect(() => readCredentialTable(text)).toThrow('the credential report is empty');
  });
});
