import { partitionOf } from '../../names.ts';
import type { Request, Result } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldTrail } from '../../world.ts';

/** The trails of the Region, and the copies there of those of other Regions. */
export function describeTrails(request: Request): Result {
  const { params, account, region } = request;
  const withCopies = params.includeShadowTrails !== false;
  const here = (account.contents.trails ?? []).filter(
    (trail) => trail.region === region || (withCopies && trail.multiRegion === true),
  );
  return {
    trailList: here.map((trail) => ({
      Name: trail.name,
      S3BucketName: trail.bucket ?? 'trail-logs',
      IncludeGlobalServiceEvents: true,
      IsMultiRegionTrail: trail.multiRegion === true,
      HomeRegion: trail.region,
      TrailARN: arnOf(request, trail),
      LogFileValidationEnabled: trail.validated === true,
      HasCustomEventSelectors: trail.advancedEventSelectors !== undefined,
      HasInsightSelectors: false,
      IsOrganizationTrail: trail.ownerAccountId !== undefined,
    })),
  };
}

export function getTrailStatus(request: Request): Result {
  const { stopped, deliveryError } = trailNamed(request, 'Name');
  return {
    IsLogging: stopped !== true,
    ...(deliveryError === undefined ? {} : { LatestDeliveryError: deliveryError }),
  };
}

export function getEventSelectors(request: Request): Result {
  const trail = trailNamed(request, 'TrailName');
  const { advancedEventSelectors } = trail;
  return {
    TrailARN: arnOf(request, trail),
    ...(advancedEventSelectors === undefined
      ? {
          EventSelectors: [
            {
              ReadWriteType: 'All',
              IncludeManagementEvents: true,
              DataResources: [],
              ExcludeManagementEventSources: [],
            },
          ],
        }
      : { AdvancedEventSelectors: advancedEventSelectors }),
  };
}

function trailNamed(request: Request, parameter: string): WorldTrail {
  const { params, account, region } = request;
  const wanted = text(params, parameter) ?? '';
  const found = (account.contents.trails ?? []).find(
    (trail) => arnOf(request, trail) === wanted || (trail.name === wanted && trail.region === region),
  );
  if (found) return found;
  throw new ServiceError('TrailNotFoundException', `Unknown trail: ${wanted} for the user: ${account.id}`);
}

function arnOf({ simulation, account }: Request, { region, name, ownerAccountId }: WorldTrail): string {
  return `arn:${partitionOf(simulation.world)}:cloudtrail:${region}:${ownerAccountId ?? account.id}:trail/${name}`;
}
