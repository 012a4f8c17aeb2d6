import type { Aws } from '../aws/connection.ts';
import { AwsCallError } from '../aws/errors.ts';
import type { Call } from '../model/call.ts';

/** The ARN that the tool's own credentials belong to; adds the call to `calls`. Throws `AwsCallError`. */
export async function whoCalls(aws: Aws, calls: Call[]): Promise<string> {
  const own: Call[] = [];
  const caller = aws.connect('', { kind: 'caller' }, (call) => own.push(call)).caller('session');
  const { Account, Arn } = await caller.call('sts', 'GetCallerIdentity', 'global', {});
  if (Account === undefined || Arn === undefined) {
    const action = 'sts:GetCallerIdentity';
    throw new AwsCallError({ reason: 'FAILED', action, message: `${action} did not say who called.` });
  }
  calls.push(...own.map((call) => ({ ...call, accountId: Account })));
  return Arn;
}
