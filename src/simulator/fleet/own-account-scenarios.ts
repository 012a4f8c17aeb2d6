import type { WorldRole } from '../world.ts';
import { permit } from './permissions.ts';
import type { Place } from './place.ts';
import { allowAws, externalId, policy, role, root } from './trust-policies.ts';
import { vendorRole } from './vendor-role.ts';
import { TALLOW_FINCH } from './vendors.ts';

/** The account whose State is SUSPENDED in a fleet of the usual size. */
const SUSPENDED_INDEX = 23;

/** Trust between accounts of the company: with a condition, without one, and in an account that is closed. */
export function ownAccountTrusts(place: Place): WorldRole[] {
  const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': place.organizationId } };
  return [
    vendorRole(place, 'DeploymentTarget', policy(allowAws(root(place.accountIdAt(17)), inOrganization))),
    vendorRole(place, 'LogReader', policy(allowAws(role(place.accountIdAt(19), 'log-shipper')))),
    vendorRole(place, 'legacy-timetable-sync', policy(allowAws(root(place.accountIdAt(SUSPENDED_INDEX))))),
    vendorRole(place, 'OrganizationReader', policy(allowAws('*', inOrganization))),
  ];
}

/** The account in which Jonas tries things. */
const SANDBOX_INDEX = 21;

/** A production account that lets in a sandbox, once with a condition and once without, and the whole organization. */
export function sandboxesInProduction(place: Place): WorldRole[] {
  const sandbox = place.accountIdAt(SANDBOX_INDEX);
  const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': place.organizationId } };
  return [
    vendorRole(place, 'TelemetryReplay', policy(allowAws(root(sandbox))), {
      inlinePolicies: { Replay: permit(['kinesis:PutRecord', 'kinesis:GetRecords']) },
    }),
    vendorRole(place, 'TelemetryExport', policy(allowAws(role(sandbox, 'notebook'), inOrganization))),
    vendorRole(place, 'TelemetryCatalogue', policy(allowAws('*', inOrganization))),
  ];
}

/**
 * A vendor's role that may go on to a role behind the usual data perimeter: a Deny with two keys, which spares callers
 * of the organization and AWS's own services. The vendor's session is a caller of the organization.
 */
export function chainThroughPerimeter(place: Place): WorldRole[] {
  const gateway = 'TallowFinchGateway';
  const entrance = allowAws(role(TALLOW_FINCH.accountId, 'network'), externalId(place.externalId(gateway)));
  const automation = 'NetworkAutomation';
  const perimeter = {
    Sid: 'OrganizationOnly',
    Effect: 'Deny',
    Principal: '*',
    Action: 'sts:AssumeRole',
    Condition: {
      StringNotEqualsIfExists: { 'aws:PrincipalOrgID': place.organizationId },
      BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
    },
  };
  return [
    vendorRole(place, gateway, policy(entrance), {
      inlinePolicies: { Onward: permit(['sts:AssumeRole'], role(place.accountId, automation)) },
    }),
    vendorRole(place, automation, policy(allowAws(root(place.accountId)), perimeter), {
      inlinePolicies: { Routes: permit(['ec2:CreateRoute', 'ec2:ReplaceRoute', 'ec2:DeleteRoute']) },
    }),
  ];
}

const OPERATOR = 'TallowFinchOperator';
const RUNNER = 'BatchRunner';

/** A vendor's role that may go on to a role of the next account. */
export function chainStart(place: Place): WorldRole[] {
  const next = role(place.accountIdAt(place.index + 1), RUNNER);
  const statement = allowAws(
    role(TALLOW_FINCH.accountId, 'operations'),
    externalId(place.externalId(OPERATOR)),
  );
  return [
    vendorRole(place, OPERATOR, policy(statement), {
      inlinePolicies: { Onward: permit(['sts:AssumeRole'], next) },
    }),
  ];
}

/** The role that the vendor's role of the account before can go on to. */
export function chainEnd(place: Place): WorldRole[] {
  const before = role(place.accountIdAt(place.index - 1), OPERATOR);
  return [
    vendorRole(place, RUNNER, policy(allowAws(before)), {
      inlinePolicies: { Batch: permit(['dynamodb:*', 's3:*', 'batch:SubmitJob']) },
    }),
  ];
}
