import type { Carry } from '../collect/collect-facts.ts';
import { coverageOf } from '../evaluate/coverage.ts';
import { readFactsOf } from '../evidence/account-evidence.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import type { CollectedFact, Fact, FactRecord } from '../model/fact.ts';
import { GLOBAL } from '../model/fact.ts';
import type { FactValues } from '../model/fact-values.ts';
import type { AuthorizationDetails } from '../model/facts/authorization-details.ts';
import type { Drift } from '../model/facts/drift.ts';
import type { Stacks } from '../model/facts/stacks.ts';
import type { RunRecord } from '../model/run-record.ts';
import type { EarlierRun } from './archived-runs.ts';
import { readRun } from './open-run.ts';

/**
 * The facts that take calls for each role and each stack, and that only roles, policies and stacks bring about. All
 * others are listings, or change with every use of a role: nothing cheaper than reading them tells that they have not changed.
 */
const CARRIED_FACTS: ReadonlySet<string> = new Set(['role-stacks', 'stack-templates', 'drift']);

const HOUR_MS = 3_600_000;

/** What a run is held against to take over facts from the one before it. */
export interface CarryRules {
  version: string;
  driftMode: string;
  /** Facts hold stand-ins for external IDs. */
  isMasked: boolean;
  /** Hours for which a fact is taken over, and a comparison by CloudFormation. */
  maxAge: number;
  driftMaxAge: number;
}

/** The run to take facts over from, or why nothing is taken over. The run is known to be as it was sealed. */
export async function carrySource(
  last: EarlierRun | undefined,
  rules: CarryRules,
): Promise<{ run: EarlierRun } | { why: string }> {
  if (last === undefined) return { why: 'there is no earlier run that is intact' };
  const why = difference(await readRun(last.reader), rules);
  return why === undefined ? { run: last } : { why };
}

function difference(run: RunRecord, { version, driftMode, isMasked }: CarryRules): string | undefined {
  const { runId, tool, judgement, externalIds } = run;
  if (isMasked || externalIds === 'masked') return 'facts with masked external IDs cannot be compared';
  if (tool.version !== version) return `the run ${runId} was made by version ${tool.version}`;
  if (judgement.drift.mode !== driftMode)
    return `the run ${runId} was made with drift.mode ${judgement.drift.mode}`;
  return undefined;
}

/**
 * What an earlier run has of an account that holds now too: facts that were read in full and are young enough, of Regions
 * in which roles, policies and stacks are what they were. Nothing where its facts cannot be read.
 */
export async function carryFrom(
  { runId, reader }: EarlierRun,
  accountId: string,
  rules: CarryRules,
  now: Date,
): Promise<Carry | undefined> {
  // What cannot be read is read anew from AWS, so that nothing is missing for it.
  const records = await readFactsOf(reader, accountDirectory(accountId)).catch(() => undefined);
  if (records === undefined) return undefined;
  const before = new Map(records.map((record) => [`${record.fact} ${record.region}`, record]));
  return (fact, region, current) => {
    if (!CARRIED_FACTS.has(fact)) return undefined;
    const record = before.get(`${fact} ${region}`);
    if (record?.status !== 'COLLECTED' || !isWhole(accountId, record)) return undefined;
    if (!isWithin(record.collectedAt, rules.maxAge, now)) return undefined;
    const roles = collected<AuthorizationDetails>(current('authorization-details', GLOBAL));
    const rolesBefore = collected<AuthorizationDetails>(before.get(`authorization-details ${GLOBAL}`));
    const stacks = collected<Stacks>(current('stacks', region));
    const stacksBefore = collected<Stacks>(before.get(`stacks ${region}`));
    if (roles === undefined || rolesBefore === undefined) return undefined;
    if (stacks === undefined || stacksBefore === undefined) return undefined;
    if (withoutUse(roles) !== withoutUse(rolesBefore)) return undefined;
    if (withoutDrift(stacks) !== withoutDrift(stacksBefore)) return undefined;
    if (stacks.stacks.some(({ status }) => status.endsWith('_IN_PROGRESS'))) return undefined;
    if (fact === 'drift' && !isDriftAsItWas(record as CollectedFact<Drift>, stacks, rules, now))
      return undefined;
    const { status, value, collectedAt, source, carriedFrom = runId } = record;
    return { status, value: value as FactValues[typeof fact], collectedAt, source, carriedFrom };
  };
}

function collected<T>(fact: Fact<unknown> | undefined): T | undefined {
  return fact?.status === 'COLLECTED' ? (fact.value as T) : undefined;
}

function isWhole(accountId: string, record: FactRecord): boolean {
  return coverageOf(accountId, [record]).gaps.length === 0;
}

function isWithin(at: string, hours: number, now: Date): boolean {
  const age = now.getTime() - Date.parse(at);
  return age >= 0 && age <= hours * HOUR_MS;
}

/** All that roles, users, groups and policies are, but for when a role was last used. */
function withoutUse(details: AuthorizationDetails): string {
  return JSON.stringify(details, (key, value) => (key === 'lastUsed' ? undefined : value));
}

/** All that stacks are, but for what CloudFormation last found of their drift. */
function withoutDrift({ stacks }: Stacks): string {
  return JSON.stringify(stacks.map(({ driftStatus: _, lastDriftCheckAt: __, ...stack }) => stack));
}

/**
 * Nobody has had a stack compared since, each detection came to its end, and what was young enough to count when it was
 * read still is.
 */
function isDriftAsItWas(
  { value, collectedAt }: CollectedFact<Drift>,
  { stacks }: Stacks,
  { driftMaxAge }: CarryRules,
  now: Date,
): boolean {
  if (stacks.some(({ lastDriftCheckAt }) => (lastDriftCheckAt ?? '') > collectedAt)) return false;
  return value.perResource.every(({ fact }) => {
    if (fact.status !== 'COLLECTED' || fact.value.detection === 'DETECTION_FAILED') return false;
    return fact.value.resources.every(
      ({ checkedAt }) =>
        checkedAt === null ||
        !isWithin(checkedAt, driftMaxAge, new Date(collectedAt)) ||
        isWithin(checkedAt, driftMaxAge, now),
    );
  });
}
