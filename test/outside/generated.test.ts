import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { resourcePublic } from '../../src/checks/resources/resource-public.ts';
import type { ResourceService } from '../../src/model/resource-services.ts';
import type { PartyUser } from '../../src/model/third-party-summary.ts';
import { revocationFiles } from '../../src/report/revocation/files.ts';
import { partiesMeant, revocationPlan } from '../../src/report/revocation/plan.ts';
import { fixDirectory, fixFiles } from '../../src/report/role-fix/files.ts';
import { type PartyRole, partyRoleFiles } from '../../src/setup/party-role.ts';
import { fixesOf, judgeThese, member, policyOf } from '../checks/resources/support.ts';
import { allow, ENTRY, HERE, REGISTERED, role, rootOf, STRANGER } from '../checks/support/trust-fixtures.ts';
import { reportOn } from '../evaluate/role-fix/fixed.ts';
import { CFN_LINT, locate, missing, SHELLCHECK } from './outsiders.ts';

const USERS: PartyUser[] = ['it.is+a=name,@x-1', '--debug'].map((name) => ({
  ...{ accountId: HERE, userArn: `arn:aws:iam::${HERE}:user/vendors/${name}`, activeKeys: 1, password: true },
  ...{ mfa: false, lastUsedAt: null, highestAccess: 'read' as const },
}));

/** The third parties of the example configuration, and one with every text as odd as it may be. */
function roleParties(): PartyRole[] {
  const example = parse(readFileSync(join(import.meta.dirname, '../../config.example.yaml'), 'utf8'));
  const policy = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }],
  };
  const usual = { partition: 'aws', longestSession: 3600, requiredTags: ['Owner'], policy };
  const parties: PartyRole[] = example.thirdParties.map((party: PartyRole) => ({ ...party, ...usual }));
  const odd = '\'"${x} {{resolve:ssm:a}} !Ref # <&> Söhne';
  return [
    ...parties,
    {
      ...usual,
      ...{ name: odd, owner: odd, justification: odd, accountIds: ['012345678901'] },
      ...{ contractEnds: undefined, externalIdFormat: undefined, allowedSourceIps: [] },
      requiredTags: ['Owner', 'Cost Centre'],
      policy: {
        ...policy,
        Statement: [
          { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/${aws:username}/*' },
        ],
      },
    },
  ];
}

/** What a finding offers for the template that declares the policy of a resource, by service. */
function policyFragments(): string[] {
  const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${HERE}:${name}`;
  const resources: Array<[ResourceService, string]> = [
    ['s3', 'arn:aws:s3:::ledger'],
    ['kms', arn('kms', 'key/1')],
    ['sns', arn('sns', 'orders')],
    ['sqs', arn('sqs', 'orders.fifo')],
    ['secretsmanager', arn('secretsmanager', 'secret:orders-AbCdEf')],
    ['ecr', arn('ecr', 'repository/team/orders')],
    ['ecr', arn('ecr', 'registry')],
    ['events', arn('events', 'event-bus/orders')],
    ['backup', arn('backup', 'backup-vault:orders')],
  ];
  return resources.flatMap(([service, resource]) => {
    const statement = (principal: unknown) => ({
      ...{
        Effect: 'Allow',
        Principal: principal,
        Action: service === 's3' ? 's3:ListBucket' : `${service}:*`,
      },
      ...(service === 'ecr' ? {} : { Resource: /^(?:s3|sns|sqs)$/.test(service) ? resource : '*' }),
    });
    const policy = policyOf(statement('*'), statement({ AWS: rootOf(HERE) }));
    return fixesOf(judgeThese(resourcePublic, [member(resource, { service, policy })])).flatMap(
      ({ title, text }) => (title.includes('CloudFormation template') ? [text] : []),
    );
  });
}

/** What `fix`, `revoke plan` and `role-template` write for an account with roles of every kind, on the disk. */
function written(): string[] {
  const provider = `arn:aws:iam::${HERE}:saml-provider/Corp`;
  const report = reportOn([
    role([allow(REGISTERED), allow(STRANGER)], { name: 'it.is+a=name,@x-1' }),
    role({ Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' }, { name: 'open' }),
    role(
      [
        allow(REGISTERED),
        { Effect: 'Allow', Principal: { Federated: provider }, Action: 'sts:AssumeRoleWithSAML' },
      ],
      { name: 'mixed' },
    ),
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'countersign-generated-'));
  const all = new Map(
    [...(report.roleFixes ?? [])].flatMap((fix) =>
      [...fixFiles(fix)].map(([name, text]) => [join('fixes', fixDirectory(fix), name), text] as const),
    ),
  );
  for (const asked of [REGISTERED, STRANGER]) {
    const [summary] = partiesMeant(report, asked);
    if (summary === undefined) throw new Error(`${asked} is not in the report`);
    const users = asked === REGISTERED ? USERS : [];
    const plan = revocationPlan(
      report,
      { ...summary, users },
      { register: [ENTRY], auditorRoles: new Set() },
    );
    for (const [name, text] of revocationFiles(plan)) all.set(join(asked, name), text);
  }
  for (const [index, party] of roleParties().entries())
    for (const [name, text] of partyRoleFiles(party))
      if (name.endsWith('.yaml')) all.set(join(`role-${index}`, 'template.yaml'), text);
  for (const [index, text] of policyFragments().entries())
    all.set(join(`resource-${index}`, 'template.yaml'), text);
  return [...all].map(([name, text]) => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    return path;
  });
}

const files = written();
const ending = (end: string) => files.filter((path) => path.endsWith(end));

/** What a linter says of files; nothing where they are well. */
function said(program: string, args: string[]): string {
  const { stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) throw error;
  return stdout + stderr;
}

it('are scripts and templates for fixes and for plans', () => {
  expect(ending('revoke.sh')).toHaveLength(2);
  expect(ending('fix.sh').length).toBeGreaterThan(1);
  expect(ending('template.yaml').length).toBeGreaterThan(17);
});

describe('the scripts that are written', () => {
  it('are shell', () => {
    for (const path of ending('.sh')) expect(said('bash', ['-n', path])).toBe('');
  });

  const program = locate(SHELLCHECK);
  if (program === undefined) return missing(SHELLCHECK);

  it('leave ShellCheck nothing to say, and it would say something of one that is wrong', () => {
    const args = ['--shell=bash', '--severity=style', '--format=gcc'];
    expect(said(program, [...args, ...ending('.sh')])).toBe('');
    const wrong = join(mkdtempSync(join(tmpdir(), 'countersign-wrong-')), 'wrong.sh');
    writeFileSync(wrong, '#!/usr/bin/env bash\nrm -rf $1/*\n');
    expect(said(program, [...args, wrong])).toContain('SC2086');
  });
});

describe('the templates that are written', () => {
  const program = locate(CFN_LINT);
  if (program === undefined) return missing(CFN_LINT);

  it('leave cfn-lint nothing to say', () => {
    const regions = ['us-east-1', 'cn-north-1'];
    expect(said(program, ['-r', ...regions, '-t', ...ending('template.yaml')])).toBe('');
  });
});
