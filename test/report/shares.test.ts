import { describe, expect, it } from 'vitest';
import { thirdPartyRef } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import type { ShareParty, ShareRow } from '../../src/model/share-row.ts';
import type { PartyShare } from '../../src/model/third-party-summary.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import { LIMITS } from '../../src/report/html/support/limits.ts';
import { renderHtml } from '../../src/report/html.ts';
import { auditReport } from './fixture.ts';
import { HOSTILE } from './fixture-parties.ts';
import { accountId } from './fixture-scope.ts';
import { readTemplates } from './templates.ts';

const report = auditReport();
const SINCE = '2026-01-05T00:00:00Z';
const STRANGER = thirdPartyRef('unknown', '999988887777', { accountId: '999988887777' });
const OWN = { kind: 'own', name: 'network', accountId: accountId(2) } as const;

function share(parties: Array<ShareParty['party']>, more: Partial<ShareRow> = {}): ShareRow {
  return {
    ...{ accountId: accountId(1), accountName: 'payments', region: 'eu-west-1', name: 'transit' },
    ...{ shareArn: 'arn:aws:ram:::resource-share/1', direction: 'given', status: 'ACTIVE', since: SINCE },
    allowExternalPrincipals: true,
    parties: parties.map((party) => ({ party, principal: 'p', status: 'ASSOCIATED', since: SINCE })),
    resources: ['arn:aws:ec2:eu-west-1:1:subnet/a'],
    ...more,
  };
}

const viewOf = (shares: ShareRow[] | undefined, more: Partial<AuditReport> = {}) =>
  pageView({ ...report, ...(shares === undefined ? {} : { shares }), ...more }).shares;

describe('the section of shared resources', () => {
  it('tells shares with outsiders from those within the organization', () => {
    const { sentence, outside, inside } = viewOf([
      share([OWN], { allowExternalPrincipals: false, owner: { name: 'Ada', from: 'account' } }),
      share([OWN, STRANGER]),
      share([thirdPartyRef('service', 'pca.amazonaws.com')]),
      share([STRANGER], { direction: 'invited', resources: [] }),
    ]);
    expect(sentence).toMatch(
      /^2 shares of AWS RAM with outsiders or from them, 2 shares within the organization.*1 invitation waits/,
    );
    expect(outside.rows).toMatchObject([
      {
        parties: `network ${accountId(2)} and 999988887777`,
        resources: 'subnet/a',
        named: true,
        sound: false,
      },
      { terms: 'You are invited', resources: 'Told once it is accepted', named: false },
    ]);
    expect(
      viewOf([share([STRANGER], { allowExternalPrincipals: false })]).outside.rows,
      'the organization was left since',
    ).toMatchObject([{ terms: 'Yours, and outsiders have it', sound: false }]);
    const offered = { party: STRANGER, principal: 'p', status: 'PENDING', since: null };
    const own = { ...offered, party: OWN, status: 'ACCEPTED' };
    expect(viewOf([share([], { parties: [offered, own] })]).outside.rows).toMatchObject([
      {
        parties: `999988887777, invited and network ${accountId(2)}`,
        terms: 'Yours, and outsiders are invited',
      },
    ]);
    expect(inside.rows).toMatchObject([
      { terms: 'Yours, for the organization alone', sound: true, owner: 'Ada' },
      { parties: 'pca.amazonaws.com (AWS service)', owner: 'Nobody is named' },
    ]);
  });

  it('keeps few of many, names few of what each holds, and counts the rest', () => {
    const resources = ['a', 'b', 'c', 'd', 'e'].map((id) => `arn:aws:ec2:::subnet/${id}`);
    const { outside, inside } = viewOf([
      ...Array.from({ length: LIMITS.outsideShares + 2 }, () => share([STRANGER], { resources })),
      ...Array.from({ length: LIMITS.insideShares + 1 }, () => share([])),
    ]);
    expect(outside.rows).toHaveLength(LIMITS.outsideShares);
    expect(outside.leftOut).toBe('2 more are in report.json under shares.');
    expect(outside.rows[0]?.resources).toBe('subnet/a, subnet/b, subnet/c and 2 more');
    expect(inside.leftOut).toBe('1 more is in report.json under shares.');
    expect(inside.rows[0]?.parties).toBe('Nobody');
  });

  it.each([
    ['was not asked for', undefined, /^Resource shares were not asked for\.$/],
    ['holds nothing', [], /^Nothing is shared by AWS RAM/],
  ])('says so where it %s', (_, shares, sentence) => {
    expect(viewOf(shares as ShareRow[] | undefined).sentence).toMatch(sentence);
  });

  it('shows names of accounts as text alone', () => {
    const page = renderHtml(
      { ...report, shares: [share([STRANGER], { name: HOSTILE.image, resources: [HOSTILE.image] })] },
      readTemplates(),
    );
    expect(page).toContain('Shared resources');
    expect(page).not.toContain(HOSTILE.image);
  });

  it.each<[string, Partial<PartyShare>, object]>([
    ['it has', {}, { terms: 'Yours, and it has it', sound: false, resources: '2 resources' }],
    ['it is offered', { isAccepted: false }, { terms: 'Yours, and it is invited', sound: false }],
    ['it gives', { direction: 'received' }, { terms: 'Its own, and you have it', sound: true }],
    [
      'it offers',
      { direction: 'invited', isAccepted: false },
      { terms: 'Its own, and you are invited', sound: true, resources: 'Not known' },
    ],
  ])('has a part on the card of a third party, here with one that %s', (_, more, expected) => {
    const [first] = report.thirdParties;
    if (first === undefined) throw new Error('the fixture has no third party');
    const one: PartyShare = {
      ...{ accountId: accountId(1), region: 'eu-west-1', shareArn: 'arn', name: 'transit' },
      ...{ direction: 'given', since: SINCE, principals: [], isAccepted: true, resources: 2, ...more },
    };
    const shares = Array<PartyShare>(11).fill(one);
    const [card] = pageView({ ...report, thirdParties: [{ ...first, shares }] }).thirdParties.cards;
    expect(card?.shares).toHaveLength(10);
    expect(card?.shares[0]).toMatchObject(expected);
    expect(card?.sharesLeftOut).toBe('1 more share is in report.json.');
  });
});
