import { AwsCallError } from '../../aws/errors.ts';
import type { ResourceWithPolicy } from '../../model/facts/resource-policies.ts';
import type { CountedResource, ResourceService } from '../../model/resource-services.ts';
import type { CollectContext, PlannedCall } from '../collector.ts';

/** What a service tells of one resource. */
export type PolicyOfResource = Omit<ResourceWithPolicy, 'service'>;

/** A resource that a service lists, and how to ask for its policy. */
export interface ListedResource {
  arn: string;
  /** The operations that `read` calls. */
  source: string;
  /** Null for what is asked beside resources, and is a gap of its own where it is refused. */
  read(): Promise<PolicyOfResource | null>;
}

/** How the resources of one service in one Region, and their policies, are read. One file a service. */
export interface PolicyService {
  service: ResourceService;
  /** The IAM actions of the calls. */
  actions: readonly string[];
  /** The calls for a Region with so many resources, and so many of other kinds beside them, at the page sizes of AWS. */
  plan(resources: number, others: (kind: CountedResource) => number): PlannedCall[];
  /** Throws where they cannot be listed. */
  list(context: CollectContext): Promise<ListedResource[]>;
}

/** The ARN of a resource of the account and the Region. */
export function arnOf(service: string, { account, region }: CollectContext, resource: string): string {
  return `arn:${account.partition}:${service}:${region}:${account.accountId}:${resource}`;
}

/** What the call answers, or null where the service answers by this error that there is nothing. */
export async function unlessNone<T>(code: string, call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof AwsCallError && error.code === code) return null;
    throw error;
  }
}

/** What stands beside the resources of a service: where it cannot be listed, that is one gap under this ARN. */
export async function orGap(arn: string, list: () => Promise<ListedResource[]>): Promise<ListedResource[]> {
  try {
    return await list();
  } catch (error) {
    return [{ arn, source: '', read: () => Promise.reject(error) }];
  }
}
