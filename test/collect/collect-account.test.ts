import { describe, expect, test } from 'vitest';
import { ENABLED_REGIONS } from '../../src/collect/open-account.ts';
import { FACTS, type FactKey, isRegional } from '../../src/model/fact-values.ts';
import {
  callCounts,
  collect,
  MEMBER,
  member,
  record,
  stage,
  target,
  value,
  vendorRole,
  world,
} from './support.ts';

/** The facts of an account, as they are declared. */
const KEYS = (Object.keys(FACTS) as FactKey[]).filter((key) => FACTS[key].scope !== 'organization');
const REGIONAL = KEYS.filter(isRegional);
const PLACES = KEYS.flatMap((key) =>
  isRegional(key) ? [`${key} us-east-1`, `${key} eu-west-1`] : [`${key} global`],
);

/** That AWS answered the call, be it by saying that the account has nothing of the kind. */
function answered(outcome: string): boolean {
  return outcome === 'OK' || outcome === 'NoSuchEntity';
}

function manyRoles(count: number) {
  return Array.from({ length: count }, (_, index) => vendorRole(`vendor-${String(index).padStart(3, '0')}`));
}

describe('collecting an account', () => {
  test('gives every fact of every Region in a fixed order, all of it plain JSON', async () => {
    const at = await stage({ world: world(member({ roles: manyRoles(7) })) });
    const account = await collect(at);
    expect(account.facts.map(({ fact, region }) => `${fact} ${region}`)).toEqual(PLACES);
    expect(account.facts.filter(({ status }) => status !== 'COLLECTED')).toEqual([]);
    expect(JSON.parse(JSON.stringify(account.facts))).toStrictEqual(account.facts);
    expect(JSON.parse(JSON.stringify(account.calls))).toStrictEqual(account.calls);
  });

  test('says who answered', async () => {
    const at = await stage({ world: world(member({}, { aliases: ['prod'] })) });
    const account = await collect(at);
    expect(value(account, 'account-identity')).toEqual({
      accountId: MEMBER,
      callerArn: `arn:aws:sts::${MEMBER}:assumed-role/CountersignAuditor/countersign-test`,
      aliases: ['prod'],
    });
  });

  test('assumes its role once, however many clients it takes', async () => {
    const at = await stage({ world: world(member({ roles: manyRoles(12) })) });
    const account = await collect(at);
    expect(callCounts(account)['sts:AssumeRole']).toBe(1);
    expect(at.simulator.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });

  test('gives the same facts and the same order of calls one call at a time and many at once', async () => {
    const seen = [];
    for (const callsPerAccount of [1, 16]) {
      const at = await stage(
        { world: world(member({ roles: manyRoles(12) })) },
        { concurrency: { accounts: 1, callsPerAccount } },
      );
      const account = await collect(at);
      const timeless = account.facts.map((fact) => ({ ...fact, collectedAt: '' }));
      const calls = account.calls.map(({ fact, region, operation, parameters, page, items }) => ({
        fact,
        region,
        operation,
        parameters,
        page,
        items,
      }));
      seen.push(
        JSON.stringify([timeless, calls]).replaceAll(
          /"(collectedAt|completedAt|asOf|from|to|StartTime|EndTime)":"[^"]*"/g,
          '',
        ),
      );
    }
    expect(seen[0]).toBe(seen[1]);
  });

  test('a role that cannot be assumed leaves every fact not collected, for sts:AssumeRole', async () => {
    const at = await stage({ world: world(member({})) });
    const closed = target({
      access: {
        kind: 'assume-role',
        roleArn: `arn:aws:iam::${MEMBER}:role/CountersignAuditor`,
        externalId: 'not-the-one',
        sessionDuration: 3600,
      },
    });
    const account = await collect(at, closed);
    expect(account.callerArn).toBeNull();
    expect(account.facts).toHaveLength(PLACES.length);
    for (const fact of account.facts) {
      expect(fact).toMatchObject({
        status: 'NOT_COLLECTED',
        reason: 'ACCESS_DENIED',
        action: 'sts:AssumeRole',
      });
    }
    expect(account.calls.map(({ operation, outcome }) => `${operation} ${outcome}`)).toEqual([
      'AssumeRole AccessDenied',
    ]);
  });

  test('a session that leads to another account reads nothing', async () => {
    const at = await stage({ world: world(member({})) });
    const account = await collect(at, target({ accountId: '900000000009' }));
    expect(new Set(account.facts.map((fact) => fact.status === 'NOT_COLLECTED' && fact.reason))).toEqual(
      new Set(['FAILED']),
    );
    expect(record(account, 'stacks', 'eu-west-1')).toMatchObject({
      message: expect.stringContaining(`leads to account ${MEMBER} and not to 900000000009`),
    });
    expect(callCounts(account)).toEqual({ 'sts:AssumeRole': 1, 'sts:GetCallerIdentity': 1 });
  });

  test('a refused action takes its fact and those that need it, and nothing else', async () => {
    const at = await stage({
      world: world(member({ roles: manyRoles(2) })),
      faults: [{ kind: 'access-denied', operation: 'cloudformation:ListStacks', region: 'eu-west-1' }],
    });
    const account = await collect(at);
    const missing = account.facts.filter(({ status }) => status === 'NOT_COLLECTED');
    expect(missing.map(({ fact, region }) => `${fact} ${region}`)).toEqual([
      'stacks eu-west-1',
      'role-stacks eu-west-1',
      'stack-templates eu-west-1',
      'drift eu-west-1',
    ]);
    for (const fact of missing) {
      expect(fact).toMatchObject({ reason: 'ACCESS_DENIED', action: 'cloudformation:ListStacks' });
    }
    expect(record(account, 'role-stacks', 'eu-west-1')).toMatchObject({
      message: expect.stringMatching(
        /^Needs stacks, which was not collected: cloudformation:ListStacks was refused/,
      ),
    });
  });

  test('the aliases may be refused without stopping the rest', async () => {
    const at = await stage({
      world: world(member({})),
      faults: [{ kind: 'access-denied', operation: 'iam:ListAccountAliases' }],
    });
    const account = await collect(at);
    const missing = account.facts.filter(({ status }) => status === 'NOT_COLLECTED');
    expect(missing).toMatchObject([{ fact: 'account-identity', action: 'iam:ListAccountAliases' }]);
  });

  test('a Region that is opted out is unsupported, the other is read', async () => {
    const at = await stage({ world: world(member({}, { optedOutRegions: ['eu-west-1'] })) });
    const account = await collect(at);
    expect(record(account, 'stacks', 'eu-west-1')).toMatchObject({ reason: 'UNSUPPORTED' });
    expect(record(account, 'analyzers', 'eu-west-1')).toMatchObject({ reason: 'UNSUPPORTED' });
    expect(record(account, 'stacks', 'us-east-1').status).toBe('COLLECTED');
    expect(record(account, 'unused-access-findings')).toMatchObject({ reason: 'UNSUPPORTED' });
  });

  test('reads the enabled Regions where the target asks for them', async () => {
    const at = await stage({ world: world(member({}, { optedOutRegions: ['af-south-1', 'eu-west-1'] })) });
    const account = await collect(at, target({ regions: [ENABLED_REGIONS] }));
    expect(account.regions).toContain('us-east-1');
    expect(account.regions).not.toContain('eu-west-1');
    expect(account.regions).toEqual(account.regions.toSorted());
    expect(account.facts.filter(({ status }) => status !== 'COLLECTED')).toEqual([]);
  });

  test('unknown enabled Regions leave every Regional fact not collected, and the global ones read', async () => {
    const at = await stage({
      world: world(member({})),
      faults: [{ kind: 'access-denied', operation: 'account:ListRegions' }],
    });
    const account = await collect(at, target({ regions: [ENABLED_REGIONS] }));
    expect(account.regions).toEqual([ENABLED_REGIONS]);
    expect(record(account, 'authorization-details').status).toBe('COLLECTED');
    for (const fact of [...REGIONAL, 'unused-access-findings']) {
      expect(account.facts.find((candidate) => candidate.fact === fact)).toMatchObject({
        status: 'NOT_COLLECTED',
        reason: 'ACCESS_DENIED',
        action: 'account:ListRegions',
      });
    }
  });

  test('a session that runs out midway is renewed once and the call made again', async () => {
    const at = await stage({
      world: world(member({ roles: manyRoles(12) })),
      faults: [{ kind: 'expired-token', operation: 'iam:ListRoles', after: 1, times: 1 }],
    });
    const account = await collect(at);
    expect(account.facts.filter(({ status }) => status !== 'COLLECTED')).toEqual([]);
    expect(callCounts(account)['sts:AssumeRole']).toBe(2);
    expect(account.calls.filter(({ outcome }) => !answered(outcome))).toMatchObject([
      { operation: 'ListRoles', page: 2, outcome: expect.stringContaining('Expired') },
    ]);
  });

  test('a stalled body times out for its own fact', async () => {
    const at = await stage(
      {
        world: world(member({ roles: manyRoles(12) })),
        faults: [{ kind: 'stall', operation: 'iam:ListRoles' }],
      },
      { requestTimeoutMs: 3_000 },
    );
    const account = await collect(at);
    const missing = account.facts.filter(({ status }) => status === 'NOT_COLLECTED');
    expect(missing).toMatchObject([{ fact: 'role-settings', reason: 'TIMED_OUT', action: 'iam:ListRoles' }]);
  });

  test.each([
    ['throttle', 'THROTTLED'],
    ['error-500', 'FAILED'],
    ['reset', 'FAILED'],
  ] as const)('%s on every attempt is %s, with no port in the message', async (kind, reason) => {
    const at = await stage({
      world: world(member({})),
      faults: [{ kind, operation: 'iam:ListRoles' }],
    });
    const account = await collect(at);
    const settings = record(account, 'role-settings');
    expect(settings).toMatchObject({ status: 'NOT_COLLECTED', reason, action: 'iam:ListRoles' });
    expect(JSON.stringify(settings)).not.toMatch(/:\d{4,}/);
    expect(account.calls.find(({ operation }) => operation === 'ListRoles')?.attempts).toBe(2);
  });

  test('records every call without credentials or external IDs', async () => {
    const at = await stage({ world: world(member({ roles: manyRoles(2) })) });
    const account = await collect(at);
    const text = JSON.stringify([
      account.facts.filter(({ fact }) => fact !== 'authorization-details'),
      account.calls,
    ]);
    expect(text).not.toContain('c0ffee00');
    expect(text).not.toContain(at.simulator.credentials.accessKeyId);
    expect(text).not.toMatch(/ASIA|AKIA|SecretAccessKey|"Authorization"/);
    expect(account.calls).toHaveLength(at.simulator.calls.length);
    for (const call of account.calls) {
      expect(call).toMatchObject({ accountId: MEMBER, requestId: expect.any(String) });
      expect(call.outcome).toSatisfy(answered);
    }
  });
});
