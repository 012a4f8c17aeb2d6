import { describe, expect, it } from 'vitest';
import type { ManagedPolicy, PolicyHolder, User } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import type { Power } from '../../../src/policy/permissions/surroundings.ts';
import { ACCOUNT, allow, deny, groupHolding, managed, NARROW, userHolding } from './roles.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:user/${name}`;
const groupArn = (name: string) => `arn:aws:iam::${ACCOUNT}:group/${name}`;
const having = (...policies: ManagedPolicy[]) => ({
  attachedPolicies: policies.map(({ arn, name }) => ({ arn, name })),
});
const ofAws = (policy: ManagedPolicy): ManagedPolicy => ({
  ...policy,
  arn: policy.arn.replace(ACCOUNT, 'aws'),
});

const a = (inline: object | object[], more?: Parameters<typeof userHolding>[2]) =>
  userHolding('a', inline, more);
const b = (inline: object | object[], more?: Parameters<typeof userHolding>[2]) =>
  userHolding('b', inline, more);

const WIDE = managed('wide', allow('*'));
const REWRITES = managed('rewrites', allow('iam:CreatePolicyVersion'));
/** Denies all but to take itself away in one of several manners. */
const denyingBut = (...actions: string[]) => ({
  Effect: 'Deny',
  NotAction: ['s3:*', ...actions],
  Resource: '*',
});
/** Denies all but one action of IAM, and that but on one thing. */
const onlyOn = (action: string, NotResource: string) => [
  denyingBut(action),
  { Effect: 'Deny', Action: action, NotResource },
];
const DENIES = managed('denies', denyingBut('iam:CreatePolicyVersion'));
const KEPT = managed('kept', denyingBut('iam:PutUserPolicy'));
const LEAVES_REWRITING = managed('leaves', allow(['s3:*', 'iam:CreatePolicyVersion']));

type Pair = [says: string, one: User, power: Power, other: User, otherPower: Power, groups?: PolicyHolder[]];

const AS_THEY_ARE: Pair[] = [
  ['in an action', a(allow('*')), 'administrator', b(allow('s3:*')), 'none'],
  ['in a resource', a(allow('*')), 'administrator', b(allow('*', 'arn:aws:s3:::x')), 'none'],
  ['in a condition', a(allow('*')), 'administrator', b(allow('*', '*', IP)), 'perhaps'],
  ['in a Deny', a(allow('*')), 'administrator', b([allow('*'), deny('*')]), 'none'],
  [
    'in the condition of a Deny',
    a([allow('*'), deny('*')]),
    'none',
    b([allow('*'), deny('*', '*', IP)]),
    'perhaps',
  ],
  [
    'in having a boundary',
    a(allow('*')),
    'administrator',
    b(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    'none',
  ],
  [
    'in their boundary',
    a(allow('*'), { permissionsBoundaryArn: WIDE.arn }),
    'administrator',
    b(allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    'none',
  ],
  [
    'in what was not understood',
    a(allow('s3:*')),
    'none',
    { ...b([]), inlinePolicies: [...b(allow('s3:*')).inlinePolicies, { name: 'odd', document: '{' }] },
    'perhaps',
  ],
  [
    'in whether what was not understood may narrow',
    a([allow('*'), { ...allow('s3:*'), Surprise: 1 }]),
    'administrator',
    b([allow('*'), { ...deny('s3:*'), Surprise: 1 }]),
    'perhaps',
  ],
  [
    'in whether a policy that they may rewrite is their own',
    a(allow('iam:CreatePolicyVersion')),
    'perhaps',
    b([], having(REWRITES)),
    'administrator',
  ],
];

/** What they come to where anyone may attach to them. */
const ONCE_RAISED: Pair[] = [
  [
    'in where a Deny stands that they write anew',
    a(denyingBut('iam:PutUserPolicy')),
    'administrator',
    b([], having(KEPT)),
    'none',
  ],
  [
    'in whose policy it is in which a Deny stands',
    a([], having(DENIES)),
    'administrator',
    b([], having(ofAws(DENIES))),
    'perhaps',
  ],
  [
    'in whose policy it is that a group has attached',
    a([], { groups: ['one'] }),
    'administrator',
    b([], { groups: ['other'] }),
    'perhaps',
    [
      { ...groupHolding('one'), ...having(DENIES) },
      { ...groupHolding('other'), ...having(ofAws(DENIES)) },
    ],
  ],
  [
    'in the group that they would have to leave',
    a([], { groups: ['one'] }),
    'administrator',
    b([], { groups: ['other'] }),
    'none',
    ['one', 'other'].map((name) => groupHolding(name, onlyOn('iam:PutGroupPolicy', groupArn('one')))),
  ],
  [
    'in whom a Deny spares',
    a(onlyOn('iam:DeleteUserPolicy', arn('a'))),
    'administrator',
    b(onlyOn('iam:DeleteUserPolicy', arn('a'))),
    'none',
  ],
  [
    'in whom the boundary means',
    a([], { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/of-a` }),
    'administrator',
    b([], { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/of-a` }),
    'none',
  ],
  [
    'in whose policy the boundary is',
    a([], { permissionsBoundaryArn: LEAVES_REWRITING.arn }),
    'administrator',
    b([], { permissionsBoundaryArn: ofAws(LEAVES_REWRITING).arn }),
    'perhaps',
  ],
  [
    'in whether the boundary was read',
    a([], { permissionsBoundaryArn: WIDE.arn }),
    'administrator',
    b([], { permissionsBoundaryArn: `arn:aws:iam::${ACCOUNT}:policy/gone` }),
    'perhaps',
  ],
];

const POLICIES = [
  NARROW,
  WIDE,
  REWRITES,
  DENIES,
  ofAws(DENIES),
  KEPT,
  LEAVES_REWRITING,
  ofAws(LEAVES_REWRITING),
  managed('of-a', allow(['s3:*', 'iam:DeleteUserPermissionsBoundary'], ['arn:aws:s3:::*', arn('a')])),
];

function powers(users: User[], groups: PolicyHolder[] = [], raised = false): Power[] {
  const account = surroundingsOf({ users, groups, roles: [], policies: POLICIES }, newStudy()).users();
  const attaches = (action: string) => action === 'iam:AttachUserPolicy';
  return (account?.all ?? []).map((known) =>
    raised ? (account?.brought(known, attaches) ?? 'none') : (account?.power(known) ?? 'none'),
  );
}

describe('two users who hold the same come to the same, but where they differ', () => {
  it.each(AS_THEY_ARE)('%s', (_says, one, power, other, otherPower, groups) => {
    expect(powers([one, other], groups)).toEqual([power, otherPower]);
    expect(powers([other, one], groups)).toEqual([otherPower, power]);
  });

  it.each(ONCE_RAISED)('once attached to, %s', (_says, one, power, other, otherPower, groups) => {
    expect(powers([one, other], groups, true)).toEqual([power, otherPower]);
    expect(powers([other, one], groups, true)).toEqual([otherPower, power]);
  });
});
