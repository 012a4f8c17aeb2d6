import type { ResourcePolicies } from '../../model/facts/resource-policies.ts';
import type { ResourceService } from '../../model/resource-services.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { member, sortedBy } from '../values.ts';
import { backup } from './backup.ts';
import { ecr } from './ecr.ts';
import { events } from './events.ts';
import { kms } from './kms.ts';
import { lambda } from './lambda.ts';
import { arnOf, type PolicyService } from './policy-service.ts';
import { s3 } from './s3.ts';
import { secretsmanager } from './secretsmanager.ts';
import { sns } from './sns.ts';
import { sqs } from './sqs.ts';

/** A service without a reader does not compile. */
const SERVICES: Readonly<Record<ResourceService, PolicyService>> = {
  s3,
  kms,
  sns,
  sqs,
  secretsmanager,
  lambda,
  ecr,
  events,
  backup,
};

/**
 * The policies of the resources that have one, for the services that the configuration names: a listing of each service,
 * and a call or two a resource, since no service but EventBridge lists policies. What is refused for one resource is a gap
 * of that resource; a service that was not listed is one gap.
 */
export const resourcePolicies: Collector<'resource-policies'> = {
  fact: 'resource-policies',
  requires: [],
  actions: (_driftMode, wanted = []) => readersOf(wanted).flatMap(({ actions }) => actions),
  plan: ({ resources }, _driftMode, wanted = []) =>
    readersOf(wanted).flatMap((reader) =>
      reader.plan(resources[reader.service] ?? 0, (kind) => resources[kind] ?? 0),
    ),
  async collect(context) {
    const readers = readersOf(context.resourcePolicies);
    const members = await Promise.all(readers.map((reader) => membersOf(reader, context)));
    return {
      services: readers.map(({ service }) => service),
      perResource: sortedBy(members.flat(), ({ resource }) => resource),
    };
  },
};

function readersOf(wanted: readonly ResourceService[]): PolicyService[] {
  return Object.values(SERVICES).filter(({ service }) => wanted.includes(service));
}

async function membersOf(
  { service, list }: PolicyService,
  context: CollectContext,
): Promise<ResourcePolicies['perResource']> {
  try {
    const listed = await list(context);
    const read = await Promise.all(listed.map(({ arn, source, read }) => member(context, arn, source, read)));
    return read.flatMap(({ resource, fact }): ResourcePolicies['perResource'] => {
      if (fact.status === 'NOT_COLLECTED') return [{ resource, fact }];
      const { value, ...of } = fact;
      return value === null ? [] : [{ resource, fact: { ...of, value: { service, ...value } } }];
    });
  } catch (error) {
    return [{ resource: arnOf(service, context, '*'), fact: context.gap(error) }];
  }
}
