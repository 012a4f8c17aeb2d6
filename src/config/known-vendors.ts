import type { KnownVendor } from '../model/party.ts';

/** A page or repository of the vendor that names its account, and the day it was looked at. */
export interface BuiltInVendor extends KnownVendor {
  /** ISO date on which the account id was seen in the text of the source. */
  seen: string;
}

/**
 * Vendors' AWS accounts, each as the vendor itself publishes it: its documentation, or its own repository at the
 * revision that was read. An id is here only because it stood in that text. A vendor with ids on several pages has
 * several entries. To be known is a name, never an approval; ids change, so look at the source before relying on one.
 */
export const KNOWN_VENDORS: readonly BuiltInVendor[] = [
  vendor(
    'Ably',
    ['203461409171'],
    'https://github.com/ably/docs/blob/5eedf5256e8783b56ea6915fa25609b521218584/content/integrations/aws-authentication.textile',
  ),
  vendor(
    'Buildkite',
    ['032379705303'],
    'https://github.com/buildkite/docs/blob/002ef14c1ddd89fc667ac8184796a006fa75cddb/pages/pipelines/managing_log_output.md',
  ),
  vendor(
    'Cloudflare',
    ['391854517948'],
    'https://github.com/cloudflare/cloudflare-docs/blob/1577e3dc11f223311f8ac9aa7f62ba8d953db798/src/content/docs/logs/logpush/logpush-job/enable-destinations/aws-s3.mdx',
  ),
  vendor(
    'CloudZero',
    ['061190967865'],
    'https://github.com/Cloudzero/provision-account/blob/0e81ea27f0bf81f64673ef0909bb926d65634de7/services/connected_account.yaml',
  ),
  vendor(
    'Databricks',
    ['414351767826'],
    'https://github.com/databricks/terraform-provider-databricks/blob/15374693003ed42a836901ebd8e665fdc43ac3bf/aws/data_aws_assume_role_policy.go',
  ),
  vendor('Datadog', ['464622532012'], 'https://docs.datadoghq.com/integrations/guide/aws-terraform-setup'),
  vendor(
    'dbt Labs',
    ['346425330055'],
    'https://github.com/dbt-labs/docs.getdbt.com/blob/031fa3e6ea95ef9d4ec77b32901170c94b65938d/website/docs/docs/cloud/secure/private-connectivity/aws/postgres.md',
  ),
  vendor(
    'DoiT',
    ['068664126052'],
    'https://github.com/doitintl/terraform-aws-doit-cloudconnect/blob/13f538f704a2a2845d025d5a9a19f8040b568c95/variables.tf',
  ),
  vendor(
    'Drata',
    ['269135526815'],
    'https://github.com/drata/terraform-aws-drata-autopilot-role/blob/476d68640be9956b9e120edf51ae13e6f41319c3/variables.tf',
  ),
  vendor(
    'Fastly',
    ['717331877981'],
    'https://docs.fastly.com/en/guides/creating-an-aws-iam-role-for-fastly-logging',
  ),
  vendor('Fivetran', ['834469178297'], 'https://fivetran.com/docs/logs/cloudwatch/setup-guide'),
  vendor(
    'Hava',
    ['281013829959'],
    'https://github.com/teamhava/hava-integration-controltower/blob/8e00722a0062da2a37c95beb75740de1ce72c809/lambda/README.md',
  ),
  vendor(
    'Hightouch',
    ['810028259040'],
    'https://hightouch.com/docs/security/gcp/workload-identity-federation',
  ),
  vendor(
    'Hyperproof',
    ['030157059230'],
    'https://docs.hyperproof.io/admin/en/hypersyncs/connecting-aws/cross-account-role',
  ),
  vendor(
    'Lacework',
    ['434813966438'],
    'https://github.com/lacework/terraform-aws-iam-role/blob/07e4479dcac95c7ed29d0b279dbd03deacaf04a2/variables.tf',
  ),
  vendor(
    'Materialize',
    ['664411391173'],
    'https://github.com/MaterializeInc/materialize/blob/0519b948671f8951b33d27a028d91cdf0179202e/doc/user/content/sql/create-connection.md',
  ),
  vendor(
    'Microsoft Cost Management',
    ['432263259397'],
    'https://github.com/MicrosoftDocs/azure-docs/blob/02d00dc8728a58aaf3d8af94e7223857d9a6155f/articles/cost-management-billing/costs/aws-integration-set-up-configure.md',
  ),
  vendor(
    'Microsoft Sentinel',
    ['197857026523'],
    'https://github.com/MicrosoftDocs/azure-docs/blob/00f709724de8ed01a22f4b75d87eba7309d0c3c1/articles/sentinel/connect-aws.md',
  ),
  vendor(
    'Mixpanel',
    ['485438090326'],
    'https://github.com/mixpanel/docs/blob/72cfa711dca6312aba9c5ed97a4d8fe721dc76f0/pages/docs/data-pipelines/integrations/aws-s3.mdx',
  ),
  vendor(
    'MongoDB Atlas',
    ['536727724300'],
    'https://github.com/mongodb/mongodbatlas-cloudformation-resources/blob/272a8ac4f35d4a8c0b4b971af350def3309e2cda/cfn-resources/datalakes/test/add-policy.json',
  ),
  vendor(
    'Monte Carlo',
    ['190812797848'],
    'https://github.com/monte-carlo-data/terraform-aws-mcd-agent/blob/12f9cd32fa824f6a51b63fcc42aa5c278fdf6228/variables.tf',
  ),
  vendor(
    'Monte Carlo',
    ['590183797493'],
    'https://github.com/monte-carlo-data/mcd-public-resources/blob/02464a8c64bbbae822be36c56a086332cccfdc8c/templates/cloudformation/aws_apollo_agent.yaml',
  ),
  vendor(
    'New Relic',
    ['754728514883'],
    'https://github.com/newrelic/docs-website/blob/43ad567c30e63607fe5aa1052e78464abee46ff9/src/content/docs/infrastructure/amazon-integrations/connect/set-up-aws-api-polling.mdx',
  ),
  vendor(
    'New Relic',
    ['253490767857'],
    'https://docs.newrelic.com/docs/workflow-automation/setup-and-configure/set-up-aws-credentials/iam-role-setup',
  ),
  vendor(
    'nOps',
    ['202279780353'],
    'https://github.com/nops-io/terraform-aws-nops-integration/blob/1edf50a89ad91d77c8e111d60914b1d9cb7b0ac3/locals.tf',
  ),
  vendor(
    'Prisma Cloud',
    ['188619942792'],
    'https://github.com/PaloAltoNetworks/prisma-cloud-docs/blob/2db8d8faca11409ec9882d88e0f6f566b9099971/docs/en/enterprise-edition/content-collections/connect/connect-cloud-accounts/onboard-aws/manually-set-up-prisma-cloud-role-for-aws.adoc',
  ),
  vendor(
    'Prowler',
    ['232136659152'],
    'https://github.com/prowler-cloud/prowler/blob/0a39c004b14ae2d3eb055d0bb5172e18b1beed18/permissions/templates/terraform/variables.tf',
  ),
  vendor(
    'Redis Cloud',
    ['168085023892'],
    'https://github.com/redis/docs/blob/095cf30fa3412ba81c1cb138836419e8a3442eff/content/operate/rc/databases/import-data.md',
  ),
  vendor(
    'RudderStack',
    ['422074288268'],
    'https://rudderstack.com/docs/destinations/aws-iam-role-for-rudderstack',
  ),
  vendor(
    'Segment',
    ['595280932656'],
    'https://github.com/segmentio/segment-docs/blob/04856ce5daad39e4fb8d0af0ce0bd6ebc2e55dc5/src/connections/destinations/catalog/amazon-kinesis/index.md',
  ),
  vendor(
    'Sequentum',
    ['280772890673'],
    'https://cloudsupport.sequentum.com/scm/connecting-to-amazon-s3-connection',
  ),
  vendor(
    'Snowplow',
    ['793733611312'],
    'https://github.com/snowplow/documentation/blob/1c7226a985e3aa9bf774c6adac8a2e7412b91f4d/docs/get-started/snowplow-bdp/private-managed-cloud/setup-guide-aws/index.md',
  ),
  vendor(
    'SoftwareOne',
    ['010526243342'],
    'https://docs.softwareone.cloud/kbgeneral/Base-version/Published/hybrid-cross-account-access-customer-manual',
  ),
  vendor(
    'Spacelift',
    ['324880187172'],
    'https://github.com/spacelift-io/user-documentation/blob/0512e78c84fa729626fbae0d3eb4b2a7299fbbc9/docs/integrations/cloud-providers/aws.md',
  ),
  vendor(
    'Spot by NetApp',
    ['922761411349'],
    'https://github.com/spotinst/terraform-spotinst-aws-connect/blob/0d19b0f47727e98b045522e0cb73c96db8b916c2/main.tf',
  ),
  vendor(
    'Stream Security',
    ['624907860825'],
    'https://github.com/streamsec-terraform/terraform-streamsec-aws-account/blob/01c0347578956baefcef844a988a4d4079067061/variables.tf',
  ),
  vendor('Sumo Logic', ['926226587429'], 'https://github.com/SumoLogic/sumologic-documentation/pull/5822'),
  vendor('Svix', ['565881507882'], 'https://docs.svix.com/_common/aws-sts-notes'),
  vendor(
    'TD SYNNEX StreamOne',
    ['328676173091'],
    'https://stream1.freshdesk.com/support/solutions/articles/44002357756-create-aws-cross-account-role-arn-readonlyaccess-',
  ),
  vendor(
    'Trend Micro Conformity',
    ['717210094962'],
    'https://github.com/cloudconformity/documentation-api/blob/8fc6969558d1ee543d49e672259c2c29aff72a45/Accounts.md',
  ),
  vendor(
    'Turbot Pipes',
    ['316881668097'],
    'https://github.com/turbot/pipes-docs/blob/1026f08c74de84086019a3ee71537531e45d2d4e/docs/integrations/aws.md',
  ),
  vendor(
    'Upwind',
    ['340457201789'],
    'https://github.com/upwindsecurity/terraform-aws-onboarding/blob/0a35e99859c5dc8ef23aaebd219bcbbd6634b546/variables.tf',
  ),
  vendor(
    'Weights & Biases',
    ['725579432336', '830241207209'],
    'https://github.com/wandb/docs/blob/008d63a0b0b7ee9ca85f0e4dcb7011d14b82e5ff/content/en/guides/hosting/data-security/secure-storage-connector.md',
  ),
  vendor(
    'Zesty',
    ['672188301118'],
    'https://github.com/zesty-co/AWS-Integration/blob/31f1138328f2c7773baf67560d1dea38bfe74c4c/Zesty-Minimal-ReadOnly-IAM-Role.json',
  ),
  vendor('Zilla Security', ['087210011007'], 'https://zilla.atlassian.net/wiki/x/EoA8i'),
];

function vendor(name: string, accountIds: string[], source: string): BuiltInVendor {
  return { name, accountIds, sources: [source], seen: '2026-11-23' };
}
