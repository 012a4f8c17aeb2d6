/** A service that acts for many customers by roles of theirs. */
export interface SourceConditionService {
  /** Its service principals without Region and domain: `logs` stands for `logs.eu-west-1.amazonaws.com` as well. */
  principals: readonly string[];
  name: string;
  /** The page that asks for source conditions in the trust policy of the role. */
  source: string;
  /** Which of its roles the page speaks of, where the service takes others as well. */
  roles?: string;
  /** How the names of those roles begin, where no other role is meant. */
  roleName?: string;
  /**
   * What to ask of `aws:SourceArn`, after `arn:PARTITION:` and with ACCOUNT for the account, where the page shows that
   * key alone; elsewhere it shows `aws:SourceAccount` too.
   */
  sourceArn?: string;
  /** Whether the page lets an external ID of the customer's choice stand in their place. */
  externalId?: true;
}

/**
 * The services whose documentation asks for `aws:SourceAccount` or `aws:SourceArn` in the trust policy of the role
 * that they assume: it recommends them, or the trust policy that it gives has them. A page that
 * speaks of resource policies counts where what it shows is a role's trust policy. The list is not complete: AWS does
 * not publish one, and services are added here as their pages are read. Most pages were read as AWS had them on GitHub
 * in June 2023 (github.com/awsdocs), where they may have said something that they word differently today; those of
 * AgentCore, DataZone, MSK Connect, Q Business and End User Messaging as they are in 2026. Services of which only some
 * roles are documented so, and the usual ones without, are left out: CloudTrail is one, CodeBuild another.
 */
export const SOURCE_CONDITION_SERVICES: readonly SourceConditionService[] = [
  {
    principals: ['airflow', 'airflow-env'],
    name: 'Amazon MWAA',
    roles: 'execution roles',
    source: 'https://docs.aws.amazon.com/mwaa/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['appstream'],
    name: 'Amazon WorkSpaces Applications (AppStream 2.0)',
    source: 'https://docs.aws.amazon.com/appstream2/latest/developerguide/example-fleet-machine.html',
  },
  {
    principals: ['autoscaling'],
    name: 'Amazon EC2 Auto Scaling',
    source:
      'https://docs.aws.amazon.com/autoscaling/ec2/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['batch'],
    name: 'AWS Batch',
    roles: 'service roles',
    source:
      'https://docs.aws.amazon.com/batch/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['bedrock'],
    name: 'Amazon Bedrock',
    source: 'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
  },
  {
    principals: ['bedrock-agentcore'],
    name: 'Amazon Bedrock AgentCore',
    roles: 'execution and service roles',
    source: 'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html',
  },
  {
    principals: ['cloudformation'],
    name: 'AWS CloudFormation StackSets',
    roles: 'StackSets administration roles',
    roleName: 'AWSCloudFormationStackSetAdministrationRole',
    source:
      'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html',
  },
  {
    principals: ['codedeploy'],
    name: 'AWS CodeDeploy',
    roles: 'service roles',
    source: 'https://docs.aws.amazon.com/codedeploy/latest/userguide/security_confused_deputy.html',
  },
  {
    principals: ['cognito-idp'],
    name: 'Amazon Cognito user pools',
    roles: 'roles for SMS messages',
    externalId: true,
    source: 'https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-sms-settings.html',
  },
  {
    principals: ['comprehend'],
    name: 'Amazon Comprehend',
    roles: 'data access roles',
    source: 'https://docs.aws.amazon.com/comprehend/latest/dg/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['config'],
    name: 'AWS Config',
    roles: 'roles of configuration recorders',
    source: 'https://docs.aws.amazon.com/config/latest/developerguide/iamrole-permissions.html',
  },
  {
    principals: ['controltower'],
    name: 'AWS Control Tower',
    roles: 'the role AWSControlTowerAdmin',
    source: 'https://docs.aws.amazon.com/controltower/latest/userguide/roles-how.html',
  },
  {
    principals: ['datasync'],
    name: 'AWS DataSync',
    roles: 'roles for S3 locations',
    source:
      'https://docs.aws.amazon.com/datasync/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['datazone'],
    name: 'Amazon DataZone',
    roles: 'domain execution roles',
    roleName: 'AmazonDataZoneDomainExecution',
    source: 'https://docs.aws.amazon.com/datazone/latest/userguide/AmazonDataZoneDomainExecutionRole.html',
  },
  {
    principals: ['directoryservice.rds'],
    name: 'Amazon RDS with Kerberos authentication',
    roles: 'roles for AWS Directory Service',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/oracle-kerberos-setting-up.html',
  },
  {
    principals: ['dlm'],
    name: 'Amazon Data Lifecycle Manager',
    roles: 'custom roles',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/service-role.html',
  },
  {
    principals: ['dms'],
    name: 'AWS Database Migration Service',
    source: 'https://docs.aws.amazon.com/dms/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['ecs-tasks'],
    name: 'Amazon ECS',
    roles: 'task roles',
    source: 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html',
  },
  {
    principals: ['eks-fargate-pods'],
    name: 'Amazon EKS on AWS Fargate',
    roles: 'pod execution roles',
    sourceArn: 'eks:*:ACCOUNT:fargateprofile/*',
    source: 'https://docs.aws.amazon.com/eks/latest/userguide/pod-execution-role.html',
  },
  {
    principals: ['elasticmapreduce'],
    name: 'Amazon EMR',
    roles: 'roles of EMR Studio and of managed notebooks',
    source: 'https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html',
  },
  {
    principals: ['es'],
    name: 'Amazon OpenSearch Service',
    roles: 'roles for snapshots',
    source:
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['fis'],
    name: 'AWS Fault Injection Service',
    roles: 'experiment roles',
    source:
      'https://docs.aws.amazon.com/resilience-hub/latest/userguide/next-gen-resilience-testing-iam-single-account.html',
  },
  {
    principals: ['forecast'],
    name: 'Amazon Forecast',
    source: 'https://docs.aws.amazon.com/forecast/latest/dg/aws-forecast-iam-roles.html',
  },
  {
    principals: ['frauddetector'],
    name: 'Amazon Fraud Detector',
    source: 'https://docs.aws.amazon.com/frauddetector/latest/ug/confused-deputy-prevention.html',
  },
  {
    principals: ['greengrass'],
    name: 'AWS IoT Greengrass',
    roles: 'service and group roles',
    source: 'https://docs.aws.amazon.com/greengrass/v2/developerguide/greengrass-service-role.html',
  },
  {
    principals: ['hooks.cloudformation'],
    name: 'AWS CloudFormation hooks',
    roles: 'execution and logging roles',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/registry.html',
  },
  {
    principals: ['importexport'],
    name: 'AWS Snow Family',
    roles: 'roles of jobs',
    source: 'https://docs.aws.amazon.com/snowball/latest/developer-guide/restricting-access.html',
  },
  {
    principals: ['iot'],
    name: 'AWS IoT',
    source:
      'https://docs.aws.amazon.com/iot/latest/developerguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['iotdeviceadvisor'],
    name: 'AWS IoT Device Advisor',
    source: 'https://docs.aws.amazon.com/iot/latest/developerguide/security-best-practices.html',
  },
  {
    principals: ['iotevents'],
    name: 'AWS IoT Events',
    source:
      'https://docs.aws.amazon.com/iotevents/latest/developerguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['iotfleethub'],
    name: 'Fleet Hub for AWS IoT Device Management',
    source:
      'https://docs.aws.amazon.com/iot/latest/fleethubuserguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['kafkaconnect'],
    name: 'Amazon MSK Connect',
    roles: 'service execution roles',
    source: 'https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-service-execution-role.html',
  },
  {
    principals: ['kendra'],
    name: 'Amazon Kendra',
    source: 'https://docs.aws.amazon.com/kendra/latest/dg/iam-roles.html',
  },
  {
    principals: ['kinesisanalytics'],
    name: 'Amazon Kinesis Data Analytics',
    source:
      'https://docs.aws.amazon.com/kinesisanalytics/latest/dev/iam-cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['logs'],
    name: 'Amazon CloudWatch Logs',
    roles: 'roles of subscriptions',
    source: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html',
  },
  {
    principals: ['mediaconvert'],
    name: 'AWS Elemental MediaConvert',
    source:
      'https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['monitoring.rds'],
    name: 'Amazon RDS Enhanced Monitoring',
    source: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html',
  },
  {
    principals: ['osis-pipelines'],
    name: 'Amazon OpenSearch Ingestion',
    roles: 'pipeline roles',
    source:
      'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/pipeline-domain-access.html',
  },
  {
    principals: ['personalize'],
    name: 'Amazon Personalize',
    source: 'https://docs.aws.amazon.com/personalize/latest/dg/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['proton'],
    name: 'AWS Proton',
    roles: 'service roles',
    source:
      'https://docs.aws.amazon.com/proton/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['qbusiness'],
    name: 'Amazon Q Business',
    source: 'https://docs.aws.amazon.com/amazonq/latest/qbusiness-ug/kendra-retriever-iam-role.html',
  },
  {
    principals: ['rds'],
    name: 'Amazon RDS',
    roles: 'roles for import from and export to Amazon S3',
    source:
      'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['rekognition'],
    name: 'Amazon Rekognition',
    source: 'https://docs.aws.amazon.com/rekognition/latest/dg/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['resources.cloudformation'],
    name: 'AWS CloudFormation resource types of the registry',
    roles: 'execution and logging roles',
    source: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/registry.html',
  },
  {
    principals: ['sagemaker'],
    name: 'Amazon SageMaker AI',
    roles: 'execution roles',
    source: 'https://docs.aws.amazon.com/sagemaker/latest/dg/security-confused-deputy-prevention.html',
  },
  {
    principals: ['scheduler'],
    name: 'Amazon EventBridge Scheduler',
    roles: 'execution roles',
    source:
      'https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['ses'],
    name: 'Amazon SES',
    roles: 'roles of event destinations',
    source: 'https://docs.aws.amazon.com/ses/latest/dg/event-publishing-add-event-destination-firehose.html',
  },
  {
    principals: ['sms-voice'],
    name: 'AWS End User Messaging SMS',
    roles: 'roles of event destinations',
    source:
      'https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-kinesis-creating-role.html',
  },
  {
    principals: ['spotfleet'],
    name: 'Amazon EC2 Spot Fleet',
    roles: 'tagging roles',
    source: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-spot-fleets.html',
  },
  {
    principals: ['ssm'],
    name: 'AWS Systems Manager',
    roles: 'roles of Automation and of hybrid activations',
    source:
      'https://docs.aws.amazon.com/systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['ssm-incidents'],
    name: 'AWS Systems Manager Incident Manager',
    roles: 'roles for runbooks',
    sourceArn: 'ssm-incidents:*:ACCOUNT:incident-record/*',
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html',
  },
  {
    principals: ['states'],
    name: 'AWS Step Functions',
    source: 'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html',
  },
  {
    principals: ['textract'],
    name: 'Amazon Textract',
    source: 'https://docs.aws.amazon.com/textract/latest/dg/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['transcribe', 'transcribe.streaming'],
    name: 'Amazon Transcribe',
    roles: 'data access roles',
    source: 'https://docs.aws.amazon.com/transcribe/latest/dg/security_iam_id-based-policy-examples.html',
  },
  {
    principals: ['transfer'],
    name: 'AWS Transfer Family',
    source: 'https://docs.aws.amazon.com/transfer/latest/userguide/confused-deputy.html',
  },
  {
    principals: ['translate'],
    name: 'Amazon Translate',
    roles: 'data access roles',
    source: 'https://docs.aws.amazon.com/translate/latest/dg/async-prereqs.html',
  },
  {
    principals: ['voiceid'],
    name: 'Amazon Connect Voice ID',
    source:
      'https://docs.aws.amazon.com/connect/latest/adminguide/cross-service-confused-deputy-prevention.html',
  },
  {
    principals: ['vpc-flow-logs'],
    name: 'Amazon VPC Flow Logs',
    source: 'https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-cwl.html',
  },
];
