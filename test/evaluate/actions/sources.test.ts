import { expect, it } from 'vitest';
import { sourcesOf } from '../../../src/evaluate/actions/sources.ts';
import type { RoleInventoryEntry } from '../../../src/model/role-inventory-entry.ts';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const CLOUDFORMATION = 'arn:aws:cloudformation:eu-west-1:111122223333:';
const ID = '1a2b3c4d-1111-2222-3333-444455556666';

const SET = { name: 'base', arn: `${CLOUDFORMATION}stackset/base:${ID}` };
const TAKEN_IN = `${CLOUDFORMATION}stack/taken-in/${ID}`;

const ROLES = [
  {
    roleArn: role('known'),
    roleName: 'known',
    stack: { stackName: 'taken-in', region: 'eu-west-1', stackId: TAKEN_IN, stackSet: SET },
  },
  { roleArn: role('stacked'), roleName: 'stacked', stack: { stackName: 'app', region: 'eu-west-1' } },
  { roleArn: role('deployed'), roleName: 'deployed', stack: { stackName: `StackSet-base-roles-${ID}` } },
  { roleArn: role('alone'), roleName: 'alone', stack: null, digests: { trustPolicy: 't', permissions: 'p' } },
  { roleArn: role('undigested'), roleName: 'undigested', stack: null },
] as RoleInventoryEntry[];

it.each<[words: string, resourceArn: string, key: string, more?: { checkId?: string; roleArns?: string[] }]>([
  ['a stack', `${CLOUDFORMATION}stack/app/${ID}`, 'stack:app'],
  ['a stack of a stack set', TAKEN_IN, `stack set:${SET.arn}`],
  ['a stack set', SET.arn, `stack set:${SET.arn}`],
  [
    'a stack that by its name is of a set',
    `${CLOUDFORMATION}stack/StackSet-base-${ID}/${ID}`,
    'stack set by name:base',
  ],
  [
    'a stack that is only named like one of a set',
    `${CLOUDFORMATION}stack/StackSet-base/${ID}`,
    'stack:StackSet-base',
  ],
  ['a role of a stack', role('stacked'), 'stack:app'],
  ['a role of a stack set', role('known'), `stack set:${SET.arn}`],
  ['a role of a stack that by its name is of a set', role('deployed'), 'stack set by name:base-roles'],
  ['the trust policy of a role', role('alone'), 'policy:t'],
  ['what a role may do', role('alone'), 'policy:p', { checkId: 'third-party-admin' }],
  ['a role that was not digested', role('undigested'), ''],
  ['a role that is not in the inventory', role('other'), ''],
  ['something of a role', 'arn:aws:s3:::bucket', 'stack:app', { roleArns: [role('other'), role('stacked')] }],
  ['something of no role', 'arn:aws:s3:::bucket', ''],
])('where it is written down: %s', (_words, resourceArn, key, more) => {
  expect(sourcesOf(ROLES)({ checkId: 'external-id-missing', resourceArn, ...more }).key).toBe(key);
});
