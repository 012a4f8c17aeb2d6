import type { CheckContext, Resource } from '../../model/check.ts';
import type { Analyzer } from '../../model/facts/analyzers.ts';

/** The type of analyzers and of what stands for all analyzers of a Region. */
export const ANALYZER = 'AWS::AccessAnalyzer::Analyzer';

/**
 * Whether the analyzer looks for access from outside, and does so now.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_AnalyzerSummary.html
 */
export function isActiveExternal({ type, status }: Pick<Analyzer, 'type' | 'status'>): boolean {
  return isExternal(type) && status === 'ACTIVE';
}

/** External access is the oldest kind: its types name the zone of trust and nothing else. */
export function isExternal(type: string): boolean {
  return type === 'ACCOUNT' || type === 'ORGANIZATION';
}

/** What stands for external access analysis of an account's Region, which has no ARN of its own. */
export function regionalAnalysis(accountId: string, region: string): Resource {
  return { arn: `aws:access-analyzer:${region}:${accountId}:external-access`, type: ANALYZER };
}

/** Where an outcome belongs: to the owner of the resource, and for roles, which have no Region, to the whole account. */
export function placeOf(
  finding: { resourceOwnerAccount: string; resourceType: string },
  context: CheckContext,
): { accountId?: string; region?: string } {
  return {
    ...(finding.resourceOwnerAccount === context.account.accountId
      ? {}
      : { accountId: finding.resourceOwnerAccount }),
    ...(finding.resourceType.startsWith('AWS::IAM::') ? { region: 'global' } : {}),
  };
}

/** The resource of a finding; one that names none goes by its type. */
export function resourceOf(finding: { resource: string | null; resourceType: string }): Resource {
  return {
    arn: finding.resource ?? `aws:access-analyzer:resource:${finding.resourceType}`,
    type: finding.resourceType,
  };
}
