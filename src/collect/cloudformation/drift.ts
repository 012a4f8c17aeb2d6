import pLimit from 'p-limit';
import { required } from '../../aws/answer.ts';
import type { DriftMode } from '../../model/config.ts';
import { missingParts, type ReadInPart } from '../../model/fact.ts';
import type { StackTemplate } from '../../model/facts/stack-templates.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { collected, member, sortedBy } from '../values.ts';
import { accessRolesDrift } from './drift/access-roles.ts';
import { allStacksDrift } from './drift/all-stacks.ts';
import type { DriftReading } from './drift/drift-mode.ts';
import { lastKnownDrift } from './drift/last-known.ts';
import { listResources, ownedResources } from './owning-stacks.ts';

const READINGS: Record<Exclude<DriftMode, 'off'>, DriftReading> = {
  'access-roles': accessRolesDrift,
  'all-stacks': allStacksDrift,
  'last-known': lastKnownDrift,
};

/**
 * So many stacks of a Region are under way at the same time: detections take minutes, and while they are waited for no
 * call is on its way. How fast they are begun and asked after is the pace's to say; AWS documents no other limit.
 */
const STACKS_AT_ONCE = 100;

/** How far the stacks that matter have drifted from their templates, by the configured way of asking. */
export const drift: Collector<'drift'> = {
  fact: 'drift',
  requires: ['authorization-details', 'stacks', 'role-stacks', 'stack-templates'],
  actions: (mode) => (mode === 'off' ? [] : READINGS[mode].actions),
  plan: (population, mode) => (mode === 'off' ? [] : READINGS[mode].plan(population)),
  async collect(context) {
    if (context.driftMode === 'off') throw new Error('Drift is switched off.');
    const reading = READINGS[context.driftMode];
    const stacks = collected(context.fact('stacks', context.region)).stacks;
    const limit = pLimit(STACKS_AT_ONCE);
    const owning = reading.stackIds(context).map((stackId) =>
      limit(() =>
        member(context, stackId, reading.source, async () => {
          const stack = required(
            stacks.find((candidate) => candidate.stackId === stackId),
            'a stack that owns a role',
          );
          const { resources, missing = [] } = await resourcesOf(context, stackId);
          const read = await reading.read(context, stack, resources);
          const lacks = [...missing, ...missingParts(read)];
          return lacks.length === 0 ? read : { ...read, missing: lacks };
        }),
      ),
    );
    const perResource = await Promise.all(owning);
    if (reading.others === undefined) return { perResource };
    const others = await reading.others(context);
    return {
      ...others,
      perResource: sortedBy([...perResource, ...others.perResource], ({ resource }) => resource),
    };
  },
};

/**
 * The stack's resources as the templates fact lists them; listed now for stacks of which it knows none. Where the
 * listing was refused, those remain that are known to be the stack's, and the others are missing.
 */
async function resourcesOf(
  context: CollectContext,
  stackId: string,
): Promise<ReadInPart & Pick<StackTemplate, 'resources'>> {
  const templates = collected(context.fact('stack-templates', context.region)).perResource;
  const template = templates.find(({ resource }) => resource === stackId)?.fact;
  if (template === undefined) return { resources: await listResources(context, stackId) };
  const refused =
    template.status === 'NOT_COLLECTED'
      ? { ...template, resource: stackId, part: 'resources' }
      : missingParts(template.value).find(({ part }) => part === 'resources');
  if (refused === undefined) return { resources: collected(template).resources };
  return { resources: ownedResources(context, stackId), missing: [refused] };
}
