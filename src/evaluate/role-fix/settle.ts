import { withConditions } from '../../checks/remedies/trust-policy.ts';
import { aboutResource } from '../../masking/known-external-ids.ts';
import type { Role } from '../../model/facts/authorization-details.ts';
import type { Finding } from '../../model/finding.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { RoleFix } from '../../model/role-fix.ts';
import { type AccountStudy, studyOf } from '../../model/study.ts';
import { externalIdsOf } from '../../parties/external-ids.ts';
import { type ThirdPartyGrant, thirdPartyGrants } from '../../parties/third-party.ts';
import type { KnownIds } from '../../policy/external-ids/known-ids.ts';
import type { AccountJudgement } from '../account.ts';
import { compareText } from '../findings.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Failure } from '../results.ts';
import type { Rules } from '../rules.ts';
import { NEW_SAYS } from './blanks.ts';
import { documentOf, isTooLong } from './correct-role.ts';
import { CHANGE, isChange, type KeptFix, tellsOfChange } from './fix-for.ts';
import { printed } from './shown-documents.ts';

/**
 * The fixes of roles, now that all accounts are judged together: an external ID that is used elsewhere too becomes a new
 * one, and findings that nobody could know of in the account stand among those that are left. Only what changes
 * something and clears something is a fix.
 */
export function settledFixes(
  judgements: readonly AccountJudgement[],
  failures: readonly Failure[],
  findings: readonly Finding[],
  { rules, knownIds }: { rules: Pick<Rules, 'parties' | 'asOf' | 'checks'>; knownIds: KnownIds },
): RoleFix[] {
  const byRole = groupedBy(findings, ({ resourceArn }) => resourceArn);
  const newIds = groupedBy(failures, ({ outcome }) => outcome.resource.arn);
  return judgements
    .flatMap(({ subject, roleFixes = [] }) => {
      const study = studyOf({ account: subject, parties: rules.parties, asOf: rules.asOf });
      return roleFixes.map((made) => ({ made, study }));
    })
    .flatMap(({ made, study }) => {
      const { roleArn } = made.fix;
      const here = byRole.get(roleArn) ?? [];
      const asked = (newIds.get(roleArn) ?? []).map(
        (failure) => [fingerprintOf(failure), failure.outcome.corrects?.newExternalId ?? []] as const,
      );
      const fix = withStanding(withSeparated(withNewIds(made, asked, study, rules), study), here, knownIds);
      return isChange(fix) && fix.clears.length > 0 && isShownWhole(fix, knownIds) ? [fix] : [];
    })
    .sort((a, b) => compareText(a.accountId, b.accountId) || compareText(a.roleArn, b.roleArn));
}

/** A finding with the role whose one fix clears it. */
export function pointedAtFix(findings: readonly Finding[], fixes: readonly RoleFix[]): Finding[] {
  const roles = new Map(fixes.flatMap(({ roleArn, clears }) => clears.map((one) => [one, roleArn] as const)));
  return findings.map((finding) => {
    const roleFix = roles.get(finding.fingerprint);
    if (roleFix === undefined) return finding;
    const { fixes: all = [], ...rest } = finding;
    const own = all.filter(({ kind }) => kind === 'configuration');
    return { ...rest, ...(own.length === 0 ? {} : { fixes: own }), roleFix };
  });
}

/** Asks those of each finding for a new external ID of their own, in place of those that the role asks them for now. */
function withNewIds(
  { fix, trustPolicy }: KeptFix,
  asked: ReadonlyArray<readonly [fingerprint: string, parties: readonly string[]]>,
  study: AccountStudy,
  rules: Pick<Rules, 'checks'>,
): RoleFix {
  let { after } = trustPolicy.change;
  const inputs = [...trustPolicy.inputs];
  const clears: string[] = [];
  for (const [fingerprint, parties] of asked) {
    const admitted = thirdPartyGrants(roleWith(fix, after), study).filter(({ key }) => parties.includes(key));
    const [first] = admitted;
    const number = inputs.length + 1;
    const placeholder = `‹new external ID ${number}›`;
    const document = documentOf(after);
    const changed =
      document &&
      withConditions(
        document,
        admitted.map(({ grant }) => grant),
        () => ({ StringEquals: { 'sts:ExternalId': placeholder } }),
      );
    if (first === undefined || changed === undefined || isTooLong(changed, trustPolicy.change)) continue;
    // What is to be new already is that party's own.
    if (!admitted.flatMap(externalIdsOf).every((id) => id.startsWith('‹new '))) {
      after = printed(changed);
      inputs.push({
        placeholder,
        kind: 'new-external-id',
        says: NEW_SAYS,
        variable: `EXTERNAL_ID_${number}`,
        party: listedNames(admitted),
      });
    }
    clears.push(fingerprint);
  }
  if (clears.length === 0) return fix;
  // What it says of the IDs that were sent is of those that are to be no more.
  const { tightening: _before, ...rest } = fix;
  return {
    ...rest,
    trustPolicy: { ...trustPolicy.change, after },
    inputs,
    clears: [...fix.clears, ...clears],
    follows: [
      ...fix.follows.filter(({ checkId }) => checkId !== CHANGE.checkId),
      ...(tellsOfChange(rules) ? [CHANGE] : []),
    ],
  };
}

function listedNames(admitted: readonly ThirdPartyGrant[]): string {
  return [...new Set(admitted.map(({ party }) => party.name))].join(', ');
}

/** Those whom a role asked for one external ID were one vendor as far as anyone could tell. Asked for two, they are not. */
function withSeparated(fix: RoleFix, study: AccountStudy): RoleFix {
  if (fix.trustPolicy?.before == null) return fix;
  const [before, after] = [fix.trustPolicy.before, fix.trustPolicy.after].map((policy) => {
    const asked = thirdPartyGrants(roleWith(fix, policy), study).flatMap((grant) =>
      externalIdsOf(grant).map((id) => ({ id, key: grant.key })),
    );
    return [...groupedBy(asked, ({ id }) => id).values()].map((same) => new Set(same.map(({ key }) => key)));
  });
  const isSeparated = before?.some(
    (one) => one.size > 1 && !after?.some((other) => [...one].every((key) => other.has(key))),
  );
  return isSeparated ? { ...fix, follows: [...fix.follows, SEPARATED] } : fix;
}

const SEPARATED = {
  checkId: 'external-id-reuse',
  severity: 'high',
  detail:
    'The role asked several accounts for one external ID, and so they were taken for one vendor. Where other roles ask them for the same, the next run says so.',
} as const;

/** A role of which nothing matters but whom its trust policy admits. */
function roleWith({ roleArn, roleName }: RoleFix, trustPolicy: string): Role {
  return {
    name: roleName,
    arn: roleArn,
    id: '',
    path: '/',
    createdAt: '',
    trustPolicy,
    inlinePolicies: [],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
  };
}

/** Only findings that stand in the report count, in its order. */
function withStanding(fix: RoleFix, findings: readonly Finding[], { inSentence }: KnownIds): RoleFix {
  const { roleArn } = fix;
  const cleared = new Set(fix.clears);
  const why = new Map(fix.remains.map((one) => [one.fingerprint, one.why]));
  const shown = (text: string) => aboutResource(text, roleArn, inSentence);
  return {
    ...fix,
    clears: findings.map(({ fingerprint }) => fingerprint).filter((one) => cleared.has(one)),
    remains: findings
      .filter(({ fingerprint }) => !cleared.has(fingerprint))
      .map(({ fingerprint, checkId, remediation }) => ({
        fingerprint,
        checkId,
        why: shown(why.get(fingerprint) ?? remediation),
      })),
    follows: fix.follows.map((one) => ({ ...one, detail: shown(one.detail) })),
    ...(fix.tightening === undefined
      ? {}
      : { tightening: fix.tightening.map((one) => ({ ...one, text: shown(one.text) })) }),
  };
}

/** A policy that an external ID of another account would have to be taken out of is no policy to put in force. */
function isShownWhole({ trustPolicy, inlinePolicy, roleArn }: RoleFix, { inText }: KnownIds): boolean {
  const texts = [trustPolicy?.before, trustPolicy?.after, inlinePolicy?.before, inlinePolicy?.after];
  return texts.every((text) => typeof text !== 'string' || aboutResource(text, roleArn, inText) === text);
}
