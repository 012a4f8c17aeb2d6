import type { CheckContext, OutcomeEvidence } from '../../model/check.ts';
import type { ExternalAccessFinding } from '../../model/facts/external-access-findings.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import { jsonPointer } from '../../model/json-pointer.ts';
import { listed } from '../support/judged-role.ts';
import { more } from '../support/wording.ts';
import { type Exposure, exposuresOf, principalKey } from './exposure.ts';

/** One way in, which several analyzers, or several statements of a policy, may have been reported for. */
export interface ExternalAccess {
  /** Of these findings the first stands for all where they agree. */
  finding: ExternalAccessFinding;
  findings: ReadonlyArray<{ finding: ExternalAccessFinding; index: number }>;
  /** Resource and principal: the same in every analyzer and run. */
  key: string;
  /** Worst first; never empty. */
  exposures: readonly [Exposure, ...Exposure[]];
  /** When the first of them was made. */
  since: string;
}

/** The findings of a status that tell of access, gathered by resource and principal. */
export function externalAccesses(
  findings: readonly ExternalAccessFinding[],
  status: 'ACTIVE' | 'ARCHIVED',
  { parties }: CheckContext,
): ExternalAccess[] {
  const telling = findings
    .map((finding, index) => ({ finding, index }))
    .filter(({ finding }) => finding.status === status && finding.error === null);
  const groups = groupedBy(telling, ({ finding }) =>
    JSON.stringify([
      finding.resourceOwnerAccount,
      finding.resource,
      finding.resourceType,
      principalKey(finding),
    ]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = worstFirst(group, parties);
    const [since] = group.map(({ finding: { createdAt } }) => createdAt).sort();
    if (first === undefined || since === undefined) return [];
    const { finding, exposures } = first;
    return [{ finding, findings: group, key: principalKey(finding), exposures, since }];
  });
}

type Judged = { finding: ExternalAccessFinding; exposures: readonly [Exposure, ...Exposure[]] };

function worstFirst(
  group: ReadonlyArray<{ finding: ExternalAccessFinding }>,
  parties: CheckContext['parties'],
): Judged[] {
  const judged = group.flatMap(({ finding }): Judged[] => {
    const [worst, ...others] = exposuresOf(finding, parties);
    return worst === undefined ? [] : [{ finding, exposures: [worst, ...others] }];
  });
  const rank = ({ exposures: [{ severity }] }: Judged) =>
    ['critical', 'high', 'medium', 'low', 'info', null].indexOf(severity);
  return judged.sort((a, b) => rank(a) - rank(b));
}

export function findingEvidence({ findings }: ExternalAccess, { region }: CheckContext): OutcomeEvidence[] {
  return findings.map(({ finding, index }) => ({
    fact: 'external-access-findings',
    region,
    pointer: jsonPointer('findings', index),
    value: finding,
    marks: ['/principal', ...(finding.isPublic === true ? ['/isPublic'] : [])],
  }));
}

/** Actions and conditions in words; condition values are left to the evidence, since an external ID may be among them. */
export function accessInWords({ finding }: ExternalAccess): string {
  const { action, condition } = finding;
  const shown = action.slice(0, MOST_ACTIONS);
  const left = action.length - shown.length;
  const actions = shown.length === 0 ? 'use' : listed(left > 0 ? [...shown, more(left, 'action')] : shown);
  const keys = Object.keys(condition).sort();
  return keys.length === 0 ? actions : `${actions} under conditions on ${listed(keys)}`;
}

const MOST_ACTIONS = 5;

/**
 * What a resource control policy of the organization has to do with it; empty where there is none.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummary.html
 */
export function resourceControlPolicyInWords({ finding }: ExternalAccess): string {
  switch (finding.resourceControlPolicyRestriction) {
    case null:
    case 'NOT_APPLICABLE':
      return '';
    case 'APPLICABLE':
      return ' A resource control policy of the organization applies to the resource and may block this access; Access Analyzer leaves it out of account.';
    case 'FAILED_TO_EVALUATE_RCP':
      return ' Access Analyzer could not evaluate the organization’s resource control policies, which may block this access.';
    case 'APPLIED':
      return ' Access Analyzer has taken the organization’s resource control policies into account.';
    default:
      return ` On resource control policies Access Analyzer says ${finding.resourceControlPolicyRestriction}.`;
  }
}
