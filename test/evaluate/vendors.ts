/**
 * What vendors ask for in their public documentation, as facts: whom the role admits, what guards it, what it may do, as
 * far as the page says so. Nothing here is a vendor's text or template.
 */
export interface Vendor {
  name: string;
  /** The page that says so; left out where it was read in public code or lists, and the vendor's own page was not seen. */
  source?: string;
  /** Account ids, ARNs of roles and users, or the issuer of tokens. */
  admits: string[];
  /** `random`: the vendor makes one for each customer that is like a UUID. Undefined: none is asked for. */
  externalId?: 'random' | { equals: string } | { like: string };
  /** Other conditions, as operators with keys and values. */
  conditions?: Record<string, Record<string, string>>;
  /** AWS's own policies, by name. */
  managed?: string[];
  /** On every resource, where no other is named. Neither these nor `managed`: a trust policy alone is judged. */
  actions?: string[];
  resource?: string;
  /** Further statements, as facts of what is denied or guarded. */
  statements?: object[];
  /** Seconds, where a longer session than IAM's default is asked for. */
  session?: number;
  /** What the checks find beyond what they say of every row (`EVERY` in the test), severity and check. */
  verdict: string[];
}

const BUCKET = 'arn:aws:s3:::customer-data/*';

/** Each of a form that the vendor's page shows, with a value that nobody has. */
const FORM = {
  sevenDigits: '4820193',
  fifteenHex: '7C19E04BA5D2F36',
  twentyHex: '6e0c1b93d75af2480c3e',
  thirtyHex: '91c7e5b0432fd86a1e0b9c74d35f28',
  thirtyTwoHex: '5ad0c7be12f9483e96b1d2750c48fa3e',
  sixtyFourHex: '5ad0c7be12f9483e96b1d2750c48fa3e91c7e5b0432fd86a1e0b9c74d35f28c4',
};

export const VENDORS: readonly Vendor[] = [
  {
    name: 'Datadog',
    source: 'https://docs.datadoghq.com/integrations/faq/error-datadog-not-authorized-sts-assume-role',
    admits: ['464622532012'],
    externalId: { equals: FORM.thirtyTwoHex },
    actions: ['autoscaling:Describe*', 'budgets:ViewBudget', 'cloudwatch:Get*', 'ec2:Describe*', 'support:*'],
    verdict: ['medium third-party-privileges', 'low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'New Relic',
    source:
      'https://docs.newrelic.com/docs/infrastructure/amazon-integrations/get-started/integrations-managed-policies.md',
    admits: ['754728514883'],
    externalId: { equals: FORM.sevenDigits },
    managed: ['ReadOnlyAccess'],
    actions: ['budgets:ViewBudget'],
    verdict: ['medium third-party-privileges', 'medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'New Relic, workflow automation',
    source:
      'https://docs.newrelic.com/docs/workflow-automation/setup-and-configure/set-up-aws-credentials/iam-role-setup.md',
    admits: ['253490767857'],
    externalId: { equals: FORM.sevenDigits },
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Dynatrace',
    source: 'https://docs.dynatrace.com/docs/shortlink/eks',
    admits: ['509560245411'],
    externalId: 'random',
    actions: [
      'acm-pca:ListCertificateAuthorities',
      'apigateway:GET',
      'cloudwatch:GetMetricData',
      'ec2:DescribeInstances',
    ],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Splunk Observability Cloud',
    source:
      'https://help.splunk.com/splunk-observability-cloud/manage-data/connect-to-your-cloud-service-provider/connect-to-aws/aws-authentication-permissions-and-regions',
    admits: ['134183635603'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Sumo Logic',
    source:
      'https://help.sumologic.com/03Send-Data/Sources/02Sources-for-Hosted-Collectors/Amazon-Web-Services/Grant-Access-to-an-AWS-Product',
    admits: ['926226587429'],
    externalId: { equals: 'us2:00000000000C71E4' },
    actions: ['s3:GetObject', 's3:GetObjectVersion', 's3:ListBucketVersions', 's3:ListBucket'],
    resource: BUCKET,
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Grafana Cloud',
    source:
      'https://grafana.com/docs/grafana-cloud/monitor-infrastructure/monitor-cloud-provider/aws/cloudwatch-metrics/config-cw-metric-scrape.md',
    admits: ['008923505280'],
    externalId: { equals: FORM.sevenDigits },
    actions: ['tag:GetResources', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics'],
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Spot',
    source: 'https://docs.spot.io/administration/api/spot-policy-in-aws',
    admits: ['922761411349'],
    externalId: { equals: 'spotinst:aws:extid:5f2kq81zw7d3c9x0' },
    actions: ['ec2:DescribeInstances', 'iam:PutRolePolicy'],
    verdict: ['critical third-party-admin', 'low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Vanta',
    source: 'https://help.vanta.com/hc/en-us/articles/8451925240980-Connecting-Vanta-AWS-Organization',
    admits: ['arn:aws:iam::956993596390:role/scanner'],
    externalId: { equals: FORM.fifteenHex },
    managed: ['SecurityAudit'],
    statements: [
      {
        Effect: 'Deny',
        Action: [
          'datapipeline:EvaluateExpression',
          'datapipeline:QueryObjects',
          'rds:DownloadDBLogFilePortion',
        ],
        Resource: '*',
      },
    ],
    verdict: ['medium third-party-privileges', 'medium external-id-guessable'],
  },
  {
    name: 'Drata',
    source: 'https://github.com/drata/terraform-aws-drata-autopilot-role',
    admits: ['269135526815'],
    externalId: 'random',
    managed: ['SecurityAudit'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Databricks, Unity Catalog',
    source: 'https://docs.databricks.com/sql/admin/data-access-configuration.html',
    admits: ['arn:aws:iam::414351767826:role/unity-catalog-prod-UCMasterRole-14S5ZJVKOTYTL'],
    externalId: 'random',
    actions: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket', 's3:GetBucketLocation'],
    resource: BUCKET,
    verdict: ['medium third-party-privileges'],
  },
  {
    name: 'Fivetran',
    source: 'https://fivetran.com/docs/logs/cloudwatch/setup-guide',
    admits: ['834469178297'],
    externalId: { equals: 'decent_lantern' },
    actions: ['s3:GetObject', 's3:ListBucket'],
    resource: BUCKET,
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Tenable',
    source:
      'https://docs.tenable.com/tenableio/vulnerabilitymanagement/Content/Settings/Connectors_ConfigureAWS_KeylessAutoDiscovery.htm',
    admits: ['arn:aws:iam::012615275169:role/keyless_connector_role'],
    externalId: 'random',
    verdict: [],
  },
  {
    name: 'Azure Cost Management',
    source: 'https://docs.microsoft.com/en-us/azure/cost-management/aws-integration-manage',
    admits: ['432263259397'],
    externalId: { equals: 'Fabrikam1234567890123' },
    managed: ['ReadOnlyAccess'],
    verdict: ['medium third-party-privileges', 'medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Microsoft Sentinel',
    source: 'https://docs.microsoft.com/en-us/azure/sentinel/connect-aws',
    admits: ['197857026523'],
    externalId: 'random',
    managed: ['AWSCloudTrail_ReadOnlyAccess'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'JupiterOne',
    source: 'https://github.com/JupiterOne/jupiterone-aws-cloudformation',
    admits: ['612791702201', '592277296164', '543056157939'],
    externalId: 'random',
    managed: ['SecurityAudit'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Lacework',
    source: 'https://raw.githubusercontent.com/lacework/terraform-aws-iam-role/main/variables.tf',
    admits: ['434813966438'],
    externalId: { equals: 'lweid:aws:v2:fabrikam:111122223333:Q7ZK2W9XTB' },
    managed: ['SecurityAudit'],
    actions: ['fis:ListActions', 'fis:GetAction', 'codeartifact:DescribePackage'],
    verdict: ['medium third-party-privileges', 'low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Prisma Cloud',
    source:
      'https://docs.paloaltonetworks.com/prisma/prisma-cloud/prisma-cloud-admin/connect-your-cloud-platform-to-prisma-cloud/onboard-aws/manually-set-up-prisma-cloud-role-for-aws',
    admits: ['188619942792'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'CloudHealth',
    source:
      'https://github.com/mozilla/security/blob/master/operations/cloudformation-templates/cloudhealth_iam_role.json',
    admits: ['454464851268'],
    externalId: { equals: FORM.thirtyHex },
    verdict: ['low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'CloudZero',
    source: 'https://www.cloudzero.com/hubfs/CloudZero%20Configuration%20Guide%20-%20Automated.pdf',
    admits: ['061190967865'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Cloudability',
    source: 'https://developers.cloudability.com/docs/vendor-credentials-end-point',
    admits: ['arn:aws:iam::165736516723:user/cloudability'],
    externalId: 'random',
    verdict: [],
  },
  {
    name: 'nOps',
    source: 'https://help.nops.io/manual_setup',
    admits: ['202279780353'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Rapid7 InsightVM',
    source: 'https://insightvm.help.rapid7.com/docs/aws-connect-to-cloud-configuration-assessment',
    admits: ['336818582268'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Workato',
    source: 'https://docs.workato.com/connectors/s3.html',
    admits: ['353360065216'],
    externalId: { equals: 'workato_iam_external_id_4820193' },
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Workato, where the external ID is left out as optional',
    source: 'https://docs.workato.com/connectors/s3.html',
    admits: ['353360065216'],
    verdict: ['high external-id-missing', 'low account-root-principal'],
  },
  {
    name: 'Alert Logic',
    source: 'https://docs.alertlogic.com/prepare/iam-role-creation.htm',
    admits: ['733251395267'],
    externalId: { equals: '13482091' },
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage'],
    verdict: ['medium third-party-privileges', 'medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Cloud One Conformity',
    source: 'https://github.com/cloudconformity/documentation-api/blob/master/Accounts.md',
    admits: ['717210094962'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'LogicMonitor',
    admits: ['282028653949'],
    externalId: 'random',
    managed: ['ReadOnlyAccess'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Logz.io, which lets the customer choose',
    admits: ['406095609952'],
    externalId: { equals: 'logzio' },
    actions: ['s3:GetObject', 's3:ListBucket'],
    resource: BUCKET,
    verdict: ['medium external-id-guessable', 'low account-root-principal'],
  },
  {
    name: 'Site24x7',
    admits: ['949777495771'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Snyk, container registries',
    source: 'https://support.snyk.io/hc/en-us/articles/360004002418-AWS-Lambda-integration',
    admits: ['arn:aws:iam::198361731867:user/ecr-integration-user'],
    externalId: 'random',
    managed: ['AmazonEC2ContainerRegistryReadOnly'],
    verdict: ['medium third-party-privileges'],
  },
  {
    name: 'Cloudcraft',
    admits: ['968898580625'],
    externalId: 'random',
    managed: ['ReadOnlyAccess'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'MongoDB Atlas, encryption by a customer key',
    admits: ['536727724300'],
    externalId: 'random',
    actions: ['kms:Decrypt', 'kms:Encrypt', 'kms:DescribeKey'],
    resource: 'arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-4b5a-4697-8899-aabbccddeeff',
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Turbot Pipes',
    admits: ['316881668097'],
    externalId: { equals: 'o_c5n0k2m4p6r8t1v3x7za:9k2m4p6r' },
    managed: ['ReadOnlyAccess'],
    verdict: ['medium third-party-privileges', 'low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Sysdig',
    source: 'https://docs.sysdig.com/en/docs/administration/saas-regions-and-ip-ranges/',
    admits: ['arn:aws:iam::263844535661:role/us-west-2-production-secure-assume-role'],
    externalId: { equals: FORM.thirtyTwoHex },
    verdict: ['low external-id-format'],
  },
  {
    name: 'Spacelift',
    source: 'https://docs.spacelift.io/integrations/cloud-providers/aws',
    admits: ['324880187172'],
    externalId: { like: 'fabrikam@*' },
    managed: ['PowerUserAccess'],
    verdict: [
      'high external-id-not-enforced',
      'high third-party-admin',
      'high recording-at-risk',
      'low account-root-principal',
    ],
  },
  {
    name: 'Spacelift, of one stack, as administrator',
    source: 'https://docs.spacelift.io/integrations/cloud-providers/aws',
    admits: ['324880187172'],
    externalId: { equals: 'fabrikam@network' },
    managed: ['AdministratorAccess'],
    verdict: [
      'critical third-party-admin',
      'high full-admin-policy',
      'medium external-id-guessable',
      'low account-root-principal',
    ],
  },
  {
    name: 'env0',
    source: 'https://docs.env0.com/docs/aws-costs',
    admits: ['913128560467'],
    externalId: 'random',
    managed: ['AdministratorAccess'],
    session: 18_000,
    verdict: [
      'critical third-party-admin',
      'high full-admin-policy',
      'low account-root-principal',
      'low session-duration',
    ],
  },
  {
    name: 'Fugue',
    source: 'https://docs.fugue.co/setup.html',
    admits: ['arn:aws:iam::370134896156:role/generate-credentials'],
    externalId: 'random',
    verdict: [],
  },
  {
    name: 'Anyscale',
    source: 'https://docs.anyscale.com/1.0.0/cloud-deployment/aws/manage-clouds/',
    admits: ['525325868955'],
    verdict: ['high external-id-missing', 'low account-root-principal'],
  },
  {
    name: 'RudderStack',
    source: 'https://www.rudderstack.com/docs/destinations/aws-iam-role-for-rudderstack/',
    admits: ['422074288268'],
    externalId: { equals: '2kXw7Qm9Lr4Tz8Vb1Nc5Hd3Gf6J' },
    verdict: ['low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Scalr',
    source: 'https://docs.scalr.io/docs/aws',
    admits: ['arn:aws:iam::919814621061:user/scalr-saas'],
    externalId: { equals: 'Qx7Lm2Vt9Zk4Rb8N' },
    verdict: ['low external-id-format'],
  },
  {
    name: 'Doppler',
    source: 'https://docs.doppler.com/docs/aws-iam',
    admits: ['arn:aws:iam::299900769157:user/doppler-integration-operator'],
    externalId: { equals: FORM.twentyHex },
    verdict: ['low external-id-format'],
  },
  {
    name: 'Prowler Cloud',
    source:
      'https://raw.githubusercontent.com/prowler-cloud/prowler/refs/heads/master/permissions/templates/cloudformation/prowler-scan-role.yml',
    admits: ['232136659152'],
    externalId: 'random',
    conditions: { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::232136659152:role/prowler*' } },
    managed: ['SecurityAudit', 'ViewOnlyAccess'],
    verdict: ['medium third-party-privileges'],
  },
  {
    name: 'CloudSploit by Aqua',
    source: 'https://raw.githubusercontent.com/aquasecurity/cloudsploit/master/docs/notes.md',
    admits: ['057012691312'],
    externalId: 'random',
    managed: ['SecurityAudit'],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Orca Security',
    source: 'https://orcasecurity.force.com/s/article/Orca-Scanner-Accounts-for-AWS-Trusted-Entities',
    admits: ['976280145156'],
    externalId: 'random',
    statements: [
      {
        Effect: 'Allow',
        Action: [
          'ec2:CreateSnapshot',
          'ec2:CreateSnapshots',
          'ec2:CopySnapshot',
          'ec2:ModifySnapshotAttribute',
        ],
        Resource: '*',
        Condition: { StringNotLikeIfExists: { 'ec2:ResourceTag/OrcaOptOut': '*' } },
      },
      {
        Effect: 'Allow',
        Action: 'ec2:DeleteSnapshot',
        Resource: '*',
        Condition: { StringLike: { 'ec2:ResourceTag/Orca': '*' } },
      },
    ],
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Ory Network',
    source: 'https://github.com/ory/docs/pull/1656.patch',
    admits: ['601538168777'],
    externalId: 'random',
    verdict: ['low account-root-principal'],
  },
  {
    name: 'Ory Network, before it asked for an external ID',
    source: 'https://github.com/ory/docs/pull/1656.patch',
    admits: ['arn:aws:iam::601538168777:user/event-streamer'],
    verdict: ['high external-id-missing'],
  },
  {
    name: 'Bridgecrew, which collects logs',
    source: 'https://bridgecrew.cloud',
    admits: ['890234264427'],
    verdict: ['high external-id-missing', 'low account-root-principal'],
  },
  {
    name: 'Rockset',
    source: 'https://docs.rockset.com/documentation/docs/customer-managed-encryption-keys',
    admits: ['318212636800'],
    externalId: { equals: FORM.sixtyFourHex },
    verdict: ['low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Vantage',
    source: 'https://www.github.com/vantage-sh/terraform-aws-vantage-integration',
    admits: ['arn:aws:iam::630399649041:role/vantage'],
    externalId: 'random',
    verdict: [],
  },
  {
    name: 'Tailscale',
    source: 'https://tailscale.com/kb/1255/log-streaming',
    admits: ['891612552178'],
    externalId: 'random',
    actions: ['s3:PutObject'],
    resource: BUCKET,
    verdict: ['medium third-party-privileges', 'low account-root-principal'],
  },
  {
    name: 'Cloudflare Logpush',
    source: 'https://developers.cloudflare.com/logs/logpush/logpush-job/enable-destinations/kinesis',
    admits: ['arn:aws:iam::391854517948:user/cloudflare-logpush'],
    actions: ['kinesis:PutRecord'],
    resource: 'arn:aws:kinesis:eu-west-1:111122223333:stream/logs',
    verdict: ['high external-id-missing', 'medium third-party-privileges'],
  },
  {
    name: 'PubNub',
    source: 'https://pubnub.com/docs/serverless/events-and-actions/actions/create-kinesis-action',
    admits: ['535363102202'],
    externalId: { equals: 'sub-c-3f9a1c70-52d8-4b6e-8f03-6a1d94c7be25' },
    actions: ['kinesis:PutRecord'],
    resource: 'arn:aws:kinesis:eu-west-1:111122223333:stream/events',
    verdict: ['medium third-party-privileges', 'low account-root-principal', 'low external-id-format'],
  },
  {
    name: 'Expel',
    source: 'https://registry.terraform.io/modules/expel-io/cloudtrail/aws/latest',
    admits: ['arn:aws:iam::012205512454:user/ExpelCloudService'],
    externalId: 'random',
    verdict: [],
  },
  {
    name: 'SailPoint',
    source: 'https://documentation.sailpoint.com/saas/help/ciem/aws/config/config_aws_manual.html',
    admits: ['arn:aws:iam::874540850173:role/ciem_universal'],
    externalId: 'random',
    actions: ['cloudtrail:LookupEvents'],
    verdict: ['medium third-party-privileges'],
  },
  {
    name: 'HCP Terraform',
    admits: ['app.terraform.io'],
    conditions: {
      StringEquals: { 'app.terraform.io:aud': 'aws.workload.identity' },
      StringLike: { 'app.terraform.io:sub': 'organization:fabrikam:project:web:workspace:live:run_phase:*' },
    },
    verdict: [],
  },
  {
    name: 'Buildkite',
    admits: ['agent.buildkite.com'],
    conditions: {
      StringEquals: { 'agent.buildkite.com:aud': 'sts.amazonaws.com' },
      StringLike: { 'agent.buildkite.com:sub': 'organization:fabrikam:pipeline:web:*' },
      IpAddress: { 'aws:SourceIp': '203.0.113.7/32' },
    },
    verdict: [],
  },
  {
    name: 'Bitbucket Pipelines',
    source:
      'https://support.atlassian.com/bitbucket-cloud/docs/deploy-on-aws-using-bitbucket-pipelines-openid-connect/',
    admits: ['api.bitbucket.org/2.0/workspaces/fabrikam/pipelines-config/identity/oidc'],
    conditions: {
      StringEquals: {
        'api.bitbucket.org/2.0/workspaces/fabrikam/pipelines-config/identity/oidc:aud':
          'ari:cloud:bitbucket::workspace/3f9a1c70-52d8-4b6e-8f03-6a1d94c7be25',
      },
      StringLike: {
        'api.bitbucket.org/2.0/workspaces/fabrikam/pipelines-config/identity/oidc:sub':
          '{5a0c7be1-2f94-4183-96b1-d2750c48fa3e}:*',
      },
    },
    verdict: [],
  },
  {
    name: 'CircleCI, by its audience alone',
    source: 'https://circleci.com/docs/guides/permissions-authentication/openid-connect-tokens/',
    admits: ['oidc.circleci.com/org/3f9a1c70-52d8-4b6e-8f03-6a1d94c7be25'],
    conditions: {
      StringEquals: {
        'oidc.circleci.com/org/3f9a1c70-52d8-4b6e-8f03-6a1d94c7be25:aud':
          '3f9a1c70-52d8-4b6e-8f03-6a1d94c7be25',
      },
    },
    verdict: ['high web-identity-subject'],
  },
  {
    name: 'Pulumi, by its audience alone',
    admits: ['api.pulumi.com/oidc'],
    conditions: { StringEquals: { 'api.pulumi.com/oidc:aud': 'aws:fabrikam' } },
    managed: ['ReadOnlyAccess'],
    verdict: ['medium third-party-privileges'],
  },
  {
    name: 'GitLab',
    admits: ['gitlab.com'],
    conditions: {
      StringEquals: {
        'gitlab.com:aud': 'https://gitlab.com',
        'gitlab.com:sub': 'project_path:fabrikam/web:ref_type:branch:ref:main',
      },
    },
    verdict: [],
  },
  {
    name: 'Vercel',
    source: 'https://vercel.com/docs/oidc/reference',
    admits: ['oidc.vercel.com/fabrikam'],
    conditions: {
      StringEquals: {
        'oidc.vercel.com/fabrikam:aud': 'https://vercel.com/fabrikam',
        'oidc.vercel.com/fabrikam:sub': 'owner:fabrikam:project:web:environment:production',
      },
    },
    verdict: [],
  },
];
