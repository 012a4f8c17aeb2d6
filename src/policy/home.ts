/**
 * The account and the organization of the role itself, which a policy names by variables that the request has no
 * say in. The texts stand in for them: nobody else has these ids.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-resource-properties
 */
export const HOME_ACCOUNT = '000000000000';
export const HOME_ORGANIZATION = 'o-0000000000';

/** A value with those variables filled in. */
export function withHome(value: string): string {
  if (!value.includes('${')) return value;
  return value
    .replace(/\$\{aws:ResourceAccount\}/gi, HOME_ACCOUNT)
    .replace(/\$\{aws:ResourceOrgID\}/gi, HOME_ORGANIZATION);
}
