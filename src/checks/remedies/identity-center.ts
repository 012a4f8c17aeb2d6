import type { AccountSubject } from '../../model/account.ts';
import type { IdentityCenter } from '../../model/facts/identity-center.ts';
import type { Fix } from '../../model/fix.ts';
import type { Guest, HeldAssignment } from '../../parties/identity-center-guests.ts';
import { command } from './command.ts';
import { inAccount } from './in-account.ts';

/** What the person holds itself is taken away; what a group gives ends where the person is taken out of it. */
export function removeAssignmentFixes(
  bad: readonly HeldAssignment[],
  { person }: Guest,
  { account, center }: { account: AccountSubject; center: IdentityCenter },
): Fix[] {
  const { instanceArn, region } = center;
  const own = bad.filter(({ group }) => group === null);
  if (instanceArn === null || region === null || own.length === 0) return [];
  return inAccount(
    'If it is not wanted: take away what is assigned to the person, with the AWS CLI',
    account,
    own.map(
      ({ accountId, permissionSetArn }) =>
        command`aws sso-admin delete-account-assignment --region ${region} --instance-arn ${instanceArn} --target-type AWS_ACCOUNT --target-id ${accountId} --permission-set-arn ${permissionSetArn} --principal-type USER --principal-id ${person.id}`,
    ),
  );
}
