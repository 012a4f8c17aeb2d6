import { describe, expect, it } from 'vitest';
import type { Environment } from '../../src/model/environment.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { RoleInventoryEntry } from '../../src/model/role-inventory-entry.ts';
import { insideView } from '../../src/report/html/inside/inside.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { renderHtml } from '../../src/report/html.ts';
import { walksOf } from '../../src/report/walk.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { ACCOUNT_NAMES, accountId } from './fixture-scope.ts';
import { cleanReport } from './fixture-variants.ts';
import { readTemplates } from './templates.ts';

const ORGANIZATION = 'o-abcdefghij';
const [ORDERS, DATA, SANDBOX, BERLIN, BUILD] = [6, 12, 13, 24, 10];

type Admission = RoleInventoryEntry['admits'][number];

function from(index: number | string, guard: Admission['guard'] = 'none'): Admission {
  const id = typeof index === 'string' ? index : accountId(index);
  const name = typeof index === 'string' ? index : (ACCOUNT_NAMES[index] ?? '');
  return {
    party: { kind: 'own', name, accountId: id },
    principal: `arn:aws:iam::${id}:root`,
    requiredConditions: guard === 'none' ? [] : ['organization'],
    weakConditions: guard === 'weak' ? ['organization'] : [],
    guard,
  };
}

function role(into: number, admits: Admission[], roleName = 'Deploy'): RoleInventoryEntry {
  const [sample] = auditReport().roles;
  if (sample === undefined) throw new Error('the fixture has no role');
  const id = accountId(into);
  return {
    ...sample,
    ...{ accountId: id, accountName: ACCOUNT_NAMES[into] ?? '', roleName, admits },
    roleArn: `arn:aws:iam::${id}:role/${roleName}`,
  };
}

const ENVIRONMENTS = new Map<string, Environment>([
  [accountId(ORDERS), 'production'],
  [accountId(DATA), 'production'],
  [accountId(SANDBOX), 'sandbox'],
  [accountId(BERLIN), 'sandbox'],
]);

function reportOf(
  roles: RoleInventoryEntry[],
  environments: ReadonlyMap<string, Environment> = ENVIRONMENTS,
  scope: Partial<AuditReport['scope']> = {},
): AuditReport {
  const report = cleanReport();
  const accounts = auditReport().scope.accounts.map((account) => {
    const environment = environments.get(account.accountId);
    return environment === undefined ? account : { ...account, environment };
  });
  return { ...report, roles, scope: { ...report.scope, accounts, ...scope } };
}

const viewOf = (...given: Parameters<typeof reportOf>) => {
  const report = reportOf(...given);
  return insideView(report, walksOf(report))();
};

describe('the section on trust inside the organization', () => {
  it('lists who may enter where by which roles, the way from a sandbox into production first', () => {
    const { sentence, rows } = viewOf([
      role(BUILD, [from(DATA, 'strong'), from(DATA, 'weak')]),
      role(ORDERS, [from(BUILD)]),
      role(ORDERS, [from(SANDBOX, 'strong')], 'Replay'),
      role(ORDERS, [from(SANDBOX, 'weak'), from(ORGANIZATION, 'strong')], 'Export'),
    ]);
    expect(sentence).toBe(
      '4 roles in 2 accounts admit others of your own accounts: 5 ways in. 1 has no condition that guards it.',
    );
    expect(rows).toEqual([
      {
        ...{
          from: 'data-lake-sandbox',
          to: 'orders-prod',
          crossing: true,
          guard: 'Weak guard',
          guarded: false,
        },
        roles: [
          { role: 'Replay', required: 'Organization' },
          { role: 'Export', required: 'Organization (weak)' },
        ],
        moreRoles: null,
      },
      expect.objectContaining({ from: 'build', to: 'orders-prod', guard: 'No guard', crossing: false }),
      expect.objectContaining({ from: 'data-lake-prod', to: 'build', guard: 'Weak guard' }),
      expect.objectContaining({
        from: `Any account of ${ORGANIZATION}`,
        guard: 'Strong guard',
        guarded: true,
      }),
    ]);
  });

  it.each<[string, RoleInventoryEntry[], ReadonlyMap<string, Environment>, RegExp, boolean]>([
    [
      'nothing',
      [],
      ENVIRONMENTS,
      /^No role that was read in any of the 2 production accounts names one of the 2 sandboxes\.$/,
      false,
    ],
    [
      'one sandbox',
      [role(ORDERS, [from(SANDBOX)])],
      ENVIRONMENTS,
      /^1 of the 2 production accounts has a role that admits a sandbox: orders-prod\. They come from data-lake-sandbox\.$/,
      true,
    ],
    [
      'two sandboxes in both',
      [role(ORDERS, [from(SANDBOX), from(BERLIN)]), role(DATA, [from(BERLIN, 'strong')])],
      ENVIRONMENTS,
      /^2 of the 2 production accounts have roles that admit a sandbox: orders-prod and data-lake-prod\. They come from data-lake-sandbox and sandbox-berlin\.$/,
      true,
    ],
    [
      'a sandbox into a sandbox',
      [role(BERLIN, [from(SANDBOX)])],
      ENVIRONMENTS,
      /^No role that was read/,
      false,
    ],
    [
      'production into a sandbox',
      [role(SANDBOX, [from(ORDERS)])],
      ENVIRONMENTS,
      /^No role that was read/,
      false,
    ],
    [
      'nothing configured',
      [role(ORDERS, [from(SANDBOX)])],
      new Map(),
      /no account is production or a sandbox/,
      false,
    ],
    [
      'no sandbox',
      [role(ORDERS, [from(SANDBOX)])],
      new Map([[accountId(ORDERS), 'production' as const]]),
      /^Whether sandboxes may enter production is not known.* no account is a sandbox\.$/,
      false,
    ],
  ])(
    'says which production accounts let sandboxes in, here with %s',
    (_, roles, environments, words, reached) => {
      const view = viewOf(roles, environments);
      expect(view.production[0]).toMatch(words);
      expect(view.reached).toBe(reached);
    },
  );

  it('tells of a whole organization apart', () => {
    const { production, reached } = viewOf([role(ORDERS, [from(ORGANIZATION, 'strong')])]);
    expect(production[1]).toMatch(
      /^1 of the 2 production accounts has a role that admits any account of the organization, sandboxes among them where .*: orders-prod\.$/,
    );
    expect(reached).toBe(false);
  });

  it('tells of what anyone may enter, whom no list of own accounts names', () => {
    const anyone = { ...from(ORDERS), party: { kind: 'public' as const, name: 'anyone' }, principal: '*' };
    const { production } = viewOf([role(ORDERS, [anyone]), role(BUILD, [anyone])]);
    expect(production[0]).toMatch(/^No role that was read/);
    expect(production[1]).toMatch(
      /^1 of the 2 production accounts has a role that admits anyone, sandboxes among them where .*: orders-prod\.$/,
    );
  });

  it('knows sandboxes that are not in scope', () => {
    const excluded = [
      { accountId: '999', name: 'trial', reason: 'EXCLUDED_BY_CONFIG', message: '' },
      {
        ...{ accountId: accountId(99), name: 'left-out', reason: 'EXCLUDED_BY_CONFIG', message: '' },
        environment: 'sandbox' as const,
      },
    ];
    const { production, rows } = viewOf([role(ORDERS, [from(99)])], ENVIRONMENTS, { excluded });
    expect(production[0]).toMatch(/They come from left-out\./);
    expect(rows[0]?.crossing).toBe(true);
  });

  it('draws who comes in by rows and who lets them in by columns', () => {
    const { matrix } = viewOf([
      role(ORDERS, [from(SANDBOX), from(ORGANIZATION, 'strong')]),
      role(ORDERS, [from(SANDBOX)], 'Second'),
      role(BUILD, [from(DATA, 'weak')]),
    ]);
    expect(matrix?.labels.map(({ text }) => text)).toEqual([
      'From sandboxes',
      'data-lake-sandbox',
      'From the whole organization',
      ORGANIZATION,
      'From production',
      'data-lake-prod',
      'The account that lets them in',
      'P production, S sandbox',
    ]);
    expect(matrix?.heads.map(({ text }) => text)).toEqual(['orders-prod', 'build']);
    expect(matrix?.texts.map(({ kind, text }) => `${kind} ${text}`)).toEqual(['solid 2', 'heat P']);
    expect(new Set(matrix?.shapes.map(({ kind }) => kind))).toEqual(
      new Set(['tint-none', 'line', 'none-solid', 'strong-solid', 'weak-solid']),
    );
    expect(viewOf([]).matrix).toBeNull();
  });

  it('draws and lists few of many, and counts the rest', () => {
    const many = Array.from({ length: 70 }, (_, at) => at + 100);
    const roles = many.flatMap((to) => [
      role(
        to,
        many.map((source) => from(source)),
      ),
    ]);
    const view = viewOf(roles);
    expect(view.rows).toHaveLength(LIMITS.insideTrusts);
    expect(view.leftOut).toMatch(
      /^2,850 more are in report\.json, in admits of the roles\. 1,900 more ways in were counted/,
    );
    expect(view.sentence).toMatch(/4,900 ways in/);
    expect(view.notDrawn).toMatch(/^Not drawn: 46 more that come in, \d+ more that let others in/);
    expect(view.matrix?.heads).toHaveLength(32);
  });

  it.each<[string, AuditReport['scope']['outsideOrganization'], RegExp, number]>([
    ['was not read', undefined, /is not known: its accounts were not read/, 0],
    ['has them all', [], /^Every own account belongs to the organization\.$/, 0],
    [
      'lacks one',
      [{ accountId: accountId(3), name: 'shared-network' }],
      /^1 own account that the configuration names belongs to no organization of yours/,
      1,
    ],
  ])('names own accounts outside the organization, here one that %s', (_, found, words, count) => {
    const view = viewOf([], ENVIRONMENTS, found === undefined ? {} : { outsideOrganization: found });
    expect(view.outside).toMatch(words);
    expect(view.outsiders).toHaveLength(count);
  });

  it('shows names as text alone', () => {
    const hostile = { ...role(ORDERS, [from(SANDBOX)], HOSTILE.image) };
    const outsideOrganization = [{ accountId: accountId(3), name: HOSTILE.image }];
    const page = renderHtml(reportOf([hostile], ENVIRONMENTS, { outsideOrganization }), readTemplates());
    expect(page).toContain('sandbox into production');
    expect(page).not.toContain(HOSTILE.image);
  });
});
