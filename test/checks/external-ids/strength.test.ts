import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strengthOf } from '../../../src/checks/external-ids/strength.ts';
import { tries } from '../../support/thorough.ts';

const SURROUNDINGS = {
  accountIds: ['111122223333', '464622532012'],
  names: ['Acme Payments', 'acme-prod-payments', 'Workloads/Production', 'Datadog', ''],
};

function bits(id: string): number {
  return strengthOf(id, SURROUNDINGS).bits;
}

describe('strengthOf', () => {
  it.each<[string, string | null]>([
    ['111122223333', 'account id'],
    ['1111-2222-3333', 'account id'],
    ['999900001111', 'account id'],
    ['datadog-111122223333', 'account id'],
    ['+49 30 901820', 'phone'],
    ['security@acme-payments.example', 'e-mail'],
    ['a-very-long-and-unlikely-mailbox-name@subdomain.of.some.company.example', 'e-mail'],
    ['2024-06-30', 'date'],
    ['20240630', 'date'],
    ['30.06.2024', 'date'],
    ['UniqueExternalId-ThirdParty-2024', 'common word'],
    ['AcmePaymentsDatadog2024', 'name of the account'],
    ['acme-prod-payments', 'name of the account'],
    ['Production-Workloads-01', 'name of the account'],
    ['12345678', 'counts up'],
    ['12345678901234567890', null],
    ['Fabrikam1234567890123', 'counts up'],
    ['fabrikam-10987654321098', 'counts up'],
    ['datadog_iam_external_id_4820193', 'common word'],
    ['aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'repeats'],
    ['abcabcabcabcabcabcabcabcabcabc', 'repeats'],
    ['00000000-0000-0000-0000-000000000000', 'repeats'],
    ['correcthorsebattery', null],
    ['password123', 'common word'],
    ['x7Kp2', null],
    ['ab', null],
  ])('%s is guessable', (id, reason) => {
    const strength = strengthOf(id, SURROUNDINGS);
    expect(strength.bits).toBeLessThan(64);
    if (reason !== null) expect(strength.reasons.join('; ')).toContain(reason);
  });

  it.each([
    '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    '7C9E6679-7425-40DE-944B-E07FC1F90AE7',
    '7c9e6679742540de944be07fc1f90ae7',
    'datadog-7c9e6679-7425-40de-944b-e07fc1f90ae7',
    'Xq7vT2mNc8RzLp4KwYb9',
    '9f86d081884c7d659a2feaa0c55ad015',
  ])('%s is strong', (id) => {
    expect(bits(id)).toBeGreaterThanOrEqual(64);
  });

  it('finds every random UUID strong', () => {
    const uuid = fc.noBias(fc.uint8Array({ minLength: 16, maxLength: 16 })).map((bytes) =>
      Buffer.from(bytes)
        .toString('hex')
        .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'),
    );
    fc.assert(
      fc.property(uuid, (id) => bits(id) >= 100),
      tries(2_000, 1),
    );
  });

  it('finds no number of up to 18 digits strong', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (number) => bits(String(number)) < 64),
      tries(100, 20_261_202),
    );
  });

  it('does not give the id away in its reasons', () => {
    const { reasons } = strengthOf('AcmePayments-2024', SURROUNDINGS);
    expect(reasons.join(' ').toLowerCase()).not.toMatch(/acme|2024/);
  });

  it('takes any text, however long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_224 }), (id) => Number.isFinite(bits(id)) && bits(id) >= 0),
      tries(100, 20_261_203),
    );
  });
});

describe('an estimate', () => {
  const AROUND = { accountIds: ['111122223333'], names: ['Acme Payments', 'ab', 'Straße-7'] };
  const NAME = 'it holds a name of the account or the third party';
  const REPEATS = 'it repeats or counts up';
  const PHONE = 'it has the form of a phone number';
  const EMAIL = 'it is an e-mail address';
  const WORD = 'it holds a common word';

  it.each<[what: string, id: string, bits: number, reasons: string[]]>([
    ['by the kinds of characters', 'x7kp2', 5 * Math.log2(36), []],
    ['by those of either case, where both are there', 'X7kp2', 5 * Math.log2(62), []],
    ['as for one case, where only one is there', 'X7KP2', 5 * Math.log2(36), []],
    ['by the letters of numbers to base 16', 'bcdf7', 5 * Math.log2(16), []],
    ['by all letters, where one is beyond those', 'bcdfg7', 6 * Math.log2(36), []],
    ['by letters alone', 'mnbvcxz', 7 * Math.log2(26), []],
    ['by the characters in use, where these are few', 'zk9w', 4 * 2, []],
    ['by the signs in use, where there is nothing else', '+=,@:/+=,@', 10 * Math.log2(6), []],
    ['without signs between, which are chosen for looks', 'a.b_c-d', 5, [REPEATS]],
    ['of nothing', '', 0, []],
    ['of one character', 'a', 1, []],
    ['of letters that can be spoken', 'horse', 5 * 2.5, []],
    ['of too few letters to be spoken', 'hors', 4 * 2, []],
    ['of letters without a vowel', 'strngth', 7 * Math.log2(26), []],
    ['of too many consonants in a row', 'strength', 8 * Math.log2(26), []],
    ['of too many vowels in a row', 'queueing', 8 * Math.log2(26), []],
    ['of three that follow on each other', '321', Math.log2(3) + Math.log2(10), []],
    ['of more that follow on each other', '1234', 2 + 3, [REPEATS]],
    ['of letters that follow on each other, backwards too', 'dcba', 2 + 3, [REPEATS]],
    ['of what follows on in steps', '135', 3 * Math.log2(3), []],
    ['of more that follows on in steps', '13579', 5 * Math.log2(10), []],
    ['of what is followed by something else', 'abcdef09', Math.log2(6) + 3 + 2 * 4, [REPEATS]],
    ['of a piece and how often it is said', 'kq7kq7', 3 * Math.log2(3) + 1, [REPEATS]],
    ['of what is said nearly twice', '9k2x9k2x1', 9 * Math.log2(36), []],
    ['of a name', 'acme', 3, [NAME]],
    ['of a name that is said again', 'acme-acme', 3 + 1, [NAME]],
    ['of names written as one', 'acmepayments', 3, [NAME]],
    ['of one name and another', 'payments acme', 3 + 3, [NAME]],
    ['of a name too short to be one', 'ab', 2, []],
    ['of a name in any writing', 'straße', 3, [NAME]],
    ['of an account id', '111122223333', 3, ['it has the form of an account id', 'it holds an account id']],
    ['of an account id said twice', '111122223333'.repeat(2), 3 + 1, ['it holds an account id']],
    ['of a common word said twice', 'passwordpassword', 7.7 + 1, [WORD]],
    ['of a year', 'x2024', Math.log2(50) + 1, ['it holds a year']],
    ['of a number that holds no year', '20245', 5 * 2, []],
    ['of a number that is no year of ours', '1899', 2 + 2 * Math.log2(3) + 1.1, []],
    ['of a date', '30.06.2024', Math.log2(366 * 50), [PHONE, 'it holds a date']],
    ['of a date in the other order', '2024-06-30', Math.log2(366 * 50), [PHONE, 'it holds a date']],
    ['of what is no date', '20241330', 8 * Math.log2(10), [PHONE]],
    ['of an address, however long', 'joqzvbnmwrtp7391yxkq@x.example', 30, [EMAIL, WORD]],
    ['of a phone number', '+49 30 901820', 11 * Math.log2(10), [PHONE]],
    ['of too few digits for one', '49-30', 4 * 2, []],
    ['of a UUID, in which words are chance', '20240630-7425-40de-944b-e07fc1f90ae7', 32 * 4, []],
    ['of what only looks like a UUID', 'acme7c9e-7425-40de-944b-e07fc1f90ae7', 3 + 28 * 4, [NAME]],
  ])('%s: %s', (_what, id, bits, reasons) => {
    const found = strengthOf(id, AROUND);
    expect(found.reasons).toEqual(reasons);
    expect(found.bits).toBeCloseTo(bits, 0);
  });
});
