import type { ManagedPolicy, PolicyHolder, Role } from '../../model/facts/authorization-details.ts';
import type { Access } from './access.ts';
import type { EffectivePermissions, Identity } from './effective.ts';
import type { OpenMethod } from './open-way.ts';

/** What acting as somebody else comes to. `perhaps`: under conditions, or as far as is known. */
export type Power = 'administrator' | 'perhaps' | 'none';

/** A user, with what its own policies and those of its groups say. */
export interface KnownUser {
  user: Identity;
  /** ARNs. */
  groups: readonly string[];
  /** The ARNs of the managed policies that it, or a group of it, has attached. */
  managed: readonly string[];
  permissions: EffectivePermissions;
}

/** The users of an account and what acting as them comes to. */
export interface AccountUsers {
  all: readonly KnownUser[];
  /** Whether a user with this ARN is there. */
  has(arn: string): boolean;
  groups: readonly PolicyHolder[];
  /** What its policies come to, ways to more included. */
  power(known: KnownUser): Power;
  /** The same, where somebody first does to it, and to its groups and policies, what `can` says. */
  brought(known: KnownUser, can: Can): Power;
  /** A user without policies that is made for the purpose, in the place of such an ARN. */
  made(arn: string, permissionsBoundaryArn: string | null): KnownUser;
}

/** Looks the users up; undefined where they were not read, or are not to be looked up. */
export type UsersOf = () => AccountUsers | undefined;

/** Whether somebody holds an action on a user, group or policy. */
export type Can = (action: string, on: Pick<Identity, 'arn'> & Partial<Identity>) => boolean;

/** The account that a role stands in, as far as it was collected. */
export interface Surroundings {
  /** Managed policies by ARN. */
  policies: ReadonlyMap<string, ManagedPolicy>;
  /** All roles but those reserved to AWS, by ARN. */
  roles: ReadonlyMap<string, Role>;
  /** Those that trust a service, and those of which that cannot be told. */
  trustingService(service: string): readonly TrustingRole[];
  /** The services that some role trusts. */
  trustedServices(): Iterable<string>;
  /** Those that a holder's permissions may give an action of IAM or STS on, in their order. */
  rolesMeant(permissions: EffectivePermissions, holder: Identity): ReadonlySet<Role>;
  /** Those that let a role's sessions in. */
  trustingRole(role: Pick<Role, 'arn'>): readonly TrustingRole[];
  /** What a role's own policies give. */
  held(role: Role): { permissions: EffectivePermissions; access: Access };
  /** The ways to more rights that are open to it in this account. */
  ways(role: Role): readonly OpenMethod[];
  /** What a role's own policies come to, ways to more included. */
  power(role: Role): Power;
  users: UsersOf;
}

export interface TrustingRole {
  role: Role;
  /** Whether it surely trusts, for every request. */
  certain: boolean;
}
