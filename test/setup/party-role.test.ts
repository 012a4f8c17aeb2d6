import { describe, expect, it } from 'vitest';
import { type PartyRole, partyRole, partyRoleFiles } from '../../src/setup/party-role.ts';
import { readRoleFile } from '../../src/stack-template/role-file.ts';

const POLICY = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      NotAction: ['iam:*'],
      Resource: 'arn:aws:s3:::a-${aws:PrincipalTag/team}',
      Condition: { StringLike: { 'a%{b': '*' } },
    },
  ],
};

const PARTY: PartyRole = {
  name: 'Acme & Söhne',
  accountIds: ['123456789012'],
  partition: 'aws',
  owner: 'ana@example.com (platform)',
  justification: 'metrics',
  contractEnds: '2027-12-31',
  externalIdFormat: undefined,
  allowedSourceIps: ['203.0.113.0/24'],
  longestSession: 7200,
  requiredTags: ['owner', 'Cost Centre'],
  policy: POLICY,
};

const ID = '0b2f4c1e-7a66-4c7e-9a51-1f0c3d2e4b5a';

/** The role as it would be deployed. */
function deployed(party: PartyRole, parameters: Record<string, string> = {}) {
  const file = readRoleFile(
    partyRoleFiles(party).get('role.yaml') ?? '',
    {
      accountId: '111122223333',
      region: 'eu-west-1',
      partition: 'aws',
      stackName: 's',
      parameters: new Map(Object.entries({ ExternalId: ID, Tag1: '42', ...parameters })),
      taken: new Set(),
    },
    { name: 'x', admitted: 'x' },
  );
  if ('problem' in file) throw new Error(file.problem);
  const [role] = file.roles;
  if (role === undefined) throw new Error('no role');
  return { file, role };
}

describe('the role of a third party', () => {
  it('admits the third party alone, with its external ID, from its addresses, through the last day of the contract', () => {
    expect(deployed(PARTY).role.trustPolicy).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'ThirdPartyEnters',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::123456789012:root' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: { 'sts:ExternalId': ID },
            DateLessThan: { 'aws:CurrentTime': '2028-01-01T00:00:00Z' },
            IpAddress: { 'aws:SourceIp': ['203.0.113.0/24'] },
          },
        },
      ],
    });
  });

  it('has the policy that was given and no more, now and later', () => {
    const { file, role } = deployed(PARTY);
    expect(role.inlinePolicies).toEqual([{ name: 'third-party', document: POLICY }]);
    expect(file.policies).toEqual([{ arn: role.permissionsBoundaryArn, name: 'Boundary', document: POLICY }]);
    expect(file.open).toEqual([]);
  });

  it('has its owner and the tags that are asked for, a name and the longest session', () => {
    const { role } = deployed(PARTY);
    expect(role.tags).toEqual([
      { key: 'owner', value: 'ana@example.com  platform ' },
      { key: 'Cost Centre', value: '42' },
    ]);
    expect([role.name, role.maxSessionDuration]).toEqual(['third-party-Acme-S-hne', 7200]);
  });

  it('is asked for its end where the contract has none, and comes from anywhere where no address is known', () => {
    const open = { ...PARTY, contractEnds: undefined, allowedSourceIps: [] };
    expect(partyRole(open).parameters.AccessEnds?.default).toBeUndefined();
    const { role } = deployed(open, { AccessEnds: '2027-01-01T00:00:00Z' });
    expect(JSON.stringify(role.trustPolicy)).not.toContain('SourceIp');
    expect(JSON.stringify(role.trustPolicy)).toContain('2027-01-01T00:00:00Z');
  });

  it('has no boundary where its policy is longer than one may be', () => {
    const long = {
      ...POLICY,
      Statement: [{ ...POLICY.Statement[0], Resource: Array(200).fill(`arn:aws:s3:::${'x'.repeat(40)}`) }],
    };
    expect(deployed({ ...PARTY, policy: long }).role.permissionsBoundaryArn).toBeNull();
  });

  it('keeps the variables of IAM in Terraform', () => {
    const module = JSON.parse(partyRoleFiles(PARTY).get('terraform/main.tf.json') ?? '');
    const { policy } = Object.values<{ policy: string }>(module.resource.aws_iam_role_policy)[0] ?? {
      policy: '',
    };
    expect(policy).toContain('$${aws:PrincipalTag/team}');
    expect(policy).toContain('a%%{b');
    expect(JSON.parse(policy.replaceAll('$$', '$').replaceAll('%%', '%'))).toEqual(POLICY);
    expect(Object.keys(module.resource.aws_iam_policy)).toHaveLength(1);
  });

  it('lets no text of the register be an expression of Terraform, and gives tags as a map', () => {
    const odd = { ...PARTY, name: 'A ${file("/etc/passwd")}', justification: '%{ if true }${x}' };
    const module = JSON.parse(partyRoleFiles(odd).get('terraform/main.tf.json') ?? '');
    const { description, tags } = module.resource.aws_iam_role.role;
    expect(description).toBe('For A $${file("/etc/passwd")}: %%{ if true }$${x}');
    expect(module.resource.aws_iam_policy.boundary.description).toContain('A $${file(');
    expect(tags).toEqual({ owner: 'ana@example.com  platform ', 'Cost Centre': '${var.tag1}' });
  });

  it('lets CloudFormation look up nothing that the register says', () => {
    const odd = { ...PARTY, name: 'A {{resolve:ssm:a}}', justification: '{{{resolve:ssm:a}}' };
    expect(deployed(odd).role.description).not.toContain('{{resolve:');
    expect(partyRoleFiles(odd).get('role.yaml')?.split('Resources:')[1]).not.toContain('{{resolve:');
  });

  it('takes the external ID that the third party makes, where the register gives its form, or a UUID', () => {
    const theirs = { ...PARTY, externalIdFormat: '^nimbus-[0-9a-f]{32}$' };
    const { pattern = '' } = partyRole(theirs).parameters.ExternalId ?? {};
    const takes = (id: string) => new RegExp(pattern).test(id);
    expect([takes(`nimbus-${'0'.repeat(32)}`), takes(ID), takes('nimbus-1'), takes(`x${ID}`)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(partyRoleFiles(theirs).get('letter.md')).toMatch(
      /## What you send us\n\n- The external ID that you make/,
    );
    expect(partyRoleFiles(PARTY).get('letter.md')).toMatch(
      /- The external ID, by another way than this letter/,
    );
  });

  it('may be entered from any account of the party, in its partition alone', () => {
    const { default: first, pattern = '' } = partyRole({
      ...PARTY,
      accountIds: ['123456789012', '210987654321'],
      partition: 'aws-cn',
    }).parameters.PrincipalArn ?? { label: '', description: '' };
    expect(first).toBe('arn:aws-cn:iam::123456789012:root');
    const takes = (arn: string) => new RegExp(pattern).test(arn);
    expect(takes('arn:aws-cn:iam::210987654321:role/collector')).toBe(true);
    expect(takes('arn:aws:iam::210987654321:role/collector')).toBe(false);
    expect(takes('arn:aws-cn:iam::999999999999:role/collector')).toBe(false);
  });
});

describe('the letter', () => {
  it('says what holds and what to test, and holds no external ID', () => {
    const text = partyRoleFiles(PARTY).get('letter.md') ?? '';
    for (const words of [
      'Acme & Söhne',
      '203.0.113.0/24',
      '2027-12-31',
      'up to 2 h',
      'must be refused',
      'ana@example.com',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
  });
});
