import pLimit from 'p-limit';
import { AwsCallError } from '../../aws/errors.ts';
import type { StackTemplate } from '../../model/cloudformation-facts.ts';
import type { DriftMode } from '../../model/config.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { collected, member, required } from '../values.ts';
import { accessRolesDrift } from './drift/access-roles.ts';
import { allStacksDrift } from './drift/all-stacks.ts';
import type { DriftReading } from './drift/drift-mode.ts';
import { lastKnownDrift } from './drift/last-known.ts';
import { listResources } from './owning-stacks.ts';

const READINGS: Record<Exclude<DriftMode, 'off'>, DriftReading> = {
  'access-roles': accessRolesDrift,
  'all-stacks': allStacksDrift,
  'last-known': lastKnownDrift,
};

/** Detections that wait for their end take no share of the account's calls; so many are begun at the same time. */
const STACKS_AT_ONCE = 20;

/** How far the stacks that matter have drifted from their templates, by the configured way of asking. */
export const drift: Collector<'drift'> = {
  fact: 'drift',
  scope: 'regional',
  requires: ['authorization-details', 'stacks', 'role-stacks', 'stack-templates'],
  actions: (mode) => (mode === 'off' ? [] : READINGS[mode].actions),
  plan: (population, mode) => (mode === 'off' ? [] : READINGS[mode].plan(population)),
  async collect(context) {
    if (context.driftMode === 'off') throw new Error('Drift is switched off.');
    const reading = READINGS[context.driftMode];
    const stacks = collected(context.fact('stacks', context.region)).stacks;
    const limit = pLimit(STACKS_AT_ONCE);
    return {
      perResource: await Promise.all(
        reading.stackIds(context).map((stackId) =>
          limit(() =>
            member(context, stackId, reading.source, async () => {
              const stack = required(
                stacks.find((candidate) => candidate.stackId === stackId),
                'a stack that owns a role',
              );
              return reading.read(context, stack, await resourcesOf(context, stackId));
            }),
          ),
        ),
      ),
    };
  },
};

/** The stack's resources as the templates fact has them; read now for stacks that own no access role. */
async function resourcesOf(context: CollectContext, stackId: string): Promise<StackTemplate['resources']> {
  const templates = collected(context.fact('stack-templates', context.region)).perResource;
  const template = templates.find(({ resource }) => resource === stackId)?.fact;
  if (template === undefined) return listResources(context, stackId);
  if (template.status === 'COLLECTED') return template.value.resources;
  throw new AwsCallError({
    reason: template.reason,
    action: template.action ?? 'cloudformation:ListStackResources',
    message: `Needs the stack's template, which was not collected: ${template.message}`,
  });
}
