import type { StackTemplate } from '../model/facts/stack-templates.ts';
import { partitionNamed } from '../model/partitions.ts';
import { isLookedUp } from './parameter-values.ts';
import type { Template } from './read-template.ts';

/** What a template's functions are worked out against: one stack as it stands. */
export interface TemplateScope {
  template: Template;
  /** Values in force by name; null for a value that CloudFormation hides. */
  parameters: ReadonlyMap<string, string | null>;
  /** Of the resources that exist, by logical id. */
  physicalIds: ReadonlyMap<string, string>;
  /** `AWS::Region` and its like. */
  pseudoParameters: ReadonlyMap<string, string>;
  partition: string;
  accountId: string;
  /** Shared by everything worked out for this stack, so that no template can take up an audit's time. */
  steps: { left: number };
  depth: number;
}

const MAX_STEPS = 50_000;
const MAX_DEPTH = 40;

/**
 * The scope of a stack's template; undefined when `stackId` is no stack ARN.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html
 */
export function templateScope(
  template: Template,
  stack: StackTemplate,
  stackId: string,
): TemplateScope | undefined {
  const [, partition, region, accountId] =
    /^arn:([^:]+):cloudformation:([^:]+):(\d{12}):stack\/./.exec(stackId) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined) return undefined;
  const suffix = partitionNamed(partition)?.dnsSuffix;
  return {
    template,
    parameters: new Map(
      stack.parameters.map(({ key, value, resolvedValue }) => {
        const shown = resolvedValue ?? value;
        const isHidden =
          /^\*+$/.test(shown) || (resolvedValue === null && isLookedUp(template.parameters.get(key)));
        return [key, isHidden ? null : shown];
      }),
    ),
    physicalIds: new Map(
      stack.resources.flatMap(({ logicalId, physicalId }) =>
        physicalId === null ? [] : [[logicalId, physicalId] as const],
      ),
    ),
    pseudoParameters: new Map([
      ['AWS::AccountId', accountId],
      ['AWS::Partition', partition],
      ['AWS::Region', region],
      ['AWS::StackId', stackId],
      ['AWS::StackName', stack.stackName],
      ...(suffix === undefined ? [] : [['AWS::URLSuffix', suffix] as const]),
    ]),
    partition,
    accountId,
    steps: { left: MAX_STEPS },
    depth: 0,
  };
}

/** The scope one level further in; undefined when the template has used up its share. */
export function descend(scope: TemplateScope): TemplateScope | undefined {
  scope.steps.left -= 1;
  return scope.steps.left < 0 || scope.depth >= MAX_DEPTH ? undefined : { ...scope, depth: scope.depth + 1 };
}
