import type { AccountSubject } from './account.ts';
import type { AnalyzerAdministrators } from './analyzer-administrators.ts';
import type { AnywhereRead } from './anywhere-read.ts';
import type { ComparedSide } from './compared-side.ts';
import type { AccountFactKey, FactKey, FactValues, RegionalFactKey } from './fact-values.ts';
import type { Activity } from './facts/activity.ts';
import type { MakeFixes } from './fix.ts';
import type { OrganizationBilling } from './organization-billing.ts';
import type { CheckParameters, Declared, NoParameters } from './parameter.ts';
import type { Parties, ThirdPartyRef } from './party.ts';
import type { PartyReach } from './reach.ts';
import type { Rows } from './rows.ts';
import type { Severity } from './severity.ts';
import type { AccountStudy } from './study.ts';

export const CHECK_AREAS = [
  'trust',
  'external-ids',
  'access-analyzer',
  'usage',
  'drift',
  'credentials',
  'sharing',
  'resources',
  'activity',
] as const;

export type CheckArea = (typeof CHECK_AREAS)[number];

/** The XCCDF words. UNKNOWN: the fact needed was not collected. ERROR: the check itself threw. */
export type CheckStatus = 'PASS' | 'FAIL' | 'UNKNOWN' | 'NOT_APPLICABLE' | 'ERROR';

export interface Resource {
  /** The ARN, or for things without one an `aws:…` name of our own that is stable. */
  arn: string;
  /** The CloudFormation type name, `AWS::IAM::Role`. */
  type: string;
}

/** Points at the collected value that an outcome rests on. */
export interface OutcomeEvidence {
  fact: FactKey;
  region: string;
  /** JSON Pointer (RFC 6901) into the fact's value. Where it passes through a string, that string is a JSON document. */
  pointer: string;
  value: unknown;
  /** JSON Pointers into `value` of the parts that are to blame; where one passes through a string, see `pointer`. */
  marks?: string[];
  /** Set on the two sides of a comparison; a side that is not among the evidence says that nothing stands there. */
  comparison?: ComparedSide;
  /** The account whose facts hold it, when it is not the account under judgement. */
  accountId?: string;
}

interface OutcomeBase {
  resource: Resource;
  /** One to three plain sentences, specific to this resource; no trailing markup. */
  detail: string;
  /** The Region, where a check that runs once an account speaks of one; else the Region under judgement. */
  region?: string;
  /** The account, where it is not the one under judgement (a member's resource in an organization analyzer). */
  accountId?: string;
}

export interface Passed extends OutcomeBase {
  status: 'PASS' | 'NOT_APPLICABLE' | 'UNKNOWN';
  /** NOT_APPLICABLE though the question arises: there is no analyzer or no record here to answer it from. */
  silent?: true;
}

export interface Failed extends OutcomeBase {
  status: 'FAIL';
  /** What tells this finding from another of the same check and resource; stable, free of time, order and external IDs. */
  discriminator?: string;
  /** Where the case is worse or milder than the check's own severity. */
  severity?: Severity;
  thirdParty?: ThirdPartyRef;
  /** ARNs of roles that it bears on besides its resource: those a policy that has changed belongs to. */
  roleArns?: readonly string[];
  evidence: OutcomeEvidence[];
  /** What to do about this one, where the check's general remediation can be made concrete. */
  remediation?: string;
  /** What to copy to put it right, where that can be made from what was collected. */
  fixes?: MakeFixes;
  /** What the corrected policy would have meant for the entries on record. */
  tightening?: Tightening;
  /** How its role would have to change; the one fix of a role is made of these. */
  corrects?: RoleCorrection;
  /** When given, this is another's word on what the trust checks judge, and is held against theirs. */
  witness?: Witness;
}

/** How many of the entries on record a corrected policy would have refused. */
export interface Tightening {
  entries: number;
  refused: number;
  /** Those of which it cannot be told. */
  undecided: number;
  /** The same in sentences. */
  text: string;
}

/** A change to a role that clears a finding, to be made to the role as it is or as other corrections have left it. */
export interface RoleCorrection {
  /** The trust policy put right; null when nobody is left in it, undefined where it cannot be made. */
  trust?: (document: Record<string, unknown>) => Record<string, unknown> | null | undefined;
  /** What no policy of the role may give any more; undefined where that cannot be said in one policy. */
  deny?: () => DeniedAccess | undefined;
  /** Another external ID asked of these parties together, by their keys; where only the whole run can tell. */
  newExternalId?: readonly string[];
  /** The longest session, in seconds. */
  maxSessionDuration?: number;
  /** What a person has to decide or find out first. Such a correction is no part of the one fix. */
  decision?: string;
}

export interface DeniedAccess {
  actions: readonly string[];
  resource: string;
}

/** Whom another service says a role is open to. */
export interface Witness {
  roleArn: string;
  /** What it says that may be done, and under conditions on which keys, in lower case; once for each finding. */
  ways?: ReadonlyArray<{ actions: readonly string[]; conditionKeys: readonly string[] }>;
  parties: ReadonlyArray<{
    party: ThirdPartyRef;
    /** As the other service names it: one account, role or user of the party, or `*`. */
    principal: string;
    /** How bad that is by itself, however long it has been so. */
    severity: Severity;
  }>;
}

/** One answer about one resource. */
export type Outcome = Passed | Failed;

/** The value type a check sees: Regional facts of a check that runs once an account come by Region. */
export type FactsFor<K extends FactKey, P extends CheckUnit> = {
  [F in K]: P extends 'account'
    ? F extends RegionalFactKey
      ? ReadonlyArray<{ region: string; value: FactValues[F] }>
      : FactValues[F]
    : FactValues[F];
};

/** Run once an account, or once a Region of an account. */
export type CheckUnit = 'account' | 'region';

/** A control of a framework that the check serves, for example `AWS-WA SEC03-BP09.2`. */
export type ControlId = string;

/** The stack that declares a role, and the role's name in its template. */
export interface OwningStack {
  stackName: string;
  region: string;
  logicalId: string;
}

export interface CheckContext<V extends object = NoParameters> {
  account: AccountSubject;
  /** What is worked out once about the account, for all its checks. */
  study: AccountStudy;
  /** The Region under judgement; `global` when the check runs once an account. */
  region: string;
  /** The moment of judgement, ISO 8601 UTC. Checks have no other clock. */
  asOf: string;
  parties: Parties;
  /** The check's parameters, config over defaults; those that it declares and no others. */
  parameters: V;
  /** How an external ID may be shown in a detail: masked, or in full where the config says so. */
  showExternalId(value: string): string;
  /** A text of the account's, such as a description, without the external IDs of the account that stand in it. */
  showText?(text: string): string;
  /**
   * For words on how to fix things, never to judge by: the stack that declares a role of the account, null when none
   * of its Regions has one, undefined when that is not known.
   */
  stackOf?(roleArn: string): OwningStack | null | undefined;
  /** What CloudTrail has of the account, for what it adds to words; undefined where it was not read. */
  activity?: Activity | undefined;
  /** By which certificates roles of the account are opened, for checks that do not ask for it in every Region. */
  anywhere?: AnywhereRead;
  /** The last day on which a party was to be removed from a role, where the last sealed decision on it says so. */
  removalDecided?(roleArn: string, partyKey: string): string | undefined;
  /** The one role to judge, by ARN, with the others around it; undefined to judge them all. */
  onlyRole?: string;
  /** The actions of the policy that the tool generates for its own role; undefined where nobody has said. */
  auditorActions?: readonly string[];
  /** The external IDs of earlier runs; undefined when there is none. */
  earlierExternalIds?: EarlierExternalIds;
}

/** What earlier runs knew of external IDs, by fingerprint. */
export interface EarlierExternalIds {
  /** When the run before was started. */
  since: string;
  /** The fingerprint of a value now; undefined when it would not compare with those of earlier runs. */
  fingerprint?: (value: string) => string;
  /** Fingerprints of the ids that the role asked of the party; undefined when it was not known to ask for any. */
  of(roleArn: string, party: string): readonly string[] | undefined;
  /** The same with those in lower case that are accepted in any case; undefined where there were none, or it was not kept. */
  inAnyCase?(roleArn: string, party: string): readonly string[] | undefined;
}

interface CheckDescription<V extends object> {
  /** The file name; part of the public contract. */
  id: string;
  area: CheckArea;
  /** A noun phrase that holds when the check passes, and one that holds when it fails. */
  title: string;
  failureTitle: string;
  /** When exactly it fails and how hard, in whole sentences; absent where `failureTitle` says all of it. */
  failsWhen?: string;
  severity: Severity;
  /** Why it matters, in words for an officer. */
  rationale: string;
  /** How to fix it, in words for an engineer. */
  remediation: string;
  /** CloudFormation's answers are a second witness to it: where `drift.mode` is off, it judges without them. */
  withoutDrift?: true;
  /** It judges roles whoever may assume them, so that what is found about outsiders does not belong to its findings. */
  whoeverComes?: true;
  /** What the facts that it reads cannot tell, whatever it answers, in words for an auditor. */
  cannotKnow: string;
  /** What `src/controls` says that it serves; the registry fills it in. */
  controls: readonly ControlId[];
  /** Default parameters that `checks.<id>` in the config may change, each with what it means. */
  parameters?: Declared<V>;
}

/** A check of one account (or one Region of it) from its own facts. */
export interface AccountCheck<
  K extends AccountFactKey = AccountFactKey,
  P extends CheckUnit = CheckUnit,
  V extends object = NoParameters,
> extends CheckDescription<V> {
  scope: 'account';
  per: P;
  requires: readonly K[];
  /** Pure. Returns an outcome for every resource it judged; one it leaves out is not in its population. */
  evaluate(facts: FactsFor<K, P>, context: CheckContext<V>): Outcome[];
}

export interface Digest<D> {
  account: AccountSubject;
  region: string;
  value: D;
}

/** What an organization-wide check judges: a digest of each account (or Region) that could be read. */
export interface Population<D> {
  digests: Rows<Digest<D>>;
  /** Units whose required facts were not collected; the framework already answers UNKNOWN for each. */
  gaps: ReadonlyArray<{ account: AccountSubject; region: string }>;
}

export type OrganizationContext<V extends object = NoParameters> = Omit<
  CheckContext<V>,
  'account' | 'region' | 'study'
> &
  AnalyzerAdministrators &
  OrganizationBilling & {
    /** How far each outsider gets over all accounts that were read, by key. */
    reach?: readonly PartyReach[];
  };

/** A check across all accounts of the run. Only the digests are kept once an account has been judged. */
export interface OrganizationCheck<
  K extends AccountFactKey = AccountFactKey,
  P extends CheckUnit = CheckUnit,
  D = unknown,
  V extends object = NoParameters,
> extends CheckDescription<V> {
  scope: 'organization';
  per: P;
  requires: readonly K[];
  /** Pure; the few things to remember of this account, small and JSON-able. */
  digest(facts: FactsFor<K, P>, context: CheckContext<V>): D;
  /** Pure. Every outcome must carry `accountId`. */
  evaluate(population: Population<D>, context: OrganizationContext<V>): Rows<Outcome>;
}

// biome-ignore-start lint/suspicious/noExplicitAny: a registry holds checks of every fact type; each was checked when it was defined.
export type Check =
  | AccountCheck<any, any, CheckParameters>
  | OrganizationCheck<any, any, any, CheckParameters>;
// biome-ignore-end lint/suspicious/noExplicitAny: as above.

/** Defines a check so that reading a fact or a parameter that it does not declare is a compile error. */
export function accountCheck<
  const K extends AccountFactKey,
  P extends CheckUnit,
  V extends object = NoParameters,
>(check: Omit<AccountCheck<K, P, V>, 'scope' | 'controls'>): AccountCheck<K, P, V> {
  return { scope: 'account', controls: [], ...check };
}

/** Defines an organization-wide check; see `accountCheck`. */
export function organizationCheck<
  const K extends AccountFactKey,
  P extends CheckUnit,
  D,
  V extends object = NoParameters,
>(check: Omit<OrganizationCheck<K, P, D, V>, 'scope' | 'controls'>): OrganizationCheck<K, P, D, V> {
  return { scope: 'organization', controls: [], ...check };
}
