import { describe, expect, it } from 'vitest';
import {
  type ConditionVerdict,
  contextAt,
  judgeCondition,
  judgeConditions,
  type KnownContext,
  type SessionFacts,
  sessionContext,
  withResource,
} from '../../../src/policy/chains/known-context.ts';
import { standInFor } from '../../../src/policy/external-ids/stand-in.ts';
import { conditionOf } from '../../../src/policy/operators.ts';
import { A, AS_OF, arn, B, ORGANIZATION } from './world.ts';

const SESSION: SessionFacts = {
  arn: arn(A, 'first'),
  accountId: A,
  uniqueId: 'AROAFIRST',
  tags: [
    { key: 'Team', value: 'payments' },
    { key: 'star', value: '*' },
    { key: 'id', value: standInFor('secret', 'id:0123456789abcdef') },
  ],
  takesSessionTags: false,
  organizationId: ORGANIZATION,
};

const TARGET = { accountId: B, tags: [{ key: 'Open', value: 'payments' }], organizationId: ORGANIZATION };

const asking = () => sessionContext(SESSION, AS_OF);
const forTarget = () => withResource(asking(), TARGET);

type Case = [operator: string, key: string, value: string | string[], is: ConditionVerdict];

function verdict([operator, key, value]: Case, context: KnownContext, effect?: 'Deny'): ConditionVerdict {
  return judgeCondition(conditionOf(operator, key, [value].flat()), context, effect);
}

/** `${name}`, which is no template here. */
const variable = (name: string) => `$`.concat('{', name, '}');

const OF_THE_SESSION: Case[] = [
  ['ArnEquals', 'aws:PrincipalArn', arn(A, 'first'), 'holds'],
  ['ArnEquals', 'aws:PrincipalArn', `arn:aws:sts::${A}:assumed-role/first/s`, 'stops'],
  ['StringEquals', 'aws:PrincipalAccount', A, 'holds'],
  ['StringEquals', 'aws:principalaccount', B, 'stops'],
  ['StringEquals', 'aws:PrincipalType', 'AssumedRole', 'holds'],
  ['StringEquals', 'aws:PrincipalType', 'User', 'stops'],
  ['Bool', 'aws:PrincipalIsAWSService', 'false', 'holds'],
  ['Bool', 'aws:PrincipalIsAWSService', 'true', 'stops'],
  ['Bool', 'aws:SecureTransport', 'true', 'holds'],
  ['StringLike', 'aws:userid', 'AROAFIRST:*', 'holds'],
  ['StringLike', 'aws:userid', 'AROASECOND:*', 'stops'],
  ['StringLike', 'aws:userid', 'AROAFIRST:deploy', 'open'],
  ['Null', 'aws:TokenIssueTime', 'false', 'holds'],
  ['Null', 'aws:TokenIssueTime', 'true', 'stops'],
  ['DateGreaterThan', 'aws:TokenIssueTime', '2026-01-01T00:00:00Z', 'open'],
  ['StringEquals', 'aws:PrincipalOrgID', ORGANIZATION, 'holds'],
  ['StringEquals', 'aws:PrincipalOrgID', 'o-theirs12345', 'stops'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${ORGANIZATION}/*`, 'holds'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-theirs12345/*', 'stops'],
  ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', `${ORGANIZATION}/r-1/ou-1/*`, 'open'],
  ['StringEquals', 'aws:PrincipalTag/team', 'payments', 'holds'],
  ['StringEquals', 'aws:PrincipalTag/team', 'platform', 'stops'],
  ['StringEquals', 'aws:PrincipalTag/none', 'payments', 'stops'],
  ['StringNotEquals', 'aws:PrincipalTag/none', 'payments', 'holds'],
  ['Null', 'aws:PrincipalTag/none', 'true', 'holds'],
  ['StringEquals', 'aws:PrincipalTag/id', 'secret', 'open'],
  ['StringEquals', 'aws:PrincipalTag/star', variable('*'), 'holds'],
  ['StringEquals', 'aws:PrincipalTag/team', variable('*'), 'stops'],
  ['StringEquals', 'aws:PrincipalAccount', variable('aws:PrincipalAccount'), 'holds'],
  ['StringEquals', 'aws:PrincipalAccount', variable(' aws:principalaccount '), 'holds'],
  ['StringEquals', 'aws:PrincipalAccount', variable('aws:PrincipalTag/team'), 'stops'],
  ['StringEquals', 'aws:PrincipalAccount', variable('aws:SourceIp'), 'open'],
  ['StringEquals', 'aws:PrincipalAccount', variable('aws:PrincipalTag/id'), 'open'],
  ['StringEquals', 'aws:PrincipalTag/team', variable('aws:username'), 'stops'],
  ['StringEquals', 'aws:PrincipalTag/team', variable("aws:username, 'payments'"), 'holds'],
  ['IpAddress', 'aws:SourceIp', '192.0.2.0/24', 'open'],
  ['StringEquals', 'sts:ExternalId', 'x', 'open'],
  ['StringEquals', 'sts:RoleSessionName', 'x', 'open'],
  ['StringEqualz', 'aws:PrincipalAccount', A, 'open'],
];

const OF_NO_ROLE = [
  'aws:PrincipalServiceName',
  'aws:PrincipalServiceNamesList',
  'aws:SourceAccount',
  'aws:SourceArn',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
  'aws:username',
];

const OF_THE_TARGET: Case[] = [
  ['StringEquals', 'aws:ResourceAccount', B, 'holds'],
  ['StringEquals', 'aws:ResourceAccount', A, 'stops'],
  ['StringEquals', 'aws:ResourceOrgID', ORGANIZATION, 'holds'],
  ['StringEquals', 'aws:ResourceTag/open', 'payments', 'holds'],
  ['StringEquals', 'iam:ResourceTag/open', 'payments', 'holds'],
  ['StringEquals', 'aws:ResourceTag/open', 'platform', 'stops'],
  ['StringEquals', 'aws:ResourceTag/open', variable('aws:PrincipalTag/Team'), 'holds'],
  ['Null', 'aws:ResourceTag/none', 'true', 'holds'],
  ['Null', 'iam:ResourceTag/none', 'true', 'holds'],
  ['Null', 'aws:SourceArn', 'true', 'holds'],
  ['StringEquals', 'aws:PrincipalAccount', A, 'holds'],
  ['StringEquals', 'aws:SourceVpc', 'vpc-1', 'open'],
];

describe('of a request by a role’s session', () => {
  it.each(OF_THE_SESSION)('%s on %s with %s: %s', (...one) => {
    expect(verdict(one, asking())).toBe(one[3]);
  });

  it.each(OF_NO_ROLE)('%s is surely not part', (key) => {
    expect(verdict(['Null', key, 'true', 'holds'], asking())).toBe('holds');
    expect(verdict(['Null', key, 'true', 'open'], contextAt(AS_OF))).toBe('open');
  });

  it.each(OF_THE_TARGET)('that asks for a role, %s on %s with %s: %s', (...one) => {
    expect(verdict(one, forTarget())).toBe(one[3]);
  });

  it.each<[says: string, one: Case, context: () => KnownContext]>([
    [
      'a tag of the role, where sessions may bring others',
      ['StringEquals', 'aws:PrincipalTag/team', 'platform', 'open'],
      () => sessionContext({ ...SESSION, takesSessionTags: true }, AS_OF),
    ],
    [
      'a tag that the role lacks, where sessions may bring it',
      ['Null', 'aws:PrincipalTag/none', 'true', 'open'],
      () => sessionContext({ ...SESSION, takesSessionTags: true }, AS_OF),
    ],
    [
      'the organization, where it was not read',
      ['StringEquals', 'aws:PrincipalOrgID', 'o-theirs12345', 'open'],
      () => sessionContext(withoutOrganization(SESSION), AS_OF),
    ],
    [
      'the unit, where the organization was not read',
      ['ForAnyValue:StringLike', 'aws:PrincipalOrgPaths', 'o-theirs12345/*', 'open'],
      () => sessionContext(withoutOrganization(SESSION), AS_OF),
    ],
    [
      'the organization of the role asked for, where it was not read',
      ['StringEquals', 'aws:ResourceOrgID', 'o-theirs12345', 'open'],
      () => withResource(asking(), withoutOrganization(TARGET)),
    ],
    [
      'a tag of the role asked for, before it is known which that is',
      ['StringEquals', 'aws:ResourceTag/open', 'platform', 'open'],
      asking,
    ],
    [
      'the caller, where nobody is named',
      ['StringEquals', 'aws:PrincipalAccount', A, 'open'],
      () => contextAt(AS_OF),
    ],
  ])('%s is open', (_says, one, context) => {
    expect(verdict(one, context())).toBe('open');
  });
});

function withoutOrganization<T extends { organizationId?: string }>({ organizationId: _, ...rest }: T) {
  return rest;
}

/** Seconds from 1970 to AS_OF, and some more. */
const NOW = Date.UTC(2026, 5, 1, 12) / 1000;

describe('a condition on time, in an Allow and in a Deny', () => {
  it.each<[operator: string, key: string, value: string, allow: ConditionVerdict, deny: ConditionVerdict]>([
    ['DateGreaterThan', 'aws:CurrentTime', '2026-06-01T11:59:59Z', 'holds', 'holds'],
    ['DateGreaterThan', 'aws:CurrentTime', '2026-06-01T12:00:01Z', 'open', 'stops'],
    ['DateLessThan', 'aws:CurrentTime', '2026-06-01T11:59:59Z', 'stops', 'stops'],
    ['DateLessThan', 'aws:CurrentTime', '2026-06-01T12:00:01Z', 'holds', 'open'],
    ['NumericGreaterThanEquals', 'aws:EpochTime', String(NOW), 'holds', 'holds'],
    ['NumericGreaterThanEquals', 'aws:EpochTime', String(NOW + 1), 'open', 'stops'],
    ['NumericLessThan', 'aws:EpochTime', String(NOW), 'stops', 'stops'],
    ['NumericLessThan', 'aws:EpochTime', String(NOW + 1), 'holds', 'open'],
    ['NumericGreaterThan', 'aws:PrincipalAccount', '999999999999', 'stops', 'stops'],
  ])('%s on %s with %s: %s, %s', (operator, key, value, allow, deny) => {
    expect(verdict([operator, key, value, allow], asking())).toBe(allow);
    expect(verdict([operator, key, value, deny], asking(), 'Deny')).toBe(deny);
  });
});

describe('conditions together', () => {
  const holding = conditionOf('StringEquals', 'aws:PrincipalAccount', [A]);
  const stopping = conditionOf('StringEquals', 'aws:PrincipalAccount', [B]);
  const open = conditionOf('StringEquals', 'sts:ExternalId', ['x']);
  const until = conditionOf('DateLessThan', 'aws:CurrentTime', ['2027-01-01T00:00:00Z']);

  it.each([
    ['none hold', [], 'holds'],
    ['all that hold do', [holding, holding], 'holds'],
    ['one that stops stops', [holding, open, stopping], 'stops'],
    ['one that is open leaves them open', [holding, open], 'open'],
    ['one that lasts for now holds', [until], 'holds'],
  ] as const)('%s', (_says, conditions, is) => {
    expect(judgeConditions(conditions, asking())).toBe(is);
  });

  it('of a Deny are open where it ends one day', () => {
    expect(judgeConditions([holding, until], asking(), 'Deny')).toBe('open');
  });
});
