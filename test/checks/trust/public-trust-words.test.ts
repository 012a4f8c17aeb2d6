import { expect, it } from 'vitest';
import { publicTrust } from '../../../src/checks/trust/public-trust.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import {
  allow,
  contextOf,
  details,
  finding,
  HERE,
  judge,
  OWN_ORGANIZATION,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

const anyone = (Condition?: object) => allow(STRANGER, { Principal: '*', ...(Condition && { Condition }) });
const ID = { StringEquals: { 'sts:ExternalId': 'agreed' } };
const NETWORK = { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
const LOOSE = { StringEqualsIfExists: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } };
const BY_1 = 'By statement 1 of the trust policy anyone may assume the role.';
const BOTH = 'By statements 1, 2 of the trust policy anyone may assume the role.';
const NOTHING = 'No condition narrows it to named accounts, an organization or named principals.';

it.each<
  [
    words: string,
    statements: object[],
    severity: string,
    detail: string | RegExp,
    marks: Record<number, string[]>,
  ]
>([
  ['nothing', [anyone()], 'critical', `${BY_1} ${NOTHING}`, { 0: ['/Principal'] }],
  [
    'an external ID',
    [anyone(ID)],
    'high',
    `${BY_1} Only an external ID stands in the way of a stranger.`,
    { 0: ['/Principal'] },
  ],
  [
    'a network',
    [anyone(NETWORK)],
    'high',
    `${BY_1} Only the network that the request comes from stands in the way of a stranger.`,
    { 0: ['/Principal'] },
  ],
  [
    'both',
    [anyone({ ...ID, ...NETWORK })],
    'high',
    `${BY_1} Only an external ID and the network that the request comes from stands in the way of a stranger.`,
    { 0: ['/Principal'] },
  ],
  [
    'one of them, each by a way of its own',
    [anyone(ID), anyone(NETWORK)],
    'high',
    `${BOTH} Only an external ID or a network range stands in the way of a stranger.`,
    { 0: ['/Principal'], 1: ['/Principal'] },
  ],
  [
    'one way is without any',
    [anyone(ID), anyone()],
    'critical',
    `${BOTH} ${NOTHING}`,
    { 0: ['/Principal'], 1: ['/Principal'] },
  ],
  [
    'a condition that may be absent',
    [anyone({ ...LOOSE, Bool: { 'aws:SecureTransport': 'true' } })],
    'critical',
    /^By statement 1 .* named principals\. Conditions that do not narrow it: [^.]*StringEqualsIfExists[^.]*\.$/,
    { 0: ['/Principal', '/Condition/StringEqualsIfExists'] },
  ],
  [
    'everyone but some',
    [{ Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' }],
    'critical',
    `${BY_1} ${NOTHING} By NotPrincipal everyone is admitted but those whom it names.`,
    { 0: ['/NotPrincipal'] },
  ],
])(
  'says what stands in the way of a stranger, and marks what does not: %s',
  (_, statements, severity, detail, marks) => {
    const found = finding(judge(publicTrust, role(statements)));
    expect(found.severity).toBe(severity);
    if (typeof detail === 'string') expect(found.detail).toBe(detail);
    else expect(found.detail).toMatch(detail);
    expect(marksOf(found)).toEqual(marks);
  },
);

it.each<[until: string, status: string]>([
  ['2026-06-01T11:59:59Z', 'PASS'],
  ['2026-06-01T12:00:00Z', 'FAIL'],
  ['2027-06-01T12:00:00Z', 'FAIL'],
])('lets in anyone up to the end that it has: %s', (until, status) => {
  const Condition = { DateLessThanEquals: { 'aws:CurrentTime': until } };
  expect(statuses(judge(publicTrust, role(anyone(Condition))))).toEqual([status]);
});

it('keeps it to the own organization, and to the own account where none is known', () => {
  const one = role(anyone());
  const { parties, ...context } = contextOf();
  const alone = { ...context, parties: { ...parties, ownOrganizationIds: [] } };
  const found = finding(publicTrust.evaluate({ 'authorization-details': details(one) }, alone as never));
  expect(correctedBy(finding(judge(publicTrust, one)), one)).toEqual([
    anyone({ StringEquals: { 'aws:PrincipalOrgID': OWN_ORGANIZATION } }),
  ]);
  expect(correctedBy(found, one)).toEqual([anyone({ StringEquals: { 'aws:PrincipalAccount': HERE } })]);
});

it('offers no policy that leaves a way for anyone', () => {
  const both = role([
    anyone(),
    { Effect: 'Allow', NotPrincipal: { AWS: STRANGER }, Action: 'sts:AssumeRole' },
  ]);
  expect(finding(judge(publicTrust, both)).fixes?.()).toEqual([]);
});
