import { describe, expect, it } from 'vitest';
import { accessKeyAge } from '../../../src/checks/credentials/access-key-age.ts';
import type { User } from '../../../src/model/facts/authorization-details.ts';
import type { CredentialHolder } from '../../../src/model/facts/credential-report.ts';
import { judge } from '../support/trust-fixtures.ts';
import { ADA, facts, fixesOf, holder, key, ROOT, theirs, user } from './facts.ts';

function outcomes(holders: CredentialHolder[], parameters: Record<string, number> = {}) {
  return judge(accessKeyAge, [], { parameters }, facts([], holders));
}

const made = (day: string, lastUsed?: string) =>
  key({
    rotatedAt: `${day}T12:00:00.000Z`,
    ...(lastUsed === undefined ? {} : { lastUsedAt: `${lastUsed}T12:00:00.000Z` }),
  });

describe('access-key-age', () => {
  // Judged on 1 June 2026 at noon: 3 March is 90 days before, 2 March 91.
  it.each<[string, CredentialHolder, string, RegExp]>([
    [
      'a key of 90 days that was never used',
      holder([made('2026-03-03')]),
      'PASS',
      /access_key_1, made on 2026-03-03/,
    ],
    [
      'a key of 91 days that was never used',
      holder([made('2026-03-02')]),
      'FAIL',
      /is 91 days old, where at most 90 are allowed, and was not used for 91 days, where 90 are allowed\. The credential/,
    ],
    [
      'a key of 91 days in use',
      holder([made('2026-03-02', '2026-05-31')]),
      'FAIL',
      /is 91 days old, where at most 90 are allowed\. The/,
    ],
    ['a young key', holder([made('2026-05-31')]), 'PASS', /2026-06-01 09:30/],
    [
      'two keys, the second too old',
      holder([made('2026-05-31'), made('2020-01-01', '2026-05-31')]),
      'FAIL',
      /^access_key_2/,
    ],
    [
      'an old key that is deactivated, beside a young one',
      holder([key({ active: false, rotatedAt: '2020-01-01T00:00:00Z' }), made('2026-05-31')]),
      'PASS',
      /^In use: access_key_2/,
    ],
    ['a key whose age is not told', holder([key({ rotatedAt: null })]), 'UNKNOWN', /does not say when/],
    [
      'one whose age is not told and that is not used',
      holder([key({ rotatedAt: null, lastUsedAt: '2026-01-01T00:00:00Z' })]),
      'FAIL',
      /was not used for 151 days/,
    ],
    [
      'more credentials than are listed',
      holder([made('2026-05-31')], { moreCredentials: '1' }),
      'UNKNOWN',
      /more credentials/,
    ],
    [
      'more credentials than are listed and none that is',
      holder([], { moreCredentials: '1' }),
      'UNKNOWN',
      /more credentials/,
    ],
    [
      'more credentials beside an old key',
      holder([made('2020-01-01')], { moreCredentials: '1' }),
      'FAIL',
      /days old/,
    ],
  ])('%s', (_, one, status, detail) => {
    expect(outcomes([one])).toEqual([
      expect.objectContaining({
        status,
        detail: expect.stringMatching(detail),
        resource: { arn: ADA, type: 'AWS::IAM::User' },
      }),
    ]);
  });

  it('goes by the days of the configuration, each limit by itself', () => {
    const one = holder([made('2026-04-01', '2026-05-01')]);
    expect(outcomes([one])).toMatchObject([{ status: 'PASS' }]);
    expect(outcomes([one], { maxAgeDays: 60 })).toMatchObject([
      { status: 'FAIL', detail: expect.stringContaining('is 61 days old') },
    ]);
    expect(outcomes([one], { unusedAfterDays: 30 })).toMatchObject([
      { status: 'FAIL', detail: expect.stringContaining('was not used for 31 days') },
    ]);
    expect(outcomes([one], { maxAgeDays: 61, unusedAfterDays: 31 })).toMatchObject([{ status: 'PASS' }]);
  });

  it('leaves the root user and users without keys out', () => {
    const none = outcomes([holder([made('2020-01-01')], { arn: ROOT }), holder()]);
    expect(none).toMatchObject([{ status: 'NOT_APPLICABLE', detail: expect.stringContaining('No user') }]);
    expect(none[0]).not.toHaveProperty('silent');
    expect(outcomes([holder(), holder([made('2026-05-31')], { arn: `${ADA}2` })])).toMatchObject([
      { status: 'PASS', resource: { arn: `${ADA}2` } },
    ]);
  });

  it('says nothing by a report that lists nobody', () => {
    expect(outcomes([])).toMatchObject([
      { status: 'UNKNOWN', detail: expect.stringContaining('lists nobody') },
    ]);
  });

  it('points at the keys that are to blame alone', () => {
    const [failed] = outcomes([holder([], { arn: ROOT }), holder([made('2026-05-31'), made('2020-01-01')])]);
    expect(failed).toMatchObject({
      evidence: [{ pointer: '/users/1/accessKeys/1', marks: ['/rotatedAt', '/lastUsedAt'] }],
    });
  });

  it('names the third party whose user it is', () => {
    const old = [holder([made('2020-01-01')])];
    const named = (users: User[] | undefined) =>
      judge(accessKeyAge, [], { ...theirs({ tag: 'vendor' }), parameters: {} }, facts(users, old))[0];
    expect(named([user({ tags: [{ key: 'vendor', value: 'x' }] })])).toMatchObject({
      thirdParty: { key: 'registered:Auditors Ltd' },
    });
    for (const users of [[user()], [], undefined]) {
      expect(named(users)).toMatchObject({ status: 'FAIL' });
      expect(named(users)).not.toHaveProperty('thirdParty');
    }
  });

  it('offers to shut first, to delete after that, and to make a successor', () => {
    const titles = fixesOf(outcomes([holder([made('2020-01-01')])])[0]).map(({ title }) => title);
    expect(titles).toEqual([
      'If nobody needs them: deactivate the keys with the AWS CLI',
      'If nobody has missed them: delete the deactivated keys',
      'If somebody still needs one: make its successor with the AWS CLI',
    ]);
  });
});
