import { describe, expect, it } from 'vitest';
import { readRoleFile } from '../../src/stack-template/role-file.ts';

const ACCOUNT = '111122223333';
const STRANGER = '999988887777';

const statement = (principal: unknown, more: object = {}) => ({
  Statement: [{ Effect: 'Allow', Principal: principal, Action: 's3:*', Resource: '*', ...more }],
});

function unjudged(others: object, more: object = {}) {
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: statement({ Service: 'ec2.amazonaws.com' }) },
  };
  const file = readRoleFile(
    JSON.stringify({ Resources: { Role: role, ...others }, ...more }),
    {
      accountId: ACCOUNT,
      region: 'eu-west-1',
      partition: 'aws',
      stackName: 's',
      parameters: new Map(),
      taken: new Set(),
    },
    { name: 'file', admitted: STRANGER },
  );
  if ('problem' in file) throw new Error(file.problem);
  return file.unjudged;
}

const allowAll = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

describe('what of a template gives access beside its roles', () => {
  it.each<[type: string, properties?: object]>([
    ['AWS::IAM::User'],
    ['AWS::IAM::AccessKey'],
    ['AWS::SSO::Assignment'],
    ['AWS::RAM::ResourceShare'],
    ['AWS::EKS::AccessEntry'],
    ['AWS::S3::BucketPolicy', { PolicyDocument: statement('*') }],
    ['AWS::KMS::Key', { KeyPolicy: statement({ AWS: STRANGER }) }],
    ['AWS::KMS::Key', { KeyPolicy: statement({ AWS: { Ref: 'Unknown' } }) }],
    ['AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', NotPrincipal: 'a' }] } }],
    ['AWS::Lambda::Permission', { Principal: STRANGER }],
    ['AWS::Logs::Destination', { DestinationPolicy: JSON.stringify(statement({ AWS: STRANGER })) }],
    ['AWS::Logs::Destination', { DestinationPolicy: { 'Fn::Sub': '{"Principal":{"AWS":"${X}"}}' } }],
    ['AWS::Lambda::Url', { AuthType: 'NONE' }],
    ['AWS::Lambda::Url', { AuthType: { Ref: 'Unknown' } }],
    ['AWS::Lambda::Url'],
    ['AWS::S3::Bucket', { AccessControl: 'PublicRead' }],
    ['AWS::S3::Bucket', { AccessControl: { 'Fn::If': ['Unknown', 'Private', 'AuthenticatedRead'] } }],
    ['AWS::Lambda::LayerVersionPermission', { Principal: '*' }],
    ['AWS::ServiceCatalog::PortfolioShare', { AccountId: STRANGER }],
    ['AWS::Cognito::IdentityPool', { AllowUnauthenticatedIdentities: true }],
    ['AWS::IAM::Policy', { Roles: ['Administrator'], PolicyDocument: allowAll }],
    ['AWS::IAM::ManagedPolicy', { Users: ['ana'], PolicyDocument: allowAll }],
    ['AWS::IAM::RolePolicy', { RoleName: { Ref: 'Unknown' }, PolicyDocument: allowAll }],
  ])('is told of a %s %j', (Type, Properties = {}) => {
    expect(unjudged({ Other: { Type, Properties } })).toEqual([
      { place: 'Resources.Other', type: Type, why: 'beside-roles' },
    ]);
  });

  it.each<[type: string, properties?: object]>([
    ['AWS::CloudFormation::Stack', { TemplateURL: 'https://vendor.example/roles.yaml' }],
    ['AWS::CloudFormation::StackSet', { TemplateBody: '{}' }],
    ['AWS::CloudFormation::CustomResource'],
    ['Custom::Roles'],
    ['Acme::Access::Grant'],
    ['Acme::Access::Role::MODULE'],
    ['AWS::Serverless::Function'],
    ['AWS::S3::BucketPolicy', { 'Fn::Transform': { Name: 'AWS::Include' } }],
    ['AWS::S3::BucketPolicy', { PolicyDocument: { 'Fn::Transform': { Name: 'AWS::Include' } } }],
  ])('is told of a %s, whose own is elsewhere %j', (Type, Properties = {}) => {
    expect(unjudged({ Other: { Type, Properties } })).toEqual([
      { place: 'Resources.Other', type: Type, why: 'made-elsewhere' },
    ]);
  });

  it('is told of a macro that may change everything, and not of one that has types of its own', () => {
    const macros = ['AWS::LanguageExtensions', 'Acme', { Name: 'AWS::Include', Parameters: {} }];
    expect(unjudged({}, { Transform: macros }).map(({ place, type }) => [place, type])).toEqual([
      ['Transform', 'Acme'],
      ['Transform', 'AWS::Include'],
    ]);
  });

  it('is not what admits a service or the account itself, denies, belongs to a role, or is not made', () => {
    const others = {
      Queue: {
        Type: 'AWS::SQS::QueuePolicy',
        Properties: { PolicyDocument: statement({ Service: ['s3.amazonaws.com'] }) },
      },
      Key: {
        Type: 'AWS::KMS::Key',
        Properties: {
          KeyPolicy: statement({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } }),
        },
      },
      Bucket: {
        Type: 'AWS::S3::BucketPolicy',
        Properties: { PolicyDocument: statement('*', { Effect: 'Deny' }) },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { AuthType: 'AWS_IAM' } },
      Logs: { Type: 'AWS::S3::Bucket', Properties: { AccessControl: 'LogDeliveryWrite' } },
      Data: { Type: 'AWS::S3::Bucket' },
      Permission: { Type: 'AWS::Lambda::Permission', Properties: { Principal: 'events.amazonaws.com' } },
      Policy: {
        Type: 'AWS::IAM::Policy',
        Properties: { Roles: [{ Ref: 'Role' }], PolicyDocument: allowAll },
      },
      User: { Type: 'AWS::IAM::User', Condition: 'Never' },
    };
    expect(unjudged(others, { Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } })).toEqual([]);
  });

  it('is judged to be there where one of two branches admits others', () => {
    const principal = { 'Fn::If': ['Unknown', { Service: 's3.amazonaws.com' }, '*'] };
    expect(
      unjudged({
        Other: { Type: 'AWS::S3::BucketPolicy', Properties: { PolicyDocument: statement(principal) } },
      }),
    ).toHaveLength(1);
  });
});
