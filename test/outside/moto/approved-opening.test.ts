import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateRoleCommand, GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { approvedOpeningFixes } from '../../../src/checks/remedies/approved-opening.ts';
import { evaluateRequest } from '../../policy/support/request-evaluator.ts';
import { CFN_LINT, locate, MOTO, missing } from '../outsiders.ts';
import { ROOT_KEYS } from './fleet.ts';
import { type Moto, startMoto } from './moto.ts';

const HERE = '123456789012';
const [PARTY, OTHER] = ['555566667777', '444455556666'];
const NAME = 'it.is+a=name,@x-1';
const [fix] = approvedOpeningFixes({ name: NAME, arn: `arn:aws:iam::${HERE}:role/vendors/${NAME}` }, {
  account: { accountId: HERE, name: 'here', partition: 'aws' },
} as Parameters<typeof approvedOpeningFixes>[1]);
const template = fix?.text ?? '';

describe('the runbook that opens a role for a while', () => {
  const program = locate(MOTO);
  if (program === undefined) return missing(MOTO);

  let moto: Moto;
  let iam: IAMClient;
  beforeAll(async () => {
    moto = await startMoto(program);
    iam = new IAMClient({ endpoint: moto.endpoint, region: 'us-east-1', credentials: ROOT_KEYS });
    const over = {
      DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T08:00:00Z' },
      DateLessThan: { 'aws:CurrentTime': '2026-01-01T12:00:00Z' },
    };
    const allow = (id: string, Condition: object) => ({
      ...{
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${id}:root` },
        Action: 'sts:AssumeRole',
        Condition,
      },
    });
    for (const [RoleName, Statement] of [
      [
        NAME,
        [allow(PARTY, over), allow(OTHER, { DateLessThan: { 'aws:CurrentTime': '2026-01-01T12:00:00Z' } })],
      ],
      ['open', [allow(PARTY, {})]],
    ] as const)
      await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
        }),
      );
  });
  afterAll(() => moto?.close());

  /** The step of the runbook as Systems Manager runs it, by the Python that moto runs in. */
  function opened(role: string) {
    const { Content } = parse(template).Resources.OpenRole.Properties;
    const { Script, Handler } = Content.mainSteps[1].inputs;
    const [, python = 'python3'] = /^#!(\S*\/python[\d.]*)$/m.exec(readFileSync(program ?? '', 'utf8')) ?? [];
    const call = `\nprint(${Handler}({"role": ${JSON.stringify(role)}, "hours": "4"}, None))\n`;
    return spawnSync(python, ['-c', Script + call], {
      encoding: 'utf8',
      env: {
        ...process.env,
        AWS_ENDPOINT_URL: moto.endpoint,
        AWS_ACCESS_KEY_ID: ROOT_KEYS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: ROOT_KEYS.secretAccessKey,
        AWS_DEFAULT_REGION: 'us-east-1',
      },
    });
  }

  async function enters(accountId: string, at: number): Promise<string> {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: NAME }));
    return evaluateRequest(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? ''), {
      action: 'sts:AssumeRole',
      caller: { kind: 'aws', arn: `arn:aws:iam::${accountId}:role/work`, accountId },
      context: { 'aws:CurrentTime': new Date(at).toISOString() },
    });
  }

  it('lets the party in from now for as many hours, and nobody else', async () => {
    const now = Date.now();
    const HOUR = 3_600_000;
    expect(await enters(PARTY, now)).not.toBe('ALLOW');
    const done = opened(NAME);
    expect(done.status, done.stderr).toBe(0);
    const later = [HOUR, 3 * HOUR, 6 * HOUR].map((after) => enters(PARTY, now + after));
    expect(await Promise.all(later)).toEqual(['ALLOW', 'ALLOW', expect.not.stringMatching(/^ALLOW$/)]);
    expect(await enters(PARTY, now - HOUR)).not.toBe('ALLOW');
    expect(await enters(OTHER, now + HOUR)).not.toBe('ALLOW');
  }, 600_000);

  it('leaves a role alone that has no beginning and no end', () => {
    const refused = opened('open');
    expect([refused.status, refused.stderr]).toEqual([
      1,
      expect.stringContaining('No statement of the trust policy'),
    ]);
  }, 600_000);

  const linter = locate(CFN_LINT);
  if (linter === undefined) return missing(CFN_LINT);

  it('is a template in which cfn-lint finds nothing', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'countersign-runbook-')), 'runbook.yaml');
    writeFileSync(path, template);
    const { stdout, stderr, status } = spawnSync(linter, ['--regions', 'eu-west-1', '--', path], {
      encoding: 'utf8',
    });
    expect([status, stdout + stderr]).toEqual([0, '']);
  }, 600_000);
});
