import type { AccountSubject } from '../../model/account.ts';
import type { Fix } from '../../model/fix.ts';
import { chained, command } from './command.ts';
import { commandFixes } from './fix.ts';

export type Place = Pick<AccountSubject, 'accountId' | 'partition'>;

/**
 * Commands that go on only where the credentials are of this account, say so where they are not, and stop at the first
 * that fails. They are for what has no ARN or no name that tells which account is meant.
 */
export function inAccount(
  title: string,
  { accountId }: Place,
  commands: ReadonlyArray<string | undefined>,
): Fix[] {
  const guard = command`[ "$(aws sts get-caller-identity --query Account --output text)" = ${accountId} ] || { echo ${`The credentials are not of account ${accountId}.`} >&2; false; }`;
  return commandFixes(title, chained([guard, ...commands]));
}
