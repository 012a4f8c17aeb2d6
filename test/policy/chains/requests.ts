import { conditionHolds } from '../../../src/policy/request-conditions.ts';
import { matchesWildcard } from '../../../src/policy/wildcard.ts';
import { type Caller, contextOf, evaluateRequest } from '../support/request-evaluator.ts';
import { AS_OF, arn, type LiteralRole, ORGANIZATION, VENDOR } from './world.ts';

/** A statement of a literal world, trust or identity. */
export interface LiteralStatement {
  Effect: 'Allow' | 'Deny';
  Principal?: { AWS: string | string[] };
  NotPrincipal?: { AWS: string | string[] };
  Action?: string | string[];
  Resource?: string;
  NotResource?: string;
  Condition?: Record<string, Record<string, string>> | undefined;
}

type Context = Record<string, string>;

const LATER = '2028-01-01T00:00:00Z';

/** What those who ask bring as they like; the last value stands for leaving it out. */
const CHOICES: Readonly<Record<string, ReadonlyArray<string | null>>> = {
  'sts:ExternalId': ['x', 'y', 'z', null],
  'sts:RoleSessionName': ['s', 't', 'other'],
};

/** What policies do not tell. */
const CIRCUMSTANCES: Readonly<Record<string, ReadonlyArray<string | null>>> = {
  'aws:SourceIp': ['192.0.2.7', '198.51.100.1', null],
  'aws:MultiFactorAuthPresent': ['true', 'false', null],
};

/** Whether sessions of a role get into another, asked request by request, by code that chains do not share. */
export interface Answer {
  /** For some request, now or later. */
  ever(): boolean;
  /** Now, whatever the circumstances are, given the right choice of what the caller may choose. */
  surely(): boolean;
}

/** Whether a session of one role may assume another. */
export function mayAssume(
  from: LiteralRole,
  to: LiteralRole,
  { inOrganization }: { inOrganization: boolean },
): Answer {
  const tagged = tagsOf(from);
  return asked(
    textOf(from) + textOf(to),
    { ...CIRCUMSTANCES, ...unknownOf(from, inOrganization) },
    (context, session) => allowed(from, to, session, { ...fixed(to, inOrganization), ...tagged, ...context }),
  );
}

/** Whether the vendor may assume a role. */
export function mayEnter(to: LiteralRole): Answer {
  const user = `arn:aws:iam::${VENDOR}:user/jo`;
  const caller: Caller = { kind: 'aws', arn: user, accountId: VENDOR, uniqueId: 'AIDAJO' };
  const unknown = {
    ...CIRCUMSTANCES,
    'aws:PrincipalTag/team': ['x', 'y', null],
    'aws:PrincipalOrgID': ['o-theirs12345', null],
    'aws:PrincipalOrgPaths': ['o-theirs12345/r-9/', null],
  };
  return asked(textOf(to), unknown, (context) =>
    decide(trustOf(to), caller, {
      'aws:ResourceAccount': to.account,
      'aws:userid': 'AIDAJO',
      ...context,
    }),
  );
}

/** Goes through the requests that differ in what the policies speak of, as far as an answer needs. */
function asked(
  text: string,
  circumstances: typeof CIRCUMSTANCES,
  holds: (context: Context, session: string) => boolean,
): Answer {
  const spoken = (keys: typeof CIRCUMSTANCES) =>
    combinations(
      Object.entries(keys).map(([key, values]) => [key, spokenOf(text, key) ? values : values.slice(0, 1)]),
    );
  const choices = spoken(CHOICES);
  const given = spoken(circumstances);
  const at = (time: string, around: Context) =>
    choices.some((choice) =>
      holds({ 'aws:CurrentTime': time, ...around, ...choice }, choice['sts:RoleSessionName'] ?? ''),
    );
  return {
    ever: () =>
      given.some((around) => at(AS_OF, around)) ||
      (text.includes('aws:CurrentTime') && given.some((around) => at(LATER, around))),
    surely: () => given.every((around) => at(AS_OF, around)),
  };
}

/** Sessions are spoken of by their ARNs and ids, too; the organization by variables. */
function spokenOf(text: string, key: string): boolean {
  return text.includes(key) || (key === 'sts:RoleSessionName' && /:assumed-role\/|aws:userid/.test(text));
}

function combinations(keys: ReadonlyArray<[string, ReadonlyArray<string | null>]>): Context[] {
  return keys.reduce<Context[]>(
    (all, [key, values]) =>
      all.flatMap((one) => values.map((value) => (value === null ? one : { ...one, [key]: value }))),
    [{}],
  );
}

function fixed(to: LiteralRole, inOrganization: boolean): Context {
  return {
    'aws:ResourceAccount': to.account,
    ...(inOrganization ? { 'aws:PrincipalOrgID': ORGANIZATION } : {}),
  };
}

function tagsOf({ tags = {} }: LiteralRole): Context {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value]));
}

/** Session tags where the role takes them; the unit, and the organization where it was not read. */
function unknownOf(from: LiteralRole, inOrganization: boolean): typeof CIRCUMSTANCES {
  const takesTags = trustOf(from).some(
    ({ Effect, Action }) => Effect === 'Allow' && Action?.includes('sts:TagSession'),
  );
  const team = from.tags?.team;
  return {
    ...(takesTags ? { 'aws:PrincipalTag/team': ['x', 'y', ...(team === undefined ? [null] : [])] } : {}),
    ...(inOrganization ? {} : { 'aws:PrincipalOrgID': [ORGANIZATION, 'o-theirs12345', null] }),
    'aws:PrincipalOrgPaths': [
      `${ORGANIZATION}/r-1/`,
      `${ORGANIZATION}/r-1/ou-1/`,
      ...(inOrganization ? [] : ['o-theirs12345/r-9/', null]),
    ],
  };
}

function allowed(from: LiteralRole, to: LiteralRole, session: string, context: Context): boolean {
  const caller: Caller = {
    kind: 'aws',
    arn: `arn:aws:sts::${from.account}:assumed-role/${from.name}/${session}`,
    accountId: from.account,
    roleArn: arn(from.account, from.name),
    uniqueId: uniqueIdOf(from),
  };
  const target = arn(to.account, to.name);
  const asked = { ...context, 'aws:userid': `${uniqueIdOf(from)}:${session}` };
  const held = contextOf({ action: 'sts:AssumeRole', caller, context: asked });
  const says = (statements: object[], effect: string) =>
    (statements as LiteralStatement[]).some(
      ({ Effect, Resource, NotResource, Condition = {} }) =>
        Effect === effect &&
        (Resource === undefined
          ? !matchesWildcard(NotResource ?? '', target)
          : matchesWildcard(Resource, target)) &&
        Object.entries(Condition).every(([operator, block]) =>
          Object.entries(block).every(([key, value]) => conditionHolds(operator, key, [value], held)),
        ),
    );
  const { may = [] } = from;
  const boundary = Array.isArray(from.boundary) ? from.boundary : [{ Effect: 'Allow', Resource: '*' }];
  if (says(may, 'Deny') || says(boundary, 'Deny')) return false;
  const trusts = (keep: (principal: string | null) => boolean) => {
    const denies = trustOf(to).filter(({ Effect }) => Effect === 'Deny');
    return decide([...denies, ...allowsOf(to, keep)], caller, asked);
  };
  if (says(may, 'Allow') && says(boundary, 'Allow') && trusts(() => true)) return true;
  if (from.account !== to.account) return false;
  // Within an account a role, a session or everyone in a trust policy needs no permission; an account does.
  const isRole = (one: string | null) => one !== null && /:role\/|^AROA/.test(one);
  const isEach = (one: string | null) => one === null || one === '*' || one.includes(':assumed-role/');
  return trusts(isEach) || (says(boundary, 'Allow') && trusts(isRole));
}

/** The Allow statements, one for each principal; null stands for everyone but some. */
function allowsOf(role: LiteralRole, keep: (principal: string | null) => boolean): LiteralStatement[] {
  return trustOf(role)
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap((statement) => {
      if (statement.Principal === undefined) return keep(null) ? [statement] : [];
      return [statement.Principal.AWS]
        .flat()
        .filter(keep)
        .map((principal) => ({ ...statement, Principal: { AWS: principal } }));
    });
}

function decide(statements: LiteralStatement[], caller: Caller, context: Context): boolean {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  return evaluateRequest(document, { action: 'sts:AssumeRole', caller, context }) === 'ALLOW';
}

function trustOf({ trust }: LiteralRole): LiteralStatement[] {
  return trust as LiteralStatement[];
}

function textOf({ trust, may, boundary }: LiteralRole): string {
  return JSON.stringify([trust, may, boundary]);
}

export function uniqueIdOf({ account, name }: Pick<LiteralRole, 'account' | 'name'>): string {
  return `AROA${account}${name.toUpperCase().replaceAll('-', '')}`;
}
