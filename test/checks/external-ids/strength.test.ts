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
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (number) => bits(String(number)) < 64));
  });

  it('does not give the id away in its reasons', () => {
    const { reasons } = strengthOf('AcmePayments-2024', SURROUNDINGS);
    expect(reasons.join(' ').toLowerCase()).not.toMatch(/acme|2024/);
  });

  it('takes any text, however long', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_224 }), (id) => Number.isFinite(bits(id)) && bits(id) >= 0),
    );
  });
});
