import type { ManagedPolicy, Role } from '../../model/facts/authorization-details.ts';
import { canBeOn } from './catalogue.ts';
import { covers, leftOf, patternsMeet, type ResourcePattern, resourcePattern, touches } from './resources.ts';
import { inSessionOf } from './role-session.ts';
import {
  isUnconditional,
  type PermissionDocument,
  type PermissionProblem,
  type PermissionStatement,
  readPermissions,
  speaksOf,
} from './statement.ts';

/** Which policy of a role a statement stands in. */
export type PolicySource = (
  | /** `index`: its place among the role's inline policies. */
  { kind: 'inline'; index: number; name: string }
  | {
      kind: 'attached' | 'boundary';
      arn: string;
      name: string;
    } /** The session policies of a profile of IAM Roles Anywhere, by its ARN. */
  | { kind: 'session'; arn: string; name: string }
) & {
  /** The ARN of the group that a user has it from. */
  group?: string;
};

/** Names one statement of one policy; enough to build a pointer to it. */
export interface StatementRef {
  policy: PolicySource;
  /** From 0. */
  statement: number;
  /** Whether the document's Statement is a list: where it is one object alone, no index leads to it. */
  isList: boolean;
  sid: string | null;
}

/** A statement and where it stands. */
export interface PlacedStatement extends PermissionStatement {
  ref: StatementRef;
}

/**
 * What a role's own policies say, read once. Service and resource control policies, session policies and resource
 * policies are not part of it.
 */
export interface EffectivePermissions {
  /** Allow statements of inline and attached policies. */
  allows: readonly PlacedStatement[];
  /** Deny statements of inline and attached policies and of the boundary. */
  denies: readonly PlacedStatement[];
  /** Allow statements of the permissions boundary; null where there is none, or none that was understood in full. */
  boundary: readonly PlacedStatement[] | null;
  /** Why the permissions boundary does not count though there is one, in words. */
  unreadBoundary?: string;
  /** What is missing or was not understood. A `may-add` means that "no" is not certain, `may-narrow` that "yes" is not. */
  problems: readonly PermissionProblem[];
}

export interface Allowance {
  /** `conditional`: under conditions of an Allow, a boundary or a Deny, or for some values of a policy variable. */
  allowed: 'yes' | 'no' | 'conditional';
  /** The Allow statement that gives it; the least conditional one where there are several. */
  by?: StatementRef;
}

const documents = new WeakMap<{ document: string }, PermissionDocument>();

/** A policy's document, read once for all who have it attached or are in its group. */
export function readOnce(policy: { document: string }): PermissionDocument {
  const known = documents.get(policy);
  if (known !== undefined) return known;
  const read = readPermissions(policy.document);
  documents.set(policy, read);
  return read;
}

/** What permissions hang on; the ARN where it is known whose requests they are for. */
export type PolicyHolder = Pick<Role, 'inlinePolicies' | 'attachedPolicies' | 'permissionsBoundaryArn'> &
  Partial<Pick<Role, 'arn'>>;

/** A role or user, as far as reasoning about ways to more rights needs it. */
export type Identity = Pick<Role, 'name' | 'arn' | 'attachedPolicies' | 'permissionsBoundaryArn'>;

/** Managed policies by ARN, as `effectivePermissions` wants them. */
export function policiesByArn(policies: readonly ManagedPolicy[]): ReadonlyMap<string, ManagedPolicy> {
  return new Map(policies.map((policy) => [policy.arn, policy]));
}

/**
 * The statements that decide what a role may do: inline policies, attached managed policies and the permissions
 * boundary. `policies` are the account's managed policies by ARN. Never throws: a document that is missing or cannot
 * be read is among the problems. A boundary of which anything is missing does not count as one.
 *
 * To ask about one action on one resource, see `allows`:
 *
 *     const permissions = effectivePermissions(role, policiesByArn(details.policies));
 *     const { allowed, by } = allows(permissions, 'sts:AssumeRole', targetRoleArn);
 *
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function effectivePermissions(
  role: PolicyHolder,
  policies: ReadonlyMap<string, ManagedPolicy>,
): EffectivePermissions {
  const problems: PermissionProblem[] = [];
  const statements: PlacedStatement[] = [];
  const add = (source: PolicySource, document: PermissionDocument) => {
    statements.push(...placed(source, document));
    problems.push(...named(source, document.problems));
  };
  role.inlinePolicies.forEach((policy, index) => {
    add({ kind: 'inline', index, name: policy.name }, readOnce(policy));
  });
  for (const { arn, name } of role.attachedPolicies) {
    const policy = policies.get(arn);
    const source: PolicySource = { kind: 'attached', arn, name };
    if (policy !== undefined) add(source, readOnce(policy));
    else problems.push(...named(source, [{ effect: 'may-add', text: 'the document was not collected' }]));
  }
  const { counts, ...bounded } = boundaryOf(role, policies);
  const [gap] = bounded.problems;
  const given = inSessionOf(role.arn, statements);
  const limits = inSessionOf(role.arn, bounded.statements);
  return {
    allows: given.filter(({ effect }) => effect === 'Allow'),
    denies: [...given, ...limits].filter(({ effect }) => effect === 'Deny'),
    boundary: counts ? limits.filter(({ effect }) => effect === 'Allow') : null,
    ...(gap !== undefined && { unreadBoundary: gap.text }),
    problems: [...problems, ...bounded.problems],
  };
}

/** The permissions boundary; whatever is wrong with it, it could only have taken rights away. */
function boundaryOf(
  { permissionsBoundaryArn: arn }: PolicyHolder,
  policies: ReadonlyMap<string, ManagedPolicy>,
) {
  if (arn === null) return { statements: [], counts: false, problems: [] };
  const policy = policies.get(arn);
  const source: PolicySource = { kind: 'boundary', arn, name: policy?.name ?? arn.split('/').at(-1) ?? arn };
  const document: PermissionDocument =
    policy === undefined
      ? {
          statements: [],
          isList: false,
          problems: [{ effect: 'may-narrow', text: 'the document was not collected' }],
        }
      : readOnce(policy);
  return {
    statements: placed(source, document),
    counts: document.problems.length === 0,
    problems: named(
      source,
      document.problems.map(({ text }) => ({ effect: 'may-narrow', text })),
    ),
  };
}

/** The statements of a document with where they stand. */
export function placed(policy: PolicySource, { statements, isList }: PermissionDocument): PlacedStatement[] {
  return statements.map((statement) => ({
    ...statement,
    ref: { policy, statement: statement.index, isList, sid: statement.sid },
  }));
}

function named(source: PolicySource, problems: readonly PermissionProblem[]): PermissionProblem[] {
  return problems.map(({ effect, text }) => ({ effect, text: `${policyName(source)}: ${text}` }));
}

/** A statement as a reader counts it: `statement 2 of inline policy deploy`. */
export function placeOf({ policy, statement }: StatementRef): string {
  return `statement ${statement + 1} of ${policyName(policy)}`;
}

/** A policy in words: `inline policy deploy`, `permissions boundary developers`, `the session policy of profile build`. */
export function policyName({ kind, name, group }: PolicySource): string {
  const holder = group === undefined ? '' : ` of group ${group.slice(group.lastIndexOf('/') + 1)}`;
  switch (kind) {
    case 'inline':
      return `inline policy ${name}${holder}`;
    case 'attached':
      return `attached policy ${name}${holder}`;
    case 'boundary':
      return `permissions boundary ${name}`;
    case 'session':
      return `the session policy of profile ${name}`;
  }
}

/**
 * Whether the role's policies let it do an action (`sts:AssumeRole`, any case) on one resource. Unconditional Deny
 * statements take away; conditional ones make the answer `conditional`. `no` is certain only where
 * `permissions.problems` holds no `may-add`, `yes` only where it holds no `may-narrow`.
 */
export function allows(permissions: EffectivePermissions, action: string, resourceArn: string): Allowance {
  const held = holdings(permissions, action, resourcePattern(resourceArn));
  const certain = held.find(
    ({ whole, unconditional, denies }) => whole && unconditional && denies.length === 0,
  );
  const best = certain ?? held[0];
  return best === undefined
    ? { allowed: 'no' }
    : { allowed: certain === undefined ? 'conditional' : 'yes', by: best.statement.ref };
}

/** One Allow statement that gives an action on some of the resources in question. */
export interface Holding {
  statement: PlacedStatement;
  /** Whether statement and boundary give it on all of them. */
  whole: boolean;
  /** Whether statement and boundary give it for every request, and no conditional Deny speaks of it. */
  unconditional: boolean;
  /** The Deny statements that speak of some of it. */
  denies: readonly PlacedStatement[];
  /** What is left of the resources in question; all of them where there are too many patterns to tell. */
  left(): readonly ResourcePattern[];
}

/** Beyond this many patterns of a statement, what is left of them is not worked out. */
const MOST_PATTERNS = 64;

/**
 * The Allow statements that give an action on at least one of the resources that `target` stands for, after boundary
 * and unconditional Deny statements.
 */
export function holdings(
  permissions: EffectivePermissions,
  action: string,
  target: ResourcePattern,
): Holding[] {
  const given = speaking(permissions.allows, action, target);
  if (given.length === 0) return [];
  const denies = speaking(permissions.denies, action, target);
  if (denies.some((deny) => isUnconditional(deny) && covers(deny.resources, target))) return [];
  const within = permissions.boundary === null ? null : speaking(permissions.boundary, action, target);
  if (within?.length === 0) return [];
  return denies.length === 0 && within === null
    ? given.map((statement) => unlimited(statement, target))
    : limited(given, { denies, within }, action, target);
}

const NONE: readonly PlacedStatement[] = [];

/** The statements that speak of an action on some of the target; asked so often that it makes nothing new for none. */
function speaking(
  statements: readonly PlacedStatement[],
  action: string,
  target: ResourcePattern,
): readonly PlacedStatement[] {
  if (statements.length === 0) return NONE;
  const lower = action.toLowerCase();
  return statements.filter((statement) => speaksOf(statement, lower) && touches(statement.resources, target));
}

/** What Allow statements give within what speaks against them, of a boundary and of Deny statements. */
function limited(
  given: readonly PlacedStatement[],
  { denies, within }: { denies: readonly PlacedStatement[]; within: readonly PlacedStatement[] | null },
  action: string,
  target: ResourcePattern,
): Holding[] {
  const limits = (of: (allow: PlacedStatement) => boolean) => within === null || within.some(of);
  const taking = denies.filter(isUnconditional).map(({ resources }) => resources);
  // What a boundary allows of all under conditions alone, it does not allow for what it allows of some without.
  const onAll = within?.filter(({ resources }) => covers(resources, target)) ?? [];
  const boundedWhole = taking.length === 0 && (within === null || onAll.length > 0);
  const bounding = onAll.length > 0 ? onAll : within;
  const unconditionally =
    (bounding === null || bounding.some(isUnconditional)) && denies.length === taking.length;
  const remains = (part: ResourcePattern) =>
    !taking.some((resources) => covers(resources, part)) &&
    limits(({ resources }) => touches(resources, part));
  const leftOfPart = (part: ResourcePattern) =>
    leftOf(part, taking).filter((rest) => remains(rest) && (rest === part || canBeOn(rest, action)));
  return given.flatMap((statement) => {
    const parts = partsWithin(statement, target);
    if (!parts.some((part) => leftOfPart(part).length > 0)) return [];
    return [
      {
        statement,
        whole: boundedWhole && covers(statement.resources, target),
        unconditional: unconditionally && isUnconditional(statement),
        denies,
        left: () => (parts.length > MOST_PATTERNS ? [target] : parts.flatMap(leftOfPart)),
      },
    ];
  });
}

/** What a statement gives where neither a boundary nor a Deny speaks of the action, as is so nearly always. */
function unlimited(statement: PlacedStatement, target: ResourcePattern): Holding {
  return {
    statement,
    whole: covers(statement.resources, target),
    unconditional: isUnconditional(statement),
    denies: [],
    left: () => fewPartsWithin(statement, target),
  };
}

function fewPartsWithin(statement: PlacedStatement, target: ResourcePattern): readonly ResourcePattern[] {
  const parts = partsWithin(statement, target);
  return parts.length > MOST_PATTERNS ? [target] : parts;
}

/** The patterns of a statement that speak of the target; the target itself where it speaks of all of it. */
function partsWithin({ resources }: PlacedStatement, target: ResourcePattern): readonly ResourcePattern[] {
  if (resources.not || covers(resources, target)) return [target];
  return resources.patterns.filter((pattern) => patternsMeet(pattern, target));
}
