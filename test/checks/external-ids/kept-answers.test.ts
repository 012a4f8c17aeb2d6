import { describe, expect, it } from 'vitest';
import {
  answersToKeep,
  askAbout,
  type ExternalIdAnswers,
  surroundingsDigest,
} from '../../../src/checks/external-ids/kept-answers.ts';
import { UUID } from '../support/trust-fixtures.ts';

const HERE = { accountIds: ['111122223333'], names: ['payments'] };
const THERE = { accountIds: ['444455556666'], names: ['payments'] };
const FORMAT = 'pay-[a-z]+';
const ID = 'Pay-Quux';

const standInFor = (value: string) => `instead of ${value}`;
const keep = (id: string, surroundings = [HERE], formats = [FORMAT]) =>
  answersToKeep(id, standInFor, { surroundings, formats });
const KEPT = [keep('another'), keep(UUID), keep(ID)];

const all = (answers: ExternalIdAnswers, surroundings = HERE, expression = FORMAT) => ({
  bits: answers.strength(surroundings)?.bits,
  isUuid: answers.isUuid(),
  follows: answers.follows(expression),
  inAnyCase: answers.inAnyCase(),
});

describe('what an external ID is like', () => {
  it.each([ID, UUID, 'pay-me'])('is told by the kept answers as by the value: %s', (id) => {
    const { inAnyCase, ...value } = all(askAbout(id, undefined));
    const kept = all(askAbout(standInFor(id), [keep('another'), keep(id)]));
    expect(kept).toEqual({ ...value, inAnyCase: standInFor(inAnyCase as string) });
  });

  it('is told of the value where values are kept, and of what is no secret everywhere', () => {
    expect(all(askAbout(UUID, undefined))).toMatchObject({ isUuid: true, follows: false, inAnyCase: UUID });
    expect(all(askAbout('*', KEPT))).toMatchObject({ bits: expect.any(Number), isUuid: false });
  });

  it.each<[words: string, id: string, given: Parameters<typeof all>[1], expression: string, told: object]>([
    ['another one’s surroundings', ID, THERE, FORMAT, { bits: undefined, isUuid: false, follows: false }],
    ['another format', ID, HERE, 'x+', { bits: expect.any(Number), follows: undefined }],
    ['another id', 'nobody', HERE, FORMAT, { bits: undefined, isUuid: undefined, inAnyCase: undefined }],
    ['the format of another id', 'nobody', HERE, FORMAT, { follows: undefined }],
  ])('is not known where the answers are to other questions: %s', (_, id, given, expression, told) => {
    expect(all(askAbout(standInFor(id), KEPT), given, expression)).toMatchObject(told);
  });

  it.each([ID, standInFor(ID)])('cannot follow what is no regular expression: %s', (id) => {
    expect(askAbout(id, id === ID ? undefined : KEPT).follows('[')).toBe(null);
  });

  it('is not asked of the value where a stand-in is all there is', () => {
    expect(askAbout(UUID, [keep('another')]).isUuid()).toBe(undefined);
  });

  it.each([
    ['PAY', 'pay', false],
    ['pay', 'pay', true],
    ['pay-more', 'pay', false],
    ['more-pay', 'pay', false],
  ])('follows a format as a whole and in its case: %s by %s: %s', (id, expression, follows) => {
    expect(askAbout(id, undefined).follows(expression)).toBe(follows);
  });

  it.each([
    [UUID.toUpperCase(), true],
    [`x${UUID}`, false],
    [`${UUID}x`, false],
    [UUID.replaceAll('-', ''), false],
  ])('is a UUID as a whole, in any case: %s: %s', (id, isUuid) => {
    expect(askAbout(id, undefined).isUuid()).toBe(isUuid);
  });
});

describe('what is kept in place of an external ID', () => {
  it('holds an answer for every question, and not the value', () => {
    expect(keep(ID, [HERE, THERE], [FORMAT, '[', 'Pay-.*'])).toEqual({
      standIn: standInFor(ID),
      isUuid: false,
      strengths: [HERE, THERE].map((one) => ({
        surroundings: surroundingsDigest(one),
        ...askAbout(ID, undefined).strength(one),
      })),
      formats: [
        { expression: FORMAT, follows: false },
        { expression: 'Pay-.*', follows: true },
      ],
      inAnyCase: standInFor('pay-quux'),
    });
  });

  it('tells surroundings apart by the accounts and by the names', () => {
    const digests = [HERE, THERE, { ...HERE, names: [] }, { ...HERE, names: ['other'] }].map(
      surroundingsDigest,
    );
    expect(new Set(digests).size).toBe(digests.length);
    expect(surroundingsDigest({ ...HERE })).toBe(digests[0]);
  });
});
