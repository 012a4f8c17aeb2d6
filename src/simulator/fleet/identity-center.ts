import type { WorldIdentityCenter } from '../world.ts';
import type { Place } from './place.ts';

/** The Region of IAM Identity Center. */
export const IDENTITY_CENTER_REGION = 'eu-west-1';

/** The warehouse in which the scanners of Tallow & Finch are. */
export const WAREHOUSE = 4;

/**
 * The company's people, and some of third parties: a contractor whose group was given more than was agreed, in an account
 * with which they have nothing to do; one whose company has moved on, so that its account is disabled; one who holds nothing
 * any more; and an employee in the contractors' group.
 */
export function identityCenterOf(place: Place): WorldIdentityCenter | undefined {
  if (place.index !== 0) return undefined;
  const employees = ['ada', 'grace', 'edsger', 'barbara', 'leslie', 'tony', 'radia'];
  return {
    region: IDENTITY_CENTER_REGION,
    users: [
      ...employees.map((name) => ({ userName: name, email: `${name}@quillmarsh.example` })),
      { userName: 'j.finch@tallow-finch.example', email: 'j.finch@tallow-finch.example' },
      { userName: 'm.tallow@tallow-finch.example', email: 'm.tallow@tallow-finch.example' },
      { userName: 'ext-brackwater-2', email: 'ops@brackwater.example', disabled: true },
    ],
    groups: [
      { name: 'Platform', members: ['ada', 'grace'] },
      { name: 'Tallow & Finch operators', members: ['j.finch@tallow-finch.example', 'tony'] },
    ],
    assignments: [
      { group: 'Platform', permissionSet: 'AdministratorAccess', accountId: place.accountId },
      ...[WAREHOUSE, WAREHOUSE + 1].map((index) => ({
        group: 'Tallow & Finch operators',
        permissionSet: 'AdministratorAccess',
        accountId: place.accountIdAt(index),
      })),
      {
        user: 'ext-brackwater-2',
        permissionSet: 'AdministratorAccess',
        accountId: place.accountIdAt(WAREHOUSE),
      },
    ],
  };
}
