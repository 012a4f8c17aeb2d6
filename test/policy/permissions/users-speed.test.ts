import { expect } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { growth } from '../../support/steps.ts';
import { oneIn, some } from '../../support/thorough.ts';
import { ACCOUNT, allow, deny, groupHolding, NARROW, otherRole, userHolding } from './roles.ts';

const IP = { Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } };
const BOUNDED = { Condition: { StringNotEquals: { 'iam:PermissionsBoundary': NARROW.arn } } };
const OWN_KEYS = allow('iam:CreateAccessKey', 'arn:aws:iam::*:user/$'.concat('{aws:username}'));

type Module = typeof import('../../../src/policy/permissions/role-surroundings.ts');

const load = () => import('../../../src/policy/permissions/role-surroundings.ts');

/** The ways of a role in an account with so many users, and groups. */
function waysAmong({ surroundingsOf }: Module, inline: object | object[], size: number): void {
  const users = Array.from({ length: size }, (_, i) =>
    userHolding(`u${i}`, [OWN_KEYS, deny('s3:Delete*', `arn:aws:s3:::home-${i}/*`)], {
      groups: [`g${i}`],
      permissionsBoundaryArn: i % 3 === 0 ? NARROW.arn : null,
    }),
  );
  const groups = Array.from({ length: size }, (_, i) =>
    groupHolding(`g${i}`, [allow('ec2:Describe*'), deny('ec2:*', '*', IP)]),
  );
  const roles = [otherRole('r', { AWS: ACCOUNT }, inline)];
  const around = surroundingsOf({ users, groups, roles, policies: [NARROW] }, newStudy());
  for (const role of around.roles.values()) around.ways(role);
}

const ROLES: Array<[says: string, inline: object | object[]]> = [
  ['makes keys', allow('iam:CreateAccessKey')],
  ['does everything to users, under conditions', allow('iam:*', '*', IP)],
  [
    'makes keys and puts users into groups, and writes into bounded ones alone',
    [
      allow(['iam:CreateAccessKey', 'iam:AddUserToGroup', 'iam:*UserPolicy']),
      deny('iam:*UserPolicy', '*', BOUNDED),
    ],
  ],
];

oneIn(3).each(some(ROLES, 1))(
  'looks at each user and each group of an account once for a role that %s',
  async (_says, inline) => {
    expect(await growth(load, (module, size) => waysAmong(module, inline, size), 20)).toBeLessThan(2.6);
  },
);
