import type { FindingSummaryV2 } from '@aws-sdk/client-accessanalyzer';
import { AwsCallError } from '../../aws/errors.ts';
import type { UnusedAccessFinding } from '../../model/access-analyzer-facts.ts';
import { type CollectContext, type Collector, pages } from '../collector.ts';
import { required, sortedBy, time } from '../values.ts';

const PAGE_SIZE = 100;
const UNUSED_TYPES = ['ACCOUNT_UNUSED_ACCESS', 'ORGANIZATION_UNUSED_ACCESS'];

/**
 * Active findings of unused access. They do not vary by Region, so each type of analyzer is read in the first Region
 * that has an active one. Where none was found and some Region could not be asked, there may be one after all.
 */
export const unusedAccessFindings: Collector<'unused-access-findings'> = {
  fact: 'unused-access-findings',
  scope: 'global',
  requires: ['analyzers'],
  actions: () => ['access-analyzer:ListFindings'],
  plan: ({ unusedAnalyzers, unusedFindings }) => [
    {
      service: 'access-analyzer',
      operation: 'ListFindingsV2',
      calls: unusedAnalyzers === 0 ? 0 : Math.max(unusedAnalyzers, pages(unusedFindings, PAGE_SIZE)),
    },
  ],
  async collect(context) {
    const analyzers = analyzersToRead(context);
    const found = await Promise.all(
      analyzers.map(async ({ arn, region }) => {
        const input = { analyzerArn: arn, filter: { status: { eq: ['ACTIVE'] } }, maxResults: PAGE_SIZE };
        const findings = await context.caller.list(
          'access-analyzer',
          'ListFindingsV2',
          region,
          input,
          (page) => page.findings,
        );
        return sortedBy(
          findings.map((finding) => toFinding(finding, arn)),
          (finding) => finding.id,
        );
      }),
    );
    return { analyzers, findings: found.flat() };
  },
};

function analyzersToRead({ regions, fact }: Pick<CollectContext, 'regions' | 'fact'>) {
  const active = regions.flatMap((region) => {
    const analyzers = fact('analyzers', region);
    return analyzers.status === 'COLLECTED'
      ? analyzers.value.analyzers
          .filter(({ status }) => status === 'ACTIVE')
          .map(({ arn, type }) => ({ arn, region, type }))
      : [];
  });
  const chosen = UNUSED_TYPES.flatMap((type) => active.find((analyzer) => analyzer.type === type) ?? []);
  if (chosen.length > 0) return chosen;
  for (const region of regions) {
    const analyzers = fact('analyzers', region);
    if (analyzers.status === 'COLLECTED') continue;
    throw new AwsCallError({
      reason: analyzers.reason,
      action: analyzers.action ?? 'access-analyzer:ListAnalyzers',
      message: `Needs analyzers in ${region}, which were not collected: ${analyzers.message}`,
    });
  }
  return [];
}

function toFinding(finding: FindingSummaryV2, analyzerArn: string): UnusedAccessFinding {
  return {
    id: required(finding.id, 'the id of a finding'),
    analyzerArn,
    status: required(finding.status, 'the status of a finding'),
    findingType: required(finding.findingType, 'the type of a finding'),
    resource: finding.resource ?? null,
    resourceType: required(finding.resourceType, 'the resource type of a finding'),
    resourceOwnerAccount: required(finding.resourceOwnerAccount, 'the owner of a finding'),
    error: finding.error ?? null,
    createdAt: time(finding.createdAt, 'the creation time of a finding'),
    updatedAt: time(finding.updatedAt, 'the update time of a finding'),
    analyzedAt: time(finding.analyzedAt, 'the analysis time of a finding'),
  };
}
