import { beforeAll, describe, expect, it } from 'vitest';
import { registry } from '../../src/checks/registry.ts';
import { exitCodeFor } from '../../src/cli/exit-code-for.ts';
import { collectorsFor } from '../../src/collect/collectors.ts';
import { factsFor } from '../../src/evaluate/selection.ts';
import type { DriftMode } from '../../src/model/config.ts';
import type { ControlResult } from '../../src/model/control.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { RESOURCE_SERVICES } from '../../src/model/resource-services.ts';
import { auditorPolicy, organizationPolicy } from '../../src/run/auditor-policy.ts';
import { some } from '../support/thorough.ts';
import { ENTERED, scanTidy } from '../support/tidy-world.ts';

/**
 * What becomes of an audit in which one action is denied, of a world in which nothing is wrong: so whatever is not as it
 * is there comes from the denial. All that must hold for each action is asked of the same run.
 */
function deny(action: string, accountId?: string, mode: DriftMode = 'access-roles'): Promise<AuditReport> {
  const [service = ''] = action.split(':');
  const where = accountId === undefined ? {} : { accountId };
  return scanTidy(
    { faults: [{ ...where, service, operation: action, kind: 'access-denied' }] },
    { regions: 'enabled', drift: { mode } },
  );
}

/** Every action of the policy for all checks, and those that another drift mode adds. */
function allActions(): Array<[action: string, mode: DriftMode]> {
  const wanted = factsFor(registry);
  const of = (driftMode: DriftMode) =>
    auditorPolicy({
      driftMode,
      enabledRegions: true,
      wanted,
      resourcePolicies: RESOURCE_SERVICES,
    }).Statement.flatMap(({ Action }) => Action);
  const usual = of('access-roles');
  return [
    ...usual.map((action): [string, DriftMode] => [action, 'access-roles']),
    ...of('all-stacks')
      .filter((action) => !usual.includes(action))
      .map((action): [string, DriftMode] => [action, 'all-stacks']),
  ];
}

function controlsIn({ controls = [] }: AuditReport): ControlResult[] {
  return controls.flatMap((framework) => framework.controls);
}

/** Results that say that a control holds, or has nothing to speak of. */
const FINE = /^(?:MET|MET_WITH_EXCEPTIONS|SUPPORTED|NOT_APPLICABLE)$/;

function checksNeeding(facts: ReadonlySet<string>) {
  return registry.filter(({ requires }) => requires.some((key: string) => facts.has(key)));
}

describe('denying each action of countersign policy, one at a time', () => {
  let whole: AuditReport;
  beforeAll(async () => {
    whole = await scanTidy({}, { regions: 'enabled' });
    expect(whole.coverage.gaps).toEqual([]);
    expect(whole.findings).toEqual([]);
  });

  it.each(some(allActions(), 2))('%s (drift.mode %s)', async (action, mode) => {
    const report = await deny(action, ENTERED, mode);

    const gaps = report.coverage.gaps.filter((gap) => gap.accountId === ENTERED);
    expect(gaps.length).toBeGreaterThan(0);
    for (const gap of gaps) {
      expect(gap).toMatchObject({ status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', action });
      expect(gap.region).toMatch(/^(global|enabled|[a-z]{2}-[a-z]+-\d)$/);
      expect(gap.message).toContain(action);
    }
    expect(report.coverage.gaps).toHaveLength(gaps.length);

    // No check that needed a lost fact passed in the account.
    const lost = new Set(gaps.filter(({ resource }) => resource === undefined).map(({ fact }) => fact));
    for (const { id } of checksNeeding(lost).filter(({ scope }) => scope !== 'organization')) {
      const unanswered = report.unanswered.filter(
        (entry) => entry.checkId === id && entry.accountId === ENTERED,
      );
      expect(unanswered.length, `${id} must be unanswered`).toBeGreaterThan(0);
    }

    // Nor is a control shown by it, or by part of it.
    const needing = checksNeeding(new Set(gaps.map(({ fact }) => fact)));
    const needy = controlsIn(report).filter(({ checks }) => needing.some(({ id }) => checks.includes(id)));
    expect(needy.length).toBeGreaterThan(0);
    for (const { id, status, notShown } of needy) {
      expect(status, id).not.toMatch(FINE);
      expect(notShown.length, id).toBeGreaterThan(0);
    }

    // Nor was a fact collected that needed it.
    for (const { fact, requires } of collectorsFor('access-roles')) {
      if (!requires.some((key) => lost.has(key))) continue;
      expect(gaps.map((gap) => gap.fact)).toContain(fact);
    }

    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);

    // The other account is as it was.
    for (const account of report.scope.accounts) {
      expect(account.status === 'COMPLETE', account.name).toBe(account.accountId !== ENTERED);
    }
    const others = (of: AuditReport) => of.scope.accounts.filter(({ accountId }) => accountId !== ENTERED);
    if (mode === 'access-roles') expect(others(report)).toEqual(others(whole));
  });

  const BILLS = 'organizations:ListOutboundResponsibilityTransfers';

  it(`${BILLS}: no control is shown that asks to whom the bills go, and no account is missing for it`, async () => {
    const report = await deny(BILLS);
    expect(report.coverage.gaps).toMatchObject([
      { accountId: 'organization', fact: 'billing-transfers', reason: 'ACCESS_DENIED', action: BILLS },
    ]);
    for (const { id, checks, status, notShown } of controlsIn(report)) {
      if (!checks.includes('billing-transfer'))
        expect(notShown, id).not.toContainEqual(expect.stringContaining('accounts may be missing'));
      else expect(status, id).not.toMatch(FINE);
    }
    expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
  });

  const withoutBills = organizationPolicy()
    .Statement.flatMap(({ Action }) => Action)
    .filter((action) => action !== BILLS);
  it.each(some(withoutBills, 1))(
    '%s: no control is met at all, since accounts may be missing',
    async (action) => {
      const report = await deny(action);
      const gaps = report.coverage.gaps.filter(({ accountId }) => accountId === 'organization');
      expect(gaps.length).toBeGreaterThan(0);
      for (const gap of gaps) expect(gap).toMatchObject({ reason: 'ACCESS_DENIED', action });
      expect(report.coverage.complete).toBe(false);
      for (const { id, status, notShown } of controlsIn(report)) {
        expect(status, id).not.toMatch(/^(?:MET|MET_WITH_EXCEPTIONS|SUPPORTED)$/);
        expect(notShown.length, id).toBeGreaterThan(0);
      }
      expect(exitCodeFor(report, { failOn: 'none', allowIncomplete: false })).toBe(3);
    },
  );
});
