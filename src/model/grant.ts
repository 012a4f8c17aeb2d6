/** Who a grant admits. */
export type GrantPrincipal =
  /** Any principal of any AWS account: `"*"`, `{"AWS": "*"}`, or an Allow with NotPrincipal. */
  | { kind: 'any'; value: string; except?: string[] }
  /** A whole account: `:root` or the bare id. */
  | { kind: 'account'; value: string; accountId: string; partition?: string }
  /** A role, user or session of an account. */
  | { kind: 'role' | 'user' | 'session'; value: string; accountId: string; arn: string }
  /** A bare unique id: the principal it named is gone. */
  | { kind: 'unique-id'; value: string }
  | { kind: 'service'; value: string; service: string }
  /** An OIDC provider, by ARN or by its well-known name. */
  | { kind: 'web-identity'; value: string; provider: string; accountId?: string }
  | { kind: 'saml'; value: string; provider: string; accountId?: string }
  /** A CloudFront canonical user, or something the policy language may learn later. */
  | { kind: 'other'; value: string };

/** One operator, key and its values, with the operator taken apart. */
export interface GrantCondition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  operator: string;
  /** The operator alone, canonical case: `StringLike`. */
  base: string;
  ifExists: boolean;
  set: 'ForAllValues' | 'ForAnyValue' | null;
  /** As written. */
  key: string;
  /** Lower case. */
  keyLower: string;
  values: string[];
  /** `allow`: stands in the Allow statement. `deny`: enforced by a Deny statement, already negated. */
  origin: 'allow' | 'deny';
  /** The statement it stands in. */
  statement: number;
  /** True when a request without the key, or with another value, cannot get in by this grant. */
  required: boolean;
  /** Why it does not require, in words; null when it does. */
  loophole: string | null;
  /**
   * Set on conditions that a Deny with several keys gives: a request gets past it by meeting all conditions of one
   * alternative, whichever. Conditions of one Deny share `statement`. An alternative that the policy language has no
   * words for has no conditions, so that fewer than `of` are found.
   */
  oneOf?: { alternative: number; of: number };
}

/** One (principal, actions, conditions) that a trust policy's Allow statements give, after its Deny statements. */
export interface Grant {
  /** Index of the Allow statement, from 0, and its Sid. */
  statement: number;
  sid: string | null;
  principal: GrantPrincipal;
  /** Which of the assume-role actions it gives: `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:AssumeRoleWithSAML`, `sts:TagSession`, `sts:SetSourceIdentity`. */
  actions: string[];
  conditions: GrantCondition[];
}

/** A trust policy as reasoning sees it. */
export interface TrustReading {
  grants: Grant[];
  /** What could not be understood, in words; empty for a policy that was read in full. */
  problems: string[];
}
