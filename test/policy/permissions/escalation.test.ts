import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { actionNames, actionSet } from '../../../src/policy/permissions/catalogue.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import { ESCALATION_METHODS } from '../../../src/policy/permissions/escalation-methods.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { SENSITIVE_READS } from '../../../src/policy/permissions/sensitive-reads.ts';
import { some } from '../../support/thorough.ts';
import {
  ACCOUNT,
  ADMINISTRATORS,
  allow,
  deny,
  FITTING,
  FITTING_POLICIES,
  type Held,
  managed,
  NARROW,
  otherRole,
  roleHolding,
} from './roles.ts';

/** A role with few rights, that lets everybody of the account in. */
const HARMLESS = otherRole('other', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow('s3:GetObject'));

/** An administrator, but for its boundary. */
const BOUNDED = otherRole('bounded', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow('*'), NARROW.arn);

function methodsOf(
  held: Held,
  others: readonly Role[] = [...ADMINISTRATORS, BOUNDED, HARMLESS],
): OpenMethod[] {
  const { role, policies } = roleHolding(held);
  const around = surroundingsOf(
    {
      roles: [role, ...others],
      policies: [...policies, ...FITTING_POLICIES],
      ...FITTING,
    },
    newStudy(),
  );
  const permissions = effectivePermissions(role, around.policies);
  return openMethods(permissions, accessOf(permissions), role, around);
}

function ids(held: Held, others?: readonly Role[]): string[] {
  return methodsOf(held, others).map(({ method }) => method.id);
}

describe.each(some(ESCALATION_METHODS, 20))('$id', ({ id, actions, needs, source }) => {
  const names = actions.map(({ action }) => action);
  const rewritesPolicies = actions.some(({ on }) => on === 'policy');

  it('is open to exactly its actions, certain where nothing else is needed', () => {
    const found = methodsOf({ inline: allow(names) }).find(({ method }) => method.id === id);
    expect(found?.by.map(({ action }) => action)).toEqual(names);
    if (needs === undefined && !rewritesPolicies) expect(found?.doubts).toEqual([]);
    else expect(found?.doubts.length).toBeGreaterThan(0);
  });

  it.each(names)('is closed without %s', (missing) => {
    expect(ids({ inline: allow(names.filter((name) => name !== missing)) })).not.toContain(id);
    expect(ids({ inline: [allow(names), deny(missing)] })).not.toContain(id);
  });

  it.each(some(names, 1))('is closed by a boundary without %s', (missing) => {
    const boundary = managed('b', { Effect: 'Allow', NotAction: missing, Resource: '*' });
    expect(ids({ inline: allow('*'), boundary })).not.toContain(id);
  });

  it('names published actions and a public page', () => {
    expect(actionNames(actionSet(names)).sort()).toEqual([...new Set(names)].sort());
    expect(source).toMatch(
      /^https:\/\/(?:hackingthe\.cloud|pathfinding\.cloud|cloud\.hacktricks\.wiki|docs\.aws\.amazon\.com)\//,
    );
  });
});

describe('the data files', () => {
  it.each([
    ['rolesanywhere:UpdateTrustAnchor'],
    ['batch:SubmitJob'],
    ['airflow:CreateCliToken'],
    ['airflow:CreateWebLoginToken'],
    ['ssm:UpdateDocument', 'ssm:UpdateDocumentDefaultVersion'],
    ['ssm:UpdateAssociation'],
    ['sso-directory:AddMemberToGroup'],
    ['sso:PutInlinePolicyToPermissionSet'],
    ['sso:AttachManagedPolicyToPermissionSet'],
    ['ec2:CreateLaunchTemplateVersion', 'autoscaling:UpdateAutoScalingGroup'],
    ['emr-containers:GetManagedEndpointSessionCredentials'],
    ['elasticmapreduce:GetClusterSessionCredentials'],
    ['iam:CreateServiceSpecificCredential'],
    ['organizations:CreateAccount', 'sts:AssumeRole'],
  ])('know a way, that is not certain, by %s %s', (...actions) => {
    const found = methodsOf({ inline: allow(actions) }, []);
    expect(found.map(({ doubts }) => doubts.length > 0)).toEqual([true]);
  });

  it('have each id once', () => {
    const all = ESCALATION_METHODS.map(({ id }) => id);
    expect(new Set(all).size).toBe(all.length);
  });

  it('name sensitive reads as published', () => {
    const all = SENSITIVE_READS.flatMap(({ actions }) => actions);
    expect(actionNames(actionSet(all)).sort()).toEqual([...all].sort());
  });
});

const OWN = `arn:aws:iam::${ACCOUNT}:role/vendor`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/other`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role/*`;
const LAMBDA = ['lambda:CreateFunction', 'lambda:InvokeFunction'];

function pass(service: string | string[], operator = 'StringEquals'): object {
  return allow('iam:PassRole', '*', { Condition: { [operator]: { 'iam:PassedToService': service } } });
}

const OPEN: Array<[says: string, held: Held, open: string[]]> = [
  [
    'iam:* opens the ways of IAM',
    { inline: allow('iam:*') },
    ESCALATION_METHODS.filter(({ actions }) => actions.every(({ action }) => action.startsWith('iam:')))
      .map(({ id }) => id)
      .concat('pass-role-instance-profile')
      .sort(),
  ],
  ['reading opens none', { inline: allow(['iam:Get*', 'iam:List*', 's3:*']) }, []],
  ['attaching to another role does not raise itself', { inline: allow('iam:AttachRolePolicy', OTHER) }, []],
  ['attaching to its own ARN does', { inline: allow('iam:AttachRolePolicy', OWN) }, ['attach-role-policy']],
  [
    'attaching to another role and assuming it',
    {
      inline: [allow('iam:AttachRolePolicy', OTHER), allow('sts:AssumeRole', OTHER)],
    },
    ['attach-role-policy-assume'],
  ],
  [
    'attaching to one role and assuming another',
    {
      inline: [allow('iam:AttachRolePolicy', OTHER), allow('sts:AssumeRole', `${OTHER}wise`)],
    },
    [],
  ],
  ['assuming roles is a way only where they lead to one', { inline: allow('sts:AssumeRole', ROLES) }, []],
  [
    'the actions may stand in different policies',
    {
      inline: allow('iam:PassRole'),
      attached: [managed('l', allow(LAMBDA))],
    },
    ['pass-role-lambda-invoke'],
  ],
  [
    'passing to the service that it takes',
    { inline: [pass('lambda.amazonaws.com'), allow(LAMBDA)] },
    ['pass-role-lambda-invoke'],
  ],
  [
    'passing to a pattern of services',
    { inline: [pass('*.amazonaws.com', 'StringLike'), allow(LAMBDA)] },
    ['pass-role-lambda-invoke'],
  ],
  ['passing to another service', { inline: [pass('ec2.amazonaws.com'), allow(LAMBDA)] }, []],
  [
    'passing to several',
    { inline: [pass(['ec2.amazonaws.com', 'lambda.amazonaws.com']), allow(LAMBDA)] },
    ['pass-role-lambda-invoke'],
  ],
  [
    'passing things that are no roles',
    { inline: [allow('iam:PassRole', 'arn:aws:s3:::x'), allow(LAMBDA)] },
    [],
  ],
  [
    'functions on Lambda resources',
    { inline: [allow('iam:PassRole'), allow(LAMBDA, 'arn:aws:lambda:*:*:function:*')] },
    ['pass-role-lambda-invoke'],
  ],
  [
    'functions on resources of another service',
    { inline: [allow('iam:PassRole'), allow(LAMBDA, 'arn:aws:s3:::x')] },
    [],
  ],
  [
    'users of a path',
    { inline: allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/a*`) },
    ['create-access-key'],
  ],
  [
    'users of a path that nobody is on',
    { inline: allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/apps/*`) },
    [],
  ],
  [
    'users of another account',
    { inline: allow('iam:CreateAccessKey', 'arn:aws:iam::999999999999:user/*') },
    [],
  ],
  [
    'a boundary that it cannot take off holds it back from raising itself',
    {
      inline: allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy']),
      boundary: managed('b', allow(['iam:AttachRolePolicy', 'iam:PutRolePolicy'])),
    },
    [],
  ],
];

describe('which ways are open', () => {
  it.each(OPEN)('%s', (_says, held, open) => {
    expect(ids(held).sort()).toEqual([...new Set(open)].sort());
  });
});
