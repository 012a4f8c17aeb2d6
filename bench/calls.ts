import { madeCalls } from './made-calls.ts';
import { measuredScan } from './measured-scan.ts';
import { size } from './size.ts';
import type { Comparison } from './table.ts';

const ROLES = size(1000, 50);

/** GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies and ListRoleTags, each for every role. */
const CALLS_ROLE_BY_ROLE = 5 * ROLES;

/** The calls to IAM that an account with many roles takes, against asking role by role. */
export function calls(): Promise<Comparison[]> {
  return measuredScan({ accounts: 1, rolesPerAccount: ROLES }, {}, async ({ directory, report }) => {
    const roles = report.scope.roles.listed;
    if (roles < ROLES) throw new Error(`Only ${roles} roles were listed.`);
    const [, made = []] = await madeCalls(directory);
    const toIam = made.filter(({ service }) => service === 'iam').length;
    return [
      {
        what: `Calls to IAM for an account of ${roles} roles`,
        base: `five calls a role: ${CALLS_ROLE_BY_ROLE}`,
        measured: `${toIam} (of ${made.length} calls in all)`,
        ratio: toIam / CALLS_ROLE_BY_ROLE,
      },
    ];
  });
}
