import type { Request } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { findStack } from './find-stack.ts';

/** What CloudFormation reads of a resource to compare it, by type. */
const READS: Readonly<Record<string, readonly string[]>> = {
  'AWS::IAM::Role': [
    'iam:GetRole',
    'iam:GetRolePolicy',
    'iam:ListAttachedRolePolicies',
    'iam:ListRolePolicies',
  ],
  'AWS::IAM::ManagedPolicy': ['iam:GetPolicy', 'iam:GetPolicyVersion', 'iam:ListEntitiesForPolicy'],
};

const ALWAYS = 'cloudformation:BatchDescribeTypeConfigurations';

/** All that CloudFormation may take in a caller's name here. */
export const ACTIONS_ON_BEHALF: readonly string[] = [ALWAYS, ...Object.values(READS).flat()];

/**
 * The actions that CloudFormation takes in the caller's name while it detects drift, and that the caller must
 * therefore be allowed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
 */
export function onBehalf(request: Request): readonly string[] {
  const { operation, params } = request;
  if (operation !== 'DetectStackResourceDrift' && operation !== 'DetectStackDrift') return [];
  const { resources } = findStack(request);
  const logicalId = text(params, 'LogicalResourceId');
  const compared =
    operation === 'DetectStackDrift' ? resources : resources.filter((each) => each.logicalId === logicalId);
  return [
    ALWAYS,
    ...(operation === 'DetectStackDrift' ? ['cloudformation:DetectStackResourceDrift'] : []),
    ...compared.flatMap(({ type }) => READS[type] ?? []),
  ];
}
