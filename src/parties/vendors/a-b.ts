import type { Vendor } from './vendor.ts';

/** Vendors from A to B; see `Vendor` for what each entry says. */
export const VENDORS_A_TO_B: readonly Vendor[] = [
  {
    name: 'Ably',
    accounts: [
      {
        ids: ['203461409171'],
        seen: '2026-11-23',
        source:
          'https://github.com/ably/docs/blob/5eedf5256e8783b56ea6915fa25609b521218584/content/integrations/aws-authentication.textile',
      },
    ],
  },
  {
    name: 'Aiven',
    accounts: [
      {
        ids: ['675999398324'],
        seen: '2026-11-28',
        source:
          'https://github.com/aiven/aiven-docs/blob/073a07fc15a5fc1d266df4bf433f9549bf46515d/docs/platform/howto/attach-vpc-aws-tgw.md',
      },
    ],
  },
  {
    name: 'Alert Logic',
    accounts: [
      {
        ids: ['733251395267', '857795874556'],
        seen: '2026-11-28',
        source:
          'https://github.com/alertlogic/alertlogic-iam-role-update/blob/bafc5dccf55508e0347dbf69aedd5af5c47e3217/scripts/manage_role.py',
      },
      {
        ids: ['239734009475'],
        seen: '2026-11-28',
        source:
          'https://github.com/alertlogic/al-cloudformation-templates/blob/b0c826eb2e9408df77d8df5dd51167bc8b6b3e1e/log_manager/al_lm_cloudtrail-collection-setup.yaml',
      },
      {
        ids: ['230378978437'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.alertlogic.com/prepare/iam-role-creation.htm#top',
      },
    ],
  },
  {
    name: 'Amplitude',
    accounts: [
      {
        ids: ['358203115967'],
        seen: '2026-11-28',
        source:
          'https://github.com/amplitude/amplitude-docs/blob/6e7e48e3260daa47c2ea0cad6e946583f89104c3/content/collections/destination-catalog/en/amazon-kinesis-cohort.md',
      },
    ],
  },
  {
    name: 'Anodot',
    accounts: [
      {
        ids: ['340481513670'],
        seen: '2026-11-28',
        basis: 'public-list',
        source:
          'https://support.anodot.com/hc/en-us/articles/360034553113-Enable-Reading-from-the-Kinesis-Stream',
      },
    ],
  },
  {
    name: 'Anyscale',
    accounts: [
      {
        ids: ['525325868955'],
        seen: '2026-11-28',
        source:
          'https://github.com/anyscale/terraform-aws-anyscale-cloudfoundation-modules/blob/9880f839099b428243a75324ad518b098f553263/modules/aws-anyscale-iam/README.md',
      },
    ],
  },
  {
    name: 'Aqua',
    accounts: [
      {
        ids: ['978540733285'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Aqua CloudSploit',
    accounts: [
      {
        ids: ['057012691312'],
        seen: '2026-11-28',
        source:
          'https://github.com/aquasecurity/cloudsploit/blob/4b5bbd809f1ea2e91b87944920794d2bddf770ed/docs/notes.md',
      },
    ],
  },
  {
    name: 'Archera',
    accounts: [
      {
        ids: ['967800896805', '202754554539'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://help.archera.ai/en/articles/5611146-what-is-the-archera-aws-account-id',
      },
    ],
  },
  {
    name: 'Armor',
    accounts: [
      {
        ids: ['679703615338'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
      {
        ids: ['345186984524'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-partner-providers.html',
      },
    ],
  },
  {
    name: 'Atlassian',
    accounts: [
      {
        ids: ['815843069303'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://support.atlassian.com/cloud-automation/docs/configure-aws-sns-for-jira-automation/',
      },
    ],
  },
  {
    name: 'Atmosphere IoT',
    accounts: [
      {
        ids: ['966208727603'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.atmosphereiot.com/aws-integration-setup-guide/',
      },
    ],
  },
  {
    name: 'AttackIQ',
    accounts: [
      {
        ids: ['381031177744'],
        seen: '2026-11-28',
        basis: 'guess',
        source: 'https://blog.plerion.com/the-deputy-is-confused-about-aws-security-hub/',
      },
    ],
  },
  {
    name: 'Auth0',
    accounts: [
      {
        ids: ['951887872838'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://auth0.com/docs/integrations/aws/sso',
      },
    ],
  },
  {
    name: 'Axonius',
    accounts: [
      {
        ids: ['802876684602', '817364327683', '405773942477'],
        seen: '2026-11-28',
        basis: 'guess',
        source:
          'https://github.com/fwdcloudsec/known_aws_accounts/blob/c2922afb0450f63bad28865ff0784cdaa3a8b4e4/accounts.yaml',
      },
    ],
  },
  {
    name: 'Barracuda',
    accounts: [
      {
        ids: ['151784055945'],
        seen: '2026-11-28',
        basis: 'aws',
        source:
          'https://github.com/awsdocs/aws-security-hub-user-guide/blob/47bfe2f1de2e486914543113d2e751f3e2ed8868/doc_source/securityhub-partner-providers.md',
      },
    ],
  },
  {
    name: 'BigPanda',
    accounts: [
      {
        ids: ['103749124141'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://docs.bigpanda.io/docs/etl-sync',
      },
    ],
  },
  {
    name: 'Braintrust',
    accounts: [
      {
        ids: ['611723957092'],
        seen: '2026-11-28',
        source:
          'https://github.com/braintrustdata/terraform-aws-braintrust-data-plane/blob/6bf9b11592219efd38a5911e28191e65d8fb198c/managed-byoc/policies/management-role-trust-policy.json',
      },
    ],
  },
  {
    name: 'Bridgecrew',
    accounts: [
      {
        ids: ['890234264427'],
        seen: '2026-11-28',
        source:
          'https://github.com/bridgecrewio/terraform-aws-bridgecrew-read-only/blob/a8686215642fd47a38bf8615d91d0d40630ab989/README.md',
      },
    ],
  },
  {
    name: 'Brightcove',
    accounts: [
      {
        ids: ['749779118921'],
        seen: '2026-11-28',
        basis: 'public-list',
        source: 'https://support.brightcove.com/using-dynamic-ingest-s3',
      },
    ],
  },
  {
    name: 'Buildkite',
    accounts: [
      {
        ids: ['032379705303'],
        seen: '2026-11-23',
        source:
          'https://github.com/buildkite/docs/blob/002ef14c1ddd89fc667ac8184796a006fa75cddb/pages/pipelines/managing_log_output.md',
      },
    ],
  },
];
