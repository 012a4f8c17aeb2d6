import {
  type OrganizationContext,
  type Outcome,
  organizationCheck,
  type Population,
} from '../../model/check.ts';
import type { IdentityCenter } from '../../model/facts/identity-center.ts';
import { guestsIn, isOfAMember } from '../../parties/identity-center-guests.ts';
import { type PermissionSetRole, permissionSetRoles } from '../../parties/permission-set-roles.ts';
import { groupOutcomes } from './guest-groups.ts';
import { type CenterSeen, personOutcome, type RolesByAccount } from './guest-people.ts';

/** What is kept of each account: what its permission sets come to, and in one of them who is there. */
interface Kept {
  roles: PermissionSetRole[];
  center: IdentityCenter | null;
}

export const identityCenterGuest = organizationCheck({
  id: 'identity-center-guest',
  area: 'sharing',
  per: 'account',
  title: 'People of third parties hold in IAM Identity Center what was agreed',
  failureTitle: 'Somebody of a third party holds more in IAM Identity Center than agreed',
  failsWhen:
    'Somebody whom the register gives to a third party (`identityCenter`, by domain of the e-mail address or by group), and who is not disabled, holds an assignment after the contract has ended, in an account that the register does not name, or that gives more than `maxAccess`, read where the register says nothing; high where it gives the rights of an administrator. Or a group that the register names holds somebody with an address of none of the domains.',
  severity: 'medium',
  rationale:
    'Contractors who sign in by IAM Identity Center stand in no trust policy. What they hold follows from groups that were made for a task, and stays when the task or the contract is over.',
  remediation:
    'Take the assignment from the person or group, or the person out of the group. Where more is meant, say so in the register: maxAccess, and identityCenter.accounts. Where the contract is over, have the identity provider disable the people, and delete what is assigned to their groups.',
  cannotKnow:
    'Guests of whom the register says nothing: it goes by the domains of e-mail addresses and by the names of groups, as the register has them. People whom the identity provider has not provisioned yet, and whether somebody signs in, or has a session of the access portal that was open before the user was disabled: such a session begins new roles for as long as anything is assigned. Assignments to applications. Of several own organizations, those whose IAM Identity Center the configuration does not name. Instances of IAM Identity Center that an account has for itself, which assign no accounts. Ways to more rights that a permission set leaves open: it is held to maxAccess by what it gives itself. Permissions that resource policies give to the roles of permission sets.',
  requires: ['authorization-details', 'identity-center'],
  digest(facts, { study }): Kept {
    const center = facts['identity-center'];
    return {
      roles: study.once(permissionSetRoles, facts['authorization-details']),
      center: center.isAskedHere ? center : null,
    };
  },
  evaluate(population: Population<Kept>, context): Outcome[] {
    const roles: RolesByAccount = new Map();
    let seen: CenterSeen | undefined;
    let first: string | undefined;
    for (const { account, value } of population.digests) {
      first ??= account.accountId;
      roles.set(account.accountId, value.roles);
      if (value.center !== null) seen = { account, center: value.center };
    }
    const unread = new Set(population.gaps.map(({ account }) => account.accountId));
    if (seen !== undefined) {
      return [...judge(seen, roles, unread, context)];
    }
    if (first !== undefined && unread.size === 0) {
      const resource = { arn: `aws:identitystore:global:${first}:users`, type: 'AWS::IdentityStore::User' };
      const detail = 'The account in which IAM Identity Center is read is not part of this run.';
      return [{ status: 'NOT_APPLICABLE', silent: true, resource, detail, accountId: first }];
    }
    return [];
  },
});

function* judge(
  seen: CenterSeen,
  roles: RolesByAccount,
  unread: ReadonlySet<string>,
  context: OrganizationContext,
): Iterable<Outcome> {
  const { account, center } = seen;
  const { accountId } = account;
  const region = center.region ?? 'global';
  const resource = (kind: string) => ({
    arn: `aws:identitystore:${region}:${accountId}:${kind}`,
    type: 'AWS::IdentityStore::User',
  });
  const answer = (status: 'UNKNOWN' | 'NOT_APPLICABLE', kind: string, detail: string): Outcome => ({
    ...{ status, detail, accountId },
    resource: resource(kind),
  });
  if (center.instanceArn === null) {
    const detail = `Account ${accountId} knows no instance of IAM Identity Center in ${region}: the configuration may name another account or Region than that of the organization’s.`;
    yield answer('UNKNOWN', 'users', detail);
    return;
  }
  if (isOfAMember(center, accountId, context)) {
    const detail = `The only instance of IAM Identity Center that account ${accountId} knows in ${region} is its own, which assigns no accounts: that of the organization is in its management account, or in another Region.`;
    yield answer('UNKNOWN', 'users', detail);
    return;
  }
  yield* notLookedFor(center, context, answer);
  const guests = guestsIn(center, context.parties);
  if (guests.length === 0) {
    const detail = `By domains and groups of the register, none of ${center.users} users is of a third party.`;
    yield answer('NOT_APPLICABLE', 'users', detail);
  }
  for (const guest of guests) yield personOutcome(guest, seen, { roles, unread }, context);
  yield* groupOutcomes(seen, context);
}

/** An entry that came into the register after the facts were read. */
function* notLookedFor(
  { askedFor }: IdentityCenter,
  { parties }: OrganizationContext,
  answer: (status: 'UNKNOWN', kind: string, detail: string) => Outcome,
): Iterable<Outcome> {
  const asked = { domains: new Set(askedFor.domains), groups: new Set(askedFor.groups) };
  for (const { name, identityCenter } of parties.entriesWithGuests) {
    const { domains = [], groups = [] } = identityCenter ?? {};
    const missing = [
      ...domains.filter((one) => !asked.domains.has(one)),
      ...groups.filter((one) => !asked.groups.has(one)),
    ];
    if (missing.length === 0) continue;
    yield answer(
      'UNKNOWN',
      `party/${name}`,
      `When IAM Identity Center was read, nobody looked for people of ${name} by ${missing.slice(0, 5).join(', ')}.`,
    );
  }
}
