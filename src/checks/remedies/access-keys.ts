import type { Fix } from '../../model/fix.ts';
import { command } from './command.ts';
import { commandFixes } from './fix.ts';
import { inAccount, type Place } from './in-account.ts';

/** First shut, then gone: a key that turns out to be needed is activated again. */
export function shutThenDeleted(
  userName: string,
  account: Place,
  when: { shut: string; gone: string },
): Fix[] {
  return [
    ...inAccount(`${when.shut}: deactivate the keys with the AWS CLI`, account, [
      eachKey(
        userName,
        'Active',
        command`aws iam update-access-key --user-name ${userName} --status Inactive`,
      ),
    ]),
    ...inAccount(`${when.gone}: delete the deactivated keys`, account, [
      eachKey(userName, 'Inactive', command`aws iam delete-access-key --user-name ${userName}`),
    ]),
  ];
}

/** Does something to each key of a user that is in a state. */
function eachKey(userName: string, status: 'Active' | 'Inactive', change: string | undefined) {
  const keys = command`aws iam list-access-keys --user-name ${userName} --query ${`AccessKeyMetadata[?Status==\`${status}\`].AccessKeyId`} --output text`;
  if (keys === undefined || change === undefined) return undefined;
  return `for key in $(${keys}); do ${change} --access-key-id "$key" || break; done`;
}

/** How a key is put out of use, and how one that is needed for now is replaced. */
export function rotationFixes(userName: string, account: Place): Fix[] {
  return [
    ...shutThenDeleted(userName, account, {
      shut: 'If nobody needs them',
      gone: 'If nobody has missed them',
    }),
    ...inAccount('If somebody still needs one: make its successor with the AWS CLI', account, [
      command`aws iam create-access-key --user-name ${userName}`,
    ]),
  ];
}

/** Nobody but the root user, or a root session from the management account, may do anything to a key of the root user. */
export function rootKeyFixes(account: Place): Fix[] {
  const policy = `arn:${account.partition}:iam::aws:policy/root-task/IAMDeleteRootUserCredentials`;
  const change = '--access-key-id "<the id of the key>"';
  return [
    ...inAccount('As the root user: deactivate the key, and delete it when nobody has missed it', account, [
      'aws iam list-access-keys',
      `aws iam update-access-key --status Inactive ${change}`,
    ]),
    ...commandFixes(
      'From the management account, where root access is managed centrally: a session that may delete it',
      [command`aws sts assume-root --target-principal ${account.accountId} --task-policy-arn arn=${policy}`],
    ),
  ];
}

/** A password is a login profile. It has no state between being there and being gone. */
export function passwordFixes(userName: string, account: Place): Fix[] {
  return inAccount('If nobody signs in with it: delete the password with the AWS CLI', account, [
    command`aws iam delete-login-profile --user-name ${userName}`,
  ]);
}
