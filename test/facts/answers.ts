import { type Caller, createCaller } from '../../src/aws/caller.ts';
import type { Aws } from '../../src/aws/connection.ts';
import type { Sender } from '../../src/aws/operations.ts';
import { stopper } from '../../src/aws/stop.ts';
import { type CollectedAccount, collectAccount } from '../../src/collect/collect-account.ts';
import type { Call } from '../../src/model/call.ts';
import { RESOURCE_SERVICES } from '../../src/model/resource-services.ts';
import { newStudy } from '../../src/model/study.ts';
import { isAccessRole } from '../../src/policy/access-role.ts';
import { ROOT_CA } from '../../src/simulator/fleet/certificates.ts';
import { OPEN_GATE } from '../support/open-gate.ts';

export const ACCOUNT = '900000000002';
export const OTHER = '900000000003';
export const REGION = 'us-east-1';
const DAY = new Date('2026-01-01T00:00:00Z');
const STACK = `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/access/1`;
const TOOL_ID = '0123456789abcdef'.repeat(2);
const WORKLOAD = `arn:aws:wellarchitected:${REGION}:${ACCOUNT}:workload/${TOOL_ID}`;
const LENS = `arn:aws:wellarchitected:${REGION}:${ACCOUNT}:lens/${TOOL_ID}`;
const PROFILE = `arn:aws:wellarchitected:${REGION}:${ACCOUNT}:profile/${TOOL_ID}`;
const TEMPLATE = `arn:aws:wellarchitected:${REGION}:${ACCOUNT}:review-template/${TOOL_ID}`;
const SHARE = `arn:aws:ram:${REGION}:${ACCOUNT}:resource-share/1`;
const ANALYZER = `arn:aws:access-analyzer:${REGION}:${ACCOUNT}:analyzer/`;
const DOCUMENT = encodeURIComponent('{"Version":"2012-10-17","Statement":[]}');
const TRUST = encodeURIComponent(
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: '123123123123' }, Action: 'sts:AssumeRole' },
  }),
);

const KMS = `arn:aws:kms:${REGION}:${ACCOUNT}:`;
const RESOURCE_POLICY = '{"Version":"2012-10-17","Statement":[]}';

const INSTANCE = 'arn:aws:sso:::instance/ssoins-1111111111111111';
const PERMISSION_SET = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
const USER = '11111111-2222-4333-8444-555555555555';
const GROUP = '99999999-2222-4333-8444-555555555555';

const role = (name: string) => ({
  RoleName: name,
  Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
  RoleId: `AROA${name.toUpperCase()}`,
  Path: '/',
  CreateDate: DAY,
  AssumeRolePolicyDocument: TRUST,
  RolePolicyList: [{ PolicyName: 'inline', PolicyDocument: DOCUMENT }],
  AttachedManagedPolicies: [{ PolicyName: 'edge', PolicyArn: `arn:aws:iam::${ACCOUNT}:policy/edge` }],
  Tags: [{ Key: 'Owner', Value: 'team' }],
  RoleLastUsed: { LastUsedDate: DAY, Region: REGION },
});

const seen = (id: string) => ({
  id,
  status: 'ACTIVE',
  resource: `arn:aws:iam::${ACCOUNT}:role/partner`,
  resourceType: 'AWS::IAM::Role',
  resourceOwnerAccount: ACCOUNT,
  createdAt: DAY,
  updatedAt: DAY,
  analyzedAt: DAY,
});

const resource = {
  StackId: STACK,
  StackName: 'access',
  LogicalResourceId: 'Partner',
  PhysicalResourceId: 'partner',
  ResourceType: 'AWS::IAM::Role',
  ResourceStatus: 'CREATE_COMPLETE',
};

const compared = {
  ...resource,
  StackResourceDriftStatus: 'MODIFIED',
  Timestamp: DAY,
  PropertyDifferences: [
    { PropertyPath: '/Description', ExpectedValue: 'a', ActualValue: 'b', DifferenceType: 'NOT_EQUAL' },
  ],
};

const CREDENTIALS = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service
<root_account>,arn:aws:iam::${ACCOUNT}:root,2020-01-01T00:00:00+00:00,not_supported,2025-12-01T00:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A
u,arn:aws:iam::${ACCOUNT}:user/u,2025-01-01T00:00:00+00:00,true,no_information,2025-01-01T00:00:00+00:00,N/A,false,true,2025-01-01T00:00:00+00:00,2025-12-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A
`;

/** What AWS answers for an account with something of every kind, as the SDK gives it. */
export const ANSWERS: Readonly<Record<string, object>> = {
  GetCallerIdentity: { Account: ACCOUNT, Arn: `arn:aws:sts::${ACCOUNT}:assumed-role/auditor/run` },
  ListRegions: { Regions: [{ RegionName: REGION }] },
  ListAccountAliases: { AccountAliases: ['partner-account'], IsTruncated: false },
  GetAccountAuthorizationDetails: {
    IsTruncated: false,
    RoleDetailList: [role('partner'), role('reader')],
    Policies: [
      {
        PolicyName: 'edge',
        Arn: `arn:aws:iam::${ACCOUNT}:policy/edge`,
        PolicyVersionList: [{ IsDefaultVersion: true, Document: DOCUMENT }],
      },
    ],
    UserDetailList: [
      {
        UserName: 'u',
        Arn: `arn:aws:iam::${ACCOUNT}:user/u`,
        GroupList: ['g'],
        Tags: [{ Key: 'vendor', Value: 'acme' }],
      },
    ],
    GroupDetailList: [{ GroupName: 'g', Arn: `arn:aws:iam::${ACCOUNT}:group/g` }],
  },
  ListRoles: {
    Roles: [{ ...role('partner'), MaxSessionDuration: 3600, Description: 'for a partner' }],
    IsTruncated: false,
  },
  GenerateServiceLastAccessedDetails: { JobId: '11111111-2222-4333-8444-555555555555' },
  GetServiceLastAccessedDetails: {
    JobStatus: 'COMPLETED',
    JobCreationDate: DAY,
    JobCompletionDate: DAY,
    IsTruncated: false,
    ServicesLastAccessed: [
      {
        ServiceName: 'Amazon S3',
        ServiceNamespace: 's3',
        LastAuthenticated: DAY,
        LastAuthenticatedRegion: REGION,
        TrackedActionsLastAccessed: [
          { ActionName: 'CreateBucket', LastAccessedTime: DAY },
          { ActionName: 'DeleteBucket' },
        ],
      },
      { ServiceName: 'Amazon SQS', ServiceNamespace: 'sqs' },
    ],
  },
  ListInstances: {
    Instances: [{ InstanceArn: INSTANCE, IdentityStoreId: 'd-1111111111', OwnerAccountId: ACCOUNT }],
  },
  ListUsers: {
    Users: [
      {
        ...{ IdentityStoreId: 'd-1111111111', UserId: USER, UserName: 'jo', UserStatus: 'ENABLED' },
        Emails: [{ Value: 'jo@guest.example' }],
      },
    ],
  },
  ListGroups: { Groups: [{ IdentityStoreId: 'd-1111111111', GroupId: GROUP, DisplayName: 'guests' }] },
  ListGroupMemberships: { GroupMemberships: [{ GroupId: GROUP, MemberId: { UserId: USER } }] },
  ListGroupMembershipsForMember: { GroupMemberships: [{ GroupId: GROUP, MemberId: { UserId: USER } }] },
  ListAccountAssignmentsForPrincipal: {
    AccountAssignments: [
      {
        ...{ AccountId: ACCOUNT, PermissionSetArn: PERMISSION_SET },
        ...{ PrincipalId: GROUP, PrincipalType: 'GROUP' },
      },
    ],
  },
  DescribePermissionSet: { PermissionSet: { Name: 'Reader', PermissionSetArn: PERMISSION_SET } },
  ListDelegationRequests: {
    DelegationRequests: [
      {
        DelegationRequestId: 'dr-1111111111111111',
        RequestorId: '123123123123',
        RequestorName: 'Partner',
        Description: 'sets up',
        State: 'FINALIZED',
        OwnerId: `arn:aws:iam::${ACCOUNT}:user/u`,
        ApproverId: `arn:aws:iam::${ACCOUNT}:user/u`,
        PermissionPolicy: decodeURIComponent(DOCUMENT),
        RolePermissionRestrictionArns: ['arn:aws:iam::partner:policy/partner/boundary'],
        CreateDate: DAY,
        UpdatedTime: DAY,
        ExpirationTime: DAY,
        SessionDuration: 3600,
      },
    ],
    isTruncated: false,
  },
  GenerateCredentialReport: { State: 'COMPLETE' },
  GetCredentialReport: {
    Content: new TextEncoder().encode(CREDENTIALS),
    ReportFormat: 'text/csv',
    GeneratedTime: DAY,
  },
  DescribeTrails: {
    trailList: [
      {
        Name: 'all',
        TrailARN: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/all`,
        HomeRegion: REGION,
        IsMultiRegionTrail: true,
        IsOrganizationTrail: false,
        LogFileValidationEnabled: true,
        S3BucketName: 'logs',
      },
    ],
  },
  GetTrailStatus: { IsLogging: true },
  GetEventSelectors: {
    EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    AdvancedEventSelectors: [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'readOnly', Equals: ['true'] },
        ],
      },
    ],
  },
  DescribeConfigurationRecorders: {
    ConfigurationRecorders: [{ name: 'default', recordingGroup: { allSupported: true } }],
  },
  DescribeConfigurationRecorderStatus: {
    ConfigurationRecordersStatus: [{ name: 'default', recording: true, lastStatus: 'SUCCESS' }],
  },
  DescribeRetentionConfigurations: {
    RetentionConfigurations: [{ Name: 'default', RetentionPeriodInDays: 365 }],
  },
  LookupEvents: {
    Events: [
      {
        EventId: 'e1',
        EventName: 'AssumeRole',
        EventTime: DAY,
        EventSource: 'sts.amazonaws.com',
        CloudTrailEvent: JSON.stringify({
          userIdentity: { type: 'AWSAccount', principalId: 'AROAVENDOR:run', accountId: '123123123123' },
          eventTime: '2025-12-31T10:00:00Z',
          eventSource: 'sts.amazonaws.com',
          eventName: 'AssumeRole',
          sourceIPAddress: '198.51.100.7',
          userAgent: 'Boto3/1.34',
          requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/partner`, externalId: 'x' },
          responseElements: { credentials: { accessKeyId: 'ASIAEXAMPLE' } },
          eventID: 'e1',
          recipientAccountId: ACCOUNT,
        }),
      },
    ],
  },
  ListAnalyzers: {
    analyzers: ['ACCOUNT', 'ACCOUNT_UNUSED_ACCESS'].map((type) => ({
      arn: ANALYZER + type,
      name: type,
      type,
      status: 'ACTIVE',
      createdAt: DAY,
    })),
  },
  ListArchiveRules: {
    archiveRules: [
      {
        ruleName: 'mute',
        createdAt: DAY,
        updatedAt: DAY,
        filter: { 'condition.sts:ExternalId': { eq: ['x'] } },
      },
    ],
  },
  ListFindings: {
    findings: [
      {
        ...seen('f1'),
        principal: { AWS: '123123123123' },
        condition: { 'aws:SourceIp': '192.0.2.0/24' },
        action: ['sts:AssumeRole'],
        isPublic: false,
      },
    ],
  },
  ListFindingsV2: { findings: [{ ...seen('u1'), findingType: 'UnusedIAMRole' }] },
  ListTrustAnchors: {
    trustAnchors: [
      {
        trustAnchorArn: `arn:aws:rolesanywhere:${REGION}:${ACCOUNT}:trust-anchor/one`,
        name: 'machines',
        enabled: true,
        source: { sourceType: 'CERTIFICATE_BUNDLE', sourceData: { x509CertificateData: ROOT_CA } },
      },
    ],
  },
  // Of IAM Roles Anywhere, and of the AWS Well-Architected Tool.
  ListProfiles: {
    ProfileSummaries: [
      { ProfileArn: PROFILE, ProfileName: 'first things', Owner: ACCOUNT },
      { ProfileArn: `${PROFILE}0`, ProfileName: 'their things', Owner: '123123123123' },
    ],
    profiles: [
      {
        profileArn: `arn:aws:rolesanywhere:${REGION}:${ACCOUNT}:profile/one`,
        name: 'machines',
        enabled: true,
        roleArns: [`arn:aws:iam::${ACCOUNT}:role/partner`],
        sessionPolicy: decodeURIComponent(DOCUMENT),
        managedPolicyArns: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        durationSeconds: 3600,
        requireInstanceProperties: false,
        acceptRoleSessionName: false,
        attributeMappings: [{ certificateField: 'x509Subject', mappingRules: [{ specifier: 'CN' }] }],
      },
    ],
  },
  ListCrls: {
    crls: [
      {
        crlArn: `arn:aws:rolesanywhere:${REGION}:${ACCOUNT}:crl/one`,
        name: 'lost',
        enabled: true,
        trustAnchorArn: `arn:aws:rolesanywhere:${REGION}:${ACCOUNT}:trust-anchor/one`,
      },
    ],
  },
  ListBuckets: {
    Buckets: [{ Name: 'ledger', BucketRegion: REGION, CreationDate: DAY }],
  },
  GetPublicAccessBlock: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
  GetBucketPolicy: { Policy: RESOURCE_POLICY },
  ListAccessPoints: {
    AccessPointList: [
      {
        ...{ Name: 'readers', Bucket: 'ledger', BucketAccountId: ACCOUNT, NetworkOrigin: 'VPC' },
        VpcConfiguration: { VpcId: 'vpc-0123456789abcdef0' },
      },
    ],
  },
  GetAccessPoint: {
    PublicAccessBlockConfiguration: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
  },
  GetAccessPointPolicy: { Policy: RESOURCE_POLICY },
  GetBucketAcl: {
    Owner: { ID: 'own' },
    Grants: [{ Grantee: { ID: 'own', Type: 'CanonicalUser' }, Permission: 'FULL_CONTROL' }],
  },
  ListKeys: { Keys: [{ KeyId: 'k1', KeyArn: `${KMS}key/k1` }], Truncated: false },
  // KMS and Lambda have one each of this name.
  ListAliases: {
    Aliases: [{ AliasName: 'alias/ledger', TargetKeyId: 'k1', Name: 'live' }],
    Truncated: false,
  },
  GetKeyPolicy: { Policy: RESOURCE_POLICY },
  ListGrants: {
    Grants: [
      {
        GrantId: 'g1',
        GranteePrincipal: 'arn:aws:iam::123123123123:role/r',
        Operations: ['Decrypt'],
        Constraints: { EncryptionContextSubset: { a: 'b' } },
      },
    ],
    Truncated: false,
  },
  ListTopics: { Topics: [{ TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:orders` }] },
  GetTopicAttributes: { Attributes: { Policy: RESOURCE_POLICY } },
  ListQueues: { QueueUrls: [`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/orders`] },
  GetQueueAttributes: { Attributes: { Policy: RESOURCE_POLICY } },
  ListSecrets: { SecretList: [{ ARN: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:s-AbCdEf` }] },
  GetResourcePolicy: { ResourcePolicy: RESOURCE_POLICY },
  ListFunctions: { Functions: [{ FunctionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:f` }] },
  GetPolicy: { Policy: RESOURCE_POLICY },
  ListLayers: { Layers: [{ LayerArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:l` }] },
  ListLayerVersions: {
    LayerVersions: [{ LayerVersionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:layer:l:1`, Version: 1 }],
  },
  GetLayerVersionPolicy: { Policy: RESOURCE_POLICY },
  DescribeRepositories: {
    repositories: [{ repositoryArn: `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/r`, repositoryName: 'r' }],
  },
  GetRegistryPolicy: { policyText: RESOURCE_POLICY },
  GetRepositoryPolicy: { policyText: RESOURCE_POLICY },
  ListEventBuses: {
    EventBuses: [{ Arn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/b`, Policy: RESOURCE_POLICY }],
  },
  ListBackupVaults: {
    BackupVaultList: [
      { BackupVaultArn: `arn:aws:backup:${REGION}:${ACCOUNT}:backup-vault:v`, BackupVaultName: 'v' },
    ],
  },
  GetBackupVaultAccessPolicy: { Policy: RESOURCE_POLICY },
  ListStacks: {
    StackSummaries: [
      { StackId: STACK, StackName: 'access', StackStatus: 'CREATE_COMPLETE', CreationTime: DAY },
    ],
  },
  ListStackSets: { Summaries: [{ StackSetName: 'roles', StackSetId: 'roles:1', Status: 'ACTIVE' }] },
  DescribeStackSet: {
    StackSet: {
      StackSetName: 'roles',
      StackSetARN: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stackset/roles:1`,
      PermissionModel: 'SELF_MANAGED',
      TemplateBody: '{"Resources":{"Partner":{"Type":"AWS::IAM::Role"}}}',
      Capabilities: ['CAPABILITY_IAM'],
      StackSetDriftDetectionDetails: {
        DriftStatus: 'IN_SYNC',
        DriftDetectionStatus: 'COMPLETED',
        LastDriftCheckTimestamp: DAY,
      },
    },
  },
  ListStackInstances: {
    Summaries: [{ Account: ACCOUNT, Region: REGION, StackId: STACK, DriftStatus: 'IN_SYNC' }],
  },
  DescribeStackResources: { StackResources: [resource] },
  GetTemplate: { TemplateBody: '{"Resources":{"Partner":{"Type":"AWS::IAM::Role"}}}' },
  DescribeStacks: {
    Stacks: [
      { StackId: STACK, StackName: 'access', Parameters: [{ ParameterKey: 'A', ParameterValue: 'b' }] },
    ],
  },
  ListStackResources: { StackResourceSummaries: [resource] },
  DetectStackResourceDrift: { StackResourceDrift: compared },
  DescribeStackResourceDrifts: { StackResourceDrifts: [compared] },
  GetResourceShares: {
    resourceShares: [
      {
        ...{ resourceShareArn: SHARE, name: 'network', owningAccountId: ACCOUNT, status: 'ACTIVE' },
        ...{ allowExternalPrincipals: true, featureSet: 'STANDARD', creationTime: DAY, lastUpdatedTime: DAY },
      },
    ],
  },
  GetResourceShareAssociations: {
    resourceShareAssociations: [
      {
        ...{ resourceShareArn: SHARE, associatedEntity: '123123123123', associationType: 'PRINCIPAL' },
        ...{ status: 'ASSOCIATED', creationTime: DAY, lastUpdatedTime: DAY, external: true },
      },
    ],
  },
  GetResourceShareInvitations: {
    resourceShareInvitations: [
      {
        ...{ resourceShareInvitationArn: `${SHARE}-invitation`, resourceShareArn: SHARE },
        ...{ resourceShareName: 'network', senderAccountId: '123123123123', status: 'PENDING' },
        ...{ receiverAccountId: ACCOUNT, invitationTimestamp: DAY },
      },
    ],
  },
  ListWorkloads: {
    WorkloadSummaries: [
      { WorkloadId: TOOL_ID, WorkloadArn: WORKLOAD, WorkloadName: 'web', Owner: ACCOUNT },
      { WorkloadId: TOOL_ID, WorkloadArn: 'arn', WorkloadName: 'theirs', Owner: '123123123123' },
    ],
  },
  ListLenses: {
    LensSummaries: [
      { LensArn: LENS, LensAlias: LENS, LensName: 'own', LensType: 'CUSTOM_SELF', Owner: ACCOUNT },
    ],
  },
  ListWorkloadShares: {
    WorkloadShareSummaries: [
      { ShareId: TOOL_ID, SharedWith: '123123123123', PermissionType: 'READONLY', Status: 'ACCEPTED' },
    ],
  },
  ListLensShares: {
    LensShareSummaries: [{ ShareId: TOOL_ID, SharedWith: '123123123123', Status: 'PENDING' }],
  },
  ListProfileShares: {
    ProfileShareSummaries: [{ ShareId: TOOL_ID, SharedWith: '123123123123', Status: 'ACCEPTED' }],
  },
  ListReviewTemplates: {
    ReviewTemplates: [
      { TemplateArn: TEMPLATE, TemplateName: 'house reviews', Owner: ACCOUNT },
      { TemplateArn: `${TEMPLATE}0`, TemplateName: 'their reviews', Owner: '123123123123' },
    ],
  },
  ListTemplateShares: {
    TemplateShareSummaries: [{ ShareId: TOOL_ID, SharedWith: '123123123123', Status: 'PENDING' }],
  },
  ListShareInvitations: {
    ShareInvitationSummaries: [
      {
        ...{ ShareInvitationId: TOOL_ID, SharedBy: '123123123123', SharedWith: ACCOUNT },
        ...{ PermissionType: 'READONLY', ShareResourceType: 'WORKLOAD', WorkloadName: 'web' },
      },
    ],
  },
  ListResources: {
    resources: [
      {
        ...{ arn: `arn:aws:ec2:${REGION}:${ACCOUNT}:prefix-list/pl-1`, type: 'ec2:PrefixList' },
        ...{ resourceShareArn: SHARE, status: 'AVAILABLE', creationTime: DAY },
      },
    ],
  },
};

/** One answer changed: what stands at a path of it, in dots, is another value. */
export interface Changed {
  operation: string;
  path: string;
  value: unknown;
}

export const clock = { now: () => DAY, sleep: async () => {}, alarm: () => () => {} };

/** The way to an AWS that answers so, whatever it is asked; a function answers by what it is asked. */
export function callerOf(
  answers: Readonly<Record<string, unknown>>,
  accountId = ACCOUNT,
  record: (call: Call) => void = () => {},
  pagesPerCall = Infinity,
): (fact: string) => Caller {
  const sender = {
    send: async (_service: string, operation: string, _region: string, input: object) => {
      const answer = answers[operation];
      return typeof answer === 'function' ? answer(input) : answer;
    },
  } as unknown as Sender;
  const session = { credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }), discard() {} };
  const allowance = { signal: stopper().signal, pagesPerCall };
  return (fact) =>
    createCaller({ accountId, fact, session, sender, clock, allowance, gate: OPEN_GATE, record });
}

/** Collects the account as it answers with one answer changed. */
export function collectChanged(changed?: Changed, regions = [REGION]): Promise<CollectedAccount> {
  const answers =
    changed === undefined
      ? ANSWERS
      : {
          ...ANSWERS,
          [changed.operation]: withChange(ANSWERS[changed.operation], changed.path.split('.'), changed.value),
        };
  return collectFrom(answers, regions);
}

/** Collects the account of an AWS that answers so. */
export function collectFrom(
  answers: Readonly<Record<string, unknown>>,
  regions = [REGION],
  pagesPerCall?: number,
): Promise<CollectedAccount> {
  const aws: Aws = {
    clock,
    connect: (accountId, _access, record) => ({
      caller: callerOf(answers, accountId, record, pagesPerCall),
      underWay: () => () => {},
    }),
    close() {},
  };
  const study = newStudy();
  return collectAccount({
    target: {
      accountId: ACCOUNT,
      name: 'Member',
      partition: 'aws',
      tags: {},
      access: { kind: 'caller' },
      regions,
    },
    aws,
    isAccessRole: (candidate) => isAccessRole(candidate, ACCOUNT, study),
    isOutsiderRole: (candidate) => isAccessRole(candidate, ACCOUNT, study),
    driftMode: 'access-roles',
    driftTimeout: 1,
    driftMaxAge: 24,
    resourcePolicies: RESOURCE_SERVICES,
    identityCenter: {
      ...{ accountId: ACCOUNT, region: REGION, domains: ['guest.example'], groups: ['guests'] },
      meansDomain: (domain) => domain === 'guest.example',
      meansGroup: (name) => name === 'guests',
    },
  });
}

/** A copy in which one thing is another; `undefined` takes it away, and a function makes it from what was there. */
export function withChange(whole: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return typeof value === 'function' ? value(whole) : value;
  const copy: Record<string, unknown> | unknown[] = Array.isArray(whole) ? [...whole] : { ...Object(whole) };
  const inner = withChange(Reflect.get(copy, step), rest, value);
  // Setting `__proto__` would set something else.
  Object.defineProperty(copy, step, { value: inner, enumerable: true, configurable: true, writable: true });
  if (inner === undefined && Array.isArray(copy)) copy.splice(Number(step), 1);
  else if (inner === undefined) Reflect.deleteProperty(copy, step);
  return copy;
}
