import { expect, it } from 'vitest';
import { accountRootPrincipal } from '../../../src/checks/trust/account-root-principal.ts';
import { externalIdMissing } from '../../../src/checks/trust/external-id-missing.ts';
import { externalIdNotEnforced } from '../../../src/checks/trust/external-id-not-enforced.ts';
import { trustHardening } from '../../../src/checks/trust/trust-hardening.ts';
import type { Failed } from '../../../src/model/check.ts';
import type { Activity } from '../../../src/model/facts/activity.ts';
import { defaultsOf } from '../../support/defaults.ts';
import { activityOf, entry, GAP } from '../activity/activity-facts.ts';
import {
  allow,
  contextOf,
  details,
  ENTRY,
  REGISTERED,
  role,
  UUID,
  withExternalId,
} from './trust-fixtures.ts';

const AT = ['2026-05-01T10:00:00Z', '2026-05-03T10:00:00Z', '2026-05-04T10:00:00Z'];
const OTHER = '11111111-2222-4333-8444-555555555555';
const sending = (id: string | null, times = AT, more = {}) => entry(times, { 'sts:ExternalId': id, ...more });
const ENTRIES: Activity['entries'] = [sending(UUID)];
const IF_EXISTS = allow(REGISTERED, { Condition: { StringEqualsIfExists: { 'sts:ExternalId': UUID } } });

function tightening(
  check: typeof externalIdMissing,
  trust: object,
  more: Partial<Activity> | null,
  given = {},
) {
  const context = { ...contextOf(given), parameters: defaultsOf(check) };
  const facts = { 'authorization-details': details(role(trust)) };
  const activity = more === null ? undefined : activityOf(more);
  const found = check.evaluate(facts, {
    ...context,
    activity,
    showExternalId: (id) => `id:${id.slice(0, 4)}`,
  });
  return (found[0] as Failed).tightening;
}

it.each<[string, typeof externalIdMissing, object, Partial<Activity>, object, object, RegExp]>([
  [
    'none is refused that sends the one ID',
    externalIdNotEnforced,
    IF_EXISTS,
    { entries: ENTRIES },
    {},
    { entries: 3, refused: 0, undecided: 0 },
    /^Of what CloudTrail shows: Auditors Ltd \(account 555566667777\) came in 3 times in the 90 days up to 2026-06-01, all with the external ID id:7c9e, from 198\.51\.100\.7, as AROAVENDOR\. The conditions would have refused none of these entries\.$/,
  ],
  [
    'those without it are',
    externalIdNotEnforced,
    IF_EXISTS,
    { entries: [...ENTRIES, sending(null, AT.slice(1), { address: '203.0.113.9' })] },
    {},
    { entries: 5, refused: 2, undecided: 0 },
    /3 with the external ID id:7c9e and 2 without an external ID, .* would have refused 2 of these entries: those without an external ID from 203\.0\.113\.9\.$/,
  ],
  [
    'a new ID is taken for the one that they send',
    externalIdMissing,
    allow(REGISTERED),
    { entries: [...ENTRIES, sending(OTHER, AT.slice(2))] },
    {},
    { entries: 4, refused: 1 },
    /With the external ID that most of them sent, the conditions would have refused 1 of these entries: those with id:1111 from/,
  ],
  [
    'where none is sent, all are',
    externalIdMissing,
    allow(REGISTERED),
    { entries: [sending(null)] },
    {},
    { entries: 3, refused: 3 },
    /None of them sent an external ID, so the conditions would refuse all of them until one is sent\.$/,
  ],
  [
    'addresses of the register are held against theirs',
    trustHardening,
    withExternalId(REGISTERED),
    { entries: [...ENTRIES, sending(UUID, AT, { address: '203.0.113.9' })] },
    { entry: { ...ENTRY, allowedSourceIps: ['198.51.100.0/24'] } },
    { entries: 6, refused: 3, undecided: 0 },
    /refused 3 of these entries: those with id:7c9e from 203\.0\.113\.9\.$/,
  ],
  [
    'an address that is none leaves it open',
    trustHardening,
    withExternalId(REGISTERED),
    { entries: [sending(UUID, AT, { address: 'AWS Internal' })] },
    { entry: { ...ENTRY, allowedSourceIps: ['198.51.100.0/24'] } },
    { refused: 0, undecided: 3 },
    /refused none of which it can be told\. Of 3 it cannot be told, since what the conditions ask for is not on record\.$/,
  ],
  [
    'who asked is on record by an id alone',
    accountRootPrincipal,
    withExternalId(REGISTERED),
    { entries: ENTRIES },
    {},
    { refused: 0, undecided: 3 },
    /as AROAVENDOR\..*cannot be told/,
  ],
  [
    'nobody came',
    externalIdMissing,
    allow(REGISTERED),
    {},
    {},
    { entries: 0, refused: 0 },
    /did not come in the 90 days up to 2026-06-01, so the conditions would have refused nothing\.$/,
  ],
  [
    'nobody came in what was read',
    externalIdMissing,
    allow(REGISTERED),
    { perResource: GAP },
    {},
    { entries: 0, refused: 0 },
    /did not come in the 90 days up to 2026-06-01, and whether the conditions would have refused an entry is not known\. Not all of what CloudTrail has was read: Denied\.$/,
  ],
  [
    'what was not read is said',
    externalIdNotEnforced,
    IF_EXISTS,
    { entries: ENTRIES, perResource: GAP },
    {},
    { refused: 0 },
    /refused none of those that were read\. Not all of what CloudTrail has was read: Denied\.$/,
  ],
])('%s', (_what, check, trust, activity, given, counts, says) => {
  expect(tightening(check, trust, activity, given)).toMatchObject({
    ...counts,
    text: expect.stringMatching(says),
  });
});

it('says nothing where nothing was read', () => {
  expect(tightening(externalIdMissing, allow(REGISTERED), null)).toBeUndefined();
});
