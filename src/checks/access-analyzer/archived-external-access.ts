import { accountCheck, type CheckContext, type Outcome, type OutcomeEvidence } from '../../model/check.ts';
import type { Analyzer, ArchiveRule } from '../../model/facts/analyzers.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { deleteRuleCommand, findingCommand } from '../remedies/analyzer.ts';
import { listed } from '../support/judged-role.ts';
import { placeOf, resourceOf } from './analyzers.ts';
import { archives } from './archive-rules.ts';
import type { Exposure } from './exposure.ts';
import {
  accessInWords,
  type ExternalAccess,
  externalAccesses,
  findingEvidence,
} from './external-findings.ts';

export const archivedExternalAccess = accountCheck({
  id: 'archived-external-access',
  area: 'access-analyzer',
  per: 'region',
  title: 'Archived external access goes to registered third parties only',
  failureTitle: 'Archived finding hides access by an unregistered third party or the public',
  severity: 'medium',
  rationale:
    'Archiving a finding takes it off the list and leaves the access as it is. Unless someone has justified that access and put an end to it, it is a leak that was silenced.',
  remediation:
    'If the access is not wanted, take the principal out of the resource’s policy. If it is, register the third party, or record an exception for this check with a reason, an approver and an end. Narrow or delete the archive rule that hides more than it should: `aws accessanalyzer delete-archive-rule --analyzer-name NAME --rule-name RULE`.',
  cannotKnow:
    'Who archived a finding, when, and why: by hand or by which rule is concluded from the rules as they are now. Whether the access was ever used.',
  requires: ['analyzers', 'external-access-findings'],
  evaluate(facts, context) {
    const { analyzers } = facts.analyzers;
    return externalAccesses(facts['external-access-findings'].findings, 'ARCHIVED', context).map((access) =>
      judge(access, analyzers, context),
    );
  },
});

function judge(access: ExternalAccess, analyzers: readonly Analyzer[], context: CheckContext): Outcome {
  const { finding, exposures } = access;
  const resource = resourceOf(finding);
  const place = placeOf(finding, context);
  const outside = exposures.filter(({ severity }) => severity !== null);
  const unregistered = outside.filter((exposure) => !isAccountedFor(exposure));
  const [worst] = unregistered;
  if (worst === undefined || worst.party.kind === 'own') {
    const whom = listed([...new Set(exposures.map(({ words }) => words))]);
    return outside.length === 0
      ? {
          ...place,
          status: 'NOT_APPLICABLE',
          resource,
          detail: `The archived access goes to ${whom}, which belongs to you.`,
        }
      : { ...place, status: 'PASS', resource, detail: `The archived access goes to ${whom}.` };
  }
  const whom = listed([...new Set(unregistered.map(({ words }) => words))]);
  const rules = matchingRules(access, analyzers, context);
  const cause =
    rules.length === 0
      ? 'No archive rule of its analyzer matches it now: it was archived by hand, or by a rule since changed.'
      : `It may have been archived by ${listed(rules.map(({ words }) => words))}.`;
  return {
    ...place,
    status: 'FAIL',
    resource,
    discriminator: access.key,
    detail: `An archived finding of Access Analyzer still gives ${whom} access for ${accessInWords(access)}. ${cause}`,
    evidence: [...findingEvidence(access, context), ...rules.map(({ evidence }) => evidence)],
    thirdParty: worst.party,
    fixes: () => [
      ...findingCommand('get-finding', finding, 'See the whole finding with the AWS CLI'),
      ...rules.flatMap(({ analyzer, rule }) => deleteRuleCommand(analyzer.arn, analyzer.name, rule.name)),
    ],
  };
}

/** Whether someone has vouched for the party, or set it up in the account itself. */
function isAccountedFor({ party, severity }: Exposure): boolean {
  const isOwnProvider = party.kind === 'identity-provider' && severity === 'medium';
  return party.kind === 'registered' || party.kind === 'service' || isOwnProvider;
}

function matchingRules(
  { findings }: ExternalAccess,
  analyzers: readonly Analyzer[],
  { region }: CheckContext,
): Array<{ words: string; evidence: OutcomeEvidence; analyzer: Analyzer; rule: ArchiveRule }> {
  return analyzers.flatMap((analyzer, at) => {
    const { arn, name, archiveRules } = analyzer;
    return archiveRules.flatMap((rule, index) => {
      const matches = findings.some(({ finding }) => finding.analyzerArn === arn && archives(rule, finding));
      if (!matches) return [];
      const pointer = jsonPointer('analyzers', at, 'archiveRules', index);
      return [
        {
          words: `archive rule ${rule.name} of analyzer ${name}`,
          analyzer,
          rule,
          evidence: {
            fact: 'analyzers',
            region,
            pointer,
            value: rule,
            marks: ['/filter'],
          } satisfies OutcomeEvidence,
        },
      ];
    });
  });
}
