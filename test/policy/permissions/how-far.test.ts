import { describe, expect, it } from 'vitest';
import type { AuthorizationDetails, Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { openMethods } from '../../../src/policy/permissions/escalation.ts';
import type { OpenMethod } from '../../../src/policy/permissions/open-way.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { ACCOUNT, allow, deny, FITTING, type Held, managed, otherRole, roleHolding } from './roles.ts';

/** The account beside its roles. */
type Rest = Partial<AuthorizationDetails>;

function found(
  id: string,
  held: Held,
  others: readonly Role[] = [],
  rest: Rest = {},
): OpenMethod | undefined {
  const { role, policies } = roleHolding(held);
  const around = surroundingsOf(
    {
      ...rest,
      roles: [role, ...others],
      policies: [...policies, ...(rest.policies ?? [])],
    },
    newStudy(),
  );
  const permissions = effectivePermissions(role, around.policies);
  const all = openMethods(permissions, accessOf(permissions), role, around);
  return all.find(({ method }) => method.id === id);
}

type HowFar = 'certain' | 'perhaps' | 'closed';

function howFar(id: string, held: Held, others?: readonly Role[], rest?: Rest): HowFar {
  const open = found(id, held, others, rest);
  return open === undefined ? 'closed' : open.doubts.length === 0 ? 'certain' : 'perhaps';
}

const OWN = `arn:aws:iam::${ACCOUNT}:role/vendor`;
const ROLES = `arn:aws:iam::${ACCOUNT}:role/*`;
const PUT = 'iam:PutRolePolicy';
const ATTACH = 'iam:AttachRolePolicy';
const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };

function when(operator: string, key: string, value: string | string[]): object {
  return { Condition: { [operator]: { [key]: value } } };
}

/** A boundary of these statements. */
function bounded(...statements: object[]): { boundary: ReturnType<typeof managed> } {
  return { boundary: managed('b', statements) };
}

const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/b`;

const BOUNDED: Array<[says: string, held: Held, HowFar]> = [
  [
    'AdministratorAccess',
    {
      inline: allow(PUT),
      boundary: {
        ...managed('AdministratorAccess', [allow('*')]),
        arn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      },
    },
    'certain',
  ],
  ['everything', { inline: allow(PUT), ...bounded(allow('*')) }, 'certain'],
  [
    'everything but organizations',
    { inline: allow(PUT), ...bounded(allow('*'), deny('organizations:*')) },
    'certain',
  ],
  ['IAM and S3', { inline: allow(PUT), ...bounded(allow(['iam:*', 's3:*'])) }, 'certain'],
  [
    'its own taking off',
    { inline: allow(PUT), ...bounded(allow([PUT, 'iam:DeleteRolePermissionsBoundary'])) },
    'certain',
  ],
  [
    'another one in its place',
    { inline: allow(PUT), ...bounded(allow([PUT, 'iam:PutRolePermissionsBoundary'])) },
    'certain',
  ],
  [
    'new versions of itself',
    { inline: allow(PUT), ...bounded(allow(PUT), allow('iam:CreatePolicyVersion', BOUNDARY)) },
    'certain',
  ],
  ['another way', { inline: allow(PUT), ...bounded(allow([PUT, 'iam:CreateAccessKey'])) }, 'certain'],
  [
    'another way perhaps',
    { inline: allow(PUT), ...bounded(allow([PUT, 'lambda:UpdateFunctionCode'])) },
    'perhaps',
  ],
  [
    'everything under a condition',
    { inline: allow(PUT), ...bounded(allow(PUT), allow('*', '*', IP)) },
    'perhaps',
  ],
  ['little', { inline: allow(PUT), ...bounded(allow([PUT, 's3:*'])) }, 'closed'],
  ['everything but IAM and more', { inline: allow(PUT), ...bounded(allow(PUT), allow('s3:*')) }, 'closed'],
  [
    'nothing that was read',
    { inline: allow(PUT), missingBoundary: 'arn:aws:iam::partner:policy/p/b' },
    'perhaps',
  ],
  ['nothing that was understood', { inline: allow(PUT), boundary: managed('b', '{') }, 'perhaps'],
  [
    'everything, and it denies itself something that it can take back',
    { inline: [allow(PUT), deny('s3:*')], ...bounded(allow('*')) },
    'certain',
  ],
  [
    'everything, and it denies itself all of IAM but this',
    {
      inline: allow(PUT),
      attached: [managed('d', { Effect: 'Deny', NotAction: [PUT, 's3:*'], Resource: '*' })],
      ...bounded(allow('*')),
    },
    'closed',
  ],
  [
    'everything, and the policy that denies is an inline one, which it may write anew',
    {
      inline: [allow(PUT), { Effect: 'Deny', NotAction: [PUT, 's3:*'], Resource: '*' }],
      ...bounded(allow('*')),
    },
    'certain',
  ],
  [
    'the same boundary again',
    {
      inline: allow(PUT),
      ...bounded(
        allow(PUT),
        allow(
          'iam:PutRolePermissionsBoundary',
          '*',
          when('StringEquals', 'iam:PermissionsBoundary', BOUNDARY),
        ),
      ),
    },
    'closed',
  ],
  [
    'any boundary but the same again',
    {
      inline: allow(PUT),
      ...bounded(
        allow(PUT),
        allow(
          'iam:PutRolePermissionsBoundary',
          '*',
          when('StringNotEquals', 'iam:PermissionsBoundary', BOUNDARY),
        ),
      ),
    },
    'certain',
  ],
];

describe('a role that rewrites its own policies, under a boundary that allows', () => {
  it.each(BOUNDED)('%s', (_says, held, is) => {
    expect(howFar('put-role-policy', held, [], FITTING)).toBe(is);
  });

  it('names a boundary that was not read', () => {
    const held = { inline: allow(ATTACH), missingBoundary: 'arn:aws:iam::partner:policy/p/b' };
    expect(found('attach-role-policy', held)?.doubts).toEqual([
      'nothing is taken away by what was not read (permissions boundary b: the document was not collected)',
    ]);
  });

  it('counts the boundary of another role that it rewrites', () => {
    const other = (boundary: string | null) => [
      otherRole('deploy', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow('s3:GetObject'), boundary),
    ];
    const held = {
      inline: allow([PUT, 'sts:AssumeRole'], `arn:aws:iam::${ACCOUNT}:role/deploy`),
      attached: [managed('b', allow('s3:*'))],
    };
    expect(howFar('put-role-policy-assume', held, other(null))).toBe('certain');
    expect(howFar('put-role-policy-assume', held, other(BOUNDARY))).toBe('closed');
    expect(howFar('put-role-policy-assume', held, other('arn:aws:iam::partner:policy/x'))).toBe('perhaps');
  });
});

const VENDOR_ROLES = `arn:aws:iam::${ACCOUNT}:role/vendor-*`;
const DENIES_MOST = (...but: string[]) => ({ Effect: 'Deny', NotAction: ['s3:*', ...but], Resource: '*' });
const TAKE_OFF = 'iam:DeleteRolePermissionsBoundary';
const PUT_ON = 'iam:PutRolePermissionsBoundary';

const LIFTED: Array<[id: string, says: string, held: Held, HowFar]> = [
  [
    'delete-permissions-boundary',
    'off',
    { inline: allow('*'), ...bounded(allow(['s3:*', TAKE_OFF])) },
    'certain',
  ],
  [
    'delete-permissions-boundary',
    'off, with little below',
    { inline: allow(['s3:*', TAKE_OFF]), ...bounded(allow(['s3:*', TAKE_OFF])) },
    'closed',
  ],
  [
    'delete-permissions-boundary',
    'off, with a way to more below',
    { inline: allow([PUT, TAKE_OFF]), ...bounded(allow(TAKE_OFF)) },
    'certain',
  ],
  [
    'delete-permissions-boundary',
    'off under a condition',
    { inline: allow('*'), ...bounded(allow(TAKE_OFF, '*', IP)) },
    'perhaps',
  ],
  [
    'delete-permissions-boundary',
    'off another role',
    { inline: allow('*'), ...bounded(allow(TAKE_OFF, VENDOR_ROLES)) },
    'closed',
  ],
  ['put-permissions-boundary', 'another on', { inline: allow('*'), ...bounded(allow(PUT_ON)) }, 'certain'],
  [
    'put-permissions-boundary',
    'the same on',
    {
      inline: allow('*'),
      ...bounded(allow(PUT_ON, '*', when('StringEquals', 'iam:PermissionsBoundary', BOUNDARY))),
    },
    'closed',
  ],
  [
    'delete-role-policy',
    'an inline policy away',
    { attached: [managed('all', allow('*'))], inline: DENIES_MOST('iam:DeleteRolePolicy') },
    'certain',
  ],
  [
    'delete-role-policy',
    'the inline policy away that gives as well',
    { inline: [allow('*'), DENIES_MOST('iam:DeleteRolePolicy')] },
    'closed',
  ],
  [
    'detach-role-policy',
    'a managed policy away',
    { inline: allow('*'), attached: [managed('d', DENIES_MOST('iam:DetachRolePolicy'))] },
    'certain',
  ],
];

describe('a role that lifts the limits upon itself', () => {
  it.each(LIFTED)('by %s: %s', (id, _says, held, is) => {
    expect(howFar(id, held)).toBe(is);
  });
});

const CREATE = ['iam:CreateRole', PUT];

const CREATED: Array<[says: string, held: Held, HowFar]> = [
  ['any name', { inline: allow(CREATE) }, 'certain'],
  ['names of a pattern', { inline: allow(CREATE, VENDOR_ROLES) }, 'certain'],
  [
    'any name, and writes policies of those of a pattern',
    { inline: [allow('iam:CreateRole'), allow(PUT, `arn:aws:iam::${ACCOUNT}:role/app-*`)] },
    'certain',
  ],
  [
    'any name, and writes policies of one',
    { inline: [allow('iam:CreateRole'), allow(PUT, `arn:aws:iam::${ACCOUNT}:role/app`)] },
    'certain',
  ],
  [
    'any name, and writes policies of one that is taken',
    { inline: [allow('iam:CreateRole'), allow(PUT, OWN)] },
    'closed',
  ],
  [
    'one name, and writes policies of any',
    { inline: [allow('iam:CreateRole', `arn:aws:iam::${ACCOUNT}:role/app`), allow(PUT)] },
    'certain',
  ],
  [
    'names that it may not write policies of',
    { inline: [allow('iam:CreateRole', VENDOR_ROLES), allow(PUT, `arn:aws:iam::${ACCOUNT}:role/app-*`)] },
    'closed',
  ],
  [
    'a name that is taken',
    { inline: [allow('iam:CreateRole', OWN), allow('iam:PutRolePolicy', OWN)], ...bounded(allow('iam:*')) },
    'closed',
  ],
  [
    'only with a boundary that allows little',
    {
      inline: allow(CREATE, '*', when('StringEquals', 'iam:PermissionsBoundary', BOUNDARY)),
      attached: [managed('b', allow('s3:*'))],
    },
    'closed',
  ],
  [
    'only with a boundary that allows everything',
    {
      inline: allow(CREATE, '*', when('StringEquals', 'iam:PermissionsBoundary', BOUNDARY)),
      attached: [managed('b', allow('*'))],
    },
    'certain',
  ],
  [
    'only with a boundary that was not read',
    { inline: allow(CREATE, '*', when('StringEquals', 'iam:PermissionsBoundary', BOUNDARY)) },
    'perhaps',
  ],
  [
    'but for a Deny without the boundary',
    {
      inline: [
        allow(CREATE),
        deny(CREATE, '*', when('StringNotEquals', 'iam:PermissionsBoundary', BOUNDARY)),
      ],
      attached: [managed('b', allow('s3:*'))],
    },
    'closed',
  ],
];

describe('a role that makes roles of', () => {
  it.each(CREATED)('%s', (_says, held, is) => {
    expect(howFar('create-role-put', held)).toBe(is);
  });
});

const ADMIN_POLICY = 'arn:aws:iam::aws:policy/AdministratorAccess';
const READ_ONLY = `arn:aws:iam::${ACCOUNT}:policy/read`;
const READ = { attached: [managed('read', allow('s3:Get*'))] };

const ATTACHED: Array<[says: string, held: Held, HowFar]> = [
  ['any policy', { inline: allow(ATTACH) }, 'certain'],
  [
    'that of administrators',
    { inline: allow(ATTACH, OWN, when('ArnEquals', 'iam:PolicyARN', ADMIN_POLICY)) },
    'certain',
  ],
  [
    'all of AWS',
    { inline: allow(ATTACH, OWN, when('ArnLike', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/*')) },
    'certain',
  ],
  [
    'one that gives little',
    { inline: allow(ATTACH, OWN, when('ArnEquals', 'iam:PolicyARN', READ_ONLY)), ...READ },
    'closed',
  ],
  [
    'one that gives all',
    {
      inline: allow(ATTACH, OWN, when('ArnEquals', 'iam:PolicyARN', READ_ONLY)),
      attached: [managed('read', allow('*'))].slice(0, 0),
      boundary: managed('read', allow('*')),
    },
    'certain',
  ],
  [
    'one that was not read',
    { inline: allow(ATTACH, OWN, when('ArnEquals', 'iam:PolicyARN', READ_ONLY)) },
    'perhaps',
  ],
  [
    'all but that of administrators',
    { inline: [allow(ATTACH), deny(ATTACH, '*', when('ArnEquals', 'iam:PolicyARN', ADMIN_POLICY))] },
    'certain',
  ],
  [
    'none but one that gives little',
    { inline: [allow(ATTACH), deny(ATTACH, '*', when('ArnNotEquals', 'iam:PolicyARN', READ_ONLY))], ...READ },
    'closed',
  ],
  [
    'none of AWS',
    {
      inline: [
        allow(ATTACH),
        deny(ATTACH, '*', when('ArnLike', 'iam:PolicyARN', 'arn:aws:iam::aws:policy/*')),
      ],
    },
    'perhaps',
  ],
];

describe('a role that attaches to itself', () => {
  it.each(ATTACHED)('%s', (_says, held, is) => {
    expect(howFar('attach-role-policy', held)).toBe(is);
  });
});

const LAMBDA = ['lambda:CreateFunction', 'lambda:InvokeFunction'];
const FUNCTION = { Service: 'lambda.amazonaws.com' };
const STRONG = otherRole('strong', FUNCTION, allow('*'));
const WEAK = otherRole('weak', FUNCTION, allow('s3:GetObject'));
const DEPLOYS = otherRole('deploys', FUNCTION, allow(PUT, `arn:aws:iam::${ACCOUNT}:role/deploys`));
const INSTANCE = otherRole('instance', { Service: 'ec2.amazonaws.com' }, allow('*'));
const TO_LAMBDA = when('StringEquals', 'iam:PassedToService', 'lambda.amazonaws.com');
const TO_EC2 = when('StringEquals', 'iam:PassedToService', 'ec2.amazonaws.com');

const PASSED: Array<[says: string, pass: object | object[], others: Role[], HowFar]> = [
  ['any role, one of them an administrator', allow('iam:PassRole'), [STRONG, WEAK], 'certain'],
  [
    'any role, one of which can make itself administrator',
    allow('iam:PassRole', ROLES),
    [DEPLOYS],
    'certain',
  ],
  ['any role, none of which has more rights now', allow('iam:PassRole'), [WEAK, INSTANCE], 'perhaps'],
  ['the role of an administrator', allow('iam:PassRole', STRONG.arn), [STRONG], 'certain'],
  ['a harmless role', allow('iam:PassRole', WEAK.arn), [STRONG, WEAK], 'closed'],
  ['a role that trusts another service', allow('iam:PassRole', INSTANCE.arn), [STRONG, INSTANCE], 'closed'],
  [
    'a role that is not there',
    allow('iam:PassRole', `arn:aws:iam::${ACCOUNT}:role/gone`),
    [STRONG],
    'closed',
  ],
  [
    'a harmless role that it may write policies of',
    [allow('iam:PassRole', WEAK.arn), allow(PUT, WEAK.arn)],
    [WEAK],
    'certain',
  ],
  ['to this service alone', allow('iam:PassRole', '*', TO_LAMBDA), [STRONG], 'certain'],
  ['to another service alone', allow('iam:PassRole', '*', TO_EC2), [STRONG], 'closed'],
  [
    'to any service but this',
    [allow('iam:PassRole'), deny('iam:PassRole', '*', TO_LAMBDA)],
    [STRONG],
    'closed',
  ],
  [
    'to any service but others',
    [allow('iam:PassRole'), deny('iam:PassRole', '*', TO_EC2)],
    [STRONG],
    'certain',
  ],
  [
    'to none but this',
    [
      allow('iam:PassRole'),
      deny('iam:PassRole', '*', when('StringNotEquals', 'iam:PassedToService', 'lambda.amazonaws.com')),
    ],
    [STRONG],
    'certain',
  ],
  [
    'any role but that of the administrator',
    [allow('iam:PassRole'), deny('iam:PassRole', STRONG.arn)],
    [STRONG, WEAK],
    'perhaps',
  ],
  ['under a condition', allow('iam:PassRole', '*', IP), [STRONG], 'perhaps'],
  ['with a conditional Deny', [allow('iam:PassRole'), deny('iam:PassRole', '*', IP)], [STRONG], 'perhaps'],
  [
    'named roles, by a Deny on all others',
    [allow('iam:PassRole'), { Effect: 'Deny', Action: 'iam:PassRole', NotResource: WEAK.arn }],
    [STRONG, WEAK],
    'closed',
  ],
];

describe('a role that makes functions and passes', () => {
  it.each(PASSED)('%s', (_says, pass, others, is) => {
    expect(howFar('pass-role-lambda-invoke', { inline: [pass, allow(LAMBDA)].flat() }, others)).toBe(is);
  });

  it('names the role that it leads to', () => {
    const held = { inline: allow(['iam:PassRole', ...LAMBDA]) };
    expect(found('pass-role-lambda-invoke', held, [WEAK, STRONG])?.leadsTo?.name).toBe('strong');
  });

  it('is not sure of a role whose trust policy was not understood', () => {
    const unclear = { ...STRONG, trustPolicy: '{' };
    expect(howFar('pass-role-lambda-invoke', { inline: allow(['iam:PassRole', ...LAMBDA]) }, [unclear])).toBe(
      'perhaps',
    );
  });
});

const USERS = `arn:aws:iam::${ACCOUNT}:user/*`;

const KEYS: Array<[says: string, statements: object | object[], HowFar]> = [
  ['all users', allow('iam:CreateAccessKey'), 'perhaps'],
  ['users of a path', allow('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/apps/*`), 'perhaps'],
  [
    'all but one',
    [allow('iam:CreateAccessKey'), deny('iam:CreateAccessKey', `arn:aws:iam::${ACCOUNT}:user/root`)],
    'perhaps',
  ],
  [
    'all but one, by NotResource',
    { Effect: 'Allow', Action: 'iam:CreateAccessKey', NotResource: `arn:aws:iam::${ACCOUNT}:user/root` },
    'perhaps',
  ],
  ['none, since they are roles', allow('iam:CreateAccessKey', 'arn:aws:iam::*:role/*'), 'closed'],
  ['none, since they are roles by wildcards', allow('iam:CreateAccessKey', '*:role/*'), 'closed'],
  [
    'none, since a role has no user name',
    allow('iam:CreateAccessKey', `arn:aws:iam::*:user/$\{aws:username}`.replace('\\', '')),
    'closed',
  ],
  [
    'none, since a role has no user name to compare',
    allow('iam:CreateAccessKey', '*', when('StringLike', 'aws:username', '*')),
    'closed',
  ],
  [
    'none that a Deny leaves',
    [allow('iam:CreateAccessKey', USERS), { Effect: 'Deny', Action: 'iam:*', NotResource: ROLES }],
    'closed',
  ],
  [
    'none, beside one bucket that a Deny leaves',
    [allow('*'), { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:s3:::drop/*' }],
    'closed',
  ],
];

describe('a role that makes access keys, where users were not read, of', () => {
  it.each(KEYS)('%s', (_says, inline, is) => {
    expect(howFar('create-access-key', { inline })).toBe(is);
  });

  it('names the Deny that leaves some', () => {
    const inline = [allow('iam:CreateAccessKey'), deny('iam:*', `arn:aws:iam::${ACCOUNT}:user/root`)];
    expect(found('create-access-key', { inline })?.doubts).toEqual([
      'one of the resources that statement 2 of inline policy own does not deny has more rights',
      'a user that it may do this to has more rights (users and groups were not read)',
    ]);
  });
});

const VERSION = 'iam:CreatePolicyVersion';

const OWN_BOUNDARY: Array<[says: string, id: string, held: Held, HowFar]> = [
  [
    'rewritten',
    'create-boundary-version',
    { inline: allow('*'), ...bounded(allow(['s3:*', VERSION])) },
    'certain',
  ],
  [
    'rewritten under a condition',
    'create-boundary-version',
    { inline: allow('*'), ...bounded(allow(['s3:*', VERSION], '*', IP)) },
    'perhaps',
  ],
  [
    'rewritten, with no surer way below than that by policies of others',
    'create-boundary-version',
    { inline: allow(['s3:*', VERSION]), ...bounded(allow(['s3:*', VERSION])) },
    'perhaps',
  ],
  [
    'rewritten, with a way to more below',
    'create-boundary-version',
    { inline: allow([PUT, VERSION]), ...bounded(allow(VERSION)) },
    'certain',
  ],
  [
    'left, where others may be rewritten',
    'create-boundary-version',
    { inline: allow('*'), ...bounded(allow('s3:*'), allow(VERSION, `arn:aws:iam::${ACCOUNT}:policy/c`)) },
    'closed',
  ],
  [
    'of AWS',
    'create-boundary-version',
    {
      inline: allow('*'),
      boundary: { ...managed('p', allow([VERSION, 's3:*'])), arn: 'arn:aws:iam::aws:policy/p' },
    },
    'closed',
  ],
  [
    'set back to an older version, that may be narrower still',
    'set-boundary-version',
    { inline: allow('*'), ...bounded(allow(['s3:*', 'iam:SetDefaultPolicyVersion'])) },
    'perhaps',
  ],
];

describe("a role's own boundary", () => {
  it.each(OWN_BOUNDARY)('%s', (_says, id, held, is) => {
    expect(howFar(id, held)).toBe(is);
  });
});

describe('a role that writes versions of policies', () => {
  const held = (arn: string): Held => ({
    inline: allow('iam:CreatePolicyVersion', arn),
    attached: [managed('mine', allow('s3:Get*'))],
  });

  it('raises itself by one that it has attached, and perhaps others by another', () => {
    expect(howFar('create-policy-version', held('*'))).toBe('certain');
    expect(howFar('create-policy-version', held(`arn:aws:iam::${ACCOUNT}:policy/mine`))).toBe('certain');
    expect(howFar('create-policy-version', held(`arn:aws:iam::${ACCOUNT}:policy/other`))).toBe('perhaps');
  });

  it.each(['create-policy-version', 'set-default-policy-version'])('%s: nobody writes those of AWS', (id) => {
    const ofAws = { ...managed('mine', allow('s3:Get*')), arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' };
    const inline = allow(['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion']);
    expect(howFar(id, { inline, attached: [ofAws] })).toBe('perhaps');
  });
});
