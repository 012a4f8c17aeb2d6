import { aboutResource, textShown } from '../masking/known-external-ids.ts';
import type { FactRecord } from '../model/fact.ts';
import type { Finding, Unanswered } from '../model/finding.ts';
import { partyKey } from '../model/party.ts';
import type { PartyReach } from '../model/reach.ts';
import type { RoleFix } from '../model/role-fix.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import { type Keeping, keptInParts, type Rows } from '../model/rows.ts';
import { compareSeverity, type Severity } from '../model/severity.ts';
import type { ShareRow } from '../model/share-row.ts';
import type { KnownIds } from '../policy/external-ids/known-ids.ts';
import type { AccountJudgement } from './account.ts';
import { firstSeenBefore } from './change.ts';
import type { ControlInput } from './controls.ts';
import { buildFindings, compareFindings, compareText, evidenceOf, type FindingContext } from './findings.ts';
import { type AboutAccount, foreignResults } from './foreign-results.ts';
import type { InventoryRow } from './inventory.ts';
import { joinWitnesses } from './join.ts';
import { judgeOrganization } from './organization.ts';
import { type OwnedThing, type OwnersKnown, ownerOf, ownersKnown } from './owners.ts';
import type { UserOfParty } from './party-users.ts';
import { withOtherWord } from './resource-witness.ts';
import { countResult, emptyResults, type Failure, mergeCounts, type Results } from './results.ts';
import { pointedAtFix, settledFixes } from './role-fix/settle.ts';
import type { Rules } from './rules.ts';
import { trustJudgement } from './trust-judgement.ts';

export interface TogetherInput {
  /** By account id. */
  judgements: readonly AccountJudgement[];
  reach: readonly PartyReach[];
  organizationFacts: readonly FactRecord[];
  rules: Rules;
  /** Whenever a finding was not known before. */
  startedAt: string;
  keeping: Keeping;
}

type RolePass = NonNullable<RoleInventoryEntry['passes']>[number];

/** A row of the inventory with all that its own account tells. */
export type PassedRow = InventoryRow & Pick<RoleInventoryEntry, 'passes'>;

/** What all accounts come to together. */
export interface Together {
  /** Worst first, then by account, Region, resource and check. */
  findings: Rows<Finding>;
  /** By account and role. */
  roleFixes: Rows<RoleFix>;
  /** By account. */
  roles: Rows<PassedRow>;
  /** By account. */
  shares: Rows<ShareRow>;
  /** By check, account, Region and resource; as the checks said it. */
  unanswered: Rows<Unanswered>;
  /** Without failures and unanswered results; findings counted as FAIL. */
  counts: Pick<Results, 'counts' | 'silent'>;
  /** Failures that became part of trust findings. */
  folded: ControlInput['folded'];
  knownIds: KnownIds;
}

/**
 * Brings the judgements of all accounts together: what is compact of all of them first, then account by account in their
 * order, with all that was found out about each, so that no more than one account's findings are in memory.
 */
export function judgedTogether(input: TogetherInput): Together {
  const { judgements, rules, keeping } = input;
  const counts = emptyResults();
  const foreign = foreignResults(keeping, rules);
  const partiesOn = partiesByThing();
  for (const [place, { subject, results, inventory, partyUsers }] of judgements.entries()) {
    mergeCounts(counts, results);
    foreign.take(results, place, subject.accountId);
    partiesOn.note(inventory, partyUsers);
  }
  for (const results of judgeOrganization(judgements, input.reach, rules)) {
    mergeCounts(counts, results);
    foreign.take(results, judgements.length);
  }

  const knownIds = textShown(new Set(judgements.flatMap(({ externalIds }) => externalIds)), rules);
  const names = new Map(judgements.map(({ subject }) => [subject.accountId, subject.name]));
  const knownSince = firstSeenBefore(rules.baseline);
  const context: FindingContext & { knownIds: KnownIds } = {
    rules,
    knownIds,
    accountName: (accountId) => names.get(accountId) ?? rules.parties.whoIs(accountId).name,
    firstSeen: (fingerprint) => knownSince.get(fingerprint) ?? input.startedAt,
    partiesOn: partiesOn.of,
  };
  const owned = ownedBy(ownersKnown(judgements, input.organizationFacts, rules), knownIds);

  const findings = keptInParts<Finding>(keeping, ({ severity }) => severity, bySeverity);
  const roleFixes = keeping<RoleFix>();
  const roles = keeping<PassedRow>();
  const shares = keeping<ShareRow>();
  const unanswered = keptInParts<Unanswered>(keeping, ({ checkId }) => checkId, compareText);
  const folded: Array<ControlInput['folded'][number]> = [];
  for (const about of foreign.byAccount(judgements)) {
    const { judgement } = about;
    const joined = joinWitnesses(trustJudgement(judgement === undefined ? [] : [judgement], about, rules));
    for (const { check, outcome } of joined.folded) {
      countResult(counts, check.id, 'NOT_APPLICABLE');
      folded.push({ check, outcome: as(outcome) });
    }
    for (const { check } of joined.passed) countResult(counts, check.id, 'PASS');
    const kept = withOtherWord(joined.kept, judgement, about);
    const found = buildFindings(kept, context).map(owned).sort(compareFindings);
    const fixes = settledFixes(judgement === undefined ? [] : [judgement], kept, found, context);
    for (const fix of fixes) roleFixes.add(fix);
    for (const finding of pointedAtFix(found, fixes)) {
      findings.add(finding);
      countResult(counts, finding.checkId, 'FAIL');
    }
    const passes = passesByRole(joined.passed, context);
    for (const row of judgement?.inventory ?? []) roles.add(withPasses(row, passes.get(row.roleArn)));
    for (const share of judgement?.shares ?? []) shares.add(ownedShare(share, owned));
    for (const entry of sortedUnanswered(about)) unanswered.add(entry);
  }
  return {
    findings: findings.rows(),
    roleFixes: roleFixes.rows(),
    roles: roles.rows(),
    shares: shares.rows(),
    unanswered: unanswered.rows(),
    counts,
    folded,
    knownIds,
  };
}

/** As much of a failure as says where it stands now. */
function as({ witness, severity }: Failure['outcome']): ControlInput['folded'][number]['outcome'] {
  return {
    ...(witness === undefined ? {} : { witness: { roleArn: witness.roleArn, parties: [] } }),
    ...(severity === undefined ? {} : { severity }),
  };
}

function bySeverity(a: string, b: string): number {
  return compareSeverity(a as Severity, b as Severity);
}

function sortedUnanswered({ unanswered }: AboutAccount): Unanswered[] {
  return unanswered.sort(
    (a, b) =>
      compareText(a.checkId, b.checkId) ||
      compareText(a.region, b.region) ||
      compareText(a.resourceArn, b.resourceArn),
  );
}

/** The finding with its owner, whose name may be the value of a tag. */
function ownedBy(known: OwnersKnown, { inSentence }: KnownIds): <T extends OwnedThing>(thing: T) => T {
  return (thing) => {
    const owner = ownerOf(thing, known);
    if (owner === undefined) return thing;
    return {
      ...thing,
      owner: { ...owner, name: aboutResource(owner.name, thing.resourceArn, inSentence) },
    };
  };
}

/** The share with its owner: the register's of the parties outside that have it, else who answers for the account. */
function ownedShare(share: ShareRow, owned: ReturnType<typeof ownedBy>): ShareRow {
  const { accountId, shareArn, parties } = share;
  const thirdPartyKeys = parties.flatMap(({ party }) => (party.kind === 'own' ? [] : [partyKey(party)]));
  const thing: OwnedThing & Pick<ShareRow, 'owner'> = { accountId, resourceArn: shareArn, thirdPartyKeys };
  const { owner } = owned(thing);
  return owner === undefined ? share : { ...share, owner };
}

/**
 * Who comes by each role of the inventory, each trust anchor that opens one and each user of third parties, by key and ARN;
 * what admits the same shares one list.
 */
function partiesByThing() {
  const none: readonly string[] = [];
  const lists = new Map<string, readonly string[]>();
  const byThing = new Map<string, readonly string[]>();
  const add = (arn: string, keys: readonly string[]) => {
    const sorted = [...new Set([...(byThing.get(arn) ?? none), ...keys])].sort();
    const text = JSON.stringify(sorted);
    const list = lists.get(text) ?? sorted;
    lists.set(text, list);
    byThing.set(arn, list);
  };
  return {
    note(inventory: readonly InventoryRow[], users: readonly UserOfParty[]): void {
      for (const { roleArn, admits } of inventory) {
        const outside = admits.flatMap(({ party, ...how }) =>
          party.kind === 'own' ? [] : [{ key: partyKey(party), ...how }],
        );
        add(
          roleArn,
          outside.map(({ key }) => key),
        );
        for (const { key, principal, trustAnchor } of outside)
          if (trustAnchor !== undefined) add(principal, [key]);
      }
      for (const { party, user } of users) add(user.userArn, [partyKey(party)]);
    },
    of: (arn: string) => byThing.get(arn) ?? none,
  };
}

/** What others say of a role and the trust checks found right, each once. */
function passesByRole(
  passed: readonly Failure[],
  context: Pick<FindingContext, 'rules' | 'knownIds'>,
): Map<string, RolePass[]> {
  const byRole = new Map<string, RolePass[]>();
  for (const failure of passed) {
    const { check, outcome } = failure;
    const { arn } = outcome.resource;
    const pass = {
      checkId: check.id,
      detail: `${outcome.detail} ${outcome.thirdParty?.kind === 'registered' ? 'The party is registered, and its access' : 'The access'} passes every trust check.`,
      evidence: evidenceOf(failure, context),
    };
    byRole.set(arn, [...(byRole.get(arn) ?? []), pass]);
  }
  return byRole;
}

function withPasses(row: InventoryRow, passes: RolePass[] | undefined): PassedRow {
  return passes === undefined ? row : { ...row, passes };
}
