import type { WorldStack, WorldStackResource } from '../world.ts';
import type { Place } from './place.ts';
import { templateText } from './templates.ts';

/** Stacks that have nothing to do with access, as every account has. */
export function applicationStacks(place: Place): WorldStack[] {
  const random = place.random('application-stacks');
  return Array.from({ length: random.between(2, 5) }, (_, i) =>
    bucketStack(place, `application-${i + 1}`, random.pick(['us-east-1', 'eu-west-1']), 2),
  );
}

/** What is left of a stack that was taken down: ListStacks shows it for a while. */
export function deletedStack(place: Place): WorldStack {
  return {
    ...bucketStack(place, 'retired-service', 'us-east-1', 1),
    status: 'DELETE_COMPLETE',
    deletedAt: place.daysAgo(20),
  };
}

/** A stack of so many buckets. */
export function bucketStack(place: Place, name: string, region: string, count: number): WorldStack {
  const resources = Array.from({ length: count }, (_, i): WorldStackResource => {
    const bucket = `quillmarsh-${place.accountId}-${name}-${i + 1}`;
    return {
      logicalId: `Bucket${i + 1}`,
      physicalId: bucket,
      type: 'AWS::S3::Bucket',
      declared: { BucketName: bucket, VersioningConfiguration: { Status: 'Enabled' } },
    };
  });
  const written = resources.map(({ logicalId, type, declared = {} }) => [
    logicalId,
    { Type: type, Properties: declared },
  ]);
  return {
    name,
    region,
    createdAt: place.daysAgo(300),
    template: templateText('json', name, [], Object.fromEntries(written), { ref: {}, sub: {} }),
    resources,
  };
}
