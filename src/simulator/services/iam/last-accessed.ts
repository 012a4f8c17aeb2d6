import { roleArn } from '../../names.ts';
import { page } from '../../paging.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldRole } from '../../world.ts';
import { IAM_PAGES, pageResult } from './iam-pages.ts';
import { iamTime } from './role-shapes.ts';
import { allowedNamespaces } from './tracked-services.ts';

/** Begins a report. Its id is the request's. */
export function generateServiceLastAccessedDetails(request: Request): Result {
  const { simulation, account, params, caller, requestId, now } = request;
  const arn = text(params, 'Arn') ?? '';
  const [, kind] = /^arn:[^:]+:iam::(?:\d{12}|aws):(user|group|role|policy)\/./.exec(arn) ?? [];
  if (kind === undefined) throw new ServiceError('InvalidInput', `ARN ${arn} is not valid.`, 400);
  if (kind !== 'role') {
    throw new ServiceError('NotImplemented', `The simulator reports on roles, and not on ${arn}.`, 501);
  }
  const role = account.contents.roles.find((one) => roleArn(simulation.world, account, one) === arn);
  if (!role) throw new ServiceError('NoSuchEntity', `ARN ${arn} not found.`, 404);
  simulation.lastAccessed.set(requestId, {
    role,
    callerArn: caller.arn,
    granularity: text(params, 'Granularity') ?? 'SERVICE_LEVEL',
    startedAt: now,
    polls: 0,
  });
  return { JobId: requestId };
}

/** In progress for as many polls as the world says, then complete or failed. */
export function getServiceLastAccessedDetails(request: Request): Result {
  const { simulation, params, caller } = request;
  const id = text(params, 'JobId') ?? '';
  const job = simulation.lastAccessed.get(id);
  if (job === undefined || job.callerArn !== caller.arn) {
    throw new ServiceError('NoSuchEntity', `Job ${id} not found.`, 404);
  }
  job.polls += 1;
  const { role, granularity, startedAt, polls } = job;
  const { pollsInProgress = 0, error } = role.lastAccessed ?? {};
  const base = {
    JobType: granularity,
    JobCreationDate: startedAt.toISOString(),
    ...pageResult(undefined),
  };
  if (polls <= pollsInProgress) return { ...base, JobStatus: 'IN_PROGRESS', ServicesLastAccessed: [] };
  const completed = { ...base, JobCompletionDate: startedAt.toISOString() };
  if (error !== undefined) {
    const { code: Code, message: Message } = error;
    return { ...completed, JobStatus: 'FAILED', ServicesLastAccessed: [], Error: { Code, Message } };
  }
  const { items, next } = page(request, servicesOf(request, role, granularity === 'ACTION_LEVEL'), IAM_PAGES);
  return { ...completed, JobStatus: 'COMPLETED', ServicesLastAccessed: items, ...pageResult(next) };
}

/** In the order of their namespaces. Where the world does not say what a role used, it used all when it was last used. */
function servicesOf(request: Request, role: WorldRole, withActions: boolean): Result[] {
  const { simulation, account } = request;
  const arn = roleArn(simulation.world, account, role);
  return allowedNamespaces(request, role).map(([namespace, name]) => {
    const used =
      role.lastAccessed?.services === undefined ? role.lastUsed : role.lastAccessed.services[namespace];
    const actions = role.lastAccessed?.services?.[namespace]?.actions;
    return {
      ServiceName: name,
      ServiceNamespace: namespace,
      ...(used?.at === undefined
        ? { TotalAuthenticatedEntities: 0 }
        : {
            LastAuthenticated: iamTime(used.at),
            LastAuthenticatedEntity: arn,
            LastAuthenticatedRegion: used.region ?? 'us-east-1',
            TotalAuthenticatedEntities: 1,
          }),
      ...(withActions && actions !== undefined
        ? {
            TrackedActionsLastAccessed: Object.entries(actions).map(([action, at]) => ({
              ActionName: action,
              ...(at === null
                ? {}
                : {
                    LastAccessedEntity: arn,
                    LastAccessedTime: iamTime(at),
                    LastAccessedRegion: used?.region ?? 'us-east-1',
                  }),
            })),
          }
        : {}),
    };
  });
}
