import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Call } from '../src/model/call.ts';
import { measuredScan } from './measured-scan.ts';
import type { Comparison } from './table.ts';

const ROLES = 1000;

/** GetRole, ListRolePolicies, GetRolePolicy, ListAttachedRolePolicies and ListRoleTags, each for every role. */
const CALLS_ROLE_BY_ROLE = 5 * ROLES;

/** The calls to IAM that an account with many roles takes, against asking role by role. */
export function calls(): Promise<Comparison[]> {
  return measuredScan({ accounts: 1, rolesPerAccount: ROLES }, {}, async ({ directory, report }) => {
    const [account] = report.scope.accounts;
    const roles = report.scope.roles.listed;
    if (account === undefined || roles < ROLES) throw new Error(`Only ${roles} roles were listed.`);
    const made = await callsOf(join(directory, 'accounts', account.accountId));
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

async function callsOf(accountDirectory: string): Promise<Call[]> {
  const lines = gunzipSync(await readFile(join(accountDirectory, 'calls.jsonl.gz'))).toString('utf8');
  return lines
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}
