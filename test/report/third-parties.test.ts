import { describe, expect, it } from 'vitest';
import type { PartyUser } from '../../src/model/third-party-summary.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import type { UserRow } from '../../src/report/html/parties/user-rows.ts';
import { renderHtml } from '../../src/report/html.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { accountId } from './fixture-scope.ts';
import { cleanReport } from './fixture-variants.ts';
import { readTemplates } from './templates.ts';

describe('the card of a third party', () => {
  const report = auditReport();
  const cards = pageView(report).thirdParties.cards;
  const chained = cards.find(({ name }) => name === 'Halyard Backup');

  it('says how far it gets beyond the roles that admit it, and what these allow at most', () => {
    expect(chained).toMatchObject({
      reach: '4 roles in 4 accounts',
      onward: '1 role in 1 account in what was read',
      onwardRoles: [`arn:aws:iam::${accountId(9)}:role/restore-runner`],
      access: 'Changing data and resources',
    });
    expect(renderHtml(report, readTemplates())).toContain(
      `<dt>It can go on from there to</dt><dd><code>arn:aws:iam::${accountId(9)}:role/restore-runner</code></dd>`,
    );
  });

  it('says how many of the roles it may enter are not open now', () => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('The report has no third party.');
    const closed = { accounts: [], roles: first.roles.slice(1) };
    const thirdParties = [{ ...first, reachable: { ...first.reachable, direct: closed } }];
    const [card] = pageView({ ...report, thirdParties }).thirdParties.cards;
    expect(card?.reach).toMatch(/^\d+ roles in \d+ accounts, 1 of these not open now$/);
  });

  it('says nothing of the use of roles where none admits it', () => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('The report has no third party.');
    const none = { accounts: [], roles: [] };
    const reachable = { ...first.reachable, direct: none, transitive: none };
    const roleless = { ...first, accounts: [], roles: [], reachable, highestAccess: null, lastUsedAt: null };
    const [card] = pageView({ ...report, thirdParties: [roleless] }).thirdParties.cards;
    expect(card).toMatchObject({ lastUsed: 'No role admits it', access: 'No role admits it' });
  });

  it('says that a party gets no farther only where that is known', () => {
    const onwardOf = (party: string) => cards.find(({ name }) => name === party)?.onward;
    expect(onwardOf('Northwind Observability')).toBe('No other role in what was read');
    expect(onwardOf('Corvid Penetration Testing')).toBe(
      'No other role as far as is known; 1 role may lead on',
    );
    const clean = pageView(cleanReport()).thirdParties.cards.map(({ onward }) => onward);
    expect(clean).toContain('No other role');
  });

  it('shows its people in IAM Identity Center, whatever they are called', () => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('The report has no third party.');
    const person = {
      ...{ accountId: accountId(1), userId: 'u', userName: HOSTILE.markup, isDisabled: true },
      groups: Array.from({ length: 7 }, (_, index) => `group ${index}`),
      assignments: ([1, 1, 2] as const).map((index) => ({
        ...{ accountId: accountId(index), permissionSet: 'Reader', highestAccess: 'read' as const },
        ...(index === 1 ? {} : { notKnown: 'not read' }),
      })),
    };
    const withPeople = { ...report, thirdParties: [{ ...first, people: Array(12).fill(person) }] };
    const [card] = pageView(withPeople).thirdParties.cards;
    expect(card?.people).toHaveLength(10);
    expect(card?.peopleLeftOut).toBe('2 more people are in report.json.');
    const one = { ...report, thirdParties: [{ ...first, people: Array(11).fill(person) }] };
    expect(pageView(one).thirdParties.cards[0]?.peopleLeftOut).toBe('1 more person is in report.json.');
    expect(card?.people[0]).toMatchObject({
      state: 'disabled: cannot sign in anew, and keeps what is assigned',
      groups: 'group 0, group 1, group 2, group 3, group 4 and 2 more groups',
      holds: 'Reader (read, not known in full)',
    });
    const able = { ...first, people: [person, { ...person, userId: 'v', isDisabled: false }] };
    const [seen] = pageView({ ...report, thirdParties: [able] }).thirdParties.cards;
    expect(seen?.reach).toMatch(/; as 1 person of IAM Identity Center in 2 accounts$/);
    const page = renderHtml(withPeople, readTemplates());
    expect(page).toContain('<caption>People in IAM Identity Center that the register gives to');
    expect(page).not.toContain(HOSTILE.markup);
  });

  it('shows its requests for temporary delegation, and what is not known of them', () => {
    const request = {
      ...{ accountId: accountId(1), requestId: HOSTILE.image, requestorId: '844455556666' },
      ...{ resourceArn: 'aws:iam:global:1:delegation-request/1', state: 'FINALIZED', sessionSeconds: 3600 },
      ...{
        standing: 'let-in' as const,
        expiresAt: '2026-12-01T00:00:00.000Z',
        highestAccess: 'write' as const,
      },
      roleBoundaryArns: ['arn:a', 'arn:b', HOSTILE.markup],
    };
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const waiting = { ...request, standing: 'asks' as const, expiresAt: null, roleBoundaryArns: [] };
    const unclear = {
      ...{ ...waiting, standing: 'not-known' as const, state: HOSTILE.markup, sessionSeconds: null },
      ...{ highestAccess: null, notKnown: 'IAM does not tell its policy' },
    };
    const none = { ...waiting, highestAccess: null };
    const admin = { ...request, administers: true as const };
    const delegations = [request, waiting, unclear, none, ...Array(8).fill(admin)];
    const withRequests = { ...report, thirdParties: [{ ...first, delegations }] };
    const [card] = pageView(withRequests).thirdParties.cards;
    expect(card?.delegations).toHaveLength(10);
    expect(card?.delegationsLeftOut).toBe('2 more requests are in report.json.');
    expect(card?.delegations.slice(0, 5)).toMatchObject([
      {
        ...{ standing: 'Accepted and let in', sound: false, access: 'Changing data and resources' },
        ...{ lasts: '60 minutes; until 2026-12-01', leaves: 'With the boundary arn:a, arn:b and 1 more' },
      },
      { standing: 'Asks, and waits', sound: true, lasts: '60 minutes', leaves: 'None' },
      {
        ...{ standing: expect.stringMatching(/^Not known: /), sound: false, lasts: 'Not told' },
        access: 'Not known; not known in full: IAM does not tell its policy',
      },
      { access: 'None found' },
      { access: 'Administers the account' },
    ]);
    const page = renderHtml(withRequests, readTemplates());
    expect(page).toContain('for temporary delegation</caption>');
    expect(page).not.toContain(HOSTILE.image);
    expect(page).not.toContain(HOSTILE.markup);
  });

  it('shows the resources that admit it without a role', () => {
    const resource = {
      ...{ accountId: accountId(1), region: 'eu-west-1', resourceType: 'AWS::S3::Bucket' },
      ...{ resourceArn: `arn:aws:s3:::${HOSTILE.image}`, highestAccess: 'write' as const },
    };
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const withResources = { ...report, thirdParties: [{ ...first, resources: Array(12).fill(resource) }] };
    const [card] = pageView(withResources).thirdParties.cards;
    expect(card?.resources).toHaveLength(10);
    expect(card?.resources[0]).toMatchObject({ kind: 'S3 Bucket', access: 'Changing data and resources' });
    expect(card?.resourcesLeftOut).toBe('2 more resources are in report.json.');
    const notKnown = 'the grants were not read';
    const unclear = [{ highestAccess: null }, { highestAccess: null, notKnown }, { notKnown }];
    const resources = unclear.map((more) => ({ ...resource, ...more }));
    const said = pageView({ ...report, thirdParties: [{ ...first, resources }] }).thirdParties.cards;
    expect(said.flatMap((one) => one.resources.map(({ access }) => access))).toEqual([
      'Not known',
      'Not known: the grants were not read',
      'Changing data and resources; not known in full: the grants were not read',
    ]);
    const way = { by: 'policy' as const, principals: ['*'], actions: ['s3:GetObject'], moreActions: 0 };
    const asked = [[], ['organization', 'TLS']].map((guards) => ({
      ...resource,
      ways: [{ ...way, guards }],
    }));
    const [told] = pageView({ ...report, thirdParties: [{ ...first, resources: asked }] }).thirdParties.cards;
    expect(told?.resources.map((one) => one.asked)).toEqual(['Nothing', 'Organization, TLS']);
    const page = renderHtml(withResources, readTemplates());
    expect(page).toContain('Resources of yours that admit it without a role');
    expect(page).not.toContain(HOSTILE.image);
  });

  it.each<[string, Partial<PartyUser>, Partial<UserRow>]>([
    [
      'an active key',
      { activeKeys: 1 },
      { credentials: '1 active access key', sound: false, lastUsed: 'Not within the tracked period' },
    ],
    [
      'keys and a password without MFA',
      { activeKeys: 2, password: true },
      { credentials: '2 active access keys, password without MFA', sound: false },
    ],
    ['a password with MFA', { password: true, mfa: true }, { credentials: 'password with MFA', sound: true }],
    [
      'perhaps a password',
      { password: null },
      { credentials: 'perhaps a password without MFA', sound: false },
    ],
    [
      'nothing',
      { highestAccess: 'read' },
      { credentials: 'No active key and no password', sound: true, access: 'Reading data' },
    ],
    [
      'what was not read',
      { activeKeys: null, password: null, mfa: null },
      { credentials: 'Not known', sound: false, lastUsed: 'Not known' },
    ],
  ])('shows the users that it works as, here one with %s', (_, more, expected) => {
    const user: PartyUser = {
      ...{ accountId: accountId(1), userArn: `arn:aws:iam::${accountId(1)}:user/v/${HOSTILE.image}` },
      ...{ activeKeys: 0, password: false, mfa: false, lastUsedAt: null, highestAccess: null, ...more },
    };
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const withUsers = { ...report, thirdParties: [{ ...first, users: Array<PartyUser>(12).fill(user) }] };
    const [card] = pageView(withUsers).thirdParties.cards;
    expect(card?.users).toHaveLength(10);
    expect(card?.users[0]).toMatchObject(expected);
    expect(card?.reach).toMatch(/^\d+ roles? in \d+ accounts?; as 12 users in 1 account$/);
    expect(card?.usersLeftOut).toBe('2 more users are in report.json.');
    const page = renderHtml(withUsers, readTemplates());
    expect(page).toContain('Users of yours that it works as');
    expect(page).not.toContain(HOSTILE.image);
  });

  it('says by which trust anchors it comes, and that nobody knows whose one is that the register does not name', () => {
    const anchor = (name: string) => ({
      ...{ accountId: accountId(1), name },
      anchorArn: `arn:aws:rolesanywhere:eu-west-1:${accountId(1)}:trust-anchor/1`,
    });
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const trustAnchors = Array.from({ length: 12 }, () => anchor(HOSTILE.image));
    const withAnchors = { ...report, thirdParties: [{ ...first, trustAnchors }] };
    const [card] = pageView(withAnchors).thirdParties.cards;
    expect(card?.anchors).toHaveLength(10);
    expect(card?.anchors[0]).toMatchObject({ region: 'eu-west-1' });
    expect(card?.anchorsLeftOut).toBe('and 2 more, in report.json');
    const page = renderHtml(withAnchors, readTemplates());
    expect(page).toContain('<dt>Comes with certificates by</dt>');
    expect(page).not.toContain(HOSTILE.image);
    const party = { kind: 'identity-provider' as const, name: 'trust anchor a' };
    const unnamed = { ...report, thirdParties: [{ ...first, party, trustAnchors: [anchor('a')] }] };
    expect(pageView(unnamed).thirdParties.cards[0]?.meaning).toContain('is not known');
  });

  it('says of a party with users that where these lead is not followed', () => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const user: PartyUser = {
      ...{ accountId: accountId(1), userArn: `arn:aws:iam::${accountId(1)}:user/u` },
      ...{ activeKeys: 1, password: false, mfa: false, lastUsedAt: null, highestAccess: null },
    };
    const [card] = pageView({ ...report, thirdParties: [{ ...first, users: [user] }] }).thirdParties.cards;
    expect(card?.onward).toMatch(/; where its users may go on to is not followed$/);
  });

  it('shows only so many roles, and says how many are left out', () => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const roles = Array.from({ length: 1000 }, (_, index) => `arn:aws:iam::${accountId(1)}:role/r${index}`);
    const transitive = { accounts: [accountId(1)], roles };
    const many = { ...report, thirdParties: [{ ...first, reachable: { ...first.reachable, transitive } }] };
    const [card] = pageView(many).thirdParties.cards;
    expect(card?.onward).toBe('1,000 roles in 1 account in what was read');
    expect(card?.onwardLeftOut).toBe(`and ${1000 - (card?.onwardRoles.length ?? 0)} more, in report.json`);
  });
});
