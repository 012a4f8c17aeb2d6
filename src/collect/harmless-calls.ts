import { listOf } from '../aws/answer.ts';
import type { Caller } from '../aws/caller.ts';
import { AwsCallError } from '../aws/errors.ts';

/** Where an action is tried. */
export interface TrialPlace {
  accountId: string;
  partition: string;
  /** `global` for services that have one endpoint a partition. */
  region: string;
  /** Whether it is known to belong to an organization that another account manages. */
  isMember?: boolean;
}

/** The code of our own for an account that knows no instance of IAM Identity Center in a Region where it is to be read. */
export const NO_IDENTITY_CENTER = 'NO_IDENTITY_CENTER';
/** And for a member account that knows there only one of its own, which assigns no accounts. */
export const OWN_IDENTITY_CENTER = 'OWN_IDENTITY_CENTER';

type HarmlessCall = (caller: Caller, place: TrialPlace) => Promise<unknown>;

/** The name of what is not there. Ids of this form are given by AWS, so that nobody can have made it either. */
const NO_UUID = '00000000-0000-4000-8000-000000000000';
const NO_INSTANCE = 'ssoins-0000000000000000';
const NO_STORE = 'd-0000000000';
const NO_ID = '0'.repeat(32);
const NOTHING = 'countersign-doctor-asks-for-nothing';

const stack = ({ partition, region, accountId }: TrialPlace) =>
  `arn:${partition}:cloudformation:${region}:${accountId}:stack/${NOTHING}/${NO_UUID}`;
const analyzer = ({ partition, region, accountId }: TrialPlace) =>
  `arn:${partition}:access-analyzer:${region}:${accountId}:analyzer/${NOTHING}`;
const policy = ({ partition, accountId }: TrialPlace) =>
  `arn:${partition}:iam::${accountId}:policy/${NOTHING}`;

/**
 * A call for each action of an auditor role that reads next to nothing and starts nothing: a page of one thing, or a
 * question about something that is not there. Whether the caller may ask comes before whether it is there, so that a
 * caller who may hears that there is no such thing, and another that it is refused. No stack can have the id that drift
 * is asked for, so that no detection begins.
 */
export const HARMLESS_CALLS: Readonly<Record<string, HarmlessCall>> = {
  'access-analyzer:ListAnalyzers': (caller, { region }) =>
    caller.call('access-analyzer', 'ListAnalyzers', region, { maxResults: 1 }),
  'access-analyzer:ListArchiveRules': (caller, { region }) =>
    caller.call('access-analyzer', 'ListArchiveRules', region, { analyzerName: NOTHING, maxResults: 1 }),
  'access-analyzer:ListFindings': (caller, place) =>
    caller.call('access-analyzer', 'ListFindings', place.region, {
      analyzerArn: analyzer(place),
      maxResults: 1,
    }),
  'backup:GetBackupVaultAccessPolicy': (caller, { region }) =>
    caller.call('backup', 'GetBackupVaultAccessPolicy', region, { BackupVaultName: NOTHING }),
  'backup:ListBackupVaults': (caller, { region }) =>
    caller.call('backup', 'ListBackupVaults', region, { MaxResults: 1 }),
  'cloudformation:BatchDescribeTypeConfigurations': (caller, { region }) =>
    caller.call('cloudformation', 'BatchDescribeTypeConfigurations', region, {
      TypeConfigurationIdentifiers: [{ Type: 'RESOURCE', TypeName: 'AWS::IAM::Role' }],
    }),
  'cloudformation:DescribeStackDriftDetectionStatus': (caller, { region }) =>
    caller.call('cloudformation', 'DescribeStackDriftDetectionStatus', region, {
      StackDriftDetectionId: NO_UUID,
    }),
  'cloudformation:DescribeStackResourceDrifts': (caller, place) =>
    caller.call('cloudformation', 'DescribeStackResourceDrifts', place.region, { StackName: stack(place) }),
  'cloudformation:DescribeStackResources': (caller, { region }) =>
    caller.call('cloudformation', 'DescribeStackResources', region, { PhysicalResourceId: NOTHING }),
  'cloudformation:DescribeStacks': (caller, place) =>
    caller.call('cloudformation', 'DescribeStacks', place.region, { StackName: stack(place) }),
  'cloudformation:DescribeStackSet': (caller, { region }) =>
    caller.call('cloudformation', 'DescribeStackSet', region, { StackSetName: NOTHING }),
  'cloudformation:DetectStackDrift': (caller, place) =>
    caller.call('cloudformation', 'DetectStackDrift', place.region, { StackName: stack(place) }),
  'cloudformation:DetectStackResourceDrift': (caller, place) =>
    caller.call('cloudformation', 'DetectStackResourceDrift', place.region, {
      StackName: stack(place),
      LogicalResourceId: 'Nothing',
    }),
  'cloudformation:GetTemplate': (caller, place) =>
    caller.call('cloudformation', 'GetTemplate', place.region, { StackName: stack(place) }),
  'cloudformation:ListStackInstances': (caller, { region }) =>
    caller.call('cloudformation', 'ListStackInstances', region, { StackSetName: NOTHING, MaxResults: 1 }),
  'cloudformation:ListStackResources': (caller, place) =>
    caller.call('cloudformation', 'ListStackResources', place.region, { StackName: stack(place) }),
  'cloudformation:ListStackSets': (caller, { region }) =>
    caller.call('cloudformation', 'ListStackSets', region, { Status: 'ACTIVE', MaxResults: 1 }),
  'cloudformation:ListStacks': (caller, { region }) =>
    caller.call('cloudformation', 'ListStacks', region, { StackStatusFilter: ['REVIEW_IN_PROGRESS'] }),
  'ecr:DescribeRepositories': (caller, { region }) =>
    caller.call('ecr', 'DescribeRepositories', region, { maxResults: 1 }),
  'ecr:GetRegistryPolicy': (caller, { region }) => caller.call('ecr', 'GetRegistryPolicy', region, {}),
  'ecr:GetRepositoryPolicy': (caller, { region }) =>
    caller.call('ecr', 'GetRepositoryPolicy', region, { repositoryName: NOTHING }),
  'events:ListEventBuses': (caller, { region }) =>
    caller.call('events', 'ListEventBuses', region, { Limit: 1 }),
  'cloudtrail:DescribeTrails': (caller, { region }) =>
    caller.call('cloudtrail', 'DescribeTrails', region, { includeShadowTrails: false }),
  'cloudtrail:GetEventSelectors': (caller, { region }) =>
    caller.call('cloudtrail', 'GetEventSelectors', region, { TrailName: NOTHING }),
  'cloudtrail:GetTrailStatus': (caller, { region }) =>
    caller.call('cloudtrail', 'GetTrailStatus', region, { Name: NOTHING }),
  'config:DescribeConfigurationRecorderStatus': (caller, { region }) =>
    caller.call('config', 'DescribeConfigurationRecorderStatus', region, {}),
  'config:DescribeConfigurationRecorders': (caller, { region }) =>
    caller.call('config', 'DescribeConfigurationRecorders', region, {}),
  'config:DescribeRetentionConfigurations': (caller, { region }) =>
    caller.call('config', 'DescribeRetentionConfigurations', region, {}),
  'cloudtrail:LookupEvents': (caller, { region }) =>
    caller.call('cloudtrail', 'LookupEvents', region, { MaxResults: 1 }),
  'iam:GenerateServiceLastAccessedDetails': (caller, place) =>
    caller.call('iam', 'GenerateServiceLastAccessedDetails', 'global', {
      Arn: `arn:${place.partition}:iam::${place.accountId}:role/${NOTHING}`,
    }),
  // Has a report made where there is none of the last four hours: nothing changes by it, and nobody pays for it.
  'iam:GenerateCredentialReport': (caller) => caller.call('iam', 'GenerateCredentialReport', 'global', {}),
  'iam:GetAccountAuthorizationDetails': (caller) =>
    caller.call('iam', 'GetAccountAuthorizationDetails', 'global', { Filter: ['Role'], MaxItems: 1 }),
  'iam:GetCredentialReport': (caller) => caller.call('iam', 'GetCredentialReport', 'global', {}),
  'iam:GetPolicy': (caller, place) => caller.call('iam', 'GetPolicy', 'global', { PolicyArn: policy(place) }),
  'iam:GetPolicyVersion': (caller, place) =>
    caller.call('iam', 'GetPolicyVersion', 'global', { PolicyArn: policy(place), VersionId: 'v1' }),
  'iam:GetRole': (caller) => caller.call('iam', 'GetRole', 'global', { RoleName: NOTHING }),
  'iam:GetRolePolicy': (caller) =>
    caller.call('iam', 'GetRolePolicy', 'global', { RoleName: NOTHING, PolicyName: NOTHING }),
  'iam:GetServiceLastAccessedDetails': (caller) =>
    caller.call('iam', 'GetServiceLastAccessedDetails', 'global', { JobId: NO_UUID, MaxItems: 1 }),
  'iam:ListAccountAliases': (caller) => caller.call('iam', 'ListAccountAliases', 'global', { MaxItems: 1 }),
  'iam:ListAttachedRolePolicies': (caller) =>
    caller.call('iam', 'ListAttachedRolePolicies', 'global', { RoleName: NOTHING, MaxItems: 1 }),
  'iam:ListDelegationRequests': (caller) =>
    caller.call('iam', 'ListDelegationRequests', 'global', { MaxItems: 1 }),
  'iam:ListEntitiesForPolicy': (caller, place) =>
    caller.call('iam', 'ListEntitiesForPolicy', 'global', { PolicyArn: policy(place), MaxItems: 1 }),
  'iam:ListRolePolicies': (caller) =>
    caller.call('iam', 'ListRolePolicies', 'global', { RoleName: NOTHING, MaxItems: 1 }),
  'iam:ListRoles': (caller) => caller.call('iam', 'ListRoles', 'global', { MaxItems: 1 }),
  'ram:GetResourceShareAssociations': (caller, { region }) =>
    caller.call('ram', 'GetResourceShareAssociations', region, {
      associationType: 'PRINCIPAL',
      maxResults: 1,
    }),
  'ram:GetResourceShareInvitations': (caller, { region }) =>
    caller.call('ram', 'GetResourceShareInvitations', region, { maxResults: 1 }),
  'ram:GetResourceShares': (caller, { region }) =>
    caller.call('ram', 'GetResourceShares', region, { resourceOwner: 'SELF', maxResults: 1 }),
  'ram:ListResources': (caller, { region }) =>
    caller.call('ram', 'ListResources', region, { resourceOwner: 'OTHER-ACCOUNTS', maxResults: 1 }),
  'wellarchitected:ListLensShares': (caller, { partition, region, accountId }) =>
    caller.call('wellarchitected', 'ListLensShares', region, {
      LensAlias: `arn:${partition}:wellarchitected:${region}:${accountId}:lens/${NO_ID}`,
      MaxResults: 1,
    }),
  'wellarchitected:ListLenses': (caller, { region }) =>
    caller.call('wellarchitected', 'ListLenses', region, { LensType: 'CUSTOM_SELF', MaxResults: 1 }),
  'wellarchitected:ListProfileShares': (caller, { partition, region, accountId }) =>
    caller.call('wellarchitected', 'ListProfileShares', region, {
      ProfileArn: `arn:${partition}:wellarchitected:${region}:${accountId}:profile/${NO_ID}`,
      MaxResults: 1,
    }),
  'wellarchitected:ListProfiles': (caller, { region }) =>
    caller.call('wellarchitected', 'ListProfiles', region, { MaxResults: 1 }),
  'wellarchitected:ListReviewTemplates': (caller, { region }) =>
    caller.call('wellarchitected', 'ListReviewTemplates', region, { MaxResults: 1 }),
  'wellarchitected:ListShareInvitations': (caller, { region }) =>
    caller.call('wellarchitected', 'ListShareInvitations', region, { MaxResults: 1 }),
  'wellarchitected:ListTemplateShares': (caller, { partition, region, accountId }) =>
    caller.call('wellarchitected', 'ListTemplateShares', region, {
      TemplateArn: `arn:${partition}:wellarchitected:${region}:${accountId}:review-template/${NO_ID}`,
      MaxResults: 1,
    }),
  'wellarchitected:ListWorkloadShares': (caller, { region }) =>
    caller.call('wellarchitected', 'ListWorkloadShares', region, { WorkloadId: NO_ID, MaxResults: 1 }),
  'wellarchitected:ListWorkloads': (caller, { region }) =>
    caller.call('wellarchitected', 'ListWorkloads', region, { MaxResults: 1 }),
  'rolesanywhere:ListCrls': (caller, { region }) =>
    caller.call('rolesanywhere', 'ListCrls', region, { pageSize: 1 }),
  'rolesanywhere:ListProfiles': (caller, { region }) =>
    caller.call('rolesanywhere', 'ListProfiles', region, { pageSize: 1 }),
  'rolesanywhere:ListTrustAnchors': (caller, { region }) =>
    caller.call('rolesanywhere', 'ListTrustAnchors', region, { pageSize: 1 }),
  'identitystore:ListGroupMemberships': (caller, { region }) =>
    caller.call('identitystore', 'ListGroupMemberships', region, {
      IdentityStoreId: NO_STORE,
      GroupId: NO_UUID,
    }),
  'identitystore:ListGroupMembershipsForMember': (caller, { region }) =>
    caller.call('identitystore', 'ListGroupMembershipsForMember', region, {
      IdentityStoreId: NO_STORE,
      MemberId: { UserId: NO_UUID },
    }),
  'identitystore:ListGroups': (caller, { region }) =>
    caller.call('identitystore', 'ListGroups', region, { IdentityStoreId: NO_STORE, MaxResults: 1 }),
  'identitystore:ListUsers': (caller, { region }) =>
    caller.call('identitystore', 'ListUsers', region, { IdentityStoreId: NO_STORE, MaxResults: 1 }),
  'kms:GetKeyPolicy': (caller, { region }) => caller.call('kms', 'GetKeyPolicy', region, { KeyId: NO_UUID }),
  'kms:ListAliases': (caller, { region }) => caller.call('kms', 'ListAliases', region, { Limit: 1 }),
  'kms:ListGrants': (caller, { region }) => caller.call('kms', 'ListGrants', region, { KeyId: NO_UUID }),
  'kms:ListKeys': (caller, { region }) => caller.call('kms', 'ListKeys', region, { Limit: 1 }),
  'lambda:GetLayerVersionPolicy': (caller, { region }) =>
    caller.call('lambda', 'GetLayerVersionPolicy', region, { LayerName: NOTHING, VersionNumber: 1 }),
  'lambda:ListAliases': (caller, { region }) =>
    caller.call('lambda', 'ListAliases', region, { FunctionName: NOTHING, MaxItems: 1 }),
  'lambda:ListLayerVersions': (caller, { region }) =>
    caller.call('lambda', 'ListLayerVersions', region, { LayerName: NOTHING, MaxItems: 1 }),
  'lambda:ListLayers': (caller, { region }) => caller.call('lambda', 'ListLayers', region, { MaxItems: 1 }),
  'lambda:GetPolicy': (caller, { region }) =>
    caller.call('lambda', 'GetPolicy', region, { FunctionName: NOTHING }),
  'lambda:ListFunctions': (caller, { region }) =>
    caller.call('lambda', 'ListFunctions', region, { MaxItems: 1 }),
  's3:GetAccessPoint': (caller, { region, accountId }) =>
    caller.call('s3-control', 'GetAccessPoint', region, { AccountId: accountId, Name: NOTHING }),
  's3:GetAccessPointPolicy': (caller, { region, accountId }) =>
    caller.call('s3-control', 'GetAccessPointPolicy', region, { AccountId: accountId, Name: NOTHING }),
  's3:ListAccessPoints': (caller, { region, accountId }) =>
    caller.call('s3-control', 'ListAccessPoints', region, { AccountId: accountId, MaxResults: 1 }),
  's3:GetAccountPublicAccessBlock': (caller, { region, accountId }) =>
    caller.call('s3-control', 'GetPublicAccessBlock', region, { AccountId: accountId }),
  // Of a bucket that is not there S3 may say so to whoever asks: then this tells only that it answers.
  's3:GetBucketAcl': (caller, { region }) => caller.call('s3', 'GetBucketAcl', region, { Bucket: NOTHING }),
  's3:GetBucketPolicy': (caller, { region }) =>
    caller.call('s3', 'GetBucketPolicy', region, { Bucket: NOTHING }),
  's3:GetBucketPublicAccessBlock': (caller, { region }) =>
    caller.call('s3', 'GetPublicAccessBlock', region, { Bucket: NOTHING }),
  's3:ListAllMyBuckets': (caller, { region }) =>
    caller.call('s3', 'ListBuckets', region, { BucketRegion: region, MaxBuckets: 1 }),
  'secretsmanager:GetResourcePolicy': (caller, { region }) =>
    caller.call('secretsmanager', 'GetResourcePolicy', region, { SecretId: NOTHING }),
  'secretsmanager:ListSecrets': (caller, { region }) =>
    caller.call('secretsmanager', 'ListSecrets', region, { MaxResults: 1 }),
  'sns:GetTopicAttributes': (caller, { partition, region, accountId }) =>
    caller.call('sns', 'GetTopicAttributes', region, {
      TopicArn: `arn:${partition}:sns:${region}:${accountId}:${NOTHING}`,
    }),
  'sns:ListTopics': (caller, { region }) => caller.call('sns', 'ListTopics', region, {}),
  'sso:DescribePermissionSet': (caller, { partition, region }) =>
    caller.call('sso', 'DescribePermissionSet', region, {
      InstanceArn: `arn:${partition}:sso:::instance/${NO_INSTANCE}`,
      PermissionSetArn: `arn:${partition}:sso:::permissionSet/${NO_INSTANCE}/ps-0000000000000000`,
    }),
  'sso:ListAccountAssignmentsForPrincipal': (caller, { partition, region }) =>
    caller.call('sso', 'ListAccountAssignmentsForPrincipal', region, {
      InstanceArn: `arn:${partition}:sso:::instance/${NO_INSTANCE}`,
      PrincipalId: NO_UUID,
      PrincipalType: 'USER',
    }),
  'sso:ListInstances': async (caller, { region, accountId, isMember = false }) => {
    const instances = await caller.list('sso', 'ListInstances', region, {}, (page) =>
      listOf(page.Instances, 'the instances of IAM Identity Center'),
    );
    // To be allowed is not enough here: without an instance of the organization a scan would look at nobody.
    const useful = instances.filter(({ OwnerAccountId }) => !isMember || OwnerAccountId !== accountId);
    if (useful.length > 0) return;
    const message = `There is no instance of IAM Identity Center of the organization in ${region}.`;
    const code = instances.length === 0 ? NO_IDENTITY_CENTER : OWN_IDENTITY_CENTER;
    throw new AwsCallError({ reason: 'FAILED', action: 'sso:ListInstances', message }, code);
  },
  'sqs:GetQueueAttributes': (caller, { partition, region, accountId }) =>
    caller.call('sqs', 'GetQueueAttributes', region, {
      QueueUrl: `https://sqs.${region}.${partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'}/${accountId}/${NOTHING}`,
      AttributeNames: ['Policy'],
    }),
  'sqs:ListQueues': (caller, { region }) => caller.call('sqs', 'ListQueues', region, { MaxResults: 1 }),
};

/** Actions that are tried on the way in, before any other: whose account it is, and its Regions. */
export const TRIED_ON_THE_WAY: ReadonlySet<string> = new Set([
  'sts:GetCallerIdentity',
  'account:ListRegions',
]);

/** What services answer to a caller who may ask, about what is not there. */
export const NOT_THERE: ReadonlySet<string> = new Set([
  'AWS.SimpleQueueService.NonExistentQueue',
  'NoSuchAccessPoint',
  'NoSuchAccessPointPolicy',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchPublicAccessBlockConfiguration',
  'NotFound',
  'NotFoundException',
  'QueueDoesNotExist',
  'RegistryPolicyNotFoundException',
  'ReportExpired',
  'ReportInProgress',
  'ReportNotPresent',
  'RepositoryNotFoundException',
  'ResourceNotFoundException',
  'StackNotFoundException',
  'StackSetNotFoundException',
  'TrailNotFoundException',
  'TypeConfigurationNotFoundException',
  'ValidationError',
  'ValidationException',
]);

/** Services that answer in every Region on their own, and the least of their actions: whether it is there at all. */
export const REGIONAL_KNOCKS: Readonly<Record<string, string>> = {
  'access-analyzer': 'access-analyzer:ListAnalyzers',
  backup: 'backup:ListBackupVaults',
  cloudformation: 'cloudformation:ListStacks',
  ram: 'ram:GetResourceShares',
  rolesanywhere: 'rolesanywhere:ListTrustAnchors',
  wellarchitected: 'wellarchitected:ListWorkloads',
  ecr: 'ecr:DescribeRepositories',
  events: 'events:ListEventBuses',
  identitystore: 'identitystore:ListUsers',
  kms: 'kms:ListAliases',
  lambda: 'lambda:ListFunctions',
  s3: 's3:ListAllMyBuckets',
  secretsmanager: 'secretsmanager:ListSecrets',
  sns: 'sns:ListTopics',
  sqs: 'sqs:ListQueues',
  sso: 'sso:ListInstances',
};
