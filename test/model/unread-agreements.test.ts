import { describe, expect, it } from 'vitest';
import type { AuditReport } from '../../src/model/report.ts';
import { accountsWithUnreadRequests, requestReader, unreadBills } from '../../src/model/unread-agreements.ts';

const [A, B] = ['111122223333', '444455556666'];
const ARN = 'aws:iam:global:111122223333:delegation-request/dr-1';

function report({
  gaps = [] as Array<[accountId: string, fact: string]>,
  checks = ['delegation-request'],
  failed = [] as string[],
  unanswered = [] as Array<[checkId: string, resourceArn: string]>,
}) {
  return {
    checks: checks.map((id) => ({ id })),
    scope: {
      accounts: [A, B].map((accountId) => ({
        accountId,
        status: failed.includes(accountId) ? 'FAILED' : 'PARTIAL',
      })),
    },
    coverage: { gaps: gaps.map(([accountId, fact]) => ({ accountId, fact, region: 'global' })) },
    unanswered: unanswered.map(([checkId, resourceArn]) => ({ checkId, resourceArn })),
  } as unknown as AuditReport;
}

describe('requests for temporary delegation', () => {
  it.each<[string, AuditReport, boolean, string[]]>([
    ['all were', report({}), true, []],
    ['those of the account were not', report({ gaps: [[A, 'delegation-requests']] }), false, [A]],
    ['those of another were not', report({ gaps: [[B, 'delegation-requests']] }), true, [B]],
    ['something else was not', report({ gaps: [[A, 'drift']] }), true, []],
    ['the account was not', report({ failed: [A] }), false, [A]],
    ['nobody asked for them', report({ checks: [], gaps: [[A, 'delegation-requests']] }), false, []],
    ['its state is not known', report({ unanswered: [['delegation-request', ARN]] }), false, []],
    ['that of another is not', report({ unanswered: [['delegation-request', `${ARN}0`]] }), true, []],
    ['another check has no answer', report({ unanswered: [['drift', ARN]] }), true, []],
  ])('were read where %s', (_, given, wasRead, unread) => {
    expect(requestReader(given)({ accountId: A, resourceArn: ARN })).toBe(wasRead);
    expect(accountsWithUnreadRequests(given)).toEqual(unread);
  });

  it('were not read of an account out of scope', () => {
    expect(requestReader(report({}))({ accountId: '999988887777', resourceArn: ARN })).toBe(false);
  });
});

it('tells where it was not read to whom bills go', () => {
  const fact = 'billing-transfers';
  expect(
    unreadBills(
      report({
        gaps: [
          [B, fact],
          [A, 'drift'],
          [A, fact],
          [A, fact],
        ],
      }),
    ),
  ).toEqual([A, B]);
});
