import type { AccessWord, ThirdPartyRef } from './party.ts';

/** Whether a role administers its account by its own policies, or can or may make itself administrator. */
export type Administered = 'is' | 'can' | 'may';

/** A role by its ARN, and the account it is in. */
export interface RolePlace {
  roleArn: string;
  accountId: string;
  /** The highest access that its own policies give; null where they give no published action, as far as was read. */
  highestAccess: AccessWord | null;
  /** Left out where it does not administer its account, as far as was read. */
  administered?: Administered;
}

/** One statement of a policy in the fact `authorization-details` of an account. */
export interface StatementPlace {
  accountId: string;
  /** JSON Pointer into the fact's value. */
  pointer: string;
  value: unknown;
}

/** A role of a chain, and why whoever came so far may enter it. */
export interface ChainStep extends RolePlace {
  /** The policies of the role before that let it ask; empty where the trust policy is enough, and for the first role. */
  permission: string | null;
  /** What cannot be told from policies and must hold as well, in words; empty where nothing stands in the way. */
  conditions: readonly string[];
  /** The statements that let it in: of the trust policy, and of the policies of the role before. */
  statements: readonly StatementPlace[];
}

/** A role that an outsider can be in, and that may lead on to roles of which not enough was read. */
export interface UnclearRole extends RolePlace {
  /** What is not known, in words. */
  reason: string;
}

/** How far one outsider gets: into the roles that admit it, and from these into others. */
export interface PartyReach {
  /** Stable and free of names: the account id, the organization id, the provider, or `anyone`. */
  key: string;
  party: ThirdPartyRef;
  /** Roles that admit the party itself, by ARN. */
  direct: readonly RolePlace[];
  /** Of those, the ones that lead to no role but such as admit the party itself, as far as was read. */
  closed: readonly RolePlace[];
  /** From each role that admits the party and leads to others, one step to a role that no key of the same party admits. */
  leadsOn: ReadonlyArray<{ from: string; to: string }>;
  /** The shortest chain to every other role that the party can get into, by the ARN of that role. */
  chains: ReadonlyArray<readonly ChainStep[]>;
  unclear: readonly UnclearRole[];
}
