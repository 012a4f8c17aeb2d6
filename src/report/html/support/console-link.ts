import { partitionNamed } from '../../../model/partitions.ts';

/** Where the console of a partition stands; of the others AWS says nothing in public. */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

const ARN = /^arn:(aws[a-z-]*):(iam|cloudformation):([a-z0-9-]*):\d{12}:(role|user|policy|stack)\/(.+)$/;

/**
 * The page of the AWS console on a role, a user, a policy or a stack, in its partition and Region; null for what has none
 * that is known here. It shows whatever account the reader is signed in to.
 */
export function consoleLink(arn: string): string | null {
  const [, partition = '', service, region = '', kind, rest = ''] = ARN.exec(arn) ?? [];
  const host = Object.hasOwn(CONSOLES, partition) ? CONSOLES[partition] : undefined;
  const home = partitionNamed(partition)?.homeRegion;
  if (host === undefined || home === undefined) return null;
  const name = encodeURIComponent(rest.split('/').at(-1) ?? '');
  const whole = encodeURIComponent(arn);
  if (service === 'cloudformation' && kind === 'stack' && region !== '') {
    return `https://${region}.${host}/cloudformation/home?region=${region}#/stacks/stackinfo?stackId=${whole}`;
  }
  if (service !== 'iam' || name === '') return null;
  const page = {
    role: `roles/details/${name}`,
    user: `users/details/${name}`,
    policy: `policies/details/${whole}`,
  }[kind ?? ''];
  return page === undefined ? null : `https://${home}.${host}/iam/home?region=${home}#/${page}`;
}
