import { describe, expect, it } from 'vitest';
import { newStudy } from '../../../src/model/study.ts';
import { surroundingsOf } from '../../../src/policy/permissions/role-surroundings.ts';
import { role } from '../../checks/support/trust-fixtures.ts';

const HERE = '111122223333';

function trusting(name: string, Principal: unknown, more: object = {}) {
  return role({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole', ...more }, { name });
}

const OWN_ACCOUNT = { Condition: { StringEquals: { 'aws:SourceAccount': HERE } } };
const EXTERNAL = { Condition: { StringEquals: { 'sts:ExternalId': 'x' } } };

const ROLES = [
  trusting('function', { Service: 'lambda.amazonaws.com' }),
  trusting('bound', { Service: ['EC2.amazonaws.com.cn', 'states.us-east-1.amazonaws.com'] }, OWN_ACCOUNT),
  trusting('asking', { Service: 'lambda.amazonaws.com' }, EXTERNAL),
  trusting('tagging', { Service: 'glue.amazonaws.com' }, { Action: 'sts:TagSession' }),
  trusting('anyone', '*', EXTERNAL),
  trusting('vendor', { AWS: '555566667777' }),
  role('nonsense', { name: 'broken' }),
];

const around = surroundingsOf({ roles: ROLES, policies: [] }, newStudy());
const trusted = (service: string) =>
  around.trustingService(service).map(({ role: { name }, certain }) => `${name}${certain ? '' : '?'}`);

describe('the roles that a service may act as', () => {
  it.each<[string, string[]]>([
    ['lambda.amazonaws.com', ['function', 'asking?', 'anyone?', 'broken?']],
    ['ec2.amazonaws.com', ['bound', 'anyone?', 'broken?']],
    ['states.amazonaws.com', ['bound', 'anyone?', 'broken?']],
    ['glue.amazonaws.com', ['anyone?', 'broken?']],
  ])('%s: those that trust it, surely or perhaps, and those that may trust any', (service, names) => {
    expect(trusted(service)).toEqual(names);
  });

  it('are only those that name it, where none may trust any', () => {
    const few = surroundingsOf({ roles: ROLES.slice(0, 2), policies: [] }, newStudy());
    expect(few.trustingService('lambda.amazonaws.com').map(({ role: { name } }) => name)).toEqual([
      'function',
    ]);
    expect(few.trustingService('glue.amazonaws.com')).toEqual([]);
  });

  it('tell which services are trusted by name', () => {
    expect(around.trustedServices()).toEqual([
      'lambda.amazonaws.com',
      'ec2.amazonaws.com',
      'states.amazonaws.com',
    ]);
  });

  it('are surely those where one of several grants is sure', () => {
    const statements = [OWN_ACCOUNT, EXTERNAL, {}].map((more) => ({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      ...more,
    }));
    for (const order of [statements, statements.toReversed()]) {
      const one = surroundingsOf({ roles: [role(order)], policies: [] }, newStudy());
      expect(one.trustingService('lambda.amazonaws.com')).toMatchObject([{ certain: true }]);
    }
  });
});
