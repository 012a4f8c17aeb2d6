import type { Vendor } from './vendor.ts';

/** Vendors from C to D; see `Vendor` for what each entry says. */
export const VENDORS_C_TO_D: readonly Vendor[] = [
  {
    name: 'Caveonix',
    accounts: [
      {
        ids: ['631402103377'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Census',
    accounts: [
      {
        ids: ['341876425553'],
        seen: '2026-11-28',
        source:
          'https://github.com/sutrolabs/census-docs/blob/b32fd7d070cb4aa8bc66eccd575d0dec0c5a6e03/destinations/amazon-eventbridge.md',
      },
    ],
  },
  {
    name: 'CenturyLink Cloud',
    accounts: [
      {
        ids: ['540339316802'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://www.ctl.io/knowledge-base/cloud-application-manager/deploying-anywhere/using-your-aws-account/',
      },
    ],
  },
  {
    name: 'ChaosSearch',
    accounts: [
      {
        ids: ['515570774723'],
        seen: '2026-11-28',
        source:
          'https://github.com/ChaosSearch/terraform-modules/blob/93bbb47dc216ca86b6d52ebb15b1a818fe871e73/encrypted-s3-bucket-live-indexing/main.tf',
      },
    ],
  },
  {
    name: 'Check Point',
    accounts: [
      {
        ids: ['758245563457'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Check Point CloudGuard',
    accounts: [
      {
        ids: ['634729597623'],
        seen: '2026-11-28',
        source:
          'https://github.com/dome9/onboarding-scripts/blob/fd5ca6defa3d0e24721210252d69469b47950f26/AWS/cloudformation/Dome9FullManage.yaml',
      },
    ],
  },
  {
    name: 'Cisco SD-WAN vManage',
    accounts: [
      {
        ids: ['200235630647'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://www.cisco.com/c/en/us/td/docs/routers/sdwan/configuration/Network-Optimization-and-High-Availability/Network-Optimization-High-Availability-book/b_Network-Optimization-and-HA_chapter_00.html',
      },
    ],
  },
  {
    name: 'Cisco Umbrella',
    accounts: [
      {
        ids: ['568526795995'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.umbrella.com/umbrella-user-guide/docs/enable-logging-to-your-own-s3-bucket',
      },
    ],
  },
  {
    name: 'Citrix ADM',
    accounts: [
      {
        ids: ['835822366011'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.citrix.com/en-us/citrix-application-delivery-management-service/hybrid-multi-cloud-deployments/autoscale-for-aws/autoscale-for-aws-configuration.html',
      },
    ],
  },
  {
    name: 'Claroty',
    accounts: [
      {
        ids: ['015990171708', '820923007224', '883241448326'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Cloudability',
    accounts: [
      {
        ids: ['165736516723'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://developers.cloudability.com/docs/vendor-credentials-end-point',
      },
    ],
  },
  {
    name: 'Cloudaware',
    accounts: [
      {
        ids: ['814021343637'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'CloudCheckr',
    accounts: [
      {
        ids: ['352813966189'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.cloudcheckr.com/cloudcheckr-api-userguide/cloudcheckr-admin-api-reference-guide/',
      },
    ],
  },
  {
    name: 'Cloudcraft',
    accounts: [
      {
        ids: ['968898580625'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Cloudera',
    accounts: [
      {
        ids: ['062663104137', '387553343826', '958145178466'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://blog.cloudera.com/cloudera-altus-cloud-services-youre-in-control-part-2/',
      },
    ],
  },
  {
    name: 'Cloudflare',
    accounts: [
      {
        ids: ['391854517948'],
        seen: '2026-11-23',
        source:
          'https://github.com/cloudflare/cloudflare-docs/blob/1577e3dc11f223311f8ac9aa7f62ba8d953db798/src/content/docs/logs/logpush/logpush-job/enable-destinations/aws-s3.mdx',
      },
    ],
  },
  {
    name: 'CloudHealth',
    accounts: [
      {
        ids: ['454464851268'],
        seen: '2026-11-28',
        source:
          'https://github.com/CloudHealth/terraform-cloudhealth-iam/blob/c68d9c5b9a5dfe6c19b20834e851701884d0de93/role/role.tf',
      },
    ],
  },
  {
    name: 'CloudHiro',
    accounts: [
      {
        ids: ['545334166883'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://cloudhiro.com/AWS/AWSRegistrationGuide.php',
      },
    ],
  },
  {
    name: 'Cloudinary',
    accounts: [
      {
        ids: ['232482882421'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.cloudinary.com/hc/en-us/articles/203276521-How-do-I-allow-Cloudinary-to-read-from-my-private-S3-bucket-',
      },
    ],
  },
  {
    name: 'CloudPhysics',
    accounts: [
      {
        ids: ['863002038009'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.cloudphysics.com/connectaws/',
      },
    ],
  },
  {
    name: 'CloudSqueeze',
    accounts: [
      {
        ids: ['759994998399'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://app.cloudsqueeze.ai/awsAddAccount',
      },
    ],
  },
  {
    name: 'CloudYali',
    accounts: [
      {
        ids: ['310957700191'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.cloudyali.io/docs/connecting_aws',
      },
    ],
  },
  {
    name: 'CloudZero',
    accounts: [
      {
        ids: ['061190967865'],
        seen: '2026-11-23',
        source:
          'https://github.com/Cloudzero/provision-account/blob/0e81ea27f0bf81f64673ef0909bb926d65634de7/services/connected_account.yaml',
      },
    ],
  },
  {
    name: 'CodeShield',
    accounts: [
      {
        ids: ['457424274508'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://codeshield-public-templates-production.s3.eu-central-1.amazonaws.com/aws_connect_codeshield.yml',
      },
    ],
  },
  {
    name: 'Common Room',
    accounts: [
      {
        ids: ['322919613312'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.commonroom.io/docs/signals/product-usage-integrations/s3/',
      },
    ],
  },
  {
    name: 'Contrast Security',
    accounts: [
      {
        ids: ['490991382221', '763284681916'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Convox',
    accounts: [
      {
        ids: ['665986001363'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://convox.com/docs/aws-integration',
      },
    ],
  },
  {
    name: 'Coralogix',
    accounts: [
      {
        ids: ['625240141681', '739076534691', '309801239943', '233221153619', '025066248247'],
        seen: '2026-11-28',
        source:
          'https://github.com/coralogix/cloudformation-coralogix-aws/blob/37991cc3037a34f9be1c73d17889cd4bf4edaff8/cloud-accounts/automatic/template.yaml',
      },
      {
        ids: ['233273809180'],
        seen: '2026-11-28',
        source:
          'https://github.com/coralogix/terraform-coralogix-aws/blob/f55b06aa7ef8c5e9de80e0adb668ce058cff4dce/modules/cloudwatch-metrics-iam-role/main.tf',
      },
    ],
  },
  {
    name: 'CrowdStrike',
    accounts: [
      {
        ids: ['292230061137'],
        seen: '2026-11-28',
        source:
          'https://github.com/CrowdStrike/cloud-aws-registration-cloudformation/blob/ea4b5aa78c18a41b3bae19e82b3898102a2022a3/provision-only/init_crowdstrike_aws_cspm_provision.yml',
      },
      {
        ids: ['517716713836'],
        seen: '2026-11-28',
        source:
          'https://github.com/CrowdStrike/Cloud-AWS/blob/47bdeb0d048dc6bc071b6e403ce781f3866faf4b/aws-privatelink/cloudformation/create-vpc-endpoint-r53-tgw-attachment.yaml',
      },
      {
        ids: ['358431324613'],
        seen: '2026-11-28',
        source:
          'https://github.com/aws-ia/cfn-abi-crowdstrike-fcs/blob/1929a969c2c840027cb94802ffcedf5c1a5efec2/templates/ecr-registration-stackset.yml',
      },
    ],
  },
  {
    name: 'CyberArk',
    accounts: [
      {
        ids: ['749430749651'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Cyngular Security',
    accounts: [
      {
        ids: ['851565895544'],
        seen: '2026-11-28',
        source:
          'https://github.com/cyngularsecurity/cloudformation-aws-onboarding/blob/6ba7c7cf02ba42e7f7c21eb4e81e32762c024d85/CFN/ReadonlyRole.yaml',
      },
    ],
  },
  {
    name: 'Databricks',
    accounts: [
      {
        ids: ['414351767826'],
        seen: '2026-11-23',
        source:
          'https://github.com/databricks/terraform-provider-databricks/blob/15374693003ed42a836901ebd8e665fdc43ac3bf/aws/data_aws_assume_role_policy.go',
      },
      {
        ids: ['044793339203', '170661010020'],
        seen: '2026-11-28',
        source:
          'https://github.com/databricks/terraform-provider-databricks/blob/684f4424982431d3433e5c23353c6b208b263e75/aws/constants.go',
      },
      {
        ids: ['790110701330'],
        seen: '2026-11-28',
        source:
          'https://github.com/databricks/terraform-provider-databricks/blob/684f4424982431d3433e5c23353c6b208b263e75/docs/resources/instance_profile.md',
      },
      {
        ids: ['565502421330'],
        seen: '2026-11-28',
        source:
          'https://github.com/databricks/terraform-databricks-examples/blob/fb6ff0c36b5c570ae08b75aa671ad1e52926c392/modules/aws-serverless-privatelink-to-cloud-service/variables.tf',
      },
      {
        ids: ['601306020600'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.databricks.com/administration-guide/account-settings/aws-accounts.html',
      },
    ],
  },
  {
    name: 'Datadog',
    accounts: [
      {
        ids: ['464622532012'],
        seen: '2026-11-23',
        source: 'https://docs.datadoghq.com/integrations/guide/aws-terraform-setup',
      },
      {
        ids: [
          '417141415827',
          '412381753143',
          '392588925713',
          '065115117704',
          '382742775718',
          '486737091498',
          '117348461845',
        ],
        seen: '2026-11-28',
        source:
          'https://github.com/DataDog/cloudformation-template/blob/61b2319de40ab2d0fc0130ecb124545d6747003e/aws_organizations/main_organizations.yaml',
      },
      {
        ids: ['865078226113'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.datadoghq.com/integrations/guide/aws-manual-setup/',
      },
    ],
  },
  {
    name: 'dbt Labs',
    accounts: [
      {
        ids: ['346425330055'],
        seen: '2026-11-23',
        source:
          'https://github.com/dbt-labs/docs.getdbt.com/blob/031fa3e6ea95ef9d4ec77b32901170c94b65938d/website/docs/docs/cloud/secure/private-connectivity/aws/postgres.md',
      },
    ],
  },
  {
    name: 'Densify',
    accounts: [
      {
        ids: ['036437403198'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://www.densify.com/docs/Content/Data_Collection_for_Public_Cloud_Systems/AWS_Data_Collection_Prerequisites_for_an_IAM_Role.htm',
      },
    ],
  },
  {
    name: 'DisruptOps',
    accounts: [
      {
        ids: ['013944500484'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'DoiT',
    accounts: [
      {
        ids: ['068664126052'],
        seen: '2026-11-23',
        source:
          'https://github.com/doitintl/terraform-aws-doit-cloudconnect/blob/13f538f704a2a2845d025d5a9a19f8040b568c95/variables.tf',
      },
      {
        ids: ['561602220360', '017920819041', '279843869311'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.doit.com/docs/optimize/flexsave/aws',
      },
    ],
  },
  {
    name: 'Domo',
    accounts: [
      {
        ids: ['339405024189', '010251424122', '687132894031', '622384692065'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://knowledge.domo.com/Connect/Connecting_to_Data_with_Connectors/Configuring_Each_Connector/Connectors_for_File_Retrieval/Amazon_S3_AssumeRole_Connector',
      },
    ],
  },
  {
    name: 'Doppler',
    accounts: [
      {
        ids: ['299900769157'],
        seen: '2026-11-28',
        source:
          'https://github.com/DopplerHQ/terraform-provider-doppler/blob/b66941cfae3ceaf62866d95654e54c940314120f/docs/resources/integration_aws_parameter_store.md',
      },
    ],
  },
  {
    name: 'Drata',
    accounts: [
      {
        ids: ['269135526815'],
        seen: '2026-11-23',
        source:
          'https://github.com/drata/terraform-aws-drata-autopilot-role/blob/476d68640be9956b9e120edf51ae13e6f41319c3/variables.tf',
      },
      {
        ids: ['085540434294', '809336252980'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/drata/terraform-aws-drata-autopilot-role/blob/f774d423a62df3a3dd03008a68c3b3d70b95be33/variables.tf#L1-L5',
      },
    ],
  },
  {
    name: 'Dynatrace',
    accounts: [
      {
        ids: ['509560245411'],
        seen: '2026-11-28',
        source:
          'https://github.com/dynatrace-oss/cloud-snippets/blob/772acd31fe5b3d8f49be8d1c07001ec0689ba7d6/aws/role-based-access/role_based_access_monitored_account_template.yml',
      },
    ],
  },
];
