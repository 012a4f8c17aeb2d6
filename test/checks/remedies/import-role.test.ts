import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { importFixes } from '../../../src/checks/remedies/import-role.ts';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { contextOf, role, STRANGER, UUID, withExternalId } from '../support/trust-fixtures.ts';

const DOCUMENT = '{"Version":"2012-10-17","Statement":[]}';

function fixesOf(more: Partial<Role> = {}, regions = ['eu-west-1', 'us-east-1']) {
  return importFixes(role([], more), contextOf({ account: { regions } }));
}

function propertiesOf(more: Partial<Role>): object {
  const [template] = fixesOf(more);
  return parse(template?.text ?? '').Resources.accessRole?.Properties;
}

describe('a template for a role that no stack declares', () => {
  it('says what the role is, and that it stays when the stack goes', () => {
    const [template] = fixesOf();
    expect(parse(template?.text ?? '')).toMatchObject({
      Resources: {
        accessRole: {
          Type: 'AWS::IAM::Role',
          DeletionPolicy: 'Retain',
          Properties: {
            RoleName: 'access',
            AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
          },
        },
      },
    });
    expect(template?.kind).toBe('cloudformation');
  });

  it('says nothing of what the role has not', () => {
    expect(Object.keys(propertiesOf({}))).toEqual(['RoleName', 'AssumeRolePolicyDocument']);
  });

  it('has all that the role has, but tags that only AWS may set', () => {
    const properties = propertiesOf({
      path: '/vendors/',
      attachedPolicies: [{ name: 'Read', arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
      permissionsBoundaryArn: 'arn:aws:iam::aws:policy/PowerUserAccess',
      inlinePolicies: [{ name: 'more', document: DOCUMENT }],
      tags: [
        { key: 'team', value: 'payments' },
        { key: 'aws:cloudformation:stack-name', value: 'old' },
      ],
    });
    expect(properties).toEqual({
      RoleName: 'access',
      Path: '/vendors/',
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] },
      ManagedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
      PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess',
      Policies: [{ PolicyName: 'more', PolicyDocument: { Version: '2012-10-17', Statement: [] } }],
      Tags: [{ Key: 'team', Value: 'payments' }],
    });
    expect(propertiesOf({ tags: [{ key: 'aws:x', value: 'y' }] })).not.toHaveProperty('Tags');
  });

  it('shows external IDs as reports show them', () => {
    const { trustPolicy } = role(withExternalId(STRANGER));
    const [template] = fixesOf({ trustPolicy });
    expect(template?.text).not.toContain(UUID);
    expect(template?.text).toContain('<the external ID in force: ***>');
  });

  it.each<[string, Partial<Role>]>([
    ['trust policy', { trustPolicy: 'nonsense' }],
    [
      'inline policy',
      {
        inlinePolicies: [
          { name: 'good', document: DOCUMENT },
          { name: 'bad', document: 'nonsense' },
        ],
      },
    ],
  ])('cannot be made where a %s is no document', (_what, more) => {
    expect(fixesOf(more)).toEqual([]);
  });
});

describe('the import', () => {
  it('is a change set in the first Region, for the role by its name', () => {
    const [, command] = fixesOf({ name: 'Vendor.Access_1' });
    expect(command?.kind).toBe('cli');
    expect(command?.text).toContain("--stack-name 'role-Vendor-Access-1'");
    expect(command?.text).toContain("--region 'eu-west-1'");
    const [, imported = ''] = /--resources-to-import '([^']*)'/.exec(command?.text ?? '') ?? [];
    expect(JSON.parse(imported)).toEqual([
      {
        ResourceType: 'AWS::IAM::Role',
        LogicalResourceId: 'VendorAccess1Role',
        ResourceIdentifier: { RoleName: 'Vendor.Access_1' },
      },
    ]);
  });

  it('has no command where no Region is read, and the template stays', () => {
    expect(fixesOf({}, []).map(({ kind }) => kind)).toEqual(['cloudformation']);
  });
});
