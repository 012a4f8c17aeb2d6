import { itemsOf } from '../../../aws/answer.ts';
import type { Drift, StackDrift } from '../../../model/facts/drift.ts';
import type { Stack } from '../../../model/facts/stacks.ts';
import type { CollectContext } from '../../collector.ts';
import { collected, lacking, member, partOf, someRead } from '../../values.ts';
import { listResources, owningStackIds } from '../owning-stacks.ts';
import { isLost } from './compared-resources.ts';
import { detectResources } from './detect-resources.ts';
import { allResources, notDetectable } from './resource-drift.ts';

/** Stands for the stacks of a Region of which it is not known whether they may hold roles. */
const OTHER_STACKS = 'aws:cloudformation:other-stacks';

/**
 * Looks through the stacks that own no access role for roles that IAM no longer lists: an access role that was deleted
 * by hand leaves no other trace, and may have been the only one. One listing says which stacks may hold roles at all,
 * since nobody can make one without acknowledging it; only of these the resources are listed.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html (Capabilities)
 */
export async function lostRoles(context: CollectContext): Promise<Required<Drift>> {
  const owning = new Set(owningStackIds(context));
  const others = collected(context.fact('stacks', context.region)).stacks.filter(
    ({ stackId }) => !owning.has(stackId),
  );
  if (others.length === 0) return { perResource: [], searched: [] };
  const capable = await partOf(context, OTHER_STACKS, 'capabilities', () => stacksWithoutRoles(context));
  if ('missing' in capable) {
    const source = 'cloudformation:DescribeStacks';
    const failed = await member<StackDrift>(context, OTHER_STACKS, source, () =>
      Promise.reject(capable.error),
    );
    return { perResource: [failed], searched: [] };
  }
  const searched = others.filter(({ stackId }) => !capable.value.has(stackId));
  const found = await Promise.all(searched.map((stack) => lostIn(context, stack)));
  return { perResource: found.flat(), searched: searched.map(({ stackId }) => stackId) };
}

/** The stacks of the Region that were made without the capability to make IAM resources, by id. */
async function stacksWithoutRoles({ caller, region }: CollectContext): Promise<ReadonlySet<string>> {
  const described = await caller.list('cloudformation', 'DescribeStacks', region, {}, (page) => page.Stacks);
  return new Set(
    described.flatMap(({ StackId, Capabilities }) =>
      StackId === undefined ||
      Capabilities === undefined ||
      itemsOf(Capabilities, 'the capabilities of a stack').some((name) => String(name).endsWith('_IAM'))
        ? []
        : [StackId],
    ),
  );
}

/** The drift of a stack's lost roles; nothing when it has lost none. */
async function lostIn(context: CollectContext, stack: Stack): Promise<Drift['perResource']> {
  const { stackId, stackName } = stack;
  const source = 'cloudformation:ListStackResources, cloudformation:DetectStackResourceDrift';
  const live = new Set(collected(context.fact('authorization-details')).roles.map(({ name }) => name));
  const read = await member(context, stackId, source, async (): Promise<StackDrift | null> => {
    const resources = await listResources(context, stackId);
    const lost = resources.filter((resource) => isLost(resource, live));
    if (lost.length === 0) return null;
    const obstacle = notDetectable(stack) ?? null;
    const detections = obstacle === null ? await detectResources(context, stackId, lost) : [];
    const parts = detections.map(({ answer }) => answer);
    if (obstacle === null) someRead(parts);
    return {
      stackName,
      mode: 'access-roles',
      detection: obstacle === null ? 'DETECTION_COMPLETE' : 'NOT_STARTED',
      detectionReason: obstacle,
      stackDriftStatus: 'UNKNOWN',
      resources: allResources(
        resources,
        detections.map(({ drift }) => drift),
        obstacle,
      ),
      ...lacking(parts),
    };
  });
  const { resource, fact } = read;
  if (fact.status === 'NOT_COLLECTED') return [{ resource, fact }];
  return fact.value === null ? [] : [{ resource, fact: { ...fact, value: fact.value } }];
}
