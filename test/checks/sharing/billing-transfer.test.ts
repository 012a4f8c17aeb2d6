import { describe, expect, it } from 'vitest';
import { billingTransfer } from '../../../src/checks/sharing/billing-transfer.ts';
import type { Outcome } from '../../../src/model/check.ts';
import type { Fact } from '../../../src/model/fact.ts';
import type { BillingTransfer, BillingTransfers } from '../../../src/model/facts/billing-transfers.ts';
import { resolvePointer } from '../../../src/model/json-pointer.ts';
import type { RegisteredThirdParty } from '../../../src/model/party.ts';
import {
  contextOf,
  ENTRY,
  finding,
  fixOf,
  HERE,
  OWN,
  REGISTERED,
  STRANGER,
  VENDOR,
} from '../support/trust-fixtures.ts';

function transfer(more: Partial<BillingTransfer> = {}): BillingTransfer {
  return {
    ...{ id: 'rt-1', arn: 'arn:aws:organizations::1:transfer/o-1/billing/outbound/rt-1', name: 'Bills' },
    ...{ status: 'ACCEPTED', targetAccountId: STRANGER, startsAt: '2026-02-01T00:00:00.000Z', endsAt: null },
    ...more,
  };
}

function asked(outbound: BillingTransfer[], more: Partial<BillingTransfers> = {}): Fact<BillingTransfers> {
  const value = { asked: 'YES' as const, managementAccountId: HERE, outbound, ...more };
  return { status: 'COLLECTED', value, collectedAt: '2026-06-01T00:00:00Z', source: 'x' };
}

function evaluate(
  transfers: Fact<BillingTransfers> | undefined,
  { entry, accounts = [OWN, HERE] }: { entry?: RegisteredThirdParty; accounts?: string[] } = {},
): Outcome[] {
  const context = contextOf(entry === undefined ? {} : { entry });
  const digests = accounts.map((accountId) => ({
    ...{ account: { ...context.account, accountId }, region: 'global', value: null },
  }));
  const billing = transfers === undefined ? {} : { billing: [{ organizationId: 'o-1', transfers }] };
  const outcomes = [
    ...billingTransfer.evaluate({ digests, gaps: [] }, { ...context, ...billing, parameters: {} }),
  ];
  for (const outcome of outcomes) {
    if (outcome.status !== 'FAIL' || transfers?.status !== 'COLLECTED') continue;
    for (const { pointer, value } of outcome.evidence)
      expect(resolvePointer(transfers.value, pointer)).toEqual(value);
  }
  return outcomes;
}

describe('billing-transfer', () => {
  it.each<[string, Partial<BillingTransfer>, Outcome['status'], RegExp]>([
    [
      'to a stranger',
      {},
      'FAIL',
      /^The bills of the organization go to management account \d{12} from 2026-02-01 on, which is not registered/,
    ],
    ['to a known vendor', { targetAccountId: VENDOR }, 'FAIL', /Datadog \(management account/],
    ['that will begin', { startsAt: '2027-01-01T00:00:00.000Z' }, 'FAIL', /from 2027-01-01 on/],
    ['to a registered party', { targetAccountId: REGISTERED }, 'PASS', /which is registered/],
    ['to another organization of one’s own', { targetAccountId: OWN }, 'PASS', /your own/],
    ['that is asked for', { status: 'REQUESTED' }, 'NOT_APPLICABLE', /would go to .* invitation .* waits/],
    ['that was declined', { status: 'DECLINED' }, 'NOT_APPLICABLE', /DECLINED/],
    ['that has ended', { endsAt: '2026-05-31T00:00:00.000Z' }, 'NOT_APPLICABLE', /is over/],
    ['that will end', { endsAt: '2026-07-31T00:00:00.000Z' }, 'FAIL', /until 2026-07-31/],
    [
      'that was withdrawn, nobody knows until when',
      { status: 'WITHDRAWN' },
      'UNKNOWN',
      /not say when it ends/,
    ],
    [
      'that was withdrawn and has ended',
      { status: 'WITHDRAWN', endsAt: '2026-05-31T00:00:00.000Z' },
      'NOT_APPLICABLE',
      /is over/,
    ],
    [
      'that was withdrawn and runs on',
      { status: 'WITHDRAWN', endsAt: '2026-07-31T00:00:00.000Z' },
      'FAIL',
      /until 2026-07-31/,
    ],
    ['in a state yet to come', { status: 'PAUSED' }, 'UNKNOWN', /PAUSED/],
    ['to nobody knows whom', { targetAccountId: null }, 'UNKNOWN', /does not say/],
  ])('judges one %s', (_what, more, status, detail) => {
    const [outcome, ...others] = evaluate(asked([transfer(more)]));
    expect(others).toEqual([]);
    expect(outcome).toMatchObject({ status, accountId: HERE });
    expect(outcome?.detail).toMatch(detail);
  });

  it('names the party, and how to register it', () => {
    const failed = finding(evaluate(asked([transfer()])));
    expect(failed).toMatchObject({ thirdParty: { kind: 'unknown', accountId: STRANGER } });
    expect(fixOf(failed, 'configuration')).toContain(STRANGER);
  });

  it('fails when the contract is over', () => {
    const entry = { ...ENTRY, contractEnds: '2026-05-31' };
    const failed = finding(evaluate(asked([transfer({ targetAccountId: REGISTERED })]), { entry }));
    expect(failed.detail).toContain('whose contract ended on 2026-05-31');
  });

  it('stands with another account where the management account is not in the run', () => {
    const [outcome] = evaluate(asked([transfer()]), { accounts: [OWN] });
    expect(outcome).toMatchObject({ status: 'FAIL', accountId: OWN });
  });

  it.each<[string, Fact<BillingTransfers> | undefined, object]>([
    ['nothing is transferred', asked([]), { status: 'NOT_APPLICABLE' }],
    ['no organization is read', undefined, { status: 'NOT_APPLICABLE' }],
    [
      'a delegated administrator asked',
      asked([], { asked: 'NOT_THE_MANAGEMENT_ACCOUNT' }),
      { status: 'NOT_APPLICABLE', silent: true },
    ],
    ['AWS does not offer it', asked([], { asked: 'NOT_OFFERED' }), { status: 'NOT_APPLICABLE' }],
    [
      'it was refused',
      { status: 'NOT_COLLECTED', reason: 'ACCESS_DENIED', message: 'It was refused.' },
      { status: 'UNKNOWN' },
    ],
  ])('says where %s', (_what, transfers, expected) => {
    expect(evaluate(transfers)).toMatchObject([expected]);
  });
});
