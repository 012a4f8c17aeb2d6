import { createHash } from 'node:crypto';
import type { Failure } from './results.ts';

/** What makes two findings the same finding in different runs. */
export interface FindingIdentity {
  checkId: string;
  accountId: string;
  region: string;
  resourceArn: string;
  discriminator: string;
}

/** 32 hex digits over the identity alone: never over time, order or wording. */
export function fingerprint(identity: FindingIdentity): string {
  const parts = [
    identity.checkId,
    identity.accountId,
    identity.region,
    identity.resourceArn,
    identity.discriminator,
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** The same of a failure. */
export function fingerprintOf({ check, accountId, region, outcome }: Failure): string {
  return fingerprint({
    checkId: check.id,
    accountId,
    region,
    resourceArn: outcome.resource.arn,
    discriminator: outcome.discriminator ?? '',
  });
}
