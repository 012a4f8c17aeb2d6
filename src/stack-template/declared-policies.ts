import { ANY_TEXT, couldBe, joinTexts, literalText, type OpenText } from './open-text.ts';
import { entriesOf, type TemplateResource } from './read-template.ts';
import { conditionHolds, type Items, itemsOf, onlyText, type Possibilities, textsOf } from './resolve.ts';
import type { TemplateScope } from './scope.ts';

/** What a template declares of one kind for one role: names of inline policies, or ARNs. */
export interface DeclaredSet {
  declarations: ReadonlyArray<{ names: Possibilities; sure: boolean }>;
  /** It may declare more, which cannot be told. */
  open: boolean;
}

export interface DeclaredPolicies {
  inline: DeclaredSet;
  attached: DeclaredSet;
  boundary: DeclaredSet;
}

/** A policy resource that names the roles which it belongs to. */
interface PolicyResource {
  logicalId: string;
  kind: 'inline' | 'attached';
  names: Possibilities;
  /** Its PolicyDocument as written; undefined when the template does not show it. */
  document: unknown;
  roles: DeclaredSet;
  /** Whether the stack surely has made it. */
  exists: boolean;
}

export type Standing = 'declared' | 'perhaps' | 'undeclared';

/** Whether a name is declared: surely, perhaps, or surely not. */
export function standingOf(name: string, { declarations, open }: DeclaredSet): Standing {
  const matching = declarations.filter(({ names }) =>
    names.some((possibility) => possibility !== null && couldBe(possibility, name)),
  );
  if (matching.some(({ names, sure }) => sure && onlyText(names) === name)) return 'declared';
  return open || matching.length > 0 ? 'perhaps' : 'undeclared';
}

/**
 * Reads what the template declares for the stack's roles, by the role itself and by the stack's IAM policies that
 * name it. The answer for a role is undefined when the template holds no such role.
 */
export function policyDeclarations(
  scope: TemplateScope,
): (logicalId: string, roleName: string) => DeclaredPolicies | undefined {
  const policies = policyResources(scope);
  return (logicalId, roleName) => {
    const role = scope.template.resources.get(logicalId);
    if (role?.type !== 'AWS::IAM::Role') return undefined;
    const { complete } = scope.template;
    const own = ownDeclarations(role, scope);
    return {
      inline: joined(own.inline, attachedBy(policies, 'inline', roleName), !complete),
      attached: joined(own.attached, attachedBy(policies, 'attached', roleName), !complete),
      boundary: own.boundary,
    };
  };
}

/**
 * Whether a managed policy of the template is attached to a role by the template, which need not be the role's own. The
 * answer for a logical id is undefined when the template holds no such policy.
 */
export function attachmentStanding(
  logicalId: string,
  roleName: string,
  scope: TemplateScope,
): Standing | undefined {
  const resource = scope.template.resources.get(logicalId);
  const policy = resource && policyResource(logicalId, resource, scope);
  if (policy?.kind !== 'attached') return undefined;
  const standing = standingOf(roleName, policy.roles);
  return standing === 'declared' && !policy.exists ? 'perhaps' : standing;
}

/** An inline policy that a template declares for one role. */
export interface DeclaredInlinePolicy {
  names: Possibilities;
  /** Its document as written; undefined when the template does not show it. */
  document: unknown;
  /** False where it depends on something unknown whether the role is to have it. */
  sure: boolean;
}

/** The inline policies that a role of the template declares in its own properties. */
export function ownInlinePolicies(logicalId: string, scope: TemplateScope): DeclaredInlinePolicy[] {
  const properties = scope.template.resources.get(logicalId)?.properties;
  return itemsOf(properties?.get('Policies'), scope).items.map(({ node, sure }) => {
    const policy = entriesOf(node);
    return { names: policyName(policy, scope), document: policy.get('PolicyDocument'), sure };
  });
}

/**
 * The inline policy that a policy resource of the template declares for a role, or null when it surely declares none
 * for it. The answer for a logical id is undefined when the template holds no such policy.
 */
export function attachedInlinePolicies(
  scope: TemplateScope,
): (logicalId: string) => ((roleName: string) => DeclaredInlinePolicy | null) | undefined {
  const policies = new Map(policyResources(scope).map((policy) => [policy.logicalId, policy]));
  return (logicalId) => {
    const policy = policies.get(logicalId);
    if (policy?.kind !== 'inline') return undefined;
    const { names, document, roles, exists } = policy;
    return (roleName) => {
      const standing = standingOf(roleName, roles);
      return standing === 'undeclared' ? null : { names, document, sure: standing === 'declared' && exists };
    };
  };
}

/** The inline policies that policy resources of the template declare, surely or perhaps, for a role of any stack. */
export function inlinePoliciesFor(scope: TemplateScope): (roleName: string) => DeclaredInlinePolicy[] {
  const policies = policyResources(scope).filter(({ kind }) => kind === 'inline');
  return (roleName) =>
    policies.flatMap(({ names, document, roles, exists }) => {
      const standing = standingOf(roleName, roles);
      return standing === 'undeclared' ? [] : [{ names, document, sure: standing === 'declared' && exists }];
    });
}

function policyResources(scope: TemplateScope): PolicyResource[] {
  return [...scope.template.resources].flatMap(
    ([logicalId, resource]) => policyResource(logicalId, resource, scope) ?? [],
  );
}

function ownDeclarations({ properties }: TemplateResource, scope: TemplateScope): DeclaredPolicies {
  if (properties === null) {
    const unknown: DeclaredSet = { declarations: [], open: true };
    return { inline: unknown, attached: unknown, boundary: unknown };
  }
  return {
    inline: declaredBy(itemsOf(properties.get('Policies'), scope), (policy) =>
      policyName(entriesOf(policy), scope),
    ),
    attached: declaredBy(itemsOf(properties.get('ManagedPolicyArns'), scope), (arn) => textsOf(arn, scope)),
    boundary: {
      declarations: [{ names: textsOf(properties.get('PermissionsBoundary'), scope), sure: true }],
      open: false,
    },
  };
}

/** The PolicyName of an entry of Policies; an entry that a function makes may have any. */
function policyName(policy: ReadonlyMap<string, unknown>, scope: TemplateScope): Possibilities {
  return policy.has('PolicyName') ? textsOf(policy.get('PolicyName'), scope) : [ANY_TEXT];
}

function declaredBy({ items, open }: Items, namesOf: (node: unknown) => Possibilities): DeclaredSet {
  return { declarations: items.map(({ node, sure }) => ({ names: namesOf(node), sure })), open };
}

/** Undefined for what is no policy, or surely has not been made. */
function policyResource(
  logicalId: string,
  { type, condition, properties }: TemplateResource,
  scope: TemplateScope,
): PolicyResource | undefined {
  const kind = POLICY_TYPES.get(type);
  const exists = scope.physicalIds.has(logicalId);
  if (kind === undefined) return undefined;
  if (!exists && condition !== null && conditionHolds(condition, scope) === false) return undefined;
  if (properties === null) {
    const roles = { declarations: [], open: true };
    return { logicalId, kind, names: [ANY_TEXT], document: undefined, roles, exists };
  }
  const roles: Items =
    type === 'AWS::IAM::RolePolicy'
      ? { items: [{ node: properties.get('RoleName'), sure: true }], open: false }
      : itemsOf(properties.get('Roles'), scope);
  return {
    logicalId,
    kind,
    names:
      kind === 'attached' ? managedPolicyArn(logicalId, properties, scope) : policyName(properties, scope),
    document: properties.get('PolicyDocument'),
    roles: declaredBy(roles, (role) => textsOf(role, scope)),
    exists,
  };
}

const POLICY_TYPES: ReadonlyMap<string, PolicyResource['kind']> = new Map([
  ['AWS::IAM::Policy', 'inline'],
  ['AWS::IAM::RolePolicy', 'inline'],
  ['AWS::IAM::ManagedPolicy', 'attached'],
]);

/** The physical id of a managed policy is its ARN. */
function managedPolicyArn(
  logicalId: string,
  properties: ReadonlyMap<string, unknown>,
  scope: TemplateScope,
): Possibilities {
  const arn = scope.physicalIds.get(logicalId);
  if (arn !== undefined) return [literalText(arn)];
  const path: OpenText = [`arn:${scope.partition}:iam::${scope.accountId}:policy/`, ''];
  return textsOf(properties.get('ManagedPolicyName'), scope).map((name) => joinTexts(path, name ?? ANY_TEXT));
}

function attachedBy(
  policies: readonly PolicyResource[],
  kind: PolicyResource['kind'],
  roleName: string,
): DeclaredSet {
  const declarations = policies.flatMap((policy) => {
    const standing = policy.kind === kind ? standingOf(roleName, policy.roles) : 'undeclared';
    if (standing === 'undeclared') return [];
    return [{ names: policy.names, sure: standing === 'declared' && policy.exists }];
  });
  return { declarations, open: false };
}

function joined(one: DeclaredSet, other: DeclaredSet, open: boolean): DeclaredSet {
  return {
    declarations: [...one.declarations, ...other.declarations],
    open: one.open || other.open || open,
  };
}
