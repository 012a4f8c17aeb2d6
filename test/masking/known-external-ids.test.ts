import { describe, expect, it } from 'vitest';
import { aboutResource, evidenceShown, fixShown } from '../../src/masking/known-external-ids.ts';
import { withoutKnownIds } from '../../src/policy/external-ids/known-ids.ts';

const ID = 'tenant-0042-7f3a9c';
const ids = withoutKnownIds([ID, 'acme-42', 'acme-42-0042-7f3a9c', 'reader'], () => '#');

describe('what is shown of a resource', () => {
  it.each([
    ['arn:aws:iam::1:role/a', `Role a asks for ${ID}.`, 'Role a asks for #.'],
    ['arn:aws:iam::1:role/n', `Role n asks for ${ID}.`, 'Role n asks for #.'],
    [`arn:aws:iam::1:role/${ID}`, `Role ${ID} asks for acme-42.`, `Role ${ID} asks for #.`],
    [`arn:aws:iam::1:role/x-${ID}`, `Role x-${ID} asks for ${ID}.`, `Role x-${ID} asks for #.`],
    // A role that is named like a part of an ID does not hide the ID.
    ['arn:aws:iam::1:role/0042', `Role 0042 asks for ${ID}.`, 'Role 0042 asks for #.'],
    [
      'arn:aws:iam::1:role/acme-42',
      `Role acme-42 asks for x-acme-42-${ID}.`,
      'Role acme-42 asks for x-acme-42-#.',
    ],
    ['arn:aws:iam::1:role/acme-42', 'Role acme-42 asks for acme-42-0042-7f3a9c.', 'Role acme-42 asks for #.'],
    ['', `It is ${ID}.`, 'It is #.'],
  ])('of %s keeps its name and no external ID', (arn, text, shown) => {
    expect(aboutResource(text, arn, ids.inSentence)).toBe(shown);
  });

  it('keeps names in evidence, and loses words where people write', () => {
    const value = { name: ID, note: `the reader of ${ID}`, list: ['acme-42'] };
    const policies = { fact: 'authorization-details', pointer: '/roles/0' };
    expect(evidenceShown(policies, value, ids)).toEqual({
      name: ID,
      note: 'the reader of #',
      list: ['acme-42'],
    });
    expect(evidenceShown({ fact: 'role-settings', pointer: '/roles/0' }, value, ids)).toEqual({
      name: ID,
      note: 'the # of #',
      list: ['#'],
    });
    expect(evidenceShown({ ...policies, pointer: '/roles/0/name' }, ID, ids)).toBe(ID);
    expect(
      evidenceShown({ ...policies, pointer: '/roles/0/tags' }, [{ key: 'a', value: 'reader' }], ids),
    ).toEqual([{ key: 'a', value: '#' }]);
  });
});

describe('what external IDs that are plain words cannot spoil', () => {
  const WORDS = [
    'Statement',
    'Effect',
    'Allow',
    'Principal',
    'Action',
    'AssumeRole',
    'aws',
    'update-role',
    'policy',
  ];
  const hostile = withoutKnownIds(
    [...WORDS, 'sts:*', 'ec2', 'ListThem', 'Resources', 'AWS::IAM::Role', ID],
    () => '#',
  );
  const policy = {
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'ListThem',
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::1:root' },
        Action: ['sts:AssumeRole', 'sts:*', 'ec2:*'],
        Condition: { StringEquals: { 'aws:PrincipalTag/team': 'policy', 'aws:username': ID } },
      },
    ],
  };
  const without = (text: string) => text.replace('"policy"', '"#"').replace(ID, '#');
  const role = 'arn:aws:iam::1:role/update-role';

  it('is a policy to copy', () => {
    const text = JSON.stringify(policy, null, 2);
    expect(fixShown({ kind: 'policy', title: '', text }, role, hostile)).toBe(without(text));
  });

  it('is a template to copy', () => {
    const lines = (...tags: string[]) =>
      [
        'Resources:',
        '  PolicyRole:',
        '    Type: AWS::IAM::Role',
        '    Properties:',
        '      RoleName: policy',
      ].concat(
        '      AssumeRolePolicyDocument:',
        '        Statement:',
        '          - Sid: ListThem',
        '            Effect: Allow',
        '            Action: sts:AssumeRole',
        '      Tags:',
        ...tags.map((tag) => `        - Key: note\n          Value: ${tag}`),
      );
    const text = lines('policy', '"aws"', `for the policy ${ID}`, 'role').join('\n');
    expect(fixShown({ kind: 'cloudformation', title: '', text }, role, hostile)).toBe(
      lines('#', '"#"', 'for the # #', 'role').join('\n'),
    );
  });

  it.each([
    ["aws iam update-role --role-name 'policy'", true],
    ["aws iam update-role --role-name 'policy' --description 'who may enter'", true],
    ["aws iam update-role --role-name 'policy' --description 'by policy'", false],
    ["aws iam update-role --role-name 'policy' --description 'it'\\''s a policy'", false],
    [`aws iam update-role --role-name 'policy' --description '${ID}'`, false],
    [`aws iam update-role --role-name '${ID}'`, false],
  ])('is the command %s', (text, isWhole) => {
    expect(fixShown({ kind: 'cli', title: '', text }, role, hostile)).toBe(isWhole ? text : undefined);
  });

  it('is the command about a role whose name is an ID', () => {
    const text = `aws iam delete-role --role-name '${ID}'`;
    expect(fixShown({ kind: 'cli', title: '', text }, `arn:aws:iam::1:role/${ID}`, hostile)).toBe(text);
  });

  it('is evidence in which a text holds a document', () => {
    const drift = { fact: 'drift', pointer: '/perResource/0' };
    for (const text of [JSON.stringify(policy), JSON.stringify({ Policies: [JSON.stringify(policy)] })])
      expect(evidenceShown(drift, { expectedProperties: text }, hostile)).toEqual({
        expectedProperties: text.replace('policy', '#').replace('ListThem', '#').replace(ID, '#'),
      });
  });
});
