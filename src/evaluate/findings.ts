import { externalIdMask, type MaskExternalId } from '../masking/external-ids.ts';
import { aboutResource, evidenceShown, fixShown } from '../masking/known-external-ids.ts';
import { maskExternalIdsAt } from '../masking/mask-external-ids.ts';
import type { Check, OutcomeEvidence } from '../model/check.ts';
import { FACTS } from '../model/fact-values.ts';
import type { Evidence, Finding } from '../model/finding.ts';
import type { Fix } from '../model/fix.ts';
import { partyKey, type ThirdPartyRef } from '../model/party.ts';
import type { CheckInfo } from '../model/report.ts';
import { compareSeverity, type Severity } from '../model/severity.ts';
import { AS_THEY_ARE, type KnownIds } from '../policy/external-ids/known-ids.ts';
import { applyExceptions } from './exceptions.ts';
import { fingerprint } from './fingerprint.ts';
import type { Failure } from './results.ts';
import type { Rules } from './rules.ts';

export interface FindingContext {
  rules: Rules;
  accountName(accountId: string): string;
  /** Texts without the external IDs that any account of the run shows; absent, as they are. */
  knownIds?: KnownIds;
  /** When the first run that saw the finding was started. */
  firstSeen(fingerprint: string): string;
  /** The keys of the third parties that come by a role, a user or a trust anchor, in order; the same list for the same one. */
  partiesOn(arn: string): readonly string[];
}

/**
 * Turns failures into findings: one per fingerprint, exceptions and severity overrides applied, external IDs masked.
 * The same thing reported twice (by an account's own analyzer and by the organization's) becomes one finding that
 * carries both pieces of evidence.
 */
export function buildFindings(failures: readonly Failure[], context: FindingContext): Finding[] {
  const byFingerprint = new Map<string, Finding>();
  for (const failure of failures) {
    const finding = toFinding(failure, context);
    const known = byFingerprint.get(finding.fingerprint);
    if (known === undefined) byFingerprint.set(finding.fingerprint, finding);
    else byFingerprint.set(finding.fingerprint, mergeSame(known, finding));
  }
  const { exceptions } = context.rules.config;
  return [...byFingerprint.values()].map((finding) =>
    applyExceptions(finding, exceptions, context.rules.asOf),
  );
}

function toFinding(failure: Failure, context: FindingContext): Finding {
  const { check, outcome, accountId, region } = failure;
  const { rules } = context;
  const identity = fingerprint({
    checkId: check.id,
    accountId,
    region,
    resourceArn: outcome.resource.arn,
    discriminator: outcome.discriminator ?? '',
  });
  const knownIds = context.knownIds ?? AS_THEY_ARE;
  const { arn } = outcome.resource;
  const shown = (text: string) => aboutResource(text, arn, knownIds.inSentence);
  const fixes = (outcome.fixes?.() ?? []).flatMap((fix): Fix[] => {
    const text = fixShown(fix, arn, knownIds);
    return text === undefined ? [] : [{ ...fix, text }];
  });
  return {
    fingerprint: identity,
    checkId: check.id,
    area: check.area,
    severity: severityOf(failure, rules),
    status: 'OPEN',
    accountId,
    accountName: context.accountName(accountId),
    region,
    resourceArn: outcome.resource.arn,
    resourceType: outcome.resource.type,
    title: check.failureTitle,
    detail: shown(outcome.detail),
    ...named(outcome.thirdParty),
    ...(outcome.roleArns === undefined || outcome.roleArns.length === 0
      ? {}
      : { roleArns: [...outcome.roleArns] }),
    ...concerned(outcome, context),
    evidence: evidenceOf(failure, context),
    remediation: shown(outcome.remediation ?? check.remediation),
    ...(fixes.length === 0 ? {} : { fixes }),
    ...(outcome.tightening === undefined
      ? {}
      : { tightening: { ...outcome.tightening, text: shown(outcome.tightening.text) } }),
    controls: [...check.controls],
    firstSeen: context.firstSeen(identity),
  };
}

function named(party: ThirdPartyRef | undefined): Pick<Finding, 'thirdParty'> {
  return party === undefined ? {} : { thirdParty: { ...party, key: partyKey(party) } };
}

function concerned(
  { thirdParty, resource, roleArns = [] }: Failure['outcome'],
  { partiesOn }: FindingContext,
): Pick<Finding, 'thirdPartyKeys'> {
  const keys = new Set([
    ...(thirdParty === undefined ? [] : [partyKey(thirdParty)]),
    ...[resource.arn, ...roleArns].flatMap(partiesOn),
  ]);
  return keys.size === 0 ? {} : { thirdPartyKeys: [...keys].sort() };
}

/** The configuration has the last word. */
export function severityOf({ check, outcome }: Failure, { config }: Pick<Rules, 'config'>): Severity {
  return config.checks[check.id]?.severity ?? outcome.severity ?? check.severity;
}

/** What a failure rests on, as reports show it. */
export function evidenceOf(
  { outcome, evidenceAccountId }: Failure,
  { rules, knownIds }: Pick<FindingContext, 'rules' | 'knownIds'>,
): Evidence[] {
  const mask = rules.config.report.externalIds === 'masked' ? externalIdMask(rules.externalIdKey) : null;
  return outcome.evidence.map((piece) => {
    const evidence = toEvidence(piece, evidenceAccountId, mask);
    if (knownIds === undefined) return evidence;
    return { ...evidence, value: evidenceShown(piece, evidence.value, knownIds) };
  });
}

function toEvidence(evidence: OutcomeEvidence, accountId: string, mask: MaskExternalId | null): Evidence {
  const { fact, region, pointer, value, marks, comparison } = evidence;
  return {
    file:
      FACTS[fact].scope === 'organization'
        ? 'organization/facts.jsonl.gz'
        : `accounts/${evidence.accountId ?? accountId}/facts.jsonl.gz`,
    fact,
    region,
    pointer,
    value: mask === null ? value : maskExternalIdsAt(pointer, value, mask),
    ...(marks === undefined || marks.length === 0 ? {} : { marks }),
    ...(comparison === undefined ? {} : { comparison }),
  };
}

function mergeSame(a: Finding, b: Finding): Finding {
  const worse = compareSeverity(b.severity, a.severity) < 0 ? b : a;
  const seen = new Set(a.evidence.map(placeOf));
  const keys = new Set([...(a.thirdPartyKeys ?? []), ...(b.thirdPartyKeys ?? [])]);
  return {
    ...worse,
    ...(keys.size === 0 ? {} : { thirdPartyKeys: [...keys].sort() }),
    evidence: [...a.evidence, ...b.evidence.filter((evidence) => !seen.has(placeOf(evidence)))],
  };
}

function placeOf({ file, fact, region, pointer }: Evidence): string {
  return JSON.stringify([file, fact, region, pointer]);
}

/** Worst first, then by account, Region, resource, check and fingerprint: never by time of arrival. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareSeverity(a.severity, b.severity) ||
    compareText(a.accountId, b.accountId) ||
    compareText(a.region, b.region) ||
    compareText(a.resourceArn, b.resourceArn) ||
    compareText(a.checkId, b.checkId) ||
    compareText(a.fingerprint, b.fingerprint)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The description of a check as the report carries it. */
export function checkInfo(check: Check): CheckInfo {
  const { id, area, title, failureTitle, severity, rationale, remediation, controls } = check;
  return { id, area, title, failureTitle, severity, rationale, remediation, controls: [...controls] };
}
