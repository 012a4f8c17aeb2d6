import type { Aws } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import { parseArn } from '../aws/regions.ts';
import type { AccountAccess } from '../model/account.ts';
import type { Call } from '../model/call.ts';

/** The ARN that the tool's own credentials, or a profile's, belong to; adds the call to `calls`. Throws `AwsCallError`. */
export async function whoCalls(
  aws: Aws,
  calls: Call[],
  access: Extract<AccountAccess, { kind: 'caller' | 'profile' }> = { kind: 'caller' },
): Promise<string> {
  const own: Call[] = [];
  const caller = aws.connect('', access, (call) => own.push(call)).caller('session');
  const { accountId, arn } = saidWho(await caller.call('sts', 'GetCallerIdentity', 'global', {}));
  calls.push(...own.map((call) => ({ ...call, accountId })));
  return arn;
}

/** Who STS says is calling. Throws `AwsCallError` where it does not say. */
export function saidWho({ Account, Arn }: { Account?: unknown; Arn?: unknown }): {
  accountId: string;
  arn: string;
} {
  if (typeof Account === 'string' && typeof Arn === 'string' && parseArn(Arn) !== undefined)
    return { accountId: Account, arn: Arn };
  const action = 'sts:GetCallerIdentity';
  throw new AwsCallError({ reason: 'FAILED', action, message: `${action} did not say who called.` });
}
