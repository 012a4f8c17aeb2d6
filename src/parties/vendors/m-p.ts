import type { Vendor } from './vendor.ts';

/** Vendors from M to P; see `Vendor` for what each entry says. */
export const VENDORS_M_TO_P: readonly Vendor[] = [
  {
    name: 'Mackerel',
    accounts: [
      {
        ids: ['217452466226'],
        seen: '2026-11-28',
        source:
          'https://github.com/mackerelio/documents/blob/f9b8b1ce3f9051ca98c87b43dc73f8336e114496/content/docs/entry/integrations/aws.md',
      },
    ],
  },
  {
    name: 'MadKudu',
    accounts: [
      {
        ids: ['203796963081'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.madkudu.com/hc/en-us/articles/360036908291-Amazon-S3-Giving-MadKudu-access-to-an-S3-bucket',
      },
    ],
  },
  {
    name: 'Massdriver',
    accounts: [
      {
        ids: ['308878630280'],
        seen: '2026-11-28',
        source:
          'https://github.com/massdriver-cloud/docs/blob/d59f7511b9f3ab0374d963f7c481409a581521a4/src/components/DynamicCodeBlock.js',
      },
    ],
  },
  {
    name: 'Materialize',
    accounts: [
      {
        ids: ['664411391173'],
        seen: '2026-11-23',
        source:
          'https://github.com/MaterializeInc/materialize/blob/0519b948671f8951b33d27a028d91cdf0179202e/doc/user/content/sql/create-connection.md',
      },
    ],
  },
  {
    name: 'McAfee',
    accounts: [
      {
        ids: ['297986523463'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'McAfee MVISION ePO',
    accounts: [
      {
        ids: ['307653271100'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.mcafee.com/bundle/prod-name-n.n.x-guide-type/page/GUID-9B6E696A-78DA-4F41-A0FC-39699DD39639.html',
      },
    ],
  },
  {
    name: 'MediaMath',
    accounts: [
      {
        ids: ['794878508631'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://apidocs.mediamath.com/reporting/log-level-data-service/overview#data-security-and-authorization',
      },
    ],
  },
  {
    name: 'Metricly (CloudWisdom)',
    accounts: [
      {
        ids: ['270852171095'],
        seen: '2026-11-28',
        source:
          'https://github.com/metricly/terraform-aws-integration/blob/eb51d2449c28ab12216096222ee4068b79ded5bf/iam/assume-role.json.tpl',
      },
    ],
  },
  {
    name: 'Microsoft Cost Management',
    accounts: [
      {
        ids: ['432263259397'],
        seen: '2026-11-23',
        source:
          'https://github.com/MicrosoftDocs/azure-docs/blob/02d00dc8728a58aaf3d8af94e7223857d9a6155f/articles/cost-management-billing/costs/aws-integration-set-up-configure.md',
      },
    ],
  },
  {
    name: 'Microsoft Purview',
    accounts: [
      {
        ids: ['181328463391'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://learn.microsoft.com/en-us/purview/register-scan-amazon-rds',
      },
    ],
  },
  {
    name: 'Microsoft Sentinel',
    accounts: [
      {
        ids: ['197857026523'],
        seen: '2026-11-23',
        source:
          'https://github.com/MicrosoftDocs/azure-docs/blob/00f709724de8ed01a22f4b75d87eba7309d0c3c1/articles/sentinel/connect-aws.md',
      },
    ],
  },
  {
    name: 'Mixpanel',
    accounts: [
      {
        ids: ['485438090326'],
        seen: '2026-11-23',
        source:
          'https://github.com/mixpanel/docs/blob/72cfa711dca6312aba9c5ed97a4d8fe721dc76f0/pages/docs/data-pipelines/integrations/aws-s3.mdx',
      },
    ],
  },
  {
    name: 'MongoDB Atlas',
    accounts: [
      {
        ids: ['536727724300'],
        seen: '2026-11-23',
        source:
          'https://github.com/mongodb/mongodbatlas-cloudformation-resources/blob/272a8ac4f35d4a8c0b4b971af350def3309e2cda/cfn-resources/datalakes/test/add-policy.json',
      },
      {
        ids: ['962727799805'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Monte Carlo',
    accounts: [
      {
        ids: ['190812797848'],
        seen: '2026-11-23',
        source:
          'https://github.com/monte-carlo-data/terraform-aws-mcd-agent/blob/12f9cd32fa824f6a51b63fcc42aa5c278fdf6228/variables.tf',
      },
      {
        ids: ['590183797493'],
        seen: '2026-11-23',
        source:
          'https://github.com/monte-carlo-data/mcd-public-resources/blob/02464a8c64bbbae822be36c56a086332cccfdc8c/templates/cloudformation/aws_apollo_agent.yaml',
      },
    ],
  },
  {
    name: 'mParticle',
    accounts: [
      {
        ids: ['338661164609', '386705975570', '526464060896', '583371261087'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.mparticle.com/guides/data-warehouse-sync/',
      },
    ],
  },
  {
    name: 'NetApp BlueXP',
    accounts: [
      {
        ids: ['952013314444'],
        seen: '2026-11-28',
        source:
          'https://github.com/NetAppDocs/bluexp-setup-admin/blob/07d5c55c214a2598ff6c79384ac7f01afcffe537/task-adding-aws-accounts.adoc',
      },
    ],
  },
  {
    name: 'NetApp Cloud Volumes',
    accounts: [
      {
        ids: ['695990169366'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.netapp.com/us-en/cloud_volumes/aws/media/cvs_aws_account_setup.pdf',
      },
    ],
  },
  {
    name: 'NETSCOUT',
    accounts: [
      {
        ids: ['091741439927'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'New Relic',
    accounts: [
      {
        ids: ['754728514883'],
        seen: '2026-11-23',
        source:
          'https://github.com/newrelic/docs-website/blob/43ad567c30e63607fe5aa1052e78464abee46ff9/src/content/docs/infrastructure/amazon-integrations/connect/set-up-aws-api-polling.mdx',
      },
      {
        ids: ['253490767857'],
        seen: '2026-11-23',
        source:
          'https://docs.newrelic.com/docs/workflow-automation/setup-and-configure/set-up-aws-credentials/iam-role-setup',
      },
      {
        ids: ['266471868085'],
        seen: '2026-11-28',
        source:
          'https://github.com/newrelic/terraform-provider-newrelic/blob/6cec439d43423c4e7f32c7844d2af8eb2efff975/examples/modules/cloud-integrations/aws-govcloud/main.tf',
      },
      {
        ids: ['093926027544'],
        seen: '2026-11-28',
        source:
          'https://github.com/newrelic/terraform-provider-newrelic/blob/6cec439d43423c4e7f32c7844d2af8eb2efff975/examples/modules/cloud-integrations/aws-eu-sovereign/main.tf',
      },
      {
        ids: ['017663287629'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.newrelic.com/docs/integrations/amazon-integrations/get-started/connect-aws-services-infrastructure',
      },
    ],
  },
  {
    name: 'Nirmata',
    accounts: [
      {
        ids: ['094919933512'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://nirmata-documentation.readthedocs.io/en/latest/CloudProviders.html',
      },
    ],
  },
  {
    name: 'nOps',
    accounts: [
      {
        ids: ['202279780353'],
        seen: '2026-11-23',
        source:
          'https://github.com/nops-io/terraform-aws-nops-integration/blob/1edf50a89ad91d77c8e111d60914b1d9cb7b0ac3/locals.tf',
      },
      {
        ids: ['857624037201', '727378841472'],
        seen: '2026-11-28',
        source:
          'https://github.com/nops-io/terraform-aws-nops-commitment-management/blob/fc6dd9c5bdc6ad843185578f29be8c5ec50b9f7c/locals.tf',
      },
    ],
  },
  {
    name: 'Nordcloud',
    accounts: [
      {
        ids: ['192799248640'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.klarity.nordcloudapp.com/onboarding-billing/',
      },
    ],
  },
  {
    name: 'Nutanix Frame',
    accounts: [
      {
        ids: ['178591426237'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Observe',
    accounts: [
      {
        ids: ['723346149663'],
        seen: '2026-11-28',
        source:
          'https://github.com/observeinc/aws-sam-apps/blob/8efc44de50d4140290cccbffe9508ccbd0705090/.agents/skills/deploy-aws-collection/SKILL.md',
      },
    ],
  },
  {
    name: 'OneLogin',
    accounts: [
      {
        ids: ['842984801698'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://onelogin.service-now.com/kb_view_customer.do?sysparm_article=KB0010344',
      },
    ],
  },
  {
    name: 'OpsLevel',
    accounts: [
      {
        ids: ['746108190720'],
        seen: '2026-11-28',
        source:
          'https://github.com/OpsLevel/terraform-provider-opslevel/blob/7715f1f173d1669d3da759ad44b74a8e5e1cb3ab/docs/resources/integration_aws.md',
      },
    ],
  },
  {
    name: 'Orca Security',
    accounts: [
      {
        ids: ['976280145156', '727815099310', '553950354547', '135916806842', '463932680998', '784971140435'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://orcasecurity.force.com/s/article/Orca-Scanner-Accounts-for-AWS-Trusted-Entities?topic=Onboarding&subtopic=AWS&article=Orca-Scanner-Accounts-for-AWS-Trusted-Entities',
      },
    ],
  },
  {
    name: 'OtterTune',
    accounts: [
      {
        ids: ['691523222388'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.ottertune.com/support/kb/articles/49EvgwW7/create-iam-role',
      },
    ],
  },
  {
    name: 'OX Security',
    accounts: [
      {
        ids: ['351456651185'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.ox.security/making-connections/aws',
      },
    ],
  },
  {
    name: 'Palo Alto Networks',
    accounts: [
      {
        ids: ['122442690527'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://github.com/terraform-providers/terraform-provider-aws/issues/6674',
      },
    ],
  },
  {
    name: 'Palo Alto Networks Cortex XDR',
    accounts: [
      {
        ids: ['006742885340'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs-cortex.paloaltonetworks.com/r/Cortex-XDR/Cortex-XDR-Pro-Administrator-Guide/Create-an-Assumed-Role',
      },
    ],
  },
  {
    name: 'ParkMyCloud',
    accounts: [
      {
        ids: ['753542375798'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://parkmycloud.atlassian.net/wiki/spaces/PMCUG/pages/43876427/Create+an+IAM+Role+in+AWS+for+ParkMyCloud',
      },
    ],
  },
  {
    name: 'Plerion',
    accounts: [
      {
        ids: ['044642040396', '173985203412', '588158338731', '736689547456'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Port',
    accounts: [
      {
        ids: ['185657066287'],
        seen: '2026-11-28',
        source:
          'https://github.com/port-labs/port-docs/blob/4893974ae5631bfa4c0999e903fe0d15c30ca02a/docs/ai-interfaces/port-ai/llm-providers-management/setup-and-configuration.md',
      },
    ],
  },
  {
    name: 'Portkey',
    accounts: [
      {
        ids: ['299329113195'],
        seen: '2026-11-28',
        source:
          'https://github.com/Portkey-AI/docs-core/blob/b60bcb706e105d56221cafb74d27c8029429f290/integrations/llms/claude-platform-aws/setup-assumed-role.mdx',
      },
    ],
  },
  {
    name: 'Postman',
    accounts: [
      {
        ids: ['258201882842'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://learning.postman.com/docs/designing-and-developing-your-api/deploying-an-api/deploying-an-api-aws/',
      },
    ],
  },
  {
    name: 'Presidio',
    accounts: [
      {
        ids: ['118652503430'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Prisma Cloud',
    accounts: [
      {
        ids: ['188619942792'],
        seen: '2026-11-23',
        source:
          'https://github.com/PaloAltoNetworks/prisma-cloud-docs/blob/2db8d8faca11409ec9882d88e0f6f566b9099971/docs/en/enterprise-edition/content-collections/connect/connect-cloud-accounts/onboard-aws/manually-set-up-prisma-cloud-role-for-aws.adoc',
      },
      {
        ids: ['496947949261'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'ProphetStor Federator.ai',
    accounts: [
      {
        ids: ['635005593121'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://prophetstor.com/wp-content/uploads/documentation/Federator.ai/Setup%20Guide/Federator.ai%20AWS%20IAM%20Role%20and%20IAM%20Policy%20Setup%20Guide.pdf',
      },
    ],
  },
  {
    name: 'ProsperOps',
    accounts: [
      {
        ids: ['205499583182'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://console.prosperops.com/onboarding',
      },
    ],
  },
  {
    name: 'Prowler',
    accounts: [
      {
        ids: ['232136659152'],
        seen: '2026-11-23',
        source:
          'https://github.com/prowler-cloud/prowler/blob/0a39c004b14ae2d3eb055d0bb5172e18b1beed18/permissions/templates/terraform/variables.tf',
      },
    ],
  },
];
