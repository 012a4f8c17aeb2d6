import { describe, expect, it } from 'vitest';
import { confusedDeputyService } from '../../src/checks/trust/confused-deputy-service.ts';
import { webIdentitySubject } from '../../src/checks/trust/web-identity-subject.ts';
import { EVIDENCE_ACTIONS } from '../../src/evidence/actions.ts';
import { NOTICE_ACTIONS } from '../../src/notify/actions.ts';
import { readTrustPolicy } from '../../src/policy/trust.ts';
import { HERE, judge, role, UUID } from '../checks/support/trust-fixtures.ts';
import { fileOf, stackOf } from './made.ts';

const GIVEN = { ExternalId: UUID, BucketName: 'our-evidence' };

function home(given: Record<string, string> = {}) {
  return stackOf(fileOf('home.yaml'), { ...GIVEN, ...given });
}

/** Every `Action` of the text, as it is written. */
function actionsIn(text: string): string[] {
  return [...text.matchAll(/^\s+(?:- |Action: )"?([a-z0-9-]+:[A-Za-z*]+)"?$/gm)].map(
    ([, action = '']) => action,
  );
}

describe('the runner', () => {
  it.each([
    ['CodeBuild', 'codebuild.amazonaws.com'],
    ['ECS', 'ecs-tasks.amazonaws.com'],
    ['EC2', 'ec2.amazonaws.com'],
    ['GitHub', `arn:aws:iam::${HERE}:oidc-provider/token.actions.githubusercontent.com`],
  ])('on %s can be %s and nobody else', (place, principal) => {
    const trust = JSON.stringify(home({ RunnerHome: place })('RunnerRole', 'AssumeRolePolicyDocument'));
    const { grants, problems } = readTrustPolicy(trust);
    expect(problems).toEqual([]);
    expect(grants.map(({ principal: { value } }) => value)).toEqual([principal]);
  });

  it.each(['CodeBuild', 'ECS', 'EC2', 'GitHub'])('on %s is guarded as our own checks ask for', (place) => {
    const given = { RunnerHome: place, GitHubSubject: 'repo:our-company/audit:ref:refs/heads/main' };
    const one = role(JSON.stringify(home(given)('RunnerRole', 'AssumeRolePolicyDocument')));
    for (const check of [confusedDeputyService, webIdentitySubject])
      expect(judge(check, one).filter(({ status }) => status === 'FAIL')).toEqual([]);
  });

  it('may assume the auditor roles and the organization reader, and nothing else', () => {
    const text = fileOf('home.yaml');
    const entering = /- Sid: EnterTheAccounts[\s\S]*?(?=\n {10}- Sid)/.exec(text)?.[0] ?? '';
    expect(actionsIn(entering)).toEqual(['sts:AssumeRole']);
    expect([...entering.matchAll(/!Sub (\S+)/g)].map(([, arn]) => arn)).toEqual([
      'arn:${AWS::Partition}:iam::*:role${AuditorRolePathAndName}',
      'arn:${AWS::Partition}:iam::*:role${OrganizationReaderPathAndName}',
    ]);
    // In its own policy; the trust policy of the role holds the others.
    const own = text.slice(text.indexOf('RunnerPolicy:'), text.indexOf('ExternalIdSecret:'));
    expect(actionsIn(own).filter((action) => action.startsWith('sts:'))).toEqual(['sts:AssumeRole']);
  });

  it('may enter roles of single accounts that go by another name', () => {
    const other = 'arn:aws:iam::111122223333:role/audit/PaymentsAuditor';
    const yaml = `accounts: [{ id: "111122223333", roleArn: "${other}" }]\n`;
    expect(fileOf('home.yaml', yaml)).toContain(`- ${other}`);
  });

  it('may call on bucket, keys and topic what the code calls, each once', () => {
    const text = fileOf('home.yaml');
    const own = text.slice(text.indexOf('RunnerPolicy:'), text.indexOf('ExternalIdSecret:'));
    const expected = [
      'sts:AssumeRole',
      's3:GetObject',
      'secretsmanager:GetSecretValue',
      ...Object.values(EVIDENCE_ACTIONS).flat(),
      ...NOTICE_ACTIONS.sns,
      ...NOTICE_ACTIONS.metrics,
    ];
    expect(actionsIn(own).sort()).toEqual(expected.sort());
    // Metrics are no resource: the namespace is a condition.
    expect(
      [...own.matchAll(/Resource: "\*"\n\s+Condition:\n\s+StringEquals:\n\s+(\S+): (\S+)/g)].map(
        ([, ...one]) => one,
      ),
    ).toEqual([['cloudwatch:namespace', 'Countersign']]);
    expect(own.match(/Resource: "\*"$/gm)).toHaveLength(1);
  });
});

describe('the keys', () => {
  const text = fileOf('home.yaml');

  it.each([
    ['SigningKey', 'ECC_NIST_P256', 'SIGN_VERIFY'],
    ['FingerprintKey', 'HMAC_256', 'GENERATE_VERIFY_MAC'],
    ['EncryptionKey', 'SYMMETRIC_DEFAULT', 'ENCRYPT_DECRYPT'],
  ])('%s is what the code needs, and stays', (name, spec, usage) => {
    const property = home();
    expect([property(name, 'KeySpec'), property(name, 'KeyUsage')]).toEqual([spec, usage]);
    expect(text).toMatch(new RegExp(`${name}:\\n    Type: AWS::KMS::Key\\n    DeletionPolicy: Retain`));
  });

  it.each([
    ['SigningKey', 'kms:Sign'],
    ['FingerprintKey', 'kms:GenerateMac'],
  ])('%s lets the runner alone %s, whatever IAM policies of the account say', (name, action) => {
    const start = text.indexOf(`  ${name}:`);
    const policy = text.slice(start, text.indexOf(`  ${name}AliasName:`));
    const statements = policy.split(/\n {10}- Sid: /).slice(1);
    const allowing = statements.filter((one) =>
      actionsIn(one).some((each) => each === action || each.includes('*')),
    );
    expect(allowing).toHaveLength(1);
    expect(allowing[0]).toContain('AWS: !GetAtt RunnerRole.Arn');
  });
});

describe('the bucket', () => {
  const text = fileOf('home.yaml');

  it('keeps versions under lock, encrypts with its own key, is not public, and stays', () => {
    const property = home();
    expect(property('EvidenceBucket', 'ObjectLockEnabled')).toBe('true');
    expect(property('EvidenceBucket', 'VersioningConfiguration')).toEqual({ Status: 'Enabled' });
    expect(property('EvidenceBucket', 'ObjectLockConfiguration')).toMatchObject({
      Rule: { DefaultRetention: { Mode: 'GOVERNANCE', Days: '400' } },
    });
    expect(Object.values(property('EvidenceBucket', 'PublicAccessBlockConfiguration') as object)).toEqual(
      Array(4).fill('true'),
    );
    expect(text).toMatch(/EvidenceBucket:\n {4}Type: AWS::S3::Bucket\n {4}DeletionPolicy: Retain/);
  });

  it('denies to everyone what would lose evidence, and allows nothing', () => {
    const policy = text.slice(text.indexOf('EvidenceBucketPolicy:'), text.indexOf('NoticeTopic:'));
    expect(policy).not.toContain('Effect: Allow');
    const nobody = /- Sid: NobodyDeletes\n[\s\S]*?(?=\n {10}- )/.exec(policy)?.[0] ?? '';
    expect(nobody).toContain('Principal: "*"');
    expect(nobody).not.toContain('Condition');
    expect(actionsIn(nobody)).toEqual(
      expect.arrayContaining(['s3:BypassGovernanceRetention', 's3:DeleteObject', 's3:DeleteObjectVersion']),
    );
    expect(policy).toContain('aws:SecureTransport: "false"');
    expect(policy).toMatch(
      /OnlyTheRunnerWritesEvidence[\s\S]*ArnNotEquals:\s+aws:PrincipalArn: !GetAtt RunnerRole.Arn/,
    );
    expect(policy).toMatch(
      /ArnNotLike:\s+aws:PrincipalArn: !If\s+- ReviewersWrite\s+- !Ref ReviewerArn\s+- !GetAtt RunnerRole.Arn/,
    );
    expect(policy).toMatch(
      /NotResource:\s+- \S+ \S+\/reviews\/\*\s+- \S+ \S+\/\*\/attestations\/\*\s+Condition:\s+ArnLike:\s+aws:PrincipalArn: !Ref ReviewerArn/,
    );
  });
});

describe('what is deployed', () => {
  it.each([
    ['home.yaml', ['kms:GenerateDataKey*']],
    ['auditor-role.yaml', []],
    ['organization-reader.yaml', []],
    ['schedule.yaml', []],
  ])('%s names no partition, and allows no action by a pattern but those of %j', (file, patterns) => {
    const text = fileOf(file);
    const resources = text.slice(text.indexOf('\nResources:'));
    expect(resources).not.toContain('arn:aws:');
    // s3:* stands in a Deny; CloudWatch asks for data keys of either kind.
    expect(actionsIn(resources).filter((action) => action.includes('*') && action !== 's3:*')).toEqual(
      patterns,
    );
  });
});
