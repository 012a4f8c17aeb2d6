import { resourceArn } from '../names.ts';
import { type PageRules, page } from '../paging.ts';
import type { Request } from '../service.ts';
import { ServiceError } from '../wire/service-error.ts';
import type { WorldResource } from '../world.ts';
import { documentText } from './iam/documents.ts';

/** A resource of the caller's account in the Region that was asked. */
export interface FoundResource {
  resource: WorldResource;
  arn: string;
  /** The text of its policy. */
  policy: string | undefined;
  createdAt: string;
}

export function resourcesOf(request: Request, service: WorldResource['service']): FoundResource[] {
  const { simulation, account, region } = request;
  return (account.contents.resources ?? [])
    .filter((one) => one.service === service && one.region === region)
    .map((resource) => ({
      resource,
      arn: resourceArn(simulation.world, account, resource),
      policy: resource.policy === undefined ? undefined : documentText(resource.policy),
      createdAt: resource.createdAt ?? '2025-01-01T00:00:00Z',
    }));
}

/** The one by this name or ARN, or an error with this code. */
export function resourceNamed(
  request: Request,
  service: WorldResource['service'],
  name: unknown,
  missing: { code: string; status?: number },
): FoundResource {
  const found = resourcesOf(request, service).find(
    ({ resource, arn }) => resource.name === name || arn === name,
  );
  if (found === undefined) throw new ServiceError(missing.code, 'There is no such resource.', missing.status);
  return found;
}

/** A page of the service's resources, those that AWS would show on it. */
export function pageOfResources(request: Request, service: WorldResource['service'], rules: PageRules) {
  return page(request, resourcesOf(request, service), rules);
}

/** A moment as JSON services write it: seconds since 1970. */
export function seconds(time: string): number {
  return Date.parse(time) / 1000;
}
