import { expect, it } from 'vitest';
import { ownerTag } from '../../../src/checks/trust/owner-tag.ts';
import { allow, finding, fixOf, judge, role, STRANGER } from '../support/trust-fixtures.ts';

type Tags = Array<[key: string, value: string]>;

const tagged = (tags: Tags) => role(allow(STRANGER), { tags: tags.map(([key, value]) => ({ key, value })) });
const found = (tags: Tags, ...requiredTags: string[]) =>
  finding(judge(ownerTag, tagged(tags), { parameters: { requiredTags } }));

it.each<[tags: Tags, required: string[], missing: string, marks: string[]]>([
  [[], ['Owner'], 'the tag Owner', []],
  [[], ['Owner', 'Ticket'], 'the tags Owner and Ticket', []],
  [[['owner', 'jo']], ['Owner', 'Ticket'], 'the tag Ticket', []],
  [
    [
      ['team', 'x'],
      ['OWNER', ' '],
    ],
    ['Owner'],
    'the tag Owner',
    ['/1'],
  ],
  [
    [
      ['owner', ''],
      ['ticket', ''],
      ['team', 'x'],
    ],
    ['Owner', 'Ticket'],
    'the tags Owner and Ticket',
    ['/0', '/1'],
  ],
])('says which tags have no value, and marks those without: %j of %j', (tags, required, missing, marks) => {
  const { detail, evidence } = found(tags, ...required);
  expect(detail).toMatch(new RegExp(`${missing}\\.$`));
  expect(evidence.map((one) => one.marks)).toEqual([marks]);
});

it('offers a command for what is missing, and a template with that and all that the role has by itself', () => {
  const tags: Tags = [
    ['team', 'x'],
    ['Owner', ''],
    ['aws:cloudformation:stack-name', 's'],
    ['by-aws:', 'y'],
  ];
  const one = found(tags, 'owner', 'Ticket');
  expect(fixOf(one, 'cli')).toBe(
    `aws iam tag-role --role-name 'access' --tags '[{"Key":"owner","Value":"<value of owner>"},{"Key":"Ticket","Value":"<value of Ticket>"}]'`,
  );
  const keys = [...fixOf(one, 'cloudformation').matchAll(/Key: "?([^"\n]+)"?/g)].map(([, key]) => key);
  expect(keys).toEqual(['team', 'by-aws:', 'owner', 'Ticket']);
  expect(fixOf(one, 'cloudformation')).toMatch(/Value: "?x"?\n/);
});
