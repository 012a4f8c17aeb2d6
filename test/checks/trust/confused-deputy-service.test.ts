import { describe, expect, it } from 'vitest';
import { confusedDeputyService } from '../../../src/checks/trust/confused-deputy-service.ts';
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

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(confusedDeputyService, role('{}')))).toEqual(['UNKNOWN']);
  });

  it('names a page of the AWS documentation for every service', () => {
    for (const { principal, source } of SOURCE_CONDITION_SERVICES) {
      expect(principal).toMatch(/^[a-z]+\.amazonaws\.com$/);
      expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/.+\.html$/);
    }
  });
});
