import { join } from 'node:path';
import { openAws } from '../aws/connection.ts';
import { registry } from '../checks/registry.ts';
import { homeRegionBesides } from '../collect/access-analyzer/unused-access-findings.ts';
import { ENTRIES } from '../collect/cloudtrail/trail-event.ts';
import { type PlannedCall, pages } from '../collect/collector.ts';
import { collectorsFor } from '../collect/collectors.ts';
import { populationFrom } from '../collect/population.ts';
import { factsFor, selectChecks } from '../evaluate/selection.ts';
import { readFacts } from '../evidence/account-evidence.ts';
import { directoryReader } from '../evidence/evidence-reader.ts';
import { createRunId } from '../evidence/run-id.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import type { AccountTarget, ExcludedAccount } from '../model/account.ts';
import { type FactRecord, GLOBAL } from '../model/fact.ts';
import { isRegional } from '../model/fact-values.ts';
import { EMPTY_POPULATION, type PlanningPopulation } from '../model/planning-population.ts';
import { newStudy } from '../model/study.ts';
import { isAccessRole } from '../policy/access-role.ts';
import { trailQueries } from './athena.ts';
import { findTargets } from './find-targets.ts';
import { readRun } from './open-run.ts';
import type { ScanRequest } from './scan-request.ts';

/** The calls that a scan would make for one fact in one Region of an account. */
export interface PlannedFact {
  region: string;
  fact: string;
  calls: PlannedCall[];
}

export interface PlannedAccount {
  accountId: string;
  name: string;
  regions: string[];
  /** What the numbers rest on: the facts of an earlier run, or an account with nothing in it. */
  basis: 'earlier run' | 'empty account';
  facts: PlannedFact[];
  calls: number;
}

export interface ScanPlan {
  accountSource: string;
  accounts: PlannedAccount[];
  excluded: ExcludedAccount[];
  /** Calls for finding the accounts, as just made. */
  discoveryCalls: number;
  /** What Athena would be asked once for all accounts, and the least calls for it; absent where it is not asked. */
  athena?: { queries: Array<{ purpose: string; text: string }>; calls: number };
  calls: number;
}

/**
 * Which accounts, Regions and calls a scan would make. Finds the accounts as a scan does and enters none of them.
 * The numbers follow what the latest run under `out` found; for an account it did not read, they are the least.
 * Retries, and the polling of whole-stack drift detection beyond the first question, come on top.
 */
export async function planScan(
  request: Pick<ScanRequest, 'config' | 'judgement' | 'out' | 'selected' | 'version' | 'random' | 'aws'>,
): Promise<ScanPlan> {
  const { config, judgement } = request;
  const runId = createRunId(request.aws.clock.now(), request.random);
  const aws = openAws({
    ...request.aws,
    version: request.version,
    runId,
    concurrency: config.concurrency,
    allowance: { pagesPerCall: config.limits.pagesPerCall },
  });
  try {
    const { targets, excluded, source, calls } = await findTargets(request, aws);
    const wanted = factsFor(selectChecks(registry, judgement).checks);
    const collectors = collectorsFor(config.drift.mode, wanted);
    const looksUp = config.activity.source === 'lookup';
    const accounts: PlannedAccount[] = [];
    for (const target of targets) {
      const earlier = await earlierReading(request.out, target.accountId);
      accounts.push(planAccount(target, earlier));
    }
    const asksActivity = collectors.some(({ fact }) => fact === 'activity');
    const athena = asksActivity ? plannedQueries(config, targets, request.aws.clock.now()) : undefined;
    return {
      accountSource: source,
      accounts,
      excluded,
      discoveryCalls: calls.length,
      ...(athena === undefined ? {} : { athena }),
      calls: calls.length + (athena?.calls ?? 0) + accounts.reduce((sum, account) => sum + account.calls, 0),
    };

    function planAccount(target: AccountTarget, earlier: EarlierReading | undefined): PlannedAccount {
      const { accountId, name } = target;
      const study = newStudy();
      const asked = target.regions.includes('enabled');
      const regions = asked && earlier !== undefined ? earlier.regions : target.regions;
      // Whatever the enabled Regions are, the home Region is one of them.
      const besides =
        !regions.includes('enabled') && homeRegionBesides(target.partition, regions) !== undefined;
      const populationIn = (region: string): PlanningPopulation => {
        const population =
          earlier === undefined
            ? EMPTY_POPULATION
            : populationFrom(earlier.facts, region, (role) => isAccessRole(role, accountId, study));
        return {
          ...population,
          homeRegionBesides: besides,
          recordedRegions: regions.length,
          // Where nobody knows how many users there are, the least.
          identityCenter:
            judgement.identityCenter?.accountId === accountId ? (population.identityCenter ?? NOBODY) : null,
          // Where nobody knows how many events there are, a page for each lookup: the least.
          eventPages: looksUp
            ? Math.max(population.eventPages, ENTRIES.length * (regions.length + Number(besides)))
            : 0,
        };
      };
      const facts: PlannedFact[] = [
        { region: GLOBAL, fact: 'session', calls: openingCalls(target, asked, regions.length) },
      ];
      for (const collector of collectors) {
        for (const region of isRegional(collector.fact) ? regions : [GLOBAL]) {
          const planned = collector
            .plan(populationIn(region), config.drift.mode, config.resourcePolicies)
            .filter((call) => call.calls > 0);
          facts.push({ region, fact: collector.fact, calls: planned });
        }
      }
      const total = facts.flatMap((fact) => fact.calls).reduce((sum, call) => sum + call.calls, 0);
      const basis = earlier === undefined ? 'empty account' : 'earlier run';
      return { accountId, name, regions, basis, facts, calls: total };
    }
  } finally {
    aws.close();
  }
}

/** What is asked of IAM Identity Center at least. */
const NOBODY = { users: 0, people: 0, groups: 0, members: [], permissionSets: 0 };

/** Starting a query, asking once whether it is done, and one page of its answer. */
const CALLS_A_QUERY = 3;

function plannedQueries(
  { activity }: ScanRequest['config'],
  targets: readonly AccountTarget[],
  now: Date,
): ScanPlan['athena'] {
  const { source, athena } = activity;
  if (source !== 'athena' || athena === undefined) return undefined;
  const ids = targets.map(({ accountId }) => accountId);
  const queries = trailQueries({ ...activity, athena }, now, ids).queries.map(({ purpose, text }) => ({
    purpose,
    text,
  }));
  return { queries, calls: CALLS_A_QUERY * queries.length };
}

/** ListRegions shows so many Regions a page. */
const REGIONS_A_PAGE = 50;

function openingCalls({ access }: AccountTarget, asksRegions: boolean, regions: number): PlannedCall[] {
  return [
    ...(access.kind === 'assume-role' ? [{ service: 'sts', operation: 'AssumeRole', calls: 1 }] : []),
    ...(asksRegions
      ? [{ service: 'account', operation: 'ListRegions', calls: pages(regions, REGIONS_A_PAGE) }]
      : []),
  ];
}

interface EarlierReading {
  facts: FactRecord[];
  regions: string[];
}

/** What the latest run read of the account; undefined when there is no such run, or it read nothing there. */
async function earlierReading(out: string, accountId: string): Promise<EarlierReading | undefined> {
  const latest = join(out, 'latest');
  try {
    const run = await readRun(directoryReader(latest));
    const subject = run.scope.accounts.find((account) => account.accountId === accountId);
    const facts = await readFacts(join(latest, accountDirectory(accountId)));
    const read = facts?.some((fact) => fact.status === 'COLLECTED');
    return subject === undefined || facts === undefined || !read
      ? undefined
      : { facts, regions: subject.regions };
  } catch {
    // A plan needs no earlier run: a missing or damaged one only makes it less exact, and `basis` says so.
    return undefined;
  }
}
