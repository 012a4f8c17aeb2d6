import { groupedBy } from '../model/grouped-by.ts';
import { partText } from '../model/json-text.ts';
import { OPEN_POLICY } from './certain-permissions.ts';
import type { DeclaredRole, DeclaredRoles, Deployment } from './declared-roles.ts';
import type { OtherAccess } from './other-access.ts';
import { plannedAccess } from './planned-access.ts';
import { entriesOf } from './read-template.ts';
import type { PlannedResource, TerraformPlan } from './terraform-plan.ts';
import { OPEN } from './written-out.ts';

/** The roles and managed policies that a plan of Terraform would leave, by the AWS provider's own names. */
export function plannedRoles({ resources, open }: TerraformPlan, deployment: Deployment): DeclaredRoles {
  const places = new Set(open);
  const plan: Plan = {
    byType: groupedBy(resources, ({ type }) => type),
    byName: groupedBy(resources, ({ within, type, name }) => `${within} ${type}.${name}`),
    repeated: repeatedNames(resources),
    open: ({ address }, key) => void places.add(`${address}.${key}`),
    deployment,
  };
  const roles = ofType(plan, 'aws_iam_role');
  const given = givenTo(plan);
  return {
    roles: roles.map((role) => plannedRole(role, given, plan)),
    policies: ofType(plan, 'aws_iam_policy').map((policy) => ({
      arn: arnOf(policy, plan),
      name: ownName(policy, plan),
      document: permissionsAt(policy, 'policy', plan),
    })),
    open: [...places].sort(),
    unjudged: [...given.elsewhere.map(besideRoles), ...plannedAccess(resources, deployment)],
  };
}

interface Plan {
  byType: ReadonlyMap<string, readonly PlannedResource[]>;
  /** The instances of a resource, by its module and what it is called there. */
  byName: ReadonlyMap<string, readonly PlannedResource[]>;
  /** Names that several roles or policies have: they are of several accounts, and their addresses tell them apart. */
  repeated: ReadonlySet<string>;
  open: (resource: PlannedResource, key: string) => void;
  deployment: Deployment;
}

/** What resources beside the roles give them, by the address of the role. */
interface Given {
  inline: ReadonlyMap<string, ReadonlyArray<{ name: string; document: unknown }>>;
  attached: ReadonlyMap<string, readonly string[]>;
  /** It cannot be told to which role something is given, or what. */
  open: boolean;
  /** What is given to roles that the plan does not make. */
  elsewhere: readonly PlannedResource[];
}

function ofType({ byType }: Plan, type: string): readonly PlannedResource[] {
  return byType.get(type) ?? [];
}

function plannedRole(role: PlannedResource, given: Given, plan: Plan): DeclaredRole {
  const text = (key: string) => textAt(role, key, plan);
  const inline = listAt(role, 'inline_policy', plan);
  const managed = listAt(role, 'managed_policy_arns', plan);
  const seconds = Number(text('max_session_duration') ?? Number.NaN);
  const mayHaveMore = given.open || inline === undefined || managed === undefined;
  return {
    logicalId: role.address,
    name: ownName(role, plan),
    path: text('path') ?? '/',
    trustPolicy: trustAt(role, plan),
    inlinePolicies: [
      ...(inline ?? []).map(entriesOf).flatMap((one) => {
        // An empty block says that there is none.
        const document = one.get('policy');
        return typeof document === 'string' ? [{ name: partText(one.get('name')), document }] : [];
      }),
      ...(given.inline.get(role.address) ?? []),
      ...(mayHaveMore ? [{ name: OPEN, document: OPEN_POLICY }] : []),
    ],
    attachedPolicyArns: [...(managed ?? []).map(partText), ...(given.attached.get(role.address) ?? [])],
    permissionsBoundaryArn: boundaryOf(role, plan),
    maxSessionDuration: Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined,
    description: text('description') ?? null,
    tags: tagsOf(role, plan),
  };
}

/** A trust policy of which nothing is known admits nobody for sure. */
function trustAt(role: PlannedResource, { open }: Plan): unknown {
  const document = role.values.get('assume_role_policy');
  if (!role.unknown.has('assume_role_policy') && typeof document === 'string') return document;
  open(role, 'assume_role_policy');
  return { Statement: [] };
}

function permissionsAt(resource: PlannedResource, key: string, { open }: Plan): unknown {
  const document = resource.values.get(key);
  if (!resource.unknown.has(key) && typeof document === 'string') return document;
  open(resource, key);
  return OPEN_POLICY;
}

function textAt(resource: PlannedResource, key: string, { open }: Plan): string | undefined {
  if (resource.unknown.has(key)) open(resource, key);
  const value = resource.values.get(key);
  return value === null || value === undefined || value === '' ? undefined : partText(value);
}

/**
 * Undefined where it is open. Where the configuration says nothing of a list, the provider reads it back after it is
 * applied, and it holds what other resources give; but a list of which a part is known is given by somebody, in blocks
 * that the plan's configuration leaves out (`dynamic`).
 */
function listAt(resource: PlannedResource, key: string, { open }: Plan): unknown[] | undefined {
  const value = resource.values.get(key);
  const isConfigured = resource.knownInPart.has(key) || (resource.references?.has(key) ?? true);
  if (resource.unknown.has(key)) {
    if (!isConfigured) return [];
    open(resource, key);
    return undefined;
  }
  return Array.isArray(value) ? value : [];
}

function boundaryOf(role: PlannedResource, plan: Plan): string | null {
  if (!role.unknown.has('permissions_boundary')) return textAt(role, 'permissions_boundary', plan) ?? null;
  const policy = referred(role, 'permissions_boundary', 'aws_iam_policy', plan);
  if (policy !== undefined) return arnOf(policy, plan);
  plan.open(role, 'permissions_boundary');
  return OPEN;
}

/** All tags, those that the provider adds by default among them. */
function tagsOf(role: PlannedResource, { open }: Plan): DeclaredRole['tags'] {
  for (const one of ['tags', 'tags_all']) if (role.unknown.has(one)) open(role, one);
  const key = role.values.has('tags_all') && !role.unknown.has('tags_all') ? 'tags_all' : 'tags';
  return [...entriesOf(role.values.get(key))].map(([name, value]) => ({ key: name, value: partText(value) }));
}

function givenTo(plan: Plan): Given {
  const inline = new Map<string, Array<{ name: string; document: unknown }>>();
  const attached = new Map<string, string[]>();
  const elsewhere: PlannedResource[] = [];
  let open = false;
  const byName = groupedBy(ofType(plan, 'aws_iam_role'), nameOf);
  const rolesOf = (resource: PlannedResource, key: string): PlannedResource[] => {
    if (resource.unknown.has(key)) {
      const role = referred(resource, key, 'aws_iam_role', plan);
      if (role !== undefined) return [role];
      plan.open(resource, key);
      open = true;
      return [];
    }
    const names = [resource.values.get(key) ?? []].flat().map(partText);
    const found = names.map((name) => ofSameAccount(byName.get(name) ?? [], resource));
    if (found.some((roles) => roles.length === 0)) elsewhere.push(resource);
    return found.flat();
  };
  for (const resource of ofType(plan, 'aws_iam_role_policy')) {
    const policy = { name: nameOf(resource), document: permissionsAt(resource, 'policy', plan) };
    for (const { address } of rolesOf(resource, 'role')) add(inline, address, policy);
  }
  for (const [type, key] of ATTACHMENTS)
    for (const resource of ofType(plan, type)) {
      const arn = attachedArn(resource, plan);
      if (arn === undefined) open = true;
      else for (const { address } of rolesOf(resource, key)) add(attached, address, arn);
      if (['users', 'groups'].some((others) => isGiven(resource, others))) elsewhere.push(resource);
    }
  return { inline, attached, open, elsewhere: [...new Set(elsewhere)] };
}

function add<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key) ?? [];
  list.push(item);
  lists.set(key, list);
}

const ATTACHMENTS = [
  ['aws_iam_role_policy_attachment', 'role'],
  ['aws_iam_policy_attachment', 'roles'],
] as const;

function isGiven({ values, unknown }: PlannedResource, key: string): boolean {
  const list = values.get(key);
  return unknown.has(key) || (Array.isArray(list) && list.length > 0);
}

function attachedArn(resource: PlannedResource, plan: Plan): string | undefined {
  const arn = resource.values.get('policy_arn');
  if (!resource.unknown.has('policy_arn') && typeof arn === 'string') return arn;
  const policy = referred(resource, 'policy_arn', 'aws_iam_policy', plan);
  if (policy !== undefined) return arnOf(policy, plan);
  plan.open(resource, 'policy_arn');
  return undefined;
}

/** The resource that a value is taken from, where the configuration names one alone, of the same module and instance. */
function referred(
  { references, within, index }: PlannedResource,
  key: string,
  type: string,
  plan: Plan,
): PlannedResource | undefined {
  const refers = references?.get(key) ?? [];
  const isByInstance = (one: string) => /^(?:each\.key|count\.index)$/.test(one);
  const names = new Set(
    refers.flatMap((one) => (isByInstance(one) ? [] : (/^\w+\.[\w-]+/.exec(one)?.[0] ?? one))),
  );
  const [only = '', ...others] = names;
  if (others.length > 0 || !only.startsWith(`${type}.`)) return undefined;
  const instances = plan.byName.get(`${within} ${only}`) ?? [];
  return instances.length === 1 || !refers.some(isByInstance)
    ? single(instances)
    : instances.find((one) => one.index === index);
}

/** Roles of one name are of several accounts: those that the same provider makes, or all where that tells nothing. */
function ofSameAccount(roles: readonly PlannedResource[], { provider }: PlannedResource) {
  const same = roles.filter((role) => role.provider === provider);
  return same.length === 0 ? roles : same;
}

function repeatedNames(resources: readonly PlannedResource[]): ReadonlySet<string> {
  const named = resources.filter(({ type }) => type === 'aws_iam_role' || type === 'aws_iam_policy');
  const byName = groupedBy(named, nameKey);
  return new Set([...byName].flatMap(([key, { length }]) => (length > 1 ? [key] : [])));
}

/** IAM takes names that differ in case alone for the same. */
function nameKey(resource: PlannedResource): string {
  return `${resource.type} ${nameOf(resource).toLowerCase()}`;
}

function ownName(resource: PlannedResource, { repeated }: Plan): string {
  return repeated.has(nameKey(resource)) ? resource.address : nameOf(resource);
}

function single<T>([first, ...more]: readonly T[]): T | undefined {
  return more.length === 0 ? first : undefined;
}

/** A name that the provider makes up is known later: the address tells it from others. */
function nameOf({ values, unknown, address }: PlannedResource): string {
  const name = values.get('name');
  return typeof name === 'string' && name !== '' && !unknown.has('name') ? name : address;
}

function arnOf(policy: PlannedResource, plan: Plan): string {
  const { partition, accountId } = plan.deployment;
  const arn = policy.values.get('arn');
  if (typeof arn === 'string') return arn;
  const path = policy.values.get('path');
  return `arn:${partition}:iam::${accountId}:policy${typeof path === 'string' ? path : '/'}${ownName(policy, plan)}`;
}

function besideRoles({ address, type }: PlannedResource): OtherAccess {
  return { place: address, type, why: 'beside-roles' };
}
