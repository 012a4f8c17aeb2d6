import { accountCheck, type CheckContext, type Outcome } from '../../model/check.ts';
import type { ExternalAccessFinding } from '../../model/facts/external-access-findings.ts';
import type { UnusedAccessFinding } from '../../model/facts/unused-access-findings.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { scanCommand } from '../remedies/analyzer.ts';
import { ANALYZER, isActiveExternal, placeOf, regionalAnalysis, resourceOf } from './analyzers.ts';

export const analyzerError = accountCheck({
  id: 'analyzer-error',
  area: 'access-analyzer',
  per: 'region',
  title: 'IAM Access Analyzer could analyse every resource',
  failureTitle: 'Resource that IAM Access Analyzer could not analyse',
  severity: 'low',
  rationale:
    'A finding with an error says that the resource was not analysed: it may be open to anyone, and no other finding would tell.',
  remediation:
    'ACCESS_DENIED: let the service-linked role AWSServiceRoleForAccessAnalyzer read the resource; most often a Deny in the resource’s policy or a service control policy keeps it out. INTERNAL_ERROR: scan the resource again with `aws accessanalyzer start-resource-scan --analyzer-arn ARN --resource-arn ARN`.',
  cannotKnow:
    'Whether the resource is open: that is what could not be analysed. Kinds of resources that Access Analyzer does not support never have a finding, with or without an error.',
  requires: ['analyzers', 'external-access-findings', 'unused-access-findings'],
  evaluate(facts, context) {
    const external = facts['external-access-findings'].findings;
    const unused = facts['unused-access-findings'];
    const unusedHere = unused.analyzers.filter(({ region }) => judgedIn(region, context) === context.region);
    const analyzers = new Set([
      ...facts.analyzers.analyzers.filter(isActiveExternal).map(({ arn }) => arn),
      ...unusedHere.map(({ arn }) => arn),
    ]);
    const erroneous = [
      ...erroneousIn(external, 'external-access-findings', context.region),
      ...erroneousIn(unused.findings, 'unused-access-findings', 'global').filter(({ finding }) =>
        unusedHere.some(({ arn }) => arn === finding.analyzerArn),
      ),
    ];
    if (analyzers.size === 0 && erroneous.length === 0) {
      const detail = `The account has no active analyzer of its own in ${context.region}.`;
      const resource = regionalAnalysis(context.account.accountId, context.region);
      return [{ status: 'NOT_APPLICABLE', resource, detail }];
    }
    const groups = groupedBy(erroneous, ({ finding }) =>
      JSON.stringify([finding.resourceOwnerAccount, finding.resource, finding.resourceType, finding.error]),
    );
    const failing = new Set(erroneous.map(({ finding }) => finding.analyzerArn));
    return [
      ...[...groups.values()].flatMap((group) => judge(group, context)),
      ...[...analyzers]
        .filter((arn) => !failing.has(arn))
        .map(
          (arn): Outcome => ({
            status: 'PASS',
            resource: { arn, type: ANALYZER },
            detail: 'None of the analyzer’s findings carries an error.',
          }),
        ),
    ];
  },
});

/** An analyzer of unused access may stand in a Region that is not scanned; it is judged with the first that is. */
function judgedIn(region: string, { account: { regions } }: CheckContext): string | undefined {
  return regions.includes(region) ? region : regions[0];
}

interface Erroneous {
  finding: ExternalAccessFinding | UnusedAccessFinding;
  index: number;
  fact: 'external-access-findings' | 'unused-access-findings';
  region: string;
}

function erroneousIn(
  findings: ReadonlyArray<Erroneous['finding']>,
  fact: Erroneous['fact'],
  region: string,
): Erroneous[] {
  return findings
    .map((finding, index) => ({ finding, index, fact, region }))
    .filter(({ finding }) => finding.error !== null);
}

function judge(group: readonly Erroneous[], context: CheckContext): Outcome[] {
  const [first] = group;
  if (first === undefined) return [];
  const { finding } = first;
  const error = finding.error ?? '';
  return [
    {
      ...placeOf(finding, context),
      status: 'FAIL',
      resource: resourceOf(finding),
      discriminator: error,
      detail: `Access Analyzer could not analyse the resource (${error}), last tried on ${finding.analyzedAt.slice(0, 10)}. Whether it is open to outsiders is not known.`,
      evidence: group.map(({ finding: value, index, fact, region }) => ({
        fact,
        region,
        pointer: jsonPointer('findings', index),
        value,
        marks: ['/error'],
      })),
      fixes: () =>
        scanCommand(finding, 'Once the resource can be read: have it analysed again with the AWS CLI'),
    },
  ];
}
