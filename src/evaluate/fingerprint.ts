import { createHash } from 'node:crypto';

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
