import type { StackSet as AwsStackSet, StackInstanceSummary } from '@aws-sdk/client-cloudformation';
import { itemsOf, listOf, required, requiredText, timeOrNull } from '../../aws/answer.ts';
import type { StackSet, StackSets } from '../../model/facts/stack-sets.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';

/** Of stack sets as of their stacks, CloudFormation answers with so many at a time. */
const PAGE_SIZE = 100;

type As = StackSets['askedAs'][number];

/**
 * The stack sets that are administered from the account and Region, each with what the last drift detection found, and
 * the stacks of those whose template names a role: a call for each, since the list has neither template nor result. A
 * delegated administrator of the organization is asked as that too. No detection is started.
 */
export const stackSets: Collector<'stack-sets'> = {
  fact: 'stack-sets',
  requires: [],
  actions: () => [
    'cloudformation:DescribeStackSet',
    'cloudformation:ListStackInstances',
    'cloudformation:ListStackSets',
  ],
  plan: ({ stackSetListings, stackSets: sets, stackInstances }) => [
    {
      service: 'cloudformation',
      operation: 'ListStackSets',
      calls: stackSetListings - 1 + pages(sets, PAGE_SIZE),
    },
    { service: 'cloudformation', operation: 'DescribeStackSet', calls: sets },
    {
      service: 'cloudformation',
      operation: 'ListStackInstances',
      calls: stackInstances.reduce((sum, instances) => sum + pages(instances, PAGE_SIZE), 0),
    },
  ],
  async collect(context) {
    const askedAs: As[] = context.account.administersStackSets ? ['SELF', 'DELEGATED_ADMIN'] : ['SELF'];
    const found = await Promise.all(askedAs.map((as) => setsAs(as, context)));
    return { askedAs, stackSets: sortedBy(found.flat(), ({ arn }) => arn) };
  },
};

async function setsAs(CallAs: As, { caller, region }: CollectContext): Promise<StackSet[]> {
  const listed = await caller.list(
    'cloudformation',
    'ListStackSets',
    region,
    { CallAs, Status: 'ACTIVE' },
    (page) => listOf(page.Summaries, 'the stack sets'),
  );
  return Promise.all(
    listed.map(async ({ StackSetName }) => {
      const name = requiredText(StackSetName, 'the name of a stack set');
      const asked = { StackSetName: name, CallAs };
      const { StackSet: described } = await caller.call('cloudformation', 'DescribeStackSet', region, asked);
      const set = toStackSet(required(described, 'a stack set'), name);
      if (!set.iamTypes.includes('AWS::IAM::Role')) return set;
      const instances = await caller.list('cloudformation', 'ListStackInstances', region, asked, (page) =>
        listOf(page.Summaries, 'the stacks of a stack set'),
      );
      const stacks = instances.map(toInstance);
      return {
        ...set,
        instances: sortedBy(
          stacks,
          ({ accountId }) => accountId,
          ({ region }) => region,
        ),
      };
    }),
  );
}

function toStackSet(set: AwsStackSet, name: string): StackSet {
  const { DriftStatus, DriftDetectionStatus, LastDriftCheckTimestamp } =
    set.StackSetDriftDetectionDetails ?? {};
  const template = requiredText(set.TemplateBody, 'the template of a stack set');
  return {
    name,
    arn: required(set.StackSetARN, 'the ARN of a stack set'),
    // AWS says that it is self-managed where nothing is said.
    permissionModel: set.PermissionModel ?? 'SELF_MANAGED',
    iamTypes: typesIn(template, /AWS::IAM::\w{1,60}/g),
    makers: typesIn(template, MAKERS),
    capabilities: sortedTexts(itemsOf(set.Capabilities, 'the capabilities of a stack set')),
    driftStatus: DriftStatus ?? 'NOT_CHECKED',
    detection: DriftDetectionStatus ?? null,
    lastDriftCheckAt: timeOrNull(LastDriftCheckTimestamp, 'the time of the last drift check of a stack set'),
    instances: null,
  };
}

/** What makes resources of which this template shows no type. */
const MAKERS = /AWS::CloudFormation::(?:Stack|StackSet|CustomResource)\b|\bCustom::|::MODULE\b/g;

const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|U([\da-fA-F]{8}))/g;

/** JSON and YAML may write any letter as an escape, by which a type would be seen by CloudFormation alone. */
function typesIn(template: string, types: RegExp): string[] {
  const written = template.replace(ESCAPE, (whole: string, ...codes: Array<string | undefined>) => {
    const code = Number.parseInt(codes.slice(0, 3).find((one) => one !== undefined) ?? '', 16);
    return code < 0x80 ? String.fromCharCode(code) : whole;
  });
  return [...new Set(written.match(types))].toSorted();
}

function toInstance({
  Account,
  Region,
  StackId,
  DriftStatus,
}: StackInstanceSummary): NonNullable<StackSet['instances']>[number] {
  return {
    accountId: required(Account, 'the account of a stack of a stack set'),
    region: required(Region, 'the Region of a stack of a stack set'),
    stackId: StackId ?? null,
    driftStatus: DriftStatus ?? 'NOT_CHECKED',
  };
}
