import { z } from 'zod';
import { type CountedResource, isUnlisted, kindOf, RESOURCE_SERVICES } from '../resource-services.ts';
import { declareFact } from './declaration.ts';
import { compared, name, policy, word } from './held.ts';
import { missing, perResource } from './per-resource.ts';

/** What S3 keeps public of a bucket or an account; what was never set is off. */
const publicAccessBlock = z.object({
  blockPublicAcls: z.boolean(),
  ignorePublicAcls: z.boolean(),
  blockPublicPolicy: z.boolean(),
  restrictPublicBuckets: z.boolean(),
});

/** A grant of a bucket's access control list. */
const aclGrant = z.object({
  /** The address of a group, the canonical id of an account, or an e-mail address. */
  grantee: compared,
  /** `Group`, `CanonicalUser`, `AmazonCustomerByEmail` or one yet to come. */
  granteeType: word,
  permission: word,
});

/** A grant on a KMS key, which lets someone use it beside the key policy. */
const keyGrant = z.object({
  id: name,
  grantee: compared,
  operations: z.array(word),
  /** Whether it holds for some encryption contexts, or for one resource alone. */
  constrained: z.boolean(),
});

const resource = z.object({
  service: z.enum(RESOURCE_SERVICES),
  /** As the service returned it; null where the resource has none. */
  policy: policy.nullable(),
  /** Of a bucket. */
  bucket: z.exactOptional(
    z.object({
      /** The canonical id of the account that it belongs to, by which its list names that account. */
      ownerId: compared.nullable(),
      acl: z.array(aclGrant),
      /** What holds for the bucket, and for all of the account; null where nothing was ever set, or it was not read. */
      block: publicAccessBlock.nullable(),
      accountBlock: publicAccessBlock.nullable(),
    }),
  ),
  /** Of an access point of S3. */
  accessPoint: z.exactOptional(
    z.object({
      bucket: name,
      /** Null where S3 does not say whose the bucket is. */
      bucketAccountId: compared.nullable(),
      /** The one VPC that it takes requests from; null where it takes them from the Internet. */
      vpcId: compared.nullable(),
      block: publicAccessBlock.nullable(),
      accountBlock: publicAccessBlock.nullable(),
    }),
  ),
  /** Of a KMS key. */
  grants: z.exactOptional(z.array(keyGrant)),
  missing,
});

/**
 * By ARN: the resources of the services that the configuration names, those without a policy too. A service that was not
 * listed stands among them under the ARN of all its resources, with the reason.
 */
const shape = z.object({
  services: z.array(z.enum(RESOURCE_SERVICES)),
  perResource: perResource(resource),
});

export type PublicAccessBlock = z.infer<typeof publicAccessBlock>;
export type AclGrant = z.infer<typeof aclGrant>;
export type KeyGrant = z.infer<typeof keyGrant>;
export type ResourceWithPolicy = z.infer<typeof resource>;
export type ResourcePolicies = z.infer<typeof shape>;

/** What stands for the Block Public Access of the account, where it was not read. */
export function accountPublicAccessBlock(partition: string, region: string, accountId: string): string {
  return `arn:${partition}:s3:${region}:${accountId}:account-public-access-block`;
}

export const resourcePolicies = declareFact({
  title:
    'The policies of buckets and their access points, keys, secrets, topics, queues, functions and their aliases and layers, repositories, buses and vaults',
  scope: 'regional',
  shape,
  limits: [],
  planning: ({ perResource: resources }) => ({ resources: countsOf(resources) }),
});

function countsOf(resources: ResourcePolicies['perResource']): Partial<Record<CountedResource, number>> {
  const counts: Partial<Record<CountedResource, number>> = {};
  const count = (kind: CountedResource) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
  };
  const layers = new Set<string>();
  for (const { resource: arn } of resources) {
    const kind = kindOf(arn);
    if (kind === undefined || isUnlisted(arn) || arn.endsWith(':account-public-access-block')) continue;
    count(kind);
    if (kind === 'layer-version') layers.add(arn.slice(0, arn.lastIndexOf(':')));
  }
  for (const _layer of layers) count('layer');
  return counts;
}
