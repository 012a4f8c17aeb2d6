import type { ExternalIdKey } from '../masking/external-ids.ts';
import { shownExternalId } from '../masking/external-ids.ts';
import type { AnalyzerAdministrators } from '../model/analyzer-administrators.ts';
import type { Baseline } from '../model/baseline.ts';
import type { Check, CheckContext, EarlierExternalIds } from '../model/check.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { ControlDemand } from '../model/control.ts';
import type { Fault } from '../model/fault.ts';
import type { OrganizationBilling } from '../model/organization-billing.ts';
import { parametersOf } from '../model/parameters-of.ts';
import type { Parties, RegisteredThirdParty } from '../model/party.ts';
import type { KnownDecisions } from '../model/review.ts';
import { type RemovalDecided, removalsIn } from './decided-removals.ts';

/** All that judging needs besides the facts. */
export interface Rules extends AnalyzerAdministrators, OrganizationBilling {
  config: JudgementConfig;
  /** The moment of judgement, ISO 8601 UTC. */
  asOf: string;
  parties: Parties;
  /** The register, with last reviews by sealed reviews where there are any. */
  register?: readonly RegisteredThirdParty[];
  /** The checks to apply, in the order of the registry. */
  checks: readonly Check[];
  /** What external IDs are fingerprinted with; undefined where the key is not at hand. */
  externalIdKey?: ExternalIdKey;
  /** What was known before the run; undefined when it is the first. */
  baseline?: Baseline;
  /** What was known of external IDs then. */
  earlierExternalIds?: EarlierExternalIds;
  /** What people had said of the runs before; undefined where nothing was. */
  decisions?: KnownDecisions;
  /** All that `countersign policy` asks for, whatever the configuration. */
  auditorActions?: readonly string[];
  /** Told of every check that throws. */
  noteFault?: (fault: Fault) => void;
}

/** The days that a check goes by, where a control's text may ask for a number. */
export function daysOf(check: Check, parameter: ControlDemand['parameter'], config: JudgementConfig): number {
  return Number(parametersOf(check, config)[parameter]);
}

/** The part of a check's context that is the same for every account. */
export function commonContext(
  check: Check,
  rules: Rules,
): Omit<CheckContext, 'account' | 'region' | 'study'> {
  return {
    asOf: rules.asOf,
    parties: rules.parties,
    parameters: parametersOf(check, rules.config),
    showExternalId: shownExternalId(rules),
    ...(rules.auditorActions === undefined ? {} : { auditorActions: rules.auditorActions }),
    ...(rules.decisions === undefined ? {} : { removalDecided: askedOf(rules.decisions) }),
    ...(rules.earlierExternalIds === undefined ? {} : { earlierExternalIds: rules.earlierExternalIds }),
  };
}

/** Worked out when a check asks. */
function askedOf(decisions: KnownDecisions): RemovalDecided {
  let removals: RemovalDecided | undefined;
  return (roleArn, party) => {
    removals ??= removalsIn(decisions);
    return removals(roleArn, party);
  };
}
