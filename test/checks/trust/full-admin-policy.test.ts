import { describe, expect, it } from 'vitest';
import { fullAdminPolicy } from '../../../src/checks/trust/full-admin-policy.ts';
import type {
  AuthorizationDetails,
  ManagedPolicy,
  PolicyHolder,
} from '../../../src/model/facts/authorization-details.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import { ACCOUNT, allow, deny, document, managed } from '../../policy/permissions/roles.ts';
import { contextOf, finding, fixOf, role, statuses } from '../support/trust-fixtures.ts';

const ADMINISTRATOR_ACCESS: ManagedPolicy = {
  ...managed('AdministratorAccess', [allow('*')]),
  arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
};
const SERVICE = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
const MFA = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };

interface Holds {
  inline?: Record<string, object | object[] | string>;
  attached?: Array<Pick<ManagedPolicy, 'arn' | 'name'>>;
}

function policiesOf({ inline = {}, attached = [] }: Holds): Omit<PolicyHolder, 'name' | 'arn'> {
  return {
    inlinePolicies: Object.entries(inline).map(([name, held]) => ({ name, document: document(held) })),
    attachedPolicies: attached.map(({ arn, name }) => ({ arn, name })),
  };
}

function holder(kind: 'user' | 'group', name: string, holds: Holds): PolicyHolder {
  return { name, arn: `arn:aws:iam::${ACCOUNT}:${kind}/${name}`, ...policiesOf(holds) };
}

function service(holds: Holds, more: object = {}) {
  return role([SERVICE], { ...policiesOf(holds), ...more });
}

function judged(given: Partial<AuthorizationDetails>) {
  const details = { roles: [], policies: [ADMINISTRATOR_ACCESS], users: [], groups: [], ...given };
  const outcomes = fullAdminPolicy.evaluate({ 'authorization-details': details }, contextOf());
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL') continue;
    for (const { pointer, value, marks = [] } of outcome.evidence) {
      expect(value).toBeDefined();
      expect(resolvePointer(details, pointer)).toEqual(value);
      for (const mark of marks) expect(resolvePointer(value, mark)).toBeDefined();
    }
  }
  return outcomes;
}

describe('full-admin-policy', () => {
  it('fails for a service role that nobody outside may assume', () => {
    const found = finding(judged({ roles: [service({ inline: { all: allow('*:*') } })] }));
    expect(found).toMatchObject({ discriminator: 'inline all', resource: { type: 'AWS::IAM::Role' } });
    expect(found.detail).toBe('The inline policy all of this role allows every action on every resource.');
    expect(found.evidence).toMatchObject([
      { pointer: '/roles/0/inlinePolicies/0/document/Statement', marks: ['/Action'] },
    ]);
    expect(fixOf(found, 'cli')).toContain('aws iam delete-role-policy --role-name ');
  });

  it('fails for users and groups, by AWS policies too, and names how to take them away', () => {
    const outcomes = judged({
      users: [holder('user', 'root-like', { attached: [ADMINISTRATOR_ACCESS] })],
      groups: [holder('group', 'admins', { inline: { all: [allow('s3:*'), allow('*')] } })],
    });
    expect(outcomes.map(({ status, resource }) => [status, resource.type])).toEqual([
      ['FAIL', 'AWS::IAM::User'],
      ['FAIL', 'AWS::IAM::Group'],
    ]);
    expect(finding(outcomes.slice(0, 1))).toMatchObject({
      discriminator: ADMINISTRATOR_ACCESS.arn,
      evidence: [{ pointer: '/policies/0/document/Statement/0' }],
    });
    expect(fixOf(finding(outcomes.slice(0, 1)), 'cli')).toBe(
      "aws iam detach-user-policy --user-name 'root-like' --policy-arn 'arn:aws:iam::aws:policy/AdministratorAccess'",
    );
    expect(finding(outcomes.slice(1)).evidence[0]?.pointer).toBe(
      '/groups/0/inlinePolicies/0/document/Statement/1',
    );
  });

  it('fails once for each policy of each holder, so that one can be accepted and not the other', () => {
    const holds = { attached: [ADMINISTRATOR_ACCESS], inline: { all: allow('*') } };
    const outcomes = judged({
      roles: [service(holds)],
      users: [holder('user', 'u', { attached: [ADMINISTRATOR_ACCESS] })],
    });
    expect(statuses(outcomes)).toEqual(['FAIL', 'FAIL', 'FAIL']);
  });

  it.each([
    ['AWSReservedSSO_AdministratorAccess_0123', '/aws-reserved/sso.amazonaws.com/'],
    ['OrganizationAccountAccessRole', '/'],
  ])('fails for %s as for any other', (name, path) => {
    const arn = `arn:aws:iam::${ACCOUNT}:role${path}${name}`;
    const found = finding(
      judged({ roles: [service({ attached: [ADMINISTRATOR_ACCESS] }, { name, path, arn })] }),
    );
    expect(found.resource.arn).toBe(arn);
    expect(found.fixes?.().length).toBe(path === '/' ? 1 : 0);
  });

  it.each<[says: string, held: object | object[] | string, status: string]>([
    ['* on *', allow('*'), 'FAIL'],
    ['**:** on **', allow('**:**', '**'), 'FAIL'],
    ['NotAction that leaves nothing out', { Effect: 'Allow', NotAction: 'x:y', Resource: '*' }, 'FAIL'],
    [
      'two statements that add up',
      [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, allow('iam:*')],
      'FAIL',
    ],
    [
      'prefixes that add up',
      allow([...'abcdefghijklmnopqrstuvwxyz0123456789'].map((one) => `${one}*:*`)),
      'FAIL',
    ],
    ['under a condition', allow('*', '*', MFA), 'FAIL'],
    ['all but one service', { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, 'PASS'],
    ['on one bucket', allow('*', 'arn:aws:s3:::b/*'), 'PASS'],
    ['with a Deny of one action', [allow('*'), deny('s3:DeleteBucket')], 'PASS'],
    ['many services', allow(['iam:*', 's3:*', 'ec2:*']), 'PASS'],
    ['that is not JSON', 'no JSON', 'UNKNOWN'],
    ['with a Deny that is not understood', [allow('*'), { ...deny('s3:*'), Extra: 1 }], 'UNKNOWN'],
  ])('a policy %s: %s', (_says, held, status) => {
    expect(statuses(judged({ users: [holder('user', 'u', { inline: { p: held } })] }))).toEqual([status]);
  });

  it('says which policy under conditions', () => {
    const outcomes = judged({ users: [holder('user', 'u', { inline: { p: allow('*', '*', MFA) } })] });
    expect(finding(outcomes).detail).toContain('every resource, under conditions.');
  });

  it('does not count a boundary: the policy is attached all the same', () => {
    const bounded = service(
      { attached: [ADMINISTRATOR_ACCESS] },
      { permissionsBoundaryArn: 'arn:aws:iam::1:policy/b' },
    );
    expect(statuses(judged({ roles: [bounded] }))).toEqual(['FAIL']);
  });

  it('does not know what a policy gives whose document is missing', () => {
    const unread = { arn: 'arn:aws:iam::partner:policy/x', name: 'x' };
    expect(statuses(judged({ roles: [service({ attached: [unread] })] }))).toEqual(['UNKNOWN']);
  });

  it('has nothing to judge where nobody holds a policy', () => {
    expect(statuses(judged({ groups: [holder('group', 'g', {})] }))).toEqual(['NOT_APPLICABLE']);
    expect(judged({})).toEqual([]);
  });

  it('does not know of users and groups in evidence that does not hold them', () => {
    const {
      users: _,
      groups: __,
      ...earlier
    } = { users: [], groups: [], roles: [service({})], policies: [] };
    const outcomes = fullAdminPolicy.evaluate({ 'authorization-details': earlier }, contextOf());
    expect(statuses(outcomes)).toEqual(['NOT_APPLICABLE', 'UNKNOWN']);
    expect(outcomes[1]?.detail).toContain('users and groups');
  });
});
