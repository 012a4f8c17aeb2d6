import type { Statement } from './policy-document.ts';
import type { Value } from './template.ts';

/** What holds of each bucket here: no ACLs, nothing public. */
export const CLOSED = {
  OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  },
};

/** Nobody comes without TLS, or with one older than 1.2. */
export function onlyByTls(resource: Value): Statement[] {
  return [
    deny('OnlyByTls', ['s3:*'], resource, { Bool: { 'aws:SecureTransport': 'false' } }),
    deny('OnlyByCurrentTls', ['s3:*'], resource, { NumericLessThan: { 's3:TlsVersion': '1.2' } }),
  ];
}

/** A statement of a bucket's policy that refuses this to all of whom the condition holds. */
export function deny(
  sid: string,
  actions: string[],
  resource: Value,
  condition?: Record<string, Record<string, Value>>,
): Statement {
  return {
    Sid: sid,
    Effect: 'Deny',
    Principal: '*',
    Action: actions,
    Resource: resource,
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}
