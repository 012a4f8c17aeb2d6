import type { Exception } from '../../model/finding.ts';
import type { RegisteredThirdParty } from '../../model/party.ts';
import type { World } from '../world.ts';
import { WAREHOUSE } from './identity-center.ts';
import { BRACKWATER, CLOUDHEALTH, DATADOG, SNYK, TALLOW_FINCH, VANTA, type Vendor } from './vendors.ts';

/** What a config for a generated fleet says of third parties and accepted risks. */
export interface FleetConfig {
  organizationId: string | null;
  thirdParties: RegisteredThirdParty[];
  exceptions: Exception[];
}

/** The register and the exceptions of the fleet's company, with dates around the world's moment. */
export function fleetConfig(world: World): FleetConfig {
  const day = (days: number): string =>
    new Date(Date.parse(world.asOf) + days * 86_400_000).toISOString().slice(0, 10);
  const warehouse = world.accounts[WAREHOUSE];
  const party = (vendor: Vendor, owner: string, justification: string): RegisteredThirdParty => ({
    name: vendor.name,
    accountIds: [vendor.accountId],
    organizationIds: [],
    owner,
    justification,
    approvedBy: 'ciso@quillmarsh.example',
    contractEnds: day(300),
    lastReviewed: day(-60),
    reviewEveryDays: 365,
  });
  return {
    organizationId: world.organization?.id ?? null,
    thirdParties: [
      {
        ...party(DATADOG, 'platform-team@quillmarsh.example', 'Metrics and alerts for production'),
        maxAccess: 'read',
      },
      { ...party(VANTA, 'compliance@quillmarsh.example', 'Continuous SOC 2 evidence'), maxAccess: 'read' },
      {
        ...party(CLOUDHEALTH, 'finance-operations@quillmarsh.example', 'Cost reports'),
        externalIdFormat: '^CH_[0-9A-F]{32}$',
        lastReviewed: day(-500),
      },
      {
        ...party(SNYK, 'application-security@quillmarsh.example', 'Dependency scanning'),
        contractEnds: day(-40),
      },
      {
        ...party(BRACKWATER, 'data-engineering@quillmarsh.example', 'Shipment forecasts'),
        users: [{ path: '/vendors/brackwater/' }],
        identityCenter: { domains: ['brackwater.example'], groups: [] },
      },
      {
        ...party(TALLOW_FINCH, 'it-operations@quillmarsh.example', 'Managed operations at night'),
        maxAccess: 'write',
        reviewEveryDays: 90,
        allowedSourceIps: ['198.51.100.0/25'],
        accessHours: {
          zone: 'Europe/Dublin',
          days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
          ...{ from: '20:00', to: '06:00' },
        },
        users: [{ tag: 'vendor=tallow-finch' }],
        trustAnchors: ['tallow-finch-*'],
        identityCenter: {
          domains: ['tallow-finch.example'],
          groups: ['Tallow & Finch *'],
          ...(warehouse === undefined ? {} : { accounts: [warehouse.id] }),
        },
      },
    ],
    exceptions: [
      {
        check: 'external-access-finding',
        resource: 'arn:aws:s3:::quillmarsh-*-public-assets',
        reason: 'Images of the public website',
        approvedBy: 'ciso@quillmarsh.example',
        ticket: 'SEC-2041',
        expires: day(120),
      },
      {
        check: 'resource-public',
        resource: 'arn:aws:s3:::quillmarsh-*-public-assets',
        reason: 'Images of the public website',
        approvedBy: 'ciso@quillmarsh.example',
        ticket: 'SEC-2041',
        expires: day(120),
      },
      {
        check: 'external-id-missing',
        resource: 'arn:aws:iam::*:role/NewRelicInfrastructure',
        reason: 'Trial; to be replaced by a guarded role',
        approvedBy: 'platform-team@quillmarsh.example',
        ticket: 'SEC-1877',
        expires: day(-15),
      },
      {
        check: 'session-duration',
        resource: 'arn:aws:iam::*:role/TallowFinchOnCall',
        reason: 'On-call shifts of twelve hours',
        approvedBy: 'ciso@quillmarsh.example',
        expires: day(200),
      },
    ],
  };
}
