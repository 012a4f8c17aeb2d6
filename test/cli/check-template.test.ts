import { appendFile, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { countersign } from '../support/command.ts';

const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

let home: string;
const check = (...args: string[]) => countersign(['check-template', ...args], { cwd: home });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'countersign-check-template-'));
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: '464622532012' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'sts:ExternalId': { Ref: 'ExternalId' } } },
  };
  const role = {
    Type: 'AWS::IAM::Role',
    Properties: { AssumeRolePolicyDocument: { Statement: [statement] }, ManagedPolicyArns: [SECURITY_AUDIT] },
  };
  const files = {
    'vendor.json': { Parameters: { ExternalId: { Type: 'String' } }, Resources: { Role: role } },
    'named.json': {
      Parameters: { ExternalId: { Type: 'String' } },
      Resources: {
        NamedAfterIt: {
          ...role,
          Properties: { ...role.Properties, RoleName: { 'Fn::Sub': 'vendor-${ExternalId}' } },
        },
      },
    },
    'open.json': {
      Parameters: { Vendor: {} },
      Resources: {
        Role: {
          Type: 'AWS::IAM::Role',
          Properties: {
            AssumeRolePolicyDocument: { Statement: { ...statement, Principal: { AWS: { Ref: 'Vendor' } } } },
          },
        },
      },
    },
    'nested.json': {
      Resources: {
        Roles: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'https://vendor.example/r' },
        },
        User: { Type: 'AWS::IAM::User' },
      },
    },
    'plan.json': {
      format_version: '1.2',
      planned_values: {},
      resource_changes: [
        {
          address: 'aws_iam_role.vendor',
          mode: 'managed',
          type: 'aws_iam_role',
          name: 'vendor',
          change: {
            actions: ['create'],
            after: {
              name: 'Vendor',
              assume_role_policy: JSON.stringify({ Statement: [{ ...statement, Condition: undefined }] }),
            },
            after_unknown: { arn: true, permissions_boundary: true },
          },
        },
      ],
    },
    'read.json': { Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }] },
    'version.json': {
      PolicyVersion: {
        Document: { Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }] },
      },
    },
    'config.yaml': {
      thirdParties: [
        { name: 'Datadog', accountIds: ['464622532012'], owner: 'ana', justification: 'metrics' },
      ],
    },
  };
  for (const [name, content] of Object.entries(files))
    await writeFile(join(home, name), JSON.stringify(content));
});

describe('countersign check-template', () => {
  it('ends with 2 for a stranger, and says what the template leaves open', async () => {
    const { code, stdout } = await check('vendor.json');
    expect(code).toBe(2);
    expect(stdout).toMatch(/^vendor\.json: 1 role, \d+ findings, by \d+ checks\n/);
    expect(stdout).toContain('The parameter ExternalId is the external ID: a random one is taken for it.');
    expect(stdout).toContain(`${SECURITY_AUDIT} is not in the template.`);
    expect(stdout).toMatch(/INCOMPLETE: not everything can be told from this file\.\n$/);
  });

  it('ends with 3 where the party is registered and a policy is not at hand, and with 0 where it is given', async () => {
    const registered = ['vendor.json', '--config', 'config.yaml'];
    expect((await check(...registered)).code).toBe(3);
    expect((await check(...registered, '--allow-incomplete')).code).toBe(0);
    for (const file of ['read.json', 'version.json']) {
      const { code, stdout } = await check(...registered, '--policy', `${SECURITY_AUDIT}=${file}`);
      expect([code, stdout], stdout).toEqual([
        0,
        expect.stringMatching(/\d findings to settle before it is deployed\.\n$/),
      ]);
    }
    expect(
      (await check(...registered, '--policy', `${SECURITY_AUDIT}=read.json`, '--fail-on', 'low')).code,
    ).toBe(2);
  });

  it('ends with 3 for what gives access in another way, and names it', async () => {
    const { code, stdout } = await check('nested.json');
    expect([code, stdout]).toEqual([3, expect.stringContaining('INCOMPLETE')]);
    expect(stdout).toContain('0 roles');
    expect(stdout).toContain(
      'Resources.Roles (AWS::CloudFormation::Stack) is not judged: what it makes is not among the resources of this file',
    );
    expect(stdout).toContain('Resources.User (AWS::IAM::User) is not judged: it gives access in another way');
    const json = JSON.parse((await check('nested.json', '--json')).stdout);
    expect(json.unjudged).toHaveLength(2);
  });

  it('judges a plan of Terraform, and says what is known only after it is applied', async () => {
    const { code, stdout } = await check('plan.json', '--config', 'config.yaml');
    expect([code, stdout]).toEqual([2, expect.stringContaining('external-id-missing')]);
    expect(stdout).toContain('aws_iam_role.vendor.permissions_boundary cannot be told before it is deployed');
  });

  it('names the parameters that have no value where something is open', async () => {
    const { code, stdout } = await check('open.json');
    expect([code, stdout]).toEqual([
      3,
      expect.stringContaining('The parameter Vendor has no value. Give yours: --parameter Vendor=…'),
    ]);
    expect((await check('open.json', '--parameter', 'Vendor=464622532012')).code).toBe(2);
    expect((await check('open.json', '--parameter', 'Vendo=464622532012')).stderr).toContain(
      'it has no parameter Vendo',
    );
  });

  it('takes from a run what the policies of AWS say', async () => {
    const demo = await countersign(['demo', '--accounts', '4', '--out', 'runs'], { cwd: home });
    expect(demo.code, demo.stderr).toBe(0);
    const { stdout } = await check('vendor.json', '--run', 'runs/latest', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ unreadPolicies: [], unanswered: [], assumed: ['ExternalId'] });
    await appendFile(join(home, 'runs/latest/run.json'), ' ');
    expect(await check('vendor.json', '--run', 'runs/latest')).toMatchObject({
      code: 4,
      stdout: '',
      stderr: expect.stringMatching(/^EVIDENCE_DAMAGED: [\s\S]*run\.json/),
    });
  });

  it('says which policy was given for nothing', async () => {
    const { stdout } = await check('read.json', '--policy', `${SECURITY_AUDIT}=read.json`);
    expect(stdout).toContain(`${SECURITY_AUDIT} is given, and no role of this file has it`);
  });

  it('shows no external ID that is a role name as well', async () => {
    const args = ['named.json', '--parameter', 'ExternalId=acme-secret-4711'];
    const { stdout } = await check(...args);
    expect(stdout).toContain('role/NamedAfterIt');
    expect(stdout + (await check(...args, '--json')).stdout).not.toContain('acme-secret');
  });

  it('judges a permission policy by what the register lets the party do', async () => {
    const { code, stdout } = await check('read.json', '--config', 'config.yaml', '--party', 'Datadog');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Nothing to object to.')]);
    const unknown = await check('read.json', '--config', 'config.yaml', '--party', 'Nobody');
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringContaining('NO_SUCH_PARTY')]);
  });

  it('ends with 1 for what is no template, and for a file that is not there', async () => {
    for (const [file, code] of [
      ['config.yaml', 'NO_TEMPLATE'],
      ['nowhere.json', 'NO_FILE'],
    ] as const) {
      const said = await check(file);
      expect([said.code, said.stderr]).toEqual([1, expect.stringContaining(code)]);
    }
  });
});
