import { accountCheck, type CheckContext, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import { isOver } from '../../model/days.ts';
import type { DelegationRequest } from '../../model/facts/delegation-requests.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import {
  type DelegationStanding,
  delegationResource,
  delegationStanding,
} from '../../parties/delegation-standing.ts';
import { accountRef } from '../../parties/third-party.ts';
import { rejectRequestFixes } from '../remedies/delegation.ts';
import { accountEntryFixes } from '../remedies/register.ts';
import { leftRoleOutcomes } from './delegated-roles.ts';

export const delegationRequest = accountCheck({
  id: 'delegation-request',
  area: 'sharing',
  per: 'account',
  title: 'Temporary delegation to registered third parties alone',
  failureTitle: 'Temporary delegation to somebody who is not registered, or a role that it left',
  failsWhen:
    'A request for temporary delegation that waits, was accepted or was let in is of an account that is neither own nor registered, or that is registered and whose contract has ended; or a role has a permissions boundary that a partner of AWS owns or that a request names, and is of somebody who is not registered, by its trust policy or by that request, or of somebody by that request whose contract has ended, or nobody can tell whose it is. Requests that were rejected or are over are not judged.',
  severity: 'medium',
  rationale:
    'By IAM temporary delegation a product provider asks for access, and one person’s consent is enough: up to twelve hours with what the request names, and roles that stay. Nobody who keeps the register need have heard of it.',
  remediation:
    'Find out who began and who accepted the request, and why. Register the third party with an owner and a reason, or reject the request: one that was accepted can be rejected until its token has been sent. Look in CloudTrail at what was done in the session, and take away the roles that it left and nobody needs. Who may accept requests is decided by iam:AcceptDelegationRequest and iam:SendDelegationToken.',
  cannotKnow:
    'Requests that nobody in the account has taken up, and those that IAM no longer lists. What was done in a session, and whether the token was used. Whether a role was left by a delegation: it goes by permissions boundaries that partners own, and those that a request on record names. The description and the name are the requestor’s own words.',
  requires: ['authorization-details', 'delegation-requests'],
  evaluate(facts, context): Outcome[] {
    const { requests } = facts['delegation-requests'];
    const outcomes = [
      ...requests.map((request, index) => judge(request, index, context)),
      ...leftRoleOutcomes(facts['authorization-details'], requests, context),
    ];
    if (outcomes.length > 0) return outcomes;
    const resource = {
      arn: `aws:iam:global:${context.account.accountId}:delegation-requests`,
      type: 'AWS::IAM::DelegationRequest',
    };
    const detail = 'IAM lists no request for temporary delegation, and no role has a boundary of a partner.';
    return [{ status: 'NOT_APPLICABLE', resource, detail }];
  },
});

type Standing = Exclude<DelegationStanding, 'over' | 'not-known'>;

function judge(request: DelegationRequest, index: number, context: CheckContext): Outcome {
  const { account, parties, asOf } = context;
  const resource = {
    arn: delegationResource(account.accountId, request.id),
    type: 'AWS::IAM::DelegationRequest',
  };
  const answer = (status: 'PASS' | 'NOT_APPLICABLE' | 'UNKNOWN', detail: string): Outcome => ({
    status,
    resource,
    detail,
  });
  const standing = delegationStanding(request.state);
  if (standing === 'not-known')
    return answer('UNKNOWN', `What its state means, ${request.state}, is not known here.`);
  if (standing === 'over')
    return answer(
      'NOT_APPLICABLE',
      `The request was ${request.state === 'EXPIRED' ? 'not used in time, or is over' : 'rejected'}.`,
    );
  if (request.requestorId === null) return answer('UNKNOWN', 'IAM does not say who asks.');
  const who = parties.whoIs(request.requestorId);
  if (who.kind === 'own') return answer('PASS', `An own account asks for it: ${who.name}.`);
  const ended = who.kind === 'registered' ? who.entry.contractEnds : undefined;
  const hasEnded = isOver(ended, asOf);
  const party = accountRef(who);
  const name =
    party.name === who.accountId ? `Account ${who.accountId}` : `${party.name} (account ${who.accountId})`;
  if (who.kind === 'registered' && !hasEnded)
    return answer('PASS', `${name} is registered. ${inWords(request, standing)}`);
  const why = hasEnded ? `whose contract ended on ${ended}` : 'which is not registered';
  return {
    status: 'FAIL',
    resource,
    detail: `${name}, ${why}, ${doing(standing)} temporary access.${calledItself(request, context)} ${inWords(request, standing)}`,
    thirdParty: party,
    evidence: (['state', 'requestorId', 'permissionPolicy'] as const).map(
      (member): OutcomeEvidence => ({
        fact: 'delegation-requests',
        region: 'global',
        pointer: jsonPointer('requests', index, member),
        value: request[member],
        ...(member === 'permissionPolicy' ? {} : { marks: [''] }),
      }),
    ),
    fixes: () => [
      ...(standing === 'let-in' ? [] : rejectRequestFixes(request.id, account)),
      ...accountEntryFixes(who, hasEnded),
    ],
  };
}

/** Nobody vouches for the name. */
function calledItself(
  { requestorName }: DelegationRequest,
  { showText = (text) => text }: CheckContext,
): string {
  return requestorName === null
    ? ''
    : ` It calls itself ${showText(requestorName.slice(0, 60).toWellFormed())}.`;
}

function doing(standing: Standing): string {
  if (standing === 'asks') return 'asks for';
  return standing === 'accepted' ? 'may be given' : 'was given';
}

function inWords(
  { ownerArn, approverArn, updatedAt, sessionSeconds, roleBoundaryArns }: DelegationRequest,
  standing: Standing,
): string {
  const on = updatedAt === null ? '' : ` on ${updatedAt.slice(0, 10)}`;
  const by = approverArn === null ? '' : ` by ${approverArn}`;
  const state = {
    asks: `It waits for somebody to accept it${ownerArn === null ? '' : `, begun by ${ownerArn}`}.`,
    accepted: `It was accepted${by}${on}, and its token has not been sent.`,
    'let-in': `It was accepted${by}, and its token sent${on}.`,
  }[standing];
  const session =
    sessionSeconds === null ? '' : ` A session lasts ${Math.round(sessionSeconds / 60)} minutes.`;
  const roles =
    roleBoundaryArns.length === 0
      ? ''
      : ` It may make roles with ${roleBoundaryArns.length === 1 ? 'the permissions boundary' : 'one of the permissions boundaries'} ${roleBoundaryArns.slice(0, 3).join(', ')}.`;
  return `${state}${session}${roles}`;
}
