/** A JSON value. Policy documents, templates and resource properties are made of these. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A policy document, or its text where the text itself matters (a document that does not parse). */
export type Document = { [key: string]: Json } | string;

/**
 * Everything the simulated AWS holds, as plain data: a test writes one down, the fleet generates one.
 * Times are ISO 8601 UTC. What is optional has the default that AWS would give.
 */
export interface World {
  /** The moment that ages in this world are measured against. */
  asOf: string;
  /** `aws` unless said otherwise. */
  partition?: string;
  /** The account whose IAM user the returned credentials belong to. */
  callerAccountId: string;
  /** The role that an audit may enter the accounts by, in a generated world. */
  auditor?: { roleName: string; externalId: string };
  /** Absent: no account is in an organization. */
  organization?: WorldOrganization;
  accounts: WorldAccount[];
}

export interface WorldOrganization {
  id: string;
  managementAccountId: string;
  rootId: string;
  units: WorldUnit[];
  /** Account ids by service principal. */
  delegatedAdministrators: Record<string, string[]>;
  /** Of bills, to management accounts of others. */
  billingTransfers?: WorldBillingTransfer[];
}

export interface WorldBillingTransfer {
  name: string;
  /** `ACCEPTED` when absent. */
  status?: string;
  targetAccountId: string;
  startsAt?: string;
  endsAt?: string;
}

export interface WorldUnit {
  id: string;
  name: string;
  /** The root's or another unit's id. */
  parentId: string;
}

export interface WorldAccount {
  id: string;
  name: string;
  email?: string;
  /** Organizations' State; `ACTIVE` when absent. A closed or suspended account lets nobody in. */
  state?: string;
  /** It is the company's, and no member of the organization. */
  outsideOrganization?: true;
  /** The unit or root the account sits under; the root when absent. */
  parentId?: string;
  joinedAt?: string;
  aliases?: string[];
  /** Regions that do not serve this account. */
  optedOutRegions?: string[];
  /** What is in the account. The fleet generates it when it is first read. */
  contents: AccountContents;
}

export interface AccountContents {
  roles: WorldRole[];
  users?: WorldUser[];
  groups?: WorldHolder[];
  /** With a password and MFA, and without access keys, when absent. */
  root?: WorldCredentials;
  /** Customer managed policies. */
  policies?: WorldPolicy[];
  analyzers?: WorldAnalyzer[];
  stacks?: WorldStack[];
  /** Resource shares of the account's own. */
  shares?: WorldShare[];
  /** Those of others that it has part in. Nothing follows from the shares of other accounts of the world. */
  receivedShares?: WorldReceivedShare[];
  shareInvitations?: WorldShareInvitation[];
  wellArchitected?: WorldWellArchitected;
  rolesAnywhere?: WorldRolesAnywhere;
  /** IAM Identity Center, in the account that administers it. */
  identityCenter?: WorldIdentityCenter;
  stackSets?: WorldStackSet[];
  delegationRequests?: WorldDelegationRequest[];
  /** What has, or may have, a policy of its own. */
  resources?: WorldResource[];
  layers?: WorldLayer[];
  /** Policies of private registries, of which a Region has one at most. */
  registryPolicies?: Array<{ region: string; policy: Document }>;
  /** Block Public Access for all buckets of the account; never set when absent. */
  publicAccessBlock?: WorldPublicAccessBlock;
  /** What CloudTrail has on record, in any order. */
  events?: WorldEvent[];
  trails?: WorldTrail[];
  /** Of AWS Config. */
  recorders?: WorldRecorder[];
  /** What Athena answers to queries that are made in the account. */
  queries?: WorldQuery[];
}

/** Nothing is queried: the answer to whatever query has this in its text. */
export interface WorldQuery {
  contains: string;
  columns: string[];
  rows: Array<Array<string | null>>;
  scannedBytes?: number;
  /** How often it is asked after before it is done; once when absent. */
  asks?: number;
  /** Why it fails; it does not when absent. */
  failure?: string;
}

interface WorldShareBase {
  name: string;
  region: string;
  /** `ACTIVE` when absent. */
  status?: string;
  createdAt?: string;
}

export interface WorldShare extends WorldShareBase {
  /** True when absent, as in AWS. */
  allowExternalPrincipals?: boolean;
  /** `STANDARD` when absent. */
  featureSet?: string;
  principals?: WorldShareMember[];
  resources?: WorldShareMember[];
}

/** An account, an ARN or the name of a service; `ASSOCIATED` since the share was made, where not said otherwise. */
export interface WorldShareMember {
  entity: string;
  status?: string;
  since?: string;
}

export interface WorldReceivedShare extends WorldShareBase {
  owningAccountId: string;
  resources?: Array<{ arn: string; type: string }>;
}

export interface WorldShareInvitation {
  shareName: string;
  region: string;
  senderAccountId: string;
  /** `PENDING` when absent. */
  status?: string;
  sentAt?: string;
  rolesAnywhere?: WorldRolesAnywhere;
  stackSets?: WorldStackSet[];
  delegationRequests?: WorldDelegationRequest[];
}

/** An instance of the organization. */
export interface WorldIdentityCenter {
  region: string;
  /** The account itself when absent. */
  ownerAccountId?: string;
  users?: Array<{ userName: string; email?: string; disabled?: boolean }>;
  /** With the names of their users. */
  groups?: Array<{ name: string; members: string[] }>;
  assignments?: Array<{ accountId: string; permissionSet: string } & ({ user: string } | { group: string })>;
}

/** The AWS Well-Architected Tool. */
export interface WorldWellArchitected {
  workloads?: WorldToolThing[];
  /** Custom lenses that are published. */
  lenses?: WorldToolThing[];
  profiles?: WorldToolThing[];
  templates?: WorldToolThing[];
  /** Those of others that the account has part in. Nothing follows from what other accounts of the world share. */
  received?: Array<
    WorldToolThing & { kind: 'workload' | 'lens' | 'profile' | 'template'; ownerAccountId: string }
  >;
  invitations?: Array<
    WorldToolThing & {
      kind: 'workload' | 'lens' | 'profile' | 'template';
      senderAccountId: string;
      /** `READONLY` when absent. */
      permission?: string;
    }
  >;
}

export interface WorldToolThing {
  name: string;
  region: string;
  shares?: WorldToolShare[];
}

export interface WorldToolShare {
  /** An account, or an ARN: of a user, an organization or a unit. */
  sharedWith: string;
  /** Of a workload; `READONLY` when absent. */
  permission?: string;
  /** `ACCEPTED` when absent. */
  status?: string;
}

/** IAM Roles Anywhere. What is not said to be disabled is enabled. */
export interface WorldRolesAnywhere {
  trustAnchors?: Array<
    WorldAnywhereThing &
      ({ privateCaArn: string } | { /** Certificates in PEM, one after the other. */ bundle: string })
  >;
  profiles?: WorldAnywhereProfile[];
  revocationLists?: Array<
    WorldAnywhereThing & {
      /** The name of one in the same Region. */
      trustAnchor: string;
      /** In PEM; one that holds for long when absent. */
      list?: string;
    }
  >;
}

export interface WorldAnywhereThing {
  name: string;
  region: string;
  enabled?: boolean;
  createdAt?: string;
}

export interface WorldAnywhereProfile extends WorldAnywhereThing {
  roleArns: string[];
  sessionPolicy?: Document;
  managedPolicyArns?: string[];
  /** Seconds; 3600 when absent. */
  durationSeconds?: number;
}

/** A bucket, key, topic, queue, secret, function, repository, event bus or backup vault. */
export interface WorldResource {
  service: WorldResourceService;
  region: string;
  /** Of a key its id, of a secret with the six characters that its ARN ends with. */
  name: string;
  createdAt?: string;
  policy?: Document;
  /** Of a bucket; never set when absent. */
  publicAccessBlock?: WorldPublicAccessBlock;
  /** Of a bucket, beside the owner. */
  acl?: Array<{ group: string; permission: string } | { id: string; permission: string }>;
  /** Of a bucket; they belong to its account. */
  accessPoints?: WorldAccessPoint[];
  /** Of a function. */
  aliases?: Array<{ name: string; policy?: Document }>;
  /** Of a key; `ofService` for one that was made for a service by its name. */
  grants?: Array<{ grantee: string; operations: string[]; ofService?: true }>;
  /** Of a key: `alias/aws/s3` is one that AWS manages. */
  alias?: string;
}

export type WorldResourceService =
  | 's3'
  | 'kms'
  | 'sns'
  | 'sqs'
  | 'secretsmanager'
  | 'lambda'
  | 'ecr'
  | 'events'
  | 'backup';

/** All of Block Public Access is on for one, unless it says otherwise, as in AWS. */
export interface WorldAccessPoint {
  name: string;
  policy?: Document;
  /** The one VPC that it takes requests from. */
  vpcId?: string;
  publicAccessBlock?: WorldPublicAccessBlock;
}

/** A layer of Lambda, whose versions count from 1. */
export interface WorldLayer {
  region: string;
  name: string;
  versions: Array<{ policy?: Document }>;
}

/** What is left out is off. */
export interface WorldPublicAccessBlock {
  BlockPublicAcls?: boolean;
  IgnorePublicAcls?: boolean;
  BlockPublicPolicy?: boolean;
  RestrictPublicBuckets?: boolean;
}

/** A trail of CloudTrail, which records all management events unless it says otherwise. */
export interface WorldTrail {
  name: string;
  /** Its home. */
  region: string;
  /** Set for a trail of the organization: the account that it belongs to. */
  ownerAccountId?: string;
  multiRegion?: boolean;
  validated?: boolean;
  stopped?: boolean;
  deliveryError?: string;
  bucket?: string;
  advancedEventSelectors?: Array<{
    FieldSelectors: Array<{ Field: string; Equals?: string[]; NotEquals?: string[] }>;
  }>;
}

export interface WorldRecorder {
  region: string;
  /** `default` when absent. */
  name?: string;
  stopped?: boolean;
  /** Not every type of resource. */
  someTypes?: boolean;
  /** Days; seven years when absent. */
  retentionDays?: number;
}

/** An event of CloudTrail as it stands in a log file, and the Region in whose history it is. */
export interface WorldEvent {
  region: string;
  record: { [member: string]: Json };
}

export interface WorldRole {
  name: string;
  /** `/` when absent. */
  path?: string;
  /** `AROA…`; derived from the ARN when absent. */
  id?: string;
  createdAt?: string;
  description?: string;
  /** Seconds; 3600 when absent. */
  maxSessionDuration?: number;
  trustPolicy: Document;
  inlinePolicies?: Record<string, Document>;
  /** ARNs of managed policies. */
  attachedPolicies?: string[];
  permissionsBoundary?: string;
  tags?: Record<string, string>;
  /** Absent: not used within the tracked period. */
  lastUsed?: { at: string; region: string };
  /** What IAM reports on its use. */
  lastAccessed?: WorldLastAccessed;
}

export interface WorldLastAccessed {
  /** By namespace, those that were used; absent: each that it may use, when the role was last used. */
  services?: Record<string, WorldServiceAccess>;
  /** Times that the report is asked for before it is done; 0 when absent. */
  pollsInProgress?: number;
  /** Why there will be no report. */
  error?: { code: string; message: string };
}

export interface WorldServiceAccess {
  /** Absent: of its actions alone something is told. */
  at?: string;
  region?: string;
  /** The attempt was refused. IAM counts it all the same, and does not say so. */
  refused?: true;
  /** Actions that are tracked, by name, with their last use; null for none. */
  actions?: Record<string, string | null>;
}

/** A user or group. */
export interface WorldHolder {
  name: string;
  /** `/` when absent. */
  path?: string;
  createdAt?: string;
  inlinePolicies?: Record<string, Document>;
  /** ARNs of managed policies. */
  attachedPolicies?: string[];
}

/** The credentials of a user, as the credential report tells of them. */
export interface WorldCredentials {
  /** When it was last used, or null for a password that nobody has used; absent: none. */
  password?: string | null;
  mfa?: boolean;
  /** Two at most. */
  accessKeys?: WorldAccessKey[];
}

export interface WorldAccessKey {
  createdAt: string;
  /** `true` for one that is deactivated. */
  inactive?: boolean;
  lastUsed?: { at: string; region: string; service: string };
}

export interface WorldUser extends WorldHolder, WorldCredentials {
  tags?: Record<string, string>;
  /** Names of groups. */
  groups?: string[];
  /** The ARN of a managed policy. */
  permissionsBoundary?: string;
}

export interface WorldPolicy {
  name: string;
  /** `/` when absent. */
  path?: string;
  description?: string;
  createdAt?: string;
  /** The default version. */
  document: Document;
  /** Versions before the default one, oldest first. */
  olderVersions?: Document[];
}

export interface WorldAnalyzer {
  name: string;
  region: string;
  /** `ACCOUNT`, `ORGANIZATION`, `ACCOUNT_UNUSED_ACCESS`… */
  type: string;
  /** `ACTIVE` when absent. */
  status?: string;
  statusReason?: string;
  createdAt?: string;
  lastResourceAnalyzedAt?: string;
  archiveRules?: WorldArchiveRule[];
  /** Days, of an unused-access analyzer; 90 when absent. */
  unusedAccessAge?: number;
  findings?: WorldFinding[];
}

export interface WorldArchiveRule {
  name: string;
  createdAt?: string;
  filter: Record<string, { eq?: string[]; neq?: string[]; contains?: string[]; exists?: boolean }>;
}

/** An Access Analyzer finding, external or unused access according to the analyzer it lies in. */
export interface WorldFinding {
  /** A UUID; derived from analyzer, resource and place when absent. */
  id?: string;
  /** `ExternalAccess` when absent, or `UnusedIAMRole`, `UnusedIAMUserAccessKey`, `UnusedPermission`… */
  findingType?: string;
  resource: string;
  resourceType: string;
  /** The analyzer's own account when absent. */
  resourceOwnerAccount?: string;
  /** `ACTIVE` when absent. */
  status?: string;
  principal?: Record<string, string>;
  action?: string[];
  condition?: Record<string, string>;
  isPublic?: boolean;
  error?: string;
  createdAt?: string;
  updatedAt?: string;
  analyzedAt?: string;
  resourceControlPolicyRestriction?: string;
  /** For unused access: when it was last used; absent for never. */
  lastAccessed?: string;
  /** For unused permissions: actions by service. */
  unusedActions?: Record<string, string[]>;
}

export interface WorldStack {
  name: string;
  region: string;
  /** `CREATE_COMPLETE` when absent. */
  status?: string;
  statusReason?: string;
  createdAt?: string;
  updatedAt?: string;
  deletedAt?: string;
  description?: string;
  /** The name of the stack, in the same Region, that this one is nested in. */
  parent?: string;
  /** The processed template, JSON or YAML. */
  template: string;
  /** The template as it was sent; the processed one when absent. */
  originalTemplate?: string;
  parameters?: Array<{ key: string; value: string; resolvedValue?: string; noEcho?: boolean }>;
  tags?: Record<string, string>;
  resources: WorldStackResource[];
  /** What was known before anyone asked in this simulation: drift as of then. */
  lastDriftCheckAt?: string;
  /** Why detection on the whole stack fails part of the way: logical ids that it cannot read, with the reason. */
  detectionFailures?: Record<string, string>;
}

export interface WorldStackResource {
  logicalId: string;
  physicalId?: string;
  type: string;
  /** `CREATE_COMPLETE` when absent. */
  status?: string;
  updatedAt?: string;
  /** The properties that the template declares, intrinsic functions resolved: what CloudFormation expects. */
  declared?: { [property: string]: Json };
  /**
   * The properties found in the account: as declared when absent, null when the resource is gone. For
   * `AWS::IAM::Role` the account's role itself is looked at instead, so hand-made changes show by themselves.
   */
  live?: { [property: string]: Json } | null;
}

export interface WorldStackSet {
  name: string;
  region: string;
  /** Else its permissions are those of the organization, and delegated administrators see it too. */
  selfManaged?: true;
  template: string;
  capabilities?: string[];
  /** What the last drift detection came to, `COMPLETED` where nothing else is said; absent for none. */
  drift?: { status: string; checkedAt: string; detection?: string };
  instances: Array<{
    accountId: string;
    region: string;
    /** Of the stack in that account; absent where none was made. */
    stackName?: string;
    /** `NOT_CHECKED` when absent. */
    driftStatus?: string;
  }>;
}

/** A product provider's request for temporary access. */
export interface WorldDelegationRequest {
  /** No two of an account have the same. */
  description: string;
  requestorId: string;
  requestorName?: string;
  /** `PENDING_APPROVAL`, `ACCEPTED`, `FINALIZED`, `REJECTED`… */
  state: string;
  /** ARNs of who began it in the account, and who accepted it. */
  owner?: string;
  approver?: string;
  permissionPolicy: Document;
  roleBoundaryArns?: string[];
  createdAt: string;
  updatedAt?: string;
  /** 3600 when absent. */
  sessionSeconds?: number;
}
