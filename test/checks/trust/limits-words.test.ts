import { expect, it } from 'vitest';
import { externalIdNotEnforced } from '../../../src/checks/trust/external-id-not-enforced.ts';
import { overdueReview } from '../../../src/checks/trust/overdue-review.ts';
import { sessionDuration } from '../../../src/checks/trust/session-duration.ts';
import { AGREED_EXTERNAL_ID } from '../../../src/model/fix.ts';
import type { RegisteredThirdParty } from '../../../src/model/party.ts';
import { correctedBy, marksOf } from '../support/told.ts';
import {
  allow,
  ENTRY,
  finding,
  fixOf,
  HERE,
  judge,
  REGISTERED,
  role,
  STRANGER,
} from '../support/trust-fixtures.ts';

const ID = 'sts:ExternalId';
const under = (...blocks: Array<[operator: string, value: unknown]>) =>
  allow(STRANGER, {
    Condition: Object.fromEntries(blocks.map(([operator, value]) => [operator, { [ID]: value }])),
  });

it.each<[words: string, statement: object, id: string]>([
  ['the one that is named, though it may be absent', under(['StringEqualsIfExists', 'agreed-1']), 'agreed-1'],
  ['none where two are named', under(['StringEqualsIfExists', ['agreed-1', 'agreed-2']]), AGREED_EXTERNAL_ID],
  [
    'that which is named twice',
    under(['StringEqualsIfExists', 'agreed-1'], ['ForAllValues:StringEquals', 'agreed-1']),
    'agreed-1',
  ],
  ['none where a pattern is', under(['StringLike', 'agreed-*']), AGREED_EXTERNAL_ID],
  ['none where a pattern stands as a text', under(['StringEqualsIfExists', 'agreed-*']), AGREED_EXTERNAL_ID],
  ['none where nothing is', under(['StringEqualsIfExists', '']), AGREED_EXTERNAL_ID],
  ['none where it is said which not', under(['StringNotEquals', 'agreed-1']), AGREED_EXTERNAL_ID],
])('external-id-not-enforced would require %s', (_, statement, id) => {
  const one = role([statement]);
  const found = finding(judge(externalIdNotEnforced, one));
  expect(correctedBy(found, one)).toEqual([allow(STRANGER, { Condition: { StringEquals: { [ID]: id } } })]);
});

it('external-id-not-enforced marks the condition on the external ID alone', () => {
  const Condition = { StringLike: { [ID]: ['x-*', 'y-1'] }, Bool: { 'aws:SecureTransport': 'true' } };
  const found = finding(judge(externalIdNotEnforced, role([allow(STRANGER, { Condition })])));
  expect(marksOf(found)).toEqual({ 0: ['/Condition/StringLike'] });
  expect(found.detail).toContain('accepts whatever fits ***: a pattern is not one agreed value');
});

const reviewed = (more: Partial<RegisteredThirdParty>, asOf?: string) =>
  judge(overdueReview, role(allow(REGISTERED)), { entry: { ...ENTRY, ...more }, ...(asOf && { asOf }) });

it.each<
  [
    words: string,
    entry: Partial<RegisteredThirdParty>,
    asOf: string | undefined,
    status: string,
    detail: string,
  ]
>([
  [
    'to the end of the day',
    { lastReviewed: '2026-03-03', reviewEveryDays: 90 },
    '2026-06-01T23:59:59Z',
    'PASS',
    'The next review of Auditors Ltd is due on 2026-06-01.',
  ],
  [
    'from then on',
    { lastReviewed: '2026-03-03', reviewEveryDays: 90 },
    '2026-06-02T00:00:00Z',
    'FAIL',
    `The review of Auditors Ltd (account ${REGISTERED}) was due on 2026-06-01; the last was on 2026-03-03. Its owner is Jo Doe.`,
  ],
  [
    'of a sealed one, which it names',
    { lastReviewed: '2026-03-03', sealedReview: { lastReviewed: '2026-03-03', typed: null } },
    undefined,
    'PASS',
    'The next review of Auditors Ltd is due on 2027-03-03. The last one was sealed on 2026-03-03.',
  ],
  [
    'never recorded',
    { reviewEveryDays: 90 },
    undefined,
    'FAIL',
    `Auditors Ltd (account ${REGISTERED}) is to be reviewed every 90 days, and the register records no review.`,
  ],
])('a review is in time %s', (_, entry, asOf, status, detail) => {
  expect(reviewed(entry, asOf)).toMatchObject([{ status, detail }]);
});

it('a review that is due is entered in the register, and one that is sealed is not', () => {
  const open = finding(reviewed({ reviewEveryDays: 90 }));
  expect(fixOf(open, 'configuration')).toMatch(/lastReviewed: "?2026-06-01"?$/m);
  const sealed = finding(reviewed({ sealedReview: { lastReviewed: null, typed: null } }));
  expect(fixOf(sealed, 'configuration')).toBe('');
});

it('what is not due is not told of: it is no news that somebody is not registered', () => {
  expect(judge(overdueReview, role(allow(STRANGER)))).toMatchObject([
    { status: 'NOT_APPLICABLE', silent: true },
  ]);
  expect(reviewed({})).toMatchObject([{ status: 'NOT_APPLICABLE', silent: true }]);
});

it.each([
  [0.5, 3600],
  [1, 3600],
  [4, 14_400],
])(
  'a session of at most %d h is lowered to %d s, since IAM takes no less than an hour',
  (maxSessionHours, seconds) => {
    const settings = {
      'role-settings': {
        roles: [{ arn: `arn:aws:iam::${HERE}:role/access`, maxSessionDuration: 43_200, description: null }],
      },
    };
    const found = finding(
      judge(sessionDuration, role(allow(STRANGER)), { parameters: { maxSessionHours } }, settings),
    );
    expect(found.corrects).toEqual({ maxSessionDuration: seconds });
    expect(fixOf(found, 'cli')).toContain(`--max-session-duration '${seconds}'`);
    expect(fixOf(found, 'cloudformation')).toContain(`MaxSessionDuration: ${seconds}`);
    expect(found.remediation).toContain(`maximum session duration to ${seconds / 3600} h;`);
    expect(found.evidence[0]?.marks).toEqual(['']);
  },
);
