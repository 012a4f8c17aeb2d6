import { describe, expect, it } from 'vitest';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { trendView } from '../../src/report/html/page/trend.ts';
import { pathsView } from '../../src/report/html/parties/paths.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { auditReport } from './fixture.ts';
import { accountId } from './fixture-scope.ts';

const report = auditReport();
const [anyParty] = report.thirdParties;
if (anyParty === undefined) throw new Error('the fixture has no third party');
const party: ThirdPartySummary = anyParty;

const NAMES = {
  roleName: (arn: string) => arn.split('/').at(-1) ?? arn,
  accountName: (id: string) => `account-${Number(id.slice(-3))}`,
};

function arn(account: number, name: string): string {
  return `arn:aws:iam::${accountId(account)}:role/${name}`;
}

function drawn(
  direct: string[],
  paths: Array<[string, string]> = [],
  unclear: string[] = [],
): NonNullable<ReturnType<typeof pathsView>> {
  const roles = (list: string[]) => ({ accounts: [], roles: list });
  const reachable = {
    direct: roles(direct),
    transitive: roles([...new Set(paths.map(([, to]) => to))]),
    unclear,
    paths: paths.map(([from, to]) => ({ from, to })),
  };
  const view = pathsView({ ...party, reachable }, NAMES);
  if (view === null) throw new Error('nothing is drawn');
  return view;
}

describe('the drawing of the paths', () => {
  it('groups roles by account, those that lead on first, and hangs what they lead to below them', () => {
    const view = drawn(
      [arn(1, 'a'), arn(2, 'b'), arn(1, 'c')],
      [
        [arn(2, 'b'), arn(3, 'd')],
        [arn(3, 'd'), arn(3, 'e')],
      ],
    );
    expect(view.texts.map(({ text, soft }) => `${text} ${soft}`.trim())).toEqual([
      party.party.name,
      `account-2 ${accountId(2)}`,
      'b',
      'd in account-3',
      'e',
      `account-1 ${accountId(1)}`,
      'a',
      'c',
    ]);
    const indents = view.texts.map(({ x }) => Number(x));
    expect(indents[3]).toBeGreaterThan(indents[2] ?? Number.NaN);
    expect(indents[4]).toBeGreaterThan(indents[3] ?? Number.NaN);
    const count = (shape: string) => view.shapes.find(({ kind }) => kind === shape)?.d.match(/M/g)?.length;
    expect([count('party'), count('role'), count('onward'), count('line')]).toEqual([1, 3, 2, 7]);
    expect(view.description).toBe(
      `${party.party.name} may enter 3 roles in 2 accounts. From b it can go on to d in account-3. From d it can go on to e.`,
    );
  });

  it('dashes what is not known and says it in words', () => {
    const view = drawn([arn(1, 'a')], [], [arn(1, 'a')]);
    expect(view.shapes.filter(({ kind }) => kind === 'unclear')).toHaveLength(1);
    expect(view.description).toContain('Where a leads is not known in full.');
  });

  it('stops at its limits, and says what is not drawn', () => {
    const many = Array.from({ length: 40 }, (_, index) => arn(index, 'vendor'));
    const onward = Array.from({ length: 40 }, (_, index): [string, string] => [
      arn(0, 'vendor'),
      arn(0, `r${index}`),
    ]);
    const view = drawn(many, onward);
    expect(view.texts.filter(({ text }) => text === 'vendor')).toHaveLength(LIMITS.drawnRoles);
    const rest = [
      `${40 - LIMITS.drawnRoles} more roles in ${40 - LIMITS.drawnRoles} accounts`,
      `${40 - LIMITS.drawnOnward} more roles to go on to`,
    ];
    expect(view.description).toContain(`Not drawn: ${rest.join(' and ')}.`);
    expect(view.texts.slice(-2).map(({ text }) => text)).toEqual(rest.map((text) => `and ${text}`));
  });

  it('shows of every role that leads on that it does, also where it leads to what is drawn elsewhere', () => {
    const view = drawn(
      [arn(1, 'a'), arn(1, 'b'), arn(2, 'c')],
      [
        [arn(1, 'a'), arn(3, 'd')],
        [arn(2, 'c'), arn(3, 'd')],
      ],
    );
    expect(view.texts.map(({ text }) => text)).toEqual([
      party.party.name,
      'account-1',
      'a',
      'd',
      'b',
      'account-2',
      'c',
      'leads on to d',
    ]);
    expect(view.description).toContain('From c, too, it can go on to d.');
  });

  it('says how many of the roles that are not drawn lead on', () => {
    const count = LIMITS.drawnRoles + 2;
    const entries = Array.from({ length: count }, (_, index) => arn(index, 'vendor'));
    const view = drawn(
      entries,
      entries.map((from): [string, string] => [from, arn(99, 'end')]),
    );
    expect(view.texts.filter(({ text }) => text === 'leads on to end')).toHaveLength(LIMITS.drawnRoles - 1);
    expect(view.description).toContain('2 more roles in 2 accounts, 2 of which lead on');
  });

  it('ends where roles lead to each other', () => {
    const ring: Array<[string, string]> = [
      [arn(1, 'a'), arn(1, 'b')],
      [arn(1, 'b'), arn(1, 'a')],
      [arn(1, 'b'), arn(1, 'b')],
    ];
    const names = drawn([arn(1, 'a')], ring).texts.filter(({ kind }) => kind === 'role');
    expect(names.map(({ text }) => text)).toEqual(['a', 'b']);
  });

  it('is left out where no role admits the party now', () => {
    const none = { accounts: [], roles: [] };
    expect(
      pathsView({ ...party, reachable: { direct: none, transitive: none, unclear: [] } }, NAMES),
    ).toBeNull();
  });
});

describe('how a third party is guarded', () => {
  const cards = pageView(report).thirdParties.cards;

  it('is said over all its roles, what asks for nothing first', () => {
    const guards = (name: string) => cards.find((card) => card.name === name)?.guards.parts;
    expect(guards('Northwind Observability')).toEqual([
      { words: 'External ID: all 15 roles', guarded: true },
    ]);
    expect(guards('Meridian CI')).toEqual([{ words: 'Nothing is required: both roles', guarded: false }]);
  });

  it('counts a role once, by its weakest way in', () => {
    const ways = [['external ID'], [], ['source IP']];
    const name = 'Meridian CI';
    const roles = report.roles.map((role) => {
      const grants = role.admits.filter((grant) => grant.party.name === name);
      const [grant] = grants;
      if (grant === undefined) return role;
      return { ...role, admits: ways.map((requiredConditions) => ({ ...grant, requiredConditions })) };
    });
    const card = (given: typeof roles) =>
      pageView({ ...report, roles: given }).thirdParties.cards.find((one) => one.name === name);
    expect(card(roles)?.guards.parts).toEqual([{ words: 'Nothing is required: both roles', guarded: false }]);
    expect(card(roles)?.roles.map(({ guards: words, guarded }) => [words, guarded])).toEqual([
      ['Nothing is required', false],
      ['Nothing is required', false],
    ]);
    const guarded = roles.map((role) => ({
      ...role,
      admits: role.admits.filter(({ requiredConditions }) => requiredConditions.length > 0),
    }));
    expect(card(guarded)?.guards.parts).toEqual([
      { words: 'External ID; or: Source IP: both roles', guarded: true },
    ]);
  });

  it('knows the roles of a party that comes from several accounts', () => {
    const several = report.thirdParties.map((one) => {
      const { accountId: _, ...ref } = one.party;
      return { ...one, party: ref };
    });
    const [card] = pageView({ ...report, thirdParties: several }).thirdParties.cards.filter(
      ({ name }) => name === 'Northwind Observability',
    );
    expect(card?.guards.parts).toEqual([{ words: 'External ID: all 15 roles', guarded: true }]);
    expect(card?.roles[0]).toMatchObject({ guards: 'External ID', guarded: true });
  });

  it('stands beside contract and review, with what is overdue', () => {
    const register = cards.find(({ name }) => name === 'Ledgerline Billing')?.register;
    expect(register?.filter(({ alert }) => alert !== null)).toEqual([
      { name: 'Contract ends', value: '2026-09-30', alert: 'Has ended' },
      { name: 'Next review due', value: '2026-07-02', alert: 'Overdue' },
    ]);
  });
});

describe('the trend', () => {
  const { trend = [] } = report;

  it('draws a bar a run, to the height of its open findings, and marks runs that were incomplete', () => {
    const { chart } = trendView(report);
    expect(chart?.bars).toHaveLength(trend.length);
    const top = Number(chart?.scale[0]);
    chart?.bars.forEach(({ parts, unknown }, index) => {
      const point = trend[index];
      const open = Object.values(point?.openFindings ?? {}).reduce((sum, count) => sum + count, 0);
      const height = parts.reduce((sum, part) => sum + Number(part.height), 0);
      expect(height).toBeCloseTo((open / top) * 100, 0);
      expect(height).toBeLessThanOrEqual(100);
      expect(unknown === null).toBe(point?.complete);
    });
  });

  it('gives the same in numbers, the newest first', () => {
    const { rows } = trendView(report);
    expect(rows).toHaveLength(trend.length);
    expect(rows[0]).toMatchObject({ runId: report.run.runId, complete: false, facts: '451 of 459' });
  });

  it('shows of a thousand runs the last of each stretch of time, the first and this one among them', () => {
    const [point] = trend;
    if (point === undefined) throw new Error('The fixture has no trend.');
    const start = Date.parse('2024-01-01T00:00:00Z');
    const many = Array.from({ length: 1_001 }, (_, night) => ({
      ...point,
      runId: `night-${night}`,
      startedAt: new Date(start + night * 86_400_000).toISOString(),
    }));
    const { chart, of, rows } = trendView({ ...report, trend: many });
    expect([chart?.bars.length, of]).toEqual([25, '1,001']);
    expect(rows.map(({ runId }) => runId).reverse()).toEqual([
      'night-0',
      ...Array.from({ length: 24 }, (_, stretch) => `night-${Math.floor(((stretch + 1) * 1_000) / 24)}`),
    ]);
    expect(trendView({ ...report, trend: many.slice(0, 25) })).toMatchObject({ of: null });
    expect(
      trendView({ ...report, trend: many.map((one) => ({ ...one, startedAt: point.startedAt })) }).rows,
    ).toHaveLength(1);
  });

  it('is not drawn of one run, nor of none', () => {
    const { trend: _, ...before } = report;
    expect(trendView({ ...report, trend: trend.slice(-1) }).chart).toBeNull();
    expect(trendView(before).chart).toBeNull();
  });

  it('can be drawn when nothing was ever found', () => {
    const none = trend.map((point) => ({
      ...point,
      openFindings: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    }));
    expect(trendView({ ...report, trend: none }).chart).toMatchObject({ scale: ['2', '1', '0'] });
  });
});
