import { describe, expect, it } from 'vitest';
import { externalIdFormat } from '../../../src/checks/external-ids/external-id-format.ts';
import { surroundingsOf } from '../../../src/checks/external-ids/guessing.ts';
import { answersToKeep } from '../../../src/checks/external-ids/kept-answers.ts';
import type { Outcome } from '../../../src/model/check.ts';
import { thirdPartyGrants } from '../../../src/parties/third-party.ts';
import {
  contextOf,
  details,
  ENTRY,
  finding,
  HERE,
  proposedStatements,
  REGISTERED,
  role,
  statuses,
  UUID,
  withExternalId,
} from '../support/trust-fixtures.ts';

const STRONG = 'XK-7QZP2M9RT4WB6NY8DS3F';
const OTHER = '0f8fad5b-d9cb-469f-a165-70867728950e';
const IDENTITY = { accountId: HERE, callerArn: '', aliases: [] };
const standInFor = (id: string) => `instead of ${id}`;

/**
 * What is said of a role that asks for these ids. With `kept`, stand-ins are all that is at hand of them; true is asked
 * of those that are named so: how hard they are to guess, and whether they follow the register's format.
 */
function judge(
  ids: string[],
  format?: string,
  kept?: Record<string, { guessed: boolean; formats: string[] }>,
) {
  const context = contextOf({
    entry: { ...ENTRY, ...(format && { externalIdFormat: format }) },
    parameters: { minimumBits: 64, words: [] },
  }) as Parameters<typeof externalIdFormat.evaluate>[1];
  const asking = role(withExternalId(REGISTERED, kept ? ids.map(standInFor) : ids));
  const known = surroundingsOf(thirdPartyGrants(asking, context.study), IDENTITY, context);
  const externalIds = Object.entries(kept ?? {}).map(([id, { guessed, formats }]) =>
    answersToKeep(id, standInFor, { surroundings: guessed ? [known] : [], formats }),
  );
  const facts = { ...details(asking), ...(kept && { externalIds }) };
  return externalIdFormat.evaluate({ 'authorization-details': facts, 'account-identity': IDENTITY }, context);
}

const told = (outcomes: Outcome[]) => outcomes.map(({ status, detail }) => `${status}: ${detail}`);

describe('external-id-format', () => {
  it.each<[words: string, format: string | undefined, why: string]>([
    ['none', undefined, 'and the register gives no other format.'],
    ['another one', 'AB-.*', 'and not of the format in the register.'],
  ])('says whether the register gives a format, and offers a new id: %s', (_, format, why) => {
    const found = finding(judge([STRONG, UUID], format));
    expect(found.detail).toBe(
      `The external ID *** of Auditors Ltd (account ${REGISTERED}) is no UUID, ${why}`,
    );
    expect(proposedStatements(found)).toMatchObject([
      { Condition: { StringEquals: { 'sts:ExternalId': expect.stringContaining('random UUID') } } },
    ]);
  });

  it('speaks of those ids alone that are hard to guess', () => {
    expect(statuses(judge(['test', UUID]))).toEqual(['PASS']);
    expect(statuses(judge(['test', STRONG]))).toEqual(['FAIL']);
  });

  const ASKED = { guessed: true, formats: ['XK-.*'] };
  const WITHOUT_FORMAT = { guessed: true, formats: [] };
  const NOT_GUESSED = { guessed: false, formats: ['XK-.*'] };
  const NOT_KNOWN = /^UNKNOWN: Whether the external ID of Auditors Ltd .* has the agreed format is not known/;

  it.each<[words: string, ids: string[], kept: Parameters<typeof judge>[2], says: RegExp]>([
    ['all that is asked', [STRONG], { [STRONG]: ASKED }, /^PASS/],
    ['that it is easy to guess', ['test'], { test: ASKED }, /^NOT_APPLICABLE/],
    ['that it is a UUID, and not how hard it is to guess', [UUID], { [UUID]: NOT_GUESSED }, NOT_KNOWN],
    ['not whether it follows this format', [STRONG], { [STRONG]: WITHOUT_FORMAT }, NOT_KNOWN],
    ['nothing', [STRONG], {}, NOT_KNOWN],
    ['that one is good, of another nothing', [UUID, STRONG], { [UUID]: ASKED }, NOT_KNOWN],
    [
      'that one is good, and not whether the other is',
      [UUID, STRONG],
      { [UUID]: ASKED, [STRONG]: WITHOUT_FORMAT },
      NOT_KNOWN,
    ],
    ['that one is easy to guess, of another nothing', ['test', STRONG], { test: ASKED }, NOT_KNOWN],
    [
      'that one is odd, of another nothing',
      ['AB-7QZP2M9RT4WB6NY8DS3F', UUID],
      {
        'AB-7QZP2M9RT4WB6NY8DS3F': ASKED,
      },
      /^FAIL/,
    ],
  ])('goes by the kept answers where the value is not at hand; they tell %s', (_, ids, kept, says) => {
    const [outcome, ...others] = told(judge(ids, 'XK-.*', kept));
    expect(others).toEqual([]);
    expect(outcome).toMatch(says);
  });

  it('is unknown where the format that decides cannot be read, however good another id is', () => {
    expect(told(judge([STRONG, UUID], '['))).toEqual([
      `UNKNOWN: The register's externalIdFormat for Auditors Ltd (account ${REGISTERED}) is not a regular expression in RE2 syntax.`,
    ]);
  });

  it.each(['[', 'AB-.*', 'XK-.*'])('passes UUIDs, whatever the register says of the format: %s', (format) => {
    const kept = { [UUID]: WITHOUT_FORMAT, [OTHER]: WITHOUT_FORMAT };
    expect(statuses(judge([UUID, OTHER], format))).toEqual(['PASS']);
    expect(statuses(judge([UUID, OTHER], format, kept))).toEqual(['PASS']);
  });
});
