import type { Limit } from './declaration.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency */
export const EVENTUALLY_CONSISTENT: Limit = {
  source: 'iam: roles and policies',
  limit: 'Eventually consistent: a change made shortly before the run may not be in it.',
};
