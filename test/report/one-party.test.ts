import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Role } from '../../src/model/facts/authorization-details.ts';
import type { ExternalAccessFinding } from '../../src/model/facts/external-access-findings.ts';
import { partyKey } from '../../src/model/party.ts';
import type { AuditReport } from '../../src/model/report.ts';
import { reportShape } from '../../src/model/report.ts';
import { SEVERITIES } from '../../src/model/severity.ts';
import { findingsTable } from '../../src/report/explorer/findings.ts';
import { rolesInOrder } from '../../src/report/explorer/roles.ts';
import { findingsCsv } from '../../src/report/findings-csv.ts';
import { findingsJsonl } from '../../src/report/findings-jsonl.ts';
import { accountSlices } from '../../src/report/html/accounts/account-slice.ts';
import { openCounts } from '../../src/report/html/accounts/accounts.ts';
import { pageView } from '../../src/report/html/page/page.ts';
import type { ThirdPartyView } from '../../src/report/html/parties/third-parties.ts';
import { visible } from '../../src/report/visible.ts';
import { reportOn } from '../support/judged-report.ts';
import { oneIn, tries } from '../support/thorough.ts';
import { parseCsv } from './csv.ts';

const ACCOUNTS = ['111111111111', '222222222222', '333333333333'] as const;
const GITHUB = 'token.actions.githubusercontent.com';
const REGISTER = [
  {
    name: 'Vendor Ltd',
    accountIds: ['999999999991', '999999999992'],
    organizationIds: ['o-vendor12345'],
    owner: 'Jo Doe',
    justification: 'Backups',
  },
];

/** Everyone that a trust policy may name, as seen from an account. */
const PRINCIPALS: ReadonlyArray<(here: string) => object> = [
  () => ({ AWS: 'arn:aws:iam::999999999991:root' }),
  () => ({ AWS: ['999999999992', '999999999991'] }),
  () => ({ AWS: 'arn:aws:iam::464622532012:role/datadog' }),
  () => ({ AWS: '888888888888' }),
  () => ({ AWS: ['888888888888', 'arn:aws:iam::464622532012:root', `arn:aws:iam::${ACCOUNTS[1]}:root`] }),
  () => ({ AWS: '*' }),
  () => ({ AWS: 'AROAGONEGONEGONEGONE1' }),
  (here) => ({ Federated: `arn:aws:iam::${here}:oidc-provider/${GITHUB}` }),
  (here) => ({ Federated: `arn:aws:iam::${here}:oidc-provider/corp` }),
  (here) => ({ Federated: `arn:aws:iam::${here}:saml-provider/corp` }),
  () => ({ AWS: `arn:aws:iam::${ACCOUNTS[2]}:root` }),
];

function roleOf(here: string, name: string, principal: object, onward: string): Role {
  const policy = (Statement: object) => JSON.stringify({ Version: '2012-10-17', Statement });
  return {
    name,
    arn: `arn:aws:iam::${here}:role/${name}`,
    id: `AROA${name.toUpperCase()}`,
    path: '/',
    createdAt: '2020-01-01T00:00:00Z',
    trustPolicy: policy({
      Effect: 'Allow',
      Principal: principal,
      Action: 'sts:Assume*',
      Condition: { StringEquals: { 'sts:ExternalId': `id-${name}` } },
    }),
    inlinePolicies: [
      { name: 'x', document: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: onward }) },
    ],
    attachedPolicies: [],
    permissionsBoundaryArn: null,
    tags: [],
    lastUsed: null,
  };
}

function shared(owner: string, resource: string, principal: Record<string, string>): ExternalAccessFinding {
  const isRole = resource.startsWith('role/');
  return {
    id: `${owner}-${resource}-${Object.values(principal).join()}`,
    analyzerArn: `arn:aws:access-analyzer:eu-west-1:${owner}:analyzer/a`,
    status: 'ACTIVE',
    resource: isRole ? `arn:aws:iam::${owner}:${resource}` : `arn:aws:s3:::${owner}-${resource}`,
    resourceType: isRole ? 'AWS::IAM::Role' : 'AWS::S3::Bucket',
    resourceOwnerAccount: owner,
    principal,
    action: ['s3:GetObject'],
    condition: {},
    isPublic: principal.AWS === '*',
    error: null,
    createdAt: '2026-05-01T00:00:00Z',
    updatedAt: '2026-05-01T00:00:00Z',
    analyzedAt: '2026-05-31T00:00:00Z',
    resourceControlPolicyRestriction: null,
  };
}

type Choice = { principal: number; onward: number };
type Share = { bucket: number; who: number };

const SHARED_WITH: ReadonlyArray<Record<string, string>> = [
  { AWS: '888888888888' },
  { AWS: '777777777777' },
  { AWS: '999999999991' },
  { AWS: '*' },
  { Federated: `arn:aws:iam::${ACCOUNTS[0]}:saml-provider/corp` },
];

function fleet(roles: readonly Choice[][], shares: readonly Share[][]): AuditReport {
  return reportOn(
    ACCOUNTS.map((accountId, at) => ({
      accountId,
      facts: {
        'authorization-details': {
          roles: (roles[at] ?? []).map(({ principal, onward }, index) =>
            roleOf(
              accountId,
              `r${index}`,
              PRINCIPALS[principal % PRINCIPALS.length]?.(accountId) ?? {},
              `arn:aws:iam::${ACCOUNTS[onward % 3]}:role/r${index}`,
            ),
          ),
          policies: [],
        },
        'role-settings': {
          roles: (roles[at] ?? []).map((_, index) => ({
            arn: `arn:aws:iam::${accountId}:role/r${index}`,
            maxSessionDuration: 43_200,
            description: null,
          })),
        },
        analyzers: { analyzers: [] },
        'external-access-findings': {
          findings: (shares[at] ?? []).map(({ bucket, who }) =>
            shared(
              accountId,
              bucket % 2 === 0 ? `bucket-${bucket}` : `role/r${bucket}`,
              SHARED_WITH[who % SHARED_WITH.length] ?? {},
            ),
          ),
        },
      },
    })),
    REGISTER,
  );
}

/** Open findings by party and severity, as the roles and findings of a report have it, without its cards. */
function expectedCounts(report: AuditReport): Map<string, string[]> {
  const expected = new Map<string, Set<string>>();
  const add = (key: string, fingerprint: string) =>
    expected.set(key, (expected.get(key) ?? new Set<string>()).add(fingerprint));
  for (const { fingerprint, resourceArn, thirdParty } of report.findings) {
    if (thirdParty !== undefined) add(partyKey(thirdParty), fingerprint);
    const role = report.roles.find(({ roleArn }) => roleArn === resourceArn);
    for (const { party } of role?.admits ?? []) if (party.kind !== 'own') add(partyKey(party), fingerprint);
  }
  return new Map([...expected].map(([key, fingerprints]) => [key, [...fingerprints].sort()]));
}

function holdsTogether(report: AuditReport): void {
  reportShape.parse(report);
  const expected = expectedCounts(report);
  const keys = report.thirdParties.map(({ party }) => partyKey(party));
  expect(new Set(keys).size).toBe(keys.length);
  const listed = new Map(
    report.thirdParties.map(({ party, findings }) => [partyKey(party), [...findings].sort()]),
  );
  for (const [key, fingerprints] of expected) expect([key, listed.get(key)]).toEqual([key, fingerprints]);
  for (const [key, fingerprints] of listed) expect(expected.get(key) ?? []).toEqual(fingerprints);

  const open = new Map(report.findings.map((finding) => [finding.fingerprint, finding]));
  for (const { findings, openFindings } of report.thirdParties)
    expect(openFindings).toEqual(openCounts(findings.flatMap((one) => open.get(one) ?? [])));

  // Every other form of the report tells the same of each party.
  const of = (key: string) => (listed.get(key) ?? []).length;
  const [head = [], ...rows] = parseCsv([...findingsCsv(report)].join(''));
  const lines = [...findingsJsonl(report)].map((line) => JSON.parse(line));
  const table = findingsTable(report)();
  const choices = rolesInOrder(report)().table;
  const concerned = table.columns.party().codes;
  const admitting = choices.columns.admits().codes;
  const pages = [...accountSlices(report)].map(({ report: slice }) => slice);
  const cards = pageView(report).thirdParties.cards;
  for (const { party, roles, openFindings } of report.thirdParties) {
    const key = partyKey(party);
    const column = head.indexOf('thirdPartyKeys');
    expect([key, rows.filter((row) => row[column]?.split('; ').includes(key)).length]).toEqual([
      key,
      of(key),
    ]);
    expect(lines.filter(({ thirdPartyKeys = [] }) => thirdPartyKeys.includes(key))).toHaveLength(of(key));
    const choice = table.parties.hidden?.indexOf(visible(key)) ?? -1;
    const inRows = concerned.filter((code) => table.concerned[code]?.includes(choice));
    expect([key, inRows.length]).toEqual([key, of(key)]);
    const admitted = choices.parties.hidden?.indexOf(visible(key)) ?? -1;
    const roleRows = admitting.filter((code) => choices.admitted[code]?.includes(admitted));
    expect([key, roleRows.length]).toEqual([key, roles.length]);
    const onPages = pages.flatMap(({ thirdParties }) =>
      thirdParties.filter((one) => partyKey(one.party) === key).flatMap(({ findings }) => findings),
    );
    expect([key, onPages.sort()]).toEqual([key, listed.get(key)]);
    const total = SEVERITIES.reduce((sum, severity) => sum + openFindings[severity], 0);
    const card = cards[indexOfCard(report, cards, key)];
    const shown = card?.severities.reduce((sum, { count }) => sum + Number(count), 0);
    expect([key, shown]).toEqual([key, total]);
  }
}

/** Cards come worst first and bear no key: the one of a party has its name and kind. */
function indexOfCard(report: AuditReport, cards: readonly ThirdPartyView[], key: string): number {
  const same = report.thirdParties.find(({ party }) => partyKey(party) === key)?.party;
  const twins = report.thirdParties.filter(
    ({ party: { name, kind } }) => name === same?.name && kind === same.kind,
  );
  const places = cards.flatMap(({ name, kindKey }, index) =>
    name === same?.name && kindKey === same.kind ? [index] : [],
  );
  const sum = (one: (typeof twins)[number]) =>
    SEVERITIES.map((severity) => String(one.openFindings[severity]).padStart(6, '0')).join();
  const ordered = [...twins].sort((a, b) => (sum(a) < sum(b) ? 1 : -1));
  return places[ordered.findIndex(({ party }) => partyKey(party) === key)] ?? -1;
}

describe('a third party', () => {
  oneIn(3)(
    'has one key in findings, cards, tables, files and pages, and the same findings everywhere',
    () => {
      const choice = fc.record({ principal: fc.nat(10), onward: fc.nat(2) });
      const share = fc.record({ bucket: fc.nat(3), who: fc.nat(4) });
      const of = <T>(one: fc.Arbitrary<T>, maxLength: number) =>
        fc.array(fc.array(one, { maxLength }), { minLength: 3, maxLength: 3 });
      fc.assert(
        fc.property(of(choice, 4), of(share, 3), (roles, shares) => holdsTogether(fleet(roles, shares))),
        tries(40, 20_260_615),
      );
    },
  );

  it('has all findings on its roles on its card: of GitHub, of a deleted principal, of a vendor', () => {
    const report = fleet(
      [
        [
          { principal: 7, onward: 0 },
          { principal: 6, onward: 0 },
          { principal: 2, onward: 0 },
        ],
      ],
      [],
    );
    const of = (name: string) => {
      const party = report.thirdParties.find((one) => one.party.name === name);
      const checks = report.findings.flatMap(({ fingerprint, checkId }) =>
        party?.findings.includes(fingerprint) ? [checkId] : [],
      );
      return { key: party?.party.key, checks };
    };
    expect(of(GITHUB)).toMatchObject({ key: `identity-provider:${GITHUB}` });
    expect(of(GITHUB).checks).toEqual(expect.arrayContaining(['web-identity-subject', 'stale-role']));
    expect(of('deleted principal AROAGONEGONEGONEGONE1').checks).toContain('deleted-principal');
    expect(of('Datadog').checks).toEqual(
      expect.arrayContaining(['owner-tag', 'session-duration', 'stale-role', 'unregistered-third-party']),
    );
  });

  it('has a card that says where else findings name it, so that roles and findings agree', () => {
    const report = fleet(
      [[{ principal: 3, onward: 0 }]],
      [[], [{ bucket: 0, who: 0 }], [{ bucket: 2, who: 0 }]],
    );
    const [card] = pageView(report).thirdParties.cards.filter(({ name }) => name === '888888888888');
    expect(card).toMatchObject({
      reach: '1 role in 1 account',
      elsewhere: '2 other resources in 2 accounts',
    });
  });

  it('has a card when only a finding names it', () => {
    const report = fleet([], [[{ bucket: 0, who: 1 }]]);
    const party = report.thirdParties.find((one) => one.party.key === 'unknown:777777777777');
    expect(party).toMatchObject({ roles: [], openFindings: { critical: 1 }, accountIds: ['777777777777'] });
  });
});
