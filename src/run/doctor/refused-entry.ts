import type { Failure } from '../../collect/try-account.ts';
import type { AccountAccess, AccountTarget } from '../../model/account.ts';
import type { Symptom } from '../../model/doctor.ts';

/** How an account is entered, and whether it lets us in. */
export interface WayIn {
  accountId: string;
  access: AccountAccess;
  entered: boolean;
}

type Found = Pick<Symptom, 'id' | 'status' | 'words' | 'whatToDo'>;

/**
 * Why an account cannot be entered. AWS tells a caller of another account no more than that it is refused, unless a
 * policy forbids it by name: what it does not tell is inferred from the other accounts alone, and else left open.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusedEntry(
  failure: Failure,
  { accountId, access }: AccountTarget,
  ways: readonly WayIn[],
  caller: { arn: string; managementAccountIds: readonly string[] },
): Found {
  const own = (text: string) => text.replaceAll(accountId, 'ACCOUNT');
  const { action, reason, code, message, said, by } = failure;
  if (access.kind === 'assume-role' && action === 'sts:AssumeRole') {
    if (reason === 'ACCESS_DENIED')
      return refusedRole(access, own(by), caller, () => ({
        isManagement: caller.managementAccountIds.includes(accountId),
        ...others(access, ways, accountId),
      }));
    if (/DurationSeconds/.test(said))
      return fail(
        'session-too-long',
        own(`The role ${nameOf(access)} cannot be assumed for ${access.sessionDuration} seconds: ${said}`),
        'Lower auditor.sessionDuration, or raise the maximum session duration of the role. A role that is assumed from another one gives an hour at most.',
      );
    if (code === 'RegionDisabledException')
      return fail(
        'sts-not-available',
        own(message),
        'Activate STS for the Region in the account settings of the account, or call from another Region (--region).',
      );
  }
  if (code === 'NoCredentials')
    return fail('no-credentials', own(message), 'Sign in with the profile again, or name another one.');
  if (message.includes('leads to account'))
    return fail('other-account', own(message), 'Put right the account id, the role ARN or the profile.');
  if (action === 'sts:GetCallerIdentity' && reason === 'ACCESS_DENIED')
    return fail(
      'action-refused',
      `sts:GetCallerIdentity is refused${own(by)}.`,
      'Take it out of the Deny statement.',
    );
  return fail(
    'not-entered',
    own(message),
    'See whether this machine reaches STS: name service, proxy, firewall, VPC endpoints, and the clock.',
  );
}

type AssumeRole = Extract<AccountAccess, { kind: 'assume-role' }>;

function refusedRole(
  access: AssumeRole,
  by: string,
  { arn }: { arn: string },
  context: () => { isManagement: boolean; entered: number; refused: number },
): Found {
  const role = nameOf(access);
  if (/\b(?:service|resource) control policy/.test(by))
    return fail(
      'role-refused-by-organization',
      `The role ${role} may not be assumed${by}.`,
      'Ask who keeps the policies of the organization to except the auditor role and its caller.',
    );
  if (by.includes('role trust policy'))
    return fail(
      'role-refused-by-trust',
      `The role ${role} does not let us in${by}.`,
      `Let its trust policy allow sts:AssumeRole to ${arn}${withExternalId(access)}.`,
    );
  if (by !== '')
    return fail(
      'role-refused-to-caller',
      `${arn} may not assume the role ${role}${by}.`,
      `Allow ${arn} the action sts:AssumeRole on the auditor roles.`,
    );
  const asked =
    access.externalId === undefined
      ? 'asks for an external ID, of which the configuration gives none'
      : 'asks for another external ID than the configuration gives';
  return fail(
    'role-refused',
    `The role ${role} does not let us in, and AWS does not say why: there is no such role, its trust policy does not name ${arn}, it ${asked}, or ${arn} may not assume it.`,
    whereToLook(access, arn, context()),
  );
}

function whereToLook(
  access: AssumeRole,
  arn: string,
  { isManagement, entered, refused }: { isManagement: boolean; entered: number; refused: number },
): string {
  if (isManagement && entered > 0)
    return 'This is the management account, which StackSets leave out: deploy auditor-role-management-account.yaml there (`countersign setup`).';
  if (entered > 0)
    return `${entered === 1 ? 'Another account lets' : `${entered} other accounts let`} us in by the same role name and external ID, so look in these accounts: whether the role is there, and whom it trusts. \`countersign setup\` makes its template.`;
  if (refused > 0)
    return `No account lets us in this way, so look first at what they have in common: whether the role has this name, whether the trust policies name ${arn}, ${access.externalId === undefined ? 'and' : 'whether they ask for the external ID of the configuration, and'} whether ${arn} is allowed sts:AssumeRole on the role.${ROLE_SESSION.test(arn) ? ' Where the role of the caller was made anew, the trust policies still name the one before: write them again.' : ''}`;
  return `Look whether the role is there (\`countersign setup\` makes its template), whether it trusts ${arn}${withExternalId(access)}, and whether ${arn} is allowed sts:AssumeRole on it.`;
}

/**
 * A session of a role. Trust policies name roles by a unique id, which one that is made anew does not have.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
 */
const ROLE_SESSION = /:assumed-role\//;

/** How many other accounts are entered, or not, by a role of this name with this external ID. */
function others(access: AssumeRole, ways: readonly WayIn[], accountId: string) {
  const same = ways.filter(
    (way) =>
      way.accountId !== accountId &&
      way.access.kind === 'assume-role' &&
      nameOf(way.access) === nameOf(access) &&
      way.access.externalId === access.externalId,
  );
  const entered = same.filter((way) => way.entered).length;
  return { entered, refused: same.length - entered };
}

function withExternalId({ externalId }: AssumeRole): string {
  return externalId === undefined ? '' : ' with the external ID of the configuration';
}

function nameOf({ roleArn }: AssumeRole): string {
  return roleArn.slice(roleArn.indexOf(':role/') + ':role/'.length);
}

function fail(id: string, words: string, whatToDo: string): Found {
  return { id, status: 'fail', words, whatToDo };
}
