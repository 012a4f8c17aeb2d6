import { type AccountJudgement, judgeAccount } from '../src/evaluate/account.ts';
import type { Rules } from '../src/evaluate/rules.ts';
import type { AccountSubject } from '../src/model/account.ts';
import type { JudgementConfig } from '../src/model/config.ts';
import type { Fact, FactRecord } from '../src/model/fact.ts';
import type { Role } from '../src/model/facts/authorization-details.ts';
import type { RegisteredThirdParty } from '../src/model/party.ts';
import { randomOf } from '../src/simulator/fleet/random.ts';
import { largeResults } from './large-results.ts';

/** The size of a fleet, and which of its runs it is: a later one finds a few things changed. */
export interface LargeFleet {
  accounts: number;
  /** Listed, of all accounts together. */
  roles: number;
  /** Of these, the roles that admit someone from outside. */
  openRoles: number;
  findings: number;
  run: 1 | 2;
}

export const AS_OF = { 1: '2026-06-01T06:00:00Z', 2: '2026-06-08T06:00:00Z' } as const;
const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'];
const PARTIES = 60;
const REGISTERED = 35;
const WORDS = ['payments', 'orders', 'ledger', 'data-lake', 'search', 'mobile-backend', 'customer-insight'];
const STAGES = ['prod', 'staging', 'dev', 'sandbox-of-the-team-that-moved-here-with-the-acquisition', 'dr'];

/** The accounts of the fleet. */
export function subjects({ accounts }: Pick<LargeFleet, 'accounts'>): AccountSubject[] {
  return Array.from({ length: accounts }, (_, index) => ({
    accountId: String(100_000_000_000 + index),
    name: `${WORDS[index % WORDS.length]}-${STAGES[index % STAGES.length]}-${index}`,
    partition: 'aws',
    organizationalUnit: `Workloads/${STAGES[index % STAGES.length]}`,
    tags: {},
    regions: REGIONS,
  }));
}

/** What the fleet is judged by: a register of some of its third parties, and exceptions. */
export function judgementOf(fleet: LargeFleet): JudgementConfig {
  return {
    organizationId: 'o-benchmark1',
    thirdParties: Array.from({ length: REGISTERED }, (_, party) => registered(party)),
    vendors: [],
    exceptions: Array.from({ length: 100 }, (_, index) => ({
      check: index % 2 === 0 ? 'trust-hardening' : 'open-ended-trust',
      resource: `arn:aws:iam::*:role/${roleName(index)}`,
      account: String(100_000_000_000 + ((index * 37) % fleet.accounts)),
      reason: 'Accepted until the vendor has moved to the new integration.',
      approvedBy: 'Security review board',
      ticket: `RISK-${1000 + index}`,
      expires: index % 5 === 0 ? '2026-05-31' : '2027-03-31',
    })),
    checks: {},
    drift: { mode: 'access-roles', maxAge: 24 },
    report: { externalIds: 'masked', title: 'Third-party access audit', organizationName: 'Benchmark' },
  };
}

function registered(party: number): RegisteredThirdParty {
  return {
    name: `Vendor ${party} ${'Observability and Posture Management'.slice(0, 4 + (party % 32))}`,
    accountIds: [partyAccount(party)],
    organizationIds: [],
    owner: `Team ${party}`,
    justification: 'Collection of metrics and logs for all production workloads under the master agreement.',
    approvedBy: 'Security review board',
    contractEnds: '2027-06-30',
    lastReviewed: '2026-04-14',
  };
}

/**
 * The judgements of all accounts. Roles, coverage and populations come from made-up facts by the program's own reading;
 * the results of checks are made up, so that there are as many findings of every check as asked for.
 */
export function* judgements(fleet: LargeFleet, rules: Rules): Iterable<AccountJudgement> {
  const withoutChecks = { ...rules, checks: [] };
  for (const [index, subject] of subjects(fleet).entries()) {
    const roles = rolesOf(fleet, subject, index);
    const judgement = judgeAccount(subject, factsOf(fleet, subject, index, roles), withoutChecks);
    yield { ...judgement, results: largeResults(fleet, { subject, index, judgement }, rules) };
  }
}

function rolesOf(
  { accounts, roles, openRoles, run }: LargeFleet,
  account: AccountSubject,
  index: number,
): Role[] {
  const open = openRoles / accounts;
  return Array.from({ length: roles / accounts }, (_, number): Role => {
    const name = number < open ? roleName(number) : `service-${number}`;
    const random = randomOf('role', index, number);
    const used = random.chance(0.7);
    return {
      name,
      arn: `arn:aws:iam::${account.accountId}:role/${name}`,
      id: `AROA${index}X${number}`,
      path: '/',
      createdAt: '2024-03-01T09:12:44Z',
      trustPolicy:
        number < open ? vendorTrust(random, account, run) : trust({ Service: 'lambda.amazonaws.com' }),
      inlinePolicies: [],
      attachedPolicies: [],
      permissionsBoundaryArn: null,
      tags: [{ key: 'owner', value: `team-${number}` }],
      lastUsed: used ? { at: `2026-05-${10 + random.between(0, 19)}T11:00:00Z`, region: 'eu-west-1' } : null,
    };
  });
}

function roleName(number: number): string {
  return number % 10 === 0
    ? `vendor-integration-for-the-collection-of-metrics-${number}`
    : `vendor-reader-${number}`;
}

/** One party in four roles, the next in less, and so on; a small part of the roles changes from run to run. */
function vendorTrust(random: ReturnType<typeof randomOf>, { accountId }: AccountSubject, run: 1 | 2): string {
  const party = Math.floor(PARTIES * random.next() ** 3);
  const changed = run === 2 && random.chance(0.01);
  const condition = random.chance(0.1)
    ? undefined
    : { StringEquals: { 'sts:ExternalId': `vendor-${party}-${accountId}${changed ? '-new' : ''}` } };
  if (random.chance(0.02)) return trust({ AWS: '*' }, condition);
  return trust({ AWS: `arn:aws:iam::${partyAccount(party)}:root` }, condition);
}

function partyAccount(party: number): string {
  return String(900_000_000_000 + party);
}

function trust(principal: object, condition?: object): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole', Condition: condition }],
  });
}

/** Roles, their settings and stacks are read; of every twentieth account a few facts are not, and some accounts not at all. */
function factsOf(
  { run }: LargeFleet,
  { accountId, regions }: AccountSubject,
  index: number,
  roles: readonly Role[],
): FactRecord[] {
  const denied = {
    status: 'NOT_COLLECTED',
    reason: 'ACCESS_DENIED',
    message: 'Not authorized to call access-analyzer:ListAnalyzers.',
    action: 'access-analyzer:ListAnalyzers',
  } as const;
  const unread = index % 500 === 499;
  const fact = (value: unknown): Fact<unknown> =>
    unread ? denied : { status: 'COLLECTED', value, collectedAt: AS_OF[run], source: 'iam:ListRoles' };
  const open = roles.filter(({ name }) => name.startsWith('vendor'));
  return [
    { fact: 'authorization-details', region: 'global', ...fact({ roles, policies: [] }) },
    {
      fact: 'role-settings',
      region: 'global',
      ...fact({ roles: open.map(({ arn }) => ({ arn, maxSessionDuration: 3600, description: null })) }),
    },
    ...regions.flatMap((region, number): FactRecord[] => [
      { fact: 'analyzers', region, ...(index % 20 === 7 ? denied : fact({ analyzers: [] })) },
      { fact: 'external-access-findings', region, ...(index % 20 === 7 ? denied : fact({ findings: [] })) },
      {
        fact: 'role-stacks',
        region,
        ...fact({
          perResource: open.map(({ arn, name }) => ({
            resource: arn,
            fact: fact(number === 1 ? { stackId: `${accountId}/${name}`, stackName: `stack-${name}` } : null),
          })),
        }),
      },
    ]),
  ];
}
