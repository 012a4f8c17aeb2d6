import { expect } from 'vitest';
import { scanFleet } from '../support/fleet.ts';
import { oneIn, some } from '../support/thorough.ts';

oneIn(3).each([[25, 45] as const, ...some([[200, 100] as const], 0)])(
  'a fleet of %i accounts has at most %i actions, and every open finding is in one',
  async (accounts, most) => {
    const { report } = await scanFleet({ accounts, seed: 'countersign' });
    const { actions = [], findings } = report;
    const reached = actions.flatMap(({ causes }) => causes.flatMap((cause) => cause.findings));
    const open = findings.filter(({ status }) => status === 'OPEN');
    expect(open.length).toBeGreaterThan(most);
    expect(reached.toSorted()).toEqual([...open.map(({ fingerprint }) => fingerprint)].sort());
    expect(actions.length).toBeLessThanOrEqual(most);
  },
);
