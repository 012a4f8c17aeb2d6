import type { Grant } from '../../../src/model/grant.ts';
import { conditionHolds } from '../../../src/policy/request-conditions.ts';
import { type Caller, contextOf, type TrustRequest } from './request-evaluator.ts';

/** Whether a grant means this caller. */
export function covers({ principal }: Grant, caller: Caller): boolean {
  switch (principal.kind) {
    case 'any':
      return true;
    case 'account':
      return caller.kind === 'aws' && caller.accountId === principal.accountId;
    case 'role':
      return caller.kind === 'aws' && caller.roleArn === principal.arn;
    case 'user':
    case 'session':
      return caller.kind === 'aws' && caller.arn === principal.arn;
    case 'unique-id':
      return caller.kind === 'aws' && caller.uniqueId === principal.value;
    case 'service':
      return caller.kind === 'service' && caller.service === principal.service;
    case 'web-identity':
    case 'saml':
      return caller.kind === 'federated' && caller.provider === principal.value;
    case 'other':
      return false;
  }
}

/** Whether a request meets every required condition of a grant. */
export function meets(grant: Grant, request: TrustRequest): boolean {
  return grant.conditions.every(
    ({ required, operator, key, values }) =>
      !required || conditionHolds(operator, key, values, contextOf(request)),
  );
}
