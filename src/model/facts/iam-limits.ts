import type { Limit } from './declaration.ts';

/**
 * How far back IAM remembers a use, in days; less in Regions that came later.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed.html
 */
export const TRACKED_DAYS = 400;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
export const EVENTUALLY_CONSISTENT: Limit = {
  source: 'iam: roles and policies',
  limit: 'Eventually consistent: a change made shortly before the run may not be in it.',
};
