/** Actions whose published access level says something else than what they do. */
export interface LevelCorrection {
  level: 'list' | 'read' | 'write';
  /** Why the published level does not hold, the same for all of these. */
  why: string;
  actions: readonly string[];
}

/**
 * Reviewed corrections of the published access levels. An access level says what may be changed or handed on; what reading
 * alone gives away is told by `SENSITIVE_READS`. So an action that changes nothing is reading, whatever it shows. One
 * that hands out what another identity may do is more, whatever its verb; and what AWS's own ReadOnlyAccess holds is
 * not called writing here, but stands among the sensitive reads where it opens something.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const LEVEL_CORRECTIONS: readonly LevelCorrection[] = [
  // Published as more than they are.
  {
    level: 'read',
    why: 'they return a policy or who has which permissions, and change none',
    actions: [
      'arc-region-switch:GetResourcePolicy',
      'billing:GetResourcePolicy',
      'fsx:GetResourcePolicy',
      'quicksight:DescribeKnowledgeBasePermissions',
      'quicksight:DescribeSpacePermissions',
      'quicksight:DescribeTopicPermissions',
      'ssm-sap:GetResourcePermission',
    ],
  },
  {
    level: 'read',
    why: 'it checks the text of a policy that comes with the request, and stores nothing',
    actions: ['secretsmanager:ValidateResourcePolicy'],
  },
  {
    level: 'list',
    why: 'they list names and identifiers',
    actions: [
      'backup-storage:ListChunks',
      'backup-storage:ListObjects',
      'backup:ListIndexedRecoveryPointsForSearch',
      'glue:ListConnectionTypes',
      'glue:ListEntities',
      'iot:ListSubscriptions',
      'monitron:ListProjectAdminUsers',
    ],
  },
  {
    level: 'read',
    why: 'they return tags, as ListTagsForResource of every other service does',
    actions: [
      'bcm-pricing-calculator:ListTagsForResource',
      'honeycode:ListTagsForResource',
      'route53globalresolver:ListTagsForResource',
    ],
  },
  {
    level: 'read',
    why: 'they show jobs, stages, files and previews in the console of Glue; permissions are no part of what they do',
    actions: [
      'glue:BatchGetStageFiles',
      'glue:DescribeConnectionType',
      'glue:DescribeEntity',
      'glue:GetDataPreviewStatement',
      'glue:GetEnvironment',
      'glue:GetExecutors',
      'glue:GetExecutorsThreads',
      'glue:GetLogParsingStatus',
      'glue:GetNotebookInstanceStatus',
      'glue:GetQueries',
      'glue:GetQuery',
      'glue:GetRecipeAction',
      'glue:GetStage',
      'glue:GetStageAttempt',
      'glue:GetStageAttemptTaskList',
      'glue:GetStageAttemptTaskSummary',
      'glue:GetStageFiles',
      'glue:GetStages',
      'glue:GetStorage',
      'glue:GetStorageUnit',
    ],
  },
  {
    level: 'write',
    why: 'they start, stop and change work in the console of Glue, with connections that are there; they manage no permissions',
    actions: [
      'glue:DeregisterDataPreview',
      'glue:RequestLogParsing',
      'glue:RunDataPreviewStatement',
      'glue:SendRecipeAction',
      'glue:StartNotebook',
      'glue:TerminateNotebook',
      'glue:TestConnection',
    ],
  },
  {
    level: 'read',
    why: 'it sends GET requests to a node, which answer from the chain and change nothing',
    actions: ['managedblockchain:GET'],
  },
  {
    level: 'write',
    why: 'they send requests and transactions to a node, and manage no permissions',
    actions: ['managedblockchain:Invoke', 'managedblockchain:POST'],
  },
  {
    level: 'write',
    why: 'they let in to a database, an application or a portal, as dsql:DbConnect, aoss:APIAccessAll and sagemaker:CreatePresignedDomainUrl do, which are published as writing; what may be done there is set elsewhere',
    actions: ['datazone:GetIamPortalLoginUrl', 'opensearch:ApplicationAccessAll', 'rds-db:connect'],
  },
  {
    level: 'write',
    why: 'what they invoke calls tools and functions, as bedrock:InvokeAgent does, or takes their descriptions over',
    actions: [
      'bedrock-agentcore:InvokeGateway',
      'bedrock-agentcore:InvokeWebSearch',
      'bedrock-agentcore:SynchronizeGatewayTargets',
    ],
  },
  {
    level: 'read',
    why: 'they answer whether a policy allows a request, as verifiedpermissions:IsAuthorized does',
    actions: ['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'],
  },
  {
    level: 'write',
    why: 'they connect networks and place instances',
    actions: [
      'ec2:AttachApplianceToNatGateway',
      'ec2:AttachResourcesToPlacementGroup',
      'ec2:CreateOdbNetworkPeering',
      'ec2:DeleteOdbNetworkPeering',
      'ec2:DetachApplianceFromNatGateway',
      'ec2:DetachResourcesFromPlacementGroup',
      'ec2:ModifyOdbNetworkPeering',
    ],
  },
  {
    level: 'write',
    why: 'they change rules for web traffic, as wafv2:CreateWebACL does, which is published as writing',
    actions: [
      'waf-regional:CreateWebACL',
      'waf-regional:DeleteWebACL',
      'waf-regional:UpdateWebACL',
      'waf:CreateWebACL',
      'waf:DeleteWebACL',
      'waf:UpdateWebACL',
    ],
  },
  {
    level: 'read',
    why: 'it lets a request through to Directory Service Data, whose own actions say whether they read or write',
    actions: ['ds:AccessDSData'],
  },
  {
    level: 'read',
    why: 'they return what is stored, a description or a status of it, and change nothing',
    actions: [
      'aidevops:DescribeSupportLevel',
      'appfabric:BatchGetUserAccessTasks',
      'athena:ExportNotebook',
      'backup-storage:DescribeBackupJob',
      'backup-storage:GetBaseBackup',
      'backup-storage:GetChunk',
      'backup-storage:GetIncrementalBaseBackup',
      'backup-storage:GetObjectMetadata',
      'backup:SearchRecoveryPoint',
      'healthlake:RetrieveAttributionStatus',
      'iot:GetConnection',
    ],
  },
  {
    level: 'read',
    why: 'it gives the plain text of what it is sent and changes nothing',
    actions: ['kms:Decrypt'],
  },
  {
    level: 'read',
    why: 'they answer whether a signature or code is right',
    actions: ['kms:Verify', 'kms:VerifyMac'],
  },
  {
    level: 'read',
    why: 'they work out an answer from what they are sent or from a knowledge base, as bedrock:Retrieve and bedrock:InvokeModel do',
    actions: [
      'aws-external-anthropic:CountTokens',
      'bedrock:RetrieveAndGenerate',
      'macie2:TestCustomDataIdentifier',
      'ses:TestRenderEmailTemplate',
      'ses:TestRenderTemplate',
    ],
  },
  {
    level: 'read',
    why: 'it ends a query of its own kind, as logs:StopQuery does, which is published as reading',
    actions: ['timestream:CancelQuery'],
  },
  {
    level: 'read',
    why: "it answers to whoever holds the user's refresh token; IAM rights have no part in it",
    actions: ['cognito-idp:GetTokensFromRefreshToken'],
  },
  {
    level: 'read',
    why: "it shows where a session listens, with a token for it; AWS's ReadOnlyAccess holds it, and it is a sensitive read",
    actions: ['athena:GetSessionEndpoint'],
  },

  // Published as less than they are.
  {
    level: 'write',
    why: 'they let a service use a connection to repositories of others, as UseConnection lets the one that asks',
    actions: [
      'codeconnections:PassConnection',
      'codeconnections:PassRepository',
      'codestar-connections:PassConnection',
      'codestar-connections:PassRepository',
    ],
  },
  {
    level: 'write',
    why: 'they hand out credentials or tokens of another identity than the one that asks',
    actions: [
      'amplifybackend:GetToken',
      'bedrock-agentcore:GetResourceApiKey',
      'bedrock-agentcore:GetResourceOauth2Token',
      'bedrock-agentcore:GetResourcePaymentToken',
      'cloud9:CreateEnvironmentToken',
      'codeconnections:GetConnectionToken',
      'codeconnections:GetIndividualAccessToken',
      'codeguru-reviewer:CreateConnectionToken',
      'codestar-connections:GetConnectionToken',
      'codestar-connections:GetIndividualAccessToken',
      'datazone:GetDomainExecutionRoleCredentials',
      'datazone:GetEnvironmentCredentials',
      'eks-auth:AssumeRoleForPodIdentity',
      'finspace-api:GetProgrammaticAccessCredentials',
      'pca-connector-scep:GetChallengePassword',
    ],
  },
  {
    level: 'write',
    why: 'they open a data warehouse, as redshift:GetClusterCredentials does, which is published as writing',
    actions: ['redshift:GetIdentityCenterAuthToken', 'redshift-serverless:GetIdentityCenterAuthToken'],
  },
  {
    level: 'write',
    why: 'they sign whoever has the URL or code in to QuickSight as some user',
    actions: [
      'quicksight:GetAnonymousUserEmbedUrl',
      'quicksight:GetAuthCode',
      'quicksight:GetDashboardEmbedUrl',
      'quicksight:GetSessionEmbedUrl',
    ],
  },
  {
    level: 'write',
    why: 'they hand out the means to upload files',
    actions: [
      'auditmanager:GetEvidenceFileUploadUrl',
      'gamelift:RequestUploadCredentials',
      'tax:GetDocumentUploadUrl',
    ],
  },
  {
    level: 'write',
    why: 'what they invoke acts with a role of its own: it calls functions and tools',
    actions: ['bedrock:InvokeAgent', 'bedrock:InvokeFlow', 'bedrock:InvokeInlineAgent', 'bedrock:InvokeTool'],
  },
  {
    level: 'write',
    why: 'they steer a browser, approve a command, complete an authorization, register an app, or change or send something',
    actions: [
      'bedrock-agentcore:CompleteResourceTokenAuth',
      'bedrock-agentcore:ConnectBrowserAutomationStream',
      'bedrock-agentcore:ConnectBrowserLiveViewStream',
      'cloudshell:ApproveCommand',
      'codecommit:CancelUploadArchive',
      'codeconnections:RegisterAppCode',
      'codeconnections:StartAppRegistrationHandshake',
      'codeconnections:StartOAuthHandshake',
      'codestar-connections:RegisterAppCode',
      'codestar-connections:StartAppRegistrationHandshake',
      'codestar-connections:StartOAuthHandshake',
      'securityhub:SendFindingEvents',
      'securityhub:SendInsightEvents',
      'ssm:PutConfigurePackageResult',
    ],
  },
  {
    level: 'write',
    why: 'it reads from and writes to repositories of others, unless the statement asks for reading alone',
    actions: ['codeconnections:UseConnection', 'codestar-connections:UseConnection'],
  },
];

/** An action that a condition of its own service can hold to reading. */
export interface ReadOnlyForm {
  action: string;
  /** Lower case. */
  key: string;
  /** With this value of the key, and no other, the action only reads. */
  value: string;
}

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-security-iam-example-bucket-policies.html
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscodeconnections.html
 */
export const READ_ONLY_FORMS: readonly ReadOnlyForm[] = [
  { action: 's3express:CreateSession', key: 's3express:sessionmode', value: 'ReadOnly' },
  {
    action: 'codeconnections:UseConnection',
    key: 'codeconnections:providerpermissionsrequired',
    value: 'read_only',
  },
  {
    action: 'codestar-connections:UseConnection',
    key: 'codestar-connections:providerpermissionsrequired',
    value: 'read_only',
  },
];
