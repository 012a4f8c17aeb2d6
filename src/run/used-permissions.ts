import { unusedServices } from '../checks/usage/unused-services.ts';
import { type UsedPermissions, usedPermissions } from '../evaluate/used-permissions.ts';
import { readFactsOf } from '../evidence/account-evidence.ts';
import type { EvidenceReader } from '../evidence/evidence-reader.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import { parametersOf } from '../model/parameters-of.ts';
import { readRun } from './open-run.ts';

/** What a role of a run used in the period of `unused-services`, as one policy; a problem where that cannot be told. */
export async function usedPermissionsIn(
  reader: EvidenceReader,
  arn: string,
): Promise<UsedPermissions | { problem: string }> {
  const [, , , , accountId = ''] = arn.split(':');
  const { scope, judgement } = await readRun(reader);
  if (!scope.accounts.some((account) => account.accountId === accountId))
    return { problem: 'its account is none of the run' };
  const facts = (await readFactsOf(reader, accountDirectory(accountId))) ?? [];
  return usedPermissions(facts, arn, parametersOf(unusedServices, judgement).days);
}
