export interface Tag {
  key: string;
  value: string;
}

/** Who answered, from STS GetCallerIdentity and IAM ListAccountAliases. */
export interface AccountIdentity {
  accountId: string;
  /** The ARN of the session that the tool read the account with. */
  callerArn: string;
  aliases: string[];
}

export interface InlinePolicy {
  name: string;
  /** The JSON document as IAM returned it, URL-decoded; not necessarily valid JSON. */
  document: string;
}

export interface AttachedPolicy {
  name: string;
  arn: string;
}

/** One role as GetAccountAuthorizationDetails gives it. */
export interface Role {
  name: string;
  arn: string;
  /** The unique id, `AROA…`. */
  id: string;
  path: string;
  createdAt: string;
  /** The trust policy document as IAM returned it, URL-decoded; not necessarily valid JSON. */
  trustPolicy: string;
  inlinePolicies: InlinePolicy[];
  attachedPolicies: AttachedPolicy[];
  permissionsBoundaryArn: string | null;
  tags: Tag[];
  /** Null when the role was not used within the tracked period (at most 400 days): not the same as never. */
  lastUsed: { at: string; region: string | null } | null;
}

/** A customer or AWS managed policy that something in the account has attached; default version only. */
export interface ManagedPolicy {
  arn: string;
  name: string;
  document: string;
}

/** What was judged of an external ID while its value was at hand. */
export interface KeptExternalId {
  /** What stands in the documents instead of the value. */
  standIn: string;
  /** What would stand there for its spelling in lower case; absent from evidence older than this. */
  inAnyCase?: string;
  isUuid: boolean;
  /** How hard it is to guess, against what someone may know: `surroundings` is the SHA-256 of that. */
  strengths: Array<{ surroundings: string; bits: number; reasons: string[] }>;
  /** Whether all of it follows a format of the register. */
  formats: Array<{ expression: string; follows: boolean }>;
}

/** A user or group, with the policies that it holds. */
export interface PolicyHolder {
  name: string;
  arn: string;
  inlinePolicies: InlinePolicy[];
  attachedPolicies: AttachedPolicy[];
}

export interface User extends PolicyHolder {
  /** The names of its groups; absent, like the boundary, in evidence from before they were read. */
  groups?: string[];
  permissionsBoundaryArn?: string | null;
}

export interface AuthorizationDetails {
  roles: Role[];
  policies: ManagedPolicy[];
  /** Absent, like `groups`, in evidence from before they were read. */
  users?: User[];
  groups?: PolicyHolder[];
  /** Present where external IDs were not kept: then something stands in for each, here and in all other facts. */
  externalIds?: KeptExternalId[];
}

/** What ListRoles knows of a role and GetAccountAuthorizationDetails leaves out. */
export interface RoleSettings {
  roles: Array<{
    arn: string;
    /** Seconds. */
    maxSessionDuration: number;
    description: string | null;
  }>;
}
