import { page } from '../../paging.ts';
import { refusedByQuery } from '../../requests/refusals.ts';
import type { Request, Result, Service } from '../../service.ts';
import { text } from '../../wire/params.ts';
import { getAccountAuthorizationDetails } from './authorization-details.ts';
import { generateCredentialReport, getCredentialReport } from './credential-report.ts';
import { listDelegationRequests } from './delegation-requests.ts';
import { IAM_PAGES, pageResult } from './iam-pages.ts';
import { IAM_INPUTS } from './inputs.ts';
import { generateServiceLastAccessedDetails, getServiceLastAccessedDetails } from './last-accessed.ts';
import { getPolicy, getPolicyVersion } from './policies.ts';
import { getRole, listRoles } from './roles.ts';

function listAccountAliases(request: Request): Result {
  const { items, next } = page(request, request.account.aliases ?? [], IAM_PAGES);
  return { AccountAliases: items, ...pageResult(next) };
}

/** AWS Identity and Access Management: one endpoint for all Regions. */
export const iam: Service = {
  signingName: 'iam',
  protocol: 'query',
  namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
  regional: false,
  action: (operation) => `iam:${operation}`,
  resource: ({ operation, account, params }) => {
    if (operation === 'ListRoles')
      return `arn:aws:iam::${account.id}:role${text(params, 'PathPrefix') ?? '/'}`;
    if (operation === 'GetRole') return `role ${text(params, 'RoleName') ?? ''}`;
    return text(params, 'PolicyArn') ?? text(params, 'Arn') ?? '*';
  },
  errors: {
    throttled: { code: 'Throttling', status: 400 },
    internal: { code: 'ServiceFailure', status: 500 },
    denied: { code: 'AccessDenied', status: 403 },
  },
  refused: refusedByQuery,
  inputs: IAM_INPUTS,
  operations: {
    GenerateServiceLastAccessedDetails: generateServiceLastAccessedDetails,
    GenerateCredentialReport: generateCredentialReport,
    GetAccountAuthorizationDetails: getAccountAuthorizationDetails,
    GetCredentialReport: getCredentialReport,
    GetPolicy: getPolicy,
    GetPolicyVersion: getPolicyVersion,
    GetRole: getRole,
    GetServiceLastAccessedDetails: getServiceLastAccessedDetails,
    ListAccountAliases: listAccountAliases,
    ListDelegationRequests: listDelegationRequests,
    ListRoles: listRoles,
  },
};
