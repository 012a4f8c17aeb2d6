/** A part of AWS with accounts, Regions and names of its own. */
export interface Partition {
  /** As ARNs name it. */
  id: string;
  /** How its Regions are named. */
  regions: RegExp;
  /** The Region that serves IAM and Organizations, writes their trail, and is never switched off. */
  homeRegion: string;
  dnsSuffix: string;
  /** Where SAML assertions are taken; undefined where AWS does not say it in public. */
  samlSignIn?: string;
}

/**
 * The partitions that are known here.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html
 * https://docs.aws.amazon.com/general/latest/gr/iam-service.html
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html
 */
export const PARTITIONS: readonly Partition[] = [
  {
    id: 'aws',
    regions: /^(?:us|eu|ap|sa|ca|me|af|il|mx)-[a-z]+-\d+$/,
    homeRegion: 'us-east-1',
    dnsSuffix: 'amazonaws.com',
    samlSignIn: 'https://signin.aws.amazon.com/saml',
  },
  {
    id: 'aws-cn',
    regions: /^cn-[a-z]+-\d+$/,
    homeRegion: 'cn-north-1',
    dnsSuffix: 'amazonaws.com.cn',
    samlSignIn: 'https://signin.amazonaws.cn/saml',
  },
  {
    id: 'aws-us-gov',
    regions: /^us-gov-[a-z]+-\d+$/,
    homeRegion: 'us-gov-west-1',
    dnsSuffix: 'amazonaws.com',
    samlSignIn: 'https://signin.amazonaws-us-gov.com/saml',
  },
  {
    id: 'aws-eusc',
    regions: /^eusc-[a-z]+-[a-z]+-\d+$/,
    homeRegion: 'eusc-de-east-1',
    dnsSuffix: 'amazonaws.eu',
  },
  { id: 'aws-iso', regions: /^us-iso-[a-z]+-\d+$/, homeRegion: 'us-iso-east-1', dnsSuffix: 'c2s.ic.gov' },
  {
    id: 'aws-iso-b',
    regions: /^us-isob-[a-z]+-\d+$/,
    homeRegion: 'us-isob-east-1',
    dnsSuffix: 'sc2s.sgov.gov',
  },
  {
    id: 'aws-iso-e',
    regions: /^eu-isoe-[a-z]+-\d+$/,
    homeRegion: 'eu-isoe-west-1',
    dnsSuffix: 'cloud.adc-e.uk',
  },
  {
    id: 'aws-iso-f',
    regions: /^us-isof-[a-z]+-\d+$/,
    homeRegion: 'us-isof-south-1',
    dnsSuffix: 'csp.hci.ic.gov',
  },
];

/** The partition of ARNs that name it; undefined for one that is not known here. */
export function partitionNamed(id: string): Partition | undefined {
  return PARTITIONS.find((partition) => partition.id === id);
}

/** The partition that has the Region; undefined for one that is not known here. */
export function partitionOfRegion(region: string): Partition | undefined {
  return PARTITIONS.find(({ regions }) => regions.test(region));
}
