import type { Vendor } from './vendor.ts';

/** Vendors from Q to S; see `Vendor` for what each entry says. */
export const VENDORS_Q_TO_S: readonly Vendor[] = [
  {
    name: 'Qleet',
    accounts: [
      {
        ids: ['983530947477'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.qleet.io/guides/add-aws-account/',
      },
    ],
  },
  {
    name: 'Qualys',
    accounts: [
      {
        ids: ['805950163170'],
        seen: '2026-11-28',
        source:
          'https://github.com/Qualys/TotalCloud/blob/6dd8170d14c28c257d57cde94dd121f540af842c/Connectors/AWS/TerraformTemplates/aws_individual_connector_terraform.tf',
      },
      {
        ids: ['080595016317', '205767712438'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://qualysguard.qualys.com/qwebhelp/fo_portal/scans/ec2_connector.htm',
      },
      {
        ids: ['438908802199'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Qubole',
    accounts: [
      {
        ids: ['805246085872'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.qubole.com/en/latest/user-guide/managing-accounts/aws/iam-roles/override-iam-roles.html',
      },
    ],
  },
  {
    name: 'Rackspace',
    accounts: [
      {
        ids: ['507897595701', '530014582677'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://manage.rackspace.com/aws/docs/product-guide/patching/ec2/meltdown.html',
      },
    ],
  },
  {
    name: 'Rafay',
    accounts: [
      {
        ids: ['781965151837'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.rafay.co/learn/quickstart/som/eks/setup/',
      },
    ],
  },
  {
    name: 'Rapid7',
    accounts: [
      {
        ids: ['336818582268'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Rapticore',
    accounts: [
      {
        ids: ['422753814403'],
        seen: '2026-11-28',
        source:
          'https://github.com/rapticore/aws-onboarding/blob/f181a60665db447c03798e43ae719d4d2259e668/standard/README.md',
      },
    ],
  },
  {
    name: 'Red Canary',
    accounts: [
      {
        ids: ['823104324086'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://help.redcanary.com/hc/en-us/articles/16640944173463-Integrate-Amazon-Web-Services-AWS-with-Red-Canary',
      },
    ],
  },
  {
    name: 'Red Hat',
    accounts: [
      {
        ids: ['710019948333'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.redhat.com/en/documentation/red_hat_openshift_service_on_aws/4/html/prepare_your_environment/rosa-sts-ocm-role',
      },
    ],
  },
  {
    name: 'Red Hat Hybrid Cloud',
    accounts: [
      {
        ids: ['589173575009'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://access.redhat.com/documentation/en-us/hybrid_committed_spend/1-latest/html-single/integrating_amazon_web_services_aws_data_into_hybrid_committed_spend/index',
      },
    ],
  },
  {
    name: 'Redis Cloud',
    accounts: [
      {
        ids: ['168085023892'],
        seen: '2026-11-23',
        source:
          'https://github.com/redis/docs/blob/095cf30fa3412ba81c1cb138836419e8a3442eff/content/operate/rc/databases/import-data.md',
      },
    ],
  },
  {
    name: 'RedLine13',
    accounts: [
      {
        ids: ['635144173025'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.redline13.com/blog/aws-setup/',
      },
    ],
  },
  {
    name: 'Rev',
    accounts: [
      {
        ids: ['414502572119'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.rev.com/api/s3bucketpolicy',
      },
    ],
  },
  {
    name: 'Rezonate',
    accounts: [
      {
        ids: ['787461962774'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://kb.rezonate.io/core-integrations/aws-integration/aws-required-privileges',
      },
    ],
  },
  {
    name: 'RisingWave',
    accounts: [
      {
        ids: ['600598779918'],
        seen: '2026-11-28',
        source:
          'https://github.com/risingwavelabs/risingwave-docs/blob/747f1f6bcf3160e0c709631556777cbe96cf18cb/cloud/project-byok.mdx',
      },
    ],
  },
  {
    name: 'Rockset',
    accounts: [
      {
        ids: ['216690786812', '318212636800'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.rockset.com/documentation/docs/customer-managed-encryption-keys',
      },
    ],
  },
  {
    name: 'RudderStack',
    accounts: [
      {
        ids: ['422074288268'],
        seen: '2026-11-23',
        source: 'https://rudderstack.com/docs/destinations/aws-iam-role-for-rudderstack',
      },
    ],
  },
  {
    name: 'RunReveal',
    accounts: [
      {
        ids: ['253602268883'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://runreveal-public-assets.s3.us-east-2.amazonaws.com/runreveal-cloudformation.yml',
      },
    ],
  },
  {
    name: 'SafeGraph',
    accounts: [
      {
        ids: ['461305247324'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.safegraph.com/docs/s3#s3-bucket-configuration',
      },
    ],
  },
  {
    name: 'SailPoint',
    accounts: [
      {
        ids: ['874540850173'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://documentation.sailpoint.com/saas/help/ciem/aws/config/config_aws_manual.html#commercial',
      },
    ],
  },
  {
    name: 'Salesforce',
    accounts: [
      {
        ids: ['793525387755'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.salesforce.com/s/articleView?id=sf.voice_ac_iam_role.htm&language=en_US&type=5',
      },
    ],
  },
  {
    name: 'Scale AI',
    accounts: [
      {
        ids: ['307185671274'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://scale.com/docs/aws-s3',
      },
    ],
  },
  {
    name: 'Scalr',
    accounts: [
      {
        ids: ['919814621061'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.scalr.io/docs/aws',
      },
    ],
  },
  {
    name: 'Scalyr',
    accounts: [
      {
        ids: ['913057016266'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://app.scalyr.com/solutions/import-logs-from-s3',
      },
    ],
  },
  {
    name: 'SecureCloudDB',
    accounts: [
      {
        ids: ['585459848136'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Segment',
    accounts: [
      {
        ids: ['595280932656'],
        seen: '2026-11-23',
        source:
          'https://github.com/segmentio/segment-docs/blob/04856ce5daad39e4fb8d0af0ce0bd6ebc2e55dc5/src/connections/destinations/catalog/amazon-kinesis/index.md',
      },
      {
        ids: ['107630771604'],
        seen: '2026-11-28',
        source:
          'https://github.com/segmentio/segment-docs/blob/747b35d8f5f1889b041f2101185d562d7c4c016e/src/connections/storage/catalog/amazon-s3/index.md',
      },
    ],
  },
  {
    name: 'SendSafely',
    accounts: [
      {
        ids: ['371444783282'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://sendsafely.zendesk.com/hc/en-us/articles/360028308212-Configuring-your-own-S3-Bucket-for-use-with-SendSafely',
      },
    ],
  },
  {
    name: 'Sequentum',
    accounts: [
      {
        ids: ['280772890673'],
        seen: '2026-11-23',
        source: 'https://cloudsupport.sequentum.com/scm/connecting-to-amazon-s3-connection',
      },
    ],
  },
  {
    name: 'Serverless',
    accounts: [
      {
        ids: ['802587217904'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.serverless.com/framework/docs/guides/monitoring/notifications',
      },
    ],
  },
  {
    name: 'ServiceNow',
    accounts: [
      {
        ids: ['842447150064'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Site24x7',
    accounts: [
      {
        ids: ['949777495771'],
        seen: '2026-11-28',
        source:
          'https://github.com/site24x7/terraform-provider-site24x7/blob/43ae3847d24d1e80467cfe9cb766a783da2911a7/examples/amazon_monitor_us.tf',
      },
    ],
  },
  {
    name: 'Skeddly',
    accounts: [
      {
        ids: ['478299826944'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Slack EKM',
    accounts: [
      {
        ids: ['152659312504', '429538831549'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://slackhq.com/dotcom/dotcom/wp-content/uploads/sites/6/2019/08/Slack-EKM-Implementation-Guide-1.pdf',
      },
    ],
  },
  {
    name: 'Snowplow',
    accounts: [
      {
        ids: ['793733611312'],
        seen: '2026-11-23',
        source:
          'https://github.com/snowplow/documentation/blob/1c7226a985e3aa9bf774c6adac8a2e7412b91f4d/docs/get-started/snowplow-bdp/private-managed-cloud/setup-guide-aws/index.md',
      },
    ],
  },
  {
    name: 'Snyk',
    accounts: [
      {
        ids: ['198361731867', '755778135062'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://support.snyk.io/hc/en-us/articles/360004002418-AWS-Lambda-integration',
      },
    ],
  },
  {
    name: 'SoftwareOne',
    accounts: [
      {
        ids: ['010526243342'],
        seen: '2026-11-23',
        source:
          'https://docs.softwareone.cloud/kbgeneral/Base-version/Published/hybrid-cross-account-access-customer-manual',
      },
    ],
  },
  {
    name: 'Sonrai Security',
    accounts: [
      {
        ids: ['213217834095', '380873608913', '717025312494'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Sophos',
    accounts: [
      {
        ids: ['062897671886'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Spacelift',
    accounts: [
      {
        ids: ['324880187172'],
        seen: '2026-11-23',
        source:
          'https://github.com/spacelift-io/user-documentation/blob/0512e78c84fa729626fbae0d3eb4b2a7299fbbc9/docs/integrations/cloud-providers/aws.md',
      },
    ],
  },
  {
    name: 'Splunk',
    accounts: [
      {
        ids: ['112543817624'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Splunk Observability Cloud',
    accounts: [
      {
        ids: ['134183635603'],
        seen: '2026-11-28',
        source:
          'https://github.com/splunk/public-o11y-docs/blob/42af5672126b0f88961eebe6b816ebc0019c5b16/gdi/get-data-in/connect/aws/aws-troubleshooting.rst',
      },
    ],
  },
  {
    name: 'Spot by NetApp',
    accounts: [
      {
        ids: ['922761411349'],
        seen: '2026-11-23',
        source:
          'https://github.com/spotinst/terraform-spotinst-aws-connect/blob/0d19b0f47727e98b045522e0cb73c96db8b916c2/main.tf',
      },
      {
        ids: ['884866656237', '627743545735', '393649089167'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.spot.io/connect-your-cloud-provider/first-account/aws-manually',
      },
    ],
  },
  {
    name: 'SSLMate',
    accounts: [
      {
        ids: ['423155938983'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://sslmate.com/help/reference/misc#aws_integration',
      },
    ],
  },
  {
    name: 'StackGuardian',
    accounts: [
      {
        ids: ['476299211833', '163602625436'],
        seen: '2026-11-28',
        source:
          'https://github.com/StackGuardian/terraform-stackguardian-modules/blob/36e5426bb8a03b38afc8e18cde910c88d59d90f8/aws_rbac/main.tf',
      },
    ],
  },
  {
    name: 'Starburst',
    accounts: [
      {
        ids: ['179619298502'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.starburst.io/starburst-galaxy/security-and-compliance/manage-cluster-connectivity/private-connections/aws-privatelink-for-rds.html',
      },
    ],
  },
  {
    name: 'StarTree',
    accounts: [
      {
        ids: ['819814149250'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://dev.startree.ai/docs/get-started-with-startree-cloud/byoc/cloud-provider#create-an-iam-role',
      },
    ],
  },
  {
    name: 'Statsig',
    accounts: [
      {
        ids: ['999689269917'],
        seen: '2026-11-28',
        source:
          'https://github.com/statsig-io/docs/blob/19d11656a29bfa57944825e2b44dfbb5a1774611/data-warehouse-ingestion/s3.mdx',
      },
    ],
  },
  {
    name: 'Stitch',
    accounts: [
      {
        ids: ['218546966473'],
        seen: '2026-11-28',
        source:
          'https://github.com/stitchdata/docs/blob/3f1ccba35b08f236a730a1903ace9b0a73e2204c/_includes/destinations/templates/s3-bucket-policies.html',
      },
    ],
  },
  {
    name: 'Stream Security',
    accounts: [
      {
        ids: ['624907860825'],
        seen: '2026-11-23',
        source:
          'https://github.com/streamsec-terraform/terraform-streamsec-aws-account/blob/01c0347578956baefcef844a988a4d4079067061/variables.tf',
      },
    ],
  },
  {
    name: 'StrongDM',
    accounts: [
      {
        ids: ['910226215634'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.strongdm.com/docs/admin/logs/log-stream/',
      },
    ],
  },
  {
    name: 'Sumo Logic',
    accounts: [
      {
        ids: ['926226587429'],
        seen: '2026-11-23',
        source: 'https://github.com/SumoLogic/sumologic-documentation/pull/5822',
      },
      {
        ids: ['956882708938'],
        seen: '2026-11-28',
        source:
          'https://github.com/SumoLogic/sumologic-solution-templates/blob/7f4033b5e228241a61caefab4548593fbff93015/aws-observability/apps/autoenable/auto_enable.template.yaml',
      },
    ],
  },
  {
    name: 'Svix',
    accounts: [
      { ids: ['565881507882'], seen: '2026-11-23', source: 'https://docs.svix.com/_common/aws-sts-notes' },
    ],
  },
  {
    name: 'Symantec',
    accounts: [
      {
        ids: ['754237914691'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Sysdig',
    accounts: [
      {
        ids: ['878070807337'],
        seen: '2026-11-28',
        source:
          'https://github.com/sysdiglabs/terraform-aws-secure/blob/138279e7e6d7f381f494414358337571fed1122a/modules/agentless-scanning/README.md',
      },
      {
        ids: ['761931097553', '263844535661'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.sysdig.com/en/docs/administration/saas-regions-and-ip-ranges/#aws-account-ids',
      },
    ],
  },
];
