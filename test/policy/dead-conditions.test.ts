// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of policies look like this.
import { describe, expect, it } from 'vitest';
import { neverMet } from '../../src/policy/dead-conditions.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';

const THERE = '555566667777';
const ROLE = `arn:aws:iam::${THERE}:role/x`;
const USER = `arn:aws:iam::${THERE}:user/jo`;
const SESSION = `arn:aws:sts::${THERE}:assumed-role/x/s`;

/** Why no request of this principal meets one condition. */
function why(
  operator: string,
  key: string,
  values: string | string[],
  principal: object = { AWS: THERE },
): string | null {
  const statement = {
    Effect: 'Allow',
    Principal: principal,
    Action: 'sts:AssumeRole',
    Condition: { [operator]: { [key]: values } },
  };
  const { grants } = readTrustPolicy(JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  const [grant] = grants;
  const [condition] = grant?.conditions ?? [];
  if (grant === undefined || condition === undefined) throw new Error('no condition');
  return neverMet(condition, grant.principal);
}

type Case = [operator: string, key: string, values: string | string[], principal?: object];

describe('no request meets', () => {
  it.each<[...Case, words: string]>([
    ['StringEquals', 'aws:SourceAccount', THERE, { AWS: THERE }, 'AWS services only'],
    ['ArnLike', 'aws:SourceArn', 'arn:aws:s3:::x', { AWS: ROLE }, 'AWS services only'],
    ['StringEquals', 'aws:PrincipalServiceName', 'ec2.amazonaws.com', { AWS: USER }, 'AWS services only'],
    ['StringEquals', 'aws:SourceOrgID', 'o-ours123456', { AWS: SESSION }, 'AWS services only'],
    ['StringEquals', 's3:prefix', 'x', { Service: 'ec2.amazonaws.com' }, 'of another service'],
    ['StringEquals', 'kms:ViaService', 'x', { AWS: THERE }, 'of another service'],
    [
      'IpAddress',
      'aws:SourceIp',
      ['10.0.0.0/8', '192.168.1.0/24'],
      { AWS: THERE },
      'always a public address',
    ],
    ['StringEquals', 'aws:SourceIp', '172.16.0.1', { AWS: THERE }, 'always a public address'],
    [
      'StringLike',
      'aws:SourceIp',
      ['10.*', '192.168.*', '172.16.*', '172.31.*'],
      { AWS: THERE },
      'always a public address',
    ],
    ['StringEquals', 'aws:username', 'jo', { AWS: ROLE }, 'the name of a user'],
    ['StringEquals', 'aws:username', 'jo', { AWS: SESSION }, 'the name of a user'],
    ['StringEquals', 'aws:PrincipalType', 'AssumedRole', { AWS: USER }, 'always User'],
    ['StringEquals', 'aws:PrincipalType', 'User', { AWS: ROLE }, 'always AssumedRole'],
    ['StringLike', 'aws:PrincipalType', 'U*', { AWS: ROLE }, 'always AssumedRole'],
    ['Bool', 'aws:SecureTransport', 'false', { AWS: THERE }, 'over TLS'],
    ['Bool', 'aws:PrincipalIsAWSService', 'true', { AWS: THERE }, 'no AWS service'],
    ['StringEquals', 'aws:PrincipalAccount', `${THERE}*`, { AWS: '*' }, 'names no account'],
    ['StringEquals', 'aws:PrincipalOrgID', 'o-*', { AWS: '*' }, 'names no organization'],
    ['StringEquals', 'aws:SourceVpc', 'vpc-*', { AWS: THERE }, 'names no VPC:'],
    ['StringEquals', 'aws:SourceVpce', 'vpc-1a', { AWS: THERE }, 'names no VPC endpoint'],
    ['StringEquals', 'aws:userid', 'AROAX:*', { AWS: THERE }, 'names nobody'],
    ['ArnLike', 'aws:PrincipalArn', SESSION, { AWS: THERE }, 'never that of its session'],
    [
      'ArnLike',
      'aws:PrincipalArn',
      'arn:aws:iam::999988887777:role/*',
      { AWS: THERE },
      'names another account',
    ],
    ['StringEquals', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x*', { AWS: THERE }, 'wildcards mean nothing'],
    ['StringEquals', 'aws:PrincipalArn', `${ROLE}2`, { AWS: ROLE }, 'names others'],
    ['StringLike', 'aws:PrincipalArn', `${ROLE}2*`, { AWS: ROLE }, 'names others'],
    ['ArnEquals', 'aws:PrincipalArn', `${USER}y`, { AWS: USER }, 'names others'],
    ['ForAnyValue:StringEquals', 'aws:PrincipalServiceNamesList', 'x', { AWS: THERE }, 'AWS services only'],
  ])('%s on %s of %j by %j', (operator, key, values, principal, words) => {
    expect(why(operator, key, values, principal)).toContain(words);
  });
});

describe('some request may meet', () => {
  it.each<Case>([
    ['StringEquals', 'sts:ExternalId', 'x'],
    ['Null', 'aws:SourceArn', 'false'],
    ['StringEqualsIfExists', 'aws:SourceAccount', THERE],
    ['ForAllValues:StringEquals', 'aws:PrincipalServiceNamesList', 'x'],
    ['StringNotEquals', 'aws:SourceAccount', THERE],
    ['StringEquals', 'aws:SourceAccount', []],
    ['StringEquals', 'aws:SourceAccount', THERE, { Service: 'ec2.amazonaws.com' }],
    ['StringEquals', 'aws:SourceAccount', THERE, { AWS: '*' }],
    ['IpAddress', 'aws:SourceIp', ['10.0.0.0/8', '203.0.113.0/24']],
    ['StringLike', 'aws:SourceIp', '172.32.*'],
    ['StringLike', 'aws:SourceIp', '1*'],
    ['StringEquals', 'aws:SourceIp', 'nonsense'],
    ['StringEquals', 'aws:username', 'jo', { AWS: USER }],
    ['StringEquals', 'aws:PrincipalType', 'User', { AWS: USER }],
    ['StringLike', 'aws:PrincipalType', 'A*', { AWS: ROLE }],
    ['StringEquals', 'aws:PrincipalType', 'User', { AWS: THERE }],
    ['StringEqualsIgnoreCase', 'aws:PrincipalType', 'user', { AWS: ROLE }],
    ['Bool', 'aws:SecureTransport', ['true', 'false']],
    ['Bool', 'aws:SecureTransport', 'true'],
    ['Bool', 'aws:PrincipalIsAWSService', 'false'],
    ['Bool', 'aws:PrincipalIsAWSService', 'true', { AWS: '*' }],
    ['StringEquals', 'aws:PrincipalAccount', [THERE, 'x']],
    ['StringLike', 'aws:PrincipalAccount', `${THERE}*`],
    ['StringEquals', 'aws:PrincipalAccount', '${aws:ResourceAccount}'],
    ['StringEquals', 'aws:PrincipalAccount', '${aws:PrincipalTag/a}'],
    ['StringEquals', 'aws:PrincipalOrgID', '${aws:ResourceOrgID}'],
    ['StringEquals', 'aws:userid', 'AROAX:s'],
    ['ArnLike', 'aws:PrincipalArn', ROLE],
    ['ArnLike', 'aws:PrincipalArn', [SESSION, ROLE]],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/x'],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::999988887777:role/*', { AWS: '*' }],
    ['StringEquals', 'aws:PrincipalArn', ROLE, { AWS: ROLE }],
    ['StringLike', 'aws:PrincipalArn', 'arn:*', { AWS: ROLE }],
    ['ArnLike', 'aws:PrincipalArn', 'arn:aws:iam::*:role/*', { AWS: ROLE }],
    ['ArnEquals', 'aws:PrincipalArn', `arn:aws:iam::${THERE}:role/\${aws:username}`, { AWS: ROLE }],
  ])('%s on %s of %j by %j', (operator, key, values, principal) => {
    expect(why(operator, key, values, principal)).toBeNull();
  });
});
