import { describe, expect, it } from 'vitest';
import { applyExceptions, isExpired } from '../../src/evaluate/exceptions.ts';
import { type Exception, type Finding, findingShape } from '../../src/model/finding.ts';
import { sampleOf } from '../support/sample.ts';

const AS_OF = '2026-06-01T12:00:00.000Z';

const FINDING = sampleOf(findingShape, {
  checkId: 'stale-role',
  accountId: '111122223333',
  resourceArn: 'arn:aws:iam::111122223333:role/reader',
});

const EXCEPTION: Exception = {
  check: 'stale-role',
  resource: 'arn:aws:iam::111122223333:role/reader',
  reason: 'Used once a year',
  approvedBy: 'ciso@example.com',
  expires: '2026-12-31',
};

describe('an exception', () => {
  const cases: Array<
    [does: string, exception: Partial<Exception>, status: Finding['status'], named: boolean]
  > = [
    ['covers the resource that it names', {}, 'EXCEPTED', true],
    ['covers by a pattern', { resource: 'arn:aws:iam::*:role/read??' }, 'EXCEPTED', true],
    ['covers in the account that it names', { account: '111122223333' }, 'EXCEPTED', true],
    ['covers to the end of its last day', { expires: '2026-06-01' }, 'EXCEPTED', true],
    ['does not cover from the day after on, and is named', { expires: '2026-05-31' }, 'OPEN', true],
    ['does not cover another check', { check: 'owner-tag' }, 'OPEN', false],
    ['does not cover in another account', { account: '111122223334' }, 'OPEN', false],
    ['does not cover another resource', { resource: 'arn:aws:iam::111122223333:role/write' }, 'OPEN', false],
    ['does not cover by a part of the name', { resource: 'role/reader' }, 'OPEN', false],
    ['does not cover by a beginning', { resource: 'arn:aws:iam::111122223333:role/read' }, 'OPEN', false],
    ['does not cover in another case', { resource: 'arn:aws:iam::111122223333:role/Reader' }, 'OPEN', false],
  ];
  it.each(cases)('%s', (_does, exception, status, named) => {
    const judged = applyExceptions(FINDING, [{ ...EXCEPTION, ...exception }], AS_OF);
    expect(judged.status).toBe(status);
    expect(judged.exception !== undefined).toBe(named);
  });

  it('in force is preferred to one that has expired, wherever it stands', () => {
    const expired = { ...EXCEPTION, reason: 'Old', expires: '2026-01-31' };
    for (const exceptions of [
      [expired, EXCEPTION],
      [EXCEPTION, expired],
    ]) {
      const judged = applyExceptions(FINDING, exceptions, AS_OF);
      expect(judged).toMatchObject({
        status: 'EXCEPTED',
        exception: { reason: EXCEPTION.reason, expired: false },
      });
    }
  });

  it('that has expired says so on the finding, which counts', () => {
    const judged = applyExceptions(FINDING, [{ ...EXCEPTION, expires: '2026-01-31' }], AS_OF);
    expect(judged).toMatchObject({ status: 'OPEN', exception: { expires: '2026-01-31', expired: true } });
  });

  it('leaves a finding as it is that none speaks of', () => {
    expect(applyExceptions(FINDING, [], AS_OF)).toBe(FINDING);
  });

  const ends: Array<[expires: string, asOf: string, expired: boolean]> = [
    ['2026-06-01', '2026-06-01T00:00:00.000Z', false],
    ['2026-06-01', '2026-06-01T23:59:59.999Z', false],
    ['2026-06-01', '2026-06-02T00:00:00.000Z', true],
    ['2026-06-01T08:00:00Z', '2026-06-01T12:00:00.000Z', false],
    ['2025-12-31', '2026-01-01T00:00:00.000Z', true],
    ['2026-12-31', '2026-06-01T00:00:00.000Z', false],
  ];
  it.each(ends)('to %s, at %s: expired %s', (expires, asOf, expired) => {
    expect(isExpired({ ...EXCEPTION, expires }, asOf)).toBe(expired);
  });
});
