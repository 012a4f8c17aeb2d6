import { describe, expect, it } from 'vitest';
import { overdueReview } from '../../../src/checks/trust/overdue-review.ts';
import {
  allow,
  ENTRY,
  finding,
  judge,
  OWN,
  REGISTERED,
  role,
  STRANGER,
  statuses,
} from '../support/trust-fixtures.ts';

function reviewed(lastReviewed: string | undefined, reviewEveryDays?: number) {
  const entry = {
    ...ENTRY,
    ...(lastReviewed === undefined ? {} : { lastReviewed }),
    ...(reviewEveryDays === undefined ? {} : { reviewEveryDays }),
  };
  return judge(overdueReview, role(allow(REGISTERED)), { entry });
}

describe('overdue-review', () => {
  it('fails from the day after the review was due', () => {
    expect(finding(reviewed('2026-03-02', 90)).detail).toContain('was due on 2026-05-31');
    expect(statuses(reviewed('2026-03-03', 90))).toEqual(['PASS']);
  });

  it('takes a year where the register gives no interval', () => {
    expect(statuses(reviewed('2025-05-31'))).toEqual(['FAIL']);
    expect(statuses(reviewed('2025-06-02'))).toEqual(['PASS']);
  });

  it('fails when reviews are due and none is recorded', () => {
    expect(finding(reviewed(undefined, 90)).detail).toContain('records no review');
  });

  it('goes by sealed reviews alone where there are any, and never is not applicable then', () => {
    const sealed = (lastReviewed: string | null) => {
      const day = lastReviewed === null ? {} : { lastReviewed };
      const entry = { ...ENTRY, ...day, sealedReview: { lastReviewed, typed: '2026-05-01' } };
      return judge(overdueReview, role(allow(REGISTERED)), { entry });
    };
    expect(finding(sealed('2025-05-31')).detail).toContain('the last was sealed on 2025-05-31');
    expect(statuses(sealed('2025-06-02'))).toEqual(['PASS']);
    expect(finding(sealed(null)).detail).toContain('none has decided on all of its accesses');
    expect(finding(sealed(null)).remediation).toContain('countersign review open');
  });

  it('is not applicable where no review date is given, and for parties that are not registered', () => {
    expect(statuses(reviewed(undefined))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(overdueReview, role(allow(STRANGER))))).toEqual(['NOT_APPLICABLE']);
    expect(statuses(judge(overdueReview, role(allow(OWN))))).toEqual(['NOT_APPLICABLE']);
  });

  it('is unknown when the trust policy was not understood', () => {
    expect(statuses(judge(overdueReview, role('{}')))).toEqual(['UNKNOWN']);
  });
});
