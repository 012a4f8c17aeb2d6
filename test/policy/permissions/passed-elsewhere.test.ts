import { describe, expect, it } from 'vitest';
import type { Role } from '../../../src/model/facts/authorization-details.ts';
import { newStudy } from '../../../src/model/study.ts';
import { accessOf } from '../../../src/policy/permissions/access.ts';
import { effectivePermissions } from '../../../src/policy/permissions/effective.ts';
import { goesByUsers } from '../../../src/policy/permissions/escalation.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { takesFor } from '../../../src/policy/permissions/role-taking-actions.ts';
import type { Power } from '../../../src/policy/permissions/surroundings.ts';
import { allow, deny, type Held, managed, otherRole, roleHolding } from './roles.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const PASS = 'iam:PassRole';
const to = (service: string) => ({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
const DMS = 'dms:CreateEndpoint';
const OF_DMS = otherRole('of-dms', { Service: 'dms.amazonaws.com' }, allow('*'));
const OF_REGION = otherRole('of-region', { Service: 'dms.eu-west-1.amazonaws.com' }, allow('*'));
const OF_EC2 = otherRole('of-ec2', { Service: 'ec2.amazonaws.com' }, allow('*'));
const DMS_IN_WORDS = `${DMS}: of-dms`;

describe('a role is passed to another service', () => {
  it.each<[says: string, inline: object | object[], others: Role[], by: string | undefined]>([
    ['that takes it', allow([PASS, DMS]), [OF_DMS], DMS_IN_WORDS],
    ['to none without iam:PassRole', allow(DMS), [OF_DMS], undefined],
    ['to none that takes none', allow([PASS, 's3:PutObject']), [OF_DMS], undefined],
    [
      'to one still to be made, where none that was collected trusts it',
      allow([PASS, DMS], '*'),
      [OF_EC2],
      `${DMS}: some`,
    ],
    [
      'to none that it may not be passed to',
      allow([PASS, DMS], '*', to('ec2.amazonaws.com')),
      [OF_DMS],
      undefined,
    ],
    [
      'to the one that it may be passed to',
      [allow(PASS, '*', to('dms.amazonaws.com')), allow(DMS)],
      [OF_DMS],
      DMS_IN_WORDS,
    ],
    [
      'to one by another name that a statement knows',
      [allow(PASS, '*', to('dms-data.amazonaws.com')), allow(DMS)],
      [otherRole('of-data', { Service: 'dms-data.amazonaws.com' }, allow('*'))],
      `${DMS}: of-data`,
    ],
    ['to one by its name in a Region', allow([PASS, DMS]), [OF_REGION], `${DMS}: of-region`],
    ['by the first of several actions', allow([PASS, DMS, 'dms:ModifyEndpoint']), [OF_DMS], DMS_IN_WORDS],
    [
      'by the one that leads on',
      [allow([PASS, DMS], OF_DMS.arn), allow([DMS, 'codebuild:UpdateProject'])],
      [OF_DMS],
      DMS_IN_WORDS,
    ],
  ])('%s', (_says, inline, others, by) => {
    const { role } = roleHolding({ inline });
    const around = surroundingsOf({ roles: [role, ...others], policies: [] }, newStudy());
    const way = around.ways(role).find(({ method }) => method.id === 'pass-role-other-service');
    expect(way && `${way.by[1]?.action}: ${way.leadsTo?.name ?? 'some'}`).toBe(by);
    expect(way?.doubts.at(-1)).toBe(way && 'there is a way to steer what that service does with it');
  });

  it.each([
    ['dms', 'dms.amazonaws.com', true],
    ['dms', 'dms.eu-west-1.amazonaws.com', true],
    ['dms', 'ec2.amazonaws.com', false],
    ['ec2', 'spotfleet.amazonaws.com', true],
    ['constructor', 'ec2.amazonaws.com', false],
  ])('%s takes roles as %s: %s', (prefix, principal, takes) => {
    expect(takesFor(prefix, principal)).toBe(takes);
  });
});

const bounded = (...statements: object[]) => ({ boundary: managed('b', statements) });

describe('what a role comes to', () => {
  it.each<[says: string, held: Held, power: Power]>([
    ['nothing', {}, 'none'],
    ['by its policies', { inline: allow('*') }, 'administrator'],
    ['perhaps, under conditions', { inline: allow('*', '*', IP) }, 'perhaps'],
    [
      'perhaps, where it was not all understood',
      { inline: [allow('*'), { ...deny('s3:*'), Surprise: 1 }] },
      'perhaps',
    ],
    ['whatever may add to it', { inline: [allow('*'), { ...allow('s3:*'), Surprise: 1 }] }, 'administrator'],
    ['perhaps, where something may add to it', { inline: allow('s3:*'), missing: ['gone'] }, 'perhaps'],
    ['by a way', { inline: allow('iam:PutRolePolicy') }, 'administrator'],
    ['perhaps, by a way in doubt', { inline: allow('lambda:UpdateFunctionCode') }, 'perhaps'],
    [
      'by lifting a limit',
      { inline: allow('*'), ...bounded(allow(['s3:*', 'iam:DeleteRolePermissionsBoundary'])) },
      'administrator',
    ],
    [
      'perhaps, by lifting a limit under conditions',
      { inline: allow('*'), ...bounded(allow(['s3:*', 'iam:DeleteRolePermissionsBoundary'], '*', IP)) },
      'perhaps',
    ],
    [
      'nothing, within a limit that it cannot lift',
      { inline: allow('*'), ...bounded(allow('s3:*')) },
      'none',
    ],
  ])('%s', (_says, held, power) => {
    const { role, policies } = roleHolding(held);
    expect(surroundingsOf({ roles: [role], policies }, newStudy()).power(role)).toBe(power);
  });
});

describe('a way by users is looked up', () => {
  it.each<[actions: string[], is: boolean]>([
    [['iam:CreateAccessKey'], true],
    [['iam:AddUserToGroup'], true],
    [['iam:PutRolePolicy', PASS, 'sts:AssumeRole'], false],
    [['iam:GetUser', 'iam:CreateUser'], false],
    [[], false],
  ])('for %j: %s', (actions, is) => {
    const { role } = roleHolding({ inline: actions.length === 0 ? [] : allow(actions) });
    expect(goesByUsers(accessOf(effectivePermissions(role, new Map())))).toBe(is);
  });
});
