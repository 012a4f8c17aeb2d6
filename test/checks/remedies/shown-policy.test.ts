import { describe, expect, it } from 'vitest';
import { shownPolicy } from '../../../src/checks/remedies/shown-policy.ts';
import { withoutKnownIds } from '../../../src/policy/external-ids/known-ids.ts';

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
});
