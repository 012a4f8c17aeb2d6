import { describe, expect, it } from 'vitest';
import { contextAt, sessionContext, withResource } from '../../../src/policy/chains/known-context.ts';
import {
  askedFor,
  isConditional,
  type Onward,
  type Permission,
  permissionByTrust,
  permissionFor,
  permissionStatement,
  policyPlaces,
  readOnward,
  statementInWords,
} from '../../../src/policy/chains/onward.ts';
import { effectivePermissions, policiesByArn } from '../../../src/policy/permissions/effective.ts';
import { ACCOUNT, allow, deny, type Held, managed, roleHolding } from '../permissions/roles.ts';
import { AS_OF } from './world.ts';

const ASSUME = 'sts:AssumeRole';
const arn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const END = arn('end');

const CONTEXT = withResource(
  sessionContext(
    { arn: arn('vendor'), accountId: ACCOUNT, uniqueId: 'AROAEXAMPLE', tags: [], takesSessionTags: false },
    AS_OF,
  ),
  { accountId: ACCOUNT, tags: [{ key: 'open', value: 'yes' }] },
);

/** What stands beside the role in its fact: it is the third one, and another policy comes before its own. */
function onwardOf(held: Held): Onward {
  const { role, policies } = roleHolding(held);
  const all = [managed('another', allow('s3:Get*')), ...policies];
  return readOnward(effectivePermissions(role, policiesByArn(all)), {
    role,
    index: 2,
    policies: policiesByArn(all),
    places: policyPlaces({ roles: [], policies: all }),
  });
}

const inWords = (permission: Permission | null) =>
  permission === null
    ? 'no'
    : [permission.by === null ? 'by trust' : statementInWords(permission.by), ...permission.conditions];

const when = (operator: string, key: string, value: string | string[]) => ({
  Condition: { [operator]: { [key]: value } },
});
const IP = when('IpAddress', 'aws:SourceIp', '192.0.2.0/24');
const IP_HOLDS = 'IpAddress on aws:SourceIp holds (192.0.2.0/24)';
const OPEN = when('StringEquals', 'aws:ResourceTag/open', 'yes');
const SHUT = when('StringEquals', 'aws:ResourceTag/open', 'no');
const VARIABLE = `arn:aws:iam::${ACCOUNT}:role/$`.concat('{aws:PrincipalTag/team}');

const FIRST = 'statement 1 of inline policy own';

const ASKED: Array<[says: string, held: Held, permission: string[] | 'no']> = [
  ['what is allowed', { inline: allow(ASSUME, END) }, [FIRST]],
  ['whatever there is', { inline: allow('*') }, [FIRST]],
  ['in any case of letters', { inline: allow('STS:assumerole') }, [FIRST]],
  ['nothing without a policy', {}, 'no'],
  ['no other role', { inline: allow(ASSUME, arn('other')) }, 'no'],
  ['nothing by another action', { inline: allow('sts:TagSession') }, 'no'],
  ['nothing that is denied', { inline: [allow(ASSUME), deny(ASSUME, END)] }, 'no'],
  ['what is not denied', { inline: [allow(ASSUME), deny(ASSUME, arn('other'))] }, [FIRST]],
  ['what another action is denied on', { inline: [allow(ASSUME), deny('sts:TagSession')] }, [FIRST]],
  ['what conditions allow that hold', { inline: allow(ASSUME, '*', OPEN) }, [FIRST]],
  ['nothing that conditions allow that do not', { inline: allow(ASSUME, '*', SHUT) }, 'no'],
  ['what conditions allow that may hold', { inline: allow(ASSUME, '*', IP) }, [FIRST, IP_HOLDS]],
  [
    'what conditions allow that may hold, three of their values named',
    { inline: allow(ASSUME, '*', when('StringEquals', 'aws:SourceVpc', ['a', 'b', 'c', 'd', 'e'])) },
    [FIRST, 'StringEquals on aws:SourceVpc holds (a, b, c, and 2 more)'],
  ],
  [
    'by the statement without conditions, of two',
    { inline: [allow(ASSUME, '*', IP), allow(ASSUME, END)] },
    ['statement 2 of inline policy own'],
  ],
  [
    'by the first, of two with conditions',
    {
      inline: [
        allow(ASSUME, '*', IP),
        allow(ASSUME, '*', when('Bool', 'aws:MultiFactorAuthPresent', 'true')),
      ],
    },
    [FIRST, IP_HOLDS],
  ],
  [
    'nothing that a Deny whose conditions hold takes',
    { inline: [allow(ASSUME), deny(ASSUME, '*', OPEN)] },
    'no',
  ],
  [
    'what a Deny whose conditions do not hold leaves',
    { inline: [allow(ASSUME), deny(ASSUME, '*', SHUT)] },
    [FIRST],
  ],
  [
    'what a Deny may take',
    { inline: [allow(ASSUME), deny(ASSUME, '*', IP)] },
    [FIRST, 'statement 2 of inline policy own does not deny it'],
  ],
  [
    'what a Deny may take from another role alone',
    { inline: [allow(ASSUME), deny(ASSUME, arn('other'), IP)] },
    [FIRST],
  ],
  [
    'all that may speak against it, each once',
    {
      inline: [
        allow(ASSUME, '*', IP),
        deny(ASSUME, '*', IP),
        deny(ASSUME, END, IP),
        deny(ASSUME, arn('other'), IP),
      ],
    },
    [
      FIRST,
      IP_HOLDS,
      'statement 2 of inline policy own does not deny it',
      'statement 3 of inline policy own does not deny it',
    ],
  ],
  ['what the boundary allows', { inline: allow(ASSUME), boundary: managed('b', allow('sts:*')) }, [FIRST]],
  ['nothing that it does not', { inline: allow(ASSUME), boundary: managed('b', allow('s3:*')) }, 'no'],
  [
    'nothing that it allows for another role alone',
    { inline: allow(ASSUME), boundary: managed('b', allow(ASSUME, arn('other'))) },
    'no',
  ],
  ['nothing by the boundary alone', { boundary: managed('b', allow('*')) }, 'no'],
  [
    'what the boundary may allow',
    { inline: allow(ASSUME), boundary: managed('b', [allow('s3:*'), allow(ASSUME, '*', IP)]) },
    [FIRST, 'statement 2 of permissions boundary b applies'],
  ],
  [
    'what the boundary may allow, but for other roles',
    {
      inline: allow(ASSUME),
      boundary: managed('b', [allow(ASSUME, '*', IP), allow(ASSUME, arn('other'), IP)]),
    },
    [FIRST, 'statement 1 of permissions boundary b applies'],
  ],
  [
    'what it is meant by a variable',
    { inline: allow(ASSUME, VARIABLE) },
    [FIRST, `${FIRST} means this role by its policy variables`],
  ],
  [
    'by an attached policy',
    { attached: [managed('onward', allow(ASSUME))] },
    ['statement 1 of attached policy onward'],
  ],
];

describe('a role may ask for', () => {
  it.each(ASKED)('%s', (_says, held, permission) => {
    expect(inWords(permissionFor(onwardOf(held), END, CONTEXT))).toEqual(permission);
  });
});

const BY_TRUST: Array<[says: string, held: Held, permission: string[] | 'no', withoutBoundary?: string[]]> = [
  ['without a policy of its own', {}, ['by trust']],
  ['but for a Deny', { inline: deny(ASSUME) }, 'no'],
  ['whatever another role is denied', { inline: deny(ASSUME, arn('other')) }, ['by trust']],
  [
    'unless a Deny applies',
    { inline: deny(ASSUME, '*', IP) },
    ['by trust', 'statement 1 of inline policy own does not deny it'],
  ],
  ['within the boundary', { boundary: managed('b', allow('sts:*')) }, ['by trust']],
  ['not beyond the boundary', { boundary: managed('b', allow('s3:*')) }, 'no', ['by trust']],
  [
    'where the boundary applies',
    { boundary: managed('b', allow('sts:*', '*', IP)) },
    ['by trust', 'statement 1 of permissions boundary b applies'],
    ['by trust'],
  ],
];

describe('a role that is admitted by itself in its account may enter', () => {
  it.each(BY_TRUST)('%s', (_says, held, permission, withoutBoundary) => {
    const onward = onwardOf(held);
    expect(inWords(permissionByTrust(onward, END, CONTEXT, true))).toEqual(permission);
    expect(inWords(permissionByTrust(onward, END, CONTEXT, false))).toEqual(withoutBoundary ?? permission);
  });
});

describe('what a role may ask for at most', () => {
  it.each<[says: string, held: Held, patterns: string[]]>([
    [
      'each pattern once, in order',
      { inline: [allow(ASSUME, [END, arn('a')]), allow('sts:*', END)] },
      [arn('a'), END],
    ],
    ['nothing by other actions', { inline: allow('sts:TagSession') }, []],
    [
      'whatever there is, by NotResource',
      { inline: { Effect: 'Allow', Action: ASSUME, NotResource: END } },
      ['*'],
    ],
  ])('%s', (_says, held, patterns) => {
    expect(askedFor(onwardOf(held))).toEqual(patterns);
  });
});

describe('conditions have a say in it', () => {
  it.each<[says: string, held: Held, is: boolean]>([
    [
      'not without any',
      { inline: [allow(ASSUME), deny(ASSUME, END)], boundary: managed('b', allow('*')) },
      false,
    ],
    ['of an Allow', { inline: allow(ASSUME, '*', IP) }, true],
    ['of a Deny', { inline: [allow(ASSUME), deny(ASSUME, '*', IP)] }, true],
    ['of the boundary', { inline: allow(ASSUME), boundary: managed('b', allow(ASSUME, '*', IP)) }, true],
    ['not those of other actions', { inline: [allow(ASSUME), allow('s3:Get*', '*', IP)] }, false],
  ])('%s', (_says, held, is) => {
    expect(isConditional(onwardOf(held))).toBe(is);
  });
});

describe('the policies that allow it', () => {
  it('are kept with their places in the fact, each once', () => {
    const { documents } = onwardOf({
      inline: [allow(ASSUME, END), allow(ASSUME, arn('other'))],
      attached: [managed('onward', allow(ASSUME)), managed('reading', allow('s3:Get*'))],
      boundary: managed('b', allow('*')),
    });
    expect(documents.map(({ pointer }) => pointer)).toEqual([
      '/roles/2/inlinePolicies/0/document',
      '/policies/1/document',
    ]);
    expect(documents.map(({ document }) => JSON.parse(document).Statement)).toEqual([
      [allow(ASSUME, END), allow(ASSUME, arn('other'))],
      allow(ASSUME),
    ]);
  });

  it.each<[says: string, held: Held, pointer: string, value: object]>([
    [
      'one of a list',
      { inline: [allow('s3:Get*'), allow(ASSUME)] },
      '/roles/2/inlinePolicies/0/document/Statement/1',
      allow(ASSUME),
    ],
    [
      'one of the second of several policies',
      { inline: allow(ASSUME, arn('other')), attached: [managed('onward', [allow(ASSUME)])] },
      '/policies/1/document/Statement/0',
      allow(ASSUME),
    ],
    [
      'one that stands alone',
      { attached: [managed('onward', allow(ASSUME))] },
      '/policies/1/document/Statement',
      allow(ASSUME),
    ],
  ])('show the statement: %s', (_says, held, pointer, value) => {
    const onward = onwardOf(held);
    const by = permissionFor(onward, END, contextAt(AS_OF))?.by;
    expect(by && permissionStatement(onward, by)).toEqual({ pointer, value });
  });

  it('tell of what could give more and was not understood', () => {
    expect(onwardOf({ inline: allow(ASSUME), missing: ['gone'] }).problems).toHaveLength(1);
    expect(
      onwardOf({ inline: allow(ASSUME), missingBoundary: `arn:aws:iam::${ACCOUNT}:policy/gone` }).problems,
    ).toEqual([]);
  });
});
