import { RESOURCE_SERVICES } from '../../model/resource-services.ts';
import type { Fault } from '../faults.ts';
import type { World } from '../world.ts';
import { IDENTITY_CENTER_REGION } from './identity-center.ts';
import { COMPANY, FLEET_REGIONS } from './organization.ts';
import { fleetConfig } from './register.ts';
import { ROUND } from './scenarios.ts';

/** Indexes of the accounts that a demonstration cannot read in full, so that one sees how that is reported. */
const ACCOUNT_WITHOUT_AUDITOR = 20;
const ACCOUNT_WITH_REFUSALS = 13;

/** The accounts of a demonstration that lack the auditor role. */
export function withoutAuditor(accounts: number): number[] {
  return accounts > ACCOUNT_WITHOUT_AUDITOR ? [ACCOUNT_WITHOUT_AUDITOR] : [];
}

/** A Region in which one account refuses one action. */
export function demonstrationFaults(world: World): Fault[] {
  const accountId = world.accounts[ACCOUNT_WITH_REFUSALS]?.id;
  const region = FLEET_REGIONS[1];
  if (accountId === undefined || region === undefined) return [];
  return [
    { accountId, region, service: 'access-analyzer', operation: 'ListAnalyzers', kind: 'access-denied' },
  ];
}

/** All that can be asked for beside what is read of everybody. */
export const EVERYTHING = {
  resourcePolicies: RESOURCE_SERVICES,
  activity: { source: 'lookup', sessions: 3 },
  recording: true,
} as const;

/** The configuration that the fleet's company would write, in the form of the file, with all that can be asked for. */
export function demoConfiguration(world: World): object {
  const identityCenter = { account: world.accounts[0]?.id, region: IDENTITY_CENTER_REGION };
  return { ...usualConfiguration(world), ...accountsBeside(world), ...EVERYTHING, identityCenter };
}

/** Own accounts that the organization does not have. */
function accountsBeside({ accounts }: World): object {
  const beside = accounts.filter(({ outsideOrganization }) => outsideOrganization === true);
  return beside.length === 0 ? {} : { accounts: beside.map(({ id, name }) => ({ id, name })) };
}

/** Whether a demonstration has an account beside the organization. */
export function withAccountBeside(accounts: number): boolean {
  return accounts >= ROUND;
}

/** The same, with what is read of everybody alone. */
export function usualConfiguration(world: World): object {
  const { thirdParties, exceptions } = fleetConfig(world);
  return {
    organization: { discover: true },
    auditor: { roleName: world.auditor?.roleName, externalId: world.auditor?.externalId },
    regions: FLEET_REGIONS,
    thirdParties,
    exceptions,
    environments: environmentsIn(world),
    report: { organizationName: COMPANY, title: 'Third-party access audit' },
    concurrency: { accounts: 8, callsPerAccount: 4 },
  };
}

/** Units by what their accounts are for, those that have any. */
function environmentsIn({ organization, accounts }: World): object {
  const lived = new Set(accounts.map(({ parentId }) => parentId));
  const named = new Set(organization?.units.filter(({ id }) => lived.has(id)).map(({ name }) => name));
  return {
    ...(named.has('Production') ? { production: { organizationalUnits: ['Workloads/Production'] } } : {}),
    ...(named.has('Sandbox') ? { sandbox: { organizationalUnits: ['Sandbox'] } } : {}),
  };
}
