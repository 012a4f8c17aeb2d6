import { digest } from '../digest.ts';
import type { WorldOrganization, WorldUnit } from '../world.ts';
import { fleetAccountId, fleetOrganizationId } from './place.ts';

/** The company of the fleet does not exist. */
export const COMPANY = 'Quillmarsh Freight';

export const FLEET_REGIONS = ['us-east-1', 'eu-west-1'];

export const DELEGATED_ADMINISTRATOR = 1;

/** The first accounts, by name and unit; later ones are numbered. */
const ACCOUNTS: ReadonlyArray<readonly [name: string, unit: UnitName]> = [
  ['quillmarsh-management', 'Root'],
  ['security-audit', 'Security'],
  ['payments-prod', 'Production'],
  ['payments-staging', 'Staging'],
  ['booking-prod', 'Production'],
  ['booking-batch', 'Production'],
  ['tracking-prod', 'Production'],
  ['tracking-staging', 'Staging'],
  ['warehouse-prod', 'Production'],
  ['warehouse-staging', 'Staging'],
  ['data-lake', 'Production'],
  ['analytics-prod', 'Production'],
  ['customer-portal-prod', 'Production'],
  ['customer-portal-staging', 'Staging'],
  ['customs-edi', 'Production'],
  ['fleet-telemetry', 'Production'],
  ['mobile-backend', 'Production'],
  ['build-and-deploy', 'Infrastructure'],
  ['shared-network', 'Infrastructure'],
  ['log-archive', 'Security'],
  ['sandbox-amara', 'Sandbox'],
  ['sandbox-jonas', 'Sandbox'],
  ['machine-learning-lab', 'Sandbox'],
  ['legacy-timetable', 'Suspended'],
  ['portline-acquisition', 'Suspended'],
];

const UNIT_PARENTS = {
  Security: 'Root',
  Infrastructure: 'Root',
  Workloads: 'Root',
  Production: 'Workloads',
  Staging: 'Workloads',
  Sandbox: 'Root',
  Suspended: 'Root',
} as const;

type UnitName = keyof typeof UNIT_PARENTS | 'Root';

const SERVICES = [
  'rates',
  'invoicing',
  'routing',
  'drivers',
  'claims',
  'documents',
  'pricing',
  'partners',
] as const;

/** The organization of the first so many accounts: no unit is empty. */
export function fleetOrganization(seed: string, accounts: number): WorldOrganization {
  const lived = new Set(Array.from({ length: accounts }, (_, index) => accountUnitName(index)));
  const units = Object.entries(UNIT_PARENTS)
    .filter(([unit]) => [...lived].some((one) => isWithin(one, unit)))
    .map(([name, parent]): WorldUnit => ({ id: unitId(seed, name), name, parentId: unitId(seed, parent) }));
  return {
    id: fleetOrganizationId(seed),
    managementAccountId: fleetAccountId(seed, 0),
    rootId: unitId(seed, 'Root'),
    units,
    delegatedAdministrators: {
      'access-analyzer.amazonaws.com': [fleetAccountId(seed, DELEGATED_ADMINISTRATOR)],
      'member.org.stacksets.cloudformation.amazonaws.com': [fleetAccountId(seed, DELEGATED_ADMINISTRATOR)],
    },
  };
}

export function accountName(index: number): string {
  const environment = index % 3 === 0 ? 'staging' : 'prod';
  return ACCOUNTS[index]?.[0] ?? `${SERVICES[index % SERVICES.length]}-${environment}-${index}`;
}

export function accountUnit(seed: string, index: number): string {
  return unitId(seed, accountUnitName(index));
}

function accountUnitName(index: number): UnitName {
  return ACCOUNTS[index]?.[1] ?? (index % 3 === 0 ? 'Staging' : 'Production');
}

function isWithin(unit: UnitName, other: string): boolean {
  return unit === other || (unit !== 'Root' && isWithin(UNIT_PARENTS[unit], other));
}

function unitId(seed: string, name: string): string {
  const root = digest('root', seed).slice(0, 4);
  return name === 'Root' ? `r-${root}` : `ou-${root}-${digest('unit', seed, name).slice(0, 8)}`;
}
