import { describe, expect, it } from 'vitest';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { ACCOUNT, allow, deny, type Held, managed, roleHolding } from './roles.ts';

/** The way by a method, for a role of which no more is known than what it holds. */
function wayBy(id: string, held: Held): OpenMethod | undefined {
  const { role, policies } = roleHolding(held);
  const permissions = effectivePermissions(role, policiesByArn(policies));
  return openMethods(permissions, accessOf(permissions), role).find(({ method }) => method.id === id);
}

const when = (operator: string, key: string, value: string) => ({
  Condition: { [operator]: { [key]: value } },
});
const IP = when('IpAddress', 'aws:SourceIp', '192.0.2.0/24');
const OWN = `arn:aws:iam::${ACCOUNT}:role/vendor`;
const PUT = 'iam:PutRolePolicy';
const VERSION = 'iam:CreatePolicyVersion';
const SAML = 'iam:UpdateSAMLProvider';
const provider = (name: string) => `arn:aws:iam::${ACCOUNT}:saml-provider/${name}`;
const policy = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;

const CONDITIONS = 'the request meets the conditions of the statements';
const SOME_NAMED = 'one of the resources that the statements name has more rights';
const TRUSTED = 'there is a role with more rights that trusts the provider';
const MANAGED = 'there is a managed instance whose role has more rights';
const IN_HANDS = 'a policy that it may rewrite is attached to a role or user in its hands';
const VERSIONED = 'there is a policy with such a version';
const GONE =
  'nothing is taken away by what was not read (permissions boundary b: the document was not collected)';
const left = (statements: string) => `one of the resources that ${statements} does not deny has more rights`;

const DOUBTS: Array<[says: string, id: string, held: Held, doubts: string[] | 'closed']> = [
  ['not of its own policies', 'put-role-policy', { inline: allow(PUT) }, []],
  ['closed on another role', 'put-role-policy', { inline: allow(PUT, `${OWN}-x`) }, 'closed'],
  ['that the conditions are met', 'put-role-policy', { inline: allow(PUT, '*', IP) }, [CONDITIONS]],
  [
    'not where another statement has none',
    'put-role-policy',
    { inline: [allow(PUT, '*', IP), allow(PUT)] },
    [],
  ],
  [
    'that a Deny does not apply',
    'put-role-policy',
    { inline: [allow(PUT), deny(PUT, '*', IP)] },
    [CONDITIONS],
  ],
  [
    'that the boundary applies',
    'put-role-policy',
    { inline: allow(PUT), missingBoundary: policy('b') },
    [GONE],
  ],
  [
    'of what was not read, with the rest',
    'update-saml-provider',
    { inline: allow(SAML, '*', IP), missingBoundary: policy('b') },
    [CONDITIONS, TRUSTED, GONE],
  ],
  [
    'not of a policy that was not read, which can only add',
    'put-role-policy',
    { inline: allow(PUT), missing: ['gone'] },
    [],
  ],

  ['of what must be there', 'update-saml-provider', { inline: allow(SAML) }, [TRUSTED]],
  ['of which it is', 'update-saml-provider', { inline: allow(SAML, provider('x')) }, [SOME_NAMED, TRUSTED]],
  [
    'of which a Deny leaves',
    'update-saml-provider',
    { inline: [allow(SAML), deny(SAML, provider('x'))] },
    [left('statement 2 of inline policy own'), TRUSTED],
  ],
  [
    'of which three leave, at most',
    'update-saml-provider',
    { inline: [allow(SAML), ...['a', 'b', 'c', 'd'].map((name) => deny(SAML, provider(name)))] },
    [
      left(
        'statement 2 of inline policy own and statement 3 of inline policy own and statement 4 of inline policy own',
      ),
      TRUSTED,
    ],
  ],
  [
    'of which those leave that surely apply',
    'update-saml-provider',
    { inline: [allow(SAML), deny(SAML, provider('a'), IP), deny(SAML, provider('b'))] },
    [left('statement 3 of inline policy own'), CONDITIONS, TRUSTED],
  ],

  ['of a machine', 'ssm-start-session', { inline: allow('ssm:StartSession') }, [MANAGED]],
  [
    'of which machine',
    'ssm-start-session',
    { inline: allow('ssm:StartSession', `arn:aws:ec2:eu-west-1:${ACCOUNT}:instance/i-1`) },
    [SOME_NAMED, MANAGED],
  ],
  [
    'of a machine, where things of other services are named beside',
    'ssm-start-session',
    { inline: allow('ssm:StartSession', ['arn:aws:s3:::x', `arn:aws:ssm:*:${ACCOUNT}:document/x`]) },
    [SOME_NAMED, MANAGED],
  ],
  [
    'closed on a bucket',
    'ssm-start-session',
    { inline: allow('ssm:StartSession', 'arn:aws:s3:::x') },
    'closed',
  ],
  [
    'not of what it makes itself, whatever name a Deny takes',
    'create-saml-provider',
    { inline: [allow('iam:CreateSAMLProvider'), deny('iam:*', provider('x'))] },
    ['there is a role with more rights that trusts a provider of that name'],
  ],

  ['of whose policy it is', 'create-policy-version', { inline: allow(VERSION) }, [IN_HANDS]],
  [
    'not where it is its own',
    'create-policy-version',
    { inline: allow(VERSION), attached: [managed('own', allow('s3:Get*'))] },
    [],
  ],
  [
    'of whose policy it is, and whether conditions are met',
    'create-policy-version',
    { inline: allow(VERSION, '*', IP), attached: [managed('own', allow('s3:Get*'))] },
    [IN_HANDS, CONDITIONS],
  ],
  [
    'of whose policy it is, where its own is another',
    'create-policy-version',
    { inline: allow(VERSION, policy('x')), attached: [managed('own', allow('s3:Get*'))] },
    [IN_HANDS],
  ],
  [
    'of whose policy it is, within a boundary that leaves little to its own',
    'create-policy-version',
    {
      inline: allow(VERSION, policy('own')),
      attached: [managed('own', allow('s3:Get*'))],
      boundary: managed('b', allow([VERSION, 's3:*'], policy('own'))),
    },
    [IN_HANDS],
  ],
  [
    'of what must be there, where a policy is its own',
    'set-default-policy-version',
    { inline: allow('iam:SetDefaultPolicyVersion'), attached: [managed('own', allow('s3:Get*'))] },
    [VERSIONED],
  ],

  ['closed, where one action of two is missing', 'put-role-policy-trust', { inline: allow(PUT) }, 'closed'],
  [
    'closed, where the actions stand on different roles',
    'put-role-policy-trust',
    { inline: [allow(PUT, `${OWN}-x`), allow('iam:UpdateAssumeRolePolicy', `${OWN}-y`)] },
    'closed',
  ],
  [
    'of the role, where they may stand on one',
    'put-role-policy-trust',
    {
      inline: [
        allow(PUT, [`${OWN}-x`, `${OWN}-z`]),
        allow('iam:UpdateAssumeRolePolicy', [`${OWN}-y`, `${OWN}-z`]),
      ],
    },
    ['a role whose trust policy it may rewrite has more rights'],
  ],
  [
    'of a new role, that the conditions are met',
    'create-role-put',
    { inline: allow(['iam:CreateRole', PUT], '*', IP) },
    [CONDITIONS],
  ],
  [
    'of a new role, that the conditions of one of the actions are met',
    'create-role-put',
    { inline: [allow('iam:CreateRole', '*', IP), allow(PUT)] },
    [CONDITIONS],
  ],
  [
    'not of a new role, where another statement has none',
    'create-role-put',
    { inline: [allow(['iam:CreateRole', PUT], '*', IP), allow(['iam:CreateRole', PUT])] },
    [],
  ],
  [
    'closed, where a new role and the one that it writes into are different ones',
    'create-role-put',
    { inline: [allow('iam:CreateRole', `${OWN}-x`), allow(PUT, `${OWN}-y`)] },
    'closed',
  ],
  [
    'of the boundary that a new role must bear',
    'create-role-put',
    {
      inline: allow(
        ['iam:CreateRole', PUT],
        '*',
        when('StringEquals', 'iam:PermissionsBoundary', policy('b')),
      ),
    },
    [GONE],
  ],

  [
    'of what it takes off itself, that the conditions are met',
    'delete-permissions-boundary',
    {
      inline: allow('*'),
      boundary: managed('b', allow(['s3:*', 'iam:DeleteRolePermissionsBoundary'], '*', IP)),
    },
    [CONDITIONS],
  ],
  [
    'of what is left of its policies',
    'delete-permissions-boundary',
    {
      inline: allow('*', '*', IP),
      boundary: managed('b', allow(['s3:*', 'iam:DeleteRolePermissionsBoundary'])),
    },
    [CONDITIONS, 'what is left of its policies is enough'],
  ],
  [
    'of what must be there to take its boundary off',
    'set-boundary-version',
    { inline: allow('*'), boundary: managed('b', allow(['s3:*', 'iam:SetDefaultPolicyVersion'])) },
    ['there is such a version'],
  ],
  [
    'of what may narrow it all the same',
    'delete-permissions-boundary',
    {
      inline: [allow('*'), { ...deny('s3:*'), Surprise: 1 }],
      boundary: managed('b', allow(['s3:*', 'iam:DeleteRolePermissionsBoundary'])),
    },
    [
      'what is left of its policies is enough',
      'nothing is taken away by what was not read (inline policy own: statement 2: element Surprise is not known)',
    ],
  ],
  [
    'closed, where it has no boundary to take off',
    'delete-permissions-boundary',
    { inline: [allow('iam:DeleteRolePermissionsBoundary'), deny('s3:*')] },
    'closed',
  ],
  [
    'closed, where no inline policy denies',
    'delete-role-policy',
    { inline: allow(['iam:DeleteRolePolicy', 's3:*']), attached: [managed('d', deny('s3:Put*'))] },
    'closed',
  ],
  [
    'closed, where no attached policy denies',
    'detach-role-policy',
    {
      inline: [allow('iam:DetachRolePolicy'), deny('ec2:*')],
      attached: [managed('all', { Effect: 'Allow', NotAction: 'x:y', Resource: '*' })],
    },
    'closed',
  ],
];

describe('a way is in doubt', () => {
  it.each(DOUBTS)('%s (%s)', (_says, id, held, doubts) => {
    const way = wayBy(id, held);
    expect(way === undefined ? 'closed' : way.doubts).toEqual(doubts);
  });
});

describe('a way goes by', () => {
  it.each<[says: string, id: string, held: Held, by: Array<[action: string, statement: number]>]>([
    [
      'the statement for each action',
      'put-role-policy-trust',
      { inline: [allow('s3:*'), allow('iam:UpdateAssumeRolePolicy'), allow(PUT)] },
      [
        [PUT, 2],
        ['iam:UpdateAssumeRolePolicy', 1],
      ],
    ],
    [
      'the one without conditions',
      'put-role-policy',
      { inline: [allow(PUT, '*', IP), allow(PUT)] },
      [[PUT, 1]],
    ],
    [
      'the one on all',
      'update-saml-provider',
      { inline: [allow(SAML, provider('x')), allow(SAML)] },
      [[SAML, 1]],
    ],
    [
      'the one that lets a role lift a limit',
      'delete-permissions-boundary',
      {
        inline: [allow('s3:*'), { Effect: 'Allow', NotAction: 'x:y', Resource: '*' }],
        boundary: managed('b', allow('iam:DeleteRolePermissionsBoundary')),
      },
      [['iam:DeleteRolePermissionsBoundary', 1]],
    ],
  ])('%s', (_says, id, held, by) => {
    expect(wayBy(id, held)?.by.map(({ action, statement }) => [action, statement.index])).toEqual(by);
  });
});
