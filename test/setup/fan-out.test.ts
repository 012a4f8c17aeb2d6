import aslValidator from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { confusedDeputyService } from '../../src/checks/trust/confused-deputy-service.ts';
import { HERE, judge, role } from '../checks/support/trust-fixtures.ts';
import { resourcesOf } from '../support/state-machine.ts';
import { fileOf } from './made.ts';

const resources = resourcesOf(fileOf('fan-out.yaml'), {
  'AWS::AccountId': HERE,
  BucketName: 'our-evidence',
});
const definition = JSON.stringify(resources.Machine?.Properties.Definition);

describe('the state machine of fan-out.yaml', () => {
  it('is one by asl-validator, which would say something of one that is wrong', () => {
    const { isValid, errors } = aslValidator(JSON.parse(definition));
    expect({ isValid, errors }).toEqual({ isValid: true, errors: [] });
    expect(aslValidator(JSON.parse(definition.replace('"Next":"Merge"', '"Next":"Mergers"'))).isValid).toBe(
      false,
    );
  });

  it('is let in as our own checks ask for, and starts no other builds and executions than its own', () => {
    const { AssumeRolePolicyDocument, Policies } = resources.MachineRole?.Properties ?? {};
    const trust = role(JSON.stringify(AssumeRolePolicyDocument));
    expect(judge(confusedDeputyService, trust).filter(({ status }) => status === 'FAIL')).toEqual([]);
    const text = JSON.stringify(Policies);
    expect(text).not.toContain('"Resource":"*"');
    expect(text).toContain(`stateMachine:${resources.Machine?.Properties.StateMachineName}"`);
  });

  it('lets the runner read and write the place of the shards, and delete nothing from it', () => {
    const text = JSON.stringify(resources.ShardsPolicy);
    expect([...text.matchAll(/"(s3:\w+)"/g)].map(([, action]) => action).sort()).toEqual([
      's3:GetObject',
      's3:ListBucket',
      's3:PutObject',
    ]);
  });
});
