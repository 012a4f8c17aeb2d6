import { tighteningOf } from '../../checks/support/tightening.ts';
import { shownExternalId } from '../../masking/external-ids.ts';
import type { Check } from '../../model/check.ts';
import { GLOBAL } from '../../model/fact.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import { type Fix, NEW_EXTERNAL_ID } from '../../model/fix.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { ChangedDocument, RoleFix } from '../../model/role-fix.ts';
import { compareSeverity, type Severity } from '../../model/severity.ts';
import { externalIdsOf } from '../../parties/external-ids.ts';
import { thirdPartyGrants } from '../../parties/third-party.ts';
import { severityOf } from '../findings.ts';
import type { Failure } from '../results.ts';
import type { Rules } from '../rules.ts';
import { type Corrected, correctRole, DENY_POLICY, documentOf, shutsOut } from './correct-role.ts';
import {
  type Around,
  type Found,
  type FoundFailure,
  isFailure,
  judgeRole,
  looksAtRoles,
} from './judge-role.ts';
import { digestOf, printed, type ShownChange, shownChange } from './shown-documents.ts';

/** The one fix of a role, with what is needed until all accounts are judged together. */
export interface KeptFix {
  fix: RoleFix;
  /** The trust policy as the fix leaves it, changed or not. */
  trustPolicy: Pick<ShownChange, 'change' | 'inputs'>;
}

export interface MadeFix extends KeptFix {
  /** What to copy for a finding that is left, made for the role as the fix leaves it. */
  fixesOf(fingerprint: string, check: Check): Fix[] | undefined;
}

/**
 * The one right fix of a role: its trust policy and an inline policy that denies, good for all that is wrong with it
 * together, judged again by every check of an account. Undefined where nothing can be changed without a person's
 * decision, or where the change would be wrong anywhere: a fix that may be wrong is none.
 *
 * @param failures what was found on it, by fingerprint
 */
export function fixFor(
  role: Role,
  failures: ReadonlyMap<string, Failure>,
  around: Around,
): MadeFix | undefined {
  const before = documentOf(role.trustPolicy);
  // IAM takes no such character, so that whoever wrote the policy cannot have put a placeholder there.
  if (before === undefined || /[‹›]/.test(role.trustPolicy)) return undefined;
  const start: Corrected = { role, blanks: [] };
  const first = checksOf([...failures.values()].map(({ check }) => check));
  const { corrected, after } = attempt(start, first, around);
  const cleared =
    corrected === start
      ? []
      : [...failures].filter(([fingerprint, { check }]) => isCleared(fingerprint, check, after, role));
  const isStackless = around.stackOf(role.arn) === null;
  const follows = newIn(after, around).filter(
    // What a stack declares is changed in its template, where this cannot be judged.
    ({ check }) => isStackless || check.area !== 'drift',
  );
  if (
    follows.some(
      (one) =>
        !takesPlaceOf(
          one,
          cleared.map(([, failure]) => failure),
          role,
          around,
        ),
    )
  )
    return undefined;
  const documents = documentsOf(role, before, corrected);
  if (documents === undefined) return undefined;
  const { trust, ...changes } = documents;
  const given = trust.inputs.filter(({ placeholder }) => trust.change.after.includes(placeholder));
  const asksNewId = given.some(({ kind }) => kind === 'new-external-id' || kind === 'agreed-external-id');
  const stack = around.stackOf(role.arn);
  const isTrustChanged = corrected.role.trustPolicy !== role.trustPolicy;
  const fix: RoleFix = {
    accountId: around.account.accountId,
    accountName: around.account.name,
    roleArn: role.arn,
    roleName: role.name,
    ...(stack === undefined ? {} : { stack }),
    ...(isTrustChanged ? { trustPolicy: trust.change } : {}),
    ...changes,
    ...(corrected.maxSessionDuration === undefined
      ? {}
      : {
          maxSessionDuration: {
            before: sessionOf(role, around) ?? corrected.maxSessionDuration,
            after: corrected.maxSessionDuration,
          },
        }),
    inputs: isTrustChanged ? trust.inputs : [],
    ...(isTrustChanged ? tighteningOfFix(role, corrected, around) : {}),
    clears: cleared.map(([fingerprint]) => fingerprint).sort(),
    remains: [...failures]
      .filter(([fingerprint]) => !cleared.some(([one]) => one === fingerprint))
      .map(([fingerprint, failure]) => ({
        fingerprint,
        checkId: failure.check.id,
        why: whyLeft(failure),
      })),
    follows: [
      ...follows.map(({ check, outcome }) => ({
        checkId: check.id,
        severity: severityIn({ check, outcome }, around),
        detail: outcome.detail,
      })),
      ...(shutsOut(role, corrected.role, around) ? [HIDDEN] : []),
      ...(enforcesMore(role, corrected, around) ? [UNCOMPARED] : []),
      ...(asksNewId && tellsOfChange(around.rules) ? [CHANGE] : []),
      ...(around.silent ?? []).map(({ id, severity }) => ({ checkId: id, severity, detail: SILENT })),
    ],
  };
  return { fix, trustPolicy: trust, fixesOf: leftFixes(corrected, around) };
}

/**
 * The role corrected, and what every check finds on it then. Where shutting someone out would make a finding elsewhere,
 * since a wildcard hid a way by another role, nobody is shut out: that is for a person to decide.
 */
function attempt(
  start: Corrected,
  first: readonly Check[],
  around: Around,
): { corrected: Corrected; after: Found[] } {
  // What is owned by no stack has not drifted from one, and of what is, the drift that a fix makes is not counted.
  const checks = around.rules.checks.filter((check) => check.area !== 'drift' || first.includes(check));
  const isHere = ({ resourceArn }: Found) => resourceArn === start.role.arn;
  let corrected = correctRole(start, first, around);
  // What is left as it is need not be judged again.
  if (corrected === start) return { corrected, after: [] };
  let after = judgeRole(corrected, checks, around);
  const appeared = newIn(after, around).filter(isHere);
  if (appeared.length > 0) {
    corrected = correctRole(corrected, checksOf([...first, ...appeared.map(({ check }) => check)]), around);
    after = judgeRole(corrected, checks, around);
  }
  if (around.shutsNobodyOut || !shutsOut(start.role, corrected.role, around)) return { corrected, after };
  const everywhere = judgeRole(corrected, checks, around, { roles: 'all' });
  return newIn(everywhere, around).every(isHere)
    ? { corrected, after }
    : attempt(start, first, { ...around, shutsNobodyOut: true });
}

/** What the trust policy as it leaves it would have meant for the entries on record, a party each. */
function tighteningOfFix(
  role: Role,
  { role: after, blanks }: Corrected,
  { index, study, rules }: Around,
): Pick<RoleFix, 'tightening'> {
  const recorded = index.get('activity', GLOBAL);
  if (recorded?.status !== 'COLLECTED') return {};
  let text = after.trustPolicy;
  for (const { sample, input } of blanks)
    if (input.kind !== 'other') text = text.replaceAll(sample, NEW_EXTERNAL_ID);
  const document = documentOf(text);
  const context = { activity: recorded.value, showExternalId: shownExternalId(rules) };
  const admitted = groupedBy(thirdPartyGrants(role, study), ({ key }) => key);
  const tightening = [...admitted.values()].flatMap(
    (grants) => tighteningOf({ role, study }, grants, document, context) ?? [],
  );
  return tightening.length === 0 ? {} : { tightening };
}

/** Whether a fix changes anything. */
export function isChange({ trustPolicy, inlinePolicy, maxSessionDuration }: RoleFix): boolean {
  return trustPolicy !== undefined || inlinePolicy !== undefined || maxSessionDuration !== undefined;
}

export const CHANGE = {
  checkId: 'external-id-change',
  severity: 'medium',
  detail: 'The next run says once that the external ID has changed: that change was ordered.',
} as const;

/** Whether the next run says so: the check may be switched off. */
export function tellsOfChange({ checks }: Pick<Rules, 'checks'>): boolean {
  return checks.some(({ id }) => id === CHANGE.checkId);
}

const SILENT = 'The check failed in this run, so it could not be asked what it says of the fix.';

/** Who was let in directly had no need of a way around: only a scan of all accounts tells whether there is one. */
const HIDDEN = {
  checkId: 'transitive-third-party-access',
  severity: 'high',
  detail:
    'The role admitted whoever came, and so no way around was looked for. Where other roles that third parties enter may go on to it, the next run says so.',
} as const;

/** An ID that nobody had to bring was not compared with those of other roles. */
const UNCOMPARED = {
  checkId: 'external-id-reuse',
  severity: 'high',
  detail:
    'The external ID was not enforced, and so not compared with those of other roles. Where another role asks for the same, the next run says so.',
} as const;

function enforcesMore(before: Role, { role: after, blanks }: Corrected, { study }: Around): boolean {
  const asked = (role: Role) =>
    thirdPartyGrants(role, study).flatMap((grant) =>
      externalIdsOf(grant).map((id) => ({ id, key: grant.key })),
    );
  const known = new Set(asked(before).map(({ id, key }) => `${key} ${id}`));
  const samples = new Set(blanks.map(({ sample }) => sample));
  return asked(after).some(({ id, key }) => !samples.has(id) && !known.has(`${key} ${id}`));
}

/** Those checks, each once, in the order in which they are applied. */
function checksOf(checks: readonly Check[]): Check[] {
  return [...new Set(checks)];
}

function newIn(after: readonly Found[], { known }: Around): FoundFailure[] {
  return after
    .filter(isFailure)
    .filter(({ fingerprint, check }) => !known.has(fingerprint) && check.id !== CHANGE.checkId);
}

/** Gone, and not merely without answer; what a new external ID is like is not known before it is agreed. */
function isCleared(fingerprint: string, check: Check, after: readonly Found[], { arn }: Role): boolean {
  return (
    looksAtRoles(check) &&
    !after.some(
      (one) =>
        (one.fingerprint === fingerprint && isFailure(one)) ||
        (one.check === check &&
          one.resourceArn === arn &&
          one.outcome.status === 'UNKNOWN' &&
          check.area !== 'external-ids'),
    )
  );
}

/** Whether something milder is left on the same role of what was cleared. */
function takesPlaceOf(
  found: FoundFailure,
  cleared: readonly Failure[],
  { arn }: Role,
  around: Around,
): boolean {
  if (found.resourceArn !== arn) return false;
  const severity = severityIn(found, around);
  const party = found.outcome.discriminator;
  return cleared.some(
    (failure) =>
      failure.outcome.discriminator === party &&
      compareSeverity(severityOf(failure, around.rules), severity) < 0,
  );
}

function severityIn({ check, outcome }: Pick<FoundFailure, 'check' | 'outcome'>, around: Around): Severity {
  return around.rules.config.checks[check.id]?.severity ?? outcome.severity ?? check.severity;
}

function documentsOf(role: Role, before: Record<string, unknown>, { role: corrected, blanks }: Corrected) {
  const after = documentOf(corrected.trustPolicy);
  const trust = after === undefined ? undefined : shownChange(before, after, blanks);
  if (trust === undefined) return undefined;
  if (corrected.inlinePolicies === role.inlinePolicies) return { trust };
  const inForce = role.inlinePolicies.find(({ name }) => name === DENY_POLICY);
  const wanted = corrected.inlinePolicies.find(({ name }) => name === DENY_POLICY);
  const [now, then] = [inForce, wanted].map((one) => one && documentOf(one.document));
  if (then === undefined) return undefined;
  const inlinePolicy: ChangedDocument & { policyName: string } = {
    policyName: DENY_POLICY,
    before: now === undefined ? null : printed(now),
    after: printed(then),
    digest: now === undefined ? null : digestOf(now),
  };
  return { trust, inlinePolicy };
}

function sessionOf({ arn }: Role, { index }: Around): number | undefined {
  const settings = index.get('role-settings', 'global');
  if (settings?.status !== 'COLLECTED') return undefined;
  return settings.value.roles.find((one) => one.arn === arn)?.maxSessionDuration;
}

/** What has to be decided or done by a person. */
function whyLeft({ check, outcome }: Failure): string {
  const words = outcome.remediation ?? check.remediation;
  const { decision } = outcome.corrects ?? {};
  if (decision !== undefined) return `Somebody has to decide (${lowerFirst(decision)}). ${words}`;
  return outcome.corrects === undefined
    ? words
    : `No change of its policies that could be judged puts this right. ${words}`;
}

function lowerFirst(text: string): string {
  return text.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** The findings that are left are judged on the role as the fix leaves it, so that what they offer undoes nothing of it. */
function leftFixes(corrected: Corrected, around: Around): MadeFix['fixesOf'] {
  const placeholders = new Map(corrected.blanks.map(({ sample, input }) => [sample, input.placeholder]));
  const showExternalId = shownExternalId(around.rules);
  const show = (value: string) => placeholders.get(value) ?? showExternalId(value);
  const judged = new Map<Check, Found[]>();
  return (fingerprint, check) => {
    const found = judged.get(check) ?? judgeRole(corrected, [check], around, { showExternalId: show });
    judged.set(check, found);
    const left = found.filter(isFailure).find((one) => one.fingerprint === fingerprint);
    return left?.outcome.fixes?.().map((fix) => {
      let { text } = fix;
      for (const [sample, placeholder] of placeholders) text = text.replaceAll(sample, placeholder);
      return { ...fix, text };
    });
  };
}
