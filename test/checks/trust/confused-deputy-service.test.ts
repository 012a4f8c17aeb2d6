import { describe, expect, it } from 'vitest';
import { confusedDeputyService } from '../../../src/checks/trust/confused-deputy-service.ts';
import { sourceConditionService } from '../../../src/checks/trust/source-condition-lookup.ts';
import { SOURCE_CONDITION_SERVICES } from '../../../src/checks/trust/source-condition-services.ts';
import {
  allow,
  finding,
  fixOf,
  HERE,
  judge,
  OWN,
  OWN_ORGANIZATION,
  role,
  STRANGER,
  statuses,
  UUID,
} from '../support/trust-fixtures.ts';

function service(Condition: object = {}, Service = 'bedrock.amazonaws.com') {
  return role(allow(HERE, { Principal: { Service }, Condition }));
}

describe('confused-deputy-service', () => {
  it.each<[string, object]>([
    ['no condition', {}],
    ['a condition that may be absent', { StringEqualsIfExists: { 'aws:SourceAccount': HERE } }],
    ['a foreign account', { StringEquals: { 'aws:SourceAccount': STRANGER } }],
    ['an own and a foreign account', { StringEquals: { 'aws:SourceAccount': [HERE, STRANGER] } }],
    ['an ARN of any account', { ArnLike: { 'aws:SourceArn': 'arn:aws:bedrock:*:*:agent/*' } }],
    [
      'a string pattern across the account',
      { StringLike: { 'aws:SourceArn': `arn:aws:bedrock:*:${HERE}:agent/*` } },
    ],
    ['a foreign organization', { StringEquals: { 'aws:SourceOrgID': 'o-else123456' } }],
  ])('fails for %s', (_, condition) => {
    const found = finding(judge(confusedDeputyService, service(condition)));
    expect(found).toMatchObject({ discriminator: 'bedrock.amazonaws.com', thirdParty: { kind: 'service' } });
    expect(fixOf(found, 'policy')).toContain(`"aws:SourceAccount": "${HERE}"`);
  });

  it.each<[string, object]>([
    ['this account', { StringEquals: { 'AWS:sourceaccount': HERE } }],
    ['own accounts', { StringEquals: { 'aws:SourceAccount': [HERE, OWN] } }],
    ['an own ARN', { ArnLike: { 'aws:SourceArn': `arn:aws:bedrock:eu-west-1:${HERE}:agent/*` } }],
    ['the own organization', { StringEquals: { 'aws:SourceOrgID': OWN_ORGANIZATION } }],
    [
      "the role's own account, by variable",
      { StringEquals: { 'aws:SourceAccount': '${aws:ResourceAccount}' } },
    ],
    [
      "the role's own organization, by variable",
      { StringEquals: { 'aws:SourceOrgID': '${aws:ResourceOrgID}' } },
    ],
    ['own paths', { 'ForAnyValue:StringLike': { 'aws:SourceOrgPaths': `${OWN_ORGANIZATION}/*` } }],
  ])('passes for %s', (_, condition) => {
    expect(statuses(judge(confusedDeputyService, service(condition)))).toEqual(['PASS']);
  });

  it('is not applicable for plain EC2 and Lambda roles', () => {
    expect(statuses(judge(confusedDeputyService, service({}, 'ec2.amazonaws.com')))).toEqual([
      'NOT_APPLICABLE',
    ]);
    expect(statuses(judge(confusedDeputyService, service({}, 'lambda.amazonaws.com')))).toEqual([
      'NOT_APPLICABLE',
    ]);
  });

  it.each(['*', '*.amazonaws.com', 'bedrock*'])('fails for services by the pattern %s', (pattern) => {
    const found = finding(judge(confusedDeputyService, service({}, pattern)));
    expect(found).toMatchObject({ discriminator: pattern });
    expect(found.fixes).toBeUndefined();
    expect(found.detail).toContain(`by the pattern "${pattern}", which names none`);
    const bound = service({ StringEquals: { 'aws:SourceAccount': HERE } }, pattern);
    expect(statuses(judge(confusedDeputyService, bound))).toEqual(['UNKNOWN']);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(confusedDeputyService, role('{}')))).toEqual(['UNKNOWN']);
  });

  it.each([
    'ecs-tasks.amazonaws.com',
    'vpc-flow-logs.amazonaws.com',
    'scheduler.amazonaws.com',
    'states.amazonaws.com',
    'States.us-east-1.amazonaws.com',
    'ssm.amazonaws.com',
    'sagemaker.amazonaws.com',
    'datasync.amazonaws.com',
    'comprehend.amazonaws.com',
    'airflow-env.amazonaws.com',
    'elasticmapreduce.amazonaws.com.cn',
    'logs.eu-west-1.amazonaws.com',
    'logs.us-gov-west-1.amazonaws.com',
    'logs.cn-north-1.amazonaws.com.cn',
    'ssm.eusc-de-east-1.amazonaws.eu',
    'transfer.amazonaws.com',
    'monitoring.rds.amazonaws.com',
    'transcribe.streaming.amazonaws.com',
    'bedrock-agentcore.amazonaws.com',
    'cognito-idp.amazonaws.com',
    'config.amazonaws.com',
    'directoryservice.rds.amazonaws.com',
    'resources.cloudformation.amazonaws.com',
    'kafkaconnect.amazonaws.com',
    'qbusiness.amazonaws.com',
    'ses.amazonaws.com',
    'sms-voice.amazonaws.com',
  ])('knows %s', (principal) => {
    const found = finding(judge(confusedDeputyService, service({}, principal)));
    expect(found).toMatchObject({ discriminator: principal, thirdParty: { name: principal } });
    expect(fixOf(found, 'policy')).toContain(`"aws:SourceAccount": "${HERE}"`);
    const bound = service({ StringEquals: { 'aws:SourceAccount': HERE } }, principal);
    expect(statuses(judge(confusedDeputyService, bound))).toEqual(['PASS']);
  });

  it('asks for the key that the service is documented to send, in the partition of the account', () => {
    const account = { partition: 'aws-us-gov' };
    const fargate = service({}, 'eks-fargate-pods.amazonaws.com');
    const found = finding(judge(confusedDeputyService, fargate, { account }));
    expect(fixOf(found, 'policy')).toContain(
      `"aws:SourceArn": "arn:aws-us-gov:eks:*:${HERE}:fargateprofile/*"`,
    );
    expect(fixOf(found, 'policy')).not.toContain('aws:SourceAccount');
    expect(found.remediation).not.toContain('aws:SourceAccount');
  });

  it('says in which roles of a service its documentation asks for them', () => {
    const found = finding(judge(confusedDeputyService, service({}, 'ecs-tasks.amazonaws.com')));
    expect(found.detail).toContain(
      'Its documentation asks for one in task roles: https://docs.aws.amazon.com/',
    );
  });

  it('takes an external ID of Cognito user pools, which send one, and of no other service', () => {
    const agreed = { StringEquals: { 'sts:ExternalId': UUID } };
    const by = (principal: string, condition: object = agreed) =>
      statuses(judge(confusedDeputyService, service(condition, principal)));
    expect(by('cognito-idp.amazonaws.com')).toEqual(['PASS']);
    expect(by('cognito-idp.amazonaws.com', { StringLike: { 'sts:ExternalId': 'a*' } })).toEqual(['FAIL']);
    expect(by('bedrock.amazonaws.com')).toEqual(['FAIL']);
  });

  it('asks of CloudFormation only in the role by which StackSets administers', () => {
    const trust = allow(HERE, { Principal: { Service: 'cloudformation.amazonaws.com' } });
    const named = (name: string) => statuses(judge(confusedDeputyService, role(trust, { name })));
    expect(named('AWSCloudFormationStackSetAdministrationRole')).toEqual(['FAIL']);
    expect(named('deploy-stack')).toEqual(['NOT_APPLICABLE']);
  });

  it('says of a service that it does not know only that it is not on the list', () => {
    const [outcome] = judge(confusedDeputyService, service({}, 'lambda.amazonaws.com'));
    expect(outcome?.detail).toBe(
      'Not on our list of services whose documentation asks for source conditions in this role: lambda.amazonaws.com.',
    );
    const many = Array.from({ length: 9 }, (_, index) => `s${index}.amazonaws.com`);
    const trust = allow(HERE, { Principal: { Service: many } });
    const [outcomes] = judge(confusedDeputyService, role(trust));
    expect(outcomes?.detail).toMatch(/: s0\S+, .+ s4\.amazonaws\.com and 4 more\.$/);
    expect(confusedDeputyService.cannotKnow).toContain('not on this list');
  });

  it.each([
    'ec2.amazonaws.com',
    'lambda.amazonaws.com',
    'notstates.amazonaws.com',
    'states.amazonaws.com.example',
    'states.evil.amazonaws.com',
    'amazonaws.com',
  ])('is not applicable for %s', (principal) => {
    expect(statuses(judge(confusedDeputyService, service({}, principal)))).toEqual(['NOT_APPLICABLE']);
  });

  it.each(['a-', '.ab', '.us-'])('is not slow on a long principal of %s', (part) => {
    expect(sourceConditionService(`${part.repeat(100_000)}!`, 'access')).toBeUndefined();
  });

  it('names a page of the AWS documentation for every service, and each principal once', () => {
    for (const { principals, source } of SOURCE_CONDITION_SERVICES) {
      for (const principal of principals) expect(principal).toMatch(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    }
    const principals = SOURCE_CONDITION_SERVICES.flatMap((one) => one.principals);
    expect(principals).toEqual([...new Set(principals)].sort());
    expect(principals.length).toBeGreaterThanOrEqual(40);
  });
});
