import { describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { toJudgement } from '../../src/config/judgement.ts';
import { loadConfig } from '../../src/config/load.ts';
import { judgeTemplate } from '../../src/evaluate/before-deployment.ts';
import { rulesFor } from '../../src/evaluate/rules-for-run.ts';
import { readRoleFile } from '../../src/stack-template/role-file.ts';
import { templateFacts } from '../../src/stack-template/template-facts.ts';

const AS_OF = '2026-11-01T00:00:00.000Z';
const where = { accountId: '111122223333', name: 'ours', partition: 'aws', region: 'eu-west-1' };
const VENDOR = '999988887777';
const ID = 'b1946ac9-2a9d-4c1e-9d0a-5f4c8d7e6a21';

function judge(text: object, config: object = {}) {
  const file = readRoleFile(
    JSON.stringify(text),
    { ...where, stackName: 's', parameters: new Map(), taken: new Set() },
    { name: 'file', admitted: VENDOR },
  );
  if ('problem' in file) throw new Error(file.problem);
  const judgement = toJudgement(
    loadConfig(JSON.stringify(config), 'test', {}, registry, undefined, 'judge'),
    [],
  );
  const scope = {
    accountSource: '',
    accounts: [],
    excluded: [{ accountId: where.accountId, name: 'ours', reason: '', message: '' }],
  };
  const { rules } = rulesFor({ asOf: AS_OF, judgement, scope }, []);
  return judgeTemplate(templateFacts(file, { ...where, madeAt: AS_OF }), where, file.half, rules);
}

const REGISTER = {
  thirdParties: [
    {
      name: 'Acme',
      accountIds: [VENDOR],
      owner: 'ana',
      justification: 'metrics',
      contractEnds: '2027-06-30',
      allowedSourceIps: ['203.0.113.0/24'],
    },
  ],
};

const GUARDED = {
  StringEquals: { 'sts:ExternalId': ID },
  IpAddress: { 'aws:SourceIp': '203.0.113.0/24' },
  DateLessThan: { 'aws:CurrentTime': '2027-06-30T00:00:00Z' },
};

function trust(
  condition: object | undefined,
  principal: unknown = { AWS: `arn:aws:iam::${VENDOR}:role/collector` },
) {
  return {
    Statement: [
      {
        Effect: 'Allow',
        Principal: principal,
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

function template(properties: object = {}) {
  return {
    Resources: {
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          AssumeRolePolicyDocument: trust(GUARDED),
          Tags: [{ Key: 'Owner', Value: 'ana' }],
          Policies: [
            {
              PolicyName: 'p',
              PolicyDocument: {
                Statement: [{ Effect: 'Allow', Action: 'ec2:DescribeInstances', Resource: '*' }],
              },
            },
          ],
          ...properties,
        },
      },
    },
  };
}

const ADMIN = { Effect: 'Allow', Action: '*', Resource: '*' };
const NOTHING = { Ref: 'AWS::NoValue' };
const UNKNOWN = { C: { 'Fn::Equals': [{ Ref: 'N' }, 'n'] } };

const found = ({ findings }: ReturnType<typeof judge>) => findings.map(({ checkId }) => checkId).sort();

describe('a role before it is deployed', () => {
  it('that is as it should be has no finding, and every check has an answer', () => {
    expect(judge(template(), REGISTER)).toMatchObject({ findings: [], unanswered: [] });
  });

  it.each<[name: string, properties: object, found: string[]]>([
    ['is open to all', { AssumeRolePolicyDocument: trust(undefined, '*') }, ['public-trust']],
    [
      'asks for no external ID',
      { AssumeRolePolicyDocument: trust({ ...GUARDED, StringEquals: undefined }) },
      ['external-id-missing'],
    ],
    [
      'asks for one that passes when it is not sent',
      {
        AssumeRolePolicyDocument: trust({
          ...GUARDED,
          StringEquals: undefined,
          StringEqualsIfExists: GUARDED.StringEquals,
        }),
      },
      ['external-id-not-enforced'],
    ],
    [
      'asks for one that anybody guesses',
      { AssumeRolePolicyDocument: trust({ ...GUARDED, StringEquals: { 'sts:ExternalId': VENDOR } }) },
      ['external-id-guessable'],
    ],
    ['lasts half a day', { MaxSessionDuration: 43_200 }, ['session-duration']],
    ['has no owner', { Tags: [] }, ['owner-tag']],
    [
      'may do everything',
      {
        ManagedPolicyArns: [],
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
          },
        ],
      },
      ['full-admin-policy', 'third-party-admin'],
    ],
  ])('that %s', (_name, properties, checks) => {
    const judged = judge(template(properties), REGISTER);
    expect(found(judged)).toEqual(expect.arrayContaining(checks));
    expect(judged.unanswered).toEqual([]);
  });

  it('of which it is open whom it admits is not said to admit anybody', () => {
    const open = template({ AssumeRolePolicyDocument: trust(undefined, { AWS: { Ref: 'Vendor' } }) });
    expect(judge(open, REGISTER)).toMatchObject({ findings: [], unanswered: [] });
  });

  it('whose permissions boundary is open is not said to be administrator for sure', () => {
    const role = (PermissionsBoundary: object) =>
      template({
        PermissionsBoundary,
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'iam:*', Resource: '*' }] },
          },
        ],
      });
    const said = (boundary: object) =>
      judge(role(boundary), REGISTER).findings.find(({ checkId }) => checkId === 'third-party-admin')?.detail;
    expect(said({ Ref: 'AWS::NoValue' })).toContain('can make itself administrator');
    expect(said({ Ref: 'Boundary' })).toContain('may be able to make itself administrator');
  });

  it.each<[name: string, statements: object[], said: string]>([
    ['that is known denies all of it', [ADMIN, { ...ADMIN, Effect: 'Deny' }], ''],
    [
      'that is open may deny it',
      [ADMIN, { ...ADMIN, Effect: 'Deny', Resource: { Ref: 'R' } }],
      'may be administrator',
    ],
    [
      'that may not be there may deny it',
      [ADMIN, { 'Fn::If': ['C', { ...ADMIN, Effect: 'Deny' }, NOTHING] }],
      'may be administrator',
    ],
    ['says nothing of it', [ADMIN], 'is administrator'],
  ])('is judged by what surely holds: a statement %s', (_name, Statement, said) => {
    const { findings } = judge(
      {
        ...template({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] }),
        Conditions: UNKNOWN,
      },
      REGISTER,
    );
    const detail = findings.find(({ checkId }) => checkId === 'third-party-admin')?.detail ?? '';
    expect(detail).toContain(said);
    expect(detail === '').toBe(said === '');
  });

  it('that may be allowed more is not called harmless', () => {
    const Statement = [{ 'Fn::If': ['C', ADMIN, NOTHING] }];
    const { findings, unanswered } = judge(
      {
        ...template({ Policies: [{ PolicyName: 'p', PolicyDocument: { Statement } }] }),
        Conditions: UNKNOWN,
      },
      REGISTER,
    );
    expect([findings, unanswered.map(({ checkId }) => checkId)]).toEqual([
      [],
      expect.arrayContaining(['third-party-admin', 'full-admin-policy']),
    ]);
  });

  it('of which a policy is not at hand is not called harmless', () => {
    const { findings, unanswered } = judge(
      template({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/SecurityAudit'] }),
      REGISTER,
    );
    expect(findings).toEqual([]);
    expect(unanswered.map(({ checkId }) => checkId).sort()).toEqual([
      'full-admin-policy',
      'recording-at-risk',
      'third-party-admin',
      'third-party-privileges',
    ]);
  });

  it('goes by the settings, severities and exceptions of the configuration', () => {
    const config = {
      ...REGISTER,
      checks: { 'session-duration': { severity: 'high' }, 'owner-tag': { enabled: false } },
      exceptions: [
        {
          check: 'session-duration',
          resource: '*',
          reason: 'long jobs',
          approvedBy: 'ana',
          expires: '2027-01-01',
        },
      ],
    };
    expect(judge(template({ MaxSessionDuration: 43_200, Tags: [] }), config).findings).toMatchObject([
      { checkId: 'session-duration', severity: 'high', status: 'EXCEPTED' },
    ]);
  });

  it('shows no external ID', () => {
    const secret = 'acme-4711-acme';
    const judged = judge(
      template({
        AssumeRolePolicyDocument: trust({ StringEquals: { 'sts:ExternalId': secret } }),
        Description: secret,
      }),
      REGISTER,
    );
    expect(found(judged)).toContain('external-id-guessable');
    expect(JSON.stringify(judged)).not.toContain(secret);
  });
});

describe('half of a role', () => {
  it('a trust policy is asked nothing of permissions, tags or sessions', () => {
    const { findings, asked } = judge(trust(GUARDED), REGISTER);
    expect(findings).toEqual([]);
    expect(asked).toContain('external-id-missing');
    expect(asked.filter((id) => ['third-party-admin', 'owner-tag', 'session-duration'].includes(id))).toEqual(
      [],
    );
  });

  it('a permission policy is asked nothing of who may come in', () => {
    const policy = (action: string) => ({ Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }] });
    expect(judge(policy('ec2:DescribeInstances'))).toMatchObject({
      findings: [],
      asked: ['third-party-admin', 'third-party-privileges', 'full-admin-policy'].map(() =>
        expect.any(String),
      ),
    });
    expect(found(judge(policy('iam:AttachRolePolicy')))).toContain('third-party-admin');
  });
});
