import type { Vendor } from './vendor.ts';

/** Vendors from T to Z; see `Vendor` for what each entry says. */
export const VENDORS_T_TO_Z: readonly Vendor[] = [
  {
    name: 'Tailscale',
    accounts: [
      {
        ids: ['891612552178'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://tailscale.com/kb/1255/log-streaming?tab=amazon+s3',
      },
    ],
  },
  {
    name: 'Tamnoon',
    accounts: [
      {
        ids: ['112665896816'],
        seen: '2026-11-28',
        source:
          'https://github.com/tamnoon-io/Tamnoon-Public-Permissions/blob/40747a53b1af9d6916814e0c42909ce96fea609b/Cloud_Providers/GCP/cli-onboarding/README.md',
      },
    ],
  },
  {
    name: 'TD SYNNEX StreamOne',
    accounts: [
      {
        ids: ['328676173091'],
        seen: '2026-11-23',
        source:
          'https://stream1.freshdesk.com/support/solutions/articles/44002357756-create-aws-cross-account-role-arn-readonlyaccess-',
      },
    ],
  },
  {
    name: 'Tealium',
    accounts: [
      {
        ids: ['757913464184'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.tealium.com/early-access/server-side-connectors/databricks-customer-provided-storage-connector/',
      },
    ],
  },
  {
    name: 'Tecton',
    accounts: [
      {
        ids: ['153453085158'],
        seen: '2026-11-28',
        source:
          'https://github.com/tecton-ai-ext/tecton-terraform-setup/blob/7a1160a36c39fdfcd5718fe0da0f39aeb1533e37/deployment/variables.tf',
      },
    ],
  },
  {
    name: 'Telestream Cloud',
    accounts: [
      {
        ids: ['078992246105'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.telestream.dev/docs/aws-private-cloud',
      },
    ],
  },
  {
    name: 'Temporal',
    accounts: [
      {
        ids: ['902542641901', '160190466495', '819232936619', '829909441867', '354116250941'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://temporal-auditlogs-config.s3.us-west-2.amazonaws.com/cloudformation/iam-role-for-temporal-audit-logs.yaml',
      },
    ],
  },
  {
    name: 'Tenable',
    accounts: [
      {
        ids: ['422820575223'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
      {
        ids: ['012615275169'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://docs.tenable.com/tenableio/vulnerabilitymanagement/Content/Settings/Connectors_ConfigureAWS_KeylessAutoDiscovery.htm',
      },
    ],
  },
  {
    name: 'Testable',
    accounts: [
      {
        ids: ['220197662125'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.testable.io/guides/self-hosted-aws.html',
      },
    ],
  },
  {
    name: 'Threat Stack',
    accounts: [
      {
        ids: ['896126563706'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://threatstack.zendesk.com/hc/en-us/articles/206006626-AWS-EC2-Integration',
      },
    ],
  },
  {
    name: 'TigerData',
    accounts: [
      {
        ids: ['142548018081'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.tigerdata.com/migrate/latest/livesync-for-s3/',
      },
    ],
  },
  {
    name: 'Tines',
    accounts: [
      {
        ids: ['857223745291', '825838939522'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.tines.com/docs/credentials/aws/',
      },
    ],
  },
  {
    name: 'Transcend',
    accounts: [
      {
        ids: ['829095311197'],
        seen: '2026-11-28',
        source:
          'https://github.com/transcend-io/terraform-provider-transcend/blob/c7238f45fd3dee6cc113f771b642447164effd05/docs/resources/data_silo.md',
      },
    ],
  },
  {
    name: 'Trend Micro',
    accounts: [
      {
        ids: ['124790101291', '607237235771', '675681123645', '811620960246', '868324285112'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Trend Micro Cloud One',
    accounts: [
      {
        ids: ['737318609257'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://cloudone.trendmicro.com/docs/network-security/api-reference/tag/Notifications/',
      },
    ],
  },
  {
    name: 'Trend Micro Cloud One File Storage Security',
    accounts: [
      {
        ids: ['415485722356'],
        seen: '2026-11-28',
        source:
          'https://github.com/trendmicro/cloudone-filestorage-cloudformation-templates/blob/026868f427f4d297a9b4926d75164fd0c41f2e9f/aws/FSS-All-In-One.template',
      },
    ],
  },
  {
    name: 'Trend Micro Cloud One Network Security',
    accounts: [
      {
        ids: ['852329647234'],
        seen: '2026-11-28',
        source:
          'https://github.com/trendmicro/cloudone-community/blob/4e99a37d3beec2ffc23d5897eed41af06047972b/Network-Security/Integration/aws-tf-c1ns-cloud-account-connector/IAM/variables.tf',
      },
    ],
  },
  {
    name: 'Trend Micro Cloud One Workload Security',
    accounts: [
      {
        ids: ['147995105371'],
        seen: '2026-11-28',
        source:
          'https://github.com/aws-ia/cfn-abi-trend-cloudone/blob/19d24938eb21546a857d6a9bbd264c5db50e5e32/templates/trend-cloudone-onboard/workloadsecurity.template.yaml',
      },
      {
        ids: ['862820443276'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://esupport.trendmicro.com/media/13166096/Generate-AWS-Role.pdf',
      },
    ],
  },
  {
    name: 'Trend Micro Conformity',
    accounts: [
      {
        ids: ['717210094962'],
        seen: '2026-11-23',
        source:
          'https://github.com/cloudconformity/documentation-api/blob/8fc6969558d1ee543d49e672259c2c29aff72a45/Accounts.md',
      },
    ],
  },
  {
    name: 'Turbot Guardrails',
    accounts: [
      {
        ids: ['287590803701'],
        seen: '2026-11-28',
        source:
          'https://github.com/turbot/guardrails-docs/blob/bc2d11276ba2a02a27c95822165c082b9da8555e/docs/guides/aws/import-aws-account/index.md',
      },
      {
        ids: ['525041748188'],
        seen: '2026-11-28',
        source:
          'https://github.com/turbot/guardrails-samples/blob/47cb8f755c16c9f9438d27f7502d091974ffcc0f/queries/aws/aws_account_import.graphql',
      },
      {
        ids: ['054892787221', '491412691920'],
        seen: '2026-11-28',
        source:
          'https://github.com/turbot/guardrails-samples/blob/47cb8f755c16c9f9438d27f7502d091974ffcc0f/enterprise_installation/custom_role_templates/te-custom-iam-roles.yml',
      },
      {
        ids: ['453761072151'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
      {
        ids: ['255798382450'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://turbot.com/v5/docs/integrations/aws/import-aws-account',
      },
    ],
  },
  {
    name: 'Turbot Pipes',
    accounts: [
      {
        ids: ['316881668097'],
        seen: '2026-11-23',
        source:
          'https://github.com/turbot/pipes-docs/blob/1026f08c74de84086019a3ee71537531e45d2d4e/docs/integrations/aws.md',
      },
    ],
  },
  {
    name: 'Twingate',
    accounts: [
      {
        ids: ['617935088040'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.twingate.com/docs/terraform-aws',
      },
    ],
  },
  {
    name: 'UiPath',
    accounts: [
      {
        ids: ['983328018169'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://forum.uipath.com/t/how-to-configure-aws-s3-storage-bucket-log-export-configuration-for-orchestrator-service-in-automation-cloud/506448',
      },
    ],
  },
  {
    name: 'unusd.cloud',
    accounts: [
      {
        ids: ['398997493752'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://unusd-cloud-saas-prod-artifacts-spoke.s3.eu-west-1.amazonaws.com/spoke-role.yml',
      },
    ],
  },
  {
    name: 'Upsolver',
    accounts: [
      {
        ids: ['428641199958'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Upwind',
    accounts: [
      {
        ids: ['340457201789'],
        seen: '2026-11-23',
        source:
          'https://github.com/upwindsecurity/terraform-aws-onboarding/blob/0a35e99859c5dc8ef23aaebd219bcbbd6634b546/variables.tf',
      },
    ],
  },
  {
    name: 'Usage AI',
    accounts: [
      {
        ids: ['826182721854'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://cloudopt.usage.ai/onboard',
      },
    ],
  },
  {
    name: 'Vanta',
    accounts: [
      {
        ids: ['956993596390'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.vanta.com/hc/en-us/articles/8451925240980-Connecting-Vanta-AWS-Organization',
      },
    ],
  },
  {
    name: 'Vantage',
    accounts: [
      {
        ids: ['630399649041'],
        seen: '2026-11-28',
        source:
          'https://github.com/vantage-sh/terraform-aws-vantage-integration/blob/dc8c05856900027c90fbad1422a8f56d4d896c3a/main.tf',
      },
    ],
  },
  {
    name: 'Vectra AI',
    accounts: [
      {
        ids: ['978576646331'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Verizon ThingSpace',
    accounts: [
      {
        ids: ['675479154635'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://thingspace.verizon.com/resources/documentation/cloudconnector/Getting_Started/Streaming_to_AWS/',
      },
    ],
  },
  {
    name: 'Weights & Biases',
    accounts: [
      {
        ids: ['725579432336', '830241207209'],
        seen: '2026-11-23',
        source:
          'https://github.com/wandb/docs/blob/008d63a0b0b7ee9ca85f0e4dcb7011d14b82e5ff/content/en/guides/hosting/data-security/secure-storage-connector.md',
      },
    ],
  },
  {
    name: 'Workato',
    accounts: [
      {
        ids: ['353360065216'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.workato.com/connectors/s3.html',
      },
    ],
  },
  {
    name: 'WP Engine',
    accounts: [
      {
        ids: ['902500896138'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://wpengine.com/support/configuring-largefs-store-transfer-unlimited-data/',
      },
    ],
  },
  {
    name: 'Zencoder',
    accounts: [
      {
        ids: ['395540211253'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://support.brightcove.com/using-zencoder-s3',
      },
    ],
  },
  {
    name: 'Zesty',
    accounts: [
      {
        ids: ['672188301118'],
        seen: '2026-11-23',
        source:
          'https://github.com/zesty-co/AWS-Integration/blob/31f1138328f2c7773baf67560d1dea38bfe74c4c/Zesty-Minimal-ReadOnly-IAM-Role.json',
      },
    ],
  },
  {
    name: 'Zilla Security',
    accounts: [
      { ids: ['087210011007'], seen: '2026-11-23', source: 'https://zilla.atlassian.net/wiki/x/EoA8i' },
    ],
  },
];
