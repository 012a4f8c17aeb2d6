import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { actionNames, actionSet } from '../../../src/policy/permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { type OpenMethod, openMethods } from '../../../src/policy/permissions/escalation.ts';
import { ESCALATION_METHODS } from '../../../src/policy/permissions/escalation-methods.ts';
import { SENSITIVE_READS } from '../../../src/policy/permissions/sensitive-reads.ts';
import { ACCOUNT, allow, deny, type Held, managed, roleHolding } from './roles.ts';

function methodsOf(held: Held): OpenMethod[] {
  const { role, policies } = roleHolding(held);
  const permissions = effectivePermissions(role, policiesByArn(policies));
  return openMethods(permissions, accessOf(permissions), role);
}

function ids(held: Held): string[] {
  return methodsOf(held).map(({ method }) => method.id);
}

describe.each(ESCALATION_METHODS)('$id', ({ id, actions, source }) => {
  const names = actions.map(({ action }) => action);

  it('is open to exactly its actions, whole and for every request', () => {
    const found = methodsOf({ inline: allow(names) }).find(({ method }) => method.id === id);
    expect(found).toMatchObject({ whole: true, unconditional: true });
    expect(found?.by.map(({ action }) => action)).toEqual(names);
  });

  it.each(names)('is closed without %s', (missing) => {
    expect(ids({ inline: allow(names.filter((name) => name !== missing)) })).not.toContain(id);
    expect(ids({ inline: [allow(names), deny(missing)] })).not.toContain(id);
    expect(
      ids({
        inline: allow('*'),
        boundary: managed('b', { Effect: 'Allow', NotAction: missing, Resource: '*' }),
      }),
    ).not.toContain(id);
  });

  it('names published actions and a public page', () => {
    expect(actionNames(actionSet(names)).sort()).toEqual([...new Set(names)].sort());
    expect(source).toMatch(/^https:\/\/(?:hackingthe\.cloud|pathfinding\.cloud)\//);
  });
});

describe('the data files', () => {
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
    [
      'attach-role-policy',
      'put-role-policy',
      'create-policy-version',
      'set-default-policy-version',
      'update-assume-role-policy',
      'create-access-key',
      'create-login-profile',
      'update-login-profile',
      'attach-user-policy',
      'put-user-policy',
      'attach-group-policy',
      'put-group-policy',
      'add-user-to-group',
    ],
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
    { inline: allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/apps/*`) },
    ['create-access-key'],
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
    expect(ids(held)).toEqual(open);
  });

  it('a boundary that the role can take off itself does not hold it back', () => {
    const held: Held = {
      inline: allow(['iam:AttachRolePolicy', 'iam:DeleteRolePermissionsBoundary'], OWN),
      boundary: managed('b', allow('iam:*')),
    };
    expect(ids(held)).toEqual(['attach-role-policy']);
  });
});

const LIMITS: Array<[says: string, held: Held, limits: { whole: boolean; unconditional: boolean }]> = [
  [
    'all roles',
    { inline: [allow('iam:PassRole', ROLES), allow(LAMBDA)] },
    { whole: true, unconditional: true },
  ],
  [
    'named roles',
    { inline: [allow('iam:PassRole', OTHER), allow(LAMBDA)] },
    { whole: false, unconditional: true },
  ],
  [
    'a condition on the service alone',
    { inline: [pass('lambda.amazonaws.com'), allow(LAMBDA)] },
    { whole: true, unconditional: true },
  ],
  [
    'another condition',
    {
      inline: [
        allow('iam:PassRole', '*', { Condition: { StringEquals: { 'aws:ResourceTag/x': 'y' } } }),
        allow(LAMBDA),
      ],
    },
    { whole: true, unconditional: false },
  ],
  [
    'a conditional Deny',
    {
      inline: [
        allow(['iam:PassRole', ...LAMBDA]),
        deny('lambda:*', '*', { Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      ],
    },
    { whole: true, unconditional: false },
  ],
  [
    'a Deny on one role',
    { inline: [allow(['iam:PassRole', ...LAMBDA]), deny('iam:PassRole', OTHER)] },
    { whole: true, unconditional: true },
  ],
  [
    'the better of two statements',
    {
      inline: [allow('iam:PassRole', OTHER), allow(['iam:PassRole', ...LAMBDA])],
    },
    { whole: true, unconditional: true },
  ],
];

describe('how far a way reaches', () => {
  it.each(LIMITS)('%s', (_says, held, limits) => {
    expect(methodsOf(held).find(({ method }) => method.id === 'pass-role-lambda-invoke')).toMatchObject(
      limits,
    );
  });
});
