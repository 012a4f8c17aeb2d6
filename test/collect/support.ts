import { onTestFinished } from 'vitest';
import { type Clock, systemClock } from '../../src/aws/clock.ts';
import { type Aws, type AwsSetup, openAws } from '../../src/aws/connection.ts';
import { type CollectedAccount, collectAccount } from '../../src/collect/collect-account.ts';
import type { GuestsWanted } from '../../src/collect/collector.ts';
import type { AccountTarget } from '../../src/model/account.ts';
import type { DriftMode } from '../../src/model/config.ts';
import type { FactRecord } from '../../src/model/fact.ts';
import type { FactKey, FactValues } from '../../src/model/fact-values.ts';
import type { Role } from '../../src/model/facts/authorization-details.ts';
import type { ResourceService } from '../../src/model/resource-services.ts';
import { newStudy } from '../../src/model/study.ts';
import { isAccessRole } from '../../src/policy/access-role.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../../src/simulator/simulator.ts';
import type { AccountContents, Document, World, WorldAccount, WorldRole } from '../../src/simulator/world.ts';

export const CALLER = '900000000001';
export const MEMBER = '900000000002';
export const VENDOR = '123123123123';
export const AUDITOR = 'CountersignAuditor';
export const EXTERNAL_ID = 'c0ffee00-1234-4cde-8f00-0123456789ab';
const AS_OF = '2026-01-01T00:00:00Z';

export function trust(principal: string, condition?: Document): Document {
  return {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principal },
        Action: 'sts:AssumeRole',
        ...(condition === undefined ? {} : { Condition: condition }),
      },
    ],
  };
}

/** A role that a vendor may assume. */
export function vendorRole(name: string, more: Partial<WorldRole> = {}): WorldRole {
  return { name, trustPolicy: trust(`arn:aws:iam::${VENDOR}:root`), ...more };
}

function auditorRole(): WorldRole {
  const condition = { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } };
  return { name: AUDITOR, trustPolicy: trust(`arn:aws:iam::${CALLER}:root`, condition) };
}

export function member(contents: Partial<AccountContents>, more: Partial<WorldAccount> = {}): WorldAccount {
  return {
    id: MEMBER,
    name: 'Member',
    parentId: 'ou-test-producti',
    ...more,
    contents: { ...contents, roles: [auditorRole(), ...(contents.roles ?? [])] },
  };
}

export function world(...accounts: WorldAccount[]): World {
  return {
    asOf: AS_OF,
    callerAccountId: CALLER,
    organization: {
      id: 'o-test123456',
      managementAccountId: CALLER,
      rootId: 'r-test',
      units: [
        { id: 'ou-test-workload', name: 'Workloads', parentId: 'r-test' },
        { id: 'ou-test-producti', name: 'Production', parentId: 'ou-test-workload' },
        { id: 'ou-test-sandbox0', name: 'Sandbox', parentId: 'r-test' },
      ],
      delegatedAdministrators: {
        'access-analyzer.amazonaws.com': [MEMBER],
        'member.org.stacksets.cloudformation.amazonaws.com': ['900000000003'],
      },
    },
    accounts: [{ id: CALLER, name: 'Management', contents: { roles: [] } }, ...accounts],
  };
}

export interface Stage {
  simulator: Simulator;
  aws: Aws;
}

/** What is waited for in seconds is there in milliseconds. */
const IMPATIENT: Clock = { ...systemClock, sleep: (milliseconds) => systemClock.sleep(milliseconds / 1000) };

/** A simulator and the way to it, both closed when the test ends. */
export async function stage(options: SimulatorOptions, setup: Partial<AwsSetup> = {}): Promise<Stage> {
  const simulator = await startSimulator(options);
  const aws = openAws({
    version: '0.0.0',
    runId: 'test',
    clock: IMPATIENT,
    concurrency: { accounts: 2, callsPerAccount: 4 },
    homeRegion: 'us-east-1',
    endpoint: simulator.endpoint,
    credentials: simulator.credentials,
    maxAttempts: 2,
    ...setup,
  });
  onTestFinished(async () => {
    aws.close();
    await simulator.close();
  });
  return { simulator, aws };
}

export function target(more: Partial<AccountTarget> = {}): AccountTarget {
  return {
    accountId: MEMBER,
    name: 'Member',
    partition: 'aws',
    tags: {},
    access: {
      kind: 'assume-role',
      roleArn: `arn:aws:iam::${MEMBER}:role/${AUDITOR}`,
      externalId: EXTERNAL_ID,
      sessionDuration: 3600,
    },
    regions: ['us-east-1', 'eu-west-1'],
    ...more,
  };
}

export function collect(
  { aws }: Stage,
  subject: AccountTarget = target(),
  driftMode: DriftMode = 'access-roles',
  driftTimeout = 60,
  resourcePolicies: readonly ResourceService[] = [],
  identityCenter?: GuestsWanted,
): Promise<CollectedAccount> {
  const isOutsiderRole = (role: Role) =>
    role.name !== AUDITOR && isAccessRole(role, subject.accountId, newStudy());
  return collectAccount({
    target: subject,
    aws,
    isAccessRole: isOutsiderRole,
    isOutsiderRole,
    driftMode,
    driftTimeout,
    driftMaxAge: 24,
    resourcePolicies,
    identityCenter,
  });
}

export function record(account: CollectedAccount, fact: FactKey, region = 'global'): FactRecord {
  const found = account.facts.find((candidate) => candidate.fact === fact && candidate.region === region);
  if (found === undefined) throw new Error(`No ${fact} of ${region}.`);
  return found;
}

/** The value of a fact that must have been collected. */
export function value<K extends FactKey>(
  account: CollectedAccount,
  fact: K,
  region = 'global',
): FactValues[K] {
  const found = record(account, fact, region);
  if (found.status !== 'COLLECTED') throw new Error(found.message);
  return found.value as FactValues[K];
}

/** Calls per operation, by service and operation. */
export function callCounts(account: CollectedAccount): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { service, operation } of account.calls) {
    const name = `${service}:${operation}`;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
