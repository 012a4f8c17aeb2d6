/** What the state of a request for temporary delegation means for whoever asks. */
export type DelegationStanding = 'asks' | 'accepted' | 'let-in' | 'over' | 'not-known';

const STATES: ReadonlyMap<string, DelegationStanding> = new Map([
  ['UNASSIGNED', 'asks'],
  ['ASSIGNED', 'asks'],
  ['PENDING_APPROVAL', 'asks'],
  ['ACCEPTED', 'accepted'],
  ['FINALIZED', 'let-in'],
  ['REJECTED', 'over'],
  ['EXPIRED', 'over'],
]);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DelegationRequest.html */
export function delegationStanding(state: string): DelegationStanding {
  return STATES.get(state) ?? 'not-known';
}

/** By which findings know a request: IAM gives it no ARN. */
export function delegationResource(accountId: string, requestId: string): string {
  return `aws:iam:global:${accountId}:delegation-request/${requestId}`;
}
