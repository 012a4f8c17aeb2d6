import { describe, expect, it } from 'vitest';
import { shownPolicy } from '../../../src/checks/remedies/shown-policy.ts';
import { AGREED_EXTERNAL_ID, NEW_EXTERNAL_ID } from '../../../src/model/fix.ts';
import { withoutKnownIds } from '../../../src/policy/external-ids/known-ids.ts';
import { WITHHELD_DOCUMENT } from '../../../src/policy/external-ids/texts.ts';

const ID = 'a1b2c3d4-0000-4000-8000-secret000001';
const context = {
  showExternalId: (value: string) => (value === '****' ? value : 'id:0'),
  showText: withoutKnownIds([ID], () => 'id:0').inText,
};
const document = { Statement: [{ Condition: { StringEquals: { 'sts:ExternalId': ID } } }] };

describe('a policy that is shown to be copied', () => {
  it.each<[string, unknown]>([
    ['as a document', document],
    ['as text', JSON.stringify(document)],
    ['as text after spaces', `\n  ${JSON.stringify(document)}`],
    ['as text of a text', JSON.stringify(JSON.stringify(document))],
    ['as in a URL', encodeURIComponent(JSON.stringify(document))],
    ['as text with an escaped key', JSON.stringify(document).replace('sts:E', 'sts:\\u0045')],
    ['as text that is no JSON', `${JSON.stringify(document)}}`],
    ['in a description', `for ${ID}`],
  ])('names no external ID: %s', (_name, value) => {
    const shown = JSON.stringify(shownPolicy({ Policies: [{ PolicyDocument: value }] }, context));
    expect(shown).not.toContain(ID);
    expect(shown).toMatch(/id:0|withheld/);
  });

  const shownText = JSON.stringify(document).replace(ID, '<the external ID in force: id:0>');

  it.each<[words: string, text: string, shown: string]>([
    ['JSON', JSON.stringify(document), shownText],
    ['JSON after spaces', `\n  ${JSON.stringify(document)}`, shownText],
    ['JSON in a list', JSON.stringify([document]), `[${shownText}]`],
    ['JSON as in a URL', encodeURIComponent(JSON.stringify(document)), shownText],
    ['JSON in a text of JSON', JSON.stringify(JSON.stringify(document)), JSON.stringify(shownText)],
    ['what is no JSON', `${JSON.stringify(document)}}`, WITHHELD_DOCUMENT],
    ['what is no JSON after something else', `x ${JSON.stringify(document)}`, WITHHELD_DOCUMENT],
  ])('can still be read where it is a text: %s', (_, text, shown) => {
    expect(shownPolicy(text, context)).toBe(shown);
  });

  it('says which external ID is meant, and takes what CloudFormation does not show for none', () => {
    const declared = (id: string) =>
      JSON.stringify(
        shownPolicy(
          { Condition: { StringEquals: { 'sts:ExternalId': id } } },
          context,
          'that the template declares',
        ),
      );
    expect(declared(ID)).toContain('<the external ID that the template declares: id:0>');
    expect(declared('****')).toContain('<the agreed external ID>');
    expect(JSON.stringify(shownPolicy(document, context))).toContain('<the external ID in force: id:0>');
  });

  it('is given up on where it is deeper than any document', () => {
    const deep = `${'['.repeat(200_000)}"sts:ExternalId"${']'.repeat(200_000)}`;
    expect(shownPolicy({ PolicyDocument: deep }, context)).toMatchObject({
      PolicyDocument: expect.stringContaining('withheld'),
    });
  });

  const asked = (operator: string, value: unknown, which?: 'that the template declares') => {
    const condition = { [operator]: { 'sts:ExternalId': value } };
    const shown = shownPolicy({ Condition: condition }, context, which) as {
      Condition: Record<string, Record<string, unknown>>;
    };
    return shown.Condition[operator]?.['sts:ExternalId'];
  };
  const NOTE = '<the external ID in force: id:0>';

  it.each<[words: string, operator: string, value: unknown, shown: unknown]>([
    ['an id', 'StringEquals', ID, NOTE],
    ['each of several', 'StringEquals', [ID, 'other'], [NOTE, NOTE]],
    ['a number', 'StringEquals', 4711, NOTE],
    ['a new one to be put in', 'StringEquals', NEW_EXTERNAL_ID, NEW_EXTERNAL_ID],
    ['an agreed one to be put in', 'StringEquals', AGREED_EXTERNAL_ID, AGREED_EXTERNAL_ID],
    ['whether there is one', 'Null', 'false', 'false'],
    ['whether there is one, in any case', 'null', 'TRUE', 'TRUE'],
    ['whether there is one, as JSON has it', 'Null', true, true],
    ['whether there is one, several times', 'Null', ['true', 'false'], ['true', 'false']],
    ['an id where none belongs', 'Null', ID, NOTE],
    ['an id that begins like none', 'Null', 'true1', NOTE],
    ['an id that ends like none', 'Null', '1true', NOTE],
    ['an id that reads like the presence of one', 'StringEquals', 'true', NOTE],
    ['what reports show as it is', 'StringEquals', '****', '****'],
  ])('shows of what is asked for: %s', (_, operator, value, shown) => {
    expect(asked(operator, value)).toEqual(shown);
  });

  it('tells a template’s hidden parameter from an asterisk that lets anyone in', () => {
    expect(asked('StringEquals', '*', 'that the template declares')).toBe(
      '<the external ID that the template declares: id:0>',
    );
    expect(asked('StringEquals', '**', 'that the template declares')).toBe(AGREED_EXTERNAL_ID);
    expect(asked('StringEquals', '**')).toBe(NOTE);
  });

  it('takes what has the form of a stand-in for none that reports show', () => {
    const standIn = 'id:0123456789abcdef (36 characters)';
    const shown = shownPolicy(
      { 'sts:ExternalId': standIn },
      { ...context, showExternalId: (value) => value },
    );
    expect(shown).toEqual({ 'sts:ExternalId': `<the external ID in force: ${standIn}>` });
  });

  it.each<[words: string, value: unknown]>([
    ['numbers, truths and nothing', [1, true, null]],
    ['a name', 'arn:aws:iam::111122223333:role/access'],
    ['a text that is JSON without an external ID', '{"Version":"2012-10-17"}'],
    ['a text of JSON', '"4711"'],
    ['a number as a text', '1e5'],
    ['what speaks of external IDs and holds no document', 'sts:ExternalId is asked for'],
    ['what looks like a document and speaks of no external ID', '{"Version'],
    ['what speaks of percents', '100% sure'],
  ])('leaves all else as it is: %s', (_, value) => {
    expect(shownPolicy(value, context)).toEqual(value);
    expect(shownPolicy(value, { showExternalId: context.showExternalId })).toEqual(value);
  });
});
