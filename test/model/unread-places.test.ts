import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { unreadAnchors, unreadShares } from '../../src/model/unread-places.ts';

const [A, B] = ['111122223333', '444455556666'];
const BOTH = ['external-resource-share', 'well-architected-share'];

function sharesOf(
  gaps: Array<[accountId: string, region: string, fact: string]>,
  checks = BOTH,
  lost = false,
) {
  return unreadShares({
    checks: checks.map((id) => ({ id })),
    scope: {
      accounts: [A, B].map((accountId) => ({
        ...{ accountId, regions: ['eu-west-1', 'us-east-1'] },
        status: lost && accountId === B ? 'FAILED' : 'PARTIAL',
      })),
    },
    coverage: { gaps: gaps.map(([accountId, region, fact]) => ({ accountId, region, fact })) },
  } as unknown as AuditReport);
}

const place = { accountId: A, region: 'eu-west-1', service: 'ram' } as const;

describe('what was not read of shares', () => {
  it.each<[string, ReturnType<typeof sharesOf>, boolean, string[], string]>([
    ['nothing', sharesOf([]), true, [], 'all'],
    ['those of RAM there', sharesOf([[A, 'eu-west-1', 'resource-shares']]), false, [A], 'part'],
    ['those of RAM elsewhere', sharesOf([[A, 'us-east-1', 'resource-shares']]), true, [A], 'part'],
    [
      'those of the other service',
      sharesOf([[A, 'eu-west-1', 'well-architected-shares']]),
      true,
      [A],
      'part',
    ],
    ['roles', sharesOf([[A, 'global', 'authorization-details']]), true, [], 'all'],
    ['an account as a whole', sharesOf([[B, 'global', 'every fact']], BOTH, true), true, [B], 'part'],
    ['one service, which nobody asked for', sharesOf([], BOTH.slice(0, 1)), true, [], 'part'],
    ['the other one', sharesOf([], BOTH.slice(1)), false, [], 'part'],
    [
      'both, which nobody asked for',
      sharesOf([[A, 'eu-west-1', 'resource-shares']], [], true),
      false,
      [],
      'none',
    ],
  ])('was %s', (_, { wereRead, accounts, extent }, read, unread, how) => {
    expect([wereRead(place), accounts, extent]).toEqual([read, unread, how]);
  });

  it('says the same of trust anchors, by a check and a fact of their own', () => {
    const anchorsOf = (checks: string[], fact: string) =>
      unreadAnchors({
        checks: checks.map((id) => ({ id })),
        scope: { accounts: [{ accountId: A, regions: ['eu-west-1'], status: 'PARTIAL' }] },
        coverage: { gaps: [{ accountId: A, region: 'eu-west-1', fact }] },
      } as unknown as AuditReport).extent;
    expect([
      anchorsOf(['roles-anywhere-trust'], 'resource-shares'),
      anchorsOf(['roles-anywhere-trust'], 'roles-anywhere'),
      anchorsOf(BOTH, 'resource-shares'),
    ]).toEqual(['all', 'part', 'none']);
  });

  it('is all of an account or a Region that is not in scope, or of which nothing was read', () => {
    const { wereRead } = sharesOf([], BOTH, true);
    expect(
      [{ accountId: '999988887777' }, { region: 'af-south-1' }, { accountId: B }].map((other) =>
        wereRead({ ...place, ...other }),
      ),
    ).toEqual([false, false, false]);
  });
});
