import { describe, expect, it } from 'vitest';
import {
  type Access,
  accessOf,
  administration,
  highestAccess,
  neededAccess,
} from '../../../src/policy/permissions/access.ts';
import {
  accessByService,
  actionNames,
  expand,
  hasAction,
  isEmpty,
  publishedCount,
} from '../../../src/policy/permissions/catalogue.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { oneIn } from '../../support/thorough.ts';
import { allow, deny, type Held, managed, roleHolding } from './roles.ts';

function accessHeld(held: Held): Access {
  const { role, policies } = roleHolding(held);
  return accessOf(effectivePermissions(role, policiesByArn(policies)));
}

/** `s3: list read, sqs: write` */
function inWords(access: Access): string {
  return accessByService(access.actions)
    .map(({ service, levels }) => `${service}: ${[...levels.keys()].join(' ')}`)
    .join(', ');
}

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const ifArn = (operator: string, name: string) => ({
  Condition: { [operator]: { 'aws:PrincipalArn': `arn:aws:iam::111122223333:role/${name}` } },
});
const BUCKET = 'arn:aws:s3:::records/*';

const LEVELS: Array<[says: string, held: Held, levels: string]> = [
  ['nothing without policies', {}, ''],
  ['one read action', { inline: allow('s3:GetObject') }, 's3: read'],
  ['one list action', { inline: allow('s3:ListBucket') }, 's3: list'],
  ['one write action', { inline: allow('s3:PutObject') }, 's3: write'],
  ['one tagging action', { inline: allow('s3:PutObjectTagging') }, 's3: tagging'],
  ['one action that manages permissions', { inline: allow('s3:PutBucketPolicy') }, 's3: permissions'],
  ['case does not count', { inline: allow('S3:pUTobject') }, 's3: write'],
  ['a wildcard is expanded', { inline: allow('sns:*') }, 'sns: list read write tagging permissions'],
  ['a wildcard within a name is expanded', { inline: allow('s3:Get*Policy') }, 's3: read'],
  ['? stands for one character', { inline: allow('sqs:SendMessag?') }, 'sqs: write'],
  ['a grant on one bucket is a grant', { inline: allow('s3:GetObject', BUCKET) }, 's3: read'],
  ['* on an S3 resource gives S3 alone', { inline: allow('s3:GetObject', 'arn:aws:s3:::x/*') }, 's3: read'],
  ['several services', { inline: allow(['sqs:SendMessage', 'sns:ListTopics']) }, 'sns: list, sqs: write'],
  [
    'NotAction within a boundary gives the rest of it',
    {
      inline: { Effect: 'Allow', NotAction: 's3:Get*', Resource: '*' },
      boundary: managed('b', allow(['s3:GetObject', 's3:PutObject'])),
    },
    's3: write',
  ],
  [
    'NotResource is a grant on the rest',
    {
      inline: { Effect: 'Allow', Action: 's3:GetObject', NotResource: BUCKET },
    },
    's3: read',
  ],
  [
    'a boundary cuts services',
    { inline: allow(['s3:*', 'sqs:SendMessage']), boundary: managed('b', allow('sqs:*')) },
    'sqs: write',
  ],
  [
    'a boundary cuts levels',
    { inline: allow('s3:*Object'), boundary: managed('b', allow('s3:Get*')) },
    's3: read',
  ],
  [
    'a boundary on other resources leaves nothing',
    {
      inline: allow('s3:GetObject', BUCKET),
      boundary: managed('b', allow('*', 'arn:aws:s3:::other/*')),
    },
    '',
  ],
  [
    'a boundary on the same bucket leaves the grant',
    {
      inline: allow('s3:GetObject'),
      boundary: managed('b', allow('s3:*', BUCKET)),
    },
    's3: read',
  ],
  ['a boundary alone gives nothing', { boundary: managed('b', allow('*')) }, ''],
  [
    'an unconditional Deny subtracts',
    { inline: [allow(['s3:GetObject', 's3:PutObject']), deny('s3:Put*')] },
    's3: read',
  ],
  [
    'a conditional Deny does not',
    { inline: [allow(['s3:GetObject', 's3:PutObject']), deny('s3:Put*', '*', IP)] },
    's3: read write',
  ],
  [
    'a Deny on some resources leaves the rest',
    { inline: [allow('s3:PutObject'), deny('s3:*', BUCKET)] },
    's3: write',
  ],
  [
    'a Deny on all granted resources subtracts',
    {
      inline: [allow('s3:PutObject', BUCKET), deny('s3:*', 'arn:aws:s3:::rec*')],
    },
    '',
  ],
  [
    'a Deny on one of two granted resources leaves the other',
    {
      inline: [allow('s3:PutObject', [BUCKET, 'arn:aws:s3:::b/*']), deny('s3:*', BUCKET)],
    },
    's3: write',
  ],
  [
    'a Deny with NotAction leaves what it names',
    {
      inline: [
        allow(['s3:GetObject', 'sqs:SendMessage']),
        { Effect: 'Deny', NotAction: 'sqs:*', Resource: '*' },
      ],
    },
    'sqs: write',
  ],
  [
    'a Deny with NotResource leaves what it names',
    {
      inline: [
        allow(['s3:GetObject'], [BUCKET, 'arn:aws:s3:::b/*']),
        { Effect: 'Deny', Action: '*', NotResource: BUCKET },
      ],
    },
    's3: read',
  ],
  [
    'a Deny with NotResource takes all others',
    {
      inline: [
        allow('s3:GetObject', 'arn:aws:s3:::b/*'),
        { Effect: 'Deny', Action: '*', NotResource: BUCKET },
      ],
    },
    '',
  ],
  [
    'a Deny with NotResource leaves of everything what it names',
    {
      inline: [allow(['s3:GetObject', 'iam:GetRole']), { Effect: 'Deny', Action: '*', NotResource: BUCKET }],
    },
    's3: read',
  ],
  [
    'two of them leave what both name',
    {
      inline: [
        allow(['s3:GetObject', 'sqs:SendMessage']),
        { Effect: 'Deny', Action: '*', NotResource: [BUCKET, 'arn:aws:sqs:*:*:q'] },
        { Effect: 'Deny', Action: '*', NotResource: 'arn:aws:sqs:*:*:*' },
      ],
    },
    'sqs: write',
  ],
  [
    'a boundary on one bucket leaves S3 alone',
    { inline: allow(['s3:GetObject', 'iam:GetRole']), boundary: managed('b', allow('*', BUCKET)) },
    's3: read',
  ],
  [
    'what only a user name leads to is nothing to a role',
    { inline: allow('s3:GetObject', 'arn:aws:s3:::home/$' + '{aws:username}/*') },
    '',
  ],
  [
    'unless there is a default',
    { inline: allow('s3:GetObject', 'arn:aws:s3:::home/$' + "{aws:username, 'all'}/*") },
    's3: read',
  ],
  [
    'what another role alone is given is nothing to this one',
    { inline: allow('s3:GetObject', '*', ifArn('ArnEquals', 'other')) },
    '',
  ],
  [
    'what this role alone is denied is denied it',
    { inline: [allow('s3:GetObject'), deny('*', '*', ifArn('ArnLike', 'vendor'))] },
    '',
  ],
  [
    'what all others are denied it keeps',
    { inline: [allow('s3:GetObject'), deny('*', '*', ifArn('ArnNotEquals', 'vendor'))] },
    's3: read',
  ],
  [
    'what users alone are given is nothing to a role',
    { inline: allow('s3:GetObject', '*', { Condition: { StringEquals: { 'aws:PrincipalType': 'User' } } }) },
    '',
  ],
  [
    'nor what another account is given',
    {
      inline: allow('s3:GetObject', '*', {
        Condition: { StringEquals: { 'aws:PrincipalAccount': '999988887777' } },
      }),
    },
    '',
  ],
  ['a conditional Allow is a grant', { inline: allow('s3:PutObject', '*', IP) }, 's3: write'],
  ['an action that is not published gives no level', { inline: allow('s3:MakeCoffee') }, ''],
  ['an unknown service gives no level', { inline: allow('coffee:*') }, ''],
];

describe('what a role may do, in access levels by service', () => {
  it.each(LEVELS)('%s', (_says, held, levels) => {
    expect(inWords(accessHeld(held))).toBe(levels);
  });

  it('* on S3 resources gives nothing of services without resources of S3', () => {
    const services = accessByService(accessHeld({ inline: allow('*', BUCKET) }).actions).map(
      ({ service }) => service,
    );
    expect(services).toContain('s3');
    expect(services).not.toContain('iam');
    expect(services.length).toBeLessThan(5);
  });

  it('* on every resource gives every published action', () => {
    expect(actionNames(accessHeld({ inline: allow('*') }).actions)).toHaveLength(publishedCount());
    expect(publishedCount()).toBeGreaterThan(15_000);
  });

  it('NotAction gives all but what it names', () => {
    const { actions } = accessHeld({
      inline: { Effect: 'Allow', NotAction: ['iam:*', 'STS:*'], Resource: '*' },
    });
    expect(hasAction(actions, 'iam:PassRole')).toBe(false);
    expect(hasAction(actions, 'sts:AssumeRole')).toBe(false);
    expect(hasAction(actions, 'ec2:RunInstances')).toBe(true);
  });

  it('says of each statement what that one gives, whatever the others add', () => {
    const { statements } = accessHeld({
      inline: [allow('s3:*'), allow('s3:GetObject'), allow('sqs:*')],
    });
    const services = statements.map(({ actions }) => accessByService(actions).map(({ service }) => service));
    expect(services).toEqual([['s3'], ['s3'], ['sqs']]);
  });

  it('tells what is not published, once, with its statement', () => {
    const { unpublished } = accessHeld({
      inline: [allow(['s3:MakeCoffee', 's3:Get*']), allow('s3:makecoffee')],
    });
    expect(unpublished.map(({ pattern, statement }) => [pattern, statement.index])).toEqual([
      ['s3:makecoffee', 0],
    ]);
  });

  it('patterns stand for the same actions whichever way they are found', () => {
    expect(expand('s3:getobject')).toHaveLength(1);
    expect(expand('*:getobject')).toContain(expand('s3:getobject')[0]);
    expect(expand('s?:getobject')).toContain(expand('s3:getobject')[0]);
    expect(expand('s3:*').length).toBeGreaterThan(100);
    expect(expand('nosuchservice:*')).toEqual([]);
    expect(expand('nocolon*')).toEqual([]);
  });
});

const ADMINISTRATOR_ACCESS = managed('AdministratorAccess', allow('*'));

const ADMINISTRATION: Array<[says: string, held: Held, is: 'yes' | 'conditional' | 'no']> = [
  ['AdministratorAccess', { attached: [ADMINISTRATOR_ACCESS] }, 'yes'],
  ['* on ** by an inline policy', { inline: allow('*', '**') }, 'yes'],
  ['*:*', { inline: allow('*:*') }, 'yes'],
  [
    'NotAction that leaves out nothing',
    { inline: { Effect: 'Allow', NotAction: 'x:y', Resource: '*' } },
    'yes',
  ],
  [
    'two statements that add up',
    {
      inline: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }, allow('iam:*')],
    },
    'yes',
  ],
  [
    'two policies that add up',
    {
      inline: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' },
      attached: [managed('iam', allow('iam:*'))],
    },
    'yes',
  ],
  ['under a boundary that allows everything', { inline: allow('*'), boundary: ADMINISTRATOR_ACCESS }, 'yes'],
  [
    'under a boundary that was not collected',
    { inline: allow('*'), missingBoundary: 'arn:aws:iam::1:policy/b' },
    'yes',
  ],
  ['under a condition', { inline: allow('*', '*', IP) }, 'conditional'],
  [
    'under a boundary with a condition',
    { inline: allow('*'), boundary: managed('b', allow('*', '*', IP)) },
    'conditional',
  ],
  [
    'under a boundary with a condition beside one without',
    { inline: allow('*'), boundary: managed('b', [allow('*'), allow('s3:*', '*', IP)]) },
    'yes',
  ],
  ['after a Deny on one bucket', { inline: [allow('*'), deny('s3:*', BUCKET)] }, 'no'],
  [
    'after a Deny on all but one bucket',
    { inline: [allow('*'), { Effect: 'Deny', Action: '*', NotResource: BUCKET }] },
    'no',
  ],
  [
    'within a boundary on all but one bucket',
    { inline: allow('*'), boundary: managed('b', { Effect: 'Allow', Action: '*', NotResource: BUCKET }) },
    'no',
  ],
  ['under a conditional Deny', { inline: [allow('*'), deny('*', '*', IP)] }, 'conditional'],
  ['under a boundary', { inline: allow('*'), boundary: managed('b', allow('s3:*')) }, 'no'],
  [
    'under a boundary on some resources',
    { inline: allow('*'), boundary: managed('b', allow('*', BUCKET)) },
    'no',
  ],
  ['after a Deny of one action', { inline: [allow('*'), deny('s3:DeleteBucket')] }, 'no'],
  ['after a Deny of everything', { inline: [allow('*'), deny('*')] }, 'no'],
  ['on some resources', { inline: allow('*', 'arn:aws:s3:::*') }, 'no'],
  ['without IAM', { inline: { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' } }, 'no'],
];

describe('who is administrator', () => {
  it.each<[string, Held]>([
    ['only another role is', { inline: allow('*', '*', ifArn('ArnEquals', 'other')) }],
    ['everything is denied this role', { inline: [allow('*'), deny('*', '*', ifArn('ArnLike', 'vendor'))] }],
  ])('not this role, where %s', (_, held) => {
    expect(administration(accessHeld(held))).toBeUndefined();
  });

  it('this role, where only requests without TLS are denied', () => {
    const noTls = { Condition: { Bool: { 'aws:SecureTransport': 'false' } } };
    const inline = [allow('*'), deny('*', '*', noTls)];
    expect(administration(accessHeld({ inline }))?.conditional).toBe(false);
  });

  it.each(ADMINISTRATION)('%s', (_says, held, is) => {
    const found = administration(accessHeld(held));
    expect(found === undefined ? 'no' : found.conditional ? 'conditional' : 'yes').toBe(is);
  });

  it('names the statements that it takes, and no others', () => {
    const held: Held = { inline: [allow('s3:*', BUCKET), allow('*'), allow('iam:*')] };
    expect(administration(accessHeld(held))?.by.map(({ index }) => index)).toEqual([1]);
  });
});

describe('what an account of access tells besides', () => {
  it('of the statements that give something alone', () => {
    const { statements } = accessHeld({
      inline: [allow('s3:MakeCoffee'), allow('s3:GetObject'), deny('ec2:*')],
    });
    expect(statements.map(({ statement }) => statement.index)).toEqual([1]);
  });

  it('of each Deny under conditions, and of no other', () => {
    const { conditionalDenies } = accessHeld({ inline: [allow('*'), deny('s3:*'), deny('ec2:*', '*', IP)] });
    expect(conditionalDenies.map(({ index }) => index)).toEqual([2]);
  });

  it('of no name that is left out, though it is not published', () => {
    const { unpublished } = accessHeld({
      inline: { Effect: 'Allow', NotAction: 's3:MakeCoffee', Resource: '*' },
    });
    expect(unpublished).toEqual([]);
  });

  it.each<[says: string, held: Held, everywhere: boolean]>([
    ['on all resources', { inline: allow('s3:PutObject') }, true],
    ['on some', { inline: allow('s3:PutObject', BUCKET) }, false],
    ['on all but some', { inline: { Effect: 'Allow', Action: 's3:PutObject', NotResource: BUCKET } }, false],
    ['on all, but for a Deny on some', { inline: [allow('s3:PutObject'), deny('s3:*', BUCKET)] }, false],
    ['on all, but for a Deny of others', { inline: [allow('s3:PutObject'), deny('ec2:*', BUCKET)] }, true],
    [
      'on all that a boundary allows on all',
      { inline: allow('s3:PutObject'), boundary: managed('b', allow('s3:*')) },
      true,
    ],
    [
      'on all that a boundary allows on some',
      { inline: allow('s3:PutObject'), boundary: managed('b', allow('s3:*', BUCKET)) },
      false,
    ],
  ])('of an action that is given %s', (_says, held, everywhere) => {
    const [found] = accessHeld(held).statements;
    expect(found && hasAction(found.everywhere, 's3:PutObject')).toBe(everywhere);
  });

  it('of administration by the widest statements first', () => {
    const rest = { Effect: 'Allow', NotAction: 'iam:*', Resource: '*' };
    const by = administration(accessHeld({ inline: [allow('iam:*'), allow('s3:*'), rest] }))?.by;
    expect(by?.map(({ index }) => index)).toEqual([2, 0]);
  });

  it('of several resources what each of them is given', () => {
    const held = accessHeld({
      inline: [
        allow(['s3:GetObject', 'sqs:SendMessage'], [BUCKET, 'arn:aws:sqs:*:*:q']),
        deny('s3:*', BUCKET),
      ],
    });
    expect(inWords(held)).toBe('sqs: write');
  });
});

describe('access in one word', () => {
  it.each([
    ['list', 'list'],
    ['read', 'read'],
    ['write', 'write'],
    ['tagging', 'write'],
    ['permissions', 'admin'],
  ] as const)('%s calls for %s', (level, word) => {
    expect(neededAccess(level)).toBe(word);
  });

  it.each([
    [[], null],
    [['list'], 'list'],
    [['list', 'read'], 'read'],
    [['read', 'tagging'], 'write'],
    [['write'], 'write'],
    [['list', 'permissions'], 'admin'],
  ] as const)('%j is %s', (levels, word) => {
    expect(highestAccess(levels)).toBe(word);
  });
});

describe('hostile documents', () => {
  oneIn(3)(
    'thousands of wildcards and resources are judged in no time',
    () => {
      const patterns = Array.from({ length: 2000 }, (_, index) => `s3:*a*b*c*${index}*`);
      const resources = Array.from({ length: 500 }, (_, index) => `arn:aws:s3:::*a*?b${index}*`);
      const { actions } = accessHeld({ inline: [allow(patterns, resources), deny('s3:*', resources)] });
      expect(isEmpty(actions)).toBe(true);
    },
    5000,
  );
});
