import type { Json, WorldStack, WorldStackResource } from '../../../src/simulator/world.ts';

/** A stack whose template declares just these resources. */
export function stackOf(
  name: string,
  resources: WorldStackResource[],
  more: Partial<WorldStack> = {},
): WorldStack {
  const declared = Object.fromEntries(
    resources.map(({ logicalId, type, declared: properties }) => [
      logicalId,
      { Type: type, ...(properties && { Properties: properties }) },
    ]),
  );
  return { name, region: 'us-east-1', template: JSON.stringify({ Resources: declared }), resources, ...more };
}

export function roleResource(
  name: string,
  declared: Record<string, Json> = {},
  more: Partial<WorldStackResource> = {},
): WorldStackResource {
  return { logicalId: `Role${name}`, physicalId: name, type: 'AWS::IAM::Role', declared, ...more };
}

export function bucketResource(name: string, more: Partial<WorldStackResource> = {}): WorldStackResource {
  return {
    logicalId: `Bucket${name}`,
    physicalId: name,
    type: 'AWS::S3::Bucket',
    declared: { BucketName: name },
    ...more,
  };
}
