import type { FindingSummary } from '@aws-sdk/client-accessanalyzer';
import { itemsOf, membersOf, required, time } from '../../aws/answer.ts';
import { compareText } from '../../aws/call-order.ts';
import type { ExternalAccessFinding } from '../../model/facts/external-access-findings.ts';
import { type Collector, pages } from '../collector.ts';
import { collected, sortedBy, sortedTexts } from '../values.ts';

const PAGE_SIZE = 100;
const EXTERNAL_TYPES = new Set(['ACCOUNT', 'ORGANIZATION']);

/**
 * What the Region's active external-access analyzers found, resolved findings aside. The first version of
 * ListFindings tells principal, action and condition in the page; the second would take a call a finding.
 */
export const externalAccessFindings: Collector<'external-access-findings'> = {
  fact: 'external-access-findings',
  requires: ['analyzers'],
  actions: () => ['access-analyzer:ListFindings'],
  plan: ({ externalAnalyzers, externalFindings }) => [
    {
      service: 'access-analyzer',
      operation: 'ListFindings',
      // An analyzer without findings takes a call too.
      calls: externalFindings.reduce(
        (sum, findings) => sum + pages(findings, PAGE_SIZE),
        Math.max(0, externalAnalyzers - externalFindings.length),
      ),
    },
  ],
  async collect({ caller, region, fact }) {
    const active = collected(fact('analyzers', region)).analyzers.filter(
      (analyzer) => EXTERNAL_TYPES.has(analyzer.type) && analyzer.status === 'ACTIVE',
    );
    const found = await Promise.all(
      active.map(async ({ arn }) => {
        const input = {
          analyzerArn: arn,
          filter: { status: { eq: ['ACTIVE', 'ARCHIVED'] } },
          maxResults: PAGE_SIZE,
        };
        const findings = await caller.list(
          'access-analyzer',
          'ListFindings',
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
    return { findings: found.flat() };
  },
};

function toFinding(finding: FindingSummary, analyzerArn: string): ExternalAccessFinding {
  return {
    id: required(finding.id, 'the id of a finding'),
    analyzerArn,
    status: required(finding.status, 'the status of a finding'),
    resource: finding.resource ?? null,
    resourceType: required(finding.resourceType, 'the resource type of a finding'),
    resourceOwnerAccount: required(finding.resourceOwnerAccount, 'the owner of a finding'),
    principal: inKeyOrder(finding.principal, 'the principal of a finding'),
    action: sortedTexts(itemsOf(finding.action, 'the actions of a finding')),
    condition: inKeyOrder(finding.condition, 'the condition of a finding'),
    isPublic: finding.isPublic ?? null,
    error: finding.error ?? null,
    createdAt: time(finding.createdAt, 'the creation time of a finding'),
    updatedAt: time(finding.updatedAt, 'the update time of a finding'),
    analyzedAt: time(finding.analyzedAt, 'the analysis time of a finding'),
    resourceControlPolicyRestriction: finding.resourceControlPolicyRestriction ?? null,
  };
}

function inKeyOrder(map: Record<string, string> | undefined, name: string): Record<string, string> {
  return Object.fromEntries(membersOf(map, name).toSorted(([a], [b]) => compareText(a, b)));
}
