import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { inAccount, type Place } from './in-account.ts';

/** A request that is rejected cannot be accepted any more; one whose token has been sent cannot be rejected. */
export function rejectRequestFixes(id: string, account: Place): Fix[] {
  return inAccount('If it is not wanted: reject the request with the AWS CLI', account, [
    command`aws iam reject-delegation-request --delegation-request-id ${id}`,
  ]);
}
