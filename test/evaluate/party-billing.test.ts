import { describe, expect, it } from 'vitest';
import { billsRead, partyBillingOf } from '../../src/evaluate/party-billing.ts';
import type { Rules } from '../../src/evaluate/rules.ts';
import type { BillingTransfer, BillingTransfers } from '../../src/model/facts/billing-transfers.ts';
import { contextOf, HERE, OWN, STRANGER } from '../checks/support/trust-fixtures.ts';

const transfer = (more: Partial<BillingTransfer> = {}): BillingTransfer => ({
  ...{ id: 'rt-1', arn: 'arn:aws:organizations::1:transfer/rt-1', name: null, status: 'ACCEPTED' },
  ...{ targetAccountId: STRANGER, startsAt: null, endsAt: null, ...more },
});

function rules(outbound: BillingTransfer[], asked: BillingTransfers['asked'] | 'REFUSED' = 'YES') {
  const transfers =
    asked === 'REFUSED'
      ? { status: 'NOT_COLLECTED' }
      : { status: 'COLLECTED', value: { asked, managementAccountId: OWN, outbound } };
  const { parties, asOf } = contextOf({});
  return { billing: [{ organizationId: 'o-1', transfers }], parties, asOf } as unknown as Rules;
}

describe('who receives the bills of an organization', () => {
  it('is said with the account and the transfer', () => {
    expect(partyBillingOf(rules([transfer(), transfer({ arn: null, id: 'rt-2' })]))).toMatchObject([
      {
        party: { kind: 'unknown', name: STRANGER },
        billing: { managementAccountId: OWN, targetAccountId: STRANGER, resourceArn: transfer().arn },
      },
      { billing: { resourceArn: 'aws:organizations:global:o-1:billing-transfers/rt-2' } },
    ]);
  });

  it('is nobody where no transfer runs to somebody else, or that is not known', () => {
    const given = [
      rules([transfer({ targetAccountId: null })]),
      rules([transfer({ status: 'REQUESTED' })]),
      rules([transfer({ status: 'EXPIRED' })]),
      rules([transfer({ targetAccountId: OWN })]),
      rules([], 'REFUSED'),
      { ...rules([]), billing: undefined } as unknown as Rules,
    ];
    expect(given.map(partyBillingOf)).toEqual(Array(6).fill([]));
    expect(billsRead({ ...rules([]), billing: undefined } as unknown as Rules)).toEqual([]);
  });

  it('is known of each organization, in order', () => {
    const [one, other] = [rules([]), rules([])].map(({ billing = [] }) => billing);
    const second = {
      transfers: { status: 'COLLECTED', value: { asked: 'YES', managementAccountId: HERE, outbound: [] } },
    };
    expect(
      billsRead({ ...rules([]), billing: [...(one ?? []), second, ...(other ?? [])] } as unknown as Rules),
    ).toEqual([HERE, OWN, OWN].toSorted());
  });

  it.each<[string, Rules, string[]]>([
    ['somebody', rules([transfer()]), [OWN]],
    ['nobody', rules([]), [OWN]],
    ['nobody any more', rules([transfer({ status: 'EXPIRED' })]), [OWN]],
    ['nobody, since AWS does not offer it', rules([], 'NOT_OFFERED'), [OWN]],
    ['whom another account alone knows', rules([], 'NOT_THE_MANAGEMENT_ACCOUNT'), []],
    ['whom nobody was told', rules([], 'REFUSED'), []],
    ['whom AWS does not name', rules([transfer({ targetAccountId: null })]), []],
    [
      'whom an invitation does not name',
      rules([transfer({ targetAccountId: null, status: 'REQUESTED' })]),
      [OWN],
    ],
    ['whoever did, until an end that is not told', rules([transfer({ status: 'WITHDRAWN' })]), []],
    ['whom a state yet to come leaves open', rules([transfer(), transfer({ status: 'PAUSED' })]), []],
  ])('is known where it is %s', (_, given, known) => {
    expect(billsRead(given)).toEqual(known);
  });
});
