import type { FactKey } from './fact-values.ts';

/** How fresh what a service answers can be at best. */
export interface SourceLimit {
  /** The AWS service or operation. */
  source: string;
  /** The facts that come from it. */
  facts: readonly FactKey[];
  limit: string;
}

/** What holds for every run, however complete: AWS itself knows these things late, or only for a while. */
export const SOURCE_LIMITS: readonly SourceLimit[] = [
  {
    // https://docs.aws.amazon.com/IAM/latest/APIReference/API_RoleLastUsed.html
    source: 'iam: last use of a role',
    facts: ['authorization-details'],
    limit: 'Tracked for the trailing 400 days; activity usually shows within four hours.',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-findings.html
    source: 'access-analyzer: findings',
    facts: ['external-access-findings'],
    limit: 'A changed policy is usually analyzed again within 30 minutes, and every policy once in 24 hours.',
  },
  {
    // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
    source: 'cloudformation: drift',
    facts: ['drift'],
    limit: 'True of the moment of the last detection, which the facts name for each stack and resource.',
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
    source: 'iam: roles and policies',
    facts: ['authorization-details', 'role-settings'],
    limit: 'Eventually consistent: a change made shortly before the run may not be in it.',
  },
];
