import type { Vendor } from './vendor.ts';

/** Vendors from E to L; see `Vendor` for what each entry says. */
export const VENDORS_E_TO_L: readonly Vendor[] = [
  {
    name: 'Elastic',
    accounts: [
      {
        ids: ['254766567737'],
        seen: '2026-11-28',
        source:
          'https://github.com/elastic/cloudbeat/blob/2b3db5e2945e86f121fda2dfe5c75316e80bf51b/deploy/asset-inventory-cloudformation/cloud-connectors-remote-role-organization.yml',
      },
    ],
  },
  {
    name: 'emnify',
    accounts: [
      {
        ids: ['884047677700'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://www.emnify.com/datastreamer-integration-into-aws',
      },
    ],
  },
  {
    name: 'env0',
    accounts: [
      {
        ids: ['913128560467'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.env0.com/docs/aws-costs',
      },
    ],
  },
  {
    name: 'Epsagon',
    accounts: [
      {
        ids: ['066549572091'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.epsagon.com/docs/faq',
      },
    ],
  },
  {
    name: 'Ermetic (Tenable Cloud Security)',
    accounts: [
      {
        ids: ['081802104111'],
        seen: '2026-11-28',
        source:
          'https://github.com/ermetic/utilities/blob/016851b84949f20ae77c95d71ffb3dd65d8d414b/AWS/ControlTower/cloudformation/ermetic-controltower-managed-account.yaml',
      },
    ],
  },
  {
    name: 'Expel',
    accounts: [
      {
        ids: ['012205512454'],
        seen: '2026-11-28',
        source:
          'https://github.com/expel-io/terraform-aws-cloudtrail/blob/da88aec8e0aeb7244bb4214304bd98ec4fc08137/README.md',
      },
    ],
  },
  {
    name: 'Fastly',
    accounts: [
      {
        ids: ['717331877981'],
        seen: '2026-11-23',
        source: 'https://docs.fastly.com/en/guides/creating-an-aws-iam-role-for-fastly-logging',
      },
    ],
  },
  {
    name: 'FireEye',
    accounts: [
      {
        ids: ['264756907367'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Firefly',
    accounts: [
      {
        ids: ['094724549126'],
        seen: '2026-11-28',
        source:
          'https://github.com/gofireflyio/terraform-firefly-aws-onboarding/blob/a619877644b4ea6b0176aa6bc8efa6360e7f58ec/modules/firefly_aws_integration/vars.tf',
      },
    ],
  },
  {
    name: 'Fivetran',
    accounts: [
      {
        ids: ['834469178297'],
        seen: '2026-11-23',
        source: 'https://fivetran.com/docs/logs/cloudwatch/setup-guide',
      },
    ],
  },
  {
    name: 'Flexera',
    accounts: [
      {
        ids: ['451234325714'],
        seen: '2026-11-28',
        source:
          'https://github.com/flexera-public/policy_templates/blob/c4528fa1a1cd1a3ad5ba9f4dc4bb53a1791d81b4/cost/aws/FlexeraReadOnlyPolicy.template',
      },
    ],
  },
  {
    name: 'Forcepoint',
    accounts: [
      {
        ids: ['365761988620'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Fortinet',
    accounts: [
      {
        ids: ['854209929931'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://fortinetweb.s3.amazonaws.com/docs.fortinet.com/v2/attachments/bf017449-572a-11e9-81a4-00505692583a/forticasb-4.1.0-admin-guide.pdf',
      },
    ],
  },
  {
    name: 'Foxpass',
    accounts: [
      {
        ids: ['843529240033'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.foxpass.com/docs/access-control-integration-with-amazon-ec2',
      },
    ],
  },
  {
    name: 'Freshservice',
    accounts: [
      {
        ids: ['618708667954'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.freshservice.com/support/solutions/articles/207515-creating-a-role-arn-for-integrating-amazon-web-services-aws-in-freshservice',
      },
    ],
  },
  {
    name: 'Fugue',
    accounts: [
      {
        ids: ['370134896156', '944830124550', '057172825058', '810369035479'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://docs.fugue.co/setup.html',
      },
    ],
  },
  {
    name: 'Funnel',
    accounts: [
      {
        ids: ['071303700930'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.funnel.io/en/articles/1494351-amazon-s3-bucket-configuration',
      },
    ],
  },
  {
    name: 'Genesys Cloud',
    accounts: [
      {
        ids: ['765628985471'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://help.mypurecloud.com/articles/create-iam-resources-to-invoke-an-aws-lambda-function/',
      },
    ],
  },
  {
    name: 'Globus',
    accounts: [
      {
        ids: ['328067584297'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.globus.org/how-to/amazon-aws-s3-endpoints/',
      },
    ],
  },
  {
    name: 'Grafana',
    accounts: [
      {
        ids: ['008923505280'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://grafana.com/docs/grafana-cloud/integrations/integrations/integration-cloudwatch/',
      },
    ],
  },
  {
    name: 'Gruntwork',
    accounts: [
      {
        ids: ['583800379690'],
        seen: '2026-11-28',
        source:
          'https://github.com/gruntwork-io/docs/blob/8904ebf4565896b1ea3e9d74fc0035785136d1e4/docs/reference/services/landing-zone/gruntwork-access.md',
      },
    ],
  },
  {
    name: 'Guardicore',
    accounts: [
      {
        ids: ['324264561773'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'Harness',
    accounts: [
      {
        ids: ['891928451355'],
        seen: '2026-11-28',
        source:
          'https://github.com/harness-community/terraform-aws-harness-ccm/blob/e3e11dd72666702a33866b5017e35f33df2dae1d/README.md',
      },
    ],
  },
  {
    name: 'Hava',
    accounts: [
      {
        ids: ['281013829959'],
        seen: '2026-11-23',
        source:
          'https://github.com/teamhava/hava-integration-controltower/blob/8e00722a0062da2a37c95beb75740de1ce72c809/lambda/README.md',
      },
    ],
  },
  {
    name: 'Hevo',
    accounts: [
      {
        ids: ['393309748692'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.hevodata.com/destinations/cloud-storage-based/amazon-s3-destination/',
      },
    ],
  },
  {
    name: 'Hightouch',
    accounts: [
      {
        ids: ['810028259040'],
        seen: '2026-11-23',
        source: 'https://hightouch.com/docs/security/gcp/workload-identity-federation',
      },
      {
        ids: ['324528010823'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://hightouch.com/docs/security/aws',
      },
    ],
  },
  {
    name: 'Holori',
    accounts: [
      {
        ids: ['112070389366'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://doc.holori.com/Import%20from%20provider/connectaws/',
      },
    ],
  },
  {
    name: 'HYCU',
    accounts: [
      {
        ids: ['787223699828'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://download.hycu.com/ec/v4.8.0/help/en/HYCU_UserGuide.pdf',
      },
    ],
  },
  {
    name: 'Hyperproof',
    accounts: [
      {
        ids: ['030157059230'],
        seen: '2026-11-23',
        source: 'https://docs.hyperproof.io/admin/en/hypersyncs/connecting-aws/cross-account-role',
      },
    ],
  },
  {
    name: 'IBM',
    accounts: [
      {
        ids: ['949680696695'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'IBM QRadar',
    accounts: [
      {
        ids: ['429269239926'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Improvado',
    accounts: [
      {
        ids: ['716309063777'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://improvado.io/docs/aws-s3-destination',
      },
    ],
  },
  {
    name: 'Infoblox',
    accounts: [
      {
        ids: ['902917483333'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.infoblox.com/space/BloxOneDDI/512098335/AWS+-+General',
      },
    ],
  },
  {
    name: 'Infracost',
    accounts: [
      {
        ids: ['237144093413'],
        seen: '2026-11-28',
        source:
          'https://github.com/infracost/cross-account-link/blob/86af90a7041b4651a6c2475224e02cab01991542/variables.tf',
      },
    ],
  },
  {
    name: 'Instaclustr',
    accounts: [
      {
        ids: ['624537489435'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.instaclustr.com/hc/en-us/articles/226565607-Setting-Up-a-Datacenter-with-EBS-Encryption',
      },
    ],
  },
  {
    name: 'JupiterOne',
    accounts: [
      {
        ids: ['612791702201', '592277296164', '543056157939', '688694159727', '248422699954', '703115985002'],
        seen: '2026-11-28',
        source:
          'https://github.com/JupiterOne/jupiterone-aws-cloudformation/blob/5d8bcd797c90853b37434f5270993d62256d7e01/cloudformation/iam-cloudformation-detailed/terraform.tf',
      },
    ],
  },
  {
    name: 'k9 Security',
    accounts: [
      {
        ids: ['826438284864', '139710491120', '720226181253'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://www.k9security.io/docs/how-to-configure-k9-access/',
      },
    ],
  },
  {
    name: 'Kochava',
    accounts: [
      {
        ids: ['719465667078'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://support.kochava.com/reference-information/traffic-import-tool',
      },
    ],
  },
  {
    name: 'Kubecost',
    accounts: [
      {
        ids: ['440082503234'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://docs.kubecost.com/v/1.0x/install-and-configure/install/cloud-integration/aws-cloud-integrations/aws-cloud-integration-using-irsa',
      },
    ],
  },
  {
    name: 'Kustomer',
    accounts: [
      {
        ids: ['241254095402'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.kustomer.com/en_us/amazon-kinesis-data-streams-rJhIYV2fM',
      },
    ],
  },
  {
    name: 'Lacework',
    accounts: [
      {
        ids: ['434813966438'],
        seen: '2026-11-23',
        source:
          'https://github.com/lacework/terraform-aws-iam-role/blob/07e4479dcac95c7ed29d0b279dbd03deacaf04a2/variables.tf',
      },
    ],
  },
  {
    name: 'LaunchDarkly',
    accounts: [
      {
        ids: ['554582317989'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://launchdarkly.com/docs/home/flags/segment-config#expand-creating-the-aws-role',
      },
    ],
  },
  {
    name: 'LogicMonitor',
    accounts: [
      {
        ids: ['282028653949'],
        seen: '2026-11-28',
        source:
          'https://github.com/logicmonitor/terraform-provider-logicmonitor/blob/9590f54dd5a301fe596e523c602db8016a05c2b8/examples/device_group/datasource.tf',
      },
    ],
  },
  {
    name: 'Logz.io',
    accounts: [
      {
        ids: ['406095609952'],
        seen: '2026-11-28',
        source:
          'https://github.com/logzio/logz-docs/blob/2bfede3bc339313755e2d183dfb18d5fb3fd8690/_source/_includes/log-shipping/cold-power-search.md',
      },
    ],
  },
  {
    name: 'Lucidchart',
    accounts: [
      {
        ids: ['799803075172'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://lucidchart.zendesk.com/hc/en-us/articles/208018563-Create-an-IAM-User-or-a-Cross-Account-Role-in-AWS-for-Lucidchart',
      },
    ],
  },
];
