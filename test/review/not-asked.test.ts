import { expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { notAskedIn } from '../../src/review/not-asked.ts';

it('counts what no sheet asks for, each once: bills of which an earlier version does not say who receives them', () => {
  const thirdParties = [
    { resources: [{ resourceArn: 'arn:aws:s3:::drop' }] },
    { billing: [{ managementAccountId: '1' }] },
    { billing: [{ managementAccountId: '1' }, { managementAccountId: '2' }] },
    { billing: [{ managementAccountId: '3', targetAccountId: '4' }] },
    {},
  ];
  expect(notAskedIn({ thirdParties } as unknown as AuditReport)).toEqual({ organizations: 2 });
  expect(notAskedIn({ thirdParties: [] })).toEqual({ organizations: 0 });
});
