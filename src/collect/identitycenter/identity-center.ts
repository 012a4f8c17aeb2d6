import { domainToASCII, domainToUnicode } from 'node:url';
import type { Group, User } from '@aws-sdk/client-identitystore';
import { listOf, required, requiredText } from '../../aws/answer.ts';
import type {
  IdentityCenter,
  IdentityCenterGroup,
  IdentityCenterPerson,
} from '../../model/facts/identity-center.ts';
import { type CollectContext, type Collector, type GuestsWanted, pages } from '../collector.ts';
import { sortedBy, sortedTexts } from '../values.ts';

/** The most that both services give at a time, and what they give where nothing else is asked. */
const PAGE_SIZE = 100;

/** An instance of the organization, and who is in it. */
interface Place {
  context: CollectContext;
  region: string;
  instance: { arn: string; store: string; owner: string | null };
}

/**
 * The people of third parties in IAM Identity Center, from the account and Region that the configuration names: those with
 * an e-mail address of a domain of the register, or in a group that it names. Of nobody else is anything kept. All users and
 * groups are listed; then a call or two for each of those people, and one for each of their groups and permission sets.
 * https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_ListAccountAssignmentsForPrincipal.html
 */
export const identityCenter: Collector<'identity-center'> = {
  fact: 'identity-center',
  requires: [],
  isAskedFor: true,
  actions: () => [
    'identitystore:ListGroupMemberships',
    'identitystore:ListGroupMembershipsForMember',
    'identitystore:ListGroups',
    'identitystore:ListUsers',
    'sso:DescribePermissionSet',
    'sso:ListAccountAssignmentsForPrincipal',
    'sso:ListInstances',
  ],
  plan: ({ identityCenter: asked }) => {
    if (asked === null) return [];
    const of = (operation: string, calls: number, service = 'identitystore') => ({
      service,
      operation,
      calls,
    });
    return [
      of('ListInstances', 1, 'sso'),
      of('ListUsers', pages(asked.users, PAGE_SIZE)),
      of('ListGroups', pages(asked.groups, PAGE_SIZE)),
      of(
        'ListGroupMemberships',
        asked.members.reduce((sum, members) => sum + pages(members, PAGE_SIZE), 0),
      ),
      of('ListGroupMembershipsForMember', asked.people),
      of('ListAccountAssignmentsForPrincipal', asked.people + asked.groups, 'sso'),
      of('DescribePermissionSet', asked.permissionSets, 'sso'),
    ];
  },
  async collect(context) {
    const { account, identityCenter: asked } = context;
    if (asked === undefined || asked.accountId !== account.accountId) return nothing(false, null);
    const { region, domains, groups } = asked;
    const instance = await instanceIn(region, context);
    const found = { ...nothing(true, region), askedFor: { domains: [...domains], groups: [...groups] } };
    return instance === undefined
      ? found
      : { ...found, ...(await read({ context, region, instance }, asked)) };
  },
};

function nothing(isAskedHere: boolean, region: string | null): IdentityCenter {
  const askedFor = { domains: [], groups: [] };
  const empty = { users: 0, people: [], groups: [], permissionSets: [] };
  return { isAskedHere, region, instanceArn: null, identityStoreId: null, askedFor, ...empty };
}

/** The organization's: a member account that administers it may have one of its own beside it, without any accounts. */
async function instanceIn(
  region: string,
  { account, caller }: CollectContext,
): Promise<Place['instance'] | undefined> {
  const listed = await caller.list('sso', 'ListInstances', region, {}, (page) =>
    listOf(page.Instances, 'the instances of IAM Identity Center'),
  );
  const instances = listed.map((one) => ({
    arn: requiredText(one.InstanceArn, 'the ARN of an instance'),
    store: requiredText(one.IdentityStoreId, 'the identity store of an instance'),
    owner: one.OwnerAccountId ?? null,
    isActive: one.Status === undefined || one.Status === 'ACTIVE',
  }));
  const isOthers = ({ owner }: (typeof instances)[number]) => owner !== null && owner !== account.accountId;
  // What is being made or taken away is looked at where there is no other.
  return sortedBy(instances, (one) => `${isOthers(one) ? 0 : 1} ${one.isActive ? 0 : 1} ${one.arn}`)[0];
}

async function read(place: Place, asked: GuestsWanted): Promise<Partial<IdentityCenter>> {
  const { context, region, instance } = place;
  const { caller } = context;
  const store = { IdentityStoreId: instance.store };
  const [users, allGroups] = await Promise.all([
    caller.list('identitystore', 'ListUsers', region, store, (page) => listOf(page.Users, 'the users')),
    caller.list('identitystore', 'ListGroups', region, store, (page) => listOf(page.Groups, 'the groups')),
  ]);
  const names = new Map(allGroups.map((group) => [groupId(group), group.DisplayName ?? groupId(group)]));
  const members = new Map(
    await Promise.all(
      [...names]
        .filter(([, name]) => asked.meansGroup(name))
        .map(async ([id]) => [id, await membersOf(id, place)] as const),
    ),
  );
  const inGroup = new Set([...members.values()].flat());
  const byId = new Map(users.map((user) => [requiredText(user.UserId, 'the id of a user'), user]));
  const chosen = [...byId].filter(
    ([id, user]) => inGroup.has(id) || domainsOf(user).some((domain) => asked.meansDomain(domain)),
  );
  const gone = [...inGroup].filter((id) => !byId.has(id)).map((id) => [id, undefined] as const);
  const people = await Promise.all([...chosen, ...gone].map(([id, user]) => personOf(id, user, place)));
  const groupIds = new Set([...members.keys(), ...people.flatMap((person) => person.groupIds)]);
  const groups = await Promise.all(
    [...groupIds].map(
      async (id): Promise<IdentityCenterGroup> => ({
        id,
        name: names.get(id) ?? id,
        assignments: await assignmentsOf('GROUP', id, place),
        memberIds: members.get(id) ?? null,
      }),
    ),
  );
  const sets = new Set(
    [...people, ...groups].flatMap(({ assignments }) => assignments.map((one) => one.permissionSetArn)),
  );
  const permissionSets = await Promise.all([...sets].map((arn) => permissionSet(arn, place)));
  return {
    instanceArn: instance.arn,
    identityStoreId: instance.store,
    ownerAccountId: instance.owner,
    users: users.length,
    people: sortedBy(people, ({ id }) => id),
    groups: sortedBy(groups, ({ id }) => id),
    permissionSets: sortedBy(permissionSets, ({ arn }) => arn),
  };
}

async function membersOf(GroupId: string, { context, region, instance }: Place): Promise<string[]> {
  const input = { IdentityStoreId: instance.store, GroupId };
  const found = await context.caller.list('identitystore', 'ListGroupMemberships', region, input, (page) =>
    listOf(page.GroupMemberships, 'the members of a group'),
  );
  // Groups hold users alone.
  return sortedTexts([
    ...new Set(found.map(({ MemberId }) => requiredText(MemberId?.UserId, 'the member of a group'))),
  ]);
}

async function personOf(id: string, user: User | undefined, place: Place): Promise<IdentityCenterPerson> {
  const { context, region, instance } = place;
  const input = { IdentityStoreId: instance.store, MemberId: { UserId: id } };
  const [memberships, assignments] = await Promise.all([
    context.caller.list('identitystore', 'ListGroupMembershipsForMember', region, input, (page) =>
      listOf(page.GroupMemberships, 'the groups of a user'),
    ),
    assignmentsOf('USER', id, place),
  ]);
  return {
    id,
    userName: user?.UserName ?? id,
    status: user?.UserStatus ?? null,
    domains: user === undefined ? [] : domainsOf(user),
    groupIds: sortedTexts([
      ...new Set(memberships.map(({ GroupId }) => requiredText(GroupId, 'the group of a user'))),
    ]),
    assignments,
  };
}

/**
 * What stands behind the last @ of addresses, and of a user name that is one. A domain that is written in letters beyond
 * ASCII stands with its other spelling, since the register may have either.
 */
function domainsOf({ Emails, UserName }: User): string[] {
  const addresses = [...listOf(Emails, 'the addresses of a user').map(({ Value }) => Value), UserName];
  const domains = addresses.flatMap((address: unknown) =>
    typeof address === 'string' && address.includes('@')
      ? [address.slice(address.lastIndexOf('@') + 1), ...(GUEST_OF_ENTRA.exec(address)?.slice(1) ?? [])]
      : [],
  );
  const written = domains.map((domain) => (DOMAIN.exec(domain)?.[1] ?? '').toLowerCase().replace(/\.$/, ''));
  const spelt = written.flatMap((domain) => [domain, domainToASCII(domain), domainToUnicode(domain)]);
  return sortedTexts([...new Set(spelt)].filter((domain) => domain !== ''));
}

/** Without what may stand around an address: `Jo <jo@nimbus.example>`. */
const DOMAIN = /^\s*([^\s<>()[\]"',;]+)/;

/**
 * Microsoft Entra names a guest by its address at home, and then by its own domain: `jo_nimbus.example#EXT#@own.example`.
 * https://learn.microsoft.com/entra/identity/app-provisioning/how-provisioning-works#b2b-guest-users
 */
const GUEST_OF_ENTRA = /_([^_@#\s]+)#EXT#@/i;

async function assignmentsOf(
  PrincipalType: 'USER' | 'GROUP',
  PrincipalId: string,
  { context, region, instance }: Place,
): Promise<IdentityCenterPerson['assignments']> {
  const input = { InstanceArn: instance.arn, PrincipalId, PrincipalType };
  const found = await context.caller.list(
    'sso',
    'ListAccountAssignmentsForPrincipal',
    region,
    input,
    (page) => listOf(page.AccountAssignments, 'the assignments of a user or group'),
  );
  const all = found.map((one) => ({
    accountId: requiredText(one.AccountId, 'the account of an assignment'),
    permissionSetArn: requiredText(one.PermissionSetArn, 'the permission set of an assignment'),
    ...(PrincipalType === 'USER' && one.PrincipalType === 'USER' ? { isOwn: true as const } : {}),
  }));
  // The same may come by the user and by a group of it: then it is its own too.
  all.sort((a, b) => Number(a.isOwn ?? false) - Number(b.isOwn ?? false));
  const once = new Map(all.map((one) => [`${one.accountId} ${one.permissionSetArn}`, one]));
  return sortedBy([...once.values()], (one) => `${one.accountId} ${one.permissionSetArn}`);
}

async function permissionSet(
  arn: string,
  { context, region, instance }: Place,
): Promise<IdentityCenter['permissionSets'][number]> {
  const input = { InstanceArn: instance.arn, PermissionSetArn: arn };
  const { PermissionSet } = await context.caller.call('sso', 'DescribePermissionSet', region, input);
  return { arn, name: requiredText(PermissionSet?.Name, 'the name of a permission set') };
}

function groupId({ GroupId }: Group): string {
  return required(GroupId, 'the id of a group');
}
