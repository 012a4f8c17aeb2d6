import { aboutResource, textShown } from '../masking/known-external-ids.ts';
import { DEFAULT_DEADLINES } from '../model/action.ts';
import type { BlindSpot } from '../model/blind-spot.ts';
import type { FactRecord } from '../model/fact.ts';
import type { Finding } from '../model/finding.ts';
import { partyKey } from '../model/party.ts';
import type { PartyReach } from '../model/reach.ts';
import {
  type AuditReport,
  REPORT_SCHEMA_VERSION,
  type ReportCoverage,
  type ReportSummary,
  type RoleInventoryEntry,
} from '../model/report.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { KnownIds } from '../policy/external-ids/known-ids.ts';
import type { AccountJudgement } from './account.ts';
import { actionsOf } from './actions/actions.ts';
import { declaredBlindSpots, unansweredBySpot, withBlindSpots } from './blind-spots.ts';
import { compareRuns, firstSeenBefore, organizationWide } from './change.ts';
import { configurationEntries } from './configuration-entries.ts';
import { frameworkResults } from './controls.ts';
import { type Coverage, coverageOfOrganizations } from './coverage.ts';
import { decisionsIn } from './decisions.ts';
import { covers, isExpired } from './exceptions.ts';
import {
  buildFindings,
  checkInfo,
  compareFindings,
  compareText,
  evidenceOf,
  type FindingContext,
} from './findings.ts';
import { joinWitnesses } from './join.ts';
import { judgeOrganization } from './organization.ts';
import { organizationScopes } from './organization-scope.ts';
import { type OwnersKnown, ownerOf, ownersKnown } from './owners.ts';
import { addPopulations } from './population.ts';
import { reachOfOutsiders } from './reach.ts';
import {
  checkCounts,
  countResult,
  emptyResults,
  type Failure,
  mergeResults,
  type Results,
} from './results.ts';
import { pointedAtFix, settledFixes } from './role-fix/settle.ts';
import { daysOf, type Rules } from './rules.ts';
import { countBySeverity, thirdPartySummaries } from './third-parties.ts';
import { trendOf } from './trend.ts';
import { trustJudgement } from './trust-judgement.ts';

export interface ReportInput {
  run: Omit<RunRecord, 'counts'>;
  /** In any order. */
  judgements: readonly AccountJudgement[];
  organizationFacts: readonly FactRecord[];
  rules: Rules;
  disabledChecks: AuditReport['scope']['disabledChecks'];
}

/** Brings the judgements of all accounts together; the order in which they arrive does not matter. */
export function buildReport(input: ReportInput): AuditReport {
  const { run, rules } = input;
  const judgements = [...input.judgements].sort((a, b) =>
    compareText(a.subject.accountId, b.subject.accountId),
  );
  const names = new Map(judgements.map(({ subject }) => [subject.accountId, subject.name]));

  const reach = reachOfOutsiders(judgements, rules);
  const { results, folded, passed } = allResults(judgements, reach, rules);
  const knownSince = firstSeenBefore(rules.baseline);
  const knownIds = textShown(new Set(judgements.flatMap(({ externalIds }) => externalIds)), rules);
  const found = buildFindings(results.failures, {
    rules,
    knownIds,
    accountName: (accountId) => names.get(accountId) ?? rules.parties.whoIs(accountId).name,
    firstSeen: (fingerprint) => knownSince.get(fingerprint) ?? run.startedAt,
    partiesOn: partiesByRole(judgements),
  })
    .map(ownedBy(ownersKnown(judgements, input.organizationFacts, rules), knownIds))
    .sort(compareFindings);
  const roleFixes = settledFixes(judgements, results.failures, found, { rules, knownIds });
  const findings = pointedAtFix(found, roleFixes);
  for (const { checkId } of findings) countResult(results, checkId, 'FAIL');

  const passes = passesByRole(passed, { rules, knownIds });
  const roles = roleInventory(judgements, findings, { passes, powers: powersByRole(reach) });
  const { blindSpots } = run.judgement;
  const coverage = withDeclared(
    wholeCoverage([
      ...coverageOfOrganizations(input.organizationFacts),
      ...judgements.map((judgement) => judgement.coverage),
    ]),
    blindSpots ?? [],
    rules.asOf,
  );
  const unanswered = unansweredBySpot(results.unanswered, coverage.gaps, rules.checks);
  const report: AuditReport = {
    schemaVersion: REPORT_SCHEMA_VERSION,
    run: {
      runId: run.runId,
      startedAt: run.startedAt,
      finishedAt: run.finishedAt,
      asOf: run.asOf,
      tool: run.tool,
      ...(run.provenance === undefined ? {} : { provenance: run.provenance }),
      configDigest: run.configDigest,
      callerArn: run.callerArn,
      title: run.judgement.report.title,
      organizationName: run.judgement.report.organizationName,
      driftMode: run.judgement.drift.mode,
      ...(run.judgement.report.print === 'full' ? { print: 'full' as const } : {}),
      ...(rules.externalIdKey === undefined ? {} : { externalIdKey: rules.externalIdKey.id }),
    },
    scope: {
      accountSource: run.scope.accountSource,
      organizationId: rules.parties.ownOrganizationIds[0] ?? null,
      ...organizationScopes(run.scope, judgements, input.organizationFacts),
      accounts: judgements.map(({ scope }) => scope),
      excluded: run.scope.excluded,
      roles: addPopulations(judgements.map(({ population }) => population)),
      disabledChecks: input.disabledChecks,
    },
    coverage,
    summary: summaryOf(judgements, findings, results, input),
    thirdParties: thirdPartySummaries({
      roles,
      findings,
      reach,
      register: rules.register ?? run.judgement.thirdParties,
      ...reviewInterval(rules),
    }),
    roles,
    ...(roleFixes.length === 0 ? {} : { roleFixes }),
    findings,
    actions: actionsOf({ findings, roles, asOf: rules.asOf, deadlines: rules.config.deadlines }),
    deadlines: rules.config.deadlines ?? DEFAULT_DEADLINES,
    resolved: [],
    ...(run.history === undefined ? {} : { history: run.history }),
    unanswered: [...unanswered]
      .map((result) => {
        const detail = aboutResource(result.detail, result.resourceArn, knownIds.inSentence);
        return { ...result, detail };
      })
      .sort(
        (a, b) =>
          compareText(a.checkId, b.checkId) ||
          compareText(a.accountId, b.accountId) ||
          compareText(a.region, b.region) ||
          compareText(a.resourceArn, b.resourceArn),
      ),
    exceptions: run.judgement.exceptions.map((exception) => ({
      ...exception,
      covers: findings.filter((finding) => covers(exception, finding)).length,
      expired: isExpired(exception, rules.asOf),
    })),
    ...declaredBlindSpots(blindSpots, coverage.gaps, unanswered, rules.asOf),
    checks: rules.checks.map(checkInfo),
    controls: frameworkResults({
      judgements,
      results,
      findings,
      folded,
      coverage,
      rules,
      disabledChecks: input.disabledChecks,
    }),
  };
  const trend = trendOf(rules.baseline, report);
  const judged = {
    ...report,
    ...decisionsIn(report, input, trend),
    configurationEntries: configurationEntries({
      scope: run.scope,
      organizationFacts: input.organizationFacts,
      judgements,
      report,
      rules,
    }),
  };
  const measured = { ...judged, trend };
  if (rules.baseline === undefined) return measured;
  return { ...measured, ...compareRuns(rules.baseline, report, organizationWide(rules.checks)) };
}

/** The days between reviews that the check of them goes by; none when it is not applied. */
function reviewInterval({ checks, config }: Rules): { reviewEveryDays?: number } {
  const check = checks.find(({ id }) => id === 'overdue-review');
  if (check === undefined) return {};
  return { reviewEveryDays: daysOf(check, 'reviewEveryDays', config) };
}

/** The finding with its owner, whose name may be the value of a tag. */
function ownedBy(known: OwnersKnown, { inSentence }: KnownIds): (finding: Finding) => Finding {
  return (finding) => {
    const owner = ownerOf(finding, known);
    if (owner === undefined) return finding;
    return {
      ...finding,
      owner: { ...owner, name: aboutResource(owner.name, finding.resourceArn, inSentence) },
    };
  };
}

function allResults(
  judgements: readonly AccountJudgement[],
  reach: readonly PartyReach[],
  rules: Rules,
): { results: Results; folded: Failure[]; passed: Failure[] } {
  const results = emptyResults();
  for (const judgement of judgements) mergeResults(results, judgement.results);
  mergeResults(results, judgeOrganization(judgements, reach, rules));
  const { kept, folded, passed } = joinWitnesses(trustJudgement(judgements, results, rules));
  for (const { check } of folded) countResult(results, check.id, 'NOT_APPLICABLE');
  for (const { check } of passed) countResult(results, check.id, 'PASS');
  return { results: { ...results, failures: kept }, folded, passed };
}

/** Whom each role of the inventory admits, by key. */
function partiesByRole(judgements: readonly AccountJudgement[]): FindingContext['partiesOn'] {
  const none: string[] = [];
  const byRole = new Map(
    judgements.flatMap(({ inventory }) =>
      inventory.map(({ roleArn, admits }) => {
        const keys = admits.flatMap(({ party }) => (party.kind === 'own' ? [] : [partyKey(party)]));
        return [roleArn, [...new Set(keys)].sort()] as const;
      }),
    ),
  );
  return (roleArn) => byRole.get(roleArn) ?? none;
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

type RolePower = Pick<RoleInventoryEntry, 'highestAccess' | 'administered'>;

/** What the roles may do that admit a third party. */
function powersByRole(reach: readonly PartyReach[]): Map<string, RolePower> {
  return new Map(
    reach.flatMap(({ direct }) =>
      direct.map(({ roleArn, highestAccess, administered }) => [
        roleArn,
        { highestAccess, ...(administered === undefined ? {} : { administered }) },
      ]),
    ),
  );
}

type RolePass = NonNullable<RoleInventoryEntry['passes']>[number];

function roleInventory(
  judgements: readonly AccountJudgement[],
  findings: readonly Finding[],
  { passes, powers }: { passes: ReadonlyMap<string, RolePass[]>; powers: ReadonlyMap<string, RolePower> },
): RoleInventoryEntry[] {
  const byResource = new Map<string, string[]>();
  for (const { resourceArn, roleArns = [], fingerprint } of findings) {
    for (const arn of new Set([resourceArn, ...roleArns])) {
      const known = byResource.get(arn);
      if (known === undefined) byResource.set(arn, [fingerprint]);
      else known.push(fingerprint);
    }
  }
  return judgements.flatMap(({ inventory }) =>
    inventory.map((row) => {
      const passed = passes.get(row.roleArn);
      return {
        ...row,
        findings: byResource.get(row.roleArn) ?? [],
        ...powers.get(row.roleArn),
        ...(passed === undefined ? {} : { passes: passed }),
      };
    }),
  );
}

function wholeCoverage(parts: readonly Coverage[]): ReportCoverage {
  const gaps = parts.flatMap((part) => part.gaps);
  const older = parts.flatMap((part) => part.older);
  return {
    complete: gaps.length === 0,
    planned: parts.reduce((sum, { planned }) => sum + planned, 0),
    collected: parts.reduce((sum, { collected }) => sum + collected, 0),
    gaps,
    ...(older.length === 0 ? {} : { older }),
  };
}

function withDeclared(coverage: ReportCoverage, spots: readonly BlindSpot[], asOf: string): ReportCoverage {
  return spots.length === 0 ? coverage : { ...coverage, gaps: withBlindSpots(coverage.gaps, spots, asOf) };
}

function summaryOf(
  judgements: readonly AccountJudgement[],
  findings: readonly Finding[],
  results: Results,
  { run, rules }: ReportInput,
): ReportSummary {
  const accounts = { COMPLETE: 0, PARTIAL: 0, FAILED: 0, excluded: run.scope.excluded.length };
  for (const { scope } of judgements) accounts[scope.status] += 1;
  return {
    openFindings: countBySeverity(findings.filter(({ status }) => status === 'OPEN')),
    exceptedFindings: findings.filter(({ status }) => status === 'EXCEPTED').length,
    accounts,
    checks: checkCounts(results, rules.checks),
  };
}
