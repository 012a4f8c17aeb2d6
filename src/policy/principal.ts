import type { GrantPrincipal } from '../model/grant.ts';

/** The principals of one statement, as its Principal or NotPrincipal element names them. */
export interface PrincipalElement {
  /** True for NotPrincipal: everyone but these. */
  not: boolean;
  principals: GrantPrincipal[];
  /** `everyone` for the bare `"*"`, `aws` for `{"AWS": "*"}`, null when neither is named. */
  anyone: 'everyone' | 'aws' | null;
}

const IAM_ARN = /^arn:(aws[a-z-]*):iam::(\d{12}):(root|role\/.+|user\/.+)$/;
const SESSION_ARN = /^arn:aws[a-z-]*:sts::(\d{12}):(?:assumed-role|federated-user)\/.+$/;
const PROVIDER_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):(oidc-provider|saml-provider)\/(.+)$/;
const ACCOUNT_ID = /^\d{12}$/;
/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
const ORIGIN_ACCESS_IDENTITY =
  /^arn:aws[a-z-]*:iam::cloudfront:user\/CloudFront Origin Access Identity [A-Z0-9]+$/;
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids */
const UNIQUE_ID = /^A[A-Z0-9]{3}[A-Z0-9]{4,124}(?::.+)?$/;

/**
 * Reads a Principal or NotPrincipal element. What cannot be read is told to `problem` and kept as a principal of
 * kind `other`, since somebody may well be meant. `takesAway`: of a Deny, by which nobody comes in, patterns need not
 * be understood; they name nobody for whom it surely holds.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function readPrincipals(
  element: unknown,
  not: boolean,
  problem: (text: string) => void,
  { takesAway }: { takesAway: boolean } = { takesAway: false },
): PrincipalElement {
  const aboutPattern = takesAway && !not ? () => {} : problem;
  const found: PrincipalElement = { not, principals: [], anyone: null };
  const seen = new Set<string>();
  const add = (principal: GrantPrincipal) => {
    const identity = `${principal.kind} ${principal.value}`;
    if (!seen.has(identity)) found.principals.push(principal);
    seen.add(identity);
  };
  const readAll = (type: string, values: unknown) => {
    for (const value of Array.isArray(values) ? values : [values]) {
      const text = typeof value === 'number' ? String(value) : value;
      if (typeof text !== 'string') {
        problem(`a principal of type ${type} is neither text nor a list of texts`);
        add({ kind: 'other', value: `${type}: ?` });
        continue;
      }
      reportPattern(type, text, aboutPattern);
      for (const principal of readPrincipal(type, text, problem)) add(principal);
    }
  };

  if (typeof element === 'object' && element !== null && !Array.isArray(element)) {
    const types = Object.entries(element);
    if (types.length === 0) problem('its principal element is empty');
    for (const [type, values] of types) readAll(type, values);
    if (found.principals.some(({ kind }) => kind === 'any')) found.anyone = 'aws';
  } else {
    readAll('AWS', element);
    if (found.principals.some(({ kind }) => kind === 'any')) found.anyone = 'everyone';
  }
  return found;
}

function readPrincipal(type: string, value: string, problem: (text: string) => void): GrantPrincipal[] {
  switch (type) {
    case 'AWS':
      return [readAwsPrincipal(value, problem)];
    case 'Service':
      return [{ kind: 'service', value, service: value }];
    case 'Federated':
      return readFederated(value, problem);
    case 'CanonicalUser':
      return [{ kind: 'other', value }];
    default:
      problem(`principal type ${type} is not known`);
      return [{ kind: 'other', value: `${type}: ${value}` }];
  }
}

function readAwsPrincipal(value: string, problem: (text: string) => void): GrantPrincipal {
  if (value === '*') return { kind: 'any', value };
  if (ACCOUNT_ID.test(value)) return { kind: 'account', value, accountId: value };
  const [, partition, accountId, resource] = IAM_ARN.exec(value) ?? [];
  if (partition !== undefined && accountId !== undefined && resource !== undefined) {
    if (resource === 'root') return { kind: 'account', value, accountId, partition };
    // IAM takes no wildcard inside a principal's name: it would be an ordinary character, which names allow nowhere.
    if (/[*?]/.test(resource)) problem(`principal ${value} holds a wildcard, which has no meaning there`);
    return { kind: resource.startsWith('role/') ? 'role' : 'user', value, accountId, arn: value };
  }
  const [, sessionAccount] = SESSION_ARN.exec(value) ?? [];
  if (sessionAccount !== undefined) return { kind: 'session', value, accountId: sessionAccount, arn: value };
  if (UNIQUE_ID.test(value)) return { kind: 'unique-id', value };
  if (isOriginAccessIdentity(value)) return { kind: 'other', value };
  problem(`principal ${value} is neither an account, a role, a user, a session nor a unique id`);
  return { kind: 'other', value };
}

/** Whether this is what a distribution of CloudFront comes as; whose distribution it is, nobody can tell from its name. */
export function isOriginAccessIdentity(value: string): boolean {
  return ORIGIN_ACCESS_IDENTITY.test(value);
}

/** The types of principals beside AWS. */
const NAMED_TYPES: ReadonlySet<string> = new Set(['Service', 'Federated', 'CanonicalUser']);

/**
 * IAM documents `*` for everyone under AWS alone, and Access Analyzer calls a wildcard under another type an error: whom
 * AWS lets in by one is not known.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html#access-analyzer-reference-policy-checks-error-unsupported-wildcard-in-principal
 */
function reportPattern(type: string, value: string, problem: (text: string) => void): void {
  if (!NAMED_TYPES.has(type) || /^[^*?${}\s]+$/.test(value)) return;
  problem(`principal "${value}" of type ${type} is no name, and no pattern has a documented meaning there`);
}

/** A provider's ARN says what it is; the names that need no ARN (Google, Cognito, Facebook, Amazon) are OIDC. */
function readFederated(value: string, problem: (text: string) => void): GrantPrincipal[] {
  if (value === '*') {
    return [
      { kind: 'web-identity', value, provider: value },
      { kind: 'saml', value, provider: value },
    ];
  }
  const [, accountId, type, provider] = PROVIDER_ARN.exec(value) ?? [];
  if (accountId === undefined || provider === undefined) {
    if (value.startsWith('arn:')) problem(`principal ${value} is not the ARN of an identity provider`);
    return [{ kind: 'web-identity', value, provider: value }];
  }
  return [{ kind: type === 'saml-provider' ? 'saml' : 'web-identity', value, provider, accountId }];
}

/** How one principal stands to another: does everyone whom `inner` means belong to those whom `outer` means? */
export type Relation = 'covers' | 'overlaps' | 'disjoint';

/**
 * `covers` and `disjoint` only where that is certain; everything else is `overlaps`.
 * An account stands for everyone in it, a role for all of its sessions.
 */
export function relate(outer: GrantPrincipal, inner: GrantPrincipal): Relation {
  if (outer.kind === inner.kind && outer.value === inner.value) return 'covers';
  if (outer.kind === 'any') return outer.except === undefined ? 'covers' : 'overlaps';
  if (inner.kind === 'any' || outer.kind === 'other' || inner.kind === 'other') return 'overlaps';
  if (isFederatedOrService(outer) || isFederatedOrService(inner)) return relateNamed(outer, inner);
  if (outer.kind === 'unique-id' || inner.kind === 'unique-id') {
    return outer.kind === inner.kind ? 'disjoint' : 'overlaps';
  }
  if (outer.accountId !== inner.accountId || inOtherPartitions(outer, inner)) return 'disjoint';
  if (outer.kind === 'account') return 'covers';
  if (inner.kind === 'account') return 'overlaps';
  if (outer.kind === 'role' && inner.kind === 'session') {
    return roleName(outer.arn) === sessionRoleName(inner.arn) ? 'covers' : 'disjoint';
  }
  if (outer.kind === 'session' && inner.kind === 'role') {
    return sessionRoleName(outer.arn) === roleName(inner.arn) ? 'overlaps' : 'disjoint';
  }
  // A federated-user session belongs to a user whom its ARN does not name.
  return [outer, inner].some(isFederatedUser) && [outer, inner].some(({ kind }) => kind === 'user')
    ? 'overlaps'
    : 'disjoint';
}

/** An account id given alone means the partition that the role is in, whichever that is. */
function inOtherPartitions(a: GrantPrincipal, b: GrantPrincipal): boolean {
  return a.value.startsWith('arn:') && b.value.startsWith('arn:') && partitionOf(a) !== partitionOf(b);
}

function partitionOf({ value }: GrantPrincipal): string | undefined {
  return value.split(':', 2)[1];
}

function isFederatedUser(principal: GrantPrincipal): boolean {
  return principal.kind === 'session' && principal.arn.includes(':federated-user/');
}

function isFederatedOrService(
  principal: GrantPrincipal,
): principal is Extract<GrantPrincipal, { kind: 'service' | 'web-identity' | 'saml' }> {
  return principal.kind === 'service' || principal.kind === 'web-identity' || principal.kind === 'saml';
}

function relateNamed(outer: GrantPrincipal, inner: GrantPrincipal): Relation {
  if (outer.kind !== inner.kind) return 'disjoint';
  return outer.value === '*' || inner.value === '*' ? 'overlaps' : 'disjoint';
}

function roleName(arn: string): string | undefined {
  return arn.split('/').at(-1);
}

function sessionRoleName(arn: string): string | undefined {
  return arn.includes(':assumed-role/') ? arn.split('/')[1] : undefined;
}
