import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { auditorPolicy } from '../../src/run/auditor-policy.ts';
import { AUDITOR_ROLE_NAME } from '../../src/simulator/fleet/auditor.ts';
import { type FleetOptions, generateFleet } from '../../src/simulator/fleet/fleet.ts';
import { AUDIT } from '../../src/simulator/fleet/permissions.ts';
import { fleetConfig } from '../../src/simulator/fleet/register.ts';
import { createDriftBook } from '../../src/simulator/services/cloudformation/drift-book.ts';
import type { World, WorldAnalyzer, WorldRole, WorldStack } from '../../src/simulator/world.ts';
import { assume, failure, simulate } from './support.ts';

const OPTIONS: FleetOptions = { accounts: 25, seed: 'test', asOf: '2026-06-01T00:00:00.000Z' };
const WORLD = generateFleet(OPTIONS);

function rolesOf(world: World): WorldRole[] {
  return world.accounts.flatMap(({ contents }) => contents.roles);
}

function stacksOf(world: World): WorldStack[] {
  return world.accounts.flatMap(({ contents }) => contents.stacks ?? []);
}

function analyzersOf(world: World): WorldAnalyzer[] {
  return world.accounts.flatMap(({ contents }) => contents.analyzers ?? []);
}

/** The trust policy's text. */
function trustOf({ trustPolicy }: WorldRole): string {
  return typeof trustPolicy === 'string' ? trustPolicy : JSON.stringify(trustPolicy);
}

describe('the same seed', () => {
  test('gives the same fleet, and another seed another one', () => {
    expect(JSON.stringify(generateFleet(OPTIONS))).toBe(JSON.stringify(WORLD));
    expect(JSON.stringify(generateFleet({ ...OPTIONS, seed: 'other' }))).not.toBe(JSON.stringify(WORLD));
  });

  test('gives the same accounts in a larger fleet', () => {
    const larger = generateFleet({ ...OPTIONS, accounts: 60 });
    expect(JSON.stringify(larger.accounts.slice(0, 25))).toBe(JSON.stringify(WORLD.accounts));
  });

  test('gives the same ages at another moment', () => {
    const later = generateFleet({ ...OPTIONS, asOf: '2027-06-01T00:00:00.000Z' });
    expect(rolesOf(later).map(({ name }) => name)).toEqual(rolesOf(WORLD).map(({ name }) => name));
    expect(rolesOf(later)[0]?.createdAt?.slice(4)).toBe(rolesOf(WORLD)[0]?.createdAt?.slice(4));
  });
});

describe('a fleet of 25 accounts has', () => {
  const trusts: Array<[string, RegExp]> = [
    ['a guarded and an unguarded statement side by side', /sts:ExternalId.*TemporaryForMigration/],
    ['an external ID that may be absent', /StringEqualsIfExists/],
    ['an external ID that may be anything', /"StringLike":\{"sts:ExternalId":"\*"\}/],
    ['an external ID by a pattern', /"StringLike":\{"sts:ExternalId":\["brackwater-\*"/],
    ['an external ID for all values', /ForAllValues:StringEquals/],
    ['a public trust', /"Principal":"\*","Action":"sts:AssumeRole"\}\]/],
    [
      'a public trust behind an external ID',
      /"AWS":"\*"\},"Action":"sts:AssumeRole","Condition":\{"StringEquals":\{"sts:ExternalId/,
    ],
    ['a whole account', /arn:aws:iam::999900001001:root/],
    ['a deleted principal', /AROA/],
    ['a date condition that has passed', /"DateLessThan":\{"aws:CurrentTime":"2026-03/],
    ['a date condition that has not', /"DateLessThan":\{"aws:CurrentTime":"2026-07/],
    ['an own account behind the organization id', /aws:PrincipalOrgID/],
    ['GitHub for one branch', /repo:quillmarsh\/booking:ref/],
    ['GitHub for everyone', /"repo:\*"/],
    ['one organization at a shared issuer', /organization:quillmarsh:project/],
    ['any organization at a shared issuer', /organization:\*:project/],
    ['SAML', /AssumeRoleWithSAML/],
    ['Bedrock with its source', /bedrock\.amazonaws\.com.*aws:SourceAccount/],
    ['Bedrock without its source', /"bedrock\.amazonaws\.com"\},"Action":"sts:AssumeRole"\}\]/],
    ['a Deny that asks for the external ID', /"Deny".*StringNotEquals.*sts:ExternalId/],
    ['a data perimeter: a Deny with two keys', /StringNotEqualsIfExists.*BoolIfExists/],
    ['a guessable external ID', /"sts:ExternalId":"12345678"/],
    ['an id that vendors share', /quillmarsh-2021-integration/],
    ['a document that does not parse', /"Effect":$/],
    ['markup', /<script>/],
  ];
  test.each(trusts)('%s', (_name, pattern) => {
    expect(rolesOf(WORLD).filter((role) => pattern.test(trustOf(role))).length).toBeGreaterThan(0);
  });

  test('stale, unused, over-privileged, bounded, long and service-linked roles', () => {
    const roles = rolesOf(WORLD);
    const has = (holds: (role: WorldRole) => boolean | undefined): boolean =>
      roles.some((role) => holds(role));
    expect(has(({ lastUsed }) => lastUsed && lastUsed.at < '2026-01-01')).toBe(true);
    expect(has(({ lastUsed, createdAt = '' }) => !lastUsed && createdAt < '2025-06-01')).toBe(true);
    expect(
      has(
        ({ name, attachedPolicies }) =>
          name === 'TallowFinchAdmin' && attachedPolicies?.[0]?.endsWith('/AdministratorAccess'),
      ),
    ).toBe(true);
    expect(has(({ permissionsBoundary }) => permissionsBoundary !== undefined)).toBe(true);
    expect(has(({ maxSessionDuration, path = '/' }) => maxSessionDuration === 43_200 && path === '/')).toBe(
      true,
    );
    expect(has(({ path }) => path?.startsWith('/aws-service-role/'))).toBe(true);
    expect(has(({ tags = {} }) => Object.hasOwn(tags, '__proto__'))).toBe(true);
  });

  test('no role that was used before it was made, or after the moment', () => {
    for (const { createdAt, lastUsed } of rolesOf(WORLD)) {
      if (lastUsed === undefined || createdAt === undefined) continue;
      expect(createdAt <= lastUsed.at && lastUsed.at <= OPTIONS.asOf, `${createdAt} ${lastUsed.at}`).toBe(
        true,
      );
    }
  });

  test('an auditor role with exactly the permissions that the tool asks for, and one that was widened', () => {
    const asked = auditorPolicy({ driftMode: 'access-roles', enabledRegions: true }).Statement.flatMap(
      ({ Action }) => Action,
    );
    const auditors = rolesOf(WORLD).filter(({ name }) => name === AUDITOR_ROLE_NAME);
    const given = auditors.map(({ inlinePolicies = {} }) => Object.keys(inlinePolicies));
    expect(AUDIT.Statement.flatMap(({ Action }) => Action).sort()).toEqual([...new Set(asked)].sort());
    expect(given.filter((names) => names.length > 1)).toEqual([['Audit', 'Troubleshooting']]);
  });

  test('a chain from a vendor’s role to a role of another account', () => {
    const [start, end] = [4, 5].map((index) => WORLD.accounts[index]);
    const onward = start?.contents.roles.find(({ name }) => name === 'TallowFinchOperator');
    const target = end?.contents.roles.find(({ name }) => name === 'BatchRunner');
    expect(JSON.stringify(onward?.inlinePolicies)).toContain(`arn:aws:iam::${end?.id}:role/BatchRunner`);
    expect(target && trustOf(target)).toContain(`arn:aws:iam::${start?.id}:role/TallowFinchOperator`);
  });

  test('the same strong external ID in two accounts, and otherwise one of its own for each', () => {
    const ids = rolesOf(WORLD).flatMap(
      (role) => /"sts:ExternalId":"([0-9a-f-]{36})"/.exec(trustOf(role))?.[1] ?? [],
    );
    const shared = [...new Set(ids)].filter((id) => ids.filter((other) => other === id).length > 1);
    // The other one that recurs is the audit's own.
    expect(shared).toHaveLength(2);
  });

  test('stacks of every kind: nested, large, deleted, changing, failing, checked before, in JSON and YAML', () => {
    const stacks = stacksOf(WORLD);
    const has = (holds: (stack: WorldStack) => boolean | undefined): boolean =>
      stacks.some((stack) => holds(stack));
    expect(has(({ parent }) => parent !== undefined)).toBe(true);
    expect(has(({ resources }) => resources.length > 100)).toBe(true);
    expect(has(({ status }) => status === 'DELETE_COMPLETE')).toBe(true);
    expect(has(({ status }) => status === 'UPDATE_IN_PROGRESS')).toBe(true);
    expect(has(({ detectionFailures }) => detectionFailures !== undefined)).toBe(true);
    expect(has(({ lastDriftCheckAt }) => lastDriftCheckAt !== undefined)).toBe(true);
    expect(has(({ template }) => template.includes('!Ref') && template.includes('!Sub'))).toBe(true);
    const customTags = ['!Ref', '!Sub'].map((tag) => ({
      tag,
      resolve: (value: string) => `${tag} ${value}`,
    }));
    for (const { template } of stacks) expect(parse(template, { customTags })).toHaveProperty('Resources');
  });

  test('drift of every kind, and only where it was made', () => {
    const book = createDriftBook(WORLD);
    const found = WORLD.accounts.flatMap((account) =>
      (account.contents.stacks ?? []).flatMap((stack) => {
        book.checkAll(account, stack, OPTIONS.asOf);
        return stack.resources.flatMap((resource) => {
          const status = book.resource(account, stack, resource)?.status ?? 'unsupported';
          return ['IN_SYNC', 'unsupported'].includes(status)
            ? []
            : [`${account.name} ${resource.logicalId} ${status}`];
        });
      }),
    );
    expect(found).toEqual([
      'payments-prod IntegrationRole MODIFIED',
      'tracking-prod VantaAuditorRole MODIFIED',
      'tracking-staging ForwarderRole DELETED',
      'warehouse-prod Forwarder UNKNOWN',
      'customer-portal-prod ReportBucket MODIFIED',
    ]);
  });

  test('policies and a boundary added by hand to roles that stay IN_SYNC', () => {
    const monitoring = (index: number) =>
      WORLD.accounts[index]?.contents.roles.find(({ name }) => name === 'DatadogIntegrationRole');
    expect(Object.keys(monitoring(3)?.inlinePolicies ?? {})).toEqual(['DatadogMetrics', 'BreakGlass']);
    expect(monitoring(5)?.attachedPolicies).toEqual(['arn:aws:iam::aws:policy/PowerUserAccess']);
    expect(monitoring(14)?.permissionsBoundary).toMatch(/MonitoringBoundary$/);
  });

  test('a template that declares every resource of its stack', () => {
    const customTags = ['!Ref', '!Sub'].map((tag) => ({
      tag,
      resolve: (value: string) => `${tag} ${value}`,
    }));
    for (const { template, resources } of stacksOf(WORLD)) {
      const { Resources } = parse(template, { customTags });
      expect(Object.keys(Resources)).toEqual(resources.map(({ logicalId }) => logicalId));
    }
  });

  test('analyzers: an organization’s, one that is missing, one that is off, and findings of every state', () => {
    const analyzers = analyzersOf(WORLD);
    expect(analyzers.filter(({ type }) => type === 'ORGANIZATION')).toMatchObject([{ region: 'eu-west-1' }]);
    expect(analyzers.filter(({ type }) => type === 'ACCOUNT')).toHaveLength(24);
    expect(analyzers.filter(({ status }) => status === 'DISABLED')).toHaveLength(1);
    const findings = analyzers.flatMap((analyzer) => analyzer.findings ?? []);
    const states = new Set(findings.map(({ status = 'ACTIVE', error }) => error ?? status));
    expect(states).toEqual(new Set(['ACTIVE', 'ARCHIVED', 'RESOLVED', 'ACCESS_DENIED']));
    expect(findings.some(({ isPublic }) => isPublic)).toBe(true);
    expect(findings.some(({ findingType }) => findingType === 'UnusedIAMRole')).toBe(true);
  });

  test('an account that is suspended and one that is closed', () => {
    const states = WORLD.accounts.map(({ state }) => state).filter((state) => state !== 'ACTIVE');
    expect(states).toEqual(['SUSPENDED', 'CLOSED']);
  });
});

test('a large fleet is mostly healthy', () => {
  const { accounts } = generateFleet({ ...OPTIONS, accounts: 200 });
  const later = accounts.slice(25).flatMap(({ contents }) => contents.roles);
  const vendors = later.filter(({ tags }) => tags?.justification?.startsWith('Access for'));
  const wellKept = vendors.filter(({ name }) => ['DatadogIntegrationRole', 'VantaAuditor'].includes(name));
  expect(vendors.length).toBeGreaterThan(wellKept.length);
  expect(wellKept.length / vendors.length).toBeGreaterThan(0.7);
});

test('accounts are generated when they are first read', () => {
  const world = generateFleet({ ...OPTIONS, accounts: 1 });
  const [account] = world.accounts;
  expect(account?.contents).toBe(account?.contents);
  expect(() => generateFleet({ ...OPTIONS, accounts: 0 })).toThrow(RangeError);
});

test('roles can be padded for load, and the auditor role be left out', () => {
  const world = generateFleet({ ...OPTIONS, accounts: 2, rolesPerAccount: 500, withoutAuditor: [1] });
  expect(world.accounts.map(({ contents }) => contents.roles.length)).toEqual([500, 500]);
  const names = world.accounts.map(({ contents }) => new Set(contents.roles.map(({ name }) => name)));
  expect(names.map((each) => each.size)).toEqual([500, 500]);
  expect(names.map((each) => each.has('CountersignAuditor'))).toEqual([true, false]);
});

test('the audit gets into every active account with its external ID, and into no other', async () => {
  const simulator = await simulate({ world: WORLD });
  const { roleName = '', externalId = '' } = WORLD.auditor ?? {};
  for (const { id, state } of WORLD.accounts) {
    const RoleArn = `arn:aws:iam::${id}:role/${roleName}`;
    const call = assume(simulator, { RoleArn, ExternalId: externalId });
    if (state === 'ACTIVE') expect((await call).accessKeyId).toMatch(/^ASIA/);
    else expect((await failure(call)).name).toBe('AccessDenied');
    expect((await failure(assume(simulator, { RoleArn }))).name).toBe('AccessDenied');
  }
});

describe('the register', () => {
  test('names the vendors that are registered, one overdue, one whose contract is over', () => {
    const { thirdParties, exceptions, organizationId } = fleetConfig(WORLD);
    expect(organizationId).toBe(WORLD.organization?.id);
    expect(thirdParties.map(({ name }) => name)).not.toContain('Fivetran');
    expect(thirdParties.filter(({ contractEnds = '' }) => contractEnds < '2026-06-01')).toMatchObject([
      { name: 'Snyk' },
    ]);
    expect(exceptions.filter(({ expires }) => expires < '2026-06-01')).toHaveLength(1);
  });

  test('no made-up account id is anywhere near a published one', () => {
    const source = readFileSync(new URL('../../src/simulator/fleet/vendors.ts', import.meta.url), 'utf8');
    const madeUp = [...source.matchAll(/accountId: '(\d+)'/g)].map(([, id = '']) => id);
    expect(madeUp.every((id) => /^\d{12}$/.test(id))).toBe(true);
    expect(WORLD.accounts.every(({ id }) => /^(9000|0090)\d{8}$/.test(id))).toBe(true);
  });
});
