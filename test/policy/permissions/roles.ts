import type {
  ManagedPolicy,
  PolicyHolder,
  Role,
  User,
} from '../../../src/model/facts/authorization-details.ts';
import { ESCALATION_METHODS } from '../../../src/policy/permissions/escalation-methods.ts';

export const ACCOUNT = '111122223333';

/** A policy document of these statements, or this text as it is. */
export function document(statements: object | object[] | string): string {
  return typeof statements === 'string'
    ? statements
    : JSON.stringify({ Version: '2012-10-17', Statement: statements });
}

export function allow(
  action: string | string[],
  resource: string | string[] = '*',
  more: object = {},
): object {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function deny(
  action: string | string[],
  resource: string | string[] = '*',
  more: object = {},
): object {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more };
}

export function managed(name: string, statements: object | object[] | string): ManagedPolicy {
  return { arn: `arn:aws:iam::${ACCOUNT}:policy/${name}`, name, document: document(statements) };
}

/** What a role holds, in literals. */
export interface Held {
  inline?: object | object[] | string;
  attached?: ManagedPolicy[];
  /** Attached, but not among the policies. */
  missing?: string[];
  boundary?: ManagedPolicy;
  missingBoundary?: string;
}

/** A role with these policies, and the managed policies that it refers to. */
export function roleHolding({ inline, attached = [], missing = [], boundary, missingBoundary }: Held): {
  role: Role;
  policies: ManagedPolicy[];
} {
  const role: Role = {
    name: 'vendor',
    arn: `arn:aws:iam::${ACCOUNT}:role/vendor`,
    id: 'AROAEXAMPLE',
    path: '/',
    createdAt: '2024-01-01T00:00:00Z',
    trustPolicy: '{"Version":"2012-10-17","Statement":[]}',
    inlinePolicies: inline === undefined ? [] : [{ name: 'own', document: document(inline) }],
    attachedPolicies: [
      ...attached.map(({ arn, name }) => ({ arn, name })),
      ...missing.map((name) => ({ arn: `arn:aws:iam::${ACCOUNT}:policy/${name}`, name })),
    ],
    permissionsBoundaryArn: boundary?.arn ?? missingBoundary ?? null,
    tags: [],
    lastUsed: null,
  };
  return { role, policies: [...attached, ...(boundary === undefined ? [] : [boundary])] };
}

/** Another role of the account, that these principals may assume and that holds these statements. */
export function otherRole(
  name: string,
  principal: object | string,
  inline: object | object[],
  permissionsBoundaryArn: string | null = null,
): Role {
  const { role } = roleHolding({ inline });
  const trustPolicy = document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });
  const arn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  return { ...role, name, arn, id: `AROA${name.toUpperCase()}`, trustPolicy, permissionsBoundaryArn };
}

/** A user of the account with these statements. */
export function userHolding(
  name: string,
  inline: object | object[] = [],
  more: Partial<Pick<User, 'groups' | 'permissionsBoundaryArn' | 'attachedPolicies'>> = {},
): User {
  return {
    ...holder('user', name, inline),
    groups: [],
    permissionsBoundaryArn: null,
    ...more,
  };
}

/** A group of the account with these statements. */
export function groupHolding(name: string, inline: object | object[] = []): PolicyHolder {
  return holder('group', name, inline);
}

function holder(kind: 'user' | 'group', name: string, inline: object | object[]): PolicyHolder {
  const arn = `arn:aws:iam::${ACCOUNT}:${kind}/${name}`;
  return { name, arn, inlinePolicies: [{ name: 'own', document: document(inline) }], attachedPolicies: [] };
}

/** Every service that a published way passes a role to. */
const SERVICES = [
  ...new Set(ESCALATION_METHODS.flatMap(({ actions }) => actions.flatMap(({ passedTo }) => passedTo ?? []))),
];

/** Administrators that everything in the account may act as. */
export const ADMINISTRATORS: readonly Role[] = [
  otherRole('admin-for-services', { Service: SERVICES }, allow('*')),
  otherRole('admin-for-roles', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow('*')),
];

/** A boundary that leaves little. */
export const NARROW = managed('narrow', allow('s3:Get*'));

/** Users and groups, one for each way by users to lead to. */
export const FITTING: { users: User[]; groups: PolicyHolder[] } = {
  users: [
    userHolding('admin', allow('*')),
    userHolding('plain', [], { groups: ['staff'] }),
    userHolding('bounded', allow('*'), { permissionsBoundaryArn: NARROW.arn }),
    userHolding('denied', [allow('s3:Get*'), deny(['ec2:*', 's3:*', 'iam:*'])], {
      attachedPolicies: [{ name: 'all', arn: `arn:aws:iam::${ACCOUNT}:policy/all` }],
    }),
    userHolding('denied-by-managed', allow('*'), {
      attachedPolicies: [{ name: 'none', arn: `arn:aws:iam::${ACCOUNT}:policy/none` }],
    }),
  ],
  groups: [groupHolding('admins', allow('*')), groupHolding('staff')],
};

/** The managed policies that they have attached or are bounded by. */
export const FITTING_POLICIES = [NARROW, managed('all', allow('*')), managed('none', deny('iam:*'))];
