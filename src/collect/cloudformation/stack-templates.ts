import type { Parameter } from '@aws-sdk/client-cloudformation';
import type { StackTemplate } from '../../model/cloudformation-facts.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { member, required, sortedBy } from '../values.ts';
import { listResources, owningStackIds } from './owning-stacks.ts';

const ACTIONS = [
  'cloudformation:GetTemplate',
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
];

/** What each stack that owns an access role declares, and what became of its parameters and resources. */
export const stackTemplates: Collector<'stack-templates'> = {
  fact: 'stack-templates',
  scope: 'regional',
  requires: ['role-stacks'],
  actions: () => ACTIONS,
  plan: ({ owningStacks }) =>
    ['GetTemplate', 'DescribeStacks', 'ListStackResources'].map((operation) => ({
      service: 'cloudformation',
      operation,
      calls: owningStacks,
    })),
  async collect(context) {
    return {
      perResource: await Promise.all(
        owningStackIds(context).map((stackId) =>
          member(context, stackId, ACTIONS.join(', '), () => readTemplate(context, stackId)),
        ),
      ),
    };
  },
};

async function readTemplate(context: CollectContext, stackId: string): Promise<StackTemplate> {
  const { caller, region } = context;
  const [template, described, resources] = await Promise.all([
    caller.call('cloudformation', 'GetTemplate', region, { StackName: stackId, TemplateStage: 'Processed' }),
    caller.call('cloudformation', 'DescribeStacks', region, { StackName: stackId }, (o) => o.Stacks?.length),
    listResources(context, stackId),
  ]);
  const stack = required(described.Stacks?.[0], 'the stack that was asked for');
  return {
    stackName: required(stack.StackName, 'the name of a stack'),
    body: required(template.TemplateBody, 'the template of a stack'),
    parameters: sortedBy((stack.Parameters ?? []).map(toParameter), (parameter) => parameter.key),
    resources,
  };
}

function toParameter(parameter: Parameter): StackTemplate['parameters'][number] {
  return {
    key: required(parameter.ParameterKey, 'the name of a parameter'),
    value: parameter.ParameterValue ?? '',
    resolvedValue: parameter.ResolvedValue ?? null,
  };
}
