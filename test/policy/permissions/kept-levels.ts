/** Actions that sound like reading, are published as more, and are taken for what is published, with the reason. */
export const KEPT_ABOVE_READING: ReadonlyArray<{ why: string; actions: readonly string[] }> = [
  {
    why: 'it hands out credentials, tokens, keys or a way in',
    actions: `acm-pca:IssueCertificate bedrock-agentcore:GetWorkloadAccessToken
      bedrock-agentcore:GetWorkloadAccessTokenForJWT bedrock-agentcore:GetWorkloadAccessTokenForUserId
      cloudshell:GetFileDownloadUrls cloudshell:GetFileUploadUrls
      elasticmapreduce:GetClusterSessionCredentials elasticmapreduce:GetOnClusterAppUIPresignedURL
      elasticmapreduce:GetPersistentAppUIPresignedURL elasticmapreduce:GetSessionEndpoint
      emr-containers:GetManagedEndpointSessionCredentials events:RetrieveConnectionCredentials
      lakeformation:GetDataAccess lightsail:DownloadDefaultKeyPair lightsail:GetInstanceAccessDetails
      lightsail:GetRelationalDatabaseMasterUserPassword opensearch:ViewLoginPage payment-cryptography:ExportKey
      redshift:GetClusterCredentials redshift:GetClusterCredentialsWithIAM redshift-serverless:GetCredentials
      route53domains:RetrieveDomainAuthCode security-ir:GetCaseAttachmentUploadUrl sts:GetDelegatedAccessToken
      sts:GetFederationToken sts:GetWebIdentityToken`.split(/\s+/),
  },
  {
    why: 'it takes a job, a message or a licence away from others, or hands on the credentials of the job',
    actions: `codepipeline:PollForJobs codepipeline:PollForThirdPartyJobs datapipeline:PollForTask
      ecs:DiscoverPollEndpoint ecs:Poll iot:Receive lambda:CheckpointDurableExecution license-manager:CheckInLicense
      license-manager:CheckoutBorrowLicense license-manager:CheckoutLicense mediaconnect:PollGateway
      medialive:PollAnywhere states:GetActivityTask swf:PollForActivityTask swf:PollForDecisionTask`.split(
      /\s+/,
    ),
  },
  {
    why: 'it writes a copy of data elsewhere',
    actions: `compute-optimizer:ExportAutoScalingGroupRecommendations
      compute-optimizer:ExportEBSVolumeRecommendations compute-optimizer:ExportEC2InstanceRecommendations
      compute-optimizer:ExportECSServiceRecommendations compute-optimizer:ExportIdleRecommendations
      compute-optimizer:ExportLambdaFunctionRecommendations compute-optimizer:ExportLicenseRecommendations
      compute-optimizer:ExportRDSDatabaseRecommendations discovery:ExportConfigurations
      dms:ExportMetadataModelAssessment drs:ExportSourceNetworkCfnTemplate dynamodb:ExportTableToPointInTime
      ec2:ExportImage ec2:ExportTransitGatewayRoutes elasticache:ExportServerlessCacheSnapshot
      gameliftstreams:ExportStreamSessionFiles lightsail:ExportSnapshot qapps:ExportQAppSessionData
      qdeveloper:ExportArtifact qldb:ExportJournalToS3 sagemaker-geospatial:ExportEarthObservationJob
      sagemaker-geospatial:ExportVectorEnrichmentJob social-messaging:GetWhatsAppMessageMedia
      storagegateway:RetrieveTapeArchive storagegateway:RetrieveTapeRecoveryPoint`.split(/\s+/),
  },
  {
    why: 'it runs something: a test, a function, a discovery, a failover',
    actions: `aidevops:DiscoverTopology aidevops:ValidateAwsAssociations apigateway:PreviewPortal
      appconfig:ValidateConfiguration b2bi:TestConversion b2bi:TestMapping b2bi:TestParsing
      backup-gateway:TestHypervisorConfiguration bedrock-agentcore:Evaluate bugbust:EvaluateProfilingGroups
      cloudformation:TestType cloudfront:TestConnectionFunction cloudfront:TestFunction
      codecommit:TestRepositoryTriggers datazone:ValidatePassRole elasticache:TestFailover elasticache:TestMigration
      elastictranscoder:TestRole evidently:EvaluateFeature iotwireless:TestWirelessDevice lightsail:TestAlarm
      lookoutmetrics:DetectMetricSetConfig lookoutvision:DetectAnomalies states:TestState
      tnb:ValidateSolFunctionPackageContent tnb:ValidateSolNetworkPackageContent transfer:TestConnection
      voiceid:EvaluateSession workmail:TestInboundMailFlowRules workmail:TestOutboundMailFlowRules`.split(
      /\s+/,
    ),
  },
  {
    why: 'it makes, confirms or registers something: an identity, an address, a device, a number',
    actions: `cognito-identity:GetId cognito-idp:VerifySoftwareToken cognito-idp:VerifyUserAttribute
      freertos:VerifyEmail invoicing:VerifyProcurementPortalValidation mobiletargeting:VerifyOTPMessage
      payment-cryptography:VerifyAuthRequestCryptogram payment-cryptography:VerifyCardValidationData
      payment-cryptography:VerifyMac payment-cryptography:VerifyPinData q:VerifyOAuthAppConnection
      securityagent:VerifyTargetDomain ses:VerifyDomainDkim ses:VerifyDomainIdentity ses:VerifyEmailAddress
      ses:VerifyEmailIdentity sms-voice:VerifyDestinationNumber sns:VerifySMSSandboxPhoneNumber
      sso-directory:VerifyEmail`.split(/\s+/),
  },
  {
    why: 'no page of its service says what it does, and in doubt it is what is published',
    actions:
      `cloudwatch:QueryTraces cloudwatch:SearchPrincipals elemental-support-cases:CheckCasePermission`.split(
        /\s+/,
      ),
  },
];
