import { aboutResource } from '../masking/known-external-ids.ts';
import { DEFAULT_DEADLINES } from '../model/action.ts';
import type { BlindSpot } from '../model/blind-spot.ts';
import type { FactRecord } from '../model/fact.ts';
import type { FactKey } from '../model/fact-values.ts';
import type { CoverageEntry, Finding } from '../model/finding.ts';
import type { PartyReach } from '../model/reach.ts';
import {
  type AuditReport,
  REPORT_SCHEMA_VERSION,
  type ReportCoverage,
  type ReportSummary,
} from '../model/report.ts';
import type { RoleInventoryEntry } from '../model/role-inventory-entry.ts';
import { inMemory, type Keeping, kept, type Rows } from '../model/rows.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { AccountJudgement } from './account.ts';
import { actionsOf } from './actions/actions.ts';
import { declaredBlindSpots, unansweredBySpot, withBlindSpots } from './blind-spots.ts';
import { compareRuns, organizationWide } from './change.ts';
import { configurationEntries } from './configuration-entries.ts';
import { frameworkResults } from './controls.ts';
import { coverageOfOrganizations } from './coverage.ts';
import { decisionsIn } from './decisions.ts';
import { environmentsOf, outsideOrganization } from './environments.ts';
import { covers, isExpired } from './exceptions.ts';
import { checkInfo, compareText } from './findings.ts';
import { organizationScopes } from './organization-scope.ts';
import { billsRead, partyBillingOf } from './party-billing.ts';
import { peopleLookedFor, peopleOfParties } from './party-people.ts';
import { addPopulations } from './population.ts';
import { reachOfOutsiders } from './reach.ts';
import { checkCounts } from './results.ts';
import { daysOf, type Rules } from './rules.ts';
import { stackSetOfStack, withStackSet } from './stack-sets.ts';
import { thirdPartySummaries } from './third-parties.ts';
import { judgedTogether, type PassedRow, type Together } from './together.ts';
import { trendOf } from './trend.ts';

export interface ReportInput {
  run: Omit<RunRecord, 'counts'>;
  /** In any order. */
  judgements: readonly AccountJudgement[];
  organizationFacts: readonly FactRecord[];
  rules: Rules;
  disabledChecks: AuditReport['scope']['disabledChecks'];
  /** Where what grows with the fleet is kept; by default, in memory. */
  keeping?: Keeping;
}

/** Brings the judgements of all accounts together; the order in which they arrive does not matter. */
export function buildReport(input: ReportInput): AuditReport {
  const { run, rules, organizationFacts, keeping = inMemory } = input;
  const judgements = [...input.judgements].sort((a, b) =>
    compareText(a.subject.accountId, b.subject.accountId),
  );
  const reach = reachOfOutsiders(judgements, rules);
  const { findings, roleFixes, roles, shares, unanswered, coverage, counts, folded, seen } = listsOf(
    judgements,
    reach,
    input,
    keeping,
  );
  const environmentOf = environmentsOf(organizationFacts, rules);
  const { excluded } = run.scope;
  const lookedFor = peopleLookedFor(judgements, rules);
  const billed = billsRead(rules);
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
      ...organizationScopes(run.scope, judgements, organizationFacts),
      accounts: judgements.map(({ scope, subject }) => ({ ...scope, ...environmentOf(subject) })),
      excluded: excluded.map((account) => ({ ...account, ...environmentOf(account) })),
      ...outsideOrganization([...judgements.map(({ scope }) => scope), ...excluded], organizationFacts),
      roles: addPopulations(judgements.map(({ population }) => population)),
      disabledChecks: input.disabledChecks,
    },
    coverage,
    summary: summaryOf(judgements, seen, counts, input),
    thirdParties: thirdPartySummaries({
      roles,
      findings,
      reach,
      users: judgements.flatMap(({ partyUsers }) => partyUsers),
      people: peopleOfParties(judgements),
      billing: partyBillingOf(rules),
      delegations: judgements.flatMap(({ partyDelegations }) => partyDelegations),
      shares,
      resources: judgements.flatMap(({ partyResources }) => partyResources),
      // An account of which nothing at all was read has no word on it, and counts as not read.
      activity:
        run.judgement.activity === undefined
          ? undefined
          : judgements.flatMap(({ activity }) => activity ?? []),
      register: rules.register ?? run.judgement.thirdParties,
      ...reviewInterval(rules),
    }),
    roles,
    ...(roleFixes.length === 0 ? {} : { roleFixes }),
    ...(lookedFor === undefined ? {} : { identityCenter: lookedFor }),
    ...(billed.length === 0 ? {} : { billsRead: billed }),
    ...(rules.checks.some(({ requires }) => SHARED.some((fact) => requires.includes(fact)))
      ? { shares }
      : {}),
    findings,
    actions: actionsOf({ findings, roles, asOf: rules.asOf, deadlines: rules.config.deadlines }),
    deadlines: rules.config.deadlines ?? DEFAULT_DEADLINES,
    resolved: [],
    ...(run.history === undefined ? {} : { history: run.history }),
    unanswered,
    exceptions: run.judgement.exceptions.map((exception, index) => ({
      ...exception,
      covers: seen.covered[index] ?? 0,
      expired: isExpired(exception, rules.asOf),
    })),
    ...declaredBlindSpots(run.judgement.blindSpots, coverage.gaps, unanswered, rules.asOf),
    checks: rules.checks.map(checkInfo),
    controls: frameworkResults({
      judgements,
      results: counts,
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

/** The long lists of a report. What they are joined by grows with the fleet and is let go with this. */
function listsOf(
  judgements: readonly AccountJudgement[],
  reach: readonly PartyReach[],
  input: ReportInput,
  keeping: Keeping,
) {
  const { run, rules, organizationFacts } = input;
  const { startedAt } = run;
  const together = judgedTogether({ judgements, reach, organizationFacts, rules, startedAt, keeping });
  const { findings, roleFixes, shares, counts, folded } = together;
  const { byResource, ...seen } = passOver(findings, run.judgement.exceptions);
  const known = { powers: powersByRole(reach), setOf: stackSetOfStack(judgements) };
  const roles = kept(inventoryOf(together.roles, byResource, known), keeping);
  const coverage = coverageWith(judgements, input, keeping);
  const unanswered = kept(shownUnanswered(together, coverage.gaps, rules), keeping);
  return { findings, roleFixes, roles, shares, unanswered, coverage, counts, folded, seen };
}

/** What is shared without a role stands in these. */
const SHARED = ['resource-shares', 'well-architected-shares'] as const satisfies readonly FactKey[];

/** The days between reviews that the check of them goes by; none when it is not applied. */
function reviewInterval({ checks, config }: Rules): { reviewEveryDays?: number } {
  const check = checks.find(({ id }) => id === 'overdue-review');
  if (check === undefined) return {};
  return { reviewEveryDays: daysOf(check, 'reviewEveryDays', config) };
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

interface FindingsSeen {
  open: Record<Finding['severity'], number>;
  excepted: number;
  /** By exception, in their order. */
  covered: number[];
  /** The fingerprints of the findings on each resource and role, in their order. */
  byResource: Map<string, string[]>;
}

/** What is counted and placed of all findings, in one pass. */
function passOver(findings: Rows<Finding>, exceptions: RunRecord['judgement']['exceptions']): FindingsSeen {
  const seen: FindingsSeen = {
    open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    excepted: 0,
    covered: exceptions.map(() => 0),
    byResource: new Map(),
  };
  for (const finding of findings) {
    const { severity, status, resourceArn, roleArns = [], fingerprint } = finding;
    if (status === 'OPEN') seen.open[severity] += 1;
    else seen.excepted += 1;
    for (const [index, exception] of exceptions.entries())
      if (covers(exception, finding)) seen.covered[index] = (seen.covered[index] ?? 0) + 1;
    for (const arn of new Set([resourceArn, ...roleArns])) {
      const known = seen.byResource.get(arn);
      if (known === undefined) seen.byResource.set(arn, [fingerprint]);
      else known.push(fingerprint);
    }
  }
  return seen;
}

function* inventoryOf(
  rows: Rows<PassedRow>,
  byResource: FindingsSeen['byResource'],
  { powers, setOf }: { powers: ReadonlyMap<string, RolePower>; setOf: ReturnType<typeof stackSetOfStack> },
): Iterable<RoleInventoryEntry> {
  for (const { passes, stack, ...row } of rows) {
    yield {
      ...row,
      ...withStackSet(stack, setOf),
      findings: byResource.get(row.roleArn) ?? [],
      ...powers.get(row.roleArn),
      ...(passes === undefined ? {} : { passes }),
    };
  }
}

/** What was planned and read, of the organizations first; the gaps that blind spots declare are marked. */
function coverageWith(
  judgements: readonly AccountJudgement[],
  { run, rules, organizationFacts }: ReportInput,
  keeping: Keeping,
): ReportCoverage {
  const gaps = keeping<CoverageEntry>();
  const older: AccountJudgement['coverage']['older'] = [];
  let [planned, collected] = [0, 0];
  const add = (part: AccountJudgement['coverage']) => {
    planned += part.planned;
    collected += part.collected;
    for (const gap of part.gaps) gaps.add(gap);
    for (const one of part.older) older.push(one);
  };
  for (const part of coverageOfOrganizations(organizationFacts)) add(part);
  for (const judgement of judgements) add(judgement.coverage);
  const all = gaps.rows();
  const { blindSpots: spots = [] } = run.judgement;
  return {
    complete: all.length === 0,
    planned,
    collected,
    gaps: declared(all, spots, rules.asOf, keeping),
    ...(older.length === 0 ? {} : { older }),
  };
}

function declared(
  gaps: Rows<CoverageEntry>,
  spots: readonly BlindSpot[],
  asOf: string,
  keeping: Keeping,
): Rows<CoverageEntry> {
  return spots.length === 0 ? gaps : kept(withBlindSpots(gaps, spots, asOf), keeping);
}

/** The results without an answer, as reports say it. */
function shownUnanswered(
  { unanswered, knownIds }: Together,
  gaps: Rows<CoverageEntry>,
  { checks }: Rules,
): AuditReport['unanswered'] {
  return unansweredBySpot(unanswered, gaps, checks).map((result) => {
    const detail = aboutResource(result.detail, result.resourceArn, knownIds.inSentence);
    return { ...result, detail };
  });
}

function summaryOf(
  judgements: readonly AccountJudgement[],
  { open, excepted }: Pick<FindingsSeen, 'open' | 'excepted'>,
  counts: Together['counts'],
  { run, rules }: ReportInput,
): ReportSummary {
  const accounts = { COMPLETE: 0, PARTIAL: 0, FAILED: 0, excluded: run.scope.excluded.length };
  for (const { scope } of judgements) accounts[scope.status] += 1;
  return {
    openFindings: open,
    exceptedFindings: excepted,
    accounts,
    checks: checkCounts(counts, rules.checks),
  };
}
