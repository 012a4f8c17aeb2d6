import type { WorldRole, WorldServiceAccess } from '../world.ts';
import { awsPolicy, ESCALATE, MOVE_DATA, OPERATIONS_BOUNDARY, permit, READ_COSTS } from './permissions.ts';
import type { Place } from './place.ts';
import { allowAws, externalId, policy, role, root } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { BRACKWATER, CLOUDHEALTH, FIVETRAN, SNYK, TALLOW_FINCH, type Vendor } from './vendors.ts';

/** Roles that were once right: unused, too long, too strong, or for a vendor whose time is over. */

export function staleRoles(place: Place): WorldRole[] {
  return [
    {
      ...guarded(place, 'brackwater-quarterly', BRACKWATER),
      createdAt: place.daysAgo(640),
      lastUsed: { at: place.daysAgo(210), region: 'eu-west-1' },
    },
    neverUsed(guarded(place, 'brackwater-pilot', BRACKWATER), place.daysAgo(500)),
    // Young enough that not having been used says nothing.
    neverUsed(guarded(place, 'brackwater-new', BRACKWATER), place.daysAgo(12)),
  ];
}

export function longSessions(place: Place): WorldRole[] {
  return [{ ...guarded(place, 'TallowFinchOnCall', TALLOW_FINCH), maxSessionDuration: 43_200 }];
}

/** Registered, but the review is overdue or the contract has ended. */
export function overdueVendors(place: Place): WorldRole[] {
  return [
    {
      ...guarded(place, 'CloudHealthReader', CLOUDHEALTH),
      inlinePolicies: { Costs: READ_COSTS },
      // Of SecurityAudit, which it has too, it needs next to nothing.
      lastAccessed: { services: used(place, ['ce', 'cur', 'ec2']) },
    },
    guarded(place, 'SnykIntegration', SNYK),
  ];
}

/** Guarded well, and known from public lists, but nobody has put it in the register. */
export function unregisteredVendor(place: Place): WorldRole[] {
  const { tags: _untagged, ...fivetran } = guarded(place, 'fivetran-connector', FIVETRAN);
  const { s3, glue } = used(place, ['s3', 'glue']);
  const actions = { GetTables: place.daysAgo(2), CreateTable: null, DeleteTable: null, StartCrawler: null };
  return [
    {
      ...fivetran,
      inlinePolicies: { Data: MOVE_DATA },
      lastAccessed: { services: { ...(s3 && { s3 }), ...(glue && { glue: { ...glue, actions } }) } },
    },
  ];
}

export function overPrivileged(place: Place): WorldRole[] {
  return [
    {
      ...guarded(place, 'TallowFinchAdmin', TALLOW_FINCH),
      attachedPolicies: [awsPolicy('AdministratorAccess')],
    },
    { ...guarded(place, 'brackwater-deployer', BRACKWATER), inlinePolicies: { Deploy: ESCALATE } },
    {
      ...guarded(place, 'TallowFinchBounded', TALLOW_FINCH),
      attachedPolicies: [awsPolicy('AdministratorAccess')],
      permissionsBoundary: `arn:aws:iam::${place.accountId}:policy/VendorBoundary`,
      lastAccessed: {
        services: {
          ...used(place, ['s3']),
          // Its boundary refused that, and IAM counts it as a use.
          iam: { at: place.daysAgo(9), region: 'us-east-1', refused: true },
        },
      },
    },
  ];
}

/** It may write its own policies, and the boundary that should hold it takes little away. */
export function boundedSelfEscalation(place: Place): WorldRole[] {
  return [
    {
      ...guarded(place, 'TallowFinchPatching', TALLOW_FINCH),
      inlinePolicies: { Patching: permit(['ssm:SendCommand', 'iam:PutRolePolicy', 'ec2:Describe*']) },
      permissionsBoundary: `arn:aws:iam::${place.accountId}:policy/${OPERATIONS_BOUNDARY.name}`,
    },
  ];
}

/** The whole account rather than a role of it. */
export function wholeAccount(place: Place): WorldRole[] {
  const statement = allowAws(root(BRACKWATER.accountId), externalId(place.externalId('whole-account')));
  return [
    vendorRole(place, 'brackwater-shared', policy(statement), {
      inlinePolicies: { Tuning: permit(['cloudtrail:PutEventSelectors', 'cloudtrail:StopLogging']) },
    }),
  ];
}

function guarded(place: Place, name: string, vendor: Vendor): WorldRole {
  const statement = allowAws(role(vendor.accountId, 'integration'), externalId(place.externalId(name)));
  return vendorRole(place, name, policy(statement));
}

/** These services lately, and no other. */
function used(place: Place, namespaces: readonly string[]): Record<string, WorldServiceAccess> {
  return Object.fromEntries(
    namespaces.map((namespace, index) => [
      namespace,
      { at: place.daysAgo(2 + index), region: index === 0 ? 'us-east-1' : 'eu-west-1' },
    ]),
  );
}

function neverUsed({ lastUsed: _lastUsed, ...unused }: WorldRole, createdAt: string): WorldRole {
  return { ...unused, createdAt };
}
