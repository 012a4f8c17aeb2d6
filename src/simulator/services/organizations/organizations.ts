import { refusedByOrganizations } from '../../requests/refusals.ts';
import type { Operation, Request, Service } from '../../service.ts';
import { ServiceError } from '../../wire/service-error.ts';
import type { WorldOrganization } from '../../world.ts';
import { listAccounts, listAccountsForParent } from './accounts.ts';
import { ORGANIZATIONS_INPUTS } from './inputs.ts';
import {
  describeOrganization,
  listDelegatedAdministrators,
  listOrganizationalUnitsForParent,
  listRoots,
} from './structure.ts';
import { listOutboundTransfers } from './transfers.ts';

/** An operation that needs the organization. */
type OrganizationOperation = (request: Request, organization: WorldOrganization) => ReturnType<Operation>;

/** Any member account may call it. */
function forMembers(operation: OrganizationOperation): Operation {
  return (request) => operation(request, organizationOf(request));
}

/** Only the management account or a delegated administrator may call it. */
function forAdministrators(operation: OrganizationOperation): Operation {
  return (request) => {
    const organization = organizationOf(request);
    const administrators = Object.values(organization.delegatedAdministrators).flat();
    if (![organization.managementAccountId, ...administrators].includes(request.account.id)) {
      throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
    }
    return operation(request, organization);
  };
}

/** Only the management account may call it. */
function forManagement(operation: OrganizationOperation): Operation {
  return (request) => {
    const organization = organizationOf(request);
    if (organization.managementAccountId !== request.account.id)
      throw new ServiceError('AccessDeniedException', "You don't have permissions to access this resource.");
    return operation(request, organization);
  };
}

function organizationOf({ simulation }: Request): WorldOrganization {
  const { organization } = simulation.world;
  if (organization) return organization;
  throw new ServiceError(
    'AWSOrganizationsNotInUseException',
    'Your account is not a member of an organization.',
  );
}

/** AWS Organizations: one endpoint for all Regions. */
export const organizations: Service = {
  signingName: 'organizations',
  protocol: 'json',
  targetPrefix: 'AWSOrganizationsV20161128',
  regional: false,
  action: (operation) => `organizations:${operation}`,
  resource: () => '*',
  errors: {
    throttled: { code: 'TooManyRequestsException', status: 400 },
    internal: { code: 'ServiceException', status: 500 },
    denied: { code: 'AccessDeniedException', status: 400 },
  },
  refused: refusedByOrganizations,
  inputs: ORGANIZATIONS_INPUTS,
  operations: {
    DescribeOrganization: forMembers(describeOrganization),
    ListAccounts: forAdministrators(listAccounts),
    ListAccountsForParent: forAdministrators(listAccountsForParent),
    ListDelegatedAdministrators: forAdministrators(listDelegatedAdministrators),
    ListOutboundResponsibilityTransfers: forManagement(listOutboundTransfers),
    ListOrganizationalUnitsForParent: forAdministrators(listOrganizationalUnitsForParent),
    ListRoots: forAdministrators(listRoots),
  },
};
