import { refusedByQuery } from '../../requests/refusals.ts';
import type { Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { describeStackDriftDetectionStatus, detectStackDrift } from './detect-stack.ts';
import { CLOUDFORMATION_INPUTS } from './inputs.ts';
import { ACTIONS_ON_BEHALF, onBehalf } from './on-behalf.ts';
import { describeStackResourceDrifts, detectStackResourceDrift } from './resource-drift.ts';
import { describeStackResources, listStackResources } from './resources.ts';
import { describeStackSet, listStackInstances, listStackSets } from './stack-sets.ts';
import { describeStacks, listStacks } from './stacks.ts';
import { getTemplate } from './template.ts';

/** AWS CloudFormation. */
export const cloudFormation: Service = {
  signingName: 'cloudformation',
  protocol: 'query',
  namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
  regional: true,
  action: (operation) => `cloudformation:${operation}`,
  resource: ({ params, region, account }) => {
    const stack = text(params, 'StackName');
    if (stack === undefined) return undefined;
    return stack.startsWith('arn:')
      ? stack
      : `arn:aws:cloudformation:${region}:${account.id}:stack/${stack}/*`;
  },
  onBehalf,
  actionsOnBehalf: ACTIONS_ON_BEHALF,
  errors: {
    throttled: { code: 'Throttling', status: 400 },
    internal: { code: 'InternalFailure', status: 500 },
    denied: { code: 'AccessDenied', status: 403 },
  },
  refused: refusedByQuery,
  inputs: CLOUDFORMATION_INPUTS,
  operations: {
    DescribeStackDriftDetectionStatus: describeStackDriftDetectionStatus,
    DescribeStackResourceDrifts: describeStackResourceDrifts,
    DescribeStackResources: describeStackResources,
    DescribeStackSet: describeStackSet,
    DescribeStacks: describeStacks,
    DetectStackDrift: detectStackDrift,
    DetectStackResourceDrift: detectStackResourceDrift,
    GetTemplate: getTemplate,
    ListStackInstances: listStackInstances,
    ListStackResources: listStackResources,
    ListStackSets: listStackSets,
    ListStacks: listStacks,
  },
};
