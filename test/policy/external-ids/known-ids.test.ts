import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutKnownIds } from '../../../src/policy/external-ids/known-ids.ts';
import { growth } from '../../support/steps.ts';
import { oneIn, some, tries } from '../../support/thorough.ts';

const LONG = 'a1b2c3d4-0000-4000-8000-secret000001';
const shown = (...ids: string[]) => withoutKnownIds(ids, (id) => `<${id.length}>`);

describe('texts without the external IDs that are known', () => {
  it('lose the longest that stands there, wherever it does', () => {
    const { inText } = shown(LONG, `${LONG}-longer`);
    const all = LONG.length;
    expect(inText(`a ${LONG}-longer, ${LONG}${LONG}`)).toBe(`a <${all + 7}>, <${all}><${all}>`);
    expect(inText(`${LONG}-long`)).toBe(`<${all}>-long`);
  });

  it.each<[id: string, text: string, shown: string]>([
    // Whatever its letters, and as JSON and URLs write it.
    [LONG, `for ${LONG.toUpperCase()}.`, 'for <36>.'],
    ['tenant/42:acme-key', 'a%22tenant%2F42%3Aacme-key%22', 'a%22<18>%22'],
    ['tenant "42" acme-key', '{"a":"tenant \\"42\\" acme-key"}', '{"a":"<20>"}'],
    ['tenant\ud800-42-acme-key', 'tenant\ud800-42-acme-key', '<19>'],
    // A word, of six characters and more, or without a digit.
    ['acme-42', 'for acme-42.', 'for <7>.'],
    ['acme-42', 'id=acme-42,x', 'id=<7>,x'],
    ['acme-42', '/acme-42/', '/<7>/'],
    ['acme-42', 'x-acme-42-x', 'x-<7>-x'],
    ['acme-42', 'xacme-42', 'xacme-42'],
    ['acme-42', 'acme-420', 'acme-420'],
    ['acme-42', '%22acme-42%22', '%22<7>%22'],
    ['acme-42', '"a\\nacme-42\\n"', '"a\\n<7>\\n"'],
    ['acme-42', 'acme-420 acme-42', 'acme-420 <7>'],
    ['correct-horse-battery-staple', 'by correct-horse-battery-staple', 'by <28>'],
    ['reader', 'a reader of mail', 'a <6> of mail'],
    ['reader', 'mail-reader, readers', 'mail-reader, readers'],
    // The shorter of two that start alike, where the longer stands with more around it.
    ['acme-42', 'acme-42', '<7>'],
    // A shorter one as a whole value alone.
    ['prod', 'prod', '<4>'],
    ['prod', '{"Value":"prod"}', '{"Value":"<4>"}'],
    ['prod', '{\\"Value\\":\\"prod\\"}', '{\\"Value\\":\\"<4>\\"}'],
    ['prod', 'the prod account', 'the prod account'],
    ['prod', 'product', 'product'],
    ['a', 'a', '<1>'],
    ['a', 'a role of a vendor', 'a role of a vendor'],
    // What findings are about, and what AWS names so.
    [LONG, `arn:aws:iam::1:role/${LONG}`, `arn:aws:iam::1:role/${LONG}`],
    [LONG, `"arn:\${AWS::Partition}:s3:::${LONG}"`, `"arn:\${AWS::Partition}:s3:::${LONG}"`],
    [LONG, `arn:aws:iam::1:role/x, for ${LONG}`, 'arn:aws:iam::1:role/x, for <36>'],
    [LONG, `arn:aws:iam::1:role/x,${LONG}`, 'arn:aws:iam::1:role/x,<36>'],
    [LONG, `?role=arn:aws:iam::1:role/x&id=${LONG}`, '?role=arn:aws:iam::1:role/x&id=<36>'],
    [LONG, `arn:aws:iam::1:role/x|${LONG}`, 'arn:aws:iam::1:role/x|<36>'],
    [
      LONG,
      `arn:aws:iam::1:role/y,arn:aws:iam::1:role/${LONG}`,
      `arn:aws:iam::1:role/y,arn:aws:iam::1:role/${LONG}`,
    ],
    [LONG, `arn:${LONG}`, 'arn:<36>'],
    ['arn:aws:iam::1:role/x-1', 'arn:aws:iam::1:role/x-1', 'arn:aws:iam::1:role/x-1'],
    ['123456789012', 'of 123456789012', 'of 123456789012'],
    ['ec2.amazonaws.com', 'ec2.amazonaws.com', 'ec2.amazonaws.com'],
    ['AWS::IAM::Role', '"AWS::IAM::Role"', '"AWS::IAM::Role"'],
    ['sts:AssumeRole', '"sts:AssumeRole"', '"sts:AssumeRole"'],
    ['AmazonS3ReadOnlyAccess', 'AmazonS3ReadOnlyAccess', 'AmazonS3ReadOnlyAccess'],
    ['2012-10-17', '"2012-10-17"', '"2012-10-17"'],
    ['true', '"true"', '"true"'],
    ['*', '"*"', '"*"'],
    ['', '""', '""'],
  ])('%j in %j', (id, text, expected) => {
    expect(shown(id).inText(text)).toBe(expected);
    expect(shown(id, 'another-id-of-1', 'p').inText(text)).toBe(expected);
  });

  it.each<[says: string, ids: string[], text: string, shown: string]>([
    [
      'one of sixteen characters with a digit, anywhere',
      ['abcdefgh12345678'],
      'xabcdefgh12345678x',
      'x<16>x',
    ],
    [
      'one of fifteen, as a word alone',
      ['abcdefgh1234567'],
      'xabcdefgh1234567 abcdefgh1234567',
      'xabcdefgh1234567 <15>',
    ],
    ['one of six, as a word', ['acme12'], 'for acme12.', 'for <6>.'],
    ['one of five, as a whole value alone', ['acme1'], 'for acme1. "acme1"', 'for acme1. "<5>"'],
    [
      'the longest of those that are whole values',
      ['pr', 'prod', 'pro'],
      '"prod" "pro" "pr" "p"',
      '"<4>" "<3>" "<2>" "p"',
    ],
    ['one of a letter', ['b'], '{"a":"b"}', '{"a":"<1>"}'],
    ['one of a letter, in quotes of the other kind', ['b'], "b 'b' ab", "b '<1>' ab"],
    ['none that is a part of a value', ['prod'], '"prods" "a prod"', '"prods" "a prod"'],
    ['none of blanks', ['   '], 'a    b', 'a    b'],
    ['none in an action', ['TagSession'], 'sts:TagSession', 'sts:TagSession'],
    [
      'the longer of two at one place, whatever kind it is',
      ['acme-42', 'acme-42 of the north'],
      'acme-42 of the north',
      '<20>',
    ],
    [
      'one after what only looks like an ARN',
      ['acme-42'],
      'x-arn:aws:iam::1:role/acme-42',
      'x-arn:aws:iam::1:role/<7>',
    ],
    [
      'none in an ARN of another partition',
      ['acme-42'],
      'arn:aws-cn:iam::1:role/acme-42',
      'arn:aws-cn:iam::1:role/acme-42',
    ],
    [
      'one after an ARN of no partition',
      ['acme-42'],
      'arn:acme:iam::1:role/acme-42',
      'arn:acme:iam::1:role/<7>',
    ],
    ['all of a text', ['acme-42', 'beta-43'], 'acme-42beta-43 acme-42, beta-43', 'acme-42beta-43 <7>, <7>'],
  ])('lose %s', (_says, ids, text, expected) => {
    expect(shown(...ids).inText(text)).toBe(expected);
    expect(shown(...ids.toReversed()).inText(text)).toBe(expected);
  });

  it('lose each as it is written, if that is known', () => {
    const { inText } = withoutKnownIds(['Acme-42', 'ACME-42'], (id) => `<${id}>`);
    expect(inText('Acme-42 ACME-42')).toBe('<Acme-42> <ACME-42>');
  });

  it('keep what is part of a name', () => {
    const { inText } = shown('acme-42');
    expect(inText('role acme-42-reader', 'acme-42-reader')).toBe('role acme-42-reader');
    expect(inText('acme-42-reader', 'acme-42-reader')).toBe('acme-42-reader');
    expect(inText('role acme-42-reader', 'acme-42-writer')).toBe('role <7>-reader');
    expect(inText('acme-42 of role acme-42-reader', 'acme-42-reader')).toBe('<7> of role acme-42-reader');
    expect(inText('role acme-42', 'acme')).toBe('role <7>');
  });

  it('as sentences lose no word', () => {
    const { inSentence } = shown('reader', 'acme-42', 'prod', LONG);
    expect(inSentence(`a reader of acme-42, "prod" and ${LONG}`)).toBe('a reader of <7>, "prod" and <36>');
  });

  it('stay as they are where none is known', () => {
    const { inText, inSentence, inDocument } = shown('*', '');
    expect([inText(LONG), inSentence(LONG), inDocument(LONG)]).toEqual([LONG, LONG, LONG]);
  });

  it('fall back on a shorter one that the longer starts with', () => {
    expect(shown('acme-42', 'acme-42-eu', 'acme-42-eu-1').inText('acme-42-europe')).toBe('<7>-europe');
  });

  it('as documents lose only what stands nowhere by chance', () => {
    const { inDocument } = shown(LONG, 'acme-42', 'Allow', 'Principal');
    const document = `{"Effect":"Allow","Principal":"acme-42","Sid":"${LONG}"}`;
    expect(inDocument(document)).toBe('{"Effect":"Allow","Principal":"acme-42","Sid":"<36>"}');
  });

  it('are the same texts where no ID stands in them, and hold none afterwards', () => {
    const id = fc.stringMatching(/^[ab1]{16,20}$/).filter((value) => value.includes('1'));
    const text = fc.array(fc.oneof(id, fc.stringMatching(/^[ab1 -]{0,4}$/))).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(id), text, (ids, value) => {
        const masked = withoutKnownIds(ids, () => '#').inText(value);
        for (const one of ids) expect(masked).not.toContain(one);
        if (!ids.some((one) => value.includes(one))) expect(masked).toBe(value);
      }),
      tries(100, 20_261_216),
    );
  });

  const GROWING: Array<[string, string[], string]> = [
    ['many that end alike', Array.from({ length: 5_000 }, (_, index) => `${index}`.padStart(40, 'x')), 'x'],
    ['many that start alike', Array.from({ length: 5_000 }, (_, index) => `${'x'.repeat(40)}${index}`), 'x'],
    [
      'each the start of the next',
      Array.from({ length: 300 }, (_, index) => `1${'x'.repeat(index + 20)}y`),
      '1x',
    ],
    ['nested', Array.from({ length: 300 }, (_, index) => `${'x'.repeat(index + 20)}`), 'x'],
    ['in quotes', ['a', 'ab', 'abc'], '"'],
  ];
  oneIn(3).each(some(GROWING, 1))('are read in time that grows with the text: %s', async (_, ids, part) => {
    const load = () => import('../../../src/policy/external-ids/known-ids.ts');
    const work = (module: Awaited<ReturnType<typeof load>>, size: number) =>
      module.withoutKnownIds(ids, () => '').inText(part.repeat(size));
    expect(await growth(load, work, 5_000)).toBeLessThan(2.5);
  });
});
