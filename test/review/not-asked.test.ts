import { expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { notAskedIn } from '../../src/review/not-asked.ts';

it('counts what no sheet asks for, each once', () => {
  const bucket = { resourceArn: 'arn:aws:s3:::drop' };
  const thirdParties = [
    { resources: [bucket] },
    { resources: [bucket, { resourceArn: 'arn:aws:s3:::other' }] },
    { billing: [{ managementAccountId: '1' }, { managementAccountId: '1' }] },
    {},
  ];
  expect(notAskedIn({ thirdParties } as unknown as AuditReport)).toEqual({ resources: 2, organizations: 1 });
  expect(notAskedIn({ thirdParties: [] })).toEqual({ resources: 0, organizations: 0 });
});
