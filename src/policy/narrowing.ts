import type { Grant, GrantCondition } from '../model/grant.ts';
import { type Alternative, alone, choicesOf } from './alternatives.ts';
import { accountOfArnPattern } from './arn-account.ts';
import { neverMet } from './dead-conditions.ts';
import { HOME_ACCOUNT, HOME_ORGANIZATION, withHome } from './home.ts';
import { accountOfPattern, isOneOrganization } from './id-patterns.ts';
import { wildcardsMeet } from './permissions/resources.ts';
import { hasWildcard } from './wildcard.ts';

/** Who is left of "anyone" after the required conditions that name callers. */
export interface Narrowing {
  accountIds: string[];
  /** Patterns among them, where so much of the id is fixed that one organization is meant. */
  organizationIds: string[];
  /** What the policy names by variable: the role's own account, its own organization. */
  home: Array<'account' | 'organization'>;
  /** Unique ids of roles and users, whose account nobody can tell from the policy. */
  uniqueIds: string[];
  /** Whether AWS services are among them. */
  services: boolean;
  /** The conditions that it rests on. */
  conditions: GrantCondition[];
}

/** One of those whom a condition names. */
interface Named {
  kind: 'unique-id' | 'home-account' | 'account' | 'home-organization' | 'organization' | 'service';
  id: string;
}

/** Whom conditions name, all of them together. Their values are ORed. */
interface Naming {
  named: Named[];
  conditions: GrantCondition[];
}

/** From the narrowest to the widest: of conditions that must all hold, the narrowest counts. */
const BY_WIDTH: readonly Named['kind'][] = [
  'unique-id',
  'home-account',
  'account',
  'home-organization',
  'organization',
  'service',
];

/**
 * For a grant to anyone: those to whom its required conditions narrow it; null when none of them does. Conditions
 * are ANDed, so where accounts are named, organizations need not be counted. A Deny with several keys narrows where
 * each way past it does, to all of them together. A caller from outside AWS carries none of these keys and fails.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principal-properties
 */
export function narrowingOf(grant: Grant): Narrowing | null {
  const namings = [
    ...alone(grant).flatMap((condition) => namingOf(condition) ?? []),
    ...choicesOf(grant).flatMap((ways) => anyOf(ways.map((way) => namingOfWay(way, grant)))),
  ];
  const naming = allOf(namings);
  if (naming === undefined) return null;
  const ids = (kind: Named['kind']) => naming.named.filter((one) => one.kind === kind).map(({ id }) => id);
  return {
    accountIds: ids('account'),
    organizationIds: ids('organization'),
    home: [
      ...(ids('home-account').length > 0 ? (['account'] as const) : []),
      ...(ids('home-organization').length > 0 ? (['organization'] as const) : []),
    ],
    uniqueIds: ids('unique-id'),
    services: ids('service').length > 0,
    conditions: naming.conditions,
  };
}

/** Those whom every naming allows: exact where they name the same kind, else the narrowest of them. */
function allOf(namings: readonly Naming[]): Naming | undefined {
  const [first, ...others] = [...namings].sort((a, b) => widthOf(a) - widthOf(b));
  if (first === undefined) return undefined;
  const alike = others.filter(
    (other) => isOfOneKind(first) && isOfOneKind(other) && widthOf(other) === widthOf(first),
  );
  const named = first.named.filter(({ id }) =>
    alike.every((other) => other.named.some((one) => wildcardsMeet(one.id, id))),
  );
  return { named, conditions: namings.flatMap(({ conditions }) => conditions) };
}

/** Whom one way past a Deny lets through: nobody, where no request meets its conditions. */
function namingOfWay(way: Alternative, { principal, actions }: Grant): Naming | undefined {
  if (way.some((condition) => neverMet(condition, principal, actions) !== null))
    return { named: [], conditions: [] };
  return allOf(way.flatMap((condition) => namingOf(condition) ?? []));
}

/** Those whom one of the namings allows, as long as each names someone. */
function anyOf(namings: ReadonlyArray<Naming | undefined>): Naming[] {
  const known = namings.filter((naming) => naming !== undefined);
  if (known.length < namings.length) return [];
  return [
    {
      named: unique(known.flatMap(({ named }) => named)),
      conditions: known.flatMap(({ conditions }) => conditions),
    },
  ];
}

function widthOf({ named }: Naming): number {
  return Math.max(-1, ...named.map(({ kind }) => BY_WIDTH.indexOf(kind)));
}

function isOfOneKind({ named }: Naming): boolean {
  return named.every(({ kind }) => kind === named[0]?.kind);
}

/** Whom a condition names, if it is a required one and each of its values names someone. */
function namingOf(condition: GrantCondition): Naming | undefined {
  const { values, required } = condition;
  const named = required ? allOrNone(values.map((value) => namedBy(condition, value))) : undefined;
  if (named !== undefined) return { named, conditions: [condition] };
  return demandsService(condition) ? { named: [SERVICE], conditions: [condition] } : undefined;
}

const SERVICE: Named = { kind: 'service', id: 'service' };

function namedBy({ keyLower, base }: GrantCondition, value: string): Named | undefined {
  const isText = base.startsWith('String');
  const isPattern = base === 'StringLike' && hasWildcard(value);
  switch (keyLower) {
    case 'aws:principalaccount':
    case 'aws:sourceaccount':
    case 'aws:sourceowner':
    case 'kms:calleraccount':
    case 's3:dataaccesspointaccount':
      return isText ? accountNamed(isPattern ? accountOfPattern(value) : withHome(value), value) : undefined;
    case 'aws:principalarn':
    case 's3:dataaccesspointarn':
      return isText || base.startsWith('Arn')
        ? accountNamed(accountOfArnPattern(withHome(value), base), value)
        : undefined;
    case 'aws:sourcearn':
      return isText || base.startsWith('Arn')
        ? (accountNamed(accountOfArnPattern(withHome(value), base), value) ?? SERVICE)
        : undefined;
    case 'aws:principalorgid':
    case 'aws:sourceorgid':
      return isText ? organizationNamed(withHome(value), value, base) : undefined;
    case 'aws:principalorgpaths':
    case 'aws:sourceorgpaths':
      return isText ? organizationNamed(withHome(value).split('/', 1)[0] ?? '', value, base) : undefined;
    case 'aws:userid':
      return isText ? uniqueIdNamed(value) : undefined;
    case 'aws:principalservicename':
    case 'aws:principalservicenameslist':
      return isText ? SERVICE : undefined;
    case 'aws:principalisawsservice':
      return /^true$/i.test(value) ? SERVICE : undefined;
    default:
      return undefined;
  }
}

function accountNamed(id: string | undefined, value: string): Named | undefined {
  if (id === undefined || !/^\d{12}$/.test(id)) return undefined;
  return id === HOME_ACCOUNT && value.includes('${') ? { kind: 'home-account', id } : { kind: 'account', id };
}

function organizationNamed(id: string, value: string, base: string): Named | undefined {
  if (!isOneOrganization(id) || (base !== 'StringLike' && hasWildcard(id))) return undefined;
  return id === HOME_ORGANIZATION && value.includes('${')
    ? { kind: 'home-organization', id }
    : { kind: 'organization', id };
}

/**
 * A role's id with the name of a session, a user's id, or the id of an account, which stands for its root user and,
 * before a colon, for federated users.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
 */
function uniqueIdNamed(value: string): Named | undefined {
  const [, id, accountId] = /^(?:(A[A-Z0-9]{11,})|(\d{12}))(?:$|[:*?])/.exec(value) ?? [];
  if (accountId !== undefined) return { kind: 'account', id: accountId };
  return id === undefined ? undefined : { kind: 'unique-id', id };
}

/**
 * Whether a condition demands a key that only calls of AWS services carry.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalservicename
 */
function demandsService({ base, set, keyLower, values }: GrantCondition): boolean {
  return (
    base === 'Null' &&
    set === null &&
    ['aws:principalservicename', 'aws:principalservicenameslist'].includes(keyLower) &&
    values.length > 0 &&
    values.every((value) => value.toLowerCase() === 'false')
  );
}

/** Values are ORed: one that names nobody in particular makes the whole condition name nobody. */
function allOrNone(named: Array<Named | undefined>): Named[] | undefined {
  const known = named.filter((one) => one !== undefined);
  return known.length === named.length && known.length > 0 ? unique(known) : undefined;
}

function unique(named: readonly Named[]): Named[] {
  return [...new Map(named.map((one) => [`${one.kind} ${one.id}`, one])).values()];
}
