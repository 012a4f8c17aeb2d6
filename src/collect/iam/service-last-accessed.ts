import type { ErrorDetails, ServiceLastAccessed } from '@aws-sdk/client-iam';
import { listOf, required, time, timeOrNull, UnusableAnswer } from '../../aws/answer.ts';
import { AwsCallError } from '../../aws/errors.ts';
import {
  type LastAccessReport,
  SERVICES_A_PAGE,
  type ServiceLastAccess,
} from '../../model/facts/service-last-accessed.ts';
import { plainText } from '../../model/plain-text.ts';
import type { CollectContext, Collector } from '../collector.ts';
import { longerWait } from '../longer-wait.ts';
import { collected, member, sortedBy } from '../values.ts';

const START = 'iam:GenerateServiceLastAccessedDetails';
const READ = 'iam:GetServiceLastAccessedDetails';

const FIRST_WAIT_MS = 1_000;
/** What waiting for the reports of one account may take together. Each is asked for once all the same. */
const PATIENCE_MS = 300_000;

/**
 * Which services, and of some services which actions, each role has used that outsiders may assume: IAM puts a report
 * together for each, which takes seconds. All are begun first, one after the other at the account's pace, and then read in
 * the same order, so that most are done when they are asked for: two calls a role, and a few while the first is not done.
 * A report is given only to the session that asked for it. One that fails, or does not come, is a gap of its role alone.
 *
 * Roles that own accounts alone may assume are left out: with a report of hundreds of services each they would take most
 * of the calls, and no check asks what they used. Own accounts are those known when the account is read; a role
 * that is an outsider's by the time it is judged again has no report, and says so.
 */
export const serviceLastAccessed: Collector<'service-last-accessed'> = {
  fact: 'service-last-accessed',
  requires: ['authorization-details'],
  actions: () => [START, READ],
  plan: ({ lastAccessReports }) => [
    { service: 'iam', operation: 'GenerateServiceLastAccessedDetails', calls: lastAccessReports.length },
    {
      service: 'iam',
      operation: 'GetServiceLastAccessedDetails',
      calls: lastAccessReports.reduce((sum, pages) => sum + pages, 0),
    },
  ],
  async collect(context) {
    const roles = collected(context.fact('authorization-details')).roles.filter(context.isOutsiderRole);
    const jobs: Array<{ arn: string; id: string } | { arn: string; error: unknown }> = [];
    for (const { arn } of roles) jobs.push({ arn, ...(await begun(context, arn)) });
    const patience = { left: PATIENCE_MS };
    const perResource = [];
    for (const job of jobs) {
      perResource.push(
        await member(context, job.arn, `${START}, ${READ}`, async () => {
          if ('error' in job) throw job.error;
          return report(context, job.id, patience);
        }),
      );
    }
    return { perResource };
  },
};

async function begun({ caller }: CollectContext, arn: string): Promise<{ id: string } | { error: unknown }> {
  try {
    const { JobId } = await caller.call('iam', 'GenerateServiceLastAccessedDetails', 'global', {
      Arn: arn,
      Granularity: 'ACTION_LEVEL',
    });
    return { id: required(JobId, 'the id of a report') };
  } catch (error) {
    return { error };
  }
}

/** A report from its first page to its last; asked for again until it is there. */
async function report(
  { caller, clock }: CollectContext,
  id: string,
  patience: { left: number },
): Promise<LastAccessReport> {
  for (let wait = FIRST_WAIT_MS; ; wait = longerWait(wait)) {
    let completedAt: string | undefined;
    const services = await caller.list(
      'iam',
      'GetServiceLastAccessedDetails',
      'global',
      { JobId: id, MaxItems: SERVICES_A_PAGE },
      ({ JobStatus, JobCompletionDate, ServicesLastAccessed, Error: failure }) => {
        if (JobStatus === 'IN_PROGRESS') return [];
        if (JobStatus === 'FAILED') throw failed(failure ?? {});
        if (JobStatus !== 'COMPLETED') throw new UnusableAnswer('it is not said whether a report is done');
        completedAt = time(JobCompletionDate, 'when a report was put together');
        return listOf(ServicesLastAccessed, 'the services of a report').map(toService);
      },
    );
    if (completedAt !== undefined)
      return {
        completedAt,
        services: sortedBy(
          services,
          ({ namespace }) => namespace,
          ({ name }) => name,
        ),
      };
    if (patience.left <= 0) {
      throw new AwsCallError({
        reason: 'TIMED_OUT',
        action: READ,
        message: `The report on what the role used was not there after ${PATIENCE_MS / 60_000} minutes that were spent on waiting for those of the account.`,
      });
    }
    await clock.sleep(wait);
    patience.left -= wait;
  }
}

function failed({ Code = 'no code', Message = '' }: Partial<ErrorDetails>): AwsCallError {
  const said = plainText(`${Code}: ${Message}`);
  return new AwsCallError({
    reason: 'FAILED',
    action: READ,
    message: `IAM could not put the report together on what the role used: ${said}`,
  });
}

function toService(service: ServiceLastAccessed): ServiceLastAccess {
  const actions = listOf(service.TrackedActionsLastAccessed, 'the actions of a service').map((action) => ({
    name: required(action.ActionName, 'the name of an action'),
    lastAccessedAt: timeOrNull(action.LastAccessedTime, 'the last use of an action'),
  }));
  return {
    namespace: required(service.ServiceNamespace, 'the namespace of a service'),
    name: required(service.ServiceName, 'the name of a service'),
    lastAccessedAt: timeOrNull(service.LastAuthenticated, 'the last use of a service'),
    region: service.LastAuthenticatedRegion ?? null,
    actions: sortedBy(actions, ({ name }) => name),
  };
}
