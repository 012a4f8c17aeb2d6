import type { ManagedPolicy, Role } from '../../model/iam-facts.ts';
import type { Access } from './access.ts';
import type { EffectivePermissions } from './effective.ts';
import type { OpenMethod } from './open-way.ts';

/** What acting as somebody else comes to. `perhaps`: under conditions, or as far as is known. */
export type Power = 'administrator' | 'perhaps' | 'none';

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
  /** Those that let a role's sessions in. */
  trustingRole(role: Role): readonly TrustingRole[];
  /** What a role's own policies give. */
  held(role: Role): { permissions: EffectivePermissions; access: Access };
  /** The ways to more rights that are open to it in this account. */
  ways(role: Role): readonly OpenMethod[];
  /** What a role's own policies come to, ways to more included. */
  power(role: Role): Power;
}

export interface TrustingRole {
  role: Role;
  /** Whether it surely trusts, for every request. */
  certain: boolean;
}
