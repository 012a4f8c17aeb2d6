import { registry } from '../src/checks/registry.ts';
import type { ManagedPolicy, Role } from '../src/model/facts/authorization-details.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';
import { contextOf, processorTime, roleOf } from './trust.ts';

const ROLES = size(10_000, 100);

/** The checks of what third parties may do. */
const CHECKS = registry.filter(({ id }) => id === 'third-party-admin' || id === 'third-party-privileges');

/** The processor time that judging the permissions of third-party roles takes, against parsing their documents. */
export function permissions(): Comparison[] {
  const roles = Array.from({ length: ROLES }, (_, index) => withPermissions(roleOf(index), index));
  const policies = [managedPolicy()];
  const parsing = processorTime(() =>
    roles.map(({ inlinePolicies }) => inlinePolicies.map(({ document }) => JSON.parse(document))),
  );
  const context = contextOf();
  const judging = processorTime(() => {
    for (const check of CHECKS) {
      if (check.scope !== 'account') continue;
      const outcomes = check.evaluate(
        { 'authorization-details': { roles, policies } },
        { ...context, parameters: {} },
      );
      if (outcomes.length < ROLES) throw new Error('Roles were left out.');
    }
  });
  const rate = (milliseconds: number) =>
    `${(milliseconds / 1000).toFixed(1)} s, ${Math.round((1000 * ROLES) / milliseconds)} roles a second`;
  return [
    {
      what: `Judging what third parties may do by ${ROLES} roles of five statements and a managed policy`,
      base: `JSON.parse of the documents: ${rate(parsing)}`,
      measured: rate(judging),
      ratio: judging / parsing,
    },
  ];
}

const MANAGED_ARN = 'arn:aws:iam::111111111111:policy/vendor-reading';

function managedPolicy(): ManagedPolicy {
  const Statement = [
    { Effect: 'Allow', Action: ['cloudwatch:Get*', 'cloudwatch:List*', 'tag:GetResources'], Resource: '*' },
  ];
  return {
    arn: MANAGED_ARN,
    name: 'vendor-reading',
    document: JSON.stringify({ Version: '2012-10-17', Statement }),
  };
}

function withPermissions(role: Role, index: number): Role {
  const bucket = `arn:aws:s3:::vendor-drop-${index}`;
  const Statement = [
    { Effect: 'Allow', Action: ['ec2:Describe*', 'rds:Describe*'], Resource: '*' },
    { Effect: 'Allow', Action: 's3:GetObject', Resource: `${bucket}/*` },
    { Effect: 'Allow', Action: ['s3:ListBucket', 's3:GetBucketLocation'], Resource: bucket },
    { Effect: 'Allow', Action: index % 10 === 0 ? 'sqs:*' : 'sqs:GetQueueAttributes', Resource: '*' },
    {
      Effect: 'Deny',
      NotAction: ['ec2:*', 'rds:*', 's3:*', 'sqs:*', 'cloudwatch:*', 'tag:*'],
      Resource: '*',
    },
  ];
  const document = JSON.stringify({ Version: '2012-10-17', Statement });
  return {
    ...role,
    inlinePolicies: [{ name: 'reading', document }],
    attachedPolicies: [{ name: 'vendor-reading', arn: MANAGED_ARN }],
  };
}
