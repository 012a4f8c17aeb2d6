import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { RoleFix } from '../../../src/model/role-fix.ts';
import { revocationScript } from '../../../src/report/revocation/script.ts';
import { fixDirectory, fixFiles } from '../../../src/report/role-fix/files.ts';
import { fixScript } from '../../../src/report/role-fix/script.ts';

const HOSTILE = "it's $(touch /tmp/x) `id` ${HOME}";

function fix(more: Partial<RoleFix> = {}): RoleFix {
  const document = (id: string) =>
    JSON.stringify(
      {
        Version: '2012-10-17',
        Statement: [{ Sid: HOSTILE, Effect: 'Allow', Condition: { StringEquals: { 'sts:ExternalId': id } } }],
      },
      null,
      2,
    );
  return {
    accountId: '111122223333',
    accountName: 'here',
    roleArn: 'arn:aws-cn:iam::111122223333:role/access',
    roleName: 'access',
    stack: null,
    trustPolicy: {
      before: document('‹external ID 1›'),
      after: document('‹new external ID 2›'),
      digest: 'f00',
    },
    inlinePolicy: {
      policyName: 'countersign-deny',
      before: null,
      after: '{"Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}',
      digest: null,
    },
    maxSessionDuration: { before: 43_200, after: 3600 },
    inputs: [
      {
        placeholder: '‹new external ID 2›',
        kind: 'new-external-id',
        says: 'a random UUID',
        variable: 'EXTERNAL_ID_2',
        party: 'Evil\nrm -rf ~ #',
      },
    ],
    clears: ['a'],
    remains: [],
    follows: [],
    ...more,
  };
}

function isShell(script: string): boolean {
  return spawnSync('bash', ['-n'], { input: script }).status === 0;
}

it('quotes names of others, so that no text leaves its place', () => {
  const script = fixScript(fix({ roleName: "a'b;id" })) ?? '';
  expect(isShell(script)).toBe(true);
  expect(script).toContain("role='a'\\''b;id'");
  expect(script).not.toMatch(/^rm -rf/m);
  expect(script).toContain("home_region='cn-north-1'");
  const revoke = revocationScript(
    { party: { name: 'Evil\nid', kind: 'unknown' }, runId: 'x', policyName: 'p' } as Parameters<
      typeof revocationScript
    >[0],
    {
      roles: [
        { accountId: '1', roleArn: 'arn:aws:iam::1:role/r', roleName: "r'", denies: [{ Sid: HOSTILE }] },
      ],
      users: [{ accountId: '1', userArn: 'arn:aws:iam::1:user/u', userName: HOSTILE }],
    } as never,
  );
  expect(isShell(revoke)).toBe(true);
  expect(revoke).not.toMatch(/^id$/m);
  if (process.env.COUNTERSIGN_KEEP_SCRIPTS !== undefined) {
    writeFileSync(`${process.env.COUNTERSIGN_KEEP_SCRIPTS}/fix.sh`, script);
    writeFileSync(`${process.env.COUNTERSIGN_KEEP_SCRIPTS}/revoke.sh`, revoke);
  }
});

it('has no script where a stack declares the role', () => {
  const stack = { stackName: 's', region: 'eu-west-1', logicalId: 'Access' };
  const files = fixFiles(fix({ stack }));
  expect([...files.keys()]).toEqual(['changes.diff', 'template.yaml', 'role.tf']);
  expect(parse(files.get('template.yaml') ?? '').Resources.Access.Type).toBe('AWS::IAM::Role');
});

it('leaves external IDs to parameters that are not shown, and functions of others out', () => {
  const files = fixFiles(fix());
  const template = parse(files.get('template.yaml') ?? '');
  expect(template.Parameters.ExternalId1).toMatchObject({ NoEcho: true });
  expect(JSON.stringify(template.Resources)).toContain('{"sts:ExternalId":{"Ref":"ExternalId1"}}');
  expect(files.get('role.tf')).toContain('"sts:ExternalId" = var.external_id_1');
  expect(files.get('role.tf')).toContain('$${HOME}');
  const called = '{"Statement":[{"Fn::Transform":{"Name":"x"}}]}';
  const hostile = fix({ trustPolicy: { before: '{}', after: called, digest: 'x' } });
  expect(fixFiles(hostile).has('template.yaml')).toBe(false);
});

it('shows what changes line by line', () => {
  const difference = fixFiles(fix()).get('changes.diff') ?? '';
  expect(difference).toContain('-          "sts:ExternalId": "‹external ID 1›"');
  expect(difference).toContain('+          "sts:ExternalId": "‹new external ID 2›"');
  expect(difference).toContain('-43200');
});

it('names directories that stay where they are to be', () => {
  expect(fixDirectory({ accountId: '1', roleName: '../../x' })).toBe('1/..%2f..%2fx');
  expect(fixDirectory({ accountId: '1', roleName: '..' })).toBe('1/%2e%2e');
  expect(fixDirectory({ accountId: '1', roleName: '.' })).toBe('1/%2e');
});
