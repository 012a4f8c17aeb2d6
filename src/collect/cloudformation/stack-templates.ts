import type { Parameter } from '@aws-sdk/client-cloudformation';
import { listOf, required } from '../../aws/answer.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { lacking, member, partOf, someRead, sortedBy } from '../values.ts';
import { listResources, owningStackIds, stackNameOf } from './owning-stacks.ts';

const ACTIONS = [
  'cloudformation:GetTemplate',
  'cloudformation:DescribeStacks',
  'cloudformation:ListStackResources',
];

/** What each stack that owns an access role declares, and what became of its parameters and resources. */
export const stackTemplates: Collector<'stack-templates'> = {
  fact: 'stack-templates',
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

/** Each of the three is asked for by itself, and kept whatever becomes of the others. */
async function readTemplate(context: CollectContext, stackId: string): Promise<StackTemplate> {
  const { caller, region } = context;
  const parts = await Promise.all([
    partOf(context, stackId, 'template', async () => {
      const input = { StackName: stackId, TemplateStage: 'Processed' } as const;
      const { TemplateBody } = await caller.call('cloudformation', 'GetTemplate', region, input);
      return required(TemplateBody, 'the template of a stack');
    }),
    partOf(context, stackId, 'parameters', async () => {
      const input = { StackName: stackId };
      const count = (output: { Stacks?: unknown[] | undefined }) => output.Stacks?.length;
      const { Stacks } = await caller.call('cloudformation', 'DescribeStacks', region, input, count);
      const { Parameters } = required(
        listOf(Stacks, 'the stacks that were asked for')[0],
        'the stack that was asked for',
      );
      return sortedBy(
        listOf(Parameters, 'the parameters of a stack').map(toParameter),
        (parameter) => parameter.key,
      );
    }),
    partOf(context, stackId, 'resources', () => listResources(context, stackId)),
  ]);
  someRead(parts);
  const [body, parameters, resources] = parts;
  return {
    stackName: stackNameOf(stackId),
    body: 'value' in body ? body.value : '',
    parameters: 'value' in parameters ? parameters.value : [],
    resources: 'value' in resources ? resources.value : [],
    ...lacking(parts),
  };
}

function toParameter(parameter: Parameter): StackTemplate['parameters'][number] {
  return {
    key: required(parameter.ParameterKey, 'the name of a parameter'),
    value: parameter.ParameterValue ?? '',
    resolvedValue: parameter.ResolvedValue ?? null,
  };
}
