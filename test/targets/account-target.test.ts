import { describe, expect, it } from 'vitest';
import type { AccountAccess } from '../../src/model/account.ts';
import { toTarget } from '../../src/targets/account-target.ts';
import type { Candidate } from '../../src/targets/scope.ts';
import type { TargetsInput } from '../../src/targets/targets-input.ts';

const ID = '111122223333';
const USER = 'arn:aws:iam::999988887777:user/u';
const AUDITOR = `arn:aws:iam::${ID}:role/Auditor`;
const ROOT = { id: 'r-ab12', name: 'Root' };
const UNIT = { id: 'ou-ab12-workload', name: 'Workloads' };

interface Given {
  listed?: Omit<NonNullable<Candidate['listed']>, 'id'>;
  path?: Array<typeof ROOT>;
  auditor?: Partial<TargetsInput['auditor']>;
  regions?: TargetsInput['regions'];
  caller?: string;
}

function target({ listed, path, auditor, regions = ['eu-west-1'], caller = USER }: Given = {}) {
  const discovered: Candidate['discovered'] =
    path === undefined ? undefined : { id: ID, name: 'payments', arn: '', state: 'ACTIVE', path };
  const candidate: Candidate = {
    accountId: ID,
    name: 'payments',
    listed: listed === undefined ? undefined : { id: ID, ...listed },
    discovered,
  };
  return toTarget(
    candidate,
    { accounts: [], auditor: { sessionDuration: 1800, ...auditor }, regions },
    caller,
  );
}

const assumed = (roleArn: string, externalId?: string): AccountAccess => ({
  kind: 'assume-role',
  roleArn,
  ...(externalId === undefined ? {} : { externalId }),
  sessionDuration: 1800,
});
const CALLER: AccountAccess = { kind: 'caller' };
const session = (of: string) => `arn:aws:sts::${of}/session`;

describe('an account is entered', () => {
  it.each<[words: string, given: Given, access: AccountAccess]>([
    ['as the caller where nothing is said', {}, CALLER],
    ['by the auditor role', { auditor: { roleName: 'Auditor' } }, assumed(AUDITOR)],
    ['with its external ID', { auditor: { roleName: 'Auditor', externalId: 'x' } }, assumed(AUDITOR, 'x')],
    [
      'by the role of its entry, before the auditor role',
      { listed: { roleArn: `${AUDITOR}2` }, auditor: { roleName: 'Auditor', externalId: 'x' } },
      assumed(`${AUDITOR}2`, 'x'),
    ],
    [
      'with the external ID of its entry, before that of the auditor role',
      { listed: { externalId: 'own' }, auditor: { roleName: 'Auditor', externalId: 'x' } },
      assumed(AUDITOR, 'own'),
    ],
    [
      'by the profile of its entry, before any role',
      { listed: { profile: 'p', roleArn: AUDITOR }, auditor: { roleName: 'Auditor' } },
      { kind: 'profile', profile: 'p' },
    ],
    [
      'in the partition of the caller',
      { auditor: { roleName: 'Auditor' }, caller: USER.replace('arn:aws:', 'arn:aws-cn:') },
      assumed(AUDITOR.replace('arn:aws:', 'arn:aws-cn:')),
    ],
    [
      'as the caller that is in the role already, whose session leaves out the path',
      {
        listed: { roleArn: `arn:aws:iam::${ID}:role/a/path/Auditor` },
        caller: session(`${ID}:assumed-role/Auditor`),
      },
      CALLER,
    ],
    [
      'by the role where the caller is in the role of that name of another account',
      { auditor: { roleName: 'Auditor' }, caller: session('999988887777:assumed-role/Auditor') },
      assumed(AUDITOR),
    ],
    [
      'by the role where the caller is in another role whose name begins alike',
      { auditor: { roleName: 'Auditor' }, caller: session(`${ID}:assumed-role/Auditor2`) },
      assumed(AUDITOR),
    ],
    [
      'by the role where the caller is a user of that name',
      { auditor: { roleName: 'Auditor' }, caller: `arn:aws:iam::${ID}:user/Auditor` },
      assumed(AUDITOR),
    ],
  ])('%s', (_words, given, access) => {
    expect(target(given).access).toEqual(access);
  });
});

it.each<[Given, string[]]>([
  [{}, ['eu-west-1']],
  [{ regions: 'enabled' }, ['enabled']],
  [{ listed: { regions: ['us-east-1'] } }, ['us-east-1']],
  [{ listed: { regions: 'enabled' } }, ['enabled']],
  [{ listed: {} }, ['eu-west-1']],
])('with %j its Regions are %j', (given, regions) => {
  expect(target(given).regions).toEqual(regions);
});

it.each<[Given['path'], string | undefined]>([
  [[ROOT, UNIT], 'Workloads'],
  // In no unit below the root, and still in the organization.
  [[ROOT], 'Root'],
  [[], undefined],
  [undefined, undefined],
])('below %j its unit is %s', (path, unit) => {
  const given = target(path === undefined ? {} : { path });
  expect(given.organizationalUnit).toBe(unit);
  expect('organizationalUnit' in given).toBe(unit !== undefined);
});

it('has its id, its name, its tags and the partition of a caller that is understood', () => {
  const plain = { accountId: ID, name: 'payments', partition: 'aws', tags: {} };
  expect(target()).toMatchObject(plain);
  expect(target({ caller: 'nobody' })).toMatchObject(plain);
  expect(target({ listed: { tags: { team: 'a' } } }).tags).toEqual({ team: 'a' });
});

type Organization = NonNullable<TargetsInput['organizations']>[number];

/** An account of one of several organizations, which the caller enters from there. */
function targetOf(
  own: Partial<Organization>,
  common: TargetsInput['regions'],
  { partition = 'aws', several = true, organizationId = undefined as string | undefined } = {},
) {
  const organization: Organization = {
    id: 'o-a1b2c3d4e5',
    discover: true,
    include: { organizationalUnits: [] },
    exclude: { accounts: [], organizationalUnits: [] },
    ...own,
  };
  const visit: Candidate['visit'] = {
    organization,
    place: 'organizations[0]',
    callerArn: USER.replace('arn:aws:', `arn:${partition}:`),
    ...(organizationId !== undefined && { organizationId }),
  };
  return toTarget(
    { accountId: ID, name: 'payments', listed: undefined, discovered: undefined, visit },
    {
      ...(several ? { organizations: [organization] } : { organization }),
      ...{ accounts: [], auditor: { sessionDuration: 1800 }, regions: common },
    },
    USER,
  );
}

it.each<[own: Partial<Organization>, common: TargetsInput['regions'], read: string[]]>([
  [{}, ['eu-west-1', 'cn-north-1'], ['eu-west-1']],
  [{}, ['a-new-place-1', 'cn-north-1'], ['a-new-place-1']],
  [{}, 'enabled', ['enabled']],
  [{ regions: ['us-east-1'] }, ['cn-north-1'], ['us-east-1']],
  [{ regions: 'enabled' }, ['cn-north-1'], ['enabled']],
])('in an organization with %j, where all have the Regions %j, %j are read', (own, common, read) => {
  expect(targetOf(own, common).regions).toEqual(read);
});

it.each<[own: Partial<Organization>, common: string[], message: string]>([
  [{}, ['cn-north-1'], 'in the partition aws, and regions names none of its Regions'],
  [{ regions: ['cn-north-1'] }, ['eu-west-1'], 'organizations[0].regions names not all of its Regions'],
  [{ regions: ['eu-west-1', 'cn-north-1'] }, ['eu-west-1'], 'names not all of its Regions'],
])('refuses an organization with %j, where all have the Regions %j', (own, common, message) => {
  expect(() => targetOf(own, common)).toThrow(message);
});

it('takes the Regions of all as they are where there is one organization, and for what is in none', () => {
  expect(targetOf({}, ['eu-west-1', 'cn-north-1'], { several: false }).regions).toHaveLength(2);
  expect(target({ regions: ['eu-west-1', 'cn-north-1'] }).regions).toHaveLength(2);
});

it('remembers the organization that an account was found in, and who enters it from there', () => {
  const china = targetOf({ regions: ['cn-north-1'] }, ['eu-west-1'], { partition: 'aws-cn' });
  expect(china).toMatchObject({
    partition: 'aws-cn',
    foundIn: 'o-a1b2c3d4e5',
    callerArn: USER.replace('arn:aws:', 'arn:aws-cn:'),
  });
  expect(targetOf({}, 'enabled', { organizationId: 'o-f6g7h8i9j0' }).organizationId).toBe('o-f6g7h8i9j0');
  const alone = targetOf({}, 'enabled', { several: false });
  for (const key of ['callerArn', 'foundIn', 'organizationId']) expect(alone).not.toHaveProperty(key);
});

it.each<[words: string, own: Partial<Organization>, access: AccountAccess]>([
  ['by its profile', { profile: 'p' }, { kind: 'profile', profile: 'p' }],
  [
    'by its profile and its own auditor role',
    { profile: 'p', auditor: { roleName: 'Auditor', sessionDuration: 900 } },
    { kind: 'assume-role', roleArn: AUDITOR, sessionDuration: 900, profile: 'p' },
  ],
  [
    'by its own auditor role, without a profile',
    { auditor: { roleName: 'Auditor', externalId: 'x' } },
    assumed(AUDITOR, 'x'),
  ],
])('an account of an organization is entered %s', (_words, own, access) => {
  const given = targetOf(own, 'enabled').access;
  expect(given).toStrictEqual(access);
});
