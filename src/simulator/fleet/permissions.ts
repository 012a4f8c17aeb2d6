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

/** Limits in the contents of every account, by name. */
export const VENDOR_BOUNDARY = {
  name: 'VendorBoundary',
  document: permit(['s3:Get*', 'ec2:Describe*', 'logs:Get*']),
};
export const OPERATIONS_BOUNDARY = {
  name: 'OperationsBoundary',
  document: policy(
    { Effect: 'Allow', Action: '*', Resource: '*' },
    { Effect: 'Deny', Action: 'organizations:*', Resource: '*' },
  ),
};

/** What `countersign policy` asks for, as an engineer would have copied it. */
export const AUDIT = permit([
  'access-analyzer:ListAnalyzers',
  'access-analyzer:ListArchiveRules',
  'access-analyzer:ListFindings',
  'account:ListRegions',
  'cloudformation:BatchDescribeTypeConfigurations',
  'cloudformation:DescribeStackResourceDrifts',
  'cloudformation:DescribeStackResources',
  'cloudformation:DescribeStacks',
  'cloudformation:DescribeStackSet',
  'cloudformation:DetectStackResourceDrift',
  'cloudformation:GetTemplate',
  'cloudformation:ListStackInstances',
  'cloudformation:ListStackResources',
  'cloudformation:ListStackSets',
  'cloudformation:ListStacks',
  'iam:GenerateServiceLastAccessedDetails',
  'iam:GenerateCredentialReport',
  'iam:GetAccountAuthorizationDetails',
  'iam:GetCredentialReport',
  'iam:GetPolicy',
  'iam:GetPolicyVersion',
  'iam:GetRole',
  'iam:GetRolePolicy',
  'iam:GetServiceLastAccessedDetails',
  'iam:ListAccountAliases',
  'iam:ListAttachedRolePolicies',
  'iam:ListDelegationRequests',
  'iam:ListEntitiesForPolicy',
  'iam:ListRolePolicies',
  'iam:ListRoles',
  'ram:GetResourceShareAssociations',
  'ram:GetResourceShareInvitations',
  'ram:GetResourceShares',
  'ram:ListResources',
  'rolesanywhere:ListCrls',
  'rolesanywhere:ListProfiles',
  'rolesanywhere:ListTrustAnchors',
  'sts:GetCallerIdentity',
  'wellarchitected:ListLensShares',
  'wellarchitected:ListLenses',
  'wellarchitected:ListProfileShares',
  'wellarchitected:ListProfiles',
  'wellarchitected:ListReviewTemplates',
  'wellarchitected:ListShareInvitations',
  'wellarchitected:ListTemplateShares',
  'wellarchitected:ListWorkloadShares',
  'wellarchitected:ListWorkloads',
]);

export function awsPolicy(name: string): string {
  return `arn:aws:iam::aws:policy/${name}`;
}
