export interface SubjectClaim {
  /** As it stands after the provider's name in a condition key; a key of its own where it holds a colon. */
  claim: string;
  /**
   * What a value that no other tenant can have begins with, up to and with its first wildcard. Undefined where every
   * tenant has an issuer of its own, or where it is not known how values are made: then a pattern may be anyone's.
   */
  bound?: RegExp;
}

/** What there is to know of an OIDC provider before its tokens can be trusted. */
export interface WebIdentityProvider {
  name: string;
  /** Whether a provider, named as in the ARN without the leading part, is this one. */
  matches: RegExp;
  /** Claims any of which says which tenant, project or person a token is for; the first is the one to ask for. */
  subjects: readonly [SubjectClaim, ...SubjectClaim[]];
  /** Claims any of which says for whom the token was made out. */
  audienceClaims: readonly string[];
  /**
   * What an audience begins with, up to and with its first wildcard, that tokens of other tenants are not made out for as
   * a matter of course. Undefined where each tenant has an issuer of its own, or where nothing is known.
   */
  boundAudience?: RegExp;
  /** Whether each tenant has an issuer of its own, or all share one; undefined where that is not known. */
  shared?: boolean;
  /**
   * Whether those whom it vouches for come from outside: work on somebody else's platform, or belong to the public.
   * Clusters and directories are taken for the user's own, since an account names those that it works with. Undefined
   * where nothing is known.
   */
  outside?: boolean;
  /** What a bound subject looks like; what its reader has to fill in stands in angle brackets. */
  example: string;
  /** The operator that the subject claim calls for, where it is not StringEquals. */
  subjectOperator?: string;
  /** Where the provider, or AWS for it, says so. */
  source: string;
}
