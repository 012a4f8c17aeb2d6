import type { DelegationRequest as AwsDelegationRequest } from '@aws-sdk/client-iam';
import { itemsOf, listOf, required, timeOrNull } from '../../aws/answer.ts';
import type { DelegationRequest } from '../../model/facts/delegation-requests.ts';
import { type Collector, pages } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';

/** IAM answers with 100 at a time where nothing else is asked. */
const PAGE_SIZE = 100;

/** The requests for temporary access that somebody in the account has taken up, whatever has become of them. */
export const delegationRequests: Collector<'delegation-requests'> = {
  fact: 'delegation-requests',
  requires: [],
  actions: () => ['iam:ListDelegationRequests'],
  plan: ({ delegationRequests: requests }) => [
    { service: 'iam', operation: 'ListDelegationRequests', calls: pages(requests, PAGE_SIZE) },
  ],
  async collect({ caller }) {
    const found = await caller.list('iam', 'ListDelegationRequests', 'global', {}, (page) =>
      listOf(page.DelegationRequests, 'the delegation requests'),
    );
    return { requests: sortedBy(found.map(toRequest), ({ id }) => id) };
  },
};

function toRequest(request: AwsDelegationRequest): DelegationRequest {
  return {
    id: required(request.DelegationRequestId, 'the id of a delegation request'),
    requestorId: request.RequestorId ?? null,
    requestorName: request.RequestorName ?? null,
    description: request.Description ?? null,
    state: required(request.State, 'the state of a delegation request'),
    ownerArn: request.OwnerId ?? null,
    approverArn: request.ApproverId ?? null,
    permissionPolicy: request.PermissionPolicy ?? null,
    roleBoundaryArns: sortedTexts(
      itemsOf(request.RolePermissionRestrictionArns, 'the boundaries that a delegation request asks for'),
    ),
    createdAt: timeOrNull(request.CreateDate, 'when a delegation request was made'),
    updatedAt: timeOrNull(request.UpdatedTime, 'when a delegation request changed'),
    expiresAt: timeOrNull(request.ExpirationTime, 'when a delegation request expires'),
    sessionSeconds: request.SessionDuration ?? null,
  };
}
