import { entriesOf, type TemplateResource } from './read-template.ts';
import { itemsOf, onlyText, textsOf } from './resolve.ts';
import type { TemplateScope } from './scope.ts';
import { writtenOut } from './written-out.ts';

/** What of a template may give access beside its roles, so that a judgement of these does not speak of it. */
export interface OtherAccess {
  /** Where it stands in the template. */
  place: string;
  /** Its resource type, or the name of a macro; empty where a transform makes it. */
  type: string;
  /** `made-elsewhere`: what it makes is not in the file. `beside-roles`: it gives access by something else than a role of it. */
  why: 'made-elsewhere' | 'beside-roles';
}

/** Everything that may give access beside the roles of the template; `made` are the resources that it would make. */
export function otherAccess(
  made: ReadonlyArray<readonly [logicalId: string, resource: TemplateResource]>,
  scope: TemplateScope,
): OtherAccess[] {
  const roleNames = new Set(
    made.flatMap(([logicalId, { type }]) =>
      type === 'AWS::IAM::Role' ? [scope.physicalIds.get(logicalId)] : [],
    ),
  );
  return [
    ...scope.template.macros
      .filter((name) => !OF_THEIR_OWN_TYPES.has(name))
      .map((name): OtherAccess => ({ place: 'Transform', type: name, why: 'made-elsewhere' })),
    ...made.flatMap(([logicalId, resource]): OtherAccess[] => {
      const { type } = resource;
      const why = reasonOf(resource, roleNames, scope);
      return why === undefined ? [] : [{ place: `Resources.${logicalId}`, type, why }];
    }),
  ];
}

/** Macros of AWS that add nothing but what resources of types of their own, or functions, stand for. */
const OF_THEIR_OWN_TYPES: ReadonlySet<string> = new Set([
  'AWS::LanguageExtensions',
  'AWS::Serverless-2016-10-31',
]);

/** Types whose resources come from another file or from code. */
const ELSEWHERE =
  /^(?!AWS::)|::MODULE$|^AWS::(?:Serverless::|CloudFormation::(?:Stack|StackSet|CustomResource)$|ServiceCatalog::CloudFormationProvisionedProduct$)/;

/**
 * Types that give access and name no Principal as a policy does.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-template-resource-type-ref.html
 */
const BESIDE =
  /^AWS::(?:IAM::(?:User|AccessKey|Group|UserPolicy|GroupPolicy|UserToGroupAddition)|EC2::(?:VPCEndpointServicePermissions|NetworkInterfacePermission)|EKS::AccessEntry|RAM::ResourceShare|S3::AccessGrant|LakeFormation::(?:PrincipalPermissions|Permissions)|Cognito::IdentityPool(?:RoleAttachment)?|ECR::PublicRepository|Redshift::EndpointAuthorization|ServiceCatalog::Portfolio(?:Share|PrincipalAssociation)|Transfer::User)$|^AWS::(?:SSO|IdentityStore|RolesAnywhere)::/;

/**
 * What a property must surely be, so that a resource of the type gives nobody access by it: who may call a function by its
 * URL, and the canned ACL of a bucket.
 */
const CLOSED: ReadonlyMap<string, { property: string; values: readonly (string | null)[] }> = new Map([
  ['AWS::Lambda::Url', { property: 'AuthType', values: ['AWS_IAM'] }],
  [
    'AWS::S3::Bucket',
    {
      property: 'AccessControl',
      values: [
        null,
        'Private',
        'LogDeliveryWrite',
        'BucketOwnerRead',
        'BucketOwnerFullControl',
        'AwsExecRead',
      ],
    },
  ],
]);

const POLICIES: ReadonlySet<string> = new Set([
  'AWS::IAM::Policy',
  'AWS::IAM::RolePolicy',
  'AWS::IAM::ManagedPolicy',
]);

function reasonOf(
  { type, properties }: TemplateResource,
  roleNames: ReadonlySet<string | undefined>,
  scope: TemplateScope,
): OtherAccess['why'] | undefined {
  if (type === 'AWS::IAM::Role') return undefined;
  if (ELSEWHERE.test(type)) return 'made-elsewhere';
  if (BESIDE.test(type)) return 'beside-roles';
  if (properties === null) return POLICIES.has(type) ? undefined : 'made-elsewhere';
  if (POLICIES.has(type)) return isForOthers(properties, roleNames, scope) ? 'beside-roles' : undefined;
  const closed = CLOSED.get(type);
  if (closed !== undefined && !isSurelyOneOf(properties.get(closed.property), closed.values, scope))
    return 'beside-roles';
  return reasonWithin(properties, scope);
}

function isSurelyOneOf(node: unknown, values: readonly (string | null)[], scope: TemplateScope): boolean {
  return textsOf(node, scope).every((text) =>
    values.includes(text === null ? null : (onlyText([text]) ?? '')),
  );
}

/** Whether a policy is, or may be, given to anybody but roles of the template. */
function isForOthers(
  properties: ReadonlyMap<string, unknown>,
  roleNames: ReadonlySet<string | undefined>,
  scope: TemplateScope,
): boolean {
  const named = (key: string) => itemsOf(properties.get(key), scope);
  if ([named('Users'), named('Groups')].some(({ items, open }) => open || items.length > 0)) return true;
  const role = properties.get('RoleName');
  const { items, open } = named('Roles');
  const roles = [...items.map(({ node }) => node), ...(role === undefined ? [] : [role])];
  return open || roles.some((node) => !roleNames.has(onlyText(textsOf(node, scope)) ?? ''));
}

/** What the properties of a resource that is no role show: a policy of its own, or a part that a macro fills in. */
export function reasonWithin(
  properties: ReadonlyMap<string, unknown>,
  scope: TemplateScope,
): OtherAccess['why'] | undefined {
  const seen = new Set<unknown>();
  const left: unknown[] = [Object.fromEntries(properties)];
  while (left.length > 0) {
    const node = asData(left.pop());
    if (typeof node === 'string' && /"(?:Not)?Principal"/i.test(node)) return 'beside-roles';
    // A template may refer to itself.
    if (typeof node !== 'object' || node === null || seen.has(node)) continue;
    seen.add(node);
    if (Array.isArray(node)) {
      for (const item of node) left.push(item);
      continue;
    }
    if (admitsOthers(entriesOf(node), scope)) return 'beside-roles';
    for (const [key, value] of entriesOf(node)) {
      if (key === 'Fn::Transform' || key === '<<') return 'made-elsewhere';
      left.push(value);
    }
  }
  return undefined;
}

/** A policy may be given as its JSON text. */
function asData(node: unknown): unknown {
  if (typeof node !== 'string' || !node.trimStart().startsWith('{')) return node;
  try {
    return JSON.parse(node);
  } catch {
    return node;
  }
}

/** Whether something that names a Principal admits another than a service of AWS or the account itself. */
function admitsOthers(statement: ReadonlyMap<string, unknown>, scope: TemplateScope): boolean {
  if (statement.get('Effect') === 'Deny') return false;
  return [...statement].some(([key, value]) => {
    const name = key.toLowerCase();
    if (name === 'notprincipal') return true;
    return name === 'principal' && !surelyOfOwn(value, scope);
  });
}

function surelyOfOwn(node: unknown, scope: TemplateScope): boolean {
  let isOpen = false;
  const principal = writtenOut(node, scope, '', () => {
    isOpen = true;
  });
  return !isOpen && ofOwn(principal, scope);
}

function ofOwn(principal: unknown, { accountId, partition }: TemplateScope): boolean {
  const isOwn = (text: unknown) =>
    typeof text === 'string' &&
    (text === accountId || text.startsWith(`arn:${partition}:iam::${accountId}:`) || SERVICE.test(text));
  if (typeof principal === 'string') return isOwn(principal);
  const kinds = [...entriesOf(principal)];
  return (
    kinds.length > 0 &&
    kinds.every(([kind, named]) => (kind === 'Service' || kind === 'AWS') && [named].flat().every(isOwn))
  );
}

const SERVICE = /^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/;
