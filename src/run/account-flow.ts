import { join } from 'node:path';
import pLimit from 'p-limit';
import { CutOff } from '../aws/allowance.ts';
import type { Aws } from '../aws/connection.ts';
import { stopper } from '../aws/stop.ts';
import { openLogFiles } from '../collect/cloudtrail/log-files.ts';
import { collectAccount } from '../collect/collect-account.ts';
import type { ActivityReading, LogFiles, TrailReading } from '../collect/collector.ts';
import { collectorsFor } from '../collect/collectors.ts';
import type { Config } from '../config/schema.ts';
import type { AccountJudgement } from '../evaluate/account.ts';
import { judgeAndFix } from '../evaluate/fixes.ts';
import type { Rules } from '../evaluate/rules.ts';
import { factsFor } from '../evaluate/selection.ts';
import { writeEvidence } from '../evidence/account-evidence.ts';
import { accountDirectory } from '../evidence/run-paths.ts';
import type { ExternalIdKey } from '../masking/external-ids.ts';
import { maskFacts } from '../masking/facts/facts.ts';
import { knownExternalIds } from '../masking/known-external-ids.ts';
import type { AccountSubject, AccountTarget } from '../model/account.ts';
import type { FactRecord } from '../model/fact.ts';
import { indexFacts } from '../model/fact-index.ts';
import type { AccountReadingRecord } from '../model/run-record.ts';
import { studyOf } from '../model/study.ts';
import { UserError } from '../model/user-error.ts';
import { mayAdmitOutsiders } from '../parties/outside-providers.ts';
import { isAccessRole } from '../policy/access-role.ts';
import type { EarlierRun } from './archived-runs.ts';
import { type CallsMade, callsMade } from './calls-made.ts';
import { type CarryRules, carryFrom } from './carry.ts';
import { type Ending, type Interruption, interruptedBy } from './ending.ts';
import { collectorFaults } from './fault-book.ts';
import { guestsWanted } from './guests-wanted.ts';
import { type AccountReading, readKept } from './kept-account.ts';
import { longestFirst } from './longest-first.ts';
import type { Watch } from './progress.ts';

/** What every account of a run flows through. */
export interface Flow {
  request: { config: Config; watch: Watch };
  aws: Aws;
  directory: string;
  rules: Rules;
  /** The key by which external IDs are replaced before facts are kept; undefined where they are kept as they are. */
  maskKey: ExternalIdKey | undefined;
  /** Takes the external IDs that were replaced, so that they are found in other accounts too. */
  known: Set<string>;
  /** The log files that say who came in, where the configuration names any. */
  logFiles?: LogFiles | undefined;
  /** The table of Athena that says it, where the configuration names one. */
  trail?: TrailReading | undefined;
  ending: Ending;
  interrupted?: Interruption;
  /** Accounts that are not read any more, and why; what is not known of them is a gap. */
  leaveOut: ReadonlyMap<string, string>;
  /** Who assumes the auditor roles. */
  callerArn: string | null;
  /** What the run before took for each account. */
  expected: ReadonlyMap<string, AccountReadingRecord>;
  /** The run that facts may be taken over from. */
  carried?: { run: EarlierRun; rules: CarryRules };
}

/** Keeps elsewhere what of a judgement need not be in memory. */
export type KeepJudgement = (judgement: AccountJudgement) => AccountJudgement;

/** What is left of an account once it has flowed through. */
export interface FlowedAccount extends CallsMade {
  judgement: AccountJudgement;
  /** What was taken over, and the calls that were not made for that. */
  carried: { facts: number; calls: number };
}

/** What `run.json` says of the reading of an account; nothing of one that was left out. */
export function readingRecord({ judgement, calls, seconds }: FlowedAccount): AccountReadingRecord[] {
  const { accountId } = judgement.subject;
  return calls === 0 ? [] : [{ accountId, calls, seconds }];
}

/**
 * Lets every account flow through, so many at a time. The first that fails stops all: its connections are closed, and
 * what is read after that is not kept, since it would show accounts as unreadable that nobody was let read.
 */
export function flowAll(
  targets: readonly AccountTarget[],
  flow: Flow,
  keep: KeepJudgement,
): Promise<FlowedAccount[]> {
  return flowEach(targets, flow, (target, _, stop) => accountFlow(target, flow, keep, stop));
}

/** The same, where something else is to be done with each account. */
export async function flowEach<T>(
  targets: readonly AccountTarget[],
  flow: Flow,
  each: (target: AccountTarget, flow: Flow, stop: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const stop = stopper();
  const { interrupted } = flow;
  const keep = () => {
    stop.abort(
      new UserError(
        'INTERRUPTED',
        `The run was ended by ${interruptedBy(interrupted?.signal)}. What was read until then is kept in ${flow.directory}: run again with --resume to go on.`,
      ),
    );
    flow.aws.close();
  };
  if (interrupted?.outcome === 'keep') {
    if (interrupted.signal.aborted) keep();
    interrupted.signal.addEventListener('abort', keep, { once: true });
  }
  const limit = pLimit(flow.request.config.concurrency.accounts);
  const flows = new Map(
    longestFirst(targets, flow.expected).map((target) => [
      target,
      limit(async () => {
        try {
          return await each(target, flow, stop.signal);
        } catch (error) {
          stop.abort(error);
          flow.aws.close();
          throw error;
        }
      }),
    ]),
  );
  await Promise.allSettled(flows.values());
  interrupted?.signal.removeEventListener('abort', keep);
  stop.signal.throwIfAborted();
  return Promise.all(targets.flatMap((target) => flows.get(target) ?? []));
}

/** Collects an account and keeps its evidence, or reads what is kept of it. */
export async function readAccount(
  target: AccountTarget,
  flow: Flow,
  stop: AbortSignal,
): Promise<AccountReading & { isKept: boolean }> {
  const { request, directory } = flow;
  const { accountId, name } = target;
  stop.throwIfAborted();
  request.watch({ kind: 'account-started', accountId, name });
  const evidence = join(directory, accountDirectory(accountId));
  const kept = await readKept(evidence, target, {
    collectors: collectorsOf(flow),
    watch: request.watch,
  });
  if (kept !== undefined) return { ...kept, isKept: true };
  return { ...(await collectAndKeep(evidence, target, flow, stop)), isKept: false };
}

/** Reads an account, judges it, and lets go of all but the judgement. */
async function accountFlow(
  target: AccountTarget,
  flow: Flow,
  keep: KeepJudgement,
  stop: AbortSignal,
): Promise<FlowedAccount> {
  const { request, rules } = flow;
  const { accountId, name } = target;
  const { facts, calls, seconds, regions, faults, isKept } = await readAccount(target, flow, stop);
  for (const fault of faults) rules.noteFault?.(fault);
  const judgement = keep(judgeAndFix(subjectOf(target, regions, flow.callerArn), facts, rules));
  const { status, factsPlanned, factsCollected } = judgement.scope;
  const gaps = factsPlanned - factsCollected;
  const again = isKept ? { kept: true as const } : {};
  request.watch({ kind: 'account-done', accountId, name, status, gaps, ...again });
  return { judgement, calls, seconds, carried: carriedIn(facts, calls, flow.expected.get(accountId)) };
}

/** The facts that were taken over, and how many calls fewer the account took than in the run before. */
function carriedIn(
  facts: readonly FactRecord[],
  calls: number,
  before: AccountReadingRecord | undefined,
): FlowedAccount['carried'] {
  const carried = facts.filter((record) => record.status === 'COLLECTED' && record.carriedFrom !== undefined);
  return {
    facts: carried.length,
    calls: carried.length === 0 ? 0 : Math.max(0, (before?.calls ?? 0) - calls),
  };
}

/** The end of reading an account that is not read. */
function leftOut(why: string) {
  return { signal: AbortSignal.abort(new CutOff('FAILED', why)), end: () => {} };
}

function collectorsOf({ request, rules }: Flow) {
  return collectorsFor(request.config.drift.mode, factsFor(rules.checks));
}

async function collectAndKeep(
  evidence: string,
  target: AccountTarget,
  { request, aws, rules, maskKey, known, callerArn, logFiles, trail, ending, leaveOut, carried }: Flow,
  stop: AbortSignal,
): Promise<AccountReading> {
  const why = leaveOut.get(target.accountId);
  const allowed = why === undefined ? ending.forAccount() : leftOut(why);
  const { parties, asOf } = rules;
  const study = studyOf({ account: subjectOf(target, target.regions, callerArn), parties, asOf });
  const {
    calls,
    regions,
    faults: caught,
    ...collected
  } = await collectAccount({
    target,
    aws,
    isAccessRole: (role) => isAccessRole(role, target.accountId, study),
    isOutsiderRole: (role) => mayAdmitOutsiders(role, study),
    driftMode: request.config.drift.mode,
    wanted: factsFor(rules.checks),
    driftTimeout: request.config.drift.timeout,
    driftMaxAge: youngestDriftAge(request.config),
    resourcePolicies: request.config.resourcePolicies,
    identityCenter: guestsWanted(rules),
    activity: activityReading(request.config, logFiles, trail),
    carry: carried && (await carryFrom(carried.run, target.accountId, carried.rules, aws.clock.now())),
    signal: allowed.signal,
  }).finally(allowed.end);
  stop.throwIfAborted();
  // What is judged is what is kept, so that judging again cannot come to anything else.
  const facts =
    maskKey === undefined
      ? collected.facts
      : maskFacts(collected.facts, maskKey, subjectOf(target, regions, callerArn), rules, known);
  const { access } = target;
  const own = access.kind === 'assume-role' && access.externalId !== undefined ? [access.externalId] : [];
  const faults = collectorFaults(caught, target.accountId, {
    key: maskKey ?? rules.externalIdKey,
    ids: () => [...own, ...knownExternalIds(indexFacts(collected.facts), study)],
  });
  await writeEvidence(evidence, { facts, calls, faults });
  return { facts, regions, ...callsMade(calls), faults };
}

/** The log files that a configuration names, found once for all accounts. Throws `UserError` where they are not there. */
export async function logFilesOf(
  { activity }: Config,
  cuts: readonly AbortSignal[],
): Promise<LogFiles | undefined> {
  return activity.source === 'files' ? openLogFiles(activity.files, AbortSignal.any([...cuts])) : undefined;
}

/** Nothing where the configuration asks for none: then no check asks for it either. */
function activityReading(
  { activity }: Config,
  files: LogFiles | undefined,
  reading: TrailReading | undefined,
): ActivityReading | undefined {
  const { source, days, sessions } = activity;
  if (reading !== undefined) return { source: 'athena', days, reading };
  if (files !== undefined) return { source: 'files', days, files };
  return source === 'lookup' ? { source, days, sessions } : undefined;
}

/** By what facts are taken over from an earlier run. */
export function carryRules(
  config: Config,
  { version, isMasked }: Pick<CarryRules, 'version' | 'isMasked'>,
): CarryRules {
  const { mode: driftMode } = config.drift;
  const { maxAge } = config.sinceLast;
  return { version, isMasked, driftMode, maxAge, driftMaxAge: youngestDriftAge(config) };
}

/** Hours after which no check takes a result of drift detection any more. */
function youngestDriftAge({ drift, checks }: Config): number {
  const own = Object.values(checks).map(({ maxAgeHours }) => maxAgeHours);
  return Math.min(drift.maxAge, ...own.filter((hours) => typeof hours === 'number'));
}

/** What judging needs to know of an account: no way in, no external ID. */
export function subjectOf(
  target: AccountTarget,
  regions: string[],
  callerArn: string | null,
): AccountSubject {
  const { accountId, name, partition, organizationId, organizationalUnit, tags, access } = target;
  const enteredBy = target.callerArn ?? callerArn;
  return {
    accountId,
    name,
    partition,
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
    tags,
    regions,
    ...(target.regions.includes('enabled') ? {} : { otherRegions: 'unread' as const }),
    ...(access.kind === 'assume-role'
      ? {
          auditorRoleArn: access.roleArn,
          ...(enteredBy === null ? {} : { auditorCallerArn: enteredBy }),
          auditorExternalId: access.externalId !== undefined,
        }
      : {}),
  };
}
