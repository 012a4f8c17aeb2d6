import { aboutResource } from '../../masking/known-external-ids.ts';
import type { Finding } from '../../model/finding.ts';
import { groupedBy } from '../../model/grouped-by.ts';
import type { RoleFix } from '../../model/role-fix.ts';
import type { KnownIds } from '../../policy/external-ids/known-ids.ts';
import type { AccountJudgement } from '../account.ts';
import { compareText } from '../findings.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Failure } from '../results.ts';
import { NEW_SAYS } from './blanks.ts';
import { isChange, type KeptFix } from './fix-for.ts';

/**
 * The fixes of roles, now that all accounts are judged together: an external ID that is used elsewhere too becomes a new
 * one, and findings that nobody could know of in the account stand among those that are left. Only what changes
 * something and clears something is a fix.
 */
export function settledFixes(
  judgements: readonly AccountJudgement[],
  failures: readonly Failure[],
  findings: readonly Finding[],
  knownIds: KnownIds,
): RoleFix[] {
  const byRole = groupedBy(findings, ({ resourceArn }) => resourceArn);
  const newIds = groupedBy(
    failures.filter(({ outcome }) => outcome.corrects?.newExternalId === true),
    ({ outcome }) => outcome.resource.arn,
  );
  return judgements
    .flatMap(({ roleFixes = [] }) => roleFixes)
    .flatMap((made) => {
      const { roleArn } = made.fix;
      const here = byRole.get(roleArn) ?? [];
      if (here.length === 0) return [];
      const asked = (newIds.get(roleArn) ?? []).map(
        (failure) => [fingerprintOf(failure), failure.outcome.discriminator ?? ''] as const,
      );
      const fix = withStanding(withNewIds(made, asked), here, knownIds);
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

/** Asks each of these parties for a new external ID in place of those that the role asks it for now. */
function withNewIds(
  { fix, askedOf, trustPolicy }: KeptFix,
  asked: ReadonlyArray<readonly [fingerprint: string, party: string]>,
): RoleFix {
  let { after } = fix.trustPolicy ?? trustPolicy.change;
  const inputs = fix.inputs.length > 0 ? [...fix.inputs] : [...trustPolicy.inputs];
  const clears: string[] = [];
  for (const [fingerprint, party] of asked) {
    const placeholders = askedOf.get(party) ?? [];
    if (placeholders.length === 0) continue;
    for (const placeholder of placeholders.filter((one) => after.includes(one))) {
      const number = inputs.length + 1;
      const wanted = `‹new external ID ${number}›`;
      after = after.replaceAll(placeholder, wanted);
      inputs.push({
        placeholder: wanted,
        kind: 'new-external-id',
        says: NEW_SAYS,
        variable: `EXTERNAL_ID_${number}`,
        party,
      });
    }
    clears.push(fingerprint);
  }
  if (clears.length === 0) return fix;
  return {
    ...fix,
    trustPolicy: { ...trustPolicy.change, ...fix.trustPolicy, after },
    inputs,
    clears: [...fix.clears, ...clears].sort(),
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
  };
}

/** A policy that an external ID of another account would have to be taken out of is no policy to put in force. */
function isShownWhole({ trustPolicy, inlinePolicy, roleArn }: RoleFix, { inText }: KnownIds): boolean {
  const texts = [trustPolicy?.before, trustPolicy?.after, inlinePolicy?.before, inlinePolicy?.after];
  return texts.every((text) => typeof text !== 'string' || aboutResource(text, roleArn, inText) === text);
}
