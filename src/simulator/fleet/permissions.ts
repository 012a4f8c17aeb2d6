import type { Json } from '../world.ts';
import { type Policy, policy } from './trust-policies.ts';

/** An identity policy that allows these actions. */
export function permit(actions: string[], resource: Json = '*'): Policy {
  return policy({ Effect: 'Allow', Action: actions, Resource: resource });
}

export const READ_METRICS = permit([
  'cloudwatch:GetMetricData',
  'cloudwatch:ListMetrics',
  'tag:GetResources',
]);
export const READ_COSTS = permit([
  'ce:GetCostAndUsage',
  'cur:DescribeReportDefinitions',
  'ec2:DescribeInstances',
]);
/** Enough to become administrator. */
export const ESCALATE = permit(['iam:CreatePolicyVersion', 'iam:ListPolicies', 'ec2:Describe*']);
export const MOVE_DATA = permit(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 'glue:*']);

export function awsPolicy(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}
