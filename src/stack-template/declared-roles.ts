import { partText } from '../model/json-text.ts';
import { certainPermissions, OPEN_POLICY } from './certain-permissions.ts';
import { certainTrust } from './certain-trust.ts';
import { inlinePoliciesFor, ownInlinePolicies, policyDeclarations } from './declared-policies.ts';
import { looksUpOneOf, namesOneOf } from './named-within.ts';
import { type OtherAccess, otherAccess } from './other-access.ts';
import { isLookedUp, ownValue } from './parameter-values.ts';
import { entriesOf, type Template, type TemplateResource } from './read-template.ts';
import { conditionHolds, onlyText, textsOf } from './resolve.ts';
import { type TemplateScope, templateScope } from './scope.ts';
import { type NoteOpen, OPEN, writtenOut } from './written-out.ts';

/** A role as a template would make it. */
export interface DeclaredRole {
  logicalId: string;
  name: string;
  path: string;
  /** Documents are plain data; undefined where the template has none. */
  trustPolicy: unknown;
  inlinePolicies: Array<{ name: string; document: unknown }>;
  attachedPolicyArns: string[];
  permissionsBoundaryArn: string | null;
  /** Seconds; undefined where IAM's own default holds. */
  maxSessionDuration: number | undefined;
  description: string | null;
  tags: Array<{ key: string; value: string }>;
}

export interface DeclaredRoles {
  roles: DeclaredRole[];
  /** The managed policies that it would make. */
  policies: Array<{ arn: string; name: string; document: unknown }>;
  /** What cannot be told before it is deployed: places in the template. */
  open: string[];
  /** What may give access beside these roles, and is not judged with them. */
  unjudged: OtherAccess[];
}

/** Where and with what a template would be deployed. */
export interface Deployment {
  accountId: string;
  region: string;
  partition: string;
  stackName: string;
  /** Values by name; a parameter that is not among them has its default, if it has one. */
  parameters: ReadonlyMap<string, string>;
  /** Pseudo parameters of which nobody said the value, so that a condition must not go by the one that is taken. */
  taken: ReadonlySet<string>;
}

/** The roles and managed policies that a template would make, its functions worked out. */
export function declaredRoles(template: Template, deployment: Deployment): DeclaredRoles {
  const places = new Set<string>();
  const open: NoteOpen = (place) => void places.add(place);
  const scope = scopeOf(template, deployment);
  if (!template.complete) open('Resources');
  for (const [name, condition] of template.conditions)
    if (namesOneOf(deployment.taken, condition)) open(`Conditions.${name}`);
  const made = [...template.resources].filter(
    ([, { condition }]) => condition === null || conditionHolds(condition, scope) !== false,
  );
  const ofType = (type: string) => made.filter(([, resource]) => resource.type === type);
  for (const [logicalId, { type, properties }] of made) {
    const isTold = properties !== null && !looksUpOneOf(deployment.taken, Object.fromEntries(properties));
    if (!isTold && IAM_TYPES.has(type)) open(`Resources.${logicalId}.Properties`);
  }
  return {
    roles: ofType('AWS::IAM::Role').map(declaredRoleOf(scope, open)),
    policies: ofType('AWS::IAM::ManagedPolicy').map(([logicalId, { properties }]) => ({
      arn: scope.physicalIds.get(logicalId) ?? '',
      name: nameOf(logicalId, properties?.get('ManagedPolicyName'), scope),
      document: permissionsOf(properties?.get('PolicyDocument'), logicalId, 'PolicyDocument', scope, open),
    })),
    open: [...places].sort(),
    unjudged: otherAccess(made, scope),
  };
}

const IAM_TYPES: ReadonlySet<string> = new Set([
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
]);

/** Reads the policies of the template once, and then each role. */
function declaredRoleOf(scope: TemplateScope, open: NoteOpen) {
  const declarations = policyDeclarations(scope);
  const inlineFor = inlinePoliciesFor(scope);
  return ([logicalId, role]: readonly [string, TemplateResource]): DeclaredRole =>
    declaredRole(logicalId, role, { scope, open, declarations, inlineFor });
}

function declaredRole(
  logicalId: string,
  { properties }: TemplateResource,
  {
    scope,
    open,
    declarations,
    inlineFor,
  }: {
    scope: TemplateScope;
    open: NoteOpen;
    declarations: ReturnType<typeof policyDeclarations>;
    inlineFor: ReturnType<typeof inlinePoliciesFor>;
  },
): DeclaredRole {
  const at = (key: string) => placeOf(logicalId, key);
  const text = (key: string) => {
    const possible = textsOf(properties?.get(key), scope);
    if (possible.every((one) => one === null)) return null;
    const known = onlyText(possible);
    if (known === undefined) open(at(key));
    return known ?? null;
  };
  const name = nameOf(logicalId, properties?.get('RoleName'), scope);
  const { attached, inline } = declarations(logicalId, name) ?? {};
  if (attached?.open === true) open(at('ManagedPolicyArns'));
  if (inline?.open === true) open(at('Policies'));
  const arns = (attached?.declarations ?? []).map(({ names, sure }) => (sure ? onlyText(names) : undefined));
  if (arns.includes(undefined)) open(at('ManagedPolicyArns'));
  const mayHaveMore = attached?.open === true || inline?.open === true || arns.includes(undefined);
  const seconds = Number(text('MaxSessionDuration') ?? Number.NaN);
  return {
    logicalId,
    name,
    path: text('Path') ?? '/',
    trustPolicy: trustOf(logicalId, properties?.get('AssumeRolePolicyDocument'), scope, open),
    inlinePolicies: [
      ...[...ownInlinePolicies(logicalId, scope), ...inlineFor(name)].map(
        ({ names, document, sure }, index) => ({
          name: onlyText(names) ?? `policy-${index}`,
          document: permissionsOf(document, logicalId, `Policies[${index}]`, scope, open, sure),
        }),
      ),
      ...(mayHaveMore ? [{ name: OPEN, document: OPEN_POLICY }] : []),
    ],
    attachedPolicyArns: arns.flatMap((arn) => arn ?? []),
    permissionsBoundaryArn: boundaryOf(properties, scope, at('PermissionsBoundary'), open),
    maxSessionDuration: Number.isSafeInteger(seconds) && seconds > 0 ? seconds : undefined,
    description: text('Description'),
    tags: tagsOf(writtenOut(properties?.get('Tags') ?? [], scope, at('Tags'), open)),
  };
}

/** One that is open is a boundary all the same, of which nobody knows what it allows. */
function boundaryOf(
  properties: TemplateResource['properties'],
  scope: TemplateScope,
  place: string,
  open: NoteOpen,
): string | null {
  const boundary = writtenOut({ arn: properties?.get('PermissionsBoundary') }, scope, '', () => open(place));
  const arn = entriesOf(boundary).get('arn');
  return arn === undefined ? null : partText(arn);
}

function tagsOf(tags: unknown): DeclaredRole['tags'] {
  return [tags].flat().map((tag) => {
    const { Key: key = '', Value: value = '' } = Object.fromEntries(entriesOf(tag));
    return { key: partText(key), value: partText(value) };
  });
}

function trustOf(logicalId: string, node: unknown, scope: TemplateScope, open: NoteOpen): unknown {
  const key = 'AssumeRolePolicyDocument';
  const { document, places } = openWithin(node, logicalId, key, scope, open);
  return node === undefined ? undefined : certainTrust(document, placeOf(logicalId, key), places);
}

/** @param sure false where it cannot be told whether the role has the policy */
function permissionsOf(
  node: unknown,
  logicalId: string,
  key: string,
  scope: TemplateScope,
  open: NoteOpen,
  sure = true,
): unknown {
  const { document, places } = openWithin(node, logicalId, key, scope, open);
  if (!sure) open(placeOf(logicalId, key));
  if (!sure || document === undefined) return OPEN_POLICY;
  return certainPermissions(document, placeOf(logicalId, key), places);
}

/** A document as IAM will be given it, and the places within it that are open. */
function openWithin(
  node: unknown,
  logicalId: string,
  key: string,
  scope: TemplateScope,
  open: NoteOpen,
): { document: unknown; places: ReadonlySet<string> } {
  const places = new Set<string>();
  const document = documentAt(node, logicalId, key, scope, (place) => {
    places.add(place);
    open(place);
  });
  return { document, places };
}

function documentAt(
  node: unknown,
  logicalId: string,
  key: string,
  scope: TemplateScope,
  open: NoteOpen,
): unknown {
  const place = placeOf(logicalId, key);
  if (node !== undefined) return writtenOut(node, scope, place, open);
  open(place);
  return undefined;
}

function placeOf(logicalId: string, property: string): string {
  return `Resources.${logicalId}.Properties.${property}`;
}

/** Names that only CloudFormation will make are told by the logical id. */
function nameOf(logicalId: string, node: unknown, scope: TemplateScope): string {
  return (node === undefined ? undefined : onlyText(textsOf(node, scope))) ?? logicalId;
}

/** CloudFormation gives each stack one, which some templates take for the external ID. */
const STACK_UUID = 'd3a95c10-7be4-11f0-a6c2-0e5b91f7d42d';

/** Resources are there as they will be, by the names that the template gives them. */
function scopeOf(template: Template, deployment: Deployment): TemplateScope {
  const { accountId, region, partition, stackName, parameters } = deployment;
  const stackId = `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stackName}/${STACK_UUID}`;
  const values = [...template.parameters].flatMap(([key, declared]) => {
    const value = parameters.get(key) ?? ownValue(declared);
    return value === undefined ? [] : [[key, isLookedUp(declared) ? null : value] as const];
  });
  const live = templateScope(
    withoutNoEcho(template),
    { stackName, body: '', parameters: [], resources: [] },
    stackId,
  );
  const bare = live && { ...live, parameters: new Map(values) };
  if (bare === undefined) throw new TypeError(`${stackId} is no stack`);
  const physicalIds = new Map(
    [...template.resources].flatMap(
      ([logicalId, { type, condition, properties }]): Array<[string, string]> => {
        if (condition !== null && conditionHolds(condition, bare) !== true && type !== 'AWS::IAM::Role')
          return [];
        const named = (key: string) => nameOf(logicalId, properties?.get(key), bare);
        if (type === 'AWS::IAM::Role') return [[logicalId, named('RoleName')]];
        const provider = providerPath(type, properties, bare);
        if (provider !== undefined) return [[logicalId, `arn:${partition}:iam::${accountId}:${provider}`]];
        if (type !== 'AWS::IAM::ManagedPolicy') return IAM_TYPES.has(type) ? [[logicalId, logicalId]] : [];
        const path = onlyText(textsOf(properties?.get('Path') ?? '/', bare)) ?? '/';
        return [[logicalId, `arn:${partition}:iam::${accountId}:policy${path}${named('ManagedPolicyName')}`]];
      },
    ),
  );
  return { ...bare, physicalIds };
}

/** What follows the account in the ARN of an identity provider; undefined for other types, and where it is not known. */
function providerPath(
  type: string,
  properties: TemplateResource['properties'],
  scope: TemplateScope,
): string | undefined {
  const known = (key: string) =>
    properties?.has(key) ? onlyText(textsOf(properties.get(key), scope)) : undefined;
  if (type === 'AWS::IAM::OIDCProvider') {
    const host = known('Url')?.replace(/^https:\/\//, '');
    return host && `oidc-provider/${host}`;
  }
  const name = type === 'AWS::IAM::SAMLProvider' ? known('Name') : undefined;
  return name && `saml-provider/${name}`;
}

/** CloudFormation hides some values later; here they are at hand. */
function withoutNoEcho(template: Template): Template {
  const parameters = [...template.parameters].map(([key, declared]) => {
    const { NoEcho: _, ...rest } = Object.fromEntries(entriesOf(declared));
    return [key, rest] as const;
  });
  return { ...template, parameters: new Map(parameters) };
}
