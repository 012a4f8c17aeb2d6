import type { Witness } from '../model/check.ts';
import { partyKey, type ThirdPartyRef } from '../model/party.ts';
import { compareSeverity } from '../model/severity.ts';
import { readPrincipals, relate } from '../policy/principal.ts';
import { severityOf } from './findings.ts';
import type { Failure } from './results.ts';
import type { Rules } from './rules.ts';

/** What the trust checks had to go by: their results, and the trust policies as read. */
export interface TrustJudgement {
  failures: readonly Failure[];
  /** Whom the role's trust policy admits from outside. */
  trustOf(roleArn: string, accountId: string): RoleTrust;
  /** Whether every check that decides on the way in of such a party has an answer for the role. */
  isAnswered(roleArn: string, accountId: string, kind: ThirdPartyRef['kind']): boolean;
  rules: Pick<Rules, 'config'>;
}

export type RoleTrust =
  | { reading: 'understood'; admits: readonly Admitted[] }
  | { reading: 'not understood' | 'not read' };

/** Someone from outside whom a trust policy admits, and how it names them. */
export interface Admitted {
  party: ThirdPartyRef;
  principal: string;
  /** By each grant that admits them: what they may do, whether it asks for an external ID, and of which keys it asks. */
  grants: ReadonlyArray<{
    actions: readonly string[];
    asksExternalId: boolean;
    /** In lower case; those of Deny statements too. */
    conditionKeys: readonly string[];
  }>;
}

export interface Joined {
  /** What is to be reported. */
  kept: Failure[];
  /** What stands in trust findings now. */
  folded: Failure[];
  /** Access of registered parties and of identity providers with which the trust checks found nothing wrong. */
  passed: Failure[];
}

/**
 * Access Analyzer sees the same open role that the trust checks see, and is held against them. Where a trust finding
 * on the role names the same principal and weighs as much, it adds its evidence there and is no finding of its own. A
 * registered party whose access the trust policy shows is no news: it adds to what the trust checks have to say of
 * that access, and passes where they say nothing. So does an identity provider's that the trust policy shows, which no
 * register can name, where the trust checks find nothing at all on the role. In all other cases it stands, and says how the trust policy reads.
 *
 * What weighs is whom the role is open to, not how long Access Analyzer has been saying so.
 */
export function joinWitnesses(judgement: TrustJudgement): Joined {
  const byRole = new Map<string, Failure[]>();
  for (const failure of judgement.failures) {
    if (!saysWhoMayCome(failure)) continue;
    const { arn } = failure.outcome.resource;
    const known = byRole.get(arn);
    if (known === undefined) byRole.set(arn, [failure]);
    else known.push(failure);
  }
  const joining = new Map<Failure, Failure[]>();
  const joined: Joined = { kept: [], folded: [], passed: [] };
  for (const failure of judgement.failures) {
    const { witness } = failure.outcome;
    if (witness === undefined) {
      joined.kept.push(failure);
      continue;
    }
    const standing = standingOf(failure, witness, byRole.get(witness.roleArn) ?? [], judgement);
    if (standing.kind === 'passes') joined.passed.push(failure);
    else if (standing.kind === 'stands') joined.kept.push(saying(failure, standing.why));
    else {
      joined.folded.push(failure);
      for (const host of standing.into) joining.set(host, [...(joining.get(host) ?? []), failure]);
    }
  }
  return { ...joined, kept: joined.kept.map((failure) => withEvidence(failure, joining.get(failure))) };
}

/** Whether a failure says something of who may come in. */
function saysWhoMayCome({ check }: Failure): boolean {
  return check.area === 'trust' && check.whoeverComes !== true;
}

type Standing =
  | { kind: 'folds'; into: readonly Failure[] }
  | { kind: 'passes' }
  | { kind: 'stands'; why: string };

function standingOf(
  failure: Failure,
  { roleArn, parties, ways = [] }: Witness,
  onRole: readonly Failure[],
  judgement: TrustJudgement,
): Standing {
  const { accountId } = failure;
  const { rules } = judgement;
  const ordered = rules.config.checks[failure.check.id]?.severity;
  const trust = judgement.trustOf(roleArn, accountId);
  const isShown = (party: Witness['parties'][number]) =>
    trust.reading === 'understood' &&
    ways.every((way) => trust.admits.some((admitted) => shows(admitted, party) && allows(admitted, way))) &&
    trust.admits.some((admitted) => shows(admitted, party));
  const covering = parties.map((party) => {
    const naming = onRole.filter(({ outcome: { thirdParty } }) => thirdParty && isSame(party, thirdParty));
    if (party.party.kind === 'registered' && isShown(party)) {
      const ofAll = onRole.filter(({ outcome: { thirdParty } }) => thirdParty === undefined);
      return { isNews: false, into: naming.length > 0 ? naming : ofAll };
    }
    if (party.party.kind === 'identity-provider' && onRole.length === 0 && isShown(party)) {
      return { isNews: false, into: [] };
    }
    const weight = ordered ?? party.severity;
    // A vendor's finding names the vendor: that the policy admits this account of it is for the policy to show.
    const isOther =
      trust.reading === 'understood' && !trust.admits.some((admitted) => isOfSame(admitted, party));
    const into = isOther
      ? []
      : naming.filter((other) => compareSeverity(severityOf(other, rules), weight) <= 0);
    return { isNews: true, into };
  });
  if (covering.every(({ into }) => into.length > 0)) {
    return { kind: 'folds', into: [...new Set(covering.flatMap(({ into }) => into))] };
  }
  const isNothingNew = covering.every(({ isNews, into }) => !isNews && into.length === 0);
  const isAnswered = parties.every(({ party }) => judgement.isAnswered(roleArn, accountId, party.kind));
  if (isNothingNew && isAnswered) return { kind: 'passes' };
  return { kind: 'stands', why: whyItStands(trust, parties.every(isShown)) };
}

/** Whether it is the same party, by the same one of its accounts. */
function isOfSame(admitted: Admitted, seen: Witness['parties'][number]): boolean {
  return isSame(seen, admitted.party) && admitted.party.accountId === seen.party.accountId;
}

/** Whether whom the trust policy names is all of whom Access Analyzer does: a role of an account is not the account. */
function shows(admitted: Admitted, seen: Witness['parties'][number]): boolean {
  if (!isOfSame(admitted, seen)) return false;
  const [outer, inner] = [admitted.principal, seen.principal].map(
    (value) => readPrincipals({ AWS: value }, false, () => {}).principals[0],
  );
  // Providers, services and the like are told apart by the party itself.
  if (outer === undefined || inner === undefined || outer.kind === 'other' || inner.kind === 'other')
    return true;
  return relate(outer, inner) === 'covers';
}

/**
 * Whether a grant to them gives what Access Analyzer saw. Where it names condition keys and the external ID is not among
 * them, it has seen another statement than one that asks for it; so it has where it names a key that the grant does
 * not ask for. Which values it saw is not compared: they may be lists, and change by themselves.
 * https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_FindingSummary.html
 */
function allows({ grants }: Admitted, { actions, conditionKeys }: NonNullable<Witness['ways']>[number]) {
  const asked = actions.map((action) => action.toLowerCase()).filter((one) => ASSUMING.test(one));
  const withoutId = conditionKeys.length > 0 && !conditionKeys.includes('sts:externalid');
  return grants.some(
    ({ actions: given, asksExternalId, conditionKeys: present }) =>
      asked.every((one) => given.some((action) => action.toLowerCase() === one)) &&
      conditionKeys.every((key) => present.includes(key)) &&
      !(asksExternalId && withoutId),
  );
}

const ASSUMING = /^sts:assumerole/;

function isSame({ party }: Witness['parties'][number], other: ThirdPartyRef): boolean {
  return partyKey(party) === partyKey(other);
}

function whyItStands({ reading }: RoleTrust, isShown: boolean): string {
  switch (reading) {
    case 'not read':
      return 'The role’s trust policy was not read or not judged, so that the two cannot be compared.';
    case 'not understood':
      return 'The role’s trust policy could not be understood in full, so that it is not known whether it shows this access.';
    case 'understood':
      return isShown
        ? 'The role’s trust policy shows this access too; no trust finding on it weighs as much.'
        : 'The role’s trust policy, as read, does not show this access; Access Analyzer may take half an hour to see a change.';
  }
}

function saying(failure: Failure, why: string): Failure {
  const { outcome } = failure;
  return { ...failure, outcome: { ...outcome, detail: `${outcome.detail} ${why}` } };
}

function withEvidence(failure: Failure, joined: readonly Failure[] | undefined): Failure {
  if (joined === undefined) return failure;
  const evidence = joined.flatMap((other) =>
    other.outcome.evidence.map((piece) => ({
      ...piece,
      accountId: piece.accountId ?? other.evidenceAccountId,
    })),
  );
  const { outcome } = failure;
  return {
    ...failure,
    outcome: {
      ...outcome,
      detail: `${outcome.detail} IAM Access Analyzer reports this role as shared outside too.`,
      evidence: [...outcome.evidence, ...evidence],
    },
  };
}
