import type { ResourceWithPolicy } from '../model/facts/resource-policies.ts';
import type { GrantPrincipal } from '../model/grant.ts';

/**
 * The accounts by which load balancers write their logs in the Regions that are older than the service principal for it.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
 */
const LOAD_BALANCERS: ReadonlySet<string> = new Set([
  '009996457667',
  '027434742980',
  '033677994240',
  '037604701340',
  '048591011584',
  '054676820928',
  '076674570225',
  '098369216593',
  '114774131450',
  '127311923021',
  '156460612806',
  '190560391635',
  '383597477331',
  '507241528517',
  '582318560864',
  '589379963580',
  '600734575887',
  '635631232127',
  '638102146993',
  '652711504416',
  '718504428378',
  '754344448648',
  '783225319266',
  '797873946194',
  '897822967062',
  '985666609251',
]);

/** The canonical id by which CloudFront writes its logs. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logging-legacy-s3.html */
const LOG_DELIVERY = 'c4c1ede66af53448b93c283ce9448c4ba468c9432aa01d700d3878632f77d2d0';

/** Whether a way in is one of AWS's own services under another name, or of the account that the bucket belongs to. */
export function isAwsItself(principal: GrantPrincipal, { bucket, service }: ResourceWithPolicy): boolean {
  const { value } = principal;
  if ('accountId' in principal && principal.accountId !== undefined) {
    return service === 's3' && LOAD_BALANCERS.has(principal.accountId);
  }
  if (principal.kind !== 'other') return false;
  return value === bucket?.ownerId || value === LOG_DELIVERY || value.endsWith('/groups/s3/LogDelivery');
}
