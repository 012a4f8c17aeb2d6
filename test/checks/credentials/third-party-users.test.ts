import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { thirdPartyAccessKey } from '../../../src/checks/credentials/third-party-access-key.ts';
import { thirdPartyConsolePassword } from '../../../src/checks/credentials/third-party-console-password.ts';
import type { ManagedPolicy, User } from '../../../src/model/facts/authorization-details.ts';
import type { CredentialHolder } from '../../../src/model/facts/credential-report.ts';
import { deny, managed } from '../../policy/permissions/roles.ts';
import { ENTRY, type Given, HERE, judge, REGISTERED } from '../support/trust-fixtures.ts';
import { ADA, facts, fixesOf, holder, key, ROOT, theirs, user } from './facts.ts';

const BOB = `arn:aws:iam::${HERE}:user/bob`;
const ALL = `aws:iam:global:${HERE}:users`;
const VENDORS = theirs({ path: '/vendors/' });
const TAGGED = theirs({ tag: 'vendor' });

function keys(users: User[] | undefined, holders: CredentialHolder[], given: Given = VENDORS, more = {}) {
  return judge(thirdPartyAccessKey, [], given, facts(users, holders, more));
}

function passwords(users: User[] | undefined, holders: CredentialHolder[], given: Given = VENDORS) {
  return judge(thirdPartyConsolePassword, [], given, facts(users, holders));
}

describe('third-party-access-key', () => {
  it.each<[string, CredentialHolder, string, RegExp]>([
    [
      'no key',
      holder(),
      'PASS',
      /^This user of Auditors Ltd has no active access key\. The credential report/,
    ],
    ['a deactivated key', holder([key({ active: false })]), 'PASS', /no active/],
    [
      'an active key',
      holder([key()]),
      'FAIL',
      /^Auditors Ltd works with active access keys of this user: access_key_1, made on 2026-05-01/,
    ],
    ['an active second key', holder([key({ active: false }), key()]), 'FAIL', /: access_key_2/],
    ['more credentials than are listed', holder([], { moreCredentials: '1' }), 'UNKNOWN', /more credentials/],
  ])('a user of theirs with %s', (_, one, status, detail) => {
    const [outcome, ...others] = keys([user()], [holder([key()], { arn: ROOT }), one]);
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ status, detail: expect.stringMatching(detail), resource: { arn: ADA } });
    if (outcome?.status !== 'FAIL') return;
    expect(outcome.thirdParty).toEqual({
      name: 'Auditors Ltd',
      kind: 'registered',
      key: 'registered:Auditors Ltd',
    });
    expect(outcome.evidence).toMatchObject([
      { pointer: expect.stringMatching(/^\/users\/1\/accessKeys\/\d$/) },
    ]);
  });

  it('a user of theirs that the report does not list yet', () => {
    expect(keys([user()], [holder([key()], { arn: BOB })])).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('does not list this user') },
    ]);
  });

  it('a user whom the report alone lists', () => {
    const alone = { status: 'UNKNOWN', detail: expect.stringContaining('the listing of users does not') };
    const rows = [holder([key()], { arn: ROOT }), holder([key()]), holder([key()], { arn: BOB })];
    expect(keys([], rows)).toMatchObject([{ ...alone, resource: { arn: ADA } }]);
    expect(keys([], rows, TAGGED)).toMatchObject([
      { ...alone, resource: { arn: ADA } },
      { ...alone, resource: { arn: BOB } },
    ]);
    expect(keys([], [holder(), ...rows.slice(2)])).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
    expect(keys([], rows, {})).toMatchObject([{ status: 'NOT_APPLICABLE', silent: true }]);
  });

  it('a user whose tags were not read, where the register goes by tags', () => {
    const { tags: _, ...untagged } = user();
    expect(keys([untagged], [holder([key()])], TAGGED)).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('tags were not read') },
    ]);
    expect(keys([untagged], [], TAGGED)).toMatchObject([{ status: 'UNKNOWN' }]);
    expect(keys([untagged], [holder()], TAGGED)).toMatchObject([{ status: 'NOT_APPLICABLE' }]);
  });

  it('users of nobody are left out', () => {
    const bob = user({ name: 'bob', arn: BOB });
    const rows = [holder([key()], { arn: BOB }), holder()];
    expect(keys([bob, user()], rows)).toMatchObject([{ status: 'PASS', resource: { arn: ADA } }]);
    expect(keys([bob], rows)).toEqual([
      expect.objectContaining({
        status: 'NOT_APPLICABLE',
        resource: { arn: ALL, type: 'AWS::IAM::User' },
        detail: expect.stringContaining(
          'No user that the register gives to a third party has an active access key.',
        ),
      }),
    ]);
  });

  it('a register without users shows nothing, as long as somebody has a key', () => {
    expect(keys([user()], [holder([key()])], {})).toMatchObject([
      {
        status: 'NOT_APPLICABLE',
        silent: true,
        detail: expect.stringContaining('1 user has an active access key, and the register names no users'),
      },
    ]);
    const [none] = keys([user()], [holder(), holder([key()], { arn: ROOT })], {});
    expect(none).toMatchObject({
      status: 'NOT_APPLICABLE',
      detail: expect.stringContaining('No user has an active access key.'),
    });
    expect(none).not.toHaveProperty('silent');
  });

  it('a report that lists nobody', () => {
    for (const given of [VENDORS, {}])
      expect(keys([], [], given)).toMatchObject([
        { status: 'UNKNOWN', detail: expect.stringContaining('lists nobody'), resource: { arn: ALL } },
      ]);
  });

  it('evidence without users', () => {
    expect(keys(undefined, [holder([key()])])).toMatchObject([{ status: 'UNKNOWN', resource: { arn: ALL } }]);
  });
});

describe('the plan to move a third party to a role', () => {
  const READ =
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}';
  const audit = { name: 'SecurityAudit', arn: 'arn:aws:iam::aws:policy/SecurityAudit' };
  const planFor = (
    more: Partial<User>,
    given: Given = VENDORS,
    groups: User[] = [],
    policies: ManagedPolicy[] = [],
  ) => fixesOf(keys([user(more)], [holder([key()])], given, { groups, policies })[0]);
  const roleOf = (...plan: Parameters<typeof planFor>) =>
    parse(planFor(...plan)[0]?.text ?? '').Resources.RoleInsteadOfUser.Properties;

  it('is a role first, then the keys shut, then the keys gone', () => {
    expect(planFor({}).map(({ kind, title }) => [kind, title.split(':')[0]])).toEqual([
      ['cloudformation', 'First a role that may do what the user may'],
      ['cli', 'When they come by the role and the last use of the key stands still'],
      ['cli', 'When nobody has missed them for a while'],
    ]);
    const [, shut, gone] = planFor({});
    const guard = `[ "$(aws sts get-caller-identity --query Account --output text)" = '${HERE}' ] || { echo 'The credentials are not of account ${HERE}.' >&2; false; } &&\n`;
    const list = (status: string) =>
      `for key in $(aws iam list-access-keys --user-name 'ada' --query 'AccessKeyMetadata[?Status==\`${status}\`].AccessKeyId' --output text); do aws iam`;
    expect(shut?.text).toBe(
      `${guard}${list('Active')} update-access-key --user-name 'ada' --status Inactive --access-key-id "$key" || break; done`,
    );
    expect(gone?.text).toBe(
      `${guard}${list('Inactive')} delete-access-key --user-name 'ada' --access-key-id "$key" || break; done`,
    );
  });

  it('asks the role’s callers for an external ID, and for their addresses where these are known', () => {
    const statement = roleOf({}).AssumeRolePolicyDocument.Statement[0];
    expect(statement.Principal).toEqual({
      AWS: `arn:aws:iam::${REGISTERED}:role/<the role that they come by>`,
    });
    expect(statement.Condition).toEqual({
      StringEquals: { 'sts:ExternalId': '<a random UUID, for this account alone>' },
    });
    const addresses = { entry: { ...VENDORS.entry, allowedSourceIps: ['198.51.100.0/24'] } };
    expect(roleOf({}, addresses).AssumeRolePolicyDocument.Statement[0].Condition).toMatchObject({
      IpAddress: { 'aws:SourceIp': ['198.51.100.0/24'] },
    });
  });

  it.each([
    [[], '<their AWS account>'],
    [[REGISTERED, '555566667778'], '<the AWS account that they come from>'],
  ])('leaves the account open where the register gives %j', (accountIds, account) => {
    const given = { entry: { ...ENTRY, users: VENDORS.entry.users, accountIds } };
    expect(roleOf({}, given).AssumeRolePolicyDocument.Statement[0].Principal.AWS).toContain(
      `::${account}:role/`,
    );
  });

  it('gives what the user and its groups carry, under the user’s boundary', () => {
    const more = {
      groups: ['readers'],
      attachedPolicies: [audit],
      inlinePolicies: [{ name: 'read', document: READ }],
      permissionsBoundaryArn: audit.arn,
    };
    const readers = user({
      name: 'readers',
      attachedPolicies: [audit],
      inlinePolicies: [{ name: 'read', document: READ }],
    });
    const others = user({
      name: 'others',
      attachedPolicies: [{ name: 'x', arn: 'arn:aws:iam::aws:policy/X' }],
    });
    const role = roleOf(more, VENDORS, [readers, others]);
    expect(role.ManagedPolicyArns).toEqual([audit.arn]);
    expect(role.Policies).toEqual([
      { PolicyName: 'read', PolicyDocument: JSON.parse(READ) },
      { PolicyName: 'read-1', PolicyDocument: JSON.parse(READ) },
    ]);
    expect(role.PermissionsBoundary).toBe(audit.arn);
  });

  const HOME = JSON.stringify(deny('s3:*', 'arn:aws:s3:::home/${aws:username}/*'));
  const untied = managed(
    'untied',
    deny('*', '*', { Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }),
  );

  it.each<[string, Partial<User>]>([
    ['a policy that asks for the name of the user', { inlinePolicies: [{ name: 'x', document: HOME }] }],
    [
      'one that does so by escapes',
      { inlinePolicies: [{ name: 'x', document: HOME.replace('aws:u', '\\u0061ws:u') }] },
    ],
    ['a managed policy that asks for tags of the user', { attachedPolicies: [untied] }],
    ['a boundary that does', { permissionsBoundaryArn: untied.arn }],
    ['a group that was not read', { groups: ['auditors'] }],
    [
      'more managed policies than a role takes',
      { attachedPolicies: Array.from({ length: 11 }, (_, i) => ({ name: 'x', arn: `${audit.arn}${i}` })) },
    ],
    ['a policy that is no JSON', { inlinePolicies: [{ name: 'x', document: '{' }] }],
    ['a policy that is no object', { inlinePolicies: [{ name: 'x', document: '1' }] }],
    [
      'inline policies longer than a role takes',
      { inlinePolicies: [{ name: 'x', document: `{"Id":"${'x'.repeat(10_240)}"}` }] },
    ],
  ])('leaves the permissions to a person for %s', (_, more) => {
    const role = roleOf(more, VENDORS, [], [untied]);
    expect(role.ManagedPolicyArns).toEqual(['<the ARN of a policy with what they need>']);
    expect(role).not.toHaveProperty('Policies');
  });

  it.each(['groups', 'permissionsBoundaryArn'])(
    'leaves the permissions to a person where %s were not read',
    (left) => {
      const alone = Object.fromEntries(
        Object.entries(user({ attachedPolicies: [audit] })).filter(([member]) => member !== left),
      ) as User;
      const plan = fixesOf(keys([alone], [holder([key()])])[0]);
      expect(plan[0]?.text).toContain('<the ARN of a policy with what they need>');
    },
  );

  it('names no two policies alike', () => {
    const named = (...names: string[]) => names.map((name) => ({ name, document: READ }));
    const a = user({ name: 'a', inlinePolicies: named('x') });
    const b = user({ name: 'b', inlinePolicies: named('x', 'x-1') });
    const role = roleOf({ groups: ['a', 'b'], inlinePolicies: named('x') }, VENDORS, [a, b]);
    const names = role.Policies.map(({ PolicyName }: { PolicyName: string }) => PolicyName);
    expect(names).toEqual(['x', 'x-2', 'x-3', 'x-1']);
  });

  it('leaves out what cannot be written', () => {
    expect(planFor({ name: '--profile' }).map(({ kind }) => kind)).toEqual(['cloudformation']);
    expect(
      planFor({ inlinePolicies: [{ name: 'x', document: '{"Ref":"x"}' }] }).map(({ kind }) => kind),
    ).toEqual(['cli', 'cli']);
  });
});

describe('third-party-console-password', () => {
  it.each<[string, Partial<CredentialHolder>, string, RegExp]>([
    ['no password', {}, 'PASS', /no password/],
    ['a password and MFA', { passwordEnabled: true, mfaActive: true }, 'PASS', /has an MFA device/],
    [
      'a password alone',
      { passwordEnabled: true },
      'FAIL',
      /a password for the console, with no use on record, and no MFA device\. The/,
    ],
    [
      'a password alone that is used',
      { passwordEnabled: true, passwordLastUsedAt: '2026-05-20T00:00:00Z' },
      'FAIL',
      /last used on 2026-05-20/,
    ],
    ['perhaps a password', { passwordEnabled: null }, 'UNKNOWN', /does not say whether/],
    ['perhaps a password, and MFA', { passwordEnabled: null, mfaActive: true }, 'PASS', /MFA/],
  ])('a user of theirs with %s', (_, more, status, detail) => {
    const [outcome, ...others] = passwords([user()], [holder([], more)]);
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ status, detail: expect.stringMatching(detail), resource: { arn: ADA } });
    if (outcome?.status !== 'FAIL') return;
    expect(outcome.evidence.map(({ pointer }) => pointer)).toEqual([
      '/users/0/passwordEnabled',
      '/users/0/mfaActive',
    ]);
    expect(fixesOf(outcome).map(({ text }) => text.split('\n')[1])).toEqual([
      "aws iam delete-login-profile --user-name 'ada'",
    ]);
  });

  it.each<[string, Partial<CredentialHolder>, boolean]>([
    ['a password alone', { passwordEnabled: true }, true],
    ['perhaps a password', { passwordEnabled: null }, true],
    ['a password and MFA', { passwordEnabled: true, mfaActive: true }, false],
    ['no password', {}, false],
  ])('a register without users is silent where somebody has %s: %s', (_, more, isSilent) => {
    const [outcome] = passwords([user()], [holder([], more)], {});
    expect(outcome).toMatchObject({ status: 'NOT_APPLICABLE', ...(isSilent ? { silent: true } : {}) });
    expect(outcome !== undefined && 'silent' in outcome).toBe(isSilent);
  });
});
