import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { type Aws, type AwsSetup, openAws } from '../aws/connection.ts';
import { collectAccount } from '../collect/collect-account.ts';
import type { Config } from '../config/schema.ts';
import { type AccountJudgement, judgeAccount } from '../evaluate/account.ts';
import { buildReport } from '../evaluate/report.ts';
import type { Rules } from '../evaluate/rules.ts';
import { writeEvidence } from '../evidence/account-evidence.ts';
import { buildManifest } from '../evidence/manifest.ts';
import { accountDirectory, ORGANIZATION_DIRECTORY, RUN_FILES } from '../evidence/run-paths.ts';
import { pointLatestAt, writeWhole } from '../evidence/write-file.ts';
import type { AccountSubject, AccountTarget } from '../model/account.ts';
import type { JudgementConfig } from '../model/config.ts';
import type { AuditReport } from '../model/report.ts';
import { RUN_SCHEMA_VERSION, type RunRecord } from '../model/run-record.ts';
import { isAccessRole } from '../policy/access-role.ts';
import { runCounts } from './counts.ts';
import { findTargets } from './find-targets.ts';
import { writeOutputs } from './outputs.ts';
import type { Watch } from './progress.ts';
import { rulesFor } from './rules.ts';
import { createRunId } from './run-id.ts';
import { factsFor } from './selection.ts';

export interface ScanRequest {
  config: Config;
  judgement: JudgementConfig;
  /** SHA-256 of the configuration file; null when there was none. */
  configDigest: string | null;
  /** The directory that run directories are put in. */
  out: string;
  /** Only these accounts of those in scope. */
  selected?: readonly string[];
  version: string;
  /** Four bytes that tell runs of the same second apart. */
  random: Uint8Array;
  aws: Pick<
    AwsSetup,
    | 'clock'
    | 'homeRegion'
    | 'endpoint'
    | 'credentials'
    | 'maxAttempts'
    | 'connectionTimeoutMs'
    | 'requestTimeoutMs'
  >;
  watch: Watch;
}

export interface ScanResult {
  directory: string;
  report: AuditReport;
}

/** One audit from end to end: finds the accounts, lets each flow through, judges, reports, and seals the run. */
export async function scan(request: ScanRequest): Promise<ScanResult> {
  const { config, judgement, watch, version } = request;
  const started = request.aws.clock.now();
  const runId = createRunId(started, request.random);
  const aws = openAws({ ...request.aws, version, runId, concurrency: config.concurrency });
  try {
    const targets = await findTargets(request, aws);
    watch({ kind: 'accounts-known', inScope: targets.targets.length, excluded: targets.excluded.length });

    const directory = join(request.out, runId);
    await mkdir(directory, { recursive: true });
    const { organizationFacts, calls } = targets;
    await writeEvidence(join(directory, ORGANIZATION_DIRECTORY), { facts: organizationFacts, calls });

    const asOf = started.toISOString();
    const scope = {
      accountSource: targets.source,
      accounts: targets.targets.map((target) => subjectOf(target, target.regions)),
      excluded: targets.excluded,
    };
    const { rules, disabledChecks } = rulesFor({ asOf, scope, judgement }, organizationFacts);
    const flow = { request, aws, directory, rules };
    const limit = pLimit(config.concurrency.accounts);
    const flowed = await Promise.all(targets.targets.map((target) => limit(() => accountFlow(target, flow))));

    watch({ kind: 'writing', directory });
    const run: Omit<RunRecord, 'counts'> = {
      schemaVersion: RUN_SCHEMA_VERSION,
      runId,
      startedAt: asOf,
      finishedAt: request.aws.clock.now().toISOString(),
      asOf,
      tool: { name: 'countersign', version },
      configDigest: request.configDigest,
      callerArn: targets.callerArn,
      scope: { ...scope, accounts: flowed.map(({ judgement: { subject } }) => subject) },
      judgement,
    };
    const report = buildReport({
      run,
      judgements: flowed.map(({ judgement: account }) => account),
      organizationFacts,
      rules,
      disabledChecks,
    });
    const callCount = calls.length + flowed.reduce((sum, account) => sum + account.calls, 0);
    await seal(directory, { ...run, counts: runCounts(report, callCount) }, report);
    return { directory, report };
  } finally {
    aws.close();
  }
}

interface Flow {
  request: ScanRequest;
  aws: Aws;
  directory: string;
  rules: Rules;
}

/** Collects an account, keeps its evidence, judges it, and lets go of all but the judgement. */
async function accountFlow(
  target: AccountTarget,
  { request, aws, directory, rules }: Flow,
): Promise<{ judgement: AccountJudgement; calls: number }> {
  const { accountId, name } = target;
  request.watch({ kind: 'account-started', accountId, name });
  const { facts, calls, regions } = await collectAccount({
    target,
    aws,
    isAccessRole: (role) => isAccessRole(role, accountId),
    driftMode: request.config.drift.mode,
    wanted: factsFor(rules.checks),
    driftTimeout: request.config.drift.timeout,
  });
  await writeEvidence(join(directory, accountDirectory(accountId)), { facts, calls });
  const judgement = judgeAccount(subjectOf(target, regions), facts, rules);
  const { status } = judgement.scope;
  request.watch({ kind: 'account-done', accountId, name, status, gaps: judgement.coverage.gaps.length });
  return { judgement, calls: calls.length };
}

/** What judging needs to know of an account: no way in, no external ID. */
function subjectOf(target: AccountTarget, regions: string[]): AccountSubject {
  const { accountId, name, partition, organizationalUnit, tags, access } = target;
  return {
    accountId,
    name,
    partition,
    ...(organizationalUnit === undefined ? {} : { organizationalUnit }),
    tags,
    regions,
    ...(access.kind === 'assume-role' ? { auditorRoleArn: access.roleArn } : {}),
  };
}

/** Writes the outputs, then the manifest over everything, then `latest`: a run without a manifest is not complete. */
async function seal(directory: string, run: RunRecord, report: AuditReport): Promise<void> {
  await writeOutputs(directory, report);
  await writeWhole(join(directory, RUN_FILES.run), `${JSON.stringify(run, null, 2)}\n`);
  const manifest = await buildManifest(directory, run);
  await writeWhole(join(directory, RUN_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  await pointLatestAt(directory, run.runId);
}
