import { describe, expect, it } from 'vitest';
import type { CoverageEntry } from '../../src/model/finding.ts';
import { thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { ShareRow } from '../../src/model/share-row.ts';
import type {
  PartyAnchor,
  PartyDelegation,
  PartyPerson,
  ThirdPartySummary,
} from '../../src/model/third-party-summary.ts';
import { renderAccountPages } from '../../src/report/account-pages.ts';
import { accountPageView } from '../../src/report/html/accounts/account-page.ts';
import { accountSlices } from '../../src/report/html/accounts/account-slice.ts';
import { growth } from '../support/steps.ts';
import { oneIn, some } from '../support/thorough.ts';
import { auditReport, fingerprint } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { ACCOUNT_NAMES, accountId } from './fixture-scope.ts';
import { changedReport, cleanReport } from './fixture-variants.ts';
import { decodeHtml } from './hostile.ts';
import { readTemplates } from './templates.ts';

const TEMPLATES = readTemplates();
const GAP: CoverageEntry = {
  ...{ accountId: accountId(1), region: 'global', fact: 'drift', status: 'NOT_COLLECTED' },
  ...{ reason: 'ACCESS_DENIED', action: null, message: 'no' },
};

function pagesOf(report: AuditReport, reportHref: string | null = '../../report.html'): Map<string, string> {
  return new Map(
    [...renderAccountPages(report, TEMPLATES, reportHref)].map(({ accountId: id, text }) => [id, text]),
  );
}

function viewsOf(report: AuditReport) {
  return new Map(
    [...accountSlices(report)].map((slice) => [slice.account.accountId, accountPageView(slice, null)]),
  );
}

/** The text of a page without its style, script and tags. */
function textOf(page = ''): string {
  return decodeHtml(page.replace(/<(style|script)>.*?<\/\1>/gs, '').replace(/<[^>]*>/g, ' ')).replace(
    /\s+/g,
    ' ',
  );
}

/** The report of which a third party has these ways in alone, and no finding. */
function withParty(ways: Partial<ThirdPartySummary>): AuditReport {
  const report = auditReport();
  const nowhere = { accounts: [], roles: [] };
  const reachable = { direct: nowhere, transitive: nowhere, unclear: [] };
  const none = { accounts: [], roles: [], reachable, findings: [] };
  const thirdParties = report.thirdParties.slice(0, 1).map((first) => ({ ...first, ...none, ...ways }));
  return { ...report, findings: [], thirdParties };
}

/** Somebody of a third party who holds a permission set in the first account, and in one that is not of the fleet. */
function person(more: Partial<PartyPerson> = {}): PartyPerson {
  const held = { permissionSet: 'Support', highestAccess: 'read' as const };
  const assignments = [accountId(1), '999999999999'].map((id) => ({ ...held, accountId: id }));
  return {
    ...{ accountId: accountId(0), userId: 'u-1', userName: HOSTILE.image, isDisabled: false },
    ...{ groups: [], assignments },
    ...more,
  };
}

/** A trust anchor of the first account that vouches for a third party. */
function anchor(): PartyAnchor {
  const anchorArn = `arn:aws:rolesanywhere:eu-west-1:${accountId(1)}:trust-anchor/0a`;
  return { accountId: accountId(1), anchorArn, name: HOSTILE.image };
}

/** What a third party asks for in the first account. */
function request(more: Partial<PartyDelegation> = {}): PartyDelegation {
  return {
    ...{
      accountId: accountId(1),
      requestId: HOSTILE.image,
      requestorId: '888888888888',
      resourceArn: 'aws:dr',
    },
    ...{ standing: 'let-in', state: 'FINALIZED', sessionSeconds: 3600, expiresAt: null },
    ...{ roleBoundaryArns: [], highestAccess: 'write', ...more },
  };
}

describe('the pages of accounts', () => {
  const report = auditReport();
  const pages = pagesOf(report);
  const views = viewsOf(report);

  it('are one for each account in scope, also where nothing was read, and none for the others', () => {
    expect([...pages.keys()]).toEqual(report.scope.accounts.map(({ accountId: id }) => id));
  });

  it('name the users of third parties, on the page of their account alone', () => {
    const [here, there] = [accountId(1), accountId(2)];
    const user = (id: string, activeKeys: number) => ({
      ...{ accountId: id, userArn: `arn:aws:iam::${id}:user/v/${HOSTILE.image}`, activeKeys },
      ...{ password: false, mfa: false, lastUsedAt: null, highestAccess: null },
    });
    const seen = viewsOf(withParty({ users: [user(here, 1), user(there, 0)] }));
    expect(
      [here, there, accountId(3)].map((id) => seen.get(id)?.parties.map(({ users }) => users.length)),
    ).toEqual([[1], [1], []]);
    const enters = (id: string) =>
      seen.get(id)?.figures.find(({ name }) => name === 'Third parties that may get in')?.value;
    expect([enters(here), enters(there)]).toEqual(['1', '0']);
    const all = pagesOf(withParty({ users: [user(here, 1)] }));
    expect(all.get(here)).toContain('Works as the users');
    expect(all.get(here)).not.toContain(HOSTILE.image);
  });

  it.each<[string, Partial<ThirdPartySummary>, words: string, comesIn: string]>([
    ['a trust anchor', { trustAnchors: [anchor()] }, 'Comes with certificates by', '0'],
    ['people who hold something there', { people: [person()] }, 'holds Support (read)', '1'],
    ['people who cannot sign in', { people: [person({ isDisabled: true })] }, 'cannot sign in anew', '0'],
    ['a delegation that is let in', { delegations: [request()] }, 'Accepted and let in; most that it', '1'],
    ['one that waits for somebody here', { delegations: [request({ standing: 'asks' })] }, 'and waits', '0'],
  ])('name %s of a third party, on the page of that account alone', (_, ways, words, comesIn) => {
    const changed = withParty(ways);
    const seen = [accountId(1), accountId(2)].map((id) => viewsOf(changed).get(id));
    expect(seen.map((view) => view?.parties.length)).toEqual([1, 0]);
    expect(seen[0]?.figures[1]).toMatchObject({ name: 'Third parties that may get in', value: comesIn });
    const page = pagesOf(changed).get(accountId(1));
    expect(page).toContain(words);
    expect(page).not.toContain(HOSTILE.image);
  });

  it('name the resources that admit third parties, on the page of their account alone', () => {
    const [here, there] = [accountId(1), accountId(2)];
    const resources = [here, here, there].map((id) => ({
      ...{
        accountId: id,
        region: 'eu-west-1',
        resourceType: 'AWS::S3::Bucket',
        highestAccess: 'read' as const,
      },
      resourceArn: `arn:aws:s3:::logs-${HOSTILE.image}`,
    }));
    const changed = withParty({ resources });
    const seen = viewsOf(changed);
    expect(
      [here, there, accountId(3)].map((id) => seen.get(id)?.parties.map((one) => one.resources.length)),
    ).toEqual([[2], [1], []]);
    const all = pagesOf(changed);
    expect(all.get(here)).toContain('Resources that admit it without a role');
    expect(all.get(here)).not.toContain(HOSTILE.image);
  });

  it.each<[string, string[], boolean, string]>([
    [
      'is whole',
      [],
      true,
      'No role and no user lets a third party into this account. Policies of resources were not looked at.',
    ],
    [
      'is not whole',
      [],
      false,
      'No role and no user that was read lets a third party into this account. Policies of resources were not looked at.',
    ],
    [
      'asks of resources',
      ['resource-public'],
      true,
      'No role, no user and no resource that was read lets a third party into this account.',
    ],
  ])('say that nobody gets in by what was looked at, where the run %s', (_, ids, complete, expected) => {
    const checks = report.checks.filter(({ id }) => !id.startsWith('resource-'));
    const asked = ids.flatMap((id) => checks.slice(0, 1).map((check) => ({ ...check, id })));
    const clean = cleanReport();
    const coverage = { ...clean.coverage, gaps: complete ? [] : [GAP] };
    const bare = { ...clean, findings: [], thirdParties: [], coverage, checks: [...checks, ...asked] };
    expect(pagesOf(bare).get(accountId(1))).toContain(`<p>${expected}</p>`);
  });

  it('are the same bytes for the same report', () => {
    expect([...pagesOf(auditReport())]).toEqual([...pages]);
  });

  it('bear name, id, run and date, and skip no level of heading', () => {
    for (const [id, page] of pages) {
      const text = textOf(page);
      expect(text).toContain(id);
      expect(text).toContain('20261122T060012Z-7c1e90ab');
      expect(text).toContain('as of 2026-11-22 06:04 UTC');
      expect(page.match(/<h1/g)).toHaveLength(1);
      const levels = [...page.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]));
      levels.reduce((before, level) => {
        expect(level, id).toBeLessThanOrEqual(before + 1);
        return level;
      }, 0);
    }
    expect(textOf(pages.get(accountId(4)))).toContain('payments-prod');
  });

  it('hold between them every finding whole and once, each on the page of its account', () => {
    for (const finding of report.findings) {
      const holding = [...pages].filter(([, page]) => page.includes(`id="f-${finding.fingerprint}"`));
      expect(holding.map(([id]) => id)).toEqual([finding.accountId]);
    }
    const shown = [...views.values()].flatMap(({ findings }) => findings.flatMap((group) => group.findings));
    expect(shown).toHaveLength(report.findings.length);
  });

  it('hold between them every gap, unanswered result and role, each on the page of its account', () => {
    const count = (of: (view: ReturnType<typeof accountPageView>) => number) =>
      [...views.values()].reduce((sum, view) => sum + of(view), 0);
    expect(count(({ coverage }) => coverage.gaps.length)).toBe(report.coverage.gaps.length);
    expect(count(({ unanswered }) => unanswered.rows.length)).toBe(report.unanswered.length);
    expect(count(({ roles }) => roles.roles.length)).toBe(report.roles.length);
  });

  it('show what another service says of a role and the trust checks found right, and where that stands', () => {
    const id = accountId(4);
    const file = `accounts/${id}/facts.jsonl.gz`;
    const evidence = [
      { file, fact: 'external-access-findings', region: 'us-east-1', pointer: '/findings/3', value: {} },
    ];
    const passes = [{ checkId: 'external-access-finding', detail: 'Seen <b>, and right.', evidence }];
    const roles = report.roles.map((role) => (role.accountId === id ? { ...role, passes } : role));
    const text = textOf(pagesOf({ ...report, roles }).get(id));
    expect(text).toContain(
      `Passed: external-access-finding Seen <b>, and right. /findings/3 in ${file}, us-east-1.`,
    );
  });

  it('name no other account and no role of one, but for the chains that begin or end there', () => {
    // Of the fixture's findings one names another account, by its identity provider.
    const named = /arn:aws:iam::\d{12}:oidc-provider\S*|role\/\S+ in account \d{12}/g;
    const names = ACCOUNT_NAMES.filter((name) => /^[a-z-]{6,}$/.test(name));
    for (const [id, page] of pages) {
      const text = textOf(page).replaceAll(named, '');
      const others = report.scope.accounts.filter(({ accountId: other }) => other !== id);
      expect(others.filter((other) => text.includes(other.accountId))).toEqual([]);
      const own = report.scope.accounts.find(({ accountId: other }) => other === id)?.name ?? '';
      const words = new Set(text.split(' '));
      const foreign = names.filter((name) => name !== own && words.has(name) && !own.includes(name));
      expect(foreign, id).toEqual([]);
    }
  });

  it('show the third parties that may get in, also by way of another account', () => {
    for (const [id, { parties }] of views) {
      const expected = report.thirdParties.filter(
        ({ accounts, reachable }) => accounts.includes(id) || reachable.transitive.accounts.includes(id),
      );
      expect(parties.map(({ name }) => name).sort()).toEqual(expected.map(({ party }) => party.name).sort());
    }
    const halyard = views.get(accountId(9))?.parties.find(({ onward }) => onward.length > 0);
    expect(halyard?.onward).toEqual(['role/restore-runner']);
    expect(halyard?.chains).toEqual([`role/HalyardBackup in account ${accountId(4)} → role/restore-runner`]);
    const beginning = views.get(accountId(4))?.parties.flatMap(({ chains }) => chains);
    expect(beginning).toEqual([`role/HalyardBackup → role/restore-runner in account ${accountId(9)}`]);
    expect(views.get(accountId(19))?.parties.some(({ unclear }) => unclear !== null)).toBe(true);
  });

  it('count a third party’s findings and the last use of its roles in this account alone', () => {
    for (const [id, { parties }] of views) {
      for (const party of parties) {
        const summary = report.thirdParties.find((one) => one.party.name === party.name);
        const here = report.findings.filter(
          (one) =>
            one.accountId === id && one.status === 'OPEN' && summary?.findings.includes(one.fingerprint),
        );
        const shown = party.severities.reduce((sum, { count }) => sum + Number(count), 0);
        expect(shown).toBe(here.length);
        const used = report.roles
          .filter((role) => role.accountId === id && summary?.roles.includes(role.roleArn))
          .flatMap(({ lastUsedAt }) => lastUsedAt ?? []);
        const last = [...used].sort().at(-1)?.slice(0, 10);
        if (party.roles.length > 0) expect(party.lastUsed).toContain(last ?? 'Not within the tracked period');
        else expect(party.lastUsed).toBe('No role here admits it');
      }
    }
  });

  it('show the exceptions that name the account or cover a finding of it, and how many they cover here', () => {
    const rows = (index: number) =>
      views
        .get(accountId(index))
        ?.exceptions.rows.map(({ check, expired, covers }) => [check, expired, covers]);
    expect(rows(17)).toEqual([['expired-trust', false, '1 finding']]);
    expect(rows(0)).toEqual([]);
    const touched = [...views.values()].flatMap(({ exceptions }) => exceptions.rows);
    const covered = touched.reduce((sum, { covers }) => sum + Number(covers.split(' ')[0]), 0);
    expect(covered).toBe(report.summary.exceptedFindings);
  });

  it('link to the whole report only where it is written, and within the page to nothing that is not there', () => {
    for (const [id, page] of pages) {
      const ids = new Set([...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]));
      const targets = [...page.matchAll(/\shref="([^"]*)"/g)].map((match) => match[1] ?? '');
      const elsewhere = targets.filter(
        (target) => !target.startsWith('#') && !/^https:\/\/[a-z0-9-]+\.console\.aws/.test(target),
      );
      expect(elsewhere, id).toEqual(['../../report.html']);
      const dead = targets.filter((target) => target.startsWith('#') && !ids.has(target.slice(1)));
      expect(dead, id).toEqual([]);
    }
    for (const page of pagesOf(report, null).values()) expect(page).not.toContain('../../report.html');
  });

  it.each(some(Object.entries(HOSTILE), 3))('show a hostile name as text: %s', (_name, text) => {
    const hostile = structuredClone(auditReport());
    const [account] = hostile.scope.accounts;
    if (account === undefined) throw new Error('The fixture holds no account.');
    account.name = text;
    account.organizationalUnit = text;
    hostile.findings = hostile.findings.map((one) => ({
      ...one,
      detail: text,
      title: text,
      accountName: text,
    }));
    hostile.roles = hostile.roles.map((role) => ({ ...role, roleName: text }));
    for (const page of pagesOf(hostile).values()) {
      const body = page.replace(/<(style|script)>.*?<\/\1>/gs, '');
      expect(body).not.toMatch(/<script|<img|<\/title><svg|onmouseover="|<svg\/onload/);
      expect(body).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u00ad]/);
      expect(page.match(/<script>/g)).toHaveLength(1);
    }
  });
});

describe('the verdict of an account', () => {
  const views = viewsOf(auditReport());
  const verdict = (index: number) => views.get(accountId(index))?.verdict;

  it('says first that nothing was read, and shows no number as if it were known', () => {
    const view = views.get(accountId(23));
    expect(view?.verdict).toMatchObject({ state: 'incomplete', label: 'Not read' });
    expect(view?.verdict.sentence).toMatch(/^Nothing of this account could be read, so this page cannot say/);
    expect(view?.figures.map(({ value }) => value)).not.toContain('0');
  });

  it('names what is missing before what was found', () => {
    expect(verdict(12)?.state).toBe('incomplete');
    expect(verdict(12)?.sentence).toMatch(
      /^This account was not looked at in full: 2 of 19 facts could not be read and 1 result has no answer; in what was read, /,
    );
  });

  it('tells findings that are open from an account in order, and that others were not read in full', () => {
    expect(verdict(4)).toMatchObject({ state: 'open' });
    expect(verdict(4)?.sentence).toMatch(
      /^This account was read in full, every check was answered, and \d+ fin/,
    );
    expect(verdict(4)?.notes.at(-1)).toMatch(/^Elsewhere this audit is incomplete/);
    const clean = viewsOf(cleanReport()).get(accountId(4))?.verdict;
    expect(clean?.state).toBe('clear');
    expect(clean?.sentence).toBe(
      'This account was read in full, every check was answered, and no finding is open.',
    );
    expect(clean?.notes.join()).not.toContain('Elsewhere');
  });

  it('is never clear where a result is missing, no check was applied or a fact is', () => {
    const clean = cleanReport();
    const [first] = auditReport().unanswered;
    if (first === undefined) throw new Error('The fixture holds no unanswered result.');
    const state = (report: AuditReport) => viewsOf(report).get(accountId(4))?.verdict.state;
    expect(state({ ...clean, unanswered: [{ ...first, accountId: accountId(4) }] })).toBe('incomplete');
    expect(state({ ...clean, checks: [] })).toBe('incomplete');
    const accounts = clean.scope.accounts.map((one) => ({ ...one, factsCollected: one.factsPlanned - 1 }));
    expect(state({ ...clean, scope: { ...clean.scope, accounts } })).toBe('incomplete');
  });
});

describe('what changed in an account', () => {
  it('is what changed there and not elsewhere', () => {
    const pages = pagesOf(changedReport());
    const four = textOf(pages.get(accountId(4)));
    expect(four).toContain('1 finding is new, 0 came back, 1 is gone, 0 changed and');
    expect(four).toContain('Gone from 4');
    expect(four).toContain('role/new-in-4');
    expect(four).not.toMatch(/Gone from 6|in-6|Gone Ltd/);
    const six = textOf(pages.get(accountId(6)));
    expect(six).toContain('1 finding is new, 0 came back, 1 is gone, 1 changed and');
    expect(six).toContain('Not looked at in 6');
    expect(six).toContain('role/changed-in-6');
    expect(six).toContain('1 earlier finding was not looked at again.');
  });

  it('adds up to the findings of the account', () => {
    const report = changedReport();
    for (const { report: slice } of accountSlices(report)) {
      const { findings } = slice.changes ?? {};
      if (findings === undefined) throw new Error('The slice has no changes.');
      const sum =
        findings.new.length + findings.reopened.length + findings.changed.length + findings.unchanged;
      expect(sum).toBe(slice.findings.length);
    }
  });
});

describe('pages of many accounts', () => {
  it('are made one after the other', () => {
    const report = fleetReport(200, 1_000);
    const pages = renderAccountPages(report, TEMPLATES, null)[Symbol.iterator]();
    const visited: string[] = [];
    for (const account of report.scope.accounts) {
      Object.defineProperty(account, 'name', { get: () => visited.push(account.accountId) && 'x' });
    }
    expect(pages.next().value?.text.length).toBeGreaterThan(20_000);
    expect(new Set(visited)).toEqual(new Set([report.scope.accounts.at(0)?.accountId]));
  });

  oneIn(5)('take steps that grow with the report and not with its square', async () => {
    const reports = new Map(
      [2, 100, 200].map((accounts) => [accounts, fleetReport(accounts, 25 * accounts)]),
    );
    const load = () => import('../../src/report/html/accounts/account-slice.ts');
    const work = (module: Awaited<ReturnType<typeof load>>, accounts: number) => [
      ...module.accountSlices(reports.get(accounts) ?? auditReport()),
    ];
    expect(await growth(load, work, 100)).toBeLessThan(2.5);
  });
});

/** A report of so many accounts and findings, one third party in all of them. */
function fleetReport(accounts: number, count: number): AuditReport {
  const report = auditReport();
  const [account] = report.scope.accounts;
  const [finding] = report.findings;
  const [role] = report.roles;
  const [party] = report.thirdParties;
  if (account === undefined || finding === undefined || role === undefined || party === undefined)
    throw new Error('The fixture is empty.');
  const ids = Array.from({ length: accounts }, (_, index) => String(300_000_000_000 + index));
  const findings = Array.from({ length: count }, (_, number) => {
    const id = ids[number % accounts] ?? '';
    const resourceArn = `arn:aws:iam::${id}:role/r${number}`;
    return { ...finding, fingerprint: fingerprint(number + 1000), accountId: id, resourceArn };
  });
  const roles = findings.map(({ accountId: id, resourceArn, fingerprint: own }, number) => {
    return { ...role, accountId: id, roleArn: resourceArn, roleName: `r${number}`, findings: [own] };
  });
  const arns = roles.map(({ roleArn }) => roleArn);
  const everywhere = { accounts: ids, roles: arns };
  return {
    ...report,
    scope: { ...report.scope, accounts: ids.map((id) => ({ ...account, accountId: id })) },
    findings,
    roles,
    thirdParties: [
      {
        ...party,
        ...everywhere,
        reachable: { direct: everywhere, transitive: { accounts: [], roles: [] }, unclear: [] },
        findings: findings.map((one) => one.fingerprint),
      },
    ],
  };
}

describe('what is shared without a role', () => {
  const STRANGER = thirdPartyRef('unknown', '999988887777', { accountId: '999988887777' });
  const CHECKS = ['external-resource-share', 'well-architected-share'];
  const share = (direction: ShareRow['direction'], more: Partial<ShareRow> = {}): ShareRow => ({
    ...{ accountId: accountId(1), accountName: 'payments', region: 'eu-west-1', name: `${direction} one` },
    ...{ shareArn: 'arn:aws:ram:::resource-share/1', direction, status: 'ACTIVE', since: null },
    parties: [{ party: STRANGER, principal: 'p', status: 'ASSOCIATED', since: null }],
    resources: ['arn:aws:ec2:eu-west-1:1:subnet/a'],
    ...more,
  });
  const viewOf = (shares: ShareRow[], more: Partial<AuditReport> = {}, checks = CHECKS) => {
    const [check] = auditReport().checks;
    if (check === undefined) throw new Error('no check');
    const report = { ...cleanReport(), checks: checks.map((id) => ({ ...check, id })), shares, ...more };
    return viewsOf(report).get(accountId(1))?.shares;
  };

  it('stands on the page of each account, and on no other', () => {
    const own = { kind: 'own', name: 'network', accountId: accountId(2) } as const;
    const view = viewOf([
      share('given', { allowExternalPrincipals: true }),
      share('received'),
      share('invited'),
      share('given', {
        parties: [{ party: own, principal: own.accountId, status: 'ASSOCIATED', since: null }],
      }),
      share('given', { accountId: accountId(2), name: 'of another account' }),
    ]);
    expect(view?.sentence).toMatch(/^1 share with outsiders and 2 shares from them; 1 share with your own/);
    expect(view?.notKnown).toBeNull();
    expect(view?.given.rows).toMatchObject([
      { name: 'given one', terms: 'Yours, and outsiders have it', since: 'Not told by the service' },
    ]);
    expect(view?.received.rows.map(({ name }) => name)).toEqual(['received one', 'invited one']);
  });

  it('names what of the AWS Well-Architected Tool it is', () => {
    const tool = (what: string): ShareRow =>
      share('given', {
        ...{ service: 'wellarchitected', name: 'x' },
        shareArn: `arn:aws:wellarchitected:eu-west-1:${accountId(1)}:${what}/0a`,
      });
    const kinds = ['workload', 'lens', 'profile', 'review-template', 'yet-to-come', 'toString'];
    expect(viewOf(kinds.map(tool))?.given.rows.map(({ resources }) => resources)).toEqual(
      ['Workload', 'Lens', 'Profile', 'Review template', 'Resource', 'Resource'].map(
        (what) => `${what} x of the Well-Architected Tool`,
      ),
    );
  });

  it('says what of it is not known', () => {
    const gap = { ...GAP, accountId: accountId(1), region: 'eu-west-1', fact: 'resource-shares' };
    const { coverage } = cleanReport();
    expect(viewOf([], { coverage: { ...coverage, gaps: [gap] } })).toMatchObject({
      sentence: expect.stringContaining('in what was read'),
      notKnown: 'Shares of some Regions were not read, so there may be more.',
    });
    expect(viewOf([], {}, CHECKS.slice(0, 1))?.notKnown).toMatch(/of one service were not asked for/);
    expect(viewOf([], {}, [])?.sentence).toBe('What is shared was not asked for.');
  });

  it('shows what outsiders wrote as text alone', () => {
    const report = { ...cleanReport(), shares: [share('received', { name: HOSTILE.image })] };
    const page = pagesOf(report).get(accountId(1));
    expect(page).toContain('What is shared without a role');
    expect(page).not.toContain(HOSTILE.image);
  });
});
