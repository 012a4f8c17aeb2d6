import { accountCheck, type CheckContext, type Outcome, type Witness } from '../../model/check.ts';
import { ANYONE } from '../../model/party.ts';
import { oneStepUp } from '../../model/severity.ts';
import { findingCommand, scanCommand } from '../remedies/analyzer.ts';
import { listed } from '../support/judged-role.ts';
import { isActiveExternal, placeOf, regionalAnalysis, resourceOf } from './analyzers.ts';
import {
  accessInWords,
  type ExternalAccess,
  externalAccesses,
  findingEvidence,
  resourceControlPolicyInWords,
} from './external-findings.ts';

const DAY = 86_400_000;

export const externalAccessFinding = accountCheck({
  id: 'external-access-finding',
  area: 'access-analyzer',
  per: 'region',
  title: 'No unresolved external access found by IAM Access Analyzer',
  failureTitle: 'Resource shared outside, as IAM Access Analyzer reports',
  severity: 'high',
  rationale:
    'Access Analyzer proves from the policies that someone outside can reach a resource. Each such finding is either wanted, and then should be on record, or a leak.',
  remediation:
    'If the access is not wanted, take the principal out of the resource’s policy; Access Analyzer then resolves the finding by itself. If it is wanted, register the third party with its owner and justification, and record an exception for this check or an archive rule that names exactly this resource and principal. `aws accessanalyzer get-finding --analyzer-arn ARN --id ID` shows the whole finding.',
  parameters: {
    olderThanDays: {
      default: 30,
      description: 'Days after which a finding that is still active counts one step worse.',
    },
  },
  cannotKnow:
    'What Access Analyzer does not look at: kinds of resources that it does not support, access that identity policies give, and changes of the last half hour. Whether an access that it reports was ever used. Access by an external ID or an address alone it reports as access by anyone who has that. What service control policies keep out is not taken into account.',
  requires: ['analyzers', 'external-access-findings'],
  evaluate(facts, context) {
    const { findings } = facts['external-access-findings'];
    const active = facts.analyzers.analyzers.filter(isActiveExternal);
    if (active.length === 0 && findings.length === 0) {
      const detail = `The account has no active external-access analyzer of its own in ${context.region}, so there is nothing to read here.`;
      const resource = regionalAnalysis(context.account.accountId, context.region);
      return [{ status: 'NOT_APPLICABLE', resource, detail }];
    }
    const reported = new Set(
      findings.filter(({ status }) => status === 'ACTIVE').map(({ analyzerArn }) => analyzerArn),
    );
    const clean = active.filter(({ arn }) => !reported.has(arn));
    return [
      ...externalAccesses(findings, 'ACTIVE', context).map((access) => judge(access, context)),
      ...clean.map(
        ({ arn, name }): Outcome => ({
          status: 'PASS',
          resource: { arn, type: 'AWS::AccessAnalyzer::Analyzer' },
          detail: `Analyzer ${name} has no active finding.`,
        }),
      ),
    ];
  },
});

function judge(access: ExternalAccess, context: CheckContext<{ olderThanDays: number }>): Outcome {
  const { finding, exposures, since } = access;
  const [worst] = exposures;
  const resource = resourceOf(finding);
  const whom = listed([...new Set(exposures.map(({ words }) => words))]);
  const place = placeOf(finding, context);
  const { party, severity } = worst;
  if (party.kind === 'own' || severity === null) {
    const detail = `The access goes to ${whom}, which belongs to you: it is no external access.`;
    return { ...place, status: 'NOT_APPLICABLE', resource, detail };
  }
  const days = Math.floor((Date.parse(context.asOf) - Date.parse(since)) / DAY);
  const isOld = days > context.parameters.olderThanDays;
  return {
    ...place,
    status: 'FAIL',
    resource,
    severity: isOld ? oneStepUp(severity) : severity,
    discriminator: access.key,
    detail: `Access Analyzer finds the resource open to ${whom} for ${accessInWords(access)}, since ${since.slice(0, 10)}${isOld ? `, that is for ${days} days` : ''}.${resourceControlPolicyInWords(access)}`,
    evidence: findingEvidence(access, context),
    thirdParty: party,
    fixes: () => [
      ...findingCommand('get-finding', finding, 'See the whole finding with the AWS CLI'),
      ...scanCommand(finding, 'Once the policy is corrected: have the resource analysed again'),
    ],
    ...(finding.resourceType === 'AWS::IAM::Role'
      ? { witness: { roleArn: resource.arn, ways: waysOf(access), parties: witnessed(exposures) } }
      : {}),
  };
}

function waysOf({ findings }: ExternalAccess): NonNullable<Witness['ways']> {
  return findings.map(({ finding: { action, condition } }) => ({
    actions: action,
    conditionKeys: Object.keys(condition).map((key) => key.toLowerCase()),
  }));
}

/** Everyone from outside whom the finding names. */
function witnessed(exposures: ExternalAccess['exposures']): Witness['parties'] {
  return exposures.flatMap(({ party, principal, severity, isAnyone }) => {
    if (party.kind === 'own' || severity === null) return [];
    return [{ party: isAnyone === true ? ANYONE : party, principal, severity }];
  });
}
