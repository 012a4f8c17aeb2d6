import type { ManagedPolicy, Role } from '../../../src/model/facts/authorization-details.ts';
import type { PartyReach } from '../../../src/model/reach.ts';
import { newStudy } from '../../../src/model/study.ts';
import { trustOf } from '../../../src/policy/access-role.ts';
import { type ChainRole, type ChainSetting, chainRoles } from '../../../src/policy/chains/chain-role.ts';
import { reachOf } from '../../../src/policy/chains/reach.ts';

export const A = '111111111111';
export const B = '222222222222';
export const C = '333333333333';
export const VENDOR = '999999999999';
export const ORGANIZATION = 'o-ours123456';
export const AS_OF = '2026-06-01T12:00:00Z';

/** What a literal world says of one role. */
export interface LiteralRole {
  account: string;
  name: string;
  /** Statements of the trust policy, or its text. */
  trust: object[] | string;
  /** Statements of its one inline policy. */
  may?: object[];
  boundary?: object[] | 'not collected';
  path?: string;
  tags?: Record<string, string>;
  attached?: string[];
}

export interface LiteralWorld {
  roles: LiteralRole[];
  /** Own accounts that were not read. */
  unread?: string[];
  /** Whether it is known that the accounts belong to the organization. */
  inOrganization?: boolean;
}

export function arn(account: string, name: string): string {
  return `arn:aws:iam::${account}:role/${name}`;
}

export function rootOf(account: string): string {
  return `arn:aws:iam::${account}:root`;
}

/** A trust statement that admits these. */
export function admit(principal: string | string[], condition?: object): object {
  return {
    Effect: 'Allow',
    Principal: { AWS: principal },
    Action: 'sts:AssumeRole',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** An identity statement that lets a role ask for these. */
export function assume(resource: string | string[] = '*', more: object = {}): object {
  return { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: resource, ...more };
}

function document(statements: object[] | string): string {
  return typeof statements === 'string'
    ? statements
    : JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

function boundaryArn({ account, name }: LiteralRole): string {
  return `arn:aws:iam::${account}:policy/boundary-of-${name}`;
}

function roleOf(literal: LiteralRole): Role {
  const { account, name, trust, may = [], boundary, path = '/', tags = {}, attached = [] } = literal;
  return {
    name,
    arn: `arn:aws:iam::${account}:role${path}${name}`,
    id: `AROA${account}${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`,
    path,
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy: document(trust),
    inlinePolicies: may.length === 0 ? [] : [{ name: 'onward', document: document(may) }],
    attachedPolicies: attached.map((policy) => ({ name: policy.split('/').at(-1) ?? '', arn: policy })),
    permissionsBoundaryArn: boundary === undefined ? null : boundaryArn(literal),
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    lastUsed: null,
  };
}

function boundaryOf(literal: LiteralRole): ManagedPolicy[] {
  if (literal.boundary === undefined || literal.boundary === 'not collected') return [];
  return [{ arn: boundaryArn(literal), name: 'boundary', document: document(literal.boundary) }];
}

/** The roles of a world as they were digested and kept; digests must survive JSON. */
function digested({ roles, unread = [], inOrganization = true }: LiteralWorld): ChainRole[] {
  const accounts = [...new Set(roles.map(({ account }) => account))];
  const own = new Set([...accounts, ...unread, A, B, C, ORGANIZATION]);
  const digests = accounts.flatMap((accountId) => {
    const here = roles.filter(({ account }) => account === accountId);
    const details = { roles: here.map(roleOf), policies: here.flatMap(boundaryOf) };
    const study = newStudy();
    const setting: ChainSetting = {
      accountId,
      ...(inOrganization ? { organizationId: ORGANIZATION } : {}),
      isOwn: (id) => own.has(id),
      entrancesOf: (role) =>
        trustOf(role, study).grants.flatMap((grant) => {
          const { principal } = grant;
          const from = 'accountId' in principal ? principal.accountId : undefined;
          if (from === undefined || own.has(from)) return [];
          return [{ key: from, party: { name: from, kind: 'unknown' as const, accountId: from }, grant }];
        }),
    };
    return chainRoles(details, setting, study);
  });
  return JSON.parse(JSON.stringify(digests));
}

export function reachIn(world: LiteralWorld, strange: readonly string[] = []): PartyReach[] {
  return reachOf({
    roles: digested(world),
    accountIdsWithGaps: world.unread ?? [],
    isStrange: (accountId) => strange.includes(accountId),
    asOf: AS_OF,
  });
}

/** The reach of the vendor, the only outsider of most worlds. */
export function vendorReach(world: LiteralWorld): PartyReach {
  const found = reachIn(world).find(({ key }) => key === VENDOR);
  if (found === undefined) throw new Error('the vendor gets in nowhere');
  return found;
}

/** `a → b → c` by the names of the roles. */
export function chainsOf(world: LiteralWorld): string[] {
  return vendorReach(world).chains.map((chain) =>
    chain.map(({ roleArn }) => roleArn.split('/').at(-1)).join(' → '),
  );
}
