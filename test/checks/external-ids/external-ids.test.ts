import { describe, expect, it } from 'vitest';
import { externalIdFormat } from '../../../src/checks/external-ids/external-id-format.ts';
import { externalIdGuessable } from '../../../src/checks/external-ids/external-id-guessable.ts';
import {
  allow,
  ENTRY,
  finding,
  type Given,
  HERE,
  judge,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  statuses,
  UUID,
  withExternalId,
} from '../support/trust-fixtures.ts';

const IDENTITY = { 'account-identity': { accountId: HERE, callerArn: '', aliases: ['zyxcorp-billing'] } };

function guessable(statements: object | string, given: Given = {}) {
  return judge(externalIdGuessable, role(statements), given, IDENTITY);
}

function format(statements: object | string, given: Given = {}) {
  return judge(externalIdFormat, role(statements), given, IDENTITY);
}

describe('external-id-guessable', () => {
  it.each<[string, string]>([
    ['the own account id', HERE],
    ["the vendor's account id", STRANGER],
    ['the account alias', 'Zyxcorp-Billing'],
    ['the account name with a year', 'payments-2026'],
    ['the name in the register', 'auditors-ltd-key'],
  ])('fails for %s', (_, id) => {
    const party = id.startsWith('auditors') ? REGISTERED : STRANGER;
    const found = finding(guessable(withExternalId(party, id)));
    expect(found).toMatchObject({
      discriminator: party,
      detail: expect.stringMatching(/\*\*\* has an estimated strength of \d+ bits/),
    });
  });

  it('takes more words and another limit from the config', () => {
    const id = 'quux-zyqwv-7k3m9x2p5';
    expect(statuses(guessable(withExternalId(STRANGER, id)))).toEqual(['PASS']);
    expect(
      statuses(guessable(withExternalId(STRANGER, id), { parameters: { words: ['quux-zyqwv'] } })),
    ).toEqual(['FAIL']);
    expect(statuses(guessable(withExternalId(STRANGER, id), { parameters: { minimumBits: 128 } }))).toEqual([
      'FAIL',
    ]);
  });

  it('fails when one of several accepted ids is weak', () => {
    expect(statuses(guessable(withExternalId(STRANGER, [UUID, '12345'])))).toEqual(['FAIL']);
  });

  it('judges an id that a Deny demands', () => {
    const deny = {
      Effect: 'Deny',
      Principal: '*',
      Action: '*',
      Condition: { StringNotEquals: { 'sts:ExternalId': 'test' } },
    };
    expect(statuses(guessable([allow(STRANGER), deny]))).toEqual(['FAIL']);
  });

  it('passes a UUID, leaves out roles without an id, is unknown for what was not understood', () => {
    expect(statuses(guessable(withExternalId(STRANGER)))).toEqual(['PASS']);
    expect(guessable(allow(STRANGER))).toEqual([]);
    expect(guessable(withExternalId(OWN, 'test'))).toEqual([]);
    expect(statuses(guessable('nonsense'))).toEqual(['UNKNOWN']);
    expect(statuses(guessable([withExternalId(STRANGER), { Effect: 'Maybe' }]))).toEqual(['UNKNOWN']);
  });
});

describe('external-id-format', () => {
  const strong = 'XK-7QZP2M9RT4WB6NY8DS3F';

  it('fails for a strong id that is no UUID', () => {
    expect(finding(format(withExternalId(STRANGER, strong))).detail).toContain('is no UUID');
  });

  it('goes by the format in the register, which must match the whole id', () => {
    const entry = { ...ENTRY, externalIdFormat: 'XK-[0-9A-Z]{20}' };
    expect(statuses(format(withExternalId(REGISTERED, strong), { entry }))).toEqual(['PASS']);
    expect(statuses(format(withExternalId(REGISTERED, `${strong}9`), { entry }))).toEqual(['FAIL']);
    expect(statuses(format(withExternalId(REGISTERED, UUID), { entry }))).toEqual(['PASS']);
  });

  it.each(['[', '(?=X)X.*', '(X)\\1'])(
    'is unknown when the format is none that can be read: %s',
    (externalIdFormat) => {
      const entry = { ...ENTRY, externalIdFormat };
      expect(statuses(format(withExternalId(REGISTERED, strong), { entry }))).toEqual(['UNKNOWN']);
    },
  );

  it('takes a time that grows with the id and no faster, whatever the format', () => {
    const entry = { ...ENTRY, externalIdFormat: '([a-z0-9]+-?)+' };
    // An engine that goes back tries each of two to the fortieth ways to read it.
    const id = `${'7qzp2m9rt4wb6ny8ds3f'.repeat(2)}!`;
    expect(statuses(format(withExternalId(REGISTERED, id), { entry }))).toEqual(['FAIL']);
  });

  it('passes a UUID, and leaves weak ids to the other check', () => {
    expect(statuses(format(withExternalId(STRANGER)))).toEqual(['PASS']);
    expect(statuses(format(withExternalId(STRANGER, 'test')))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(format('nonsense'))).toEqual(['UNKNOWN']);
  });
});
